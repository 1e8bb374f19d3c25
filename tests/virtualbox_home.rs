//! A VirtualBox home on the disk: found, listed, read, and never in the way of what is sound in it.

#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

use std::path::Path;
use std::sync::Arc;

use snapgrove::hypervisor::virtualbox::VirtualBox;
use snapgrove::hypervisor::{Hypervisor as _, HypervisorError, Scan};
use snapgrove::model::{MachineEntry, ProblemKind};
use tempfile::TempDir;

const SOUND: &str = "11111111-0000-4000-8000-000000000001";
const MOVED: &str = "11111111-0000-4000-8000-000000000002";
const STALE: &str = "11111111-0000-4000-8000-000000000003";
const IMAGE: &str = "33333333-0000-4000-8000-000000000001";

/// A home whose registry lists these machines, with one sound settings file.
fn home(entries: &[(&str, &str)]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let entries: Vec<String> =
        entries.iter().map(|(id, file)| format!("<MachineEntry uuid=\"{{{id}}}\" src=\"{file}\"/>")).collect();
    let registry = format!(
        "<VirtualBox xmlns=\"http://www.virtualbox.org/\" version=\"1.12-linux\"><Global><MachineRegistry>{}\
         </MachineRegistry></Global></VirtualBox>",
        entries.concat()
    );
    std::fs::write(home.path().join("VirtualBox.xml"), registry).unwrap();
    let settings = format!(
        "<VirtualBox xmlns=\"http://www.virtualbox.org/\" version=\"1.19-linux\"><Machine uuid=\"{{{SOUND}}}\" name=\"web\">\
         <MediaRegistry><HardDisks><HardDisk uuid=\"{{{IMAGE}}}\" location=\"web.vdi\" format=\"VDI\"/></HardDisks></MediaRegistry>\
         <Hardware><Firmware type=\"EFI\"/></Hardware></Machine></VirtualBox>"
    );
    std::fs::create_dir(home.path().join("web")).unwrap();
    std::fs::write(home.path().join("web/web.vbox"), settings).unwrap();
    home
}

fn virtualbox(home: &Path) -> VirtualBox {
    VirtualBox::open(Some(home.to_owned()), Some("/nonexistent/VBoxManage".into()))
}

fn entry(virtualbox: &VirtualBox, id: &str) -> MachineEntry {
    let listing = virtualbox.machines().unwrap();
    listing.machines.into_iter().find(|entry| entry.id == id.parse().unwrap()).unwrap()
}

#[test]
fn a_list_that_was_cut_off_while_it_was_written_is_read_from_what_is_there() {
    let home = home(&[(SOUND, "web/web.vbox")]);
    let virtualbox = virtualbox(home.path());
    let file = |ending: &str| home.path().join(format!("VirtualBox.xml{ending}"));
    let whole = std::fs::read(file("")).unwrap();
    let told = || {
        let listing = virtualbox.machines().unwrap();
        let names: Vec<&str> = listing.machines.iter().map(|entry| &*entry.name).collect();
        assert_eq!(names, ["web"]);
        assert!(virtualbox.is_there());
        listing.problems.into_iter().map(|problem| problem.advice.to_string()).collect::<Vec<_>>()
    };
    std::fs::write(file("-prev"), &whole).unwrap();
    assert!(told().is_empty());
    std::fs::rename(file(""), file("-tmp")).unwrap();
    assert!(told()[0].contains("rename VirtualBox.xml-tmp to VirtualBox.xml"));
    // It had not come to the end of it.
    std::fs::write(file("-tmp"), &whole[..whole.len() / 2]).unwrap();
    assert!(told()[0].contains("rename VirtualBox.xml-prev to VirtualBox.xml"));
    std::fs::remove_file(file("-prev")).unwrap();
    assert!(matches!(virtualbox.machines(), Err(HypervisorError::NotInstalled { .. })));
}

#[test]
fn settings_that_were_cut_off_while_they_were_written_are_told_from_missing_ones() {
    let home = home(&[(SOUND, "web/web.vbox")]);
    let virtualbox = virtualbox(home.path());
    let file = |ending: &str| home.path().join(format!("web/web.vbox{ending}"));
    let whole = std::fs::read(file("")).unwrap();
    let told = || virtualbox.read(&entry(&virtualbox, SOUND)).map(|_| ()).map_err(|error| error.to_string());
    std::fs::write(file("-prev"), &whole).unwrap();
    assert_eq!(told(), Ok(()));
    std::fs::rename(file(""), file("-tmp")).unwrap();
    assert!(told().unwrap_err().contains("web.vbox-tmp is there"));
    // It had not come to the end of it.
    std::fs::write(file("-tmp"), &whole[..whole.len() / 2]).unwrap();
    assert!(told().unwrap_err().contains("web.vbox-prev is there"));
    std::fs::remove_file(file("-prev")).unwrap();
    let error = virtualbox.read(&entry(&virtualbox, SOUND)).unwrap_err();
    assert!(matches!(error, HypervisorError::File { .. }), "{error}");
}

