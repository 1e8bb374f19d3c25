//! Names and descriptions: what cannot be kept, and what nobody will understand later.

use crate::model::{Machine, SnapshotId};
use crate::naming::{LONGEST_NAME, Template, is_default_name};
use crate::plan::{Blocker, Caution};

/// The most bytes of a description. It is handed to VBoxManage as one argument: Windows takes 32,767 characters for the
/// whole command, Linux 131,072 bytes for one argument.
const LONGEST_DESCRIPTION: usize = 30_000;

/// A name without the space around it, which nobody sees.
pub(in crate::plan) fn tidy_name(name: &str) -> String {
    name.trim().to_owned()
}

/// A description with line ends of one kind.
pub(in crate::plan) fn tidy_description(description: &str) -> String {
    description.replace("\r\n", "\n").replace('\r', "\n")
}

/// What stands against a name of a snapshot or machine.
pub(in crate::plan) fn check_name(name: &str) -> Vec<Blocker> {
    if name.trim().is_empty() {
        return vec![Blocker::EmptyName];
    }
    let mut found: Vec<Blocker> = too_long("name", name.chars().count(), LONGEST_NAME).into_iter().collect();
    if name.parse::<SnapshotId>().is_ok() {
        found.push(Blocker::NameIsId { name: name.to_owned() });
    }
    found.extend(destroyed("name", name, |_| false));
    found
}

/// What stands against a description.
pub(in crate::plan) fn check_description(description: &str) -> Vec<Blocker> {
    let long = too_long("description", description.len(), LONGEST_DESCRIPTION);
    long.into_iter().chain(destroyed("description", description, |one| matches!(one, '\n' | '\t'))).collect()
}

fn too_long(what: &'static str, length: usize, most: usize) -> Option<Blocker> {
    (length > most).then_some(Blocker::TooLong { what, length, most })
}

/// VirtualBox saves control characters as U+FFFD, and XML knows no U+FFFE and U+FFFF.
fn destroyed(what: &'static str, text: &str, is_fine: impl Fn(char) -> bool) -> Option<Blocker> {
    let is_destroyed = |one: &char| (one.is_control() || matches!(one, '\u{fffe}' | '\u{ffff}')) && !is_fine(*one);
    text.chars().find(is_destroyed).map(|one| Blocker::ControlCharacter { what, code: u32::from(one) })
}

/// What a person should know of a snapshot's new name. `itself` is the snapshot if it is there already; `other_name` names
/// the others as they will be.
pub(in crate::plan) fn name_cautions(
    machine: &Machine,
    name: &str,
    itself: Option<SnapshotId>,
    other_name: &dyn Fn(SnapshotId, &str) -> bool,
    convention: Option<&Template>,
) -> Vec<Caution> {
    let mut found = Vec::new();
    let mut others = machine.tree.iter().filter(|(_, snapshot)| Some(snapshot.id) != itself);
    if others.any(|(_, snapshot)| other_name(snapshot.id, &snapshot.name)) {
        found.push(Caution::DuplicateName { name: name.to_owned() });
    }
    if is_default_name(name) {
        found.push(Caution::DefaultName { name: name.to_owned() });
    }
    if let Some(convention) = convention.filter(|convention| !convention.is_followed_by(name)) {
        found.push(Caution::UnconventionalName { name: name.to_owned(), convention: convention.to_string() });
    }
    found
}
