//! Settings files of every age, of other systems, and of bad intent.
//!
//! Written for these tests in the forms that VirtualBox's own reader knows (`Settings.cpp`).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends by panicking")]
#![expect(clippy::format_push_string, reason = "plainer to read, and fast enough for a test")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use snapgrove::hypervisor::HypervisorError;
use snapgrove::hypervisor::virtualbox::{parse_registry, parse_settings};
use snapgrove::model::{
    Attachment, AttachmentKind, ConnectionId, HardwareSettings, ImageFormat, ImageMode, Machine, MachineState,
    ProblemKind,
};

const MACHINE: &str = "11111111-0000-4000-8000-000000000001";
const ROOT: &str = "22222222-0000-4000-8000-000000000001";
const CHILD: &str = "22222222-0000-4000-8000-000000000002";
const BASE: &str = "33333333-0000-4000-8000-000000000001";
const DIFFERENCE: &str = "33333333-0000-4000-8000-000000000002";
const OLD: &str = "http://www.innotek.de/VirtualBox-settings";
const NEW: &str = "http://www.virtualbox.org/";

fn read(text: &str) -> Result<Machine, HypervisorError> {
    parse_settings(text.as_bytes(), Path::new("/vms/web/web.vbox"))
}

/// A file of this version with this inside its machine.
fn file(namespace: &str, version: &str, attributes: &str, inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!-- made for a test -->\n<VirtualBox xmlns=\"{namespace}\" version=\"{version}\">\n  \
         <Machine uuid=\"{{{MACHINE}}}\" name=\"web\" OSType=\"Debian_64\" {attributes}>\n{inside}\n  </Machine>\n</VirtualBox>\n"
    )
}

fn machine(version: &str, attributes: &str, inside: &str) -> Machine {
    read(&file(NEW, version, attributes, inside)).unwrap()
}

/// Line, column and reason of a refusal.
fn refusal(text: &str) -> (u64, u64, String) {
    match read(text) {
        Err(HypervisorError::Damaged { line, column, what, .. }) => (line, column, what),
        other => panic!("expected damage, found {other:?}"),
    }
}

fn disks(hardware: &HardwareSettings) -> Vec<String> {
    let shown = |at: &Attachment| {
        let image = at.image.map(|image| image.to_string());
        format!("{:?} {} {}:{} {}", at.kind, at.controller, at.port, at.device, image.unwrap_or_default())
    };
    hardware.attachments.iter().map(shown).collect()
}

#[test]
fn settings_of_virtualbox_2() {
    let inside = format!(
        "<Hardware>
           <CPU><CPUCount count=\"2\"/></CPU><Memory RAMSize=\"512\"/><Display VRAMSize=\"16\" MonitorCount=\"1\"/>
           <DVDDrive passthrough=\"false\"><Image uuid=\"{{{CHILD}}}\"/></DVDDrive><FloppyDrive enabled=\"true\"/>
           <Network><Adapter slot=\"0\" enabled=\"true\" cable=\"false\" type=\"Am79C973\"><HostInterface name=\"eth0\"/></Adapter>
             <Adapter slot=\"1\" enabled=\"false\"><NAT/></Adapter></Network>
         </Hardware>
         <HardDiskAttachments>
           <HardDiskAttachment hardDisk=\"{{{BASE}}}\" bus=\"IDE\" channel=\"0\" device=\"1\"/>
           <HardDiskAttachment hardDisk=\"{{{DIFFERENCE}}}\" bus=\"SATA\" channel=\"3\" device=\"0\"/>
         </HardDiskAttachments>"
    );
    let machine = read(&file(OLD, "1.3-linux", "", &inside)).unwrap();
    let hardware = &machine.current_state.hardware;
    assert_eq!(
        disks(hardware),
        [
            format!("Dvd IDE Controller 1:0 {CHILD}"),
            "Floppy Floppy Controller 0:0 ".to_owned(),
            format!("HardDisk IDE Controller 0:1 {BASE}"),
            format!("HardDisk SATA Controller 3:0 {DIFFERENCE}"),
        ]
    );
    assert_eq!((hardware.processors, hardware.memory_mib, hardware.screens), (Some(2), Some(512), Some(1)));
    let [adapter] = &hardware.network[..] else { panic!("{:?}", hardware.network) };
    assert_eq!((adapter.attached_to.as_deref(), adapter.network_name.as_deref()), (Some("Bridged"), Some("eth0")));
    assert!(!adapter.cable_connected);
    assert_eq!(machine.problems, []);
}

