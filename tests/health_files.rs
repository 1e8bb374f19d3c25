//! Files that nobody uses, what interrupted work left, and copies that would be needed: found, and nothing else called
//! so. Removing them asks again.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod health_support;

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use health_support::{Practice, age, assert_none, find, inventory_of, of_kind, patient, plain, the_only};
use snapgrove::health::removal::{RemovalError, Removed, Trash, move_to_trash};
use snapgrove::health::{
    Bounds, Collected, Evidence, Finding, FindingKind, LeftoverKind, ProgramVersion, Remedy, Severity, Surroundings,
    Unfinished, collect, collect_in_background,
};
use snapgrove::hypervisor::Hypervisor;
use snapgrove::hypervisor::sandbox::Sandbox;
use snapgrove::hypervisor::virtualbox::VirtualBox;
use snapgrove::model::{ImageMode, Inventory, MachineId};

const UNUSED: [FindingKind; 5] = [
    FindingKind::CopiedImage,
    FindingKind::UnregisteredImage,
    FindingKind::StraySavedState,
    FindingKind::StrayFirmwareFile,
    FindingKind::UnfinishedWork,
];

fn unused(findings: &[Finding]) -> Vec<(FindingKind, PathBuf)> {
    let found = findings.iter().filter(|finding| UNUSED.contains(&finding.kind()));
    found.map(|finding| (finding.kind(), finding.path.as_deref().unwrap().to_owned())).collect()
}

/// An image of another Sandbox: its identity is known to nobody here.
fn foreign_image(path: &Path) {
    let (other, machine) = Practice::with_machine("other");
    fs::copy(other.current_image(machine), path).unwrap();
    age(path, 61);
}

fn uuid_name(extension: &str) -> String {
    format!("{{{}}}.{extension}", uuid::Uuid::new_v4())
}

fn with_snapshots() -> (Practice, MachineId, PathBuf) {
    let (practice, machine) = Practice::with_machine("web");
    practice.take(machine, "one");
    practice.take(machine, "two");
    let snapshots = practice.folder(machine).join("Snapshots");
    assert!(snapshots.is_dir());
    (practice, machine, snapshots)
}

#[test]
fn an_image_in_no_registry() {
    let (practice, machine, snapshots) = with_snapshots();
    for file in [practice.folder(machine).join("forgotten.vdi"), snapshots.join(uuid_name("vdi"))] {
        foreign_image(&file);
        let findings = practice.find(&patient());
        assert_eq!(unused(&findings), [(FindingKind::UnregisteredImage, file.clone())]);
        let finding = the_only(&findings, FindingKind::UnregisteredImage);
        assert_eq!(finding.remedy(), Some(Remedy::MoveToTrash(file.as_path().into())));
        assert_eq!(finding.machine_key(), Some(&practice.key(machine)));
        assert!(finding.evidence.reclaimable().0 > 0);
        // It may be in the making.
        age(&file, 59);
        assert_eq!(unused(&practice.find(&patient())), []);
        fs::remove_file(&file).unwrap();
    }
}

#[test]
fn a_copy_of_an_image_says_what_it_is_a_copy_of() {
    let (practice, machine, snapshots) = with_snapshots();
    let folder = practice.folder(machine);
    let (base, current) = (folder.join("web.vdi"), practice.current_image(machine));
    for (image, copy) in [(&base, folder.join("stray-copy.vdi")), (&current, snapshots.join("before the update.vdi"))] {
        fs::copy(image, &copy).unwrap();
        age(&copy, 40 * 24 * 60);
        let findings = practice.find(&patient());
        assert_eq!(unused(&findings), [(FindingKind::CopiedImage, copy.clone())]);
        let finding = the_only(&findings, FindingKind::CopiedImage);
        assert!(finding.what().contains(&format!("a copy of “{}”, with the same id", image.display())));
        assert_eq!(finding.remedy(), Some(Remedy::MoveToTrash(copy.as_path().into())));
        assert_eq!(finding.severity, Severity::Info);
        assert!(finding.evidence.reclaimable().0 > 0);
        // It may be the image itself, moved away, and the only one.
        let moved = image.with_extension("away");
        fs::rename(image, &moved).unwrap();
        assert_eq!(unused(&practice.find(&patient())), []);
        fs::write(image, "something else").unwrap();
        assert_eq!(unused(&practice.find(&patient())), []);
        fs::rename(&moved, image).unwrap();
        fs::remove_file(&copy).unwrap();
    }
}

