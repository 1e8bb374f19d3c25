//! What is foretold of clones is what a real VirtualBox takes for them: never less, and of one state not much more.
//!
//! Needs the testbed of `tests/testbed/virtualbox.sh`:
//!
//! ```sh
//! tests/testbed/virtualbox.sh install
//! SNAPGROVE_TESTBED=~/.cache/snapgrove-testbed cargo test --test clone_virtualbox -- --ignored --nocapture
//! ```
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod forecast_support;
mod sandbox_support;
mod sandbox_testbed;

use std::fs;

use forecast_support::scenario::{Scenario, directed, random};
use forecast_support::{inventory, key, occupied_below, snapshot};
use sandbox_testbed::Home;
use snapgrove::forecaster::read_copied_now;
use snapgrove::model::{CloneExtent, Inventory, MachineKey};
use snapgrove::plan::{KnownImages, clone_machine};

/// What file systems need for themselves, and what VirtualBox pads tables with.
const NOISE: u64 = 64 << 10;

/// A fixed image needs so much more, which only its map tells.
const FIXED: u64 = 2 << 20;

/// What was foretold of one clone, in bytes, and what it takes.
struct Outcome {
    what: String,
    /// With the maps.
    foretold: u64,
    /// Without them.
    blind: u64,
    taken: u64,
}

fn foretold(now: &Inventory, key: &MachineKey, extent: CloneExtent, known: &KnownImages) -> u64 {
    let plan = clone_machine(now, key, extent, &["copy of it".to_owned()], known);
    plan.forecast.unwrap().needs.0
}

fn clone(home: &Home, scenario: &Scenario, extent: CloneExtent) -> Option<Outcome> {
    let now = inventory(home.hypervisor());
    let key = key(&now, &scenario.name);
    let known = read_copied_now(&now, &key, extent);
    let with_maps = foretold(&now, &key, extent, &known);
    let blind = foretold(&now, &key, extent, &KnownImages::default());
    let kind = match extent {
        CloneExtent::CurrentState => "current state",
        CloneExtent::Snapshot(_) => "snapshot",
        CloneExtent::Everything => "everything",
        CloneExtent::Linked(_) => "linked",
    };
    let name = format!("{} {kind}", scenario.name);
    let machines = home.machines();
    let mut arguments = vec!["clonevm".to_owned(), scenario.name.clone(), format!("--name={name}")];
    arguments.push(format!("--basefolder={}", machines.display()));
    match extent {
        CloneExtent::CurrentState => arguments.push("--mode=machine".to_owned()),
        CloneExtent::Everything => arguments.push("--mode=all".to_owned()),
        CloneExtent::Snapshot(id) => arguments.extend([format!("--snapshot={id}"), "--mode=machine".to_owned()]),
        CloneExtent::Linked(id) => arguments.extend([format!("--snapshot={id}"), "--options=link".to_owned()]),
    }
    let before = occupied_below(&machines);
    let output = home.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    if !output.status.success() {
        println!("{}, {kind}: not made: {}", scenario.what, String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let taken = occupied_below(&machines) - before;
    // Difference images of a linked clone are listed by its origin: it has to go again by VirtualBox itself.
    home.must(&["registervm", machines.join(&name).join(format!("{name}.vbox")).to_str().unwrap()]);
    // One that shares a write-through disk cannot be deleted whole.
    home.run(&["unregistervm", &name, "--delete"]);
    let what = format!("{}, {kind}", scenario.what);
    Some(Outcome { what, foretold: with_maps, blind, taken })
}

#[test]
#[ignore = "needs the testbed"]
fn clones_take_what_is_foretold() {
    let mut scenarios = directed();
    scenarios.extend(random(scenarios.len(), 1..9));
    let mut failed = Vec::new();
    let (mut made, mut all_foretold, mut all_taken) = (0, 0, 0);
    // A service that knows many machines is slow.
    for some in scenarios.chunks(20) {
        let home = Home::new();
        let list = home.path().join("scenarios.json");
        let wishes: Vec<_> = some.iter().map(Scenario::wish).collect();
        fs::write(&list, serde_json::to_string(&wishes).unwrap()).unwrap();
        let machines = include_str!("testbed/machines.py").split("\nif __name__").next().unwrap();
        home.python(&[machines, include_str!("testbed/scenarios.py")].concat(), &[home.path(), &list]);
        for scenario in some {
            let now = inventory(home.hypervisor());
            let first = snapshot(&now, &key(&now, &scenario.name), &scenario.marked[0]);
            let extents = [CloneExtent::CurrentState, CloneExtent::Snapshot(first), CloneExtent::Everything];
            for extent in extents.into_iter().chain([CloneExtent::Linked(first)]) {
                // VirtualBox does not make all clones of machines that were built to be difficult.
                let Some(outcome) = clone(&home, scenario, extent) else { continue };
                made += 1;
                println!(
                    "{}: foretold {}, without maps {}, taken {}",
                    outcome.what, outcome.foretold, outcome.blind, outcome.taken
                );
                if outcome.taken > outcome.foretold + NOISE || outcome.foretold > outcome.blind + FIXED {
                    failed.push(format!(
                        "{}: foretold {}, blind {}, taken {}",
                        outcome.what, outcome.foretold, outcome.blind, outcome.taken
                    ));
                }
                all_foretold += outcome.foretold;
                all_taken += outcome.taken;
            }
        }
    }
    assert!(made > 150, "only {made} clones were made");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(all_foretold < all_taken * 3 / 2, "foretold {all_foretold}, taken {all_taken}");
}