#[test]
fn storage_controllers_stand_in_three_places() {
    let controllers = format!(
        "<StorageControllers><StorageController name=\"SATA\" type=\"AHCI\"><AttachedDevice type=\"HardDisk\" port=\"1\" \
         device=\"0\"><Image uuid=\"{{{BASE}}}\"/></AttachedDevice><AttachedDevice type=\"DVD\" port=\"2\" device=\"0\"/>\
         </StorageController></StorageControllers>"
    );
    let expected = [format!("HardDisk SATA 1:0 {BASE}"), "Dvd SATA 2:0 ".to_owned()];
    for inside in [
        format!("<Hardware>{controllers}</Hardware>"),
        format!("<Hardware></Hardware>{controllers}"),
        format!("<Hardware/><Platform architecture=\"ARM\">{controllers}</Platform>"),
    ] {
        assert_eq!(disks(&machine("1.17-linux", "", &inside).current_state.hardware), expected, "{inside}");
        let snapshot = format!("<Snapshot uuid=\"{{{ROOT}}}\" name=\"a\">{inside}</Snapshot><Hardware/>");
        let machine = machine("1.17-linux", &format!("currentSnapshot=\"{{{ROOT}}}\""), &snapshot);
        let (_, snapshot) = machine.tree.iter().next().unwrap();
        assert_eq!(disks(&snapshot.hardware), expected);
        assert!(machine.current_state.hardware.attachments.is_empty());
    }
}

#[test]
fn newest_and_unknown_settings() {
    for version in ["1.20-linux", "1.22-windows", "1.99-haiku", "2.0", "odd"] {
        let inside = "<Hardware><CPU count=\"4\" executionCap=\"50\"><Later><CPU count=\"9\"/></Later></CPU>\
            <Memory RAMSize=\"8192\"/><Display controller=\"QemuRamFB\" VRAMSize=\"128\" accelerate3D=\"true\" monitorCount=\"2\"/>\
            <Clipboard mode=\"Bidirectional\"/><Firmware type=\"EFI\"/><Quantum><Network><Adapter slot=\"3\" enabled=\"true\"/></Network></Quantum>\
            <Platform architecture=\"ARM\"><Chipset type=\"ARMv8Virtual\"/><arm><CPU><Feature/></CPU></arm></Platform>\
            <Network><Adapter slot=\"1\" enabled=\"true\" MACAddress=\"080027000001\" type=\"virtio\"><DisabledModes><NAT/></DisabledModes>\
            <HostOnlyNetwork name=\"net\"/></Adapter></Network>\
            <SharedFolders><SharedFolder name=\"s\" hostPath=\"/srv\" writable=\"true\"/></SharedFolders></Hardware>";
        let machine = machine(version, "", inside);
        let hardware = &machine.current_state.hardware;
        assert_eq!((hardware.processors, hardware.execution_cap_percent), (Some(4), Some(50)), "{version}");
        assert_eq!(
            (hardware.memory_mib, hardware.video_memory_mib, hardware.screens),
            (Some(8192), Some(128), Some(2))
        );
        assert_eq!(hardware.firmware.as_deref(), Some("EFI"));
        assert_eq!(hardware.chipset.as_deref(), Some("ARMv8Virtual"));
        assert_eq!((hardware.graphics_controller.as_deref(), hardware.accelerate_3d), (Some("QemuRamFB"), Some(true)));
        let [adapter] = &hardware.network[..] else { panic!("{:?}", hardware.network) };
        assert_eq!((adapter.slot, adapter.attached_to.as_deref()), (1, Some("Host-only network")));
        assert!(adapter.cable_connected);
        let [folder] = &hardware.shared_folders[..] else { panic!("{:?}", hardware.shared_folders) };
        assert!(folder.writable && &*folder.host_path == "/srv");
        assert_eq!(machine.settings_version.as_deref(), Some(version));
        assert_eq!(machine.problems, []);
    }
}

