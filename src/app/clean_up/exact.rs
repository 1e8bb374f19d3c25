//! What the clean-up of each machine does, to the byte: found out machine by machine in the background.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;
use std::time::{Duration, Instant};

use crate::forecaster::{ManyReader, Stage};
use crate::model::{
    Bytes, HostDisk, Inventory, InventoryMachine, Machine, MachineKey, MachineState, MachineUsage, SnapshotId,
};
use crate::plan::machines::{DiskForecast, MachinesPlan, by_host_disk, delete_each, together};
use crate::plan::{Certainty, Forecast, Intent, Plan};
use crate::text;

/// Sums are told anew this often while machines are looked at.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// What is to be deleted of one machine.
pub type Wanted = (MachineKey, Vec<SnapshotId>);

/// What was found out of one machine, and what it was found out of.
struct Found {
    marked: Vec<SnapshotId>,
    machine: Option<Arc<Machine>>,
    state: Option<MachineState>,
    usage: MachineUsage,
    disks: Vec<HostDisk>,
    is_exact: bool,
    plan: Arc<MachinesPlan>,
}

impl Found {
    /// Whether nothing has changed that it depends on. Free space matters only where something was left out for the lack
    /// of it; a job looks at it again anyway.
    fn holds(&self, entry: &InventoryMachine, disks: &[HostDisk], marked: &[SnapshotId]) -> bool {
        let same_machine = match (&self.machine, entry.machine()) {
            (Some(before), Some(now)) => Arc::ptr_eq(before, now),
            (None, None) => true,
            _ => false,
        };
        let same_room = self.plan.left_out.is_empty() || self.disks == disks;
        self.marked == marked && same_machine && same_room && self.state == entry.state && self.usage == entry.usage
    }
}

#[derive(Default)]
struct Desk {
    number: u64,
    inventory: Arc<Inventory>,
    wanted: Vec<Wanted>,
    /// How exactly it is to be known.
    until: Option<Stage>,
    /// Places in `wanted` of which nothing holds that is known, and of which more could be known.
    unknown: Vec<usize>,
    inexact: Vec<usize>,
    found: HashMap<MachineKey, Found>,
    working: Option<(Wanted, Arc<AtomicBool>)>,
    closing: bool,
}

impl Desk {
    fn sort(&mut self) {
        self.unknown.clear();
        self.inexact.clear();
        let inventory = self.inventory.clone();
        let entries: HashMap<MachineKey, &InventoryMachine> =
            inventory.machines().map(|(_, entry)| (entry.entry.key(), entry)).collect();
        for (place, (key, marked)) in self.wanted.iter().enumerate() {
            let holds = |found: &&Found| {
                entries.get(key).is_some_and(|entry| found.holds(entry, &inventory.host_disks, marked))
            };
            match self.found.get(key).filter(holds) {
                None => self.unknown.push(place),
                Some(found) if !found.is_exact && self.until == Some(Stage::Exact) => self.inexact.push(place),
                Some(_) => {}
            }
        }
        self.unknown.reverse();
        self.inexact.reverse();
    }

    /// The next machine to look at: first all machines roughly, then each exactly.
    fn next(&mut self) -> Option<(Wanted, Stage)> {
        let (place, stage) = match self.unknown.pop() {
            Some(place) => (place, Stage::Maps),
            None => (self.inexact.pop()?, Stage::Exact),
        };
        Some((self.wanted.get(place)?.clone(), stage))
    }

    fn take_in(&mut self, key: MachineKey, found: Found) {
        let place = self.wanted.iter().position(|(wanted, marked)| *wanted == key && found.marked == *marked);
        if let Some(place) = place.filter(|_| !found.is_exact && self.until == Some(Stage::Exact)) {
            self.inexact.insert(0, place);
        }
        self.found.insert(key, found);
    }

    fn known(&self) -> Known {
        let mut known = Known { number: self.number, asked: self.wanted.len(), ..Known::default() };
        for (key, marked) in &self.wanted {
            let found = self.found.get(key).filter(|found| found.marked == *marked);
            if let Some(found) = found {
                known.machines.insert(key.clone(), found.plan.clone());
                known.order.push(key.clone());
            }
        }
        known.missing = self.unknown.len() + self.inexact.len();
        known.missing += usize::from(self.working.is_some());
        known
    }
}

