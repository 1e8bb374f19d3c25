//! Why commands cannot be used now, whatever asks: the menu of all commands, the search, or a key.

use super::App;
use super::command::{UiCommand, ViewKind};
use super::machine_view::MachineContext;
use super::marks::MarkedSet;
use super::page::Page;
use crate::model::Inventory;
use crate::text;

/// The commands that cannot be used, each with its reason.
#[derive(Debug, Default)]
pub struct Reasons(Vec<(UiCommand, String)>);

impl Reasons {
    /// Why a command cannot be used now; `None` if it can.
    #[must_use]
    pub fn why_not(&self, command: UiCommand) -> Option<String> {
        self.0.iter().find(|(other, _)| *other == command).map(|(_, why)| why.clone())
    }
}

impl App {
    /// What stands against each command now.
    pub(super) fn reasons(&self, inventory: &Inventory) -> Reasons {
        let in_sight = self.selection.shown().filter(|_| self.page == Page::Machine);
        let status = self.workers.status();
        let busy = in_sight.and_then(|key| status.busy(key));
        let deleting = in_sight.map_or_else(MarkedSet::new, |key| status.deleting(key).collect());
        let view = self.settings.get().view;
        let availability = in_sight.and_then(|key| inventory.machine(key)).and_then(|(connection, entry)| {
            let chosen = (&self.selection, &self.marks);
            let pins = self.kept.get().map(|kept| &kept.pins);
            let context = MachineContext::new(inventory, (connection, entry), chosen, view, (self.clock)());
            let context = MachineContext { busy: busy.as_deref(), deleting: &deleting, pins, ..context };
            Some(context.availability(entry.machine()?))
        });
        let why_not = |command: UiCommand| {
            let general = general(command, view).or_else(|| self.about_several(command));
            let general = general.or_else(|| self.about_sandbox(command));
            general.or_else(|| match &availability {
                Some(availability) => availability.why_not(command),
                None => command.is_about_machine().then(|| text!("why-not-choose-a-machine").to_owned()),
            })
        };
        Reasons(UiCommand::ALL.into_iter().filter_map(|command| Some((command, why_not(command)?))).collect())
    }

    fn about_sandbox(&self, command: UiCommand) -> Option<String> {
        let needs_it = matches!(command, UiCommand::NewPracticeMachine | UiCommand::ResetSandbox);
        (needs_it && !self.practice.is_shown()).then(|| text!("why-not-no-sandbox").to_owned())
    }

    fn about_several(&self, command: UiCommand) -> Option<String> {
        let is_about_several = matches!(
            command,
            UiCommand::TakeOfEach
                | UiCommand::RestoreEach
                | UiCommand::DeleteNamed
                | UiCommand::RenameEach
                | UiCommand::PinEach
                | UiCommand::UnpinEach
        );
        (is_about_several && self.selection.count() == 0).then(|| text!("why-not-choose-machines").to_owned())
    }
}

/// What a view has no use for.
fn general(command: UiCommand, view: ViewKind) -> Option<String> {
    let has_no_zoom = match command {
        UiCommand::ZoomIn | UiCommand::ZoomOut | UiCommand::ZoomReset => {
            matches!(view, ViewKind::Table | ViewKind::DiskMap)
        }
        UiCommand::Fit => view == ViewKind::Table,
        _ => false,
    };
    has_no_zoom.then(|| text!("why-not-zoom").to_owned())
}
