//! Four machines that a newcomer finds: each tells a story that people with snapshots know.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Doing, NewDisk, NewMachine, NewSnapshot, Sandbox, SandboxError, Usage};
use crate::hypervisor::Hypervisor as _;
use crate::model::{CloneExtent, ImageMode, MachineId, MachineKey, SnapshotId};

const MIB: u64 = 1 << 20;

/// A snapshot of the samples that their stories tell to keep. The Sandbox knows no pins: its caller keeps this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePin {
    /// The machine.
    pub machine: MachineKey,
    /// Its snapshot.
    pub snapshot: SnapshotId,
    /// Why it must stay.
    pub reason: &'static str,
}

/// A snapshot of a story.
struct Moment {
    name: &'static str,
    description: &'static str,
    days_ago: i64,
    /// What was written before it, in MiB.
    written: u64,
}

const fn moment(name: &'static str, description: &'static str, days_ago: i64, written: u64) -> Moment {
    Moment { name, description, days_ago, written }
}

/// Somebody took a snapshot before every update, and deleted none.
const WEB_SERVER: &[Moment] = &[
    moment("Fresh install", "Debian 12, nothing else.\nNever delete: everything rests on it.", 412, 5),
    moment("nginx and certificates", "Let's Encrypt works for all three domains.", 410, 2),
    moment("Shop goes live", "The state we went live with.", 396, 3),
    moment("before updates", "", 371, 1),
    moment("before updates March", "", 343, 1),
    moment("before PHP 8.3", "Old version: 8.2. Roll back here if the shop breaks.", 322, 2),
    moment("PHP 8.3 works", "", 321, 1),
    moment("before updates April", "", 309, 1),
    moment("before updates May", "", 281, 1),
    moment("before database move", "The database goes to its own machine tomorrow.", 260, 2),
    moment("database moved", "", 258, 1),
    moment("before updates June", "", 250, 1),
    moment("before updates July", "", 219, 1),
    moment("before updates August", "", 188, 1),
    moment("test, delete me", "", 173, 1),
    moment("before updates September", "", 157, 1),
    moment("before kernel 6.12", "", 140, 1),
    moment("before updates October", "", 127, 1),
    moment("before updates November", "", 96, 1),
    moment("before Christmas business", "Nobody touches anything until January.", 71, 1),
    moment("before updates December", "", 66, 1),
    moment("before updates January", "", 35, 1),
    moment("before cookie banner", "", 16, 1),
    moment("before updates February", "", 4, 1),
];

/// Branches: the name of the snapshot to go on from, and what comes then.
const TEST_LAB: &[(&str, &[Moment])] = &[
    (
        "",
        &[
            moment("Clean system", "Installed, updated, activated.", 120, 4),
            moment("Test tools", "Python, browsers, the screen recorder.", 118, 2),
        ],
    ),
    (
        "Test tools",
        &[
            moment("Release 4.0", "As customers have it.", 90, 1),
            moment("4.0 with sample data", "", 89, 1),
            moment("4.0 import fails", "Reproduces ticket 2231: import a file with a tab in its name.", 61, 1),
        ],
    ),
    ("4.0 with sample data", &[moment("4.0 after hotfix", "Ticket 2231 is gone.", 58, 1)]),
    (
        "Test tools",
        &[
            moment("Release 4.1 beta", "", 44, 1),
            moment("4.1 beta, French", "日本語 and Français together", 40, 1),
            moment("4.1 beta, broken update", "", 38, 1),
        ],
    ),
    ("Release 4.1 beta", &[moment("4.1 release candidate", "", 20, 1), moment("4.1 upgrade test", "", 9, 1)]),
    (
        "Clean system",
        &[moment("Malware sample", "Network cable unplugged!", 33, 1), moment("after 24 hours", "", 32, 1)],
    ),
    ("Clean system", &[moment("Competitor's program", "", 12, 1)]),
];

/// The machine that others are made from.
const GOLDEN: &[Moment] = &[
    moment("Base 2025.1", "For linked clones. Do not delete.", 150, 5),
    moment("Base 2025.2", "For linked clones. Do not delete.", 60, 2),
];

/// An old machine that nobody dares to touch.
const LEGACY: &[Moment] = &[
    moment("Snapshot 1", "", 700, 2),
    moment("Snapshot 2", "before the invoice run", 640, 1),
    moment("Snapshot 2", "before the invoice run", 609, 1),
    moment("backup", "", 580, 1),
    moment("backup", "the real one", 579, 1),
];

