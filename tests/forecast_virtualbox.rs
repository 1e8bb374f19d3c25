//! What is foretold of deletions is what a real VirtualBox does: which files survive, how long they are, what the host's
//! disk gets back, and how much is needed on the way.
//!
//! Needs the testbed of `tests/testbed/virtualbox.sh`:
//!
//! ```sh
//! tests/testbed/virtualbox.sh install
//! SNAPGROVE_TESTBED=~/.cache/snapgrove-testbed cargo test --test forecast_virtualbox -- --ignored --nocapture
//! ```
//!
//! `UPDATE_DOCS=1` writes the results into `docs/forecasts.md`.
#![cfg(target_os = "linux")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod forecast_support;
mod sandbox_support;
mod sandbox_testbed;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use forecast_support::scenario::{Scenario, directed, random};
use forecast_support::{doable, images_below, inventory, key, occupied_below, snapshot};
use sandbox_testbed::Home;
use snapgrove::forecaster::{forecast_now, read_now};
use snapgrove::model::{Inventory, MachineKey, SnapshotId};
use snapgrove::plan::{Certainty, Forecast, delete, foresee};

/// What file systems need for themselves when a file grows by many pieces.
const NOISE: i64 = 32 << 10;
/// Between two looks at the folder, this much can come and go.
const POLLING: i64 = 2 << 20;

/// What was foretold of one scenario, and what happened.
struct Outcome {
    scenario: String,
    order: Vec<String>,
    foretold: Forecast,
    at_least: i64,
    freed: i64,
    peak: i64,
    lengths: bool,
    problems: Vec<String>,
}

struct Bench<'a> {
    home: &'a Home,
    scenario: &'a Scenario,
    folder: PathBuf,
}

impl Bench<'_> {
    fn look(&self) -> (std::sync::Arc<Inventory>, MachineKey) {
        let now = inventory(self.home.hypervisor());
        let key = key(&now, &self.scenario.name);
        (now, key)
    }

    fn run(&self) -> Outcome {
        let (now, machine) = self.look();
        let marked: Vec<SnapshotId> = self.scenario.marked.iter().map(|name| snapshot(&now, &machine, name)).collect();
        let sets: Vec<Vec<SnapshotId>> =
            if self.scenario.one_by_one { marked.iter().map(|one| vec![*one]).collect() } else { vec![marked] };
        let mut whole: Option<Outcome> = None;
        for set in sets {
            let next = self.delete(&set);
            whole = Some(match whole {
                None => next,
                Some(before) => before.then(next),
            });
        }
        whole.unwrap()
    }

    /// Deletes a set as planned.
    fn delete(&self, marked: &[SnapshotId]) -> Outcome {
        let (now, machine) = self.look();
        let answer = forecast_now(&now, &machine, marked);
        let order = doable(&answer.plan);
        let known = read_now(&now, &machine, marked);
        let maps = delete(&now, &machine, marked, &known.without_content());
        let foreseen = foresee(&now, &machine, &order, &known).unwrap();
        let foretold = answer.plan.forecast.clone().unwrap();
        // Files that are open keep the space of what is deleted.
        drop(known);
        let mut expected = images_below(&self.folder);
        for file in &foreseen {
            match file.length {
                Some(length) => {
                    let extents: u64 = extents_of(&expected, &file.path).iter().map(|path| expected[path]).sum();
                    let only = expected[&*file.path];
                    expected.insert(file.path.to_path_buf(), only + length.0 - extents);
                }
                None => {
                    for path in extents_of(&expected, &file.path) {
                        expected.remove(&path);
                    }
                }
            }
        }
        let before = occupied_below(&self.folder);
        let (names, peak) = self.carry_out(&now, &machine, &order);
        let freed = i64::try_from(before).unwrap() - i64::try_from(occupied_below(&self.folder)).unwrap();
        let mut problems = Vec::new();
        let lengths = same_lengths(&expected, &images_below(&self.folder), &mut problems);
        if foretold.certainty != Certainty::Exact {
            problems.push(format!("it is not exact: {:?}", foretold.certainty));
        }
        let at_least = maps.forecast.map_or(0, |forecast| forecast.frees);
        Outcome {
            scenario: self.scenario.what.clone(),
            order: names,
            foretold,
            at_least,
            freed,
            peak,
            lengths,
            problems,
        }
    }

    /// Deletes in this order, and looks how much the folder takes meanwhile. Returns the names and the highest.
    fn carry_out(&self, now: &Inventory, machine: &MachineKey, order: &[SnapshotId]) -> (Vec<String>, i64) {
        let tree = &now.machine(machine).unwrap().1.machine().unwrap().tree;
        let folder = &self.folder;
        let before = occupied_below(folder);
        let (done, highest) = (AtomicBool::new(false), AtomicU64::new(before));
        let mut names = Vec::new();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    highest.fetch_max(occupied_below(folder), Ordering::Relaxed);
                    std::thread::sleep(std::time::Duration::from_micros(500));
                }
            });
            for id in order {
                names.push(tree.get(tree.find(*id).unwrap()).name.clone());
                // It takes lengths from when it last looked.
                self.home.run(&["list", "hdds"]);
                let output = self.home.run(&["snapshot", &self.scenario.name, "delete", &id.to_string()]);
                if !output.status.success() {
                    done.store(true, Ordering::Relaxed);
                    panic!("{}: {}", self.scenario.what, String::from_utf8_lossy(&output.stderr));
                }
            }
            done.store(true, Ordering::Relaxed);
        });
        (names, i64::try_from(highest.into_inner() - before).unwrap())
    }
}

