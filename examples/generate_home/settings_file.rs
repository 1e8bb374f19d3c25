//! A machine's settings file and the list of machines, as VirtualBox 7 writes them.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::machine::{Hardware, Image, Machine, Network};
use crate::xml::Xml;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.virtualbox.org/");

/// The text of `VirtualBox.xml` for machines with these ids and settings files.
pub fn registry(machines: &[(String, String)], machine_folder: &Path) -> String {
    let mut xml = Xml::document();
    xml.open("VirtualBox", &[NAMESPACE, ("version", "1.12-linux")]);
    xml.open("Global", &[]);
    xml.open("ExtraData", &[]);
    xml.empty("ExtraDataItem", &[("name", "GUI/LastWindowPosition"), ("value", "120,80,1100,720")]);
    xml.close();
    xml.open("MachineRegistry", &[]);
    for (id, settings_file) in machines {
        xml.empty("MachineEntry", &[("uuid", id), ("src", settings_file)]);
    }
    xml.close();
    xml.open("NetserviceRegistry", &[]);
    xml.empty("DHCPServers", &[]);
    xml.close();
    let folder = machine_folder.to_string_lossy();
    xml.empty("SystemProperties", &[("defaultMachineFolder", &folder), ("defaultHardDiskFormat", "VDI")]);
    xml.empty("USBDeviceFilters", &[]);
    xml.close();
    xml.close();
    xml.text
}

/// The text of a machine's settings file.
pub fn settings(machine: &Machine) -> String {
    let mut xml = Xml::document();
    xml.open("VirtualBox", &[NAMESPACE, ("version", "1.19-linux")]);
    let id = braced(machine.id);
    let changed = time(machine.now);
    let current = machine.current.map(|current| braced(machine.snapshots[current].id));
    let mut attributes = vec![("uuid", id.as_str()), ("name", &machine.name), ("OSType", machine.os_type)];
    attributes.extend(current.as_deref().map(|current| ("currentSnapshot", current)));
    attributes.push(("snapshotFolder", "Snapshots"));
    // VirtualBox leaves the attribute out when it is true.
    attributes.extend((!machine.modified).then_some(("currentStateModified", "false")));
    attributes.push(("lastStateChange", &changed));
    attributes.extend(machine.aborted.then_some(("aborted", "true")));
    xml.open("Machine", &attributes);
    describe(&mut xml, &machine.description);
    let children = machine.children();
    media(&mut xml, machine, &children);
    snapshots(&mut xml, machine, &children);
    hardware(&mut xml, machine, &machine.hardware, &machine.image);
    if let Some(group) = machine.group {
        xml.open("Groups", &[]);
        xml.empty("Group", &[("name", group)]);
        xml.close();
    }
    xml.close();
    xml.close();
    xml.text
}

/// A step of a walk without recursion.
#[derive(Clone, Copy)]
enum Step {
    Begin(usize),
    End(usize),
}

/// The images, each within the one it rests on.
fn media(xml: &mut Xml, machine: &Machine, children: &[Vec<usize>]) {
    xml.open("MediaRegistry", &[]);
    xml.open("HardDisks", &[]);
    if machine.snapshots.is_empty() {
        hard_disk(xml, machine, &machine.image, true, false);
    }
    let mut steps: Vec<Step> = machine.snapshots.first().map(|_| Step::Begin(0)).into_iter().collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Begin(position) => {
                let has_children = !children[position].is_empty() || machine.current == Some(position);
                let image = &machine.snapshots[position].image;
                hard_disk(xml, machine, image, position == 0, has_children);
                if has_children {
                    steps.push(Step::End(position));
                    steps.extend(children[position].iter().rev().copied().map(Step::Begin));
                }
            }
            Step::End(position) => {
                if machine.current == Some(position) {
                    hard_disk(xml, machine, &machine.image, false, false);
                }
                xml.close();
            }
        }
    }
    xml.close();
    xml.close();
}

fn hard_disk(xml: &mut Xml, machine: &Machine, image: &Image, is_base: bool, has_children: bool) {
    let (id, location) = (braced(image.id), machine.image_path(image));
    let mut attributes = vec![("uuid", id.as_str()), ("location", &location), ("format", "VDI")];
    attributes.extend(is_base.then_some(("type", "Normal")));
    if has_children {
        xml.open("HardDisk", &attributes);
    } else {
        xml.empty("HardDisk", &attributes);
    }
}

