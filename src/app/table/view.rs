//! The table on the screen.

use egui::epaint::CubicBezierShape;
use egui::{
    Align2, Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Pos2, Rect, Response, Role, ScrollArea, Sense,
    Stroke, Ui, pos2, vec2,
};
use egui_material_icons::icons;

use super::lanes::{LaneRow, Lanes, Part};
use super::row_order::Row;
use super::rows::{Column, Rows, Sorting};
use crate::app::availability::{Availability, node_menu};
use crate::app::command::{Command, Node, UiCommand};
use crate::app::components::{context_menu, describe_choice, focus_ring, icon_at, keyboard_came, line_in, share_bar};
use crate::app::pin::show_badge;
use crate::app::rename::RenameField;
use crate::app::snapshot_context::SnapshotContext;
use crate::app::theme::{self, Colors, measure, space};
use crate::model::{Age, Bytes, Snapshot, SnapshotIndex};
use crate::text;
use crate::words::{moment, snapshot_name};

/// Rows that a page key goes over.
const PAGE: usize = 15;

/// What the table of one machine remembers between frames.
#[derive(Default)]
pub struct TableView {
    sorting: Sorting,
    rows: Option<Rows>,
    largest: Bytes,
    scroll_to: Option<Node>,
    wants_focus: Option<Node>,
}

/// Where the columns stand in this frame.
struct Columns {
    /// Left and right edge of each, in the order of [`Column::ALL`].
    edges: [(f32, f32); 8],
}

impl Columns {
    /// Gives every column its natural width, and what is left to name and description. Where there
    /// is too little room, columns that say least give up theirs.
    fn new(left: f32, width: f32, lanes: f32) -> Self {
        const NAME: f32 = 150.0;
        const LONGEST_NAME: f32 = 420.0;
        let mut widths = [lanes, NAME, 112.0, 142.0, 130.0, 62.0, 60.0, 90.0];
        let total = |widths: &[f32; 8]| widths.iter().sum::<f32>();
        for column in [Column::Depth, Column::Kind, Column::Taken, Column::Description, Column::Age, Column::Size] {
            if total(&widths) > width {
                widths[column as usize] = 0.0;
            }
        }
        let rest = (width - total(&widths)).max(0.0);
        let to_name =
            if widths[Column::Description as usize] > 0.0 { (rest * 0.45).min(LONGEST_NAME - NAME) } else { rest };
        widths[Column::Name as usize] += to_name;
        if widths[Column::Description as usize] > 0.0 {
            widths[Column::Description as usize] += rest - to_name;
        }
        let mut at = left;
        let edges = widths.map(|width| {
            let from = at;
            at += width;
            (from, at)
        });
        Self { edges }
    }

    fn is_shown(&self, column: Column) -> bool {
        let (left, right) = self.edges[column as usize];
        right > left
    }

    fn rect(&self, column: Column, row: Rect) -> Rect {
        let (left, right) = self.edges[column as usize];
        Rect::from_min_max(
            pos2(left + space::TIGHT, row.top()),
            pos2((right - space::SMALL).max(left + space::TIGHT), row.bottom()),
        )
    }
}

impl TableView {
    /// Brings a place into view.
    pub fn reveal(&mut self, node: Node) {
        self.scroll_to = Some(node);
    }

