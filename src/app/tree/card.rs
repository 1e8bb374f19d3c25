//! How one item of the tree looks: a snapshot's card, a fold, the current state.

use chrono::{DateTime, Utc};
use egui::{Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};
use egui_material_icons::icons;

use crate::app::components::{icon_at, line_in, share_bar};
use crate::app::theme::{self, Colors, measure};
use crate::model::{Age, Bytes, Snapshot};
use crate::text;
use crate::words::{grouped, snapshot_name};

/// What a card shows beside its snapshot.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent of each other: all of them may be true at once")]
pub struct CardState {
    /// The root path to the current state runs through it.
    pub on_path: bool,
    /// It is chosen.
    pub selected: bool,
    /// It is what the chosen one is compared with.
    pub compared: bool,
    /// The keyboard is there.
    pub focused: bool,
    /// The pointer is over it.
    pub hovered: bool,
    /// One of its images has a problem.
    pub problem: bool,
    /// It is pinned.
    pub pinned: bool,
    /// It is marked for deletion.
    pub marked: bool,
}

/// Below this zoom a card has room for its name only.
const NAME_ONLY: f32 = 0.5;

/// Below this zoom the current state has room for its title only.
const TITLE_ONLY: f32 = 0.7;

/// Paints cards at one zoom.
pub struct CardPainter<'a> {
    /// Where to.
    pub painter: &'a Painter,
    /// In which colours.
    pub colors: &'a Colors,
    /// At which zoom.
    pub zoom: f32,
    /// The time now, for ages.
    pub now: DateTime<Utc>,
    /// What a full bar stands for.
    pub largest: Bytes,
}

