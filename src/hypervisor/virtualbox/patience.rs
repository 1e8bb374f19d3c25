//! How long VBoxManage is waited for. A merge may take hours: what counts is how long there has been no sign
//! of life, never how long it takes.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::percent::Percent;
use super::process::{Attendant, Verdict};
use crate::hypervisor::Progress;
use crate::model::MachineState;

/// How long VirtualBox is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For one question.
    pub question: Duration,
    /// For looking at all images afresh: each is opened, and one may lie on a disk far away.
    pub refresh: Duration,
    /// For a sign of life during a change: a percentage, or a file that has grown or been written to. After
    /// that VirtualBox is asked whether it is still at work.
    pub silence: Duration,
    /// For a sign of life while VirtualBox says that it is at work. A merge may read for long what it then need not
    /// write.
    pub work: Duration,
    /// For a machine to come to rest, without a sign of life, after its change was interrupted.
    pub settling: Duration,
    /// For the settings file to say what was promised: it is written before VBoxManage ends, except over
    /// slow networks.
    pub writing: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        Self {
            // Starting VirtualBox's service takes a second, with a thousand machines a minute and a half; then the
            // answer comes with a later question.
            question: Duration::from_secs(20),
            refresh: minutes(5),
            silence: minutes(5),
            work: minutes(120),
            settling: minutes(10),
            writing: Duration::from_secs(3),
        }
    }
}

/// How often files are looked at.
const LOOK: Duration = Duration::from_millis(500);

/// What is looked at for signs of life: the files in some folders, and single files.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    /// Folders whose files count; what is below them does not.
    pub folders: Vec<PathBuf>,
    /// Files elsewhere.
    pub files: Vec<PathBuf>,
    /// Where a machine's folder will appear.
    pub nursery: Option<Nursery>,
}

/// A folder in which a new folder will appear. What it will be called only VirtualBox knows: letters that some
/// file systems do not have become others.
#[derive(Debug, Clone)]
pub struct Nursery {
    folder: PathBuf,
    /// What was there before.
    old: HashSet<PathBuf>,
}

impl Nursery {
    /// Remembers what is there now.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), old: inside(folder).into_iter().collect() }
    }

    /// The folders that have appeared since.
    #[must_use]
    pub fn newborn(&self) -> Vec<PathBuf> {
        inside(&self.folder).into_iter().filter(|path| !self.old.contains(path) && path.is_dir()).collect()
    }
}

/// What is in a folder, in order; nothing if it cannot be read.
fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut inside: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    inside.sort_unstable();
    inside
}

impl Scene {
    /// A number that is another one as soon as a file has come, gone, grown or been written to.
    fn fingerprint(&self) -> u64 {
        let mut found: Vec<PathBuf> = self.folders.iter().flat_map(|folder| inside(folder)).collect();
        for folder in self.nursery.iter().flat_map(Nursery::newborn) {
            // Its images, and below it those of its snapshots.
            let files = inside(&folder);
            found.extend(files.iter().filter(|path| path.is_dir()).flat_map(|folder| inside(folder)));
            found.extend(files);
        }
        let mut hasher = DefaultHasher::new();
        for path in found.iter().chain(&self.files) {
            hash_file(path, &mut hasher);
        }
        hasher.finish()
    }
}

fn hash_file(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(metadata) = std::fs::metadata(path) {
        (path, metadata.len(), metadata.modified().ok()).hash(hasher);
    }
}

/// Remembers when something last happened.
pub struct SignsOfLife<'a> {
    scene: &'a Scene,
    fingerprint: u64,
    looked: Instant,
    last: Instant,
}

impl<'a> SignsOfLife<'a> {
    /// Begins to look now.
    #[must_use]
    pub fn new(scene: &'a Scene) -> Self {
        let now = Instant::now();
        Self { scene, fingerprint: scene.fingerprint(), looked: now, last: now }
    }

    /// Something happened that cannot be seen in files.
    pub fn seen(&mut self) {
        self.last = Instant::now();
    }

    /// How long there has been no sign of life.
    pub fn silence(&mut self) -> Duration {
        if self.looked.elapsed() >= LOOK {
            let now = self.scene.fingerprint();
            if now != self.fingerprint {
                self.fingerprint = now;
                self.seen();
            }
            self.looked = Instant::now();
        }
        self.last.elapsed()
    }
}

/// Waits for one change, tells how far it is, and stops it where that is asked for and safe.
pub struct Waiting<'a> {
    patience: Patience,
    progress: &'a dyn Progress,
    percent: Percent,
    signs: SignsOfLife<'a>,
    /// Asks VirtualBox what the machine is doing; `None` if there is no answer.
    ask: &'a dyn Fn() -> Option<MachineState>,
    /// Since when VirtualBox has not been asked.
    asked: Option<Instant>,
    can_stop: bool,
    stopped: bool,
}

