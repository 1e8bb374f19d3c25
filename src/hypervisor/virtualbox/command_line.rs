//! The arguments with which VBoxManage carries a step out.
//!
//! Machines, snapshots and images are named by id only, never by an empty argument (which would mean the root
//! snapshot). Texts that people wrote stand behind `=` in one argument with their option, so that one that
//! begins with `-` is no option; `take` has no option for its name, and takes the word in that place
//! whatever it is (tried with `--help`, `-h`, `-?`, `--live`, `--description`, `-`).

use std::ffi::OsString;
use std::path::Path;

use crate::model::{CloneExtent, MachineId, Step};

/// Where a clone goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHome<'a> {
    /// The clone's id.
    pub id: MachineId,
    /// The folder in which its own folder will be.
    pub folder: &'a Path,
    /// Groups it will be in, as VirtualBox writes them: `/a,/b`; empty for none.
    pub groups: String,
}

/// The arguments for a step on a machine. `home` is where a clone goes.
#[must_use]
pub fn arguments(machine: MachineId, step: &Step, home: Option<&NewHome<'_>>) -> Vec<OsString> {
    let machine = machine.to_string();
    let machine = machine.as_str();
    let mut words: Vec<OsString> = Vec::new();
    let mut add = |more: &[&str]| words.extend(more.iter().map(OsString::from));
    match step {
        Step::Take { name, description } => {
            add(&["snapshot", machine, "take", name]);
            if !description.is_empty() {
                add(&[&format!("--description={description}")]);
            }
        }
        Step::Edit { snapshot, name, description } => {
            // Options are carried out from left to right, so that the id comes first. Without it the program crashes.
            add(&["snapshot", machine, "edit", &snapshot.to_string()]);
            if let Some(name) = name {
                add(&[&format!("--name={name}")]);
            }
            if let Some(description) = description {
                add(&[&format!("--description={description}")]);
            }
        }
        Step::Restore { snapshot } => add(&["snapshot", machine, "restore", &snapshot.to_string()]),
        Step::Delete { snapshot } => add(&["snapshot", machine, "delete", &snapshot.to_string()]),
        Step::Clone { name, extent } => {
            add(&["clonevm", machine, "--register", &format!("--name={name}")]);
            match extent {
                CloneExtent::CurrentState => add(&["--mode=machine"]),
                CloneExtent::Everything => add(&["--mode=all"]),
                CloneExtent::Snapshot(snapshot) => add(&["--mode=machine", &format!("--snapshot={snapshot}")]),
                CloneExtent::Linked(snapshot) => {
                    add(&["--mode=machine", "--options=link", &format!("--snapshot={snapshot}")]);
                }
            }
            if let Some(home) = home {
                add(&[&format!("--uuid={}", home.id)]);
                if !home.groups.is_empty() {
                    add(&[&format!("--groups={}", home.groups)]);
                }
                let mut folder = OsString::from("--basefolder=");
                folder.push(home.folder);
                words.push(folder);
            }
        }
        Step::PowerOff => add(&["controlvm", machine, "poweroff"]),
        // Without a type it is the one that the person has chosen for this machine, or for all; the window otherwise.
        Step::Start => add(&["startvm", machine]),
        Step::DiscardSavedState => add(&["discardstate", machine]),
        Step::DetachImage { image } => add(&["closemedium", "disk", &image.to_string()]),
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SnapshotId;

    const MACHINE: &str = "f731f41c-0abe-4fdf-98bf-bdef0c3dbd36";
    const SNAPSHOT: &str = "0a203990-d255-4a0f-97c4-468647b5aeda";

    fn words(step: &Step) -> Vec<String> {
        let home =
            NewHome { id: SNAPSHOT.parse().unwrap(), folder: Path::new("/vms"), groups: "/Production".to_owned() };
        let words = arguments(MACHINE.parse().unwrap(), step, Some(&home));
        words.into_iter().map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn a_text_is_never_an_argument_that_is_empty_or_an_option() {
        let snapshot: SnapshotId = SNAPSHOT.parse().unwrap();
        let edit = Step::Edit { snapshot, name: Some("-x".to_owned()), description: Some(String::new()) };
        assert_eq!(words(&edit), ["snapshot", MACHINE, "edit", SNAPSHOT, "--name=-x", "--description="]);
        let take = Step::Take { name: "--live".to_owned(), description: String::new() };
        assert_eq!(words(&take), ["snapshot", MACHINE, "take", "--live"]);
        let take = Step::Take { name: "a b".to_owned(), description: "-1\n\"2\"".to_owned() };
        assert_eq!(words(&take), ["snapshot", MACHINE, "take", "a b", "--description=-1\n\"2\""]);
    }

    #[test]
    fn a_linked_clone_names_its_snapshot() {
        let extent = CloneExtent::Linked(SNAPSHOT.parse().unwrap());
        let words = words(&Step::Clone { name: "copy".to_owned(), extent });
        let snapshot = format!("--snapshot={SNAPSHOT}");
        let id = format!("--uuid={SNAPSHOT}");
        let expected = ["clonevm", MACHINE, "--register", "--name=copy", "--mode=machine", "--options=link", &snapshot];
        assert_eq!(words[..7], expected);
        assert_eq!(words[7..], [&id, "--groups=/Production", "--basefolder=/vms"]);
    }
}
