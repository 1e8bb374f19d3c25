//! Making a machine.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::change::Change;
use super::document::{Document, NodeId};
use super::machine_file::{MachineFile, braced, time_text};
use super::vdi::{LARGEST_DISK, ParentLink, Vdi, write_empty};
use super::world::World;
use super::{Refusal, Sandbox, SandboxError};
use crate::hypervisor::virtualbox::parse_settings;
use crate::image::SECTOR;
use crate::model::{ImageId, ImageMode, MachineId};
use crate::text;

/// The version of VirtualBox's settings that is written: the one 7.2 writes for such machines.
const SETTINGS_VERSION: &str = "1.19";
/// Most disks of a machine: ports of its controller.
const MOST_DISKS: usize = 30;

/// The longest chain of images VirtualBox opens (`SETTINGS_MEDIUM_DEPTH_MAX`).
const LONGEST_CHAIN: usize = 300;

/// A machine to be made.
#[derive(Debug, Clone)]
pub struct NewMachine {
    /// Its name.
    pub name: String,
    /// What the person wrote about it.
    pub description: String,
    /// Kind of guest system as VirtualBox calls it, such as `Debian_64`.
    pub os_type: String,
    /// Main memory in MiB.
    pub memory_mib: u32,
    /// Number of processors.
    pub processors: u32,
    /// Its disks, by port.
    pub disks: Vec<NewDisk>,
}

/// A disk of a machine to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewDisk {
    /// Size that the guest sees, in bytes; a multiple of 512.
    pub size: u64,
    /// How it behaves under snapshots.
    pub mode: ImageMode,
}

impl NewMachine {
    /// A small Linux machine with one disk of `size` bytes.
    #[must_use]
    pub fn small(name: &str, size: u64) -> Self {
        Self {
            name: name.to_owned(),
            description: String::new(),
            os_type: "Debian_64".to_owned(),
            memory_mib: 1024,
            processors: 1,
            disks: vec![NewDisk { size, mode: ImageMode::Normal }],
        }
    }
}

impl Sandbox {
    /// Makes a machine with empty disks.
    ///
    /// # Errors
    /// If the name or a disk makes no sense, or files cannot be written. Nothing was changed then.
    pub fn create_machine(&self, new: &NewMachine, now: DateTime<Utc>) -> Result<MachineId, SandboxError> {
        check(new)?;
        self.change(|world, change| {
            let (folder, file_name) = world.new_folder(&new.name);
            let id = MachineId(Uuid::new_v4());
            change.create_folder(&folder)?;
            let path = folder.join(format!("{file_name}.vbox"));
            let (document, node) = settings(new, id, now);
            let mut file = in_memory(document, node, &path)?;
            for (port, disk) in new.disks.iter().enumerate() {
                add_disk(&mut file, change, port, disk, &file_name)?;
            }
            change.replace(&path, &file.to_bytes())?;
            world.register(id, &path);
            Ok(id)
        })
    }
}

fn check(new: &NewMachine) -> Result<(), Refusal> {
    if new.name.trim().is_empty() {
        return Err(Refusal::Invalid(text!("hypervisor-sandbox-no-name").to_owned()));
    }
    if new.disks.len() > MOST_DISKS {
        return Err(Refusal::Invalid(text!("hypervisor-sandbox-many-disks", most = MOST_DISKS)));
    }
    for disk in &new.disks {
        if disk.size == 0 || disk.size > LARGEST_DISK || !disk.size.is_multiple_of(SECTOR) {
            let (size, most) = (disk.size.to_string(), LARGEST_DISK.to_string());
            let what = text!("hypervisor-sandbox-disk-size", size = size, sector = SECTOR, most = most);
            return Err(Refusal::Invalid(what));
        }
    }
    Ok(())
}

/// A settings file that is about to be written.
pub fn in_memory(document: Document, node: NodeId, path: &Path) -> Result<MachineFile, SandboxError> {
    let machine = parse_settings(document.to_text().as_bytes(), path)
        .map_err(|error| SandboxError::Damaged { path: path.to_owned(), what: error.to_string() })?;
    Ok(MachineFile::new(machine, document, node))
}

