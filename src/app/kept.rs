//! What Snapgrove keeps in its own files and views need: pins, what Snapgrove took, sets, rules. Read and written on
//! threads of their own; views see what was read last.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;

use chrono::{DateTime, Utc};

use crate::hypervisor::sandbox::SamplePin;
use crate::pins::{Pins, PinsFile, SnapshotKey, SnapshotSets, SnapshotSetsFile, TakenBySnapgrove, TakenFile};
use crate::retention::{Rules, RulesError, RulesFile};
use crate::text;

/// Where these files are.
#[derive(Debug, Clone)]
pub struct KeptFiles {
    pins: PinsFile,
    taken: TakenFile,
    sets: SnapshotSetsFile,
    rules: RulesFile,
}

impl KeptFiles {
    /// Files in `folder`; `None` for the platform's folders.
    #[must_use]
    pub fn in_folder(folder: Option<&Path>) -> Self {
        match folder {
            Some(folder) => Self {
                pins: PinsFile::in_folder(folder),
                taken: TakenFile::in_folder(folder),
                sets: SnapshotSetsFile::in_folder(folder),
                rules: RulesFile::at(&folder.join("rules.ron")),
            },
            None => Self {
                pins: PinsFile::usual(),
                taken: TakenFile::usual(),
                sets: SnapshotSetsFile::usual(),
                rules: RulesFile::usual(),
            },
        }
    }
}

/// What the files hold.
#[derive(Debug, Default)]
pub struct Kept {
    /// Which snapshots are pinned.
    pub pins: Pins,
    /// Which ones Snapgrove took.
    pub taken: TakenBySnapgrove,
    /// Which ones were taken together.
    pub sets: SnapshotSets,
    /// The person's rules.
    pub rules: Rules,
    /// Why no rule may delete anything: what is pinned is not known.
    pub unsafe_because: Option<String>,
    /// What else could not be read.
    pub problem: Option<String>,
    /// Grows with each change of what is here.
    pub generation: u64,
}

enum News {
    Loaded(Box<Kept>),
    Pins(Pins),
    Sets(SnapshotSets),
    Rules(Rules),
    Failed(String),
}

/// Reads the files at the start and when they may have changed, and changes them.
pub struct KeptKeeper {
    /// `None` where nothing is kept, as in tests of views.
    files: Option<KeptFiles>,
    sender: Sender<News>,
    news: Receiver<News>,
    kept: Option<Kept>,
    asked: bool,
    failure: Option<String>,
}

impl KeptKeeper {
    /// Nothing is read yet.
    #[must_use]
    pub fn new(files: Option<KeptFiles>) -> Self {
        let (sender, news) = channel();
        Self { files, sender, news, kept: None, asked: false, failure: None }
    }

    /// What the files hold; `None` before they were read for the first time.
    #[must_use]
    pub fn get(&self) -> Option<&Kept> {
        self.kept.as_ref()
    }

    /// What could not be read or written, once.
    pub fn failure(&mut self) -> Option<String> {
        self.failure.take()
    }

    /// Takes what was read or written since. The first call begins to read.
    pub fn follow(&mut self, ctx: &egui::Context) {
        if !self.asked {
            self.read_again(ctx);
        }
        for news in self.news.try_iter() {
            let generation = self.kept.as_ref().map_or(0, |kept| kept.generation) + 1;
            let kept = self.kept.get_or_insert_default();
            match news {
                News::Loaded(loaded) => {
                    let failure = loaded.unsafe_because.clone().or_else(|| loaded.problem.clone());
                    // Said once, not with each reading.
                    if failure != kept.unsafe_because.clone().or_else(|| kept.problem.clone()) {
                        self.failure = failure;
                    }
                    *kept = *loaded;
                }
                News::Pins(pins) => kept.pins = pins,
                News::Sets(sets) => kept.sets = sets,
                News::Rules(rules) => kept.rules = rules,
                News::Failed(failure) => self.failure = Some(failure),
            }
            kept.generation = generation;
        }
    }

    /// Reads the files again: jobs and other programs change them too.
    pub fn read_again(&mut self, ctx: &egui::Context) {
        self.asked = true;
        if self.files.is_none() {
            self.kept.get_or_insert_default();
        }
        self.work(ctx, |files| News::Loaded(Box::new(load(files))));
    }

    /// Changes the pins.
    pub fn change_pins(&self, ctx: &egui::Context, change: impl FnOnce(&mut Pins) + Send + 'static) {
        self.work(ctx, |files| {
            files.pins.update(change).map_or_else(|error| News::Failed(error.to_string()), News::Pins)
        });
    }

    /// Pins what the stories of new samples tell to keep.
    pub fn pin_samples(&self, ctx: &egui::Context, samples: Vec<SamplePin>, now: DateTime<Utc>) {
        if !samples.is_empty() {
            self.change_pins(ctx, move |pins| {
                for sample in samples {
                    pins.pin(SnapshotKey::new(&sample.machine, sample.snapshot), sample.reason, now);
                }
            });
        }
    }

    /// Changes the sets.
    pub fn change_sets(&self, ctx: &egui::Context, change: impl FnOnce(&mut SnapshotSets) + Send + 'static) {
        self.work(ctx, |files| {
            files.sets.update(change).map_or_else(|error| News::Failed(error.to_string()), News::Sets)
        });
    }

    /// Changes the rules.
    pub fn change_rules(&self, ctx: &egui::Context, change: impl FnOnce(&mut Rules) + Send + 'static) {
        self.work(ctx, |files| {
            // Another program may have written since; a damaged file is kept beside the new one.
            let mut rules = match files.rules.load() {
                Err(error @ RulesError::File { .. }) => return News::Failed(error.to_string()),
                loaded => loaded.unwrap_or_default(),
            };
            change(&mut rules);
            files.rules.save(&rules).map_or_else(|error| News::Failed(error.to_string()), |()| News::Rules(rules))
        });
    }

    fn work(&self, ctx: &egui::Context, act: impl FnOnce(&KeptFiles) -> News + Send + 'static) {
        let Some(files) = self.files.clone() else { return };
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        let started = Builder::new().name("kept files".to_owned()).spawn(move || {
            // The window may be closed by now.
            sender.send(act(&files)).ok();
            ctx.request_repaint();
        });
        if let Err(error) = started {
            tracing::error!(%error, "no thread could be started to read or write Snapgrove's files");
        }
    }
}

fn load(files: &KeptFiles) -> Kept {
    let mut kept = Kept::default();
    match files.pins.load() {
        Ok(pins) => kept.pins = pins,
        Err(error) => kept.unsafe_because = Some(text!("kept-pins-unreadable", error = error.to_string())),
    }
    let damaged = kept.pins.damaged().len();
    if damaged > 0 {
        kept.unsafe_because = Some(text!("kept-pins-damaged", count = damaged));
    }
    let mut problems = Vec::new();
    match files.taken.load() {
        Ok(taken) => kept.taken = taken,
        Err(error) => problems.push(error.to_string()),
    }
    match files.sets.load() {
        Ok(sets) => kept.sets = sets,
        Err(error) => problems.push(error.to_string()),
    }
    match files.rules.load() {
        Ok(rules) => kept.rules = rules,
        Err(error) => problems.push(error.to_string()),
    }
    kept.problem = (!problems.is_empty()).then(|| problems.join("\n"));
    kept
}
