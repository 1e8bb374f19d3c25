//! Each check of machines, snapshots and disks finds what it is for, and is silent one step before.

mod health_support;

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use health_support::{MIB, Practice, assert_none, days_ago, find, now, of_kind, patient, plain, the_only};
use snapgrove::health::{
    Collected, DiskFacts, DiskOutlook, Evidence, FileSystemKind, FindingKind, InterruptedStep, NameConvention,
    NameRules, Remedy, Severity, Surroundings, Thresholds, Uncovered, Unfinished, inspect,
};
use snapgrove::hypervisor::sandbox::DiskWrite;
use snapgrove::model::{Bytes, CloneExtent, HostDisk, ImageMode, Inventory};

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let (practice, machine) = Practice::with_machine("web");
    practice.take(machine, "before the update");
    assert_eq!(practice.find(&patient()), []);
}

#[test]
fn a_chain_is_deep_from_ten_images_and_seriously_from_thirty() {
    let (practice, machine) = Practice::with_machine("web");
    let deep = |practice: &Practice| of_kind(&practice.find(&patient()), FindingKind::DeepChain).len();
    for number in 1..=8 {
        practice.take(machine, &format!("s{number}"));
    }
    assert_eq!(deep(&practice), 0, "9 images");
    practice.take(machine, "s9");
    let finding = the_only(&practice.find(&patient()), FindingKind::DeepChain);
    assert_eq!(
        (finding.severity, finding.evidence.clone()),
        (Severity::Moderate, Evidence::DeepChain { images: 10, levels: 9 })
    );
    assert!(finding.what().contains("10 images") && finding.what().contains("300"), "{}", finding.what());
    for number in 10..=28 {
        practice.take(machine, &format!("s{number}"));
    }
    assert_eq!(the_only(&practice.find(&patient()), FindingKind::DeepChain).severity, Severity::Moderate);
    practice.take(machine, "s29");
    assert_eq!(the_only(&practice.find(&patient()), FindingKind::DeepChain).severity, Severity::Serious);
}

#[test]
fn a_large_snapshot_is_told_with_its_size() {
    let (practice, machine) = Practice::with_machine("web");
    practice.write(machine, 0..6);
    practice.take(machine, "base");
    practice.write(machine, 6..8);
    let large = practice.take(machine, "large");
    let inventory = practice.inventory();
    let (_, listed) = inventory.machines().next().unwrap();
    let size = listed.usage.snapshot(listed.machine().unwrap().tree.find(large).unwrap());
    assert!(size.0 > 2 * MIB);
    // The base image, larger than that, is not the first snapshot's to give back.
    let at = |bytes| Thresholds { large_snapshot: Bytes(bytes), ..patient() };
    assert_none(&find(&inventory, &plain(), &at(size.0 + 1)), FindingKind::LargeSnapshot);
    let finding = the_only(&find(&inventory, &plain(), &at(size.0)), FindingKind::LargeSnapshot);
    assert_eq!(finding.snapshot(), Some(large));
    assert_eq!(
        finding.remedy(),
        Some(Remedy::ReviewDeletion { machine: practice.key(machine), snapshots: vec![large] })
    );
}

#[test]
fn old_snapshots_are_told_together() {
    let (practice, machine) = Practice::with_machine("web");
    let older = practice.take_at(machine, "older", days_ago(200));
    let old = practice.take_at(machine, "old", days_ago(180));
    practice.take_at(machine, "young", days_ago(179));
    let findings = practice.find(&patient());
    let finding = the_only(&findings, FindingKind::OldSnapshot);
    assert_eq!(finding.snapshots.iter().map(|snapshot| snapshot.id).collect::<Vec<_>>(), [older, old]);
    assert!(finding.concerns(&practice.key(machine), old) && finding.snapshot().is_none());
    assert!(finding.what().contains("2 snapshots of “web” are old"), "{}", finding.what());
    assert_none(&findings, FindingKind::ChainOnOldSnapshot);
}

#[test]
fn a_chain_rests_on_a_snapshot_of_a_year() {
    for (days, told) in [(364, false), (365, true)] {
        let (practice, machine) = Practice::with_machine("web");
        let root = practice.take_at(machine, "root", days_ago(days));
        // One alone is only an old snapshot.
        assert_none(&practice.find(&patient()), FindingKind::ChainOnOldSnapshot);
        practice.take_at(machine, "today", now());
        let findings = practice.find(&patient());
        let found = of_kind(&findings, FindingKind::ChainOnOldSnapshot);
        assert_eq!(found.len(), usize::from(told), "{days} days");
        assert!(found.iter().all(|finding| finding.snapshot() == Some(root)));
    }
}