    /// Draws the table into all the room there is.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        availability: &Availability<'_>,
        rename: &mut RenameField,
        commands: &mut Vec<Command>,
    ) {
        let context = &availability.context;
        if !self.rows.as_ref().is_some_and(|rows| rows.are_of(context.machine, context.generation, self.sorting)) {
            self.rows = Some(Rows::new(context.machine, context.entry, context.generation, self.sorting));
            let sizes = context.machine.tree.iter().map(|(index, _)| context.entry.usage.snapshot(index));
            self.largest = sizes.max().unwrap_or_default();
        }
        let Some(rows) = self.rows.take() else { return };
        let lanes = rows.lanes.as_ref().map_or(1, |lanes| lanes.lane_count().max(1));
        let lanes_width = (f32::from(lanes) * measure::LANE + 20.0).max(84.0);
        let area = ui.max_rect().shrink2(vec2(space::MEDIUM, 0.0));
        let columns = Columns::new(area.left(), area.width(), lanes_width);
        self.show_headings(ui, &columns, area);
        self.show_rows(ui, availability, rename, &rows, &columns, commands);
        self.rows = Some(rows);
    }

    fn show_headings(&mut self, ui: &mut Ui, columns: &Columns, area: Rect) {
        let colors = theme::colors(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), measure::TABLE_ROW), Sense::hover());
        ui.painter().rect_filled(rect, 0.0, colors.panel);
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, colors.line));
        let heading_row = rect.with_min_x(area.left()).with_max_x(area.right());
        for column in Column::ALL {
            let place = columns.rect(column, heading_row);
            if !columns.is_shown(column) {
                continue;
            }
            let response = ui.interact(place, ui.scope_id().with(("heading", column)), Sense::click());
            let sorted = self.sorting.column == column;
            let ink = if sorted || response.hovered() { colors.text } else { colors.text_dim };
            let align = if column.is_number() { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
            let room = if sorted { place.with_max_x(place.right() - 16.0) } else { place };
            let width = line_in(ui.painter(), room, align, column.heading(), theme::semibold(theme::TEXT_SMALL), ink);
            if sorted {
                let icon = if self.sorting.reversed { icons::ICON_ARROW_DROP_UP } else { icons::ICON_ARROW_DROP_DOWN };
                let x = if column.is_number() { place.right() - 7.0 } else { room.left() + width + 9.0 };
                icon_at(ui.painter(), pos2(x, place.center().y), icon, 16.0, ink);
            }
            if response.has_focus() {
                focus_ring(ui.painter(), place, colors.info);
            }
            let name = text!("table-sort-by", column = column.heading().to_lowercase());
            describe_choice(ui, &response, Role::ColumnHeader, sorted, &name);
            if response.clicked() {
                self.sorting = self.sorting.clicked(column);
                ui.request_repaint();
            }
            response.on_hover_text(name);
        }
    }

    fn show_rows(
        &mut self,
        ui: &mut Ui,
        availability: &Availability<'_>,
        rename: &mut RenameField,
        rows: &Rows,
        columns: &Columns,
        commands: &mut Vec<Command>,
    ) {
        let row_height = measure::TABLE_ROW;
        #[expect(clippy::cast_precision_loss, reason = "rows up to a few millions are placed to a fraction of a point")]
        let offset = |row: usize| row as f32 * row_height;
        // Each machine's table stays where it was scrolled to.
        let mut area = ScrollArea::vertical().id_salt(availability.context.entry.entry.key()).auto_shrink(false);
        if let Some(row) = self.scroll_to.take().and_then(|node| rows.position(node)) {
            area = area.vertical_scroll_offset((offset(row) - ui.available_height() / 2.0).max(0.0));
        }
        area.show_viewport(ui, |ui, viewport| {
            let origin = ui.max_rect().min;
            let width = ui.available_width();
            ui.set_height(offset(rows.len()));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a scroll offset is never negative"
            )]
            let first = (viewport.top().max(0.0) / row_height) as usize;
            for row in first..rows.len() {
                if offset(row) > viewport.bottom() {
                    break;
                }
                let rect = Rect::from_min_size(pos2(origin.x, origin.y + offset(row)), vec2(width, row_height));
                self.show_row(ui, availability, rename, rows, row, rect, columns, commands);
            }
        });
    }

    #[expect(clippy::too_many_arguments, reason = "one row of one frame; a struct would only rename the frame")]
    fn show_row(
        &mut self,
        ui: &mut Ui,
        availability: &Availability<'_>,
        rename: &mut RenameField,
        rows: &Rows,
        row: usize,
        rect: Rect,
        columns: &Columns,
        commands: &mut Vec<Command>,
    ) {
        let context = &availability.context;
        let (Some(node), Some(content)) = (rows.node(row), rows.get(row)) else { return };
        let id = ui.scope_id().with(("row", node));
        let response = ui.interact(rect, id, Sense::click());
        if self.wants_focus == Some(node) {
            self.wants_focus = None;
            response.request_focus();
        }
        let selected = context.selected == node;
        paint_ground(ui, rect, row, &response, selected, context.compared == node && node != Node::CurrentState);
        if let Some(lanes) = &rows.lanes
            && let Some(lane_row) = lanes.rows().get(row)
        {
            paint_lanes(ui, columns.rect(Column::Branches, rect), lanes, lane_row, rect);
        }
        match content {
            Row::Snapshot(index) => {
                self.paint_snapshot(ui, context, index, columns, rect);
                let id = context.machine.tree.get(index).id;
                rename.show_on(ui, id, || columns.rect(Column::Name, rect), commands);
            }
            Row::CurrentState => paint_current_state(ui, context, columns, rect),
        }
        let name = match content {
            Row::Snapshot(index) => snapshot_name(&context.machine.tree.get(index).name).chars().take(200).collect(),
            Row::CurrentState => text!("views-current-state").to_owned(),
        };
        describe_choice(ui, &response, Role::Row, selected, &name);
        if response.clicked() {
            let modifiers = ui.input(|input| input.modifiers);
            if modifiers.command {
                commands.push(Command::CompareWith(Some(node)));
            } else if let (true, Node::Snapshot(id)) = (modifiers.shift, node) {
                commands.push(Command::ToggleMarks(vec![id]));
            } else {
                response.request_focus();
                commands.push(Command::SelectNode(node));
            }
        }
        if response.double_clicked() && matches!(node, Node::Snapshot(_)) {
            commands.push(Command::Ui(UiCommand::Rename));
        }
        // However the keyboard came here: what has it is what is chosen. The menu is about that, too.
        if (keyboard_came(ui, &response) || response.secondary_clicked()) && !selected {
            commands.push(Command::SelectNode(node));
        }
        if response.has_focus() {
            self.walk(ui, rows, row, id, commands);
        }
        context_menu(ui, &response, |ui| node_menu(ui, availability, commands));
    }

    fn walk(&mut self, ui: &Ui, rows: &Rows, row: usize, id: Id, commands: &mut Vec<Command>) {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        // A slow frame brings several presses at once: none may be lost.
        let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let down = pressed(Key::ArrowDown) + PAGE * pressed(Key::PageDown);
        let up = pressed(Key::ArrowUp) + PAGE * pressed(Key::PageUp);
        let target = (row + down).saturating_sub(up).min(rows.len().saturating_sub(1));
        let Some(node) = rows.node(target).filter(|_| target != row) else { return };
        self.wants_focus = Some(node);
        let next_to_edge = {
            let seen = ui.clip_rect();
            let row_rect = ui.ctx().read_response(id).map_or(seen, |response| response.rect);
            row_rect.top() - 2.0 * measure::TABLE_ROW < seen.top()
                || row_rect.bottom() + 2.0 * measure::TABLE_ROW > seen.bottom()
        };
        if next_to_edge || target.abs_diff(row) > 1 {
            self.scroll_to = Some(node);
        }
        commands.push(Command::SelectNode(node));
        ui.request_repaint();
    }

    fn paint_snapshot(
        &self,
        ui: &Ui,
        context: &SnapshotContext<'_>,
        index: SnapshotIndex,
        columns: &Columns,
        rect: Rect,
    ) {
        let colors = theme::colors(ui);
        let snapshot: &Snapshot = context.machine.tree.get(index);
        let small = theme::regular(theme::TEXT_SMALL);
        let cell = |column: Column, text: &str, ink: Color32| {
            if !columns.is_shown(column) {
                return;
            }
            let align = if column.is_number() { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
            line_in(ui.painter(), columns.rect(column, rect), align, text, small.clone(), ink);
        };
        let is_current = context.machine.tree.current() == Some(index);
        let is_marked = context.marked.contains(&snapshot.id);
        let font = if is_current { theme::semibold(theme::TEXT) } else { theme::regular(theme::TEXT) };
        let ink = match (is_marked, snapshot.name.trim().is_empty()) {
            (true, _) => colors.danger,
            (false, true) => colors.text_dim,
            (false, false) => colors.text,
        };
        let mut place = columns.rect(Column::Name, rect);
        let pin = context.pin(snapshot.id);
        if let Some(pin) = pin {
            let sign = Rect::from_center_size(pos2(place.left() + 7.0, place.center().y), vec2(18.0, 18.0));
            icon_at(ui.painter(), sign.center(), icons::ICON_KEEP, 15.0, colors.info);
            show_badge(ui, sign, ui.scope_id().with(("pinned", snapshot.id)), pin);
            place.min.x += 20.0;
        }
        let width = line_in(ui.painter(), place, Align2::LEFT_CENTER, snapshot_name(&snapshot.name), font, ink);
        if is_marked {
            ui.painter().hline(place.left()..=place.left() + width, place.center().y, Stroke::new(1.2, colors.danger));
        }
        let age = snapshot.taken_at.map_or_else(String::new, |at| Age::between(at, context.now).to_string());
        cell(Column::Age, &age, colors.text_dim);
        cell(
            Column::Taken,
            &snapshot.taken_at.map_or_else(|| text!("table-time-unknown").to_owned(), moment),
            colors.text_dim,
        );
        let size = context.entry.usage.snapshot(index);
        let amount = if context.entry.usage.complete { size.to_string() } else { "…".to_owned() };
        if columns.is_shown(Column::Size) {
            paint_size(ui, columns.rect(Column::Size, rect), size, self.largest, &amount);
        }
        let kind = if snapshot.online { text!("views-online") } else { text!("views-offline") };
        cell(Column::Kind, kind, colors.text_dim);
        cell(Column::Depth, &context.machine.tree.depth(index).to_string(), colors.text_dim);
        cell(Column::Description, snapshot.description.lines().next().unwrap_or_default(), colors.text_dim);
    }
}