impl Outcome {
    fn then(mut self, next: Self) -> Self {
        self.peak = self.peak.max(next.peak - self.freed);
        self.foretold = self.foretold.then(&next.foretold);
        self.order.extend(next.order);
        self.at_least += next.at_least;
        self.freed += next.freed;
        self.lengths &= next.lengths;
        self.problems.extend(next.problems);
        self
    }

    fn check(&mut self) {
        let difference = self.freed - self.foretold.frees;
        if difference.abs() > NOISE {
            self.problems.push(format!("freed {}, foretold {}", self.freed, self.foretold.frees));
        }
        let needs = i64::try_from(self.foretold.needs.0).unwrap();
        if self.peak > needs + POLLING {
            self.problems.push(format!("needed {}, foretold {needs}", self.peak));
        }
        if self.at_least > self.foretold.frees {
            self.problems.push(format!("the maps promised {}", self.at_least));
        }
    }

    fn row(&self) -> String {
        let forecast = &self.foretold;
        let mib = |bytes: u64| bytes.div_ceil(1 << 20);
        format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {}/{} | {} |",
            self.scenario,
            self.order.join(", "),
            forecast.frees,
            self.freed,
            self.freed - forecast.frees,
            if self.lengths { "yes" } else { "NO" },
            self.at_least,
            forecast.needs.0,
            self.peak,
            mib(forecast.reads.0),
            mib(forecast.writes.0),
            forecast.insists.0,
        )
    }
}

/// The file itself and, if it is a descriptor, the files it consists of.
fn extents_of(files: &BTreeMap<PathBuf, u64>, path: &Path) -> Vec<PathBuf> {
    let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
    let is_part = |other: &&PathBuf| {
        let name = other.file_stem().unwrap().to_string_lossy().into_owned();
        let number = name.strip_prefix(&stem).and_then(|rest| rest.strip_prefix("-s"));
        *other == path || (other.parent() == path.parent() && number.is_some_and(|rest| rest.parse::<u32>().is_ok()))
    };
    files.keys().filter(is_part).cloned().collect()
}

/// To the byte, but for the text in the descriptor of a VMDK image of several files, of which only the sum is foretold.
fn same_lengths(
    expected: &BTreeMap<PathBuf, u64>,
    actual: &BTreeMap<PathBuf, u64>,
    problems: &mut Vec<String>,
) -> bool {
    let names = |files: &BTreeMap<PathBuf, u64>| files.keys().cloned().collect::<Vec<_>>();
    if names(expected) != names(actual) {
        problems.push(format!("these files were foretold: {expected:#?}, and these are there: {actual:#?}"));
        return false;
    }
    let is_split = expected.keys().any(|path| path.to_string_lossy().ends_with("-s001.vmdk"));
    let (one, two): (u64, u64) = (expected.values().sum(), actual.values().sum());
    let same = if is_split { one.abs_diff(two) <= 64 } else { expected == actual };
    if !same {
        problems.push(format!("lengths foretold: {expected:#?}, actual: {actual:#?}"));
    }
    same
}

fn punch(home: &Home, scenario: &Scenario) {
    if let Some((start, length)) = scenario.holes {
        let path = home.machines().join(&scenario.name).join("d0.vdi");
        let file = fs::OpenOptions::new().write(true).open(path).unwrap();
        let flags = rustix::fs::FallocateFlags::PUNCH_HOLE | rustix::fs::FallocateFlags::KEEP_SIZE;
        rustix::fs::fallocate(&file, flags, start, length).unwrap();
    }
}

#[test]
#[ignore = "needs the testbed"]
fn virtualbox_does_what_is_foretold() {
    let mut scenarios = directed();
    let chances = std::env::var("SNAPGROVE_CHANCES").map_or(24, |text| text.parse().unwrap());
    let seed: u64 = std::env::var("SNAPGROVE_SEED").map_or(1, |text| text.parse().unwrap());
    scenarios.extend(random(scenarios.len(), seed..seed + chances));
    let mut outcomes = Vec::new();
    // A service that knows many machines is slow.
    for some in scenarios.chunks(20) {
        let home = Home::new();
        let list = home.path().join("scenarios.json");
        let wishes: Vec<_> = some.iter().map(Scenario::wish).collect();
        fs::write(&list, serde_json::to_string(&wishes).unwrap()).unwrap();
        let machines = include_str!("testbed/machines.py").split("\nif __name__").next().unwrap();
        home.python(&[machines, include_str!("testbed/scenarios.py")].concat(), &[home.path(), &list]);
        for scenario in some {
            punch(&home, scenario);
            let folder = home.machines().join(&scenario.name);
            let mut outcome = Bench { home: &home, scenario, folder }.run();
            outcome.check();
            println!("{}", outcome.row());
            outcomes.push(outcome);
        }
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        write_table(&outcomes);
    }
    let failed: Vec<String> = outcomes
        .iter()
        .filter(|outcome| !outcome.problems.is_empty())
        .map(|outcome| format!("{}: {}", outcome.scenario, outcome.problems.join("; ")))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn write_table(outcomes: &[Outcome]) {
    const START: &str = "<!-- results -->\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/forecasts.md");
    let text = fs::read_to_string(path).unwrap();
    let (head, _) = text.split_once(START).unwrap();
    let mut table = String::from(
        "| scenario | deleted, in order | frees, foretold | freed | difference | lengths to the byte | maps alone: at least \
         | needs, foretold | needed, seen | MiB read/written, foretold | VirtualBox insists on |\n\
         |---|---|---:|---:|---:|---|---:|---:|---:|---:|---:|\n",
    );
    for outcome in outcomes {
        writeln!(table, "{}", outcome.row()).unwrap();
    }
    fs::write(path, format!("{head}{START}\n{table}")).unwrap();
}
