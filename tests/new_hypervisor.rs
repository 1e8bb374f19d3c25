//! A hypervisor that was written by the recipe in ARCHITECTURE.md, and by nothing else, goes through reading, plans, jobs
//! and the window as the others do.
#![expect(clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod example_hypervisor;
mod jobs_support;

use std::sync::Arc;

use example_hypervisor::{Notebook, Page};
use jobs_support::{failure, key, named, names, run, snapshot, start};
use snapgrove::hypervisor::{Hypervisor, Reader, ReaderSettings, Scan};
use snapgrove::jobs::StepResult;
use snapgrove::model::{CloneExtent, Inventory, MachineId, MachineKey, MachineState, ProblemKind};
use snapgrove::plan::{self, KnownImages, Plan, RestoreOptions, SnapshotChange};
use tempfile::TempDir;
use uuid::Uuid;

struct World {
    notebook: Arc<Notebook>,
    folder: TempDir,
    data: TempDir,
}

impl World {
    fn new() -> Self {
        let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let notebook = Arc::new(Notebook::open(folder.path()));
        notebook.put(&page("shop", false)).unwrap();
        notebook.put(&page("wiki", true)).unwrap();
        Self { notebook, folder, data }
    }

    fn inventory(&self) -> Arc<Inventory> {
        let mut scan = Scan::new(vec![self.notebook.clone()]);
        scan.list();
        scan.read_waiting(&mut |_| {});
        scan.measure_files();
        scan.inventory()
    }

    /// Plans with what is there now, carries it out, and expects that all went well.
    fn does(&self, plan: impl Fn(&Inventory, &MachineKey) -> Plan) {
        let hypervisor: Arc<dyn Hypervisor> = self.notebook.clone();
        let machine = named(&*self.notebook, "shop");
        let plan = plan(&self.inventory(), &key(&*self.notebook, machine.id));
        assert!(plan.is_clear(), "{plan:#?}");
        let summary = run(&start(&hypervisor, self.data.path()), plan);
        assert!(summary.is_success(), "{}", summary.words());
    }
}

fn page(name: &str, runs: bool) -> Page {
    let id = MachineId(Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()));
    Page { id, name: name.to_owned(), runs, memory_mib: 1024, current: None, snapshots: Vec::new() }
}

fn take(name: &str) -> impl Fn(&Inventory, &MachineKey) -> Plan {
    move |inventory, machine| plan::take(inventory, machine, name, "about it", None)
}

#[test]
fn its_machines_are_read_and_one_that_is_damaged_hides_no_other() {
    let world = World::new();
    std::fs::write(world.folder.path().join("torn.json"), "{\"id\": ").unwrap();
    let inventory = world.inventory();
    let machines: Vec<_> = inventory.machines().map(|(_, machine)| machine).collect();
    assert_eq!(machines.iter().map(|machine| machine.name()).collect::<Vec<_>>(), ["shop", "torn", "wiki"]);
    let problem = machines[1].problem().unwrap();
    assert_eq!(problem.kind, ProblemKind::Damaged);
    assert!(machines[0].machine().is_some() && machines[2].machine().is_some());
}

#[test]
fn all_that_it_can_do_is_planned_carried_out_and_verified() {
    let world = World::new();
    world.does(take("one"));
    world.notebook.put(&Page { memory_mib: 4096, ..stored(&world) }).unwrap();
    world.does(take("two"));
    world.does(take("three"));
    let shop = named(&*world.notebook, "shop");
    let (one, two) = (snapshot(&shop, "one"), snapshot(&shop, "two"));
    world.does(|inventory, machine| {
        let change = SnapshotChange { snapshot: two, name: Some("second".to_owned()), description: None };
        plan::edit(inventory, machine, &[change], None)
    });
    world.does(|inventory, machine| {
        let options = RestoreOptions { keep_current_as: None, start_again: false };
        plan::restore(inventory, machine, one, &options)
    });
    assert_eq!(stored(&world).memory_mib, 1024, "the settings came back");
    world.does(|inventory, machine| plan::delete(inventory, machine, &[two], &KnownImages::default()));
    let shop = named(&*world.notebook, "shop");
    assert_eq!(names(&shop), ["one", "three"]);
    assert_eq!(shop.tree.parent(shop.tree.find(snapshot(&shop, "three")).unwrap()), shop.tree.find(one));
}

#[test]
fn what_it_cannot_do_is_refused_before_anything_begins() {
    let world = World::new();
    world.does(take("one"));
    let shop = named(&*world.notebook, "shop");
    let key = key(&*world.notebook, shop.id);
    let names = ["shop 2".to_owned()];
    let clone =
        plan::clone_machine(&world.inventory(), &key, CloneExtent::CurrentState, &names, &KnownImages::default());
    assert!(!clone.is_clear());
    let hypervisor: Arc<dyn Hypervisor> = world.notebook.clone();
    let summary = run(&start(&hypervisor, world.data.path()), clone);
    assert!(!summary.is_success());
    assert_eq!(named(&*world.notebook, "shop").tree.len(), 1);
}

#[test]
fn a_machine_that_changed_since_the_plan_was_made_is_left_alone() {
    let world = World::new();
    world.does(take("one"));
    let shop = named(&*world.notebook, "shop");
    let key = key(&*world.notebook, shop.id);
    let delete = plan::delete(&world.inventory(), &key, &[snapshot(&shop, "one")], &KnownImages::default());
    // Meanwhile somebody else renames the snapshot.
    let mut changed = stored(&world);
    changed.snapshots[0].name = "precious".to_owned();
    world.notebook.put(&changed).unwrap();
    let hypervisor: Arc<dyn Hypervisor> = world.notebook.clone();
    let summary = run(&start(&hypervisor, world.data.path()), delete);
    assert!(matches!(summary.steps[0].result, StepResult::Failed { .. }));
    assert!(failure(&summary, 0).0.contains("precious"), "{summary:#?}");
    assert_eq!(names(&named(&*world.notebook, "shop")), ["precious"]);
}

#[test]
fn the_reader_sees_what_others_change_and_which_machines_run() {
    let world = World::new();
    let (sender, news) = std::sync::mpsc::channel();
    let publish = move |inventory: Arc<Inventory>| drop(sender.send(inventory));
    let _reader = Reader::start(vec![world.notebook.clone()], ReaderSettings::default(), publish).unwrap();
    let until = |what: &str, holds: &dyn Fn(&Inventory) -> bool| {
        loop {
            let inventory = news.recv_timeout(jobs_support::PATIENCE).unwrap_or_else(|_| panic!("waited for {what}"));
            if holds(&inventory) {
                break;
            }
        }
    };
    let state = |inventory: &Inventory, name: &str| {
        inventory.machines().find(|(_, machine)| machine.name() == name).and_then(|(_, machine)| machine.state)
    };
    until("the states", &|inventory| state(inventory, "wiki") == Some(MachineState::Running));
    world.notebook.put(&page("new", false)).unwrap();
    until("a new machine", &|inventory| state(inventory, "new") == Some(MachineState::PoweredOff));
}

/// The page as it stands in the file.
fn stored(world: &World) -> Page {
    serde_json::from_slice(&std::fs::read(world.folder.path().join("shop.json")).unwrap()).unwrap()
}