fn paint_ground(ui: &Ui, rect: Rect, row: usize, response: &Response, selected: bool, compared: bool) {
    let colors = theme::colors(ui);
    let painter = ui.painter();
    let inner = rect.shrink2(vec2(6.0, 1.0));
    let radius = CornerRadius::same(measure::CORNER_CONTROL);
    if selected {
        painter.rect_filled(inner, radius, colors.accent_behind);
    } else if response.hovered() {
        painter.rect_filled(inner, radius, colors.card);
    } else if row % 2 == 1 {
        painter.rect_filled(rect, 0.0, colors.panel.gamma_multiply(0.6));
    }
    if compared {
        painter.rect_stroke(inner, radius, Stroke::new(1.5, colors.warning), egui::StrokeKind::Inside);
    }
    if response.has_focus() {
        focus_ring(painter, inner, colors.info);
    }
}

fn paint_current_state(ui: &Ui, context: &SnapshotContext<'_>, columns: &Columns, rect: Rect) {
    let colors = theme::colors(ui);
    let name = columns.rect(Column::Name, rect);
    let (text, font) = (text!("views-current-state"), theme::semibold(theme::TEXT));
    let taken = line_in(ui.painter(), name, Align2::LEFT_CENTER, text, font, colors.accent);
    if !context.machine.tree.is_empty() && context.machine.current_state.modified {
        let rest = name.with_min_x(name.left() + taken + 6.0);
        let (text, font) = (text!("views-changed"), theme::regular(theme::TEXT_SMALL));
        line_in(ui.painter(), rest, Align2::LEFT_CENTER, text, font, colors.accent);
    }
    let size = context.entry.usage.of_current_state;
    let amount = if context.entry.usage.complete { size.to_string() } else { "…".to_owned() };
    if !columns.is_shown(Column::Size) {
        return;
    }
    let place = columns.rect(Column::Size, rect);
    line_in(ui.painter(), place, Align2::RIGHT_CENTER, &amount, theme::regular(theme::TEXT_SMALL), colors.text_dim);
}