fn snapshots(xml: &mut Xml, machine: &Machine, children: &[Vec<usize>]) {
    let mut steps: Vec<Step> = machine.snapshots.first().map(|_| Step::Begin(0)).into_iter().collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Begin(position) => {
                begin_snapshot(xml, machine, position);
                steps.push(Step::End(position));
                if !children[position].is_empty() {
                    xml.open("Snapshots", &[]);
                    steps.extend(children[position].iter().rev().copied().map(Step::Begin));
                }
            }
            Step::End(position) => {
                if !children[position].is_empty() {
                    xml.close();
                }
                xml.close();
            }
        }
    }
}

fn begin_snapshot(xml: &mut Xml, machine: &Machine, position: usize) {
    let snapshot = &machine.snapshots[position];
    let (id, taken_at, saved_state) =
        (braced(snapshot.id), time(snapshot.taken_at), machine.saved_state_path(position));
    let mut attributes = vec![("uuid", id.as_str()), ("name", &snapshot.name), ("timeStamp", &taken_at)];
    attributes.extend(saved_state.as_deref().map(|path| ("stateFile", path)));
    xml.open("Snapshot", &attributes);
    describe(xml, &snapshot.description);
    hardware(xml, machine, &snapshot.hardware, &snapshot.image);
}

fn describe(xml: &mut Xml, description: &str) {
    if !description.is_empty() {
        xml.element("Description", description);
    }
}

fn hardware(xml: &mut Xml, machine: &Machine, hardware: &Hardware, image: &Image) {
    xml.open("Hardware", &[]);
    xml.open("CPU", &[("count", &hardware.processors.to_string())]);
    xml.empty("PAE", &[("enabled", "false")]);
    xml.empty("LongMode", &[("enabled", "true")]);
    xml.empty("HardwareVirtExLargePages", &[("enabled", "true")]);
    xml.close();
    xml.empty("Memory", &[("RAMSize", &hardware.memory_mib.to_string())]);
    if hardware.efi {
        xml.empty("Firmware", &[("type", "EFI")]);
    }
    let video_memory = hardware.video_memory_mib.to_string();
    xml.empty("Display", &[("controller", "VMSVGA"), ("VRAMSize", &video_memory)]);
    firmware_settings(xml);
    network(xml, machine, hardware.network);
    xml.empty(
        "AudioAdapter",
        &[("codec", "AD1980"), ("driver", "Default"), ("enabled", "true"), ("enabledOut", "true")],
    );
    if let Some(path) = hardware.shared_folder {
        xml.open("SharedFolders", &[]);
        let attributes = [("name", "exchange"), ("hostPath", path), ("writable", "true"), ("autoMount", "true")];
        xml.empty("SharedFolder", &attributes);
        xml.close();
    }
    xml.empty("Clipboard", &[]);
    storage(xml, image);
    xml.close();
}

fn firmware_settings(xml: &mut Xml) {
    xml.open("BIOS", &[]);
    xml.empty("IOAPIC", &[("enabled", "true")]);
    xml.empty("SmbiosUuidLittleEndian", &[("enabled", "true")]);
    xml.close();
    xml.open("USB", &[]);
    xml.open("Controllers", &[]);
    xml.empty("Controller", &[("name", "OHCI"), ("type", "OHCI")]);
    xml.close();
    xml.close();
}

fn network(xml: &mut Xml, machine: &Machine, network: Network) {
    xml.open("Network", &[]);
    let address = machine.hardware_address.as_str();
    let adapter = [("slot", "0"), ("enabled", "true"), ("MACAddress", address), ("type", "82540EM")];
    xml.open("Adapter", &adapter);
    match network {
        Network::Nat => xml.empty("NAT", &[("localhost-reachable", "true")]),
        Network::Bridged(name) => xml.empty("BridgedInterface", &[("name", name)]),
        Network::HostOnly(name) => xml.empty("HostOnlyInterface", &[("name", name)]),
        Network::Internal(name) => xml.empty("InternalNetwork", &[("name", name)]),
    }
    xml.close();
    xml.close();
}

fn storage(xml: &mut Xml, image: &Image) {
    xml.open("StorageControllers", &[]);
    let controller = [("name", "SATA"), ("type", "AHCI"), ("PortCount", "2"), ("useHostIOCache", "false")];
    xml.open("StorageController", &[controller.as_slice(), &[("Bootable", "true")]].concat());
    let device = [("hotpluggable", "false"), ("port", "0"), ("device", "0")];
    xml.open("AttachedDevice", &[[("type", "HardDisk")].as_slice(), &device].concat());
    xml.empty("Image", &[("uuid", &braced(image.id))]);
    xml.close();
    let drive = [("passthrough", "false"), ("type", "DVD"), ("hotpluggable", "false"), ("port", "1"), ("device", "0")];
    xml.empty("AttachedDevice", &drive);
    xml.close();
    xml.close();
}

pub fn braced(id: uuid::Uuid) -> String {
    format!("{{{id}}}")
}

fn time(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