#[derive(Default)]
struct Shared {
    desk: Mutex<Desk>,
    news: Condvar,
    known: Mutex<Arc<Known>>,
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something else is asked for than what has this number.
    fn wait_for_another(&self, number: u64) {
        let mut desk = self.desk();
        while desk.number == number && !desk.closing {
            desk = self.news.wait(desk).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Sums up what is known by now. Nothing is held locked while that is done.
    fn tell(&self, inventory: &Inventory, mut known: Known) {
        known.sum_up(inventory);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
    }
}

/// Finds out what the clean-up of each machine does. A change of the rule ends the work on what is no longer asked for.
#[derive(Default)]
pub struct Exact {
    shared: Arc<Shared>,
    number: u64,
    started: bool,
}

/// How far it has come.
#[derive(Debug, Clone, Default)]
pub struct Known {
    number: u64,
    /// What is known of each machine that something is deleted of.
    pub machines: HashMap<MachineKey, Arc<MachinesPlan>>,
    /// The same machines, in the order of the inventory.
    pub order: Vec<MachineKey>,
    /// How many machines were asked for.
    pub asked: usize,
    /// How many are still to be looked at.
    pub missing: usize,
    /// All that is known together; `None` if nothing is.
    pub forecast: Option<Forecast>,
    /// What would be copied in the worst of the legal orders, where that is more.
    pub copies_in_worst_order: Option<Bytes>,
    /// The same for each of the host's disks.
    pub disks: Vec<DiskForecast>,
    /// Machines of which nothing can be foretold.
    pub untold: usize,
    /// Number of snapshots that are deleted, as far as is known.
    pub steps: usize,
    /// The most that one of them frees.
    pub largest: Bytes,
}

impl Known {
    fn sum_up(&mut self, inventory: &Inventory) {
        let told: Vec<Plan> = self.plans().filter(|plan| plan.forecast.is_some()).cloned().collect();
        self.untold = self.plans().filter(|plan| plan.forecast.is_none()).count();
        self.steps = self.plans().map(|plan| plan.steps.len()).sum();
        let of_steps = self.plans().flat_map(|plan| &plan.steps).filter_map(|step| step.forecast.as_ref());
        self.largest = of_steps.map(Forecast::freed).max().unwrap_or_default();
        let all = together(Intent::Delete, told);
        self.disks = by_host_disk(inventory, &all);
        self.copies_in_worst_order = all.copies_in_worst_order;
        self.forecast = all.forecast.filter(|_| !all.steps.is_empty());
    }

    /// “10 of 12 machines looked at”.
    pub fn progress(&self) -> String {
        text!("clean-up-progress", looked = self.asked.saturating_sub(self.missing), all = self.asked)
    }

    /// The plans of the machines that something is done on.
    pub fn plans(&self) -> impl Iterator<Item = &Plan> {
        let known = self.order.iter().filter_map(|key| self.machines.get(key));
        known.map(|known| &known.plan).filter(|plan| !plan.steps.is_empty())
    }
}

impl Exact {
    /// Asks for what deleting these snapshots would do, in the place of what was asked before: from the maps of the
    /// images alone (`Stage::Maps`), or exactly, for which contents are read.
    pub fn ask(&mut self, ctx: &egui::Context, inventory: &Arc<Inventory>, wanted: Vec<Wanted>, until: Stage) {
        self.number += 1;
        let mut desk = self.shared.desk();
        desk.number = self.number;
        desk.until = Some(until);
        desk.inventory = inventory.clone();
        desk.wanted = wanted;
        if let Some((working, stop)) = &desk.working
            && !desk.wanted.contains(working)
        {
            stop.store(true, Ordering::Relaxed);
        }
        drop(desk);
        if !self.started {
            self.started = true;
            let (shared, ctx) = (self.shared.clone(), ctx.clone());
            let thread = Builder::new().name("clean-up".to_owned()).spawn(move || work(&shared, &ctx));
            if let Err(error) = thread {
                tracing::error!(%error, "no thread could be started to look at images");
            }
        }
        self.shared.news.notify_all();
    }

    /// What is known by now, and whether that is all that was asked for last.
    pub fn known(&self) -> (Arc<Known>, bool) {
        let known = self.shared.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_all = known.number == self.number && known.missing == 0;
        (known, is_all)
    }
}

impl Drop for Exact {
    /// Nobody waits for the thread to end.
    fn drop(&mut self) {
        let mut desk = self.shared.desk();
        desk.closing = true;
        if let Some((_, stop)) = &desk.working {
            stop.store(true, Ordering::Relaxed);
        }
        drop(desk);
        self.shared.news.notify_all();
    }
}

fn work(shared: &Shared, ctx: &egui::Context) {
    let reader = ManyReader::default();
    let mut told = Instant::now();
    let mut sorted = 0;
    loop {
        let mut desk = shared.desk();
        if desk.closing {
            return;
        }
        desk.working = None;
        let is_new = sorted != desk.number;
        if is_new {
            sorted = desk.number;
            desk.sort();
        }
        let stop = Arc::new(AtomicBool::new(false));
        let next = desk.next();
        desk.working = next.as_ref().map(|(wanted, _)| (wanted.clone(), stop.clone()));
        let is_time = is_new || next.is_none() || told.elapsed() > TOLD_EVERY;
        let known = is_time.then(|| desk.known());
        let inventory = desk.inventory.clone();
        drop(desk);
        if let Some(known) = known {
            shared.tell(&inventory, known);
            told = Instant::now();
            ctx.request_repaint();
        }
        match next {
            Some((wanted, stage)) => {
                if let Some(found) = look(&reader, &inventory, &wanted, stage, &stop) {
                    shared.desk().take_in(wanted.0, found);
                }
            }
            None => shared.wait_for_another(sorted),
        }
    }
}

/// Looks at one machine. `None` if it was stopped.
fn look(
    reader: &ManyReader,
    inventory: &Inventory,
    (key, marked): &Wanted,
    stage: Stage,
    stop: &Arc<AtomicBool>,
) -> Option<Found> {
    let known = Arc::new(reader.read(inventory, (key, marked), stage, stop)?);
    let wanted = [(key.clone(), marked.clone())];
    let plan = delete_each(inventory, &wanted, &|_| known.clone());
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let forecast = plan.plan.forecast.as_ref();
    let entry = inventory.machine(key).map(|(_, entry)| entry);
    Some(Found {
        marked: marked.clone(),
        machine: entry.and_then(|entry| entry.machine().cloned()),
        state: entry.and_then(|entry| entry.state),
        usage: entry.map(|entry| entry.usage.clone()).unwrap_or_default(),
        disks: inventory.host_disks.clone(),
        is_exact: stage == Stage::Exact || forecast.is_none_or(|forecast| forecast.certainty == Certainty::Exact),
        plan: Arc::new(plan),
    })
}