/// The outermost elements of a settings file.
pub fn empty_settings() -> (Document, NodeId) {
    let system = if cfg!(windows) {
        "windows"
    } else if cfg!(target_os = "macos") {
        "macosx"
    } else {
        "linux"
    };
    let (mut document, root) = Document::new("VirtualBox");
    document.set_first_comment("\n** Written by Snapgrove, for practice.\n");
    document.set_attribute(root, "xmlns", "http://www.virtualbox.org/", &[]);
    document.set_attribute(root, "version", &format!("{SETTINGS_VERSION}-{system}"), &["xmlns"]);
    let machine = document.append_element(root, "Machine");
    (document, machine)
}

fn settings(new: &NewMachine, id: MachineId, now: DateTime<Utc>) -> (Document, NodeId) {
    let (mut document, machine) = empty_settings();
    for (key, value) in [
        ("uuid", braced(id.0).as_str()),
        ("name", &new.name),
        ("OSType", &new.os_type),
        ("snapshotFolder", "Snapshots"),
        ("lastStateChange", &time_text(now)),
    ] {
        document.set_attribute(machine, key, value, &["uuid", "name", "OSType", "snapshotFolder"]);
    }
    if !new.description.is_empty() {
        let description = document.append_element(machine, "Description");
        document.set_text(description, &new.description);
    }
    let hardware = document.append_element(machine, "Hardware");
    document.append_with(hardware, "Memory", &[("RAMSize", &new.memory_mib.to_string())]);
    document.append_element(hardware, "Firmware");
    let bios = document.append_element(hardware, "BIOS");
    for setting in ["IOAPIC", "SmbiosUuidLittleEndian", "AutoSerialNumGen"] {
        document.append_with(bios, setting, &[("enabled", "true")]);
    }
    document.append_with(hardware, "Display", &[("controller", "VMSVGA"), ("VRAMSize", "16")]);
    let network = document.append_element(hardware, "Network");
    let address = new_mac_address();
    let adapter = [("slot", "0"), ("enabled", "true"), ("MACAddress", address.as_str()), ("type", "82540EM")];
    let adapter = document.append_with(network, "Adapter", &adapter);
    document.append_element(adapter, "NAT");
    document.append_element(hardware, "Clipboard");
    let controllers = document.append_element(hardware, "StorageControllers");
    let ports = new.disks.len().max(1).to_string();
    document.append_with(
        controllers,
        "StorageController",
        &[("name", "SATA"), ("type", "AHCI"), ("PortCount", &ports), ("useHostIOCache", "false"), ("Bootable", "true")],
    );
    document.append_with(hardware, "RTC", &[("localOrUTC", "UTC")]);
    let processor = document.append_element(hardware, "CPU");
    if new.processors > 1 {
        document.set_attribute(processor, "count", &new.processors.to_string(), &[]);
    }
    for (setting, enabled) in
        [("HardwareVirtExLargePages", "false"), ("PAE", "false"), ("LongMode", "true"), ("X2APIC", "true")]
    {
        document.append_with(processor, setting, &[("enabled", enabled)]);
    }
    (document, machine)
}

/// An address of VirtualBox's own range.
pub fn new_mac_address() -> String {
    let id = Uuid::new_v4();
    let [one, two, three, ..] = id.as_bytes();
    format!("080027{one:02X}{two:02X}{three:02X}")
}

/// Name of a machine's disk number `port`, as VirtualBox names the disks of a clone.
pub fn disk_name(machine: &str, port: usize) -> String {
    if port == 0 { format!("{machine}.vdi") } else { format!("{machine}-disk{port}.vdi") }
}

/// The word settings files have for a mode.
pub fn mode_word(mode: ImageMode) -> &'static str {
    match mode {
        ImageMode::Normal => "Normal",
        ImageMode::Immutable => "Immutable",
        ImageMode::WriteThrough => "Writethrough",
        ImageMode::Shareable => "Shareable",
        ImageMode::ReadOnly => "Readonly",
        ImageMode::MultiAttach => "MultiAttach",
    }
}