#[test]
fn settings_before_1_2_are_too_old_and_1_2_is_told_of() {
    for version in ["1.0", "1.1-windows", "0.9"] {
        let answer = read(&file(OLD, version, "", ""));
        assert!(matches!(&answer, Err(HypervisorError::TooOld { version: told, .. }) if told == version), "{answer:?}");
    }
    let machine = read(&file(OLD, "1.2-linux", "", "")).unwrap();
    assert_eq!(machine.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [ProblemKind::TooOld]);
}

#[test]
fn an_encrypted_machine_is_named() {
    let text = format!(
        "<VirtualBox xmlns=\"{NEW}\" version=\"1.19-linux\"><MachineEncrypted uuid=\"{{{MACHINE}}}\" name=\"secret &amp; safe\" \
         keyId=\"k\" keyStore=\"s\">AAECAw==</MachineEncrypted></VirtualBox>"
    );
    let answer = read(&text);
    assert!(matches!(&answer, Err(HypervisorError::Encrypted { name }) if name == "secret & safe"), "{answer:?}");
}

#[test]
fn names_and_descriptions_come_as_they_were_written() {
    let inside = format!(
        "<Description>first &lt;line&gt;\nsecond&#13;\nthird &#x1F680;<![CDATA[ <raw> &amp; ]]>\r\nlast</Description>\
         <Snapshot uuid=\"{{{ROOT}}}\" name=\"a&#10;b&#9;c &#x6784;&quot;&apos;\" Description=\"from &amp; attribute\"/><Hardware/>"
    );
    let machine = machine("1.19-linux", &format!("currentSnapshot=\"{{{ROOT}}}\""), &inside);
    assert_eq!(machine.description, "first <line>\nsecond\r\nthird 🚀 <raw> &amp; \nlast");
    let (_, snapshot) = machine.tree.iter().next().unwrap();
    assert_eq!(snapshot.name, "a\nb\tc 构\"'");
    assert_eq!(snapshot.description, "from & attribute");
}

#[test]
fn states_as_the_attributes_tell() {
    for (attributes, state, modified) in [
        ("", MachineState::PoweredOff, true),
        ("currentStateModified=\"false\"", MachineState::PoweredOff, false),
        ("currentStateModified=\"0\" aborted=\"true\"", MachineState::Aborted, false),
        ("currentStateModified=\"true\" stateFile=\"Snapshots/a.sav\"", MachineState::Saved, true),
        ("aborted=\"1\" stateFile=\"Snapshots/a.sav\"", MachineState::AbortedSaved, true),
        ("stateFile=\"\"", MachineState::PoweredOff, true),
    ] {
        let machine = machine("1.19-linux", attributes, "<Hardware/>");
        assert_eq!((machine.recorded_state, machine.current_state.modified), (state, modified), "{attributes}");
    }
}

#[test]
fn images_nest_with_their_modes_and_places() {
    let inside = format!(
        "<MediaRegistry><HardDisks><HardDisk uuid=\"{{{BASE}}}\" location=\"D:\\disks\\base.vmdk\" format=\"VMDK\" type=\"Immutable\">\
         <HardDisk uuid=\"{{{DIFFERENCE}}}\" location=\"Snapshots\\d.vdi\" format=\"VDI\" autoReset=\"true\"><Property name=\"x\" value=\"y\"/>\
         </HardDisk></HardDisk></HardDisks><DVDImages><Image uuid=\"{{{ROOT}}}\" location=\"/a.iso\"/></DVDImages></MediaRegistry><Hardware/>"
    );
    let machine = machine("1.19-windows", "snapshotFolder=\"\\\\server\\snapshots\"", &inside);
    let [base, difference] = &machine.images[..] else { panic!("{:?}", machine.images) };
    assert_eq!((base.parent, base.mode, base.auto_reset), (None, ImageMode::Immutable, false));
    assert_eq!((&*base.path, &base.format), (Path::new("D:\\disks\\base.vmdk"), &ImageFormat::Vmdk));
    assert_eq!((difference.parent, difference.mode, difference.auto_reset), (Some(base.id), ImageMode::Normal, true));
    assert_eq!(&*machine.snapshot_folder, Path::new("\\\\server\\snapshots"));
    #[cfg(unix)]
    assert_eq!(&*difference.path, Path::new("/vms/web/Snapshots/d.vdi"));
}

