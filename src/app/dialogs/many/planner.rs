//! Plans deletions on several machines on a thread of its own, which reads the images for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::Builder;

use egui::Ui;

use crate::forecaster::read_now;
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::plan::machines::{MachinesPlan, delete_each};

/// What is to be deleted, machine by machine.
pub type Marked = Vec<(MachineKey, Vec<SnapshotId>)>;

#[derive(Debug)]
enum News {
    /// So many machines were looked at.
    Looked(usize),
    Planned(Box<MachinesPlan>),
}

/// A plan that is being made, or was.
#[derive(Debug)]
pub struct Planner {
    stamp: u64,
    news: Receiver<News>,
    stop: Arc<AtomicBool>,
    looked: usize,
    /// The plan, once all images were read.
    pub plan: Option<MachinesPlan>,
}

impl Planner {
    /// The plan for what `stamp` stands for: the one that is there, or one that is begun now.
    pub fn get<'a>(
        planner: &'a mut Option<Self>,
        stamp: u64,
        ui: &Ui,
        inventory: &Arc<Inventory>,
        marked: &Marked,
    ) -> &'a Self {
        let current = planner.take().filter(|planner| planner.stamp == stamp);
        let planner =
            planner.insert(current.unwrap_or_else(|| Self::start(stamp, ui, inventory.clone(), marked.clone())));
        for news in planner.news.try_iter() {
            match news {
                News::Looked(count) => planner.looked = count,
                News::Planned(plan) => planner.plan = Some(*plan),
            }
        }
        planner
    }

    /// How many machines were looked at.
    pub fn looked(&self) -> usize {
        self.looked
    }

    fn start(stamp: u64, ui: &Ui, inventory: Arc<Inventory>, marked: Marked) -> Self {
        let (sender, news) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, ctx) = (stop.clone(), ui.ctx().clone());
        let work = move || {
            let count = std::cell::Cell::new(0);
            let read = |key: &MachineKey| {
                if stopped.load(Ordering::Relaxed) {
                    return Arc::default();
                }
                let snapshots = marked.iter().find(|(other, _)| other == key).map(|(_, snapshots)| &snapshots[..]);
                let known = read_now(&inventory, key, snapshots.unwrap_or_default());
                count.set(count.get() + 1);
                // The dialog may be closed by now.
                sender.send(News::Looked(count.get())).ok();
                ctx.request_repaint();
                Arc::new(known)
            };
            let plan = delete_each(&inventory, &marked, &read);
            if !stopped.load(Ordering::Relaxed) {
                sender.send(News::Planned(Box::new(plan))).ok();
                ctx.request_repaint();
            }
        };
        if let Err(error) = Builder::new().name("review".to_owned()).spawn(work) {
            tracing::error!(%error, "no thread could be started to plan deletions");
        }
        Self { stamp, news, stop, looked: 0, plan: None }
    }
}

impl Drop for Planner {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