fn add_disk(
    file: &mut MachineFile,
    change: &mut Change<'_>,
    port: usize,
    disk: &NewDisk,
    file_name: &str,
) -> Result<(), SandboxError> {
    let path = file.folder().join(disk_name(file_name, port));
    let id = ImageId(Uuid::new_v4());
    let base = new_image(change, id, &path, disk.size, None)?;
    let list = file.base_images();
    let node = file.list_image(list, id, &path, &[("type", mode_word(disk.mode))]);
    // These are never written to themselves: the machine gets a difference image at once.
    let attached = if matches!(disk.mode, ImageMode::Immutable | ImageMode::MultiAttach) {
        new_difference(file, change, node, base, disk.size, disk.mode)?
    } else {
        id
    };
    let all = file.document.descendants(file.node(), |name| name != "Snapshot");
    let controller = all.into_iter().find(|node| file.document.name(*node) == "StorageController");
    if let Some(controller) = controller {
        let device = [("type", "HardDisk"), ("hotpluggable", "false"), ("port", &port.to_string()), ("device", "0")];
        let device = file.document.append_with(controller, "AttachedDevice", &device);
        file.document.append_with(device, "Image", &[("uuid", &braced(attached.0))]);
    }
    Ok(())
}

/// Makes an empty image. Returns it as a parent for others.
pub fn new_image(
    change: &mut Change<'_>,
    id: ImageId,
    path: &Path,
    size: u64,
    parent: Option<ParentLink>,
) -> Result<ParentLink, SandboxError> {
    let mut file = change.create(path)?;
    write_empty(&mut file, id.0, size, parent)?;
    file.flush()?;
    Ok(Vdi::open(path)?.as_parent())
}

/// Makes an empty difference image in the machine's snapshot folder, and lists it inside `parent_node`,
/// which is in the same file.
pub fn new_difference(
    file: &mut MachineFile,
    change: &mut Change<'_>,
    parent_node: NodeId,
    parent: ParentLink,
    size: u64,
    base_mode: ImageMode,
) -> Result<ImageId, SandboxError> {
    let (id, path) = new_difference_file(file, change, parent, size)?;
    let auto_reset: &[_] = if base_mode == ImageMode::Immutable { &[("autoReset", "true")] } else { &[] };
    file.list_image(parent_node, id, &path, auto_reset);
    Ok(id)
}

/// Makes an empty difference image in the machine's snapshot folder, without listing it.
pub fn new_difference_file(
    file: &MachineFile,
    change: &mut Change<'_>,
    parent: ParentLink,
    size: u64,
) -> Result<(ImageId, Arc<Path>), SandboxError> {
    let id = ImageId(Uuid::new_v4());
    let path = file.new_image_path(id);
    change.create_folder(&file.machine.snapshot_folder)?;
    new_image(change, id, &path, size, Some(parent))?;
    Ok((id, path.into()))
}

/// Makes an empty difference image for machine `at` on top of `parent`, listed where the parent is.
pub fn add_difference(
    world: &mut World,
    change: &mut Change<'_>,
    at: usize,
    parent: ImageId,
) -> Result<ImageId, SandboxError> {
    let depth = world.chain(parent).len();
    if depth >= LONGEST_CHAIN {
        return Err(Refusal::TooDeep { depth }.into());
    }
    let chain = world.open_chain(parent)?;
    let top = chain.top().ok_or_else(|| Refusal::Invalid(text!("hypervisor-sandbox-no-image").to_owned()))?;
    let (link, size) = (top.as_parent(), top.disk_size());
    let mode = world.mode(parent);
    let (listing, node) = world.listed(parent)?;
    let (id, path) = new_difference_file(&world.machines[at], change, link, size)?;
    let auto_reset: &[_] = if mode == ImageMode::Immutable { &[("autoReset", "true")] } else { &[] };
    world.machines[listing].list_image(node, id, &path, auto_reset);
    Ok(id)
}