#[test]
fn the_registry_of_old_machines() {
    let text = format!(
        "<VirtualBox xmlns=\"{OLD}\" version=\"1.3-linux\"><Global><MachineRegistry>\
         <MachineEntry uuid=\"{{{MACHINE}}}\" src=\"Machines/web/web.xml\"/><MachineEntry uuid=\"{{{ROOT}}}\" src=\"C:\\VMs\\build.vbox\"/>\
         <MachineEntry uuid=\"{{{MACHINE}}}\" src=\"/elsewhere.xml\"/><MachineEntry uuid=\"none\" src=\"x\"/></MachineRegistry>\
         <DiskRegistry><HardDisks><HardDisk uuid=\"{{{BASE}}}\" type=\"writethrough\"><VMDKImage filePath=\"/d/base.vmdk\"/>\
         <DiffHardDisk uuid=\"{{{DIFFERENCE}}}\"><VirtualDiskImage filePath=\"VDI/d.vdi\"/></DiffHardDisk></HardDisk></HardDisks></DiskRegistry>\
         </Global></VirtualBox>"
    );
    let listing =
        parse_registry(text.as_bytes(), Path::new("/home/u/VirtualBox.xml"), &ConnectionId::new("v")).unwrap();
    let machines: Vec<_> = listing.machines.iter().map(|entry| (&*entry.name, &*entry.settings_file)).collect();
    assert_eq!(
        machines,
        [("web", Path::new("/home/u/Machines/web/web.xml")), ("build", Path::new("C:\\VMs\\build.vbox"))]
    );
    assert_eq!(listing.problems.len(), 1);
    let [base, difference] = &listing.shared_images[..] else { panic!("{:?}", listing.shared_images) };
    assert_eq!((&*base.path, base.mode), (Path::new("/d/base.vmdk"), ImageMode::WriteThrough));
    assert_eq!((base.listed_by, difference.parent), (None, Some(base.id)));
    assert_eq!(&*difference.path, Path::new("/home/u/VDI/d.vdi"));
}

#[test]
fn a_current_snapshot_that_is_missing_is_told_of_and_the_rest_is_read() {
    let inside = format!("<Snapshot uuid=\"{{{ROOT}}}\" name=\"a\"/><Hardware/>");
    for attributes in [format!("currentSnapshot=\"{{{CHILD}}}\""), String::new()] {
        let machine = machine("1.19-linux", &attributes, &inside);
        assert_eq!((machine.tree.len(), machine.tree.current()), (1, None));
        let kinds: Vec<_> = machine.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::Inconsistent]);
    }
}

#[test]
fn equal_settings_are_kept_once() {
    let hardware = "<Hardware><Memory RAMSize=\"64\"/></Hardware>";
    let inside = format!(
        "<Snapshot uuid=\"{{{ROOT}}}\" name=\"a\">{hardware}<Snapshots><Snapshot uuid=\"{{{CHILD}}}\" name=\"b\">{hardware}\
         </Snapshot></Snapshots></Snapshot>{hardware}"
    );
    let machine = machine("1.19-linux", &format!("currentSnapshot=\"{{{CHILD}}}\""), &inside);
    for (_, snapshot) in machine.tree.iter() {
        assert!(Arc::ptr_eq(&snapshot.hardware, &machine.current_state.hardware));
    }
}