impl Sandbox {
    /// Adds the sample machines, with dates before `now`, and tells what of them is to be pinned.
    ///
    /// # Errors
    /// If files cannot be written. Samples that were finished stay.
    pub fn add_samples(&self, now: DateTime<Utc>) -> Result<Vec<SamplePin>, SandboxError> {
        // Whoever loses samples to a power cut makes them again: they are brought to the disk at the end, together.
        let quick = Self {
            connection: self.connection.clone(),
            folder: self.folder.clone(),
            files: self.files.without_flushing(),
            one_at_a_time: Mutex::default(),
        };
        let story = Story { sandbox: &quick, now };
        story.web_server()?;
        story.test_lab()?;
        let pin = story.golden_and_clones()?;
        story.legacy()?;
        self.exclusively(|| self.flush_everything())?;
        Ok(pin.into_iter().collect())
    }

    /// Deletes all machines of the Sandbox and adds the samples again, as [`Sandbox::add_samples`] does. The files of a machine that cannot be
    /// read stay, unlisted.
    ///
    /// # Errors
    /// If files cannot be removed or written.
    pub fn reset(&self, now: DateTime<Utc>) -> Result<Vec<SamplePin>, SandboxError> {
        loop {
            let machines = self.listed()?;
            let before = machines.len();
            // A machine that clones rest on goes in the next round.
            let last = machines.into_iter().map(|id| self.delete_machine(id)).filter_map(Result::err).last();
            let left = self.listed()?;
            match last {
                None => break,
                Some(_) if left.len() < before => {}
                Some(SandboxError::NoMachine(_)) => {
                    self.change(|world, _| {
                        for id in &left {
                            world.unregister(*id);
                        }
                        Ok(())
                    })?;
                    break;
                }
                Some(error) => return Err(error),
            }
        }
        self.add_samples(now)
    }

    fn listed(&self) -> Result<Vec<MachineId>, SandboxError> {
        let damaged = |error: crate::hypervisor::HypervisorError| SandboxError::Damaged {
            path: self.folder.clone(),
            what: error.to_string(),
        };
        Ok(self.machines().map_err(damaged)?.machines.iter().map(|entry| entry.id).collect())
    }

    fn flush_everything(&self) -> Result<(), SandboxError> {
        let mut waiting: Vec<PathBuf> = vec![self.folder.clone()];
        while let Some(folder) = waiting.pop() {
            let failed = |source| SandboxError::file(&folder, Doing::Flush, source);
            for entry in fs::read_dir(&folder).map_err(failed)? {
                let path = entry.map_err(failed)?.path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    File::options().write(true).open(&path).and_then(|file| file.sync_all()).map_err(failed)?;
                }
            }
            self.files.flush_folder(&folder)?;
        }
        Ok(())
    }
}

struct Story<'a> {
    sandbox: &'a Sandbox,
    now: DateTime<Utc>,
}

