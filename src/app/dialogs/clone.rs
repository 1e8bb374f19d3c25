//! Making new machines from one.

use std::sync::Arc;

use egui::{DragValue, RadioButton, RichText, TextEdit, Ui};

use super::copied_maps::CopiedMaps;
use super::frame::{self, Closed, Main};
use super::{DialogContext, commands_to_copy};
use crate::app::command::Command;
use crate::app::components::primary_button;
use crate::app::theme::{self, space};
use crate::model::{CloneExtent, Inventory, MachineKey, SnapshotId, StepKind};
use crate::plan::{KnownImages, Plan, clone_machine, unused_machine_name};
use crate::text;
use crate::words::snapshot_name;

/// Most machines that are made at once: each is a step that takes its time.
const MOST: usize = 100;

/// What kind of clone is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Full,
    Linked,
    Everything,
}

/// The dialog.
#[derive(Debug)]
pub struct CloneDialog {
    machine: MachineKey,
    snapshot: Option<SnapshotId>,
    kind: Kind,
    name: String,
    count: usize,
    wants_focus: bool,
    maps: CopiedMaps,
    planned: Option<Planned>,
}

/// The plan that is shown, and what it was made for: looking through the maps of large disks takes longer than a frame.
#[derive(Debug)]
struct Planned {
    extent: CloneExtent,
    names: Vec<String>,
    generation: u64,
    plan: Arc<Plan>,
}

impl CloneDialog {
    /// From a snapshot, or from the current state.
    pub fn new(key: MachineKey, snapshot: Option<SnapshotId>, name: &str, inventory: &Inventory) -> Self {
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(60).collect();
        let name = unused_machine_name(inventory, &key.connection, &text!("clone-name-of", name = name));
        Self {
            machine: key,
            snapshot,
            kind: Kind::Full,
            name,
            count: 1,
            wants_focus: true,
            maps: CopiedMaps::default(),
            planned: None,
        }
    }

    fn extent(&self) -> CloneExtent {
        match (self.kind, self.snapshot) {
            (Kind::Everything, _) => CloneExtent::Everything,
            (Kind::Linked, Some(snapshot)) => CloneExtent::Linked(snapshot),
            (Kind::Full, Some(snapshot)) => CloneExtent::Snapshot(snapshot),
            (Kind::Full | Kind::Linked, None) => CloneExtent::CurrentState,
        }
    }

    /// One name, or as many as machines, numbered with as many digits as the last one has. `{n}` says where
    /// the number stands.
    fn names(&self) -> Vec<String> {
        let name = self.name.trim();
        if self.count == 1 && !name.contains("{n}") {
            return vec![name.to_owned()];
        }
        let digits = self.count.to_string().len();
        let numbered = |number: usize| {
            let number = format!("{number:0digits$}");
            if name.contains("{n}") { name.replace("{n}", &number) } else { format!("{name} {number}") }
        };
        (1..=self.count).map(numbered).collect()
    }

    fn plan(&mut self, ui: &Ui, context: &DialogContext<'_>) -> Arc<Plan> {
        let (inventory, extent, names) = (context.inventory, self.extent(), self.names());
        let news = self.maps.update(ui.ctx(), inventory, &self.machine, extent);
        if let Some(planned) = &self.planned
            && !news
            && planned.extent == extent
            && planned.names == names
            && planned.generation == inventory.generation
        {
            return planned.plan.clone();
        }
        let nothing = KnownImages::default();
        let known = self.maps.known(extent).unwrap_or(&nothing);
        let plan = Arc::new(clone_machine(inventory, &self.machine, extent, &names, known));
        self.planned = Some(Planned { extent, names, generation: inventory.generation, plan: plan.clone() });
        plan
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let Some((connection, entry)) = context.inventory.machine(&self.machine) else { return Closed::Overtaken };
        let Some(machine) = entry.machine() else { return Closed::Overtaken };
        let title = match self.snapshot.and_then(|id| machine.tree.find(id)) {
            Some(index) => {
                let snapshot = frame::in_title(snapshot_name(&machine.tree.get(index).name));
                text!("clone-title", snapshot = snapshot, machine = frame::in_title(&machine.name))
            }
            None => text!("clone-title-current", machine = frame::in_title(&machine.name)),
        };
        let can_link = connection.connection.abilities.can(StepKind::CloneLinked) && self.snapshot.is_some();
        let mut closed = frame::show(ui, &title, 540.0, |ui| {
            self.show_kinds(ui, can_link, !machine.tree.is_empty());
            self.show_names(ui);
            let plan = self.plan(ui, context);
            frame::notes(ui, &plan);
            ui.add_space(space::SMALL);
            if let Some(forecast) = &plan.forecast {
                frame::space_needed(ui, context.inventory, &self.machine, forecast);
            }
            let text = text!("clone-button", count = self.count);
            let why_not = frame::why_not(&plan);
            let main = Main { button: primary_button(ui, &text), why_not: why_not.as_deref(), by_enter: true };
            frame::buttons(ui, main, commands_to_copy(context.inventory, &self.machine, &plan), commands)
        });
        if closed == Closed::Confirmed {
            let plan = self.plan(ui, context);
            if plan.is_clear() {
                commands.push(Command::Submit(Box::new(Plan::clone(&plan))));
            } else {
                closed = Closed::No;
            }
        }
        closed
    }

    fn show_kinds(&mut self, ui: &mut Ui, can_link: bool, has_snapshots: bool) {
        let colors = theme::colors(ui);
        let mut kind = |ui: &mut Ui, kind: Kind, enabled: bool, name: &str, about: &str| {
            let button = RadioButton::new(self.kind == kind, RichText::new(name).font(theme::semibold(theme::TEXT)));
            if ui.add_enabled(enabled, button).clicked() {
                self.kind = kind;
            }
            ui.horizontal_wrapped(|ui| {
                ui.add_space(24.0);
                let small = RichText::new(about).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
                ui.label(small);
            });
            ui.add_space(space::TIGHT);
        };
        kind(ui, Kind::Full, true, text!("clone-full"), text!("clone-full-about"));
        let about = if can_link { text!("clone-linked-about") } else { text!("clone-linked-not") };
        kind(ui, Kind::Linked, can_link, text!("clone-linked"), about);
        if has_snapshots {
            kind(ui, Kind::Everything, true, text!("clone-everything"), text!("clone-everything-about"));
        }
    }

    fn show_names(&mut self, ui: &mut Ui) {
        let colors = theme::colors(ui);
        let small = |text: String| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        let label = ui.label(small(text!("clone-name").to_owned()));
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.name).desired_width(ui.available_width() - 150.0);
            let response = ui.add(field).labelled_by(label.id);
            frame::keep_focus(ui, &response);
            if std::mem::take(&mut self.wants_focus) {
                response.request_focus();
                crate::app::rename::select_all(ui, response.id, self.name.chars().count());
            }
            let number = ui.add(DragValue::new(&mut self.count).range(1..=MOST).speed(0.1));
            number.accessible_name(text!("clone-count"));
            ui.label(text!("clone-machines", count = self.count));
        });
        if self.count > 1 {
            let names = self.names();
            let preview = match names.as_slice() {
                [first, .., last] => text!("clone-names", first = first, last = last),
                _ => String::new(),
            };
            ui.label(small(preview));
        }
    }
}