#[test]
fn the_current_state_is_far_by_what_was_written_or_by_time() {
    let (practice, machine) = Practice::with_machine("web");
    practice.take_at(machine, "start", days_ago(60));
    let unmodified = practice.find(&patient());
    assert_none(&unmodified, FindingKind::FarFromSnapshot);
    practice.write(machine, 0..3);
    let by_time = the_only(&practice.find(&patient()), FindingKind::FarFromSnapshot);
    assert_eq!(
        (by_time.severity, by_time.remedy()),
        (Severity::Info, Some(Remedy::TakeSnapshot(practice.key(machine))))
    );
    let inventory = practice.inventory();
    let written = inventory.machines().next().unwrap().1.usage.current;
    let far = |days, bytes| Thresholds { far_days: days, far_written: Bytes(bytes), ..patient() };
    assert_none(&find(&inventory, &plain(), &far(61, written.0 + 1)), FindingKind::FarFromSnapshot);
    let severity =
        |days, bytes| the_only(&find(&inventory, &plain(), &far(days, bytes)), FindingKind::FarFromSnapshot).severity;
    assert_eq!(severity(61, written.0), Severity::Info);
    assert_eq!(severity(60, written.0), Severity::Moderate);
}

fn with_disk(inventory: &Inventory, free: u64, size: u64) -> Inventory {
    let path = std::path::Path::new("/").into();
    Inventory {
        host_disks: vec![HostDisk { path, free: Bytes(free), size: Bytes(size), device: 0 }],
        ..inventory.clone()
    }
}

#[test]
fn free_space_is_low_absolutely_or_relatively() {
    const GB: u64 = 1_000_000_000;
    let (practice, _) = Practice::with_machine("web");
    let inventory = practice.inventory();
    let severity = |free, size| {
        let found = find(&with_disk(&inventory, free, size), &plain(), &Thresholds::default());
        of_kind(&found, FindingKind::LowFreeSpace).first().map(|finding| finding.severity)
    };
    for (free, size, expected) in [
        (20 * GB, 100 * GB, None),
        (20 * GB - 1, 100 * GB, Some(Severity::Moderate)),
        (5 * GB, 100 * GB, Some(Severity::Moderate)),
        (5 * GB - 1, 100 * GB, Some(Severity::Serious)),
        (100 * GB, 2_000 * GB, None),
        (100 * GB - 1, 2_000 * GB, Some(Severity::Moderate)),
        (20 * GB - 1, 2_000 * GB, Some(Severity::Serious)),
    ] {
        assert_eq!(severity(free, size), expected, "{free} of {size}");
    }
}

#[test]
fn maps_know_better_than_the_upper_bound_what_deleting_needs() {
    let (practice, machine) = Practice::with_machine("web");
    practice.write(machine, 0..3);
    practice.take(machine, "root");
    // The same blocks again with other content: they go where the base image has its own.
    for block in 0..3 {
        let content = vec![9; usize::try_from(MIB).unwrap()];
        practice.sandbox.write(machine, &[DiskWrite { disk: 0, offset: block * MIB, content }]).unwrap();
    }
    practice.take(machine, "last");
    let inventory = with_disk(&practice.inventory(), 2 * MIB, 1 << 40);
    let mut surroundings = plain();
    let found = find(&inventory, &surroundings, &patient());
    the_only(&found, FindingKind::NoRoomToDelete);
    surroundings.deletion_needs = snapgrove::inspector::deletion_needs(&inventory, &found);
    assert_eq!(surroundings.deletion_needs.len(), 1);
    let found = find(&inventory, &surroundings, &patient());
    assert!(of_kind(&found, FindingKind::NoRoomToDelete).is_empty(), "{found:?}");
}

