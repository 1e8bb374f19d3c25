//! Looks after a step whether the machine is what was promised, however the hypervisor's program ended.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::error::JobError;
use super::look::{Extent, Look, occupied, present};
use crate::hypervisor::{Hypervisor, Outcome};
use crate::image;
use crate::model::{
    CloneExtent, FileSizes, FileStatus, ImageId, Machine, MachineId, MachineKey, MachineState, SnapshotId, Step,
};
use crate::plan::{Difference, Shape};
use crate::text;
use crate::words::snapshots;

/// A machine before a step, as far as it is compared with afterwards.
pub struct Before {
    /// The machine.
    pub look: Look,
    /// Its files.
    pub files: FileSizes,
    /// Images of it that had a problem already.
    bad: HashSet<Arc<Path>>,
    /// Other machines with images that no registry lists.
    broken: BTreeSet<MachineId>,
}

/// A machine after a step that led to what was promised.
pub struct After {
    /// Its tree and chains, as far as its own settings tell.
    pub shape: Shape,
    /// Bytes that were freed; negative where the disk became fuller.
    pub freed: i64,
    /// What was made: a snapshot or a machine.
    pub made: Option<uuid::Uuid>,
}

impl Before {
    /// Notes everything that is compared later.
    #[must_use]
    pub fn new(look: Look) -> Self {
        let files = look.files();
        let bad = bad_images(&look).into_iter().map(|(path, _)| path).collect();
        let broken = broken(&look);
        Self { look, files, bad, broken }
    }

    /// Whether the machine is as it was.
    #[must_use]
    pub fn is_unchanged(&self, now: &Look) -> bool {
        self.left_over(now) == Some(0)
    }

    /// How many images that nothing uses are listed beyond those of before, if that is all that is not as it was.
    #[must_use]
    pub fn left_over(&self, now: &Look) -> Option<usize> {
        let is_same = self.look.shape.differences(&now.shape).is_empty()
            && missing(&self.files).next().is_none()
            && now.machine.current_state.saved_state == self.look.machine.current_state.saved_state
            && now.listed == self.look.listed;
        now.machine.images.len().checked_sub(self.look.machine.images.len()).filter(|_| is_same)
    }

    /// Compares the machine with what the step had promised.
    ///
    /// # Errors
    /// [`JobError::Unlike`] with all differences, each with both versions; or why it cannot be read.
    pub fn compare(
        &self,
        hypervisor: &dyn Hypervisor,
        key: &MachineKey,
        step: &Step,
        outcome: &Outcome,
        extent: Extent,
    ) -> Result<After, JobError> {
        let now = Look::at(hypervisor, key, &self.look.machine.name, extent)?;
        let made = outcome.snapshot;
        let expected = self.look.shape.after(step, made, &now.shape);
        let mut unlike: Vec<String> = expected.differences(&now.shape).iter().map(Difference::instead).collect();
        let new_problems = bad_images(&now).into_iter().filter(|(path, _)| !self.bad.contains(path));
        unlike.extend(new_problems.map(|(path, problem)| text!("named", name = path.display(), value = problem)));
        unlike.extend(self.lost_files(&now, step));
        unlike.extend(broken(&now).difference(&self.broken).map(|id| {
            let name = now.other(*id).map_or_else(|| id.to_string(), |machine| machine.name.to_string());
            text!("jobs-unlike-image-lost", machine = name)
        }));
        unlike.extend(beside_the_tree(hypervisor, &now, step));
        let clone = self.cloned(hypervisor, &now, step, outcome);
        let (cloned, grown) = match clone {
            None => (None, 0),
            Some(Ok((id, bytes))) => (Some(id.0), bytes),
            Some(Err(problem)) => {
                unlike.push(problem);
                (None, 0)
            }
        };
        if !unlike.is_empty() {
            return Err(JobError::Unlike { differences: unlike });
        }
        let made = cloned.or_else(|| new_snapshot(&self.look.shape, &now, step).map(|id| id.0));
        let freed = signed(occupied(&self.files).0) - signed(occupied(&self.still_there(&now)).0) - grown;
        Ok(After { shape: Shape::of(&now.machine), freed, made })
    }

    /// The machine's files now, with those of before that it does not name any more but that are still there.
    fn still_there(&self, now: &Look) -> FileSizes {
        let mut files = now.files();
        for (path, before) in &self.files {
            if matches!(before, FileStatus::Present { .. }) && !files.contains_key(path) {
                files.insert(path.clone(), image::measure_file(path));
            }
        }
        files
    }

    /// Files that have gone and should not have.
    fn lost_files(&self, now: &Look, step: &Step) -> Vec<String> {
        let may_go = self.may_go(now, step);
        let used: HashSet<&Arc<Path>> = now.machine.support_files().collect();
        let lost = missing(&self.files).filter(|path| used.contains(path) || !may_go.contains(*path));
        lost.map(|path| text!("jobs-unlike-file-gone", path = path.display())).collect()
    }

