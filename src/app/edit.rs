//! Keeping a name or description that was written in place. Leaving the field confirms it, unless the text was changed
//! elsewhere while the person wrote: then it is asked first, for nothing is overwritten unseen.

use super::App;
use super::command::{Edited, EditedText};
use super::dialogs::{ConfirmDialog, Dialog, first_upper};
use crate::plan::{Blocker, Plan, SnapshotChange, edit};
use crate::text;
use crate::words::snapshot_name;

/// Most characters of the other text that a question shows.
const SHOWN: usize = 300;

impl App {
    /// Gives a snapshot the text that was written.
    pub(super) fn edit(&mut self, edited: Edited) {
        let (name, description) = match edited.text {
            EditedText::Name => (Some(edited.after.clone()), None),
            EditedText::Description => (None, Some(edited.after.clone())),
        };
        let change = SnapshotChange { snapshot: edited.snapshot, name, description };
        let plan = edit(&self.inventory, &edited.machine, &[change], None);
        let blocker = plan.all_blockers().next().cloned();
        match blocker {
            None if let Some(now) = self.changed_elsewhere(&edited) => {
                self.dialog = Some(Dialog::Confirm(question(&edited, &now, plan)));
            }
            None => {
                self.last_edited = Some(edited);
                self.submit(plan);
            }
            Some(Blocker::NothingToDo) => {}
            Some(blocker) => {
                let why = first_upper(&blocker.to_string());
                self.notice = Some(text!("two-sentences", first = why, second = blocker.way_out()));
            }
        }
    }

    /// The text as it is now, if that is not what the person began to change.
    fn changed_elsewhere(&self, edited: &Edited) -> Option<String> {
        let (_, entry) = self.inventory.machine(&edited.machine)?;
        let tree = &entry.machine()?.tree;
        let snapshot = tree.get(tree.find(edited.snapshot)?);
        let now = match edited.text {
            EditedText::Name => &snapshot.name,
            EditedText::Description => &snapshot.description,
        };
        // What was written here before may still be on its way.
        let on_its_way =
            self.last_edited.as_ref().is_some_and(|last| last.is_followed_by(edited) && last.before == *now);
        (*now != edited.before && !on_its_way).then(|| now.clone())
    }
}

fn question(edited: &Edited, now: &str, plan: Plan) -> ConfirmDialog {
    let now: String = now.chars().take(SHOWN).collect();
    match edited.text {
        EditedText::Name => {
            let (before, now) = (snapshot_name(&edited.before), snapshot_name(&now));
            let question = text!("edit-renamed-title", name = edited.after);
            let meaning = text!("edit-renamed-about", before = before, now = now);
            ConfirmDialog::new(question, meaning, text!("edit-renamed-button"), plan)
        }
        EditedText::Description => {
            let question = text!("edit-described-title").to_owned();
            let meaning = match now.trim() {
                "" => text!("edit-described-removed").to_owned(),
                now => text!("edit-described-about", now = now),
            };
            ConfirmDialog::new(question, meaning, text!("edit-described-button"), plan)
        }
    }
}