#[test]
fn a_snapshot_can_no_longer_be_deleted() {
    let (practice, machine) = Practice::with_machine("web");
    practice.take(machine, "root");
    practice.write(machine, 0..3);
    let middle = practice.take(machine, "middle");
    practice.write(machine, 3..4);
    practice.take(machine, "last");
    let inventory = practice.inventory();
    let read = inventory.machines().next().unwrap().1.machine().unwrap().clone();
    let occupied = |name: &str| {
        let (_, snapshot) = read.tree.iter().find(|(_, snapshot)| snapshot.name == name).unwrap();
        let (_, image) = snapshot.hardware.disks().next().unwrap();
        inventory.connections[0].images.image(image).unwrap().occupied().0
    };
    // “root” takes its child in, which is 3 MiB; “middle” is larger than its child, which is 1 MiB.
    let (of_root, of_middle) = (occupied("middle"), occupied("last"));
    assert!(of_root > of_middle);
    let told = |free| {
        let found = find(&with_disk(&inventory, free, 1 << 40), &plain(), &patient());
        of_kind(&found, FindingKind::NoRoomToDelete)
            .first()
            .map(|finding| finding.snapshots.iter().map(|snapshot| snapshot.name.clone()).collect::<Vec<_>>())
    };
    assert_eq!(told(of_root), None);
    assert_eq!(told(of_root - 1), Some(vec!["root".to_owned()]));
    assert_eq!(told(of_middle - 1), Some(vec!["root".to_owned(), "middle".to_owned()]));
    // A forecast knows better than the upper bound.
    let mut surroundings = plain();
    surroundings.deletion_needs.insert((practice.key(machine), middle), Bytes(of_root + 1));
    let found = find(&with_disk(&inventory, of_root, 1 << 40), &surroundings, &patient());
    let finding = the_only(&found, FindingKind::NoRoomToDelete);
    assert_eq!((finding.snapshot(), finding.severity), (Some(middle), Severity::Serious));
    assert!(finding.what().contains("“middle” of “web” can no longer be deleted"), "{}", finding.what());
}

#[test]
fn a_disk_will_be_full_within_a_month_or_a_week() {
    let (practice, _) = Practice::with_machine("web");
    let inventory = practice.inventory();
    let severity = |days| {
        let full_by = now().date_naive() + TimeDelta::days(days);
        let path = std::path::Path::new("/vms").into();
        let outlook = DiskOutlook { path, free: Bytes(5), per_day: Bytes(1), full_by };
        let found = find(&inventory, &Surroundings { outlooks: vec![outlook], ..plain() }, &patient());
        of_kind(&found, FindingKind::FullSoon).first().map(|finding| finding.severity)
    };
    assert_eq!([severity(30), severity(29)], [None, Some(Severity::Moderate)]);
    assert_eq!([severity(7), severity(6)], [Some(Severity::Moderate), Some(Severity::Serious)]);
    assert_eq!(NaiveDate::from_ymd_opt(2026, 6, 1), Some(now().date_naive()));
}

#[test]
fn images_in_use_that_are_missing_damaged_or_exchanged() {
    let kinds = [
        FindingKind::MissingImage,
        FindingKind::UnreadableImage,
        FindingKind::MismatchingImage,
        FindingKind::GoneImage,
    ];
    let break_one = |break_it: &dyn Fn(&std::path::Path, &std::path::Path)| {
        let (practice, machine) = Practice::with_machine("web");
        practice.take(machine, "one");
        practice.take(machine, "two");
        let read = practice.read(machine);
        let find_images =
            |findings: &[_]| kinds.iter().flat_map(|kind| of_kind(findings, *kind)).cloned().collect::<Vec<_>>();
        assert_eq!(find_images(&practice.find(&patient())), []);
        // That of “two”.
        break_it(&read.images[1].path, &read.images[0].path);
        let found = find_images(&practice.find(&patient()));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].snapshots.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["two"]);
        assert_eq!((found[0].severity, found[0].image), (Severity::Serious, Some(read.images[1].id)));
        found[0].kind()
    };
    let write_at = |path: &std::path::Path, offset, bytes: &[u8]| {
        let mut file = fs::File::options().write(true).open(path).unwrap();
        file.seek(SeekFrom::Start(offset)).unwrap();
        file.write_all(bytes).unwrap();
    };
    assert_eq!(break_one(&|image, _| fs::remove_file(image).unwrap()), FindingKind::MissingImage);
    assert_eq!(break_one(&|image, _| write_at(image, 0x40, b"????")), FindingKind::UnreadableImage);
    let folder = |image: &std::path::Path| fs::remove_file(image).and_then(|()| fs::create_dir(image)).unwrap();
    assert_eq!(break_one(&|image, _| folder(image)), FindingKind::UnreadableImage);
    let exchange = |image: &std::path::Path, other: &std::path::Path| assert!(fs::copy(other, image).unwrap() > 0);
    assert_eq!(break_one(&exchange), FindingKind::MismatchingImage);
    // Identity of the parent, in the header of a VDI image.
    assert_eq!(break_one(&|image, _| write_at(image, 0x1A8, &[1; 16])), FindingKind::MismatchingImage);
}