impl<'a> Waiting<'a> {
    /// Begins to wait.
    #[must_use]
    pub fn new(
        patience: Patience,
        progress: &'a dyn Progress,
        scene: &'a Scene,
        can_stop: bool,
        ask: &'a dyn Fn() -> Option<MachineState>,
    ) -> Self {
        let signs = SignsOfLife::new(scene);
        Self { patience, progress, percent: Percent::default(), signs, ask, asked: None, can_stop, stopped: false }
    }

    /// Whether the program was asked to stop.
    #[must_use]
    pub fn was_stopped(&self) -> bool {
        self.stopped
    }

    /// Whether a program that has been silent for so long may go on.
    fn is_at_work(&mut self, silence: Duration) -> bool {
        if silence >= self.patience.work {
            return false;
        }
        if self.asked.is_none_or(|asked| asked.elapsed() >= self.patience.silence) {
            let is_at_work = (self.ask)() == Some(MachineState::Transient);
            self.asked = Some(Instant::now());
            return is_at_work;
        }
        true
    }
}

impl Attendant for Waiting<'_> {
    fn started(&mut self, process: u32) {
        self.progress.works_through("VBoxManage", process);
    }

    fn hear(&mut self, words: &[u8]) {
        self.signs.seen();
        if let Some(done) = self.percent.hear(words) {
            self.progress.report(done);
        }
    }

    fn verdict(&mut self) -> Verdict {
        if self.can_stop && !self.stopped && self.progress.is_cancelled() {
            self.stopped = true;
            return Verdict::Ask;
        }
        let silence = self.signs.silence();
        if silence < self.patience.silence || self.is_at_work(silence) { Verdict::GoOn } else { Verdict::End }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hypervisor::NoProgress;

    #[test]
    fn a_file_that_is_written_to_is_a_sign_of_life() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("image");
        std::fs::write(&file, "a").unwrap();
        for scene in [
            Scene { folders: vec![folder.path().to_owned()], ..Scene::default() },
            Scene { files: vec![file.clone()], ..Scene::default() },
        ] {
            let before = scene.fingerprint();
            assert_eq!(before, scene.fingerprint());
            std::fs::write(&file, std::fs::read_to_string(&file).unwrap() + "b").unwrap();
            assert_ne!(before, scene.fingerprint());
        }
    }

    #[test]
    fn a_new_machine_shows_signs_of_life_whatever_its_folder_is_called() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("old")).unwrap();
        let nursery = Some(Nursery::new(folder.path()));
        let scene = Scene { nursery, ..Scene::default() };
        let mut before = scene.fingerprint();
        for (name, counts) in [("old/a", false), ("_new/a.vdi", true), ("_new/Snapshots/b.vdi", true), ("old/b", false)]
        {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "content").unwrap();
            let after = scene.fingerprint();
            assert_eq!(after != before, counts, "{name}");
            before = after;
        }
    }

    #[test]
    fn silence_ends_the_wait_unless_virtualbox_is_at_work() {
        let scene = Scene::default();
        let patience = Patience { silence: Duration::ZERO, work: Duration::from_secs(7), ..Patience::default() };
        for (answer, verdict) in [
            (Some(MachineState::Transient), Verdict::GoOn),
            (Some(MachineState::PoweredOff), Verdict::End),
            (None, Verdict::End),
        ] {
            let ask = || answer;
            assert_eq!(Waiting::new(patience, &NoProgress, &scene, false, &ask).verdict(), verdict, "{answer:?}");
        }
        let ask = || Some(MachineState::Transient);
        let patience = Patience { work: Duration::ZERO, ..patience };
        assert_eq!(Waiting::new(patience, &NoProgress, &scene, false, &ask).verdict(), Verdict::End);
    }

    /// A person who wants to stop.
    struct Impatient;

    impl Progress for Impatient {
        fn report(&self, _: f32) {}

        fn is_cancelled(&self) -> bool {
            true
        }
    }

    #[test]
    fn it_is_asked_to_stop_once_and_only_where_that_is_safe() {
        let scene = Scene::default();
        let ask = || None;
        let mut waiting = Waiting::new(Patience::default(), &Impatient, &scene, true, &ask);
        assert_eq!([waiting.verdict(), waiting.verdict()], [Verdict::Ask, Verdict::GoOn]);
        assert!(waiting.was_stopped());
        let mut waiting = Waiting::new(Patience::default(), &Impatient, &scene, false, &ask);
        assert_eq!(waiting.verdict(), Verdict::GoOn);
        assert!(!waiting.was_stopped());
    }
}