    /// Files that the step may remove.
    fn may_go(&self, now: &Look, step: &Step) -> HashSet<Arc<Path>> {
        let machine = &self.look.machine;
        let mut files: Vec<&Arc<Path>> = Vec::new();
        match step {
            Step::Delete { snapshot } => {
                if let Some(at) = machine.tree.find(*snapshot) {
                    let gone = machine.tree.get(at);
                    files.extend(gone.saved_state.iter().chain(&gone.firmware_file));
                }
            }
            Step::Restore { .. } | Step::DiscardSavedState | Step::Start => {
                files.extend(&machine.current_state.saved_state);
            }
            _ => {}
        }
        let mut may_go: HashSet<Arc<Path>> = files.into_iter().cloned().collect();
        if matches!(step, Step::Delete { .. } | Step::Restore { .. }) {
            let kept: HashSet<ImageId> = now.shape.images().collect();
            let gone = self.look.shape.images().filter(|image| !kept.contains(image));
            may_go.extend(gone.filter_map(|id| self.look.images.image(id)).map(|image| image.record.path.clone()));
        }
        may_go
    }

    /// The machine that was made, and the space that it takes beyond what was there; `None` if none was to be.
    fn cloned(
        &self,
        hypervisor: &dyn Hypervisor,
        now: &Look,
        step: &Step,
        outcome: &Outcome,
    ) -> Option<Result<(MachineId, i64), String>> {
        let Step::Clone { name, extent } = step else { return None };
        let is_new = |machine: &&Machine| {
            outcome.machine.map_or(*machine.name == **name, |id| machine.id == id)
                && !self.look.listed.contains(&machine.id)
        };
        let Some(clone) = now.others.iter().find(is_new) else {
            return Some(Err(text!("jobs-unlike-no-clone", name = name)));
        };
        let count = match extent {
            CloneExtent::Everything => self.look.machine.tree.len(),
            _ => 0,
        };
        if clone.tree.len() != count {
            let (should, has) = (snapshots(count), snapshots(clone.tree.len()));
            return Some(Err(text!("jobs-unlike-clone-snapshots", name = name, should = should, has = has)));
        }
        let key = MachineKey { connection: now.entry.connection.clone(), machine: clone.id };
        let look = match Look::at(hypervisor, &key, name, Extent::Connection) {
            Ok(look) => look,
            Err(error) => return Some(Err(error.to_string())),
        };
        if let Some((path, problem)) = bad_images(&look).into_iter().find(|(path, _)| !self.bad.contains(path)) {
            return Some(Err(text!("named", name = path.display(), value = problem)));
        }
        let new = look.files().into_iter().filter(|(path, _)| !self.files.contains_key(path));
        let bytes = new.map(|(_, status)| FileStatus::occupied(&status).0).fold(0, u64::saturating_add);
        Some(Ok((clone.id, signed(bytes))))
    }
}

/// What a step changes that is no part of the tree.
fn beside_the_tree(hypervisor: &dyn Hypervisor, now: &Look, step: &Step) -> Option<String> {
    let is_up = |state| matches!(state, MachineState::Running | MachineState::Paused);
    let state = || hypervisor.states().map(|states| now.state(&states));
    match step {
        Step::DiscardSavedState => now
            .machine
            .current_state
            .saved_state
            .as_ref()
            .map(|path| text!("jobs-unlike-saved-state", path = path.display())),
        Step::DetachImage { image } => {
            now.images.image(*image).map(|image| text!("jobs-unlike-listed", path = image.record.path.display()))
        }
        Step::PowerOff => match state() {
            Ok(state) => is_up(state).then(|| text!("jobs-unlike-not-off", state = state)),
            Err(error) => Some(error.to_string()),
        },
        Step::Start => match state() {
            Ok(state) => (!is_up(state)).then(|| text!("jobs-unlike-not-running", state = state)),
            Err(error) => Some(error.to_string()),
        },
        _ => None,
    }
}

/// Files that were there and are not any more.
fn missing(files: &FileSizes) -> impl Iterator<Item = &Arc<Path>> {
    present(files).filter(|path| matches!(image::measure_file(path), FileStatus::Missing))
}

/// Images of the machine that are missing, damaged or do not fit together, with what is wrong.
fn bad_images(look: &Look) -> Vec<(Arc<Path>, String)> {
    let (images, unlisted) = look.own_chains();
    let unlisted =
        unlisted.into_iter().map(|id| (Path::new(&id.to_string()).into(), text!("jobs-unlike-unlisted").to_owned()));
    let bad = images.into_iter().filter_map(|index| {
        let problem = look.problem(index)?;
        Some((look.images.get(index).record.path.clone(), problem.to_string()))
    });
    unlisted.chain(bad).collect()
}

/// Other machines with images that no registry lists.
fn broken(look: &Look) -> BTreeSet<MachineId> {
    look.others.iter().filter(|machine| !look.unlisted_of(machine).is_empty()).map(|machine| machine.id).collect()
}

fn new_snapshot(before: &Shape, now: &Look, step: &Step) -> Option<SnapshotId> {
    let Step::Take { .. } = step else { return None };
    now.machine.tree.iter().map(|(_, snapshot)| snapshot.id).find(|id| !before.has(*id))
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