#[test]
fn a_machine_that_cannot_be_read_is_told_and_what_is_unused_is_not() {
    let (practice, machine) = Practice::with_machine("web");
    let other = practice.machine("db", &[ImageMode::Normal]);
    let stray = practice.folder(other).join("stray.vdi");
    fs::copy(practice.current_image(other), &stray).unwrap();
    let settings = practice.settings_file(machine);
    let text = fs::read(&settings).unwrap();
    fs::write(&settings, &text[..text.len() / 2]).unwrap();
    let findings = practice.find(&patient());
    let finding = the_only(&findings, FindingKind::UnreadableMachine);
    assert_eq!((finding.severity, finding.machine_key()), (Severity::Serious, Some(&practice.key(machine))));
    assert!(finding.what().contains("damaged at line"), "{}", finding.what());
    let blind = the_only(&findings, FindingKind::UnusedFilesUnknown);
    assert!(blind.what().contains("“web” cannot be read, and may use any of them"), "{}", blind.what());
    fs::write(&settings, text).unwrap();
    assert_none(&practice.find(&patient()), FindingKind::UnreadableMachine);
}

#[test]
fn disks_that_snapshots_do_not_cover() {
    let practice = Practice::new();
    let modes =
        [ImageMode::Normal, ImageMode::WriteThrough, ImageMode::Shareable, ImageMode::ReadOnly, ImageMode::Immutable];
    let machine = practice.machine("web", &modes);
    let told = |practice: &Practice| {
        let findings = practice.find(&patient());
        let found = of_kind(&findings, FindingKind::UncoveredDisk).into_iter();
        found.map(|finding| (finding.severity, finding.evidence.clone())).collect::<Vec<_>>()
    };
    let expected = |severity, has_snapshots| {
        let modes = [ImageMode::WriteThrough, ImageMode::Shareable, ImageMode::ReadOnly];
        let evidence = modes.map(|mode| Evidence::UncoveredDisk { uncovered: Uncovered::Mode(mode), has_snapshots });
        evidence.map(|evidence| (severity, evidence)).to_vec()
    };
    assert_eq!(told(&practice), expected(Severity::Info, false));
    practice.take(machine, "one");
    assert_eq!(told(&practice), expected(Severity::Moderate, true));
}

#[test]
fn a_current_state_that_would_write_into_its_snapshot() {
    let (practice, machine) = Practice::with_machine("web");
    let base = practice.read(machine).images[0].id;
    let snapshot = practice.take(machine, "one");
    assert_none(&practice.find(&patient()), FindingKind::WritesIntoSnapshot);
    let own = practice.read(machine).current_state.hardware.disks().next().unwrap().1;
    practice.edit(machine, &format!("<Image uuid=\"{{{own}}}\""), &format!("<Image uuid=\"{{{base}}}\""));
    let finding = the_only(&practice.find(&patient()), FindingKind::WritesIntoSnapshot);
    assert_eq!((finding.severity, finding.image), (Severity::Serious, Some(base)));
    assert_eq!(finding.snapshots.iter().map(|one| one.id).collect::<Vec<_>>(), [snapshot]);
}