#[test]
fn a_stale_entry_fails_alone() {
    let home = home(&[(STALE, "gone/gone.vbox"), (SOUND, "web/web.vbox")]);
    let virtualbox = virtualbox(home.path());
    let listing = virtualbox.machines().unwrap();
    let names: Vec<&str> = listing.machines.iter().map(|entry| &*entry.name).collect();
    assert_eq!(names, ["gone", "web"]);
    let gone = virtualbox.read(&entry(&virtualbox, STALE)).unwrap_err();
    assert_eq!(gone.to_problem().kind, ProblemKind::Missing);
    let machine = virtualbox.read(&entry(&virtualbox, SOUND)).unwrap();
    assert_eq!(&*machine.images[0].path, home.path().join("web/web.vdi"));
    // VirtualBox never writes where the file with the current state's firmware variables is.
    assert_eq!(machine.current_state.firmware_file.as_deref(), Some(&*home.path().join("web/web.nvram")));
}

#[test]
fn an_encrypted_machine_goes_by_its_own_name() {
    let home = home(&[(MOVED, "web/locked.vbox"), (SOUND, "web/web.vbox")]);
    let settings = format!(
        "<VirtualBox xmlns=\"http://www.virtualbox.org/\" version=\"1.19-linux\"><MachineEncrypted uuid=\"{{{MOVED}}}\" \
         name=\"secret &amp; safe\" keyId=\"k\" keyStore=\"s\">AAECAw==</MachineEncrypted></VirtualBox>"
    );
    std::fs::write(home.path().join("web/locked.vbox"), settings).unwrap();
    let mut scan = Scan::new(vec![Arc::new(virtualbox(home.path()))]);
    // Also after the list was read again.
    for _ in 0..2 {
        scan.list();
        scan.read_waiting(&mut |_| {});
        let inventory = scan.inventory();
        let names: Vec<&str> = inventory.machines().map(|(_, machine)| machine.name()).collect();
        assert_eq!(names, ["secret & safe", "web"]);
        let kinds = inventory.machines().filter_map(|(_, machine)| machine.problem()).map(|problem| problem.kind);
        assert_eq!(kinds.collect::<Vec<_>>(), [ProblemKind::Encrypted]);
    }
}

#[test]
fn a_machine_under_another_id_is_known_by_the_registrys_id() {
    let home = home(&[(MOVED, "web/web.vbox")]);
    let virtualbox = virtualbox(home.path());
    let machine = virtualbox.read(&entry(&virtualbox, MOVED)).unwrap();
    assert_eq!(machine.id.to_string(), MOVED);
    assert_eq!(machine.images[0].listed_by, Some(machine.id));
    assert_eq!(machine.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [ProblemKind::Inconsistent]);
}

#[test]
fn no_virtualbox_is_told_from_a_virtualbox_without_machines() {
    let empty = tempfile::tempdir().unwrap();
    let answer = virtualbox(empty.path()).machines();
    assert!(matches!(answer, Err(HypervisorError::NotInstalled { .. })), "{answer:?}");
    assert!(virtualbox(home(&[]).path()).machines().unwrap().machines.is_empty());
}

#[test]
fn folders_of_machines_and_of_the_registry_are_watched() {
    let home = home(&[(SOUND, "web/web.vbox"), (STALE, "gone/gone.vbox")]);
    let virtualbox = virtualbox(home.path());
    let mut watched = virtualbox.watched_folders(&virtualbox.machines().unwrap());
    watched.sort();
    assert_eq!(watched, [home.path().to_owned(), home.path().join("web")]);
    assert_eq!(virtualbox.listing_files(), [home.path().join("VirtualBox.xml")]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_or_too_large_is_refused_at_once() {
    let home = home(&[(SOUND, "web/web.vbox")]);
    let virtualbox = virtualbox(home.path());
    let file = home.path().join("web/web.vbox");
    let entry = entry(&virtualbox, SOUND);
    // Sparse: it takes no room on the disk.
    std::fs::File::options().write(true).open(&file).unwrap().set_len(1 << 40).unwrap();
    let answer = virtualbox.read(&entry);
    assert!(matches!(answer, Err(HypervisorError::File { .. })), "{answer:?}");
    std::fs::remove_file(&file).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
    match virtualbox.read(&entry) {
        Err(HypervisorError::File { path, .. }) => assert_eq!(path, file),
        other => panic!("{other:?}"),
    }
}
