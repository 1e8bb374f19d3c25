//! What the rule decides about every snapshot, computed when something changed that it depends on.
//!
//! The inventory is looked at on a thread of its own; a change of the rule is answered at once.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;

use chrono::{DateTime, Utc};

use crate::app::kept::Kept;
use crate::model::{Inventory, Machine, MachineKey, MachineState};
use crate::plan::machines::LeftOut;
use crate::retention::{Counts, Decisions, Ground, Overrides, Rule, Zone};

/// How old decisions may get, in minutes: ages change with time.
const FRESH: i64 = 1;

/// What a rule looks at, and what it was made of.
struct Looked {
    inventory: Arc<Inventory>,
    /// Of what Snapgrove keeps in its own files.
    generation: u64,
    ground: Ground,
    machines: HashMap<MachineKey, (Option<Arc<Machine>>, Option<MachineState>)>,
}

/// The decisions of the last time, and what they were made of.
pub struct Preview {
    sender: Sender<Looked>,
    inbox: Receiver<Looked>,
    looked: Option<Looked>,
    /// What is being looked at.
    looking: Option<(Arc<Inventory>, u64)>,
    made_of: Option<(Rule, Overrides, DateTime<Utc>)>,
    decisions: Decisions,
    counts: Counts,
    /// Grows with each change of what can be seen here.
    generation: u64,
}

impl Default for Preview {
    fn default() -> Self {
        let (sender, inbox) = channel();
        Self {
            sender,
            inbox,
            looked: None,
            looking: None,
            made_of: None,
            decisions: Decisions::default(),
            counts: Counts::default(),
            generation: 0,
        }
    }
}

impl Preview {
    /// What was decided last.
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// How many snapshots become what.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The inventory that this was decided on; `None` before the first has been looked at.
    pub fn inventory(&self) -> Option<&Arc<Inventory>> {
        self.looked.as_ref().map(|looked| &looked.inventory)
    }

    /// A machine as it was looked at, and its state.
    pub fn machine(&self, key: &MachineKey) -> (Option<&Arc<Machine>>, Option<MachineState>) {
        let found = self.looked.as_ref().and_then(|looked| looked.machines.get(key));
        found.map_or((None, None), |(machine, state)| (machine.as_ref(), *state))
    }

    /// Grows with each change.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// What the planner left out cannot be deleted.
    pub fn refuse<'a>(&mut self, left_out: impl Iterator<Item = &'a LeftOut>) {
        for left_out in left_out {
            self.decisions.refuse(left_out);
        }
        self.counts = self.decisions.counts();
        self.generation += 1;
    }

    /// Has the inventory looked at if it is another one, and decides again if anything has changed. Returns whether it did.
    pub fn update(
        &mut self,
        ctx: &egui::Context,
        inventory: &Arc<Inventory>,
        kept: &Kept,
        (rule, overrides): (&Rule, &Overrides),
        now: DateTime<Utc>,
    ) -> bool {
        self.look(ctx, inventory, kept);
        let mut is_new = false;
        if let Some(looked) = self.inbox.try_iter().last() {
            self.looking = None;
            self.looked = Some(looked);
            is_new = true;
            // There may be a newer one by now.
            self.look(ctx, inventory, kept);
        }
        let is_fresh = self.made_of.as_ref().is_some_and(|(known, chosen, at)| {
            known == rule && chosen == overrides && now.signed_duration_since(*at).num_minutes().abs() < FRESH
        });
        if is_fresh && !is_new {
            return false;
        }
        let Some(looked) = &self.looked else { return false };
        self.decisions = looked.ground.decide(rule, overrides, now);
        self.counts = self.decisions.counts();
        self.made_of = Some((rule.clone(), overrides.clone(), now));
        self.generation += 1;
        true
    }

    fn look(&mut self, ctx: &egui::Context, inventory: &Arc<Inventory>, kept: &Kept) {
        let is_of =
            |known: &Arc<Inventory>, generation: u64| Arc::ptr_eq(known, inventory) && generation == kept.generation;
        let is_known = self.looked.as_ref().is_some_and(|looked| is_of(&looked.inventory, looked.generation));
        if is_known || self.looking.is_some() {
            return;
        }
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        let (generation, pins, taken) = (kept.generation, kept.pins.clone(), kept.taken.clone());
        let about = inventory.clone();
        let started = Builder::new().name("clean-up look".to_owned()).spawn(move || {
            let ground = Ground::new(&about, &pins, &taken, Zone::of_this_computer());
            let machines = about.machines();
            let machines = machines.map(|(_, entry)| (entry.entry.key(), (entry.machine().cloned(), entry.state)));
            let machines = machines.collect();
            // The window may be closed by now.
            sender.send(Looked { inventory: about, generation, ground, machines }).ok();
            ctx.request_repaint();
        });
        match started {
            Ok(_) => self.looking = Some((inventory.clone(), generation)),
            Err(error) => tracing::error!(%error, "no thread could be started to look at machines"),
        }
    }
}
