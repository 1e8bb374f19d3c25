//! Answers about deletions come in the background, in stages, and the newest question counts.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod forecast_support;
mod sandbox_support;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use chrono::Utc;
use forecast_support::{inventory, key};
use sandbox_support::{MIB, quick_folder};
use snapgrove::forecaster::{Answer, Forecaster, Question, Slot, Stage, forecast_now};
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox, Usage};
use snapgrove::model::{Inventory, MachineKey, SnapshotId};
use snapgrove::plan::Certainty;

struct Practice {
    folder: tempfile::TempDir,
    sandbox: Arc<Sandbox>,
    snapshots: Vec<SnapshotId>,
    now: Arc<Inventory>,
    key: MachineKey,
}

/// A machine with four snapshots that overlap.
fn practice() -> Practice {
    let folder = quick_folder();
    let sandbox = Arc::new(Sandbox::open(folder.path()).unwrap());
    let machine = sandbox.create_machine(&NewMachine::small("m", 64 * MIB), Utc::now()).unwrap();
    let mut snapshots = Vec::new();
    for seed in 0..5 {
        sandbox.simulate_use(machine, &Usage { disk: 0, bytes: 8 * MIB, within: 24 * MIB, seed }).unwrap();
        if seed < 4 {
            let name = format!("s{seed}");
            let new = NewSnapshot { name, description: String::new(), taken_at: Utc::now() };
            snapshots.push(sandbox.take(machine, &new).unwrap());
        }
    }
    let now = inventory(sandbox.clone());
    let key = key(&now, "m");
    Practice { folder, sandbox, snapshots, now, key }
}

fn started() -> (Forecaster, Receiver<()>) {
    let (sender, news) = channel();
    let forecaster = Forecaster::start(move || {
        // Nobody listens any more when a test ends.
        let _ = sender.send(());
    });
    (forecaster.unwrap(), news)
}

fn finished(forecaster: &Forecaster, news: &Receiver<()>, slot: Slot, marked: &[SnapshotId]) -> Arc<Answer> {
    loop {
        if let Some(answer) = forecaster.answer(slot) {
            assert_eq!(answer.marked, marked, "an answer to another question");
            if answer.stage == Stage::Exact {
                return answer;
            }
        }
        news.recv_timeout(Duration::from_mins(1)).unwrap();
    }
}

#[test]
fn answers_come_in_stages_and_are_the_same_as_at_once() {
    let practice = practice();
    let (forecaster, news) = started();
    let marked = vec![practice.snapshots[1]];
    let question =
        Question { slot: Slot::Selection, inventory: practice.now.clone(), machine: practice.key.clone(), marked };
    forecaster.ask(question.clone());
    let answer = finished(&forecaster, &news, Slot::Selection, &question.marked);
    let at_once = forecast_now(&practice.now, &practice.key, &question.marked);
    assert_eq!((&answer.plan.steps, &answer.disks), (&at_once.plan.steps, &at_once.disks));
    let forecast = answer.plan.forecast.as_ref().unwrap();
    assert!(forecast.frees > 0 && answer.duration.is_some());
    assert!(matches!(forecast.certainty, Certainty::Exact | Certainty::Estimate(_)), "{forecast:?}");

    // One disk: what was written again later goes, the rest is still needed.
    let [disk] = &answer.disks[..] else { panic!("one disk: {:?}", answer.disks) };
    assert_eq!(disk.occupied, disk.rewritten + disk.needed);
    assert!(disk.needed.0 > 0 && disk.needed.0.is_multiple_of(MIB), "{disk:?}");

    // The same question about the same inventory is answered already.
    while news.try_recv().is_ok() {}
    forecaster.ask(question);
    assert!(news.recv_timeout(Duration::from_millis(50)).is_err());
    forecaster.forget(Slot::Selection);
    assert!(forecaster.answer(Slot::Selection).is_none());
}

#[test]
fn the_newest_question_of_a_slot_counts() {
    let practice = practice();
    let (forecaster, news) = started();
    let slots = [Slot::Selection, Slot::Marked, Slot::Review, Slot::Other(3)];
    let mut last = Vec::new();
    for round in 0..40 {
        for (slot, position) in slots.into_iter().zip(0..) {
            let first = (round + position) % practice.snapshots.len();
            let marked: Vec<SnapshotId> = practice.snapshots[first..].to_vec();
            last.push((slot, marked.clone()));
            let (inventory, machine) = (practice.now.clone(), practice.key.clone());
            forecaster.ask(Question { slot, inventory, machine, marked });
        }
    }
    for (slot, marked) in last.split_off(last.len() - slots.len()) {
        let answer = finished(&forecaster, &news, slot, &marked);
        let at_once = forecast_now(&practice.now, &practice.key, &marked);
        assert_eq!(answer.plan.steps, at_once.plan.steps);
    }
}

#[test]
fn a_change_of_files_changes_the_answer() {
    let practice = practice();
    let (forecaster, news) = started();
    let marked = vec![practice.snapshots[2], practice.snapshots[3]];
    let ask = |inventory: Arc<Inventory>| {
        let (machine, marked) = (practice.key.clone(), marked.clone());
        forecaster.ask(Question { slot: Slot::Marked, inventory, machine, marked });
    };
    ask(practice.now.clone());
    let before = finished(&forecaster, &news, Slot::Marked, &marked);
    let usage = Usage { disk: 0, bytes: 20 * MIB, within: 64 * MIB, seed: 77 };
    practice.sandbox.simulate_use(practice.key.machine, &usage).unwrap();
    ask(inventory(practice.sandbox.clone()));
    // The old answer stays until the new one is as good.
    loop {
        let answer = forecaster.answer(Slot::Marked).unwrap();
        assert_eq!(answer.stage, Stage::Exact);
        if answer.plan.forecast != before.plan.forecast {
            break;
        }
        news.recv_timeout(Duration::from_mins(1)).unwrap();
    }
}

/// Space of a deleted file comes back only when nobody has it open.
#[cfg(target_os = "linux")]
#[test]
fn no_image_stays_open() {
    let practice = practice();
    let (forecaster, news) = started();
    let (slot, marked) = (Slot::Review, practice.snapshots.clone());
    let question =
        Question { slot, inventory: practice.now.clone(), machine: practice.key.clone(), marked: marked.clone() };
    forecaster.ask(question);
    finished(&forecaster, &news, slot, &marked);
    let folder = practice.folder.path().canonicalize().unwrap();
    let open = std::fs::read_dir("/proc/self/fd").unwrap().filter_map(|one| std::fs::read_link(one.ok()?.path()).ok());
    let images: Vec<_> = open.filter(|path| path.starts_with(&folder)).collect();
    assert!(images.is_empty(), "{images:?}");
}