impl Story<'_> {
    fn days_ago(&self, days: i64) -> DateTime<Utc> {
        // Not all at the same minute of the day.
        self.now - TimeDelta::days(days) - TimeDelta::minutes(days * 37 % 400)
    }

    fn create(&self, new: &NewMachine, days_ago: i64) -> Result<MachineId, SandboxError> {
        self.sandbox.create_machine(new, self.days_ago(days_ago))
    }

    fn machine(name: &str, description: &str, os_type: &str, memory_mib: u32) -> NewMachine {
        NewMachine {
            description: description.to_owned(),
            os_type: os_type.to_owned(),
            memory_mib,
            processors: 2,
            ..NewMachine::small(name, 48 * MIB)
        }
    }

    /// The machine ran and was switched off so many days ago.
    fn write(&self, machine: MachineId, mib: u64, seed: u64, days_ago: i64) -> Result<(), SandboxError> {
        let usage = Usage { disk: 0, bytes: mib * MIB, within: 20 * MIB, seed };
        self.sandbox.simulate_use(machine, &usage)?;
        self.sandbox.set_off_since(machine, self.days_ago(days_ago))
    }

    fn live(&self, machine: MachineId, moments: &[Moment]) -> Result<Vec<(&'static str, SnapshotId)>, SandboxError> {
        let mut taken = Vec::new();
        for moment in moments {
            self.write(machine, moment.written, moment.days_ago.unsigned_abs(), moment.days_ago)?;
            let new = NewSnapshot {
                name: moment.name.to_owned(),
                description: moment.description.to_owned(),
                taken_at: self.days_ago(moment.days_ago),
            };
            taken.push((moment.name, self.sandbox.take(machine, &new)?));
        }
        Ok(taken)
    }

    fn web_server(&self) -> Result<(), SandboxError> {
        let about = "The shop. Updates every month, with a snapshot before each.";
        let machine = self.create(&Self::machine("Web server", about, "Debian_64", 2048), 412)?;
        self.live(machine, WEB_SERVER)?;
        self.write(machine, 2, 1, 2)
    }

    fn test_lab(&self) -> Result<(), SandboxError> {
        let about = "One clean system, many states of the product under test.";
        let machine = self.create(&Self::machine("Test lab", about, "Windows11_64", 8192), 120)?;
        let mut known: Vec<(&str, SnapshotId)> = Vec::new();
        for (from, moments) in TEST_LAB {
            if let Some((_, snapshot)) = known.iter().find(|(name, _)| name == from) {
                self.sandbox.restore(machine, *snapshot)?;
            }
            known.extend(self.live(machine, moments)?);
        }
        match known.iter().find(|(name, _)| *name == "4.1 release candidate") {
            Some((_, snapshot)) => self.sandbox.restore(machine, *snapshot)?,
            None => return Ok(()),
        }
        self.write(machine, 1, 2, 1)
    }

    /// The pin is of the snapshot that most clones rest on.
    fn golden_and_clones(&self) -> Result<Option<SamplePin>, SandboxError> {
        let about = "The base of the training machines. Linked clones rest on its snapshots.";
        let golden = self.create(&Self::machine("Golden image", about, "Ubuntu_64", 4096), 150)?;
        let taken = self.live(golden, GOLDEN)?;
        for (number, (name, days_ago)) in
            [("Training room 1", 58), ("Training room 2", 58), ("Training room 3", 57)].into_iter().enumerate()
        {
            let Some((_, base)) = taken.get(usize::from(number > 0)) else { continue };
            let clone =
                self.sandbox.clone_machine(golden, CloneExtent::Linked(*base), name, self.days_ago(days_ago))?;
            self.write(clone, 1, 10 + number as u64, 40)?;
            if number == 1 {
                self.live(clone, &[moment("Exercise 3 solved", "", 30, 1)])?;
            }
        }
        let machine = MachineKey { connection: self.sandbox.connection().id.clone(), machine: golden };
        let reason = "The training rooms are cloned from it.";
        Ok(taken.last().map(|(_, snapshot)| SamplePin { machine, snapshot: *snapshot, reason }))
    }

    fn legacy(&self) -> Result<(), SandboxError> {
        let about = "Bookkeeping until 2019. Has to be kept for ten years.";
        let mut new = Self::machine("Old bookkeeping", about, "Windows7_64", 1024);
        new.disks.push(NewDisk { size: 8 * MIB, mode: ImageMode::WriteThrough });
        let machine = self.create(&new, 700)?;
        let taken = self.live(machine, LEGACY)?;
        let usage = Usage { disk: 1, bytes: 2 * MIB, within: 4 * MIB, seed: 3 };
        self.sandbox.simulate_use(machine, &usage)?;
        // Back to the second one: what came after it is a branch, whose last image is lost.
        if let (Some((_, second)), Some((_, last))) = (taken.get(1), taken.last()) {
            self.sandbox.restore(machine, *second)?;
            self.write(machine, 1, 4, 200)?;
            self.lose_image(machine, *last)?;
        }
        Ok(())
    }

    /// Removes the image that a snapshot froze, as it happens to people who tidy up by hand.
    fn lose_image(&self, machine: MachineId, snapshot: SnapshotId) -> Result<(), SandboxError> {
        let path = self.sandbox.change(|world, _| {
            let at = world.find(machine)?;
            let index = world.find_snapshot(at, snapshot)?;
            let disk = world.machines[at].machine.tree.get(index).hardware.disks().next().map(|(_, image)| image);
            disk.map(|image| world.image(image).map(|image| image.record.path.clone())).transpose()
        })?;
        match path {
            Some(path) => self.sandbox.files.remove(&path),
            None => Ok(()),
        }
    }
}