impl CardPainter<'_> {
    /// Sizes in half points: few entries in the glyph atlas while zooming. Text shrinks less than its
    /// card, so that it can be read for longer.
    fn font(&self, size: f32, make: fn(f32) -> FontId) -> FontId {
        let zoom = if self.zoom < 1.0 { self.zoom.powf(0.6) } else { self.zoom };
        make(((size * zoom * 2.0).round() / 2.0).max(1.0))
    }

    /// For a name that has its card for itself.
    fn lone_font(&self) -> FontId {
        theme::semibold(((13.0 * self.zoom.powf(0.35) * 2.0).round() / 2.0).max(1.0))
    }

    /// For text that must stay whole: it shrinks as its card does.
    fn exact_font(&self, size: f32, make: fn(f32) -> FontId) -> FontId {
        make(((size * self.zoom * 2.0).floor() / 2.0).max(1.0))
    }

    fn radius(&self, size: u8) -> CornerRadius {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 2.5 times a small size"
        )]
        CornerRadius::same((f32::from(size) * self.zoom).round() as u8)
    }

    /// Where a card's name stands.
    #[must_use]
    pub fn name_rect(&self, card: Rect) -> Rect {
        let inner = card.shrink2(Vec2::new(12.0, 9.0) * self.zoom);
        inner.with_max_y(inner.top() + 17.0 * self.zoom)
    }

    /// Where the sign of a pin stands.
    #[must_use]
    pub fn pin_rect(&self, card: Rect) -> Rect {
        let inner = card.shrink2(Vec2::new(12.0, 9.0) * self.zoom);
        Rect::from_center_size(
            pos2(inner.right() - 7.0 * self.zoom, inner.top() + 8.0 * self.zoom),
            Vec2::splat(18.0 * self.zoom),
        )
    }

    /// A snapshot.
    pub fn snapshot(&self, rect: Rect, snapshot: &Snapshot, size: Option<Bytes>, state: CardState) {
        let colors = self.colors;
        let border = if state.selected {
            Stroke::new(2.5, colors.info)
        } else if state.compared {
            Stroke::new(2.0, colors.warning)
        } else if state.on_path {
            Stroke::new(1.3, colors.accent)
        } else {
            Stroke::new(1.0, if state.hovered { colors.text_dim } else { colors.line })
        };
        let fill = match (state.marked, state.hovered) {
            (true, _) => colors.danger_behind,
            (false, true) => colors.raised,
            (false, false) => colors.card,
        };
        let radius = self.radius(measure::CORNER_CARD);
        if state.marked && !state.selected {
            // What is about to go has a broken outline, as the current state has, which is not kept either.
            self.painter.rect_filled(rect, radius, fill);
            let outline =
                Shape::dashed_line(&rounded(rect, f32::from(radius.nw)), Stroke::new(1.3, colors.danger), 4.0, 3.0);
            self.painter.extend(outline);
        } else {
            self.painter.rect(rect, radius, fill, border, StrokeKind::Inside);
        }
        if state.focused && !state.selected {
            self.painter.rect_stroke(
                rect.expand(2.0),
                self.radius(10),
                Stroke::new(1.5, colors.info),
                StrokeKind::Outside,
            );
        }
        let inner = rect.shrink2(Vec2::new(12.0, 9.0) * self.zoom);
        let mut name_right = inner.right();
        let badge = |shown: bool, icon, color, right: &mut f32| {
            if shown {
                icon_at(
                    self.painter,
                    pos2(*right - 7.0 * self.zoom, inner.top() + 8.0 * self.zoom),
                    icon,
                    15.0 * self.zoom,
                    color,
                );
                *right -= 18.0 * self.zoom;
            }
        };
        // Always at the corner, where `pin_rect` says.
        badge(state.pinned, icons::ICON_KEEP, colors.info, &mut name_right);
        badge(state.problem, icons::ICON_WARNING, colors.warning, &mut name_right);
        badge(snapshot.online, icons::ICON_BOLT, colors.text_dim, &mut name_right);
        let only_name = self.zoom < NAME_ONLY;
        let name_height = if only_name { 36.0 } else { 17.0 } * self.zoom;
        let name = Rect::from_min_max(inner.min, pos2(name_right, inner.top() + name_height));
        let ink = match (state.marked, snapshot.name.trim().is_empty()) {
            (true, _) => colors.danger,
            (false, true) => colors.text_dim,
            (false, false) => colors.text,
        };
        // Alone on its card, a name has room to stay readable.
        let font = if only_name { self.lone_font() } else { self.font(13.0, theme::semibold) };
        let width = line_in(self.painter, name, Align2::LEFT_CENTER, snapshot_name(&snapshot.name), font, ink);
        if state.marked {
            self.painter.hline(name.left()..=name.left() + width, name.center().y, Stroke::new(1.2, colors.danger));
        }
        if !only_name {
            self.facts(inner, snapshot, size);
        }
        let bar = Rect::from_min_max(pos2(inner.left(), inner.bottom() - measure::BAR * self.zoom), inner.max);
        let color = if state.marked {
            colors.danger
        } else if state.problem {
            colors.warning
        } else if state.on_path {
            colors.accent
        } else {
            colors.text_dim
        };
        share_bar(self.painter, bar, &[(size.unwrap_or_default(), color)], self.largest, colors.line);
    }

    /// Age and size.
    fn facts(&self, inner: Rect, snapshot: &Snapshot, size: Option<Bytes>) {
        let colors = self.colors;
        let facts = Rect::from_min_max(
            pos2(inner.left(), inner.top() + 19.0 * self.zoom),
            pos2(inner.right(), inner.top() + 36.0 * self.zoom),
        );
        let font = self.font(theme::TEXT_SMALL, theme::regular);
        let age = snapshot
            .taken_at
            .map_or_else(|| text!("details-time-unknown").to_owned(), |at| Age::between(at, self.now).to_string());
        line_in(self.painter, facts, Align2::LEFT_CENTER, &age, font.clone(), colors.text_dim);
        let amount = size.map_or_else(|| "…".to_owned(), |size| size.to_string());
        line_in(self.painter, facts, Align2::RIGHT_CENTER, &amount, font, colors.text_dim);
    }

    /// A folded stretch of snapshots.
    pub fn fold(&self, rect: Rect, count: u32, marked: usize, state: CardState) {
        let colors = self.colors;
        let border = if state.focused {
            colors.info
        } else if marked > 0 {
            colors.danger
        } else if state.on_path {
            colors.accent
        } else {
            colors.line
        };
        for step in [2.0, 1.0, 0.0] {
            // A little stack of cards: there is more than one in it.
            let offset = vec2(3.0, -3.0) * step * self.zoom;
            let fill = if state.hovered && step == 0.0 { colors.raised } else { colors.card };
            self.painter.rect(
                rect.translate(offset),
                self.radius(measure::CORNER_CARD),
                fill,
                Stroke::new(1.0, border),
                StrokeKind::Inside,
            );
        }
        let (text, ink) = match marked {
            0 => (text!("tree-fold-card", count = count), colors.text_dim),
            _ => (text!("tree-fold-card-marked", count = count, marked = marked), colors.danger),
        };
        line_in(
            self.painter,
            rect.shrink(4.0 * self.zoom),
            Align2::CENTER_CENTER,
            &text,
            self.font(12.0, theme::regular),
            ink,
        );
    }

    /// The current state.
    pub fn current_state(&self, rect: Rect, words: &str, state: CardState) {
        let colors = self.colors;
        let radius = rect.height() / 2.0;
        self.painter.rect_filled(rect, radius, colors.accent_behind);
        let (color, width) = if state.selected { (colors.info, 2.5) } else { (colors.accent, 1.2) };
        self.painter.extend(outline(rect, radius, Stroke::new(width, color), state.selected));
        if state.focused && !state.selected {
            self.painter.rect_stroke(
                rect.expand(2.0),
                radius + 2.0,
                Stroke::new(1.5, colors.info),
                StrokeKind::Outside,
            );
        }
        let inner = rect.shrink2(vec2(14.0, 0.0) * self.zoom);
        self.painter.circle_filled(
            pos2(inner.left() + 4.0 * self.zoom, inner.center().y),
            4.5 * self.zoom,
            colors.accent,
        );
        let title = inner.with_min_x(inner.left() + 16.0 * self.zoom);
        if self.zoom < TITLE_ONLY {
            line_in(
                self.painter,
                title,
                Align2::LEFT_CENTER,
                text!("details-current-state"),
                self.lone_font(),
                colors.accent,
            );
            return;
        }
        let font = self.exact_font(13.0, theme::semibold);
        let taken =
            line_in(self.painter, title, Align2::LEFT_CENTER, text!("details-current-state"), font, colors.accent);
        let rest = title.with_min_x(title.left() + taken + 7.0 * self.zoom);
        line_in(self.painter, rest, Align2::LEFT_CENTER, words, self.exact_font(12.0, theme::regular), colors.accent);
    }

    /// The knob on a card's right edge that collapses its branch, or says how many it hides.
    pub fn knob(&self, center: Pos2, hidden: u32, hovered: bool) -> Rect {
        let rect = knob_rect(center, hidden, self.zoom);
        let colors = self.colors;
        let fill = if hovered { colors.line } else { colors.raised };
        self.painter.rect(rect, rect.height() / 2.0, fill, Stroke::new(1.0, colors.text_dim), StrokeKind::Inside);
        if hidden == 0 {
            icon_at(self.painter, rect.center(), icons::ICON_REMOVE, 12.0 * self.zoom, colors.text);
        } else {
            let text = format!("+{}", grouped(hidden as usize));
            line_in(
                self.painter,
                rect.expand(4.0),
                Align2::CENTER_CENTER,
                &text,
                self.font(11.0, theme::semibold),
                colors.text,
            );
        }
        rect
    }
}