#[test]
fn damage_is_told_with_its_place() {
    let sound = file(NEW, "1.19-linux", "", "    <Hardware/>");
    for (text, line, column, words) in [
        (sound.replace("<Hardware/>", "<Hardware>"), 6, 3, "Hardware"),
        (sound.replace("<Hardware/>", "<Memory a=\"<\"/>"), 5, 16, "<"),
        (sound.replace("<Hardware/>", "<%= x %>"), 5, 5, "name"),
        (sound.replace("<Hardware/>", "&machine;"), 5, 5, "machine"),
        (sound.replace("<Hardware/>", "\0\0\0"), 5, 5, "no text"),
        (sound.replace("<Hardware/>", "<Snapshot uuid=\"1\" uuid=\"2\"/>"), 5, 5, "twice"),
        (sound.replace("<Hardware/>", "<Snapshot name=\"x\"/>"), 5, 5, "id"),
        (
            sound
                .replace("<Hardware/>", "<MediaRegistry><HardDisks><HardDisk uuid=\"x\"/></HardDisks></MediaRegistry>"),
            5,
            31,
            "id",
        ),
        (format!("{sound}<VirtualBox/>"), 8, 1, "after the end"),
        (format!("{sound}junk"), 8, 1, "outside"),
        (format!("junk{sound}"), 1, 1, "outside"),
        (sound.replace("VirtualBox", "Other"), 3, 1, "Other"),
        (sound.replace(MACHINE, "no id"), 4, 3, "no id"),
        (sound.replace(" uuid=", " id="), 4, 3, "no id"),
        (sound.replace("<!--", "<!DOCTYPE a [<!ENTITY b \"c\">]><!--"), 2, 1, "document type"),
        (sound[..sound.len() - 14].to_owned(), 7, 1, ""),
        (String::new(), 1, 1, ""),
        ("<VirtualBox version=\"1.19\"/>".to_owned(), 1, 29, "no machine"),
    ] {
        let (found_line, found_column, what) = refusal(&text);
        assert_eq!((found_line, found_column), (line, column), "{what}: {text}");
        assert!(what.contains(words), "{what}: {text}");
    }
}

#[test]
fn bytes_that_are_no_utf_8_are_told_with_their_place() {
    let sound = file(NEW, "1.19-linux", "", "<Hardware/>");
    let with = |bytes: &[u8]| [sound.as_bytes(), bytes].concat();
    let utf_16: Vec<u8> = std::iter::once(0xFEFF).chain(sound.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, place) in [(with(b"<!-- \xE4 -->"), (8, 6)), (utf_16, (1, 1))] {
        match parse_settings(&bytes, Path::new("a.vbox")) {
            Err(HypervisorError::Damaged { line, column, .. }) => assert_eq!((line, column), place),
            other => panic!("{other:?}"),
        }
    }
    let marked = [b"\xEF\xBB\xBF", sound.as_bytes()].concat();
    assert_eq!(&*parse_settings(&marked, Path::new("a.vbox")).unwrap().name, "web");
}

#[test]
fn entities_expand_to_nothing() {
    let mut laughs = String::from("<!DOCTYPE lolz [<!ENTITY a0 \"ha\">");
    for level in 1..30 {
        let inner = format!("&a{};", level - 1).repeat(10);
        laughs += &format!("<!ENTITY a{level} \"{inner}\">");
    }
    let text = file(NEW, "1.19-linux", "", "<Description>&a29;</Description>")
        .replace("<VirtualBox", &format!("{laughs}]><VirtualBox"));
    assert!(refusal(&text).2.contains("document type"));
}

/// A chain of snapshots as deep as this.
fn chain(depth: usize) -> String {
    let mut inside = String::new();
    for number in 0..depth {
        inside += &format!(
            "<Snapshot uuid=\"{{22222222-0000-4000-8000-{number:012x}}}\" name=\"{number}\"><Hardware/><Snapshots>"
        );
    }
    inside.push_str(&"</Snapshots></Snapshot>".repeat(depth));
    let current = format!("currentSnapshot=\"{{22222222-0000-4000-8000-{:012x}}}\"", depth - 1);
    file(NEW, "1.19-linux", &current, &inside)
}