/// A short bar and the amount, so that the large ones are seen at once.
fn paint_size(ui: &Ui, place: Rect, size: Bytes, largest: Bytes, amount: &str) {
    let colors = theme::colors(ui);
    let bar = Rect::from_min_size(
        pos2(place.left(), place.center().y - measure::BAR / 2.0),
        vec2((place.width() - 66.0).max(0.0), measure::BAR),
    );
    share_bar(ui.painter(), bar, &[(size, colors.info)], largest, colors.line);
    line_in(ui.painter(), place, Align2::RIGHT_CENTER, amount, theme::regular(theme::TEXT_SMALL), colors.text_dim);
}

fn paint_lanes(ui: &Ui, place: Rect, lanes: &Lanes, lane_row: &LaneRow, rect: Rect) {
    let colors: &Colors = theme::colors(ui);
    let painter = ui.painter();
    let x = |lane: u8| place.left() + 8.0 + f32::from(lane) * measure::LANE;
    let color = |number: u8| colors.lanes[usize::from(number) % colors.lanes.len()];
    for segment in lanes.segments(lane_row) {
        let (top, bottom) = match segment.part {
            Part::Through => (rect.top(), rect.bottom()),
            Part::ToNode => (rect.top(), rect.center().y),
            Part::FromNode => (rect.center().y, rect.bottom()),
        };
        let (from, to) = (pos2(x(segment.from), top), pos2(x(segment.to), bottom));
        let stroke = Stroke::new(2.0, color(segment.colour));
        if segment.from == segment.to {
            painter.line_segment([from, to], stroke);
        } else {
            let bend = vec2(0.0, (bottom - top) * 0.6);
            let points: [Pos2; 4] = [from, from + bend, to - bend, to];
            painter.add(CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke));
        }
    }
    let node = pos2(x(lane_row.lane), rect.center().y);
    match lane_row.row {
        Row::Snapshot(_) => {
            painter.circle(node, 5.0, color(lane_row.colour), Stroke::new(2.0, colors.background));
        }
        Row::CurrentState => {
            painter.circle(node, 5.5, colors.background, Stroke::new(2.0, colors.accent));
        }
    }
    if lane_row.hidden_lanes > 0 {
        let text = format!("+{}", lane_row.hidden_lanes);
        line_in(painter, place, Align2::RIGHT_CENTER, &text, theme::regular(theme::TEXT_SMALL), colors.text_dim);
    }
}