#[test]
fn what_is_named_by_other_ways_is_never_called_unused() {
    let (practice, machine, snapshots) = with_snapshots();
    let folder = practice.folder(machine);
    let image = practice.current_image(machine);
    // Another name of it, and a link to an image elsewhere.
    fs::hard_link(&image, snapshots.join(uuid_name("vdi"))).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    foreign_image(&elsewhere.path().join("elsewhere.vdi"));
    #[cfg(unix)]
    std::os::unix::fs::symlink(elsewhere.path().join("elsewhere.vdi"), folder.join("link.vdi")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(elsewhere.path(), folder.join("folder.vdi")).unwrap();
    // Things of other kinds, and an image of several files, of which only the first is one.
    for name in ["notes.txt", "install.iso", "web-flat.vmdk", "web.nvram", "disk.qcow2"] {
        fs::write(folder.join(name), "content of its own").unwrap();
        age(&folder.join(name), 61);
    }
    assert_eq!(unused(&practice.find(&patient())), []);
}

#[test]
fn what_settings_outside_the_registry_name_is_not_unused() {
    let (practice, machine, _) = with_snapshots();
    let folder = practice.folder(machine);
    let file = folder.join("forgotten.vdi");
    foreign_image(&file);
    assert_eq!(unused(&practice.find(&patient())).len(), 1);
    // A machine that was taken out of the registry, and may be added again.
    let (other, origin) = Practice::with_machine("other");
    let settings = fs::read_to_string(other.settings_file(origin)).unwrap().replace("other.vdi", "forgotten.vdi");
    fs::write(folder.join("unregistered.vbox"), &settings).unwrap();
    assert_eq!(unused(&practice.find(&patient())), []);
    fs::rename(folder.join("unregistered.vbox"), folder.join("web.vbox-prev")).unwrap();
    assert_eq!(unused(&practice.find(&patient())), []);
    fs::remove_file(folder.join("web.vbox-prev")).unwrap();
    assert_eq!(unused(&practice.find(&patient())).len(), 1);
    // Settings that cannot be read may name anything.
    fs::write(folder.join("unregistered.vbox"), &settings[..settings.len() / 2]).unwrap();
    let findings = practice.find(&patient());
    assert_eq!(unused(&findings), []);
    let finding = the_only(&findings, FindingKind::UnusedFilesUnknown);
    assert_eq!(finding.path.as_deref(), Some(&*folder.join("unregistered.vbox")));
    // Links are not followed: what such settings name is not known.
    #[cfg(unix)]
    {
        fs::remove_file(folder.join("unregistered.vbox")).unwrap();
        assert_eq!(unused(&practice.find(&patient())).len(), 1);
        std::os::unix::fs::symlink(other.settings_file(origin), folder.join("linked.vbox")).unwrap();
        let findings = practice.find(&patient());
        assert_eq!(unused(&findings), []);
        assert_eq!(of_kind(&findings, FindingKind::UnusedFilesUnknown).len(), 1);
    }
}

#[test]
fn another_connection_whose_registry_is_damaged_may_name_it() {
    let (practice, machine, _) = with_snapshots();
    foreign_image(&practice.folder(machine).join("forgotten.vdi"));
    let home = tempfile::tempdir().unwrap();
    let found = || {
        let sandbox: Arc<dyn Hypervisor> = Arc::new(Sandbox::open(practice.sandbox.folder()).unwrap());
        let virtualbox = VirtualBox::open(Some(home.path().to_owned()), None);
        let inventory = inventory_of(vec![Arc::new(virtualbox), sandbox]);
        let collected = Some(Arc::new(practice.collect(&inventory)));
        find(&inventory, &Surroundings { collected, ..plain() }, &patient())
    };
    // A computer without VirtualBox.
    assert_eq!(unused(&found()).len(), 1);
    fs::write(home.path().join("VirtualBox.xml"), "<VirtualBox").unwrap();
    let findings = found();
    assert_eq!(unused(&findings), []);
    assert!(the_only(&findings, FindingKind::UnusedFilesUnknown).what().contains("VirtualBox.xml is damaged"));
}

#[test]
fn an_image_that_a_registered_one_rests_on_is_not_unused() {
    let (practice, machine, _) = with_snapshots();
    let read = practice.read(machine);
    // The registry lost the base: its file is all the more precious.
    let (base, child) = (&read.images[0], &read.images[1]);
    let settings = fs::read_to_string(practice.settings_file(machine)).unwrap();
    let entry = settings.find(&format!("<HardDisk uuid=\"{{{}}}\"", base.id)).unwrap();
    let end = entry + settings[entry..].find('>').unwrap() + 1;
    let closing = settings[end..].rfind("</HardDisk>").unwrap() + end;
    let without =
        format!("{}{}{}", &settings[..entry], &settings[end..closing], &settings[closing + "</HardDisk>".len()..]);
    fs::write(practice.settings_file(machine), without).unwrap();
    age(&base.path, 61);
    assert!(practice.read(machine).images.iter().all(|image| image.id != base.id));
    let findings = practice.find(&patient());
    assert_eq!(unused(&findings), []);
    let broken = of_kind(&findings, FindingKind::MismatchingImage);
    assert!(broken.iter().any(|finding| finding.image == Some(child.id)), "{findings:#?}");
}

#[test]
fn stray_saved_states_and_firmware_files() {
    let (practice, machine, snapshots) = with_snapshots();
    let saved = snapshots.join("2026-03-04T05-06-07-000000000Z.sav");
    fs::write(&saved, "memory").unwrap();
    age(&saved, 61);
    let firmware = snapshots.join("2026-03-04T05-06-07-000000000Z.nvram");
    fs::write(&firmware, "variables").unwrap();
    age(&firmware, 61);
    let found = unused(&practice.find(&patient()));
    assert_eq!(
        found,
        [(FindingKind::StraySavedState, saved.clone()), (FindingKind::StrayFirmwareFile, firmware.clone())]
    );
    // A snapshot's, and the current state's.
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    practice.edit(machine, "name=\"one\"", &format!("name=\"one\" stateFile=\"Snapshots/{}\"", name(&saved)));
    assert_eq!(unused(&practice.find(&patient())), [(FindingKind::StrayFirmwareFile, firmware.clone())]);
    fs::remove_file(&saved).unwrap();
    let lost = the_only(&practice.find(&patient()), FindingKind::MissingSavedState);
    assert_eq!((lost.severity, lost.path.as_deref()), (Severity::Serious, Some(&*saved)));
    assert_eq!(lost.snapshots[0].name, "one");
}

#[test]
fn registered_images_that_nobody_uses() {
    let (practice, machine) = Practice::with_machine("web");
    let findings = practice.find(&patient());
    assert_none(&findings, FindingKind::UnattachedImage);
    let image = practice.read(machine).images[0].clone();
    let settings = fs::read_to_string(practice.settings_file(machine)).unwrap();
    let device = settings.find("<AttachedDevice type=\"HardDisk\"").unwrap();
    let end = device + settings[device..].find("</AttachedDevice>").unwrap() + "</AttachedDevice>".len();
    practice.edit(machine, &settings[device..end], "");
    let unattached = the_only(&practice.find(&patient()), FindingKind::UnattachedImage);
    assert_eq!(unattached.remedy(), Some(Remedy::DetachImage { machine: practice.key(machine), image: image.id }));
    fs::remove_file(&image.path).unwrap();
    let findings = practice.find(&patient());
    assert_eq!(the_only(&findings, FindingKind::GoneImage).severity, Severity::Info);
    assert_none(&findings, FindingKind::UnattachedImage);
    assert_none(&findings, FindingKind::MissingImage);
    // A machine that cannot be read may use it.
    let other = practice.machine("db", &[ImageMode::Normal]);
    fs::write(practice.settings_file(other), "<").unwrap();
    let findings = practice.find(&patient());
    assert_none(&findings, FindingKind::GoneImage);
    assert_eq!(of_kind(&findings, FindingKind::UnusedFilesUnknown).len(), 1);
}

#[test]
fn what_interrupted_work_left() {
    let (practice, machine, snapshots) = with_snapshots();
    let folder = practice.folder(machine);
    let partial = snapshots.join(uuid_name("vdi"));
    fs::write(&partial, "").unwrap();
    let half_written = folder.join("web.vbox-tmp");
    fs::write(&half_written, "<VirtualBox").unwrap();
    let gone = folder.join("former.vbox-prev");
    fs::copy(practice.settings_file(machine), &gone).unwrap();
    let previous = folder.join("web.vbox-prev");
    fs::copy(practice.settings_file(machine), &previous).unwrap();
    for file in [&partial, &half_written, &gone, &previous] {
        age(file, 59);
    }
    assert_none(&practice.find(&patient()), FindingKind::UnfinishedWork);
    for file in [&partial, &half_written, &gone, &previous] {
        age(file, 61);
    }
    let findings = practice.find(&patient());
    let mut found: Vec<_> = of_kind(&findings, FindingKind::UnfinishedWork)
        .into_iter()
        .map(|finding| (finding.path.as_deref().unwrap().to_owned(), finding.severity, finding.evidence.clone()))
        .collect();
    found.sort_by(|one, two| one.0.cmp(&two.0));
    let [of_partial, of_gone, of_half] = found.as_slice() else { unreachable!("{found:#?}") };
    assert!(
        matches!(of_partial.2, Evidence::UnfinishedWork(Unfinished::PartialImage { .. })) && of_partial.0 == partial
    );
    assert_eq!(of_gone, &(gone, Severity::Serious, Evidence::UnfinishedWork(Unfinished::SettingsGone)));
    assert_eq!(of_half, &(half_written, Severity::Moderate, Evidence::UnfinishedWork(Unfinished::HalfWrittenSettings)));
    assert_none(&findings, FindingKind::UnreadableSettingsCopy);
}

#[test]
fn a_settings_copy_that_can_no_longer_be_read() {
    let (practice, machine) = Practice::with_machine("web");
    let previous = practice.folder(machine).join("web.vbox-prev");
    fs::copy(practice.settings_file(machine), &previous).unwrap();
    assert_none(&practice.find(&patient()), FindingKind::UnreadableSettingsCopy);
    // As a full disk leaves it.
    fs::write(&previous, "").unwrap();
    let finding = the_only(&practice.find(&patient()), FindingKind::UnreadableSettingsCopy);
    assert_eq!((finding.severity, finding.path.as_deref()), (Severity::Moderate, Some(&*previous)));
    fs::write(practice.settings_file(machine), "").unwrap();
    assert_eq!(the_only(&practice.find(&patient()), FindingKind::UnreadableSettingsCopy).severity, Severity::Serious);
}

/// A saved state of this version, as `SSM.cpp` writes its header.
fn saved_state(path: &Path, major: u16, minor: u16, build: u32) {
    let mut bytes = b"\x7fVirtualBox SavedState V2.0\n".to_vec();
    bytes.resize(32, 0);
    bytes.extend(major.to_le_bytes());
    bytes.extend(minor.to_le_bytes());
    bytes.extend(build.to_le_bytes());
    fs::write(path, bytes).unwrap();
}

#[test]
fn saved_states_of_an_older_version() {
    let (practice, machine, snapshots) = with_snapshots();
    for name in ["one", "two"] {
        let with = format!("name=\"{name}\" stateFile=\"Snapshots/{name}.sav\"");
        practice.edit(machine, &format!("name=\"{name}\""), &with);
    }
    saved_state(&snapshots.join("one.sav"), 7, 1, 9);
    saved_state(&snapshots.join("two.sav"), 7, 1, 30);
    assert_none(&practice.find(&patient()), FindingKind::OldSavedState);
    // The newest that left a trace was installed once.
    saved_state(&snapshots.join("two.sav"), 7, 2, 0);
    let finding = the_only(&practice.find(&patient()), FindingKind::OldSavedState);
    let version = |minor, build| ProgramVersion { major: 7, minor, build };
    assert_eq!(finding.evidence, Evidence::OldSavedState { written_by: version(1, 9), present: version(2, 0) });
    assert_eq!(finding.snapshots.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["one"]);
    // What is installed counts more.
    let inventory = practice.inventory();
    let collected = Some(Arc::new(practice.collect(&inventory)));
    let found = |installed| {
        let versions = [(practice.key(machine).connection, installed)].into();
        let findings =
            find(&inventory, &Surroundings { collected: collected.clone(), versions, ..plain() }, &patient());
        of_kind(&findings, FindingKind::OldSavedState).len()
    };
    assert_eq!([found(version(1, 9)), found(version(2, 0)), found(version(3, 0))], [0, 1, 2]);
}

#[test]
fn the_collector_keeps_to_its_bounds_and_says_so() {
    let (practice, machine, snapshots) = with_snapshots();
    foreign_image(&snapshots.join(uuid_name("vdi")));
    let inventory = practice.inventory();
    let read = |entry: &_| practice.read_settings(entry);
    let whole = collect(&inventory, &read, &Bounds::default());
    assert_eq!((whole.unnamed.len(), whole.blind_spots.len(), whole.folders.len()), (1, 0, 2));
    for bounds in [
        Bounds { folders: 1, ..Bounds::default() },
        Bounds { entries: 1, ..Bounds::default() },
        Bounds { files: 0, ..Bounds::default() },
    ] {
        let cut = collect(&inventory, &read, &bounds);
        assert!(!cut.blind_spots.is_empty() && cut.unnamed.len() <= 1, "{bounds:?}: {cut:?}");
    }
    assert!(whole.folders.contains_key(&*practice.folder(machine)));
}

#[test]
fn the_collector_works_in_the_background() {
    let (practice, machine) = Practice::with_machine("web");
    let stray = practice.folder(machine).join("stray.vdi");
    foreign_image(&stray);
    let (sender, results) = mpsc::channel();
    let sandbox = Sandbox::open(practice.sandbox.folder()).unwrap();
    let read = move |entry: &_| Hypervisor::read(&sandbox, entry).map_err(|error| error.to_problem());
    let collection = collect_in_background(practice.inventory(), Arc::new(read), Bounds::default(), move |collected| {
        sender.send(collected).unwrap();
    });
    let collected = results.recv_timeout(Duration::from_mins(1)).unwrap();
    drop(collection.unwrap());
    assert_eq!(collected.unnamed[0].path.as_ref(), stray);
}

/// A trash that is a folder.
struct Folder(PathBuf, RefCell<Vec<PathBuf>>);

impl Trash for Folder {
    fn put(&self, path: &Path) -> Result<(), String> {
        self.1.borrow_mut().push(path.to_owned());
        let target = self.0.join(path.file_name().unwrap_or_default());
        fs::rename(path, target).map_err(|error| error.to_string())
    }
}

struct Removal {
    practice: Practice,
    machine: MachineId,
    file: PathBuf,
    shown: Collected,
    trash: Folder,
    #[expect(dead_code, reason = "removed at the end")]
    trash_folder: tempfile::TempDir,
}

impl Removal {
    fn new() -> Self {
        let (practice, machine, snapshots) = with_snapshots();
        let file = snapshots.join(uuid_name("vdi"));
        foreign_image(&file);
        let shown = practice.collect(&practice.inventory());
        let trash_folder = tempfile::tempdir_in(practice.sandbox.folder().parent().unwrap()).unwrap();
        let trash = Folder(trash_folder.path().to_owned(), RefCell::default());
        Self { practice, machine, file, shown, trash, trash_folder }
    }

    fn remove(&self) -> Result<Removed, RemovalError> {
        let look = || -> Arc<Inventory> { self.practice.inventory() };
        let read = |entry: &_| self.practice.read_settings(entry);
        let results = move_to_trash(&self.shown, &[self.file.as_path().into()], &look, &read, &self.trash);
        results.into_iter().next().unwrap()
    }

    fn refused(&self) -> RemovalError {
        let error = self.remove().unwrap_err();
        assert!(self.trash.1.borrow().is_empty(), "{error}");
        assert!(error.advice().ends_with('.') && error.to_string().contains('“'));
        error
    }
}

#[test]
fn a_stray_file_goes_to_the_trash() {
    let removal = Removal::new();
    let removed = removal.remove().unwrap();
    assert!(removed.occupied.0 > 0 && !removal.file.exists());
    assert!(removal.trash.0.join(removal.file.file_name().unwrap()).is_file());
    assert_eq!(unused(&removal.practice.find(&patient())), []);
    assert!(matches!(removal.remove().unwrap_err(), RemovalError::Gone(_)));
}

#[test]
fn a_file_that_was_not_shown_stays() {
    let mut removal = Removal::new();
    removal.file = removal.practice.current_image(removal.machine);
    assert!(matches!(removal.refused(), RemovalError::NotShown(_)));
}

#[test]
fn a_file_that_is_used_meanwhile_stays() {
    let removal = Removal::new();
    let image = removal.practice.read(removal.machine).images[1].clone();
    // What the registry names is now this file.
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    removal.practice.edit(removal.machine, &name(&image.path), &name(&removal.file));
    assert!(matches!(removal.refused(), RemovalError::InUse(_)));
}

#[test]
fn a_file_stays_while_a_machine_cannot_be_read() {
    let removal = Removal::new();
    let other = removal.practice.machine("db", &[ImageMode::Normal]);
    fs::write(removal.practice.settings_file(other), "").unwrap();
    assert!(matches!(removal.refused(), RemovalError::Unknown { .. }));
}

#[test]
fn a_file_stays_beside_settings_that_cannot_be_read() {
    let removal = Removal::new();
    fs::write(removal.file.with_file_name("other.vbox"), "").unwrap();
    assert!(matches!(removal.refused(), RemovalError::Unknown { .. }));
}

#[test]
fn a_file_that_was_written_meanwhile_stays() {
    let removal = Removal::new();
    age(&removal.file, 0);
    assert!(matches!(removal.refused(), RemovalError::Changed(_)));
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_is_open_stays() {
    let removal = Removal::new();
    let open = fs::File::open(&removal.file).unwrap();
    let error = removal.refused();
    assert!(matches!(error, RemovalError::Open { .. }), "{error}");
    drop(open);
    removal.remove().unwrap();
}

#[test]
fn a_trash_that_refuses_is_told() {
    let mut removal = Removal::new();
    removal.trash.0 = removal.trash.0.join("missing");
    let error = removal.remove().unwrap_err();
    assert!(matches!(error, RemovalError::Refused { .. }) && removal.file.exists(), "{error}");
}

#[test]
fn previous_settings_without_present_ones_are_never_trash() {
    let mut removal = Removal::new();
    removal.file = removal.practice.folder(removal.machine).join("former.vbox-prev");
    fs::copy(removal.practice.settings_file(removal.machine), &removal.file).unwrap();
    removal.shown = removal.practice.collect(&removal.practice.inventory());
    assert_eq!(removal.shown.leftovers[0].kind, LeftoverKind::SettingsGone);
    assert!(matches!(removal.refused(), RemovalError::NotShown(_)));
}

#[test]
fn an_image_of_several_files_stays() {
    let mut removal = Removal::new();
    removal.file = removal.practice.folder(removal.machine).join("parts.vmdk");
    let id = uuid::Uuid::new_v4();
    let text = format!(
        "# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\ncreateType=\"monolithicFlat\"\n\n\
         RW 16384 FLAT \"parts-flat.vmdk\" 0\n\nddb.uuid.image=\"{id}\"\n"
    );
    fs::write(&removal.file, text).unwrap();
    fs::write(removal.file.with_file_name("parts-flat.vmdk"), vec![0; 8 << 20]).unwrap();
    age(&removal.file, 61);
    removal.shown = removal.practice.collect(&removal.practice.inventory());
    assert!(removal.shown.unnamed.iter().any(|file| *file.path == *removal.file), "{:?}", removal.shown.unnamed);
    assert!(matches!(removal.refused(), RemovalError::SeveralFiles(_)));
}