#[test]
fn a_disk_that_is_a_device_of_the_host() {
    let (practice, machine) = Practice::with_machine("web");
    let read = practice.read(machine);
    let image = read.images[0].clone();
    let describe = |kind: &str, extent: &str| {
        format!(
            "# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\ncreateType=\"{kind}\"\n\nRW 16384 FLAT \"{extent}\" 0\n\nddb.uuid.image=\"{}\"\n",
            image.id
        )
    };
    let described = practice.folder(machine).join("disk.vmdk");
    practice.edit(machine, "format=\"VDI\"", "format=\"VMDK\"");
    practice.edit(machine, "location=\"web.vdi\"", "location=\"disk.vmdk\"");
    fs::rename(&image.path, practice.folder(machine).join("disk-flat.vmdk")).unwrap();
    fs::write(&described, describe("monolithicFlat", "disk-flat.vmdk")).unwrap();
    let findings = practice.find(&patient());
    assert_none(&findings, FindingKind::UncoveredDisk);
    // The file with its content is a part of it, and belongs to it.
    assert_none(&findings, FindingKind::UnregisteredImage);
    assert_none(&findings, FindingKind::UnfinishedWork);
    fs::write(&described, describe("fullDevice", "/dev/sdx")).unwrap();
    let finding = the_only(&practice.find(&patient()), FindingKind::UncoveredDisk);
    let evidence = Evidence::UncoveredDisk { uncovered: Uncovered::HostDevice, has_snapshots: false };
    assert_eq!((finding.evidence, finding.image), (evidence, Some(image.id)));
}

