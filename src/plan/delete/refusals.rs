//! Why a snapshot cannot be deleted at the moment its turn comes.

use std::collections::HashMap;
use std::sync::Arc;

use super::remaining::Remaining;
use crate::model::{
    ConnectionInventory, ImageIndex, ImageMode, ImageProblem, ImageUse, MachineId, MachineReading, SnapshotIndex,
};
use crate::plan::Blocker;
use crate::plan::forecast::{Part, SimulatedImages};
use crate::text;

/// What the rules look at beside the tree and the images: the same for all steps.
pub(super) struct Rules<'a> {
    connection: &'a ConnectionInventory,
    machine: MachineId,
    /// Images that are missing or not what they should be.
    bad: HashMap<ImageIndex, ImageProblem>,
    /// A machine that may rest on anything, because it was not read.
    unread: Option<&'a str>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(connection: &'a ConnectionInventory, machine: MachineId) -> Self {
        let images = connection.images.iter();
        let bad = images.filter_map(|(index, image)| image.problem().map(|problem| (index, problem))).collect();
        let unread = connection.machines.iter().find(|machine| !matches!(machine.reading, MachineReading::Read(_)));
        Self { connection, machine, bad, unread: unread.map(crate::model::InventoryMachine::name) }
    }

    /// Everything that stands against deleting this snapshot now.
    pub(super) fn check(
        &self,
        tree: &Remaining<'_>,
        images: &mut SimulatedImages<'_>,
        index: SnapshotIndex,
        hardware: &crate::model::HardwareSettings,
    ) -> Vec<Blocker> {
        let mut found = against_tree(tree, index);
        let subject = tree.name(index);
        for part in images.parts(hardware) {
            match part {
                Part::Remove(image) => self.check_users(&mut found, images, (subject, image), true),
                Part::Merge(lower, upper) => {
                    self.check_users(&mut found, images, (subject, lower), true);
                    self.check_users(&mut found, images, (subject, upper), false);
                    self.check_merge(&mut found, images, subject, (lower, upper));
                }
                Part::Refused(image) => self.check_children(&mut found, images, subject, image),
            }
            self.check_files(&mut found, images, part);
        }
        found
    }

    /// No other machine may have the image plugged in; VirtualBox would destroy a linked clone without a word.
    fn check_users(
        &self,
        found: &mut Vec<Blocker>,
        images: &mut SimulatedImages<'_>,
        (subject, image): (&str, ImageIndex),
        own_only: bool,
    ) {
        let users = images.get(image).users.clone();
        if let Some(user) = users.iter().find(|user| user.machine != self.machine) {
            found.push(self.linked_clone(subject, user));
        } else if own_only && users.len() > 1 {
            let image = images.forest().get(image).record.path.clone();
            push_once(found, Blocker::ImageInUse { image });
        }
    }

    fn check_merge(
        &self,
        found: &mut Vec<Blocker>,
        images: &mut SimulatedImages<'_>,
        subject: &str,
        (lower, upper): (ImageIndex, ImageIndex),
    ) {
        if let (true, Some(machine)) = (images.get(upper).users.is_empty(), self.unread) {
            let (subject, machine) = (subject.to_owned(), machine.to_owned());
            push_once(found, Blocker::UnreadableMachine { subject, machine });
        }
        let record = &images.forest().get(lower).record;
        if images.get(lower).parent.is_none() && record.mode != ImageMode::Normal {
            let (image, mode) = (record.path.clone(), record.mode);
            found.push(Blocker::BaseIsKept { subject: subject.to_owned(), image, mode });
        }
    }

    fn check_children(
        &self,
        found: &mut Vec<Blocker>,
        images: &mut SimulatedImages<'_>,
        subject: &str,
        image: ImageIndex,
    ) {
        let children = images.get(image).children.clone();
        let users: Vec<ImageUse> = children.iter().flat_map(|child| images.get(*child).users.clone()).collect();
        if let Some(user) = users.iter().find(|user| user.machine != self.machine) {
            found.push(self.linked_clone(subject, user));
        }
        // What the tree says is said better there, and covers this too.
        let said = |blocker: &Blocker| {
            matches!(
                blocker,
                Blocker::SeveralChildren { .. } | Blocker::CurrentWithChild { .. } | Blocker::LinkedClone { .. }
            )
        };
        if !found.iter().any(said) {
            let image = images.forest().get(image).record.path.clone();
            found.push(Blocker::SeveralImages { subject: subject.to_owned(), image, children: children.len() });
        }
    }

    /// All images of the chain must be there and be what the settings say, before anything is touched: VirtualBox
    /// damages the machine's settings when it finds out in the middle.
    fn check_files(&self, found: &mut Vec<Blocker>, images: &mut SimulatedImages<'_>, part: Part) {
        if self.bad.is_empty() {
            return;
        }
        let (top, more) = match part {
            Part::Remove(image) | Part::Refused(image) => (image, Vec::new()),
            Part::Merge(_, upper) => (upper, images.get(upper).children.clone()),
        };
        for index in images.chain(top).into_iter().chain(more) {
            if let Some(problem) = self.bad.get(&index) {
                let image = images.forest().get(index).record.path.clone();
                push_once(found, Blocker::BadImage { image, problem: problem.clone() });
            }
        }
    }

    fn linked_clone(&self, subject: &str, user: &ImageUse) -> Blocker {
        let machine =
            self.connection.machine(user.machine).map_or(text!("plan-another-machine"), |machine| machine.name());
        Blocker::LinkedClone { subject: subject.to_owned(), machine: machine.to_owned() }
    }
}

fn push_once(found: &mut Vec<Blocker>, blocker: Blocker) {
    if !found.contains(&blocker) {
        found.push(blocker);
    }
}

fn against_tree(tree: &Remaining<'_>, index: SnapshotIndex) -> Vec<Blocker> {
    let children = tree.children(index);
    let snapshot = tree.name(index).to_owned();
    match children {
        [child] if tree.current() == Some(index) => {
            vec![Blocker::CurrentWithChild { snapshot, child: tree.name(*child).to_owned() }]
        }
        [] | [_] => Vec::new(),
        several => {
            let children = several.iter().map(|child| tree.name(*child).to_owned()).collect();
            vec![Blocker::SeveralChildren { snapshot, children }]
        }
    }
}

/// Why figures about a running machine are estimates.
pub(super) fn running() -> Arc<str> {
    text!("plan-estimate-running").into()
}