/// Where a knob is.
#[must_use]
pub fn knob_rect(center: Pos2, hidden: u32, zoom: f32) -> Rect {
    let digits = if hidden == 0 { 0 } else { hidden.ilog10() + 1 };
    #[expect(clippy::cast_precision_loss, reason = "at most ten digits")]
    let width = 18.0 + digits as f32 * 7.0;
    // Mostly outside its card, where it covers none of the card's figures.
    Rect::from_center_size(center + vec2(5.0 * zoom, 0.0), vec2(width, 18.0) * zoom)
}

/// A dashed pill, as the current state is not a snapshot yet; unbroken when it is chosen.
fn outline(rect: Rect, radius: f32, stroke: Stroke, whole: bool) -> Vec<Shape> {
    if whole {
        return vec![Shape::rect_stroke(rect, radius, stroke, StrokeKind::Inside)];
    }
    Shape::dashed_line(&pill(rect, radius), stroke, 4.0, 3.0)
}

/// The outline of a rectangle with round corners, closed, as points.
fn rounded(rect: Rect, radius: f32) -> Vec<Pos2> {
    const STEPS: u8 = 5;
    let inner = rect.shrink(radius);
    let corners = [inner.right_bottom(), inner.left_bottom(), inner.left_top(), inner.right_top()];
    let quarter = std::f32::consts::FRAC_PI_2;
    let mut points: Vec<Pos2> = corners
        .into_iter()
        .zip([0.0, quarter, 2.0 * quarter, 3.0 * quarter])
        .flat_map(|(center, from)| {
            (0..=STEPS).map(move |step| {
                center + Vec2::angled((f32::from(step) / f32::from(STEPS)).mul_add(quarter, from)) * radius
            })
        })
        .collect();
    points.extend(points.first().copied());
    points
}

fn pill(rect: Rect, radius: f32) -> Vec<Pos2> {
    const STEPS: u8 = 12;
    let arc = |center: Pos2, from: f32| {
        (0..=STEPS).map(move |step| {
            let angle = (f32::from(step) / f32::from(STEPS)).mul_add(std::f32::consts::PI, from);
            center + Vec2::angled(angle) * radius
        })
    };
    let right = pos2(rect.right() - radius, rect.center().y);
    let left = pos2(rect.left() + radius, rect.center().y);
    let quarter = std::f32::consts::FRAC_PI_2;
    let mut points: Vec<Pos2> = arc(right, -quarter).chain(arc(left, quarter)).collect();
    points.extend(points.first().copied());
    points
}

/// The colour of an item seen from far away.
#[must_use]
pub fn far_color(colors: &Colors, state: CardState) -> Color32 {
    match (state.selected, state.marked, state.problem, state.on_path) {
        (true, ..) => colors.info,
        (_, true, ..) => colors.danger,
        (_, _, true, _) => colors.warning,
        (.., true) => colors.accent,
        _ => colors.text_dim,
    }
}