#[test]
fn names_that_tell_too_little() {
    let (practice, machine) = Practice::with_machine("web");
    for name in ["Snapshot 1", "before", "before", "ok: after"] {
        practice.take(machine, name);
    }
    // The Sandbox takes no empty name; VirtualBox does.
    let last = practice.take(machine, "nameless");
    practice.edit(machine, "name=\"nameless\"", "name=\" \"");
    let is_default = |name: &str| name.starts_with("Snapshot ");
    let follows = |name: &str| name.starts_with("ok:");
    let convention = NameConvention { template: "ok: {what}".to_owned(), is_followed_by: &follows };
    let rules = NameRules { is_default: &is_default, convention: Some(convention) };
    let findings = inspect(&practice.inventory(), &plain(), &patient(), &rules);
    let names = |kind| {
        let finding = the_only(&findings, kind);
        finding.snapshots.iter().map(|snapshot| snapshot.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(FindingKind::DuplicateName), ["before", "before"]);
    assert_eq!(names(FindingKind::EmptyName), [" "]);
    assert_eq!(names(FindingKind::DefaultName), ["Snapshot 1"]);
    assert_eq!(names(FindingKind::UnconventionalName), ["before", "before"]);
    let empty = the_only(&findings, FindingKind::EmptyName);
    assert_eq!(empty.remedy(), Some(Remedy::Rename { machine: practice.key(machine), snapshots: vec![last] }));
    // The same name in another machine is no matter.
    let other = practice.machine("db", &[ImageMode::Normal]);
    practice.take(other, "ok: after");
    let again = inspect(&practice.inventory(), &plain(), &patient(), &rules);
    assert_eq!(of_kind(&again, FindingKind::DuplicateName).len(), 1);
}

#[test]
fn a_snapshot_of_an_aborted_machine() {
    let (practice, machine) = Practice::with_machine("web");
    practice.take(machine, "in order");
    assert_none(&practice.find(&patient()), FindingKind::UnstableSnapshot);
    // It ran after that snapshot, and was cut off then: the snapshot is in order.
    practice.write(machine, 0..1);
    practice.edit(machine, "lastStateChange=", "aborted=\"true\" lastStateChange=");
    assert_none(&practice.find(&patient()), FindingKind::UnstableSnapshot);
    let unstable = practice.take(machine, "after the crash");
    let finding = the_only(&practice.find(&patient()), FindingKind::UnstableSnapshot);
    assert_eq!(finding.snapshot(), Some(unstable));
    // Started again, only Snapgrove's own memory knows.
    practice.edit(machine, "aborted=\"true\" ", "");
    let inventory = practice.inventory();
    assert_none(&find(&inventory, &plain(), &patient()), FindingKind::UnstableSnapshot);
    let taken_unstable = [(practice.key(machine), unstable)].into();
    let remembered = find(&inventory, &Surroundings { taken_unstable, ..plain() }, &patient());
    assert_eq!(the_only(&remembered, FindingKind::UnstableSnapshot).snapshot(), Some(unstable));
}

#[test]
fn a_linked_clone_rests_on_a_snapshot() {
    let (practice, machine) = Practice::with_machine("web");
    let one = practice.take(machine, "one");
    practice.take(machine, "two");
    practice.sandbox.clone_machine(machine, CloneExtent::Snapshot(one), "full", now()).unwrap();
    assert_none(&practice.find(&patient()), FindingKind::LinkedClone);
    practice.sandbox.clone_machine(machine, CloneExtent::Linked(one), "linked", now()).unwrap();
    let findings = practice.find(&patient());
    let finding = the_only(&findings, FindingKind::LinkedClone);
    assert_eq!((finding.snapshot(), finding.machine_key()), (Some(one), Some(&practice.key(machine))));
    assert!(
        finding.what().starts_with("The linked clone “linked” rests on the snapshot “one” of “web”"),
        "{}",
        finding.what()
    );
    // Nothing of a clone is taken for unused.
    assert_eq!(findings.len(), 1, "{findings:#?}");
}

#[test]
fn file_systems_that_copy_on_write() {
    let (practice, machine) = Practice::with_machine("web");
    let found = |kind, writes_in_place| {
        let disk = DiskFacts {
            mount: practice.folder(machine).into(),
            free: Bytes(1 << 40),
            size: Bytes(1 << 41),
            kind,
            writes_in_place,
        };
        let folders = [(practice.folder(machine).into(), disk)].into();
        let collected = Some(Arc::new(Collected { folders, ..Collected::default() }));
        let findings = find(&practice.inventory(), &Surroundings { collected, ..plain() }, &patient());
        of_kind(&findings, FindingKind::CostsTwice).len()
    };
    assert_eq!(found(FileSystemKind::Btrfs, false), 0, "a machine without snapshots");
    practice.take(machine, "one");
    for kind in [FileSystemKind::Btrfs, FileSystemKind::Zfs, FileSystemKind::Bcachefs] {
        assert_eq!([found(kind, false), found(kind, true)], [1, 0], "{kind}");
    }
    assert_eq!(found(FileSystemKind::Other, false), 0);
}

#[test]
fn a_machine_that_is_restored_again_and_again() {
    let (practice, machine) = Practice::with_machine("web");
    let inventory = practice.inventory();
    let key = practice.key(machine);
    let found = |hours: &[i64]| {
        let restores = hours.iter().map(|hours| (key.clone(), now() - TimeDelta::hours(*hours))).collect();
        of_kind(&find(&inventory, &Surroundings { restores, ..plain() }, &patient()), FindingKind::ManyRestores).len()
    };
    assert_eq!(found(&[1, 2, 3, 4]), 0);
    assert_eq!(found(&[1, 2, 3, 4, 24]), 0, "the fifth was a day ago");
    assert_eq!(found(&[1, 2, 3, 4, 23]), 1);
}

#[test]
fn a_step_that_began_and_did_not_end() {
    let (practice, machine) = Practice::with_machine("web");
    let inventory = practice.inventory();
    let step = InterruptedStep { machine: practice.key(machine), what: "delete a snapshot".into(), since: days_ago(1) };
    assert_none(&find(&inventory, &plain(), &patient()), FindingKind::UnfinishedWork);
    let found = find(&inventory, &Surroundings { interrupted: vec![step], ..plain() }, &patient());
    let finding = the_only(&found, FindingKind::UnfinishedWork);
    assert!(matches!(finding.evidence, Evidence::UnfinishedWork(Unfinished::Step { .. })));
    assert!(finding.what().starts_with("Snapgrove began to delete a snapshot of “web”"), "{}", finding.what());
}

#[test]
fn the_gravest_come_first_and_every_finding_has_its_words() {
    let (practice, machine) = Practice::with_machine("web");
    practice.take_at(machine, "old", days_ago(400));
    let lost = practice.machine("db", &[ImageMode::WriteThrough]);
    practice.take(lost, "one");
    fs::remove_file(practice.current_image(lost)).unwrap();
    let findings = practice.find(&patient());
    let severities: Vec<_> = findings.iter().map(|finding| finding.severity).collect();
    assert!(severities.is_sorted_by(|one, two| one >= two) && severities.len() >= 3, "{severities:?}");
    for finding in &findings {
        for text in [finding.what(), finding.why_it_matters().to_owned(), finding.advice()] {
            assert!(text.ends_with('.') && text.len() > 20, "{text}");
        }
        assert!(finding.remedy().is_some(), "{finding:#?}");
    }
    let keys: std::collections::HashSet<_> = FindingKind::ALL.iter().map(|kind| kind.key()).collect();
    assert_eq!(keys.len(), FindingKind::ALL.len());
}