#[test]
fn depth_costs_neither_stack_nor_patience() {
    let start = Instant::now();
    let machine = read(&chain(50_000)).unwrap();
    assert_eq!(machine.tree.max_depth(), 50_000);
    assert_eq!(machine.tree.get(machine.tree.current().unwrap()).name, "49999");
    for nested in [
        "<Snapshot uuid=\"{22222222-0000-4000-8000-000000000001}\">",
        "<a>",
        "<MediaRegistry>",
        "<Hardware>",
        "<Description>",
    ] {
        let text = file(NEW, "1.19-linux", "", &nested.repeat(1_000_000));
        assert!(read(&text).is_err(), "{nested}");
    }
    let attributes: Vec<String> = (0..200_000).map(|number| format!("a{number}=\"1\"")).collect();
    let attributes = attributes.join(" ");
    assert!(refusal(&file(NEW, "1.19-linux", &attributes, "")).2.contains("attributes"));
    assert!(start.elapsed() < Duration::from_secs(30), "took {:?}", start.elapsed());
}

/// A file with everything in it.
fn sample() -> String {
    let hardware = format!(
        "<Hardware><CPU count=\"2\"/><Memory RAMSize=\"2048\"/><BIOS><NVRAM path=\"Snapshots/a.nvram\"/></BIOS><Network>\
         <Adapter slot=\"0\" enabled=\"true\"><NAT/></Adapter></Network><StorageControllers><StorageController name=\"SATA\">\
         <AttachedDevice type=\"HardDisk\" port=\"0\" device=\"0\"><Image uuid=\"{{{BASE}}}\"/></AttachedDevice></StorageController>\
         </StorageControllers></Hardware>"
    );
    let inside = format!(
        "<MediaRegistry><HardDisks><HardDisk uuid=\"{{{BASE}}}\" location=\"a.vdi\" format=\"VDI\" type=\"Normal\"/></HardDisks></MediaRegistry>\
         <Groups><Group name=\"/lab\"/></Groups>\
         <Snapshot uuid=\"{{{ROOT}}}\" name=\"构 &#x1F680;\" timeStamp=\"2026-10-11T12:03:00Z\" stateFile=\"Snapshots/a.sav\">\
         <Description>two\nlines</Description>{hardware}<Snapshots/></Snapshot>{hardware}"
    );
    file(NEW, "1.19-linux", &format!("currentSnapshot=\"{{{ROOT}}}\""), &inside)
}

#[test]
fn a_file_cut_short_at_any_byte_is_refused_with_its_place() {
    let text = sample();
    let whole = read(&text).unwrap();
    let (_, snapshot) = whole.tree.iter().next().unwrap();
    assert_eq!(snapshot.firmware_file.as_deref(), Some(Path::new("/vms/web/Snapshots/a.nvram")));
    assert_eq!(snapshot.hardware.attachments[0].kind, AttachmentKind::HardDisk);
    assert_eq!(whole.groups, [Arc::from("/lab")]);
    let end = text.trim_end().len();
    for length in 0..end {
        match parse_settings(&text.as_bytes()[..length], Path::new("a.vbox")) {
            Err(HypervisorError::Damaged { line: 1.., column: 1.., .. }) => {}
            other => panic!("cut after {length} bytes: {other:?}"),
        }
    }
    assert!(read(&text[..end]).is_ok());
}

proptest! {
    #[test]
    fn no_change_of_bytes_makes_it_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = sample().into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Err(HypervisorError::Damaged { line, .. }) = parse_settings(&bytes, Path::new("a.vbox")) {
            let lines = bytes.split(|byte| *byte == b'\n').count() as u64;
            prop_assert!((1..=lines).contains(&line));
        }
    }

    #[test]
    fn no_moving_of_parts_makes_it_panic(parts in prop::collection::vec(any::<prop::sample::Index>(), 2..40)) {
        let text = sample();
        let pieces: Vec<&str> = text.split_inclusive('>').collect();
        let mixed: String = parts.iter().map(|part| *part.get(&pieces)).collect();
        let text = format!("<VirtualBox version=\"1.19\"><Machine uuid=\"{{{MACHINE}}}\">{mixed}");
        // The parts may happen to close the machine; without its end it must not be read.
        let answer = read(&text);
        prop_assert!(mixed.contains("</Machine>") || answer.is_err(), "the machine has no end: {}", text);
    }
}
