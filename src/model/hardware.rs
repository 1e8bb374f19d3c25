//! The settings of a machine that people compare between snapshots.

use std::sync::Arc;

use super::ImageId;
use crate::text;

/// Settings of a machine at one moment. Fields are `None` or empty where the settings file says
/// nothing, which means the hypervisor's default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HardwareSettings {
    /// Main memory in MiB, as hypervisors count it.
    pub memory_mib: Option<u32>,
    /// Number of virtual processors.
    pub processors: Option<u32>,
    /// Share of a host processor the machine may use, in percent.
    pub execution_cap_percent: Option<u32>,
    /// Firmware as the settings file calls it: `BIOS`, `EFI`, …
    pub firmware: Option<Arc<str>>,
    /// Chipset as the settings file calls it: `PIIX3`, `ICH9`, …
    pub chipset: Option<Arc<str>>,
    /// Graphics controller as the settings file calls it: `VMSVGA`, …
    pub graphics_controller: Option<Arc<str>>,
    /// Video memory in MiB.
    pub video_memory_mib: Option<u32>,
    /// Whether 3D acceleration is on.
    pub accelerate_3d: Option<bool>,
    /// Number of virtual screens.
    pub screens: Option<u32>,
    /// Network adapters, by slot; only those that are enabled.
    pub network: Vec<NetworkAdapter>,
    /// Disks and drives, in the order of the settings file.
    pub attachments: Vec<Attachment>,
    /// Folders of the host that the guest sees.
    pub shared_folders: Vec<SharedFolder>,
}

/// An enabled network adapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkAdapter {
    /// Slot, from 0.
    pub slot: u32,
    /// Kind of card: `82540EM`, `virtio`, …
    pub card: Option<Arc<str>>,
    /// What it is attached to: `NAT`, `Bridged`, `Internal network`, …; `None` when to nothing.
    pub attached_to: Option<Arc<str>>,
    /// Name of the network or of the host's interface.
    pub network_name: Option<Arc<str>>,
    /// Hardware address, as written in the settings file.
    pub mac_address: Option<Arc<str>>,
    /// Whether the virtual cable is plugged in.
    pub cable_connected: bool,
}

/// What kind of device an attachment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttachmentKind {
    /// A hard disk: what snapshots are about.
    HardDisk,
    /// A CD or DVD drive.
    Dvd,
    /// A floppy drive.
    Floppy,
}

/// A disk or drive of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Name of the controller, such as `SATA`.
    pub controller: Arc<str>,
    /// Port on the controller.
    pub port: u32,
    /// Device on the port.
    pub device: u32,
    /// Kind of device.
    pub kind: AttachmentKind,
    /// The image in it; `None` for an empty drive or a drive of the host.
    pub image: Option<ImageId>,
}

/// A folder of the host that the guest sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedFolder {
    /// Name the guest sees.
    pub name: Arc<str>,
    /// Path on the host.
    pub host_path: Arc<str>,
    /// Whether the guest may write.
    pub writable: bool,
}

/// One setting that differs between two moments, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs: `Memory`, `Network 1`, …
    pub what: String,
    /// Its value in the first.
    pub from: String,
    /// Its value in the second.
    pub to: String,
}

impl HardwareSettings {
    /// The hard disks among the attachments that have an image.
    pub fn disks(&self) -> impl Iterator<Item = (&Attachment, ImageId)> {
        self.attachments
            .iter()
            .filter(|attachment| attachment.kind == AttachmentKind::HardDisk)
            .filter_map(|attachment| attachment.image.map(|image| (attachment, image)))
    }

    /// Every setting that differs between `self` and `other`, in a fixed order.
    ///
    /// Taking a snapshot gives every disk a new difference image, so disks are compared by the base
    /// image of their chain, which `base_of` names.
    pub fn differences(&self, other: &Self, base_of: &dyn Fn(ImageId) -> ImageId) -> Vec<Difference> {
        let mut found = Vec::new();
        let mut compare = |what: &str, from: String, to: String| {
            if from != to {
                found.push(Difference { what: what.to_owned(), from, to });
            }
        };
        compare(text!("model-hardware-memory"), megabytes(self.memory_mib), megabytes(other.memory_mib));
        compare(text!("model-hardware-processors"), number(self.processors), number(other.processors));
        let caps = (percent(self.execution_cap_percent), percent(other.execution_cap_percent));
        compare(text!("model-hardware-execution-cap"), caps.0, caps.1);
        compare(text!("model-hardware-firmware"), name(self.firmware.as_ref()), name(other.firmware.as_ref()));
        compare(text!("model-hardware-chipset"), name(self.chipset.as_ref()), name(other.chipset.as_ref()));
        compare(
            text!("model-hardware-graphics"),
            name(self.graphics_controller.as_ref()),
            name(other.graphics_controller.as_ref()),
        );
        compare(
            text!("model-hardware-video-memory"),
            megabytes(self.video_memory_mib),
            megabytes(other.video_memory_mib),
        );
        compare(text!("model-hardware-3d"), on_off(self.accelerate_3d), on_off(other.accelerate_3d));
        compare(text!("model-hardware-screens"), number(self.screens), number(other.screens));
        for slot in slots(&self.network, &other.network) {
            let (from, to) = (self.adapter(slot), other.adapter(slot));
            compare(
                &text!("model-hardware-network", number = slot + 1),
                network_words(from, to),
                network_words(to, from),
            );
        }
        for place in places(&self.attachments, &other.attachments) {
            let device = |of: &Self| {
                let attachment = of.attachments.iter().find(|attachment| attachment.place() == place);
                attachment_words(attachment, base_of)
            };
            let name = format!("{} {}:{}", place.0, place.1, place.2);
            compare(&name, device(self), device(other));
        }
        for name in folder_names(&self.shared_folders, &other.shared_folders) {
            let folder = |of: &Self| folder_words(of.shared_folders.iter().find(|folder| folder.name == name));
            compare(&text!("model-hardware-shared-folder", name = name), folder(self), folder(other));
        }
        found
    }
}

impl HardwareSettings {
    fn adapter(&self, slot: u32) -> Option<&NetworkAdapter> {
        self.network.iter().find(|adapter| adapter.slot == slot)
    }
}

impl Attachment {
    /// Controller, port and device: where the disk is plugged in.
    fn place(&self) -> (Arc<str>, u32, u32) {
        (self.controller.clone(), self.port, self.device)
    }
}

/// What a setting has that the file does not name.
fn default() -> String {
    text!("model-hardware-default").to_owned()
}

fn megabytes(value: Option<u32>) -> String {
    value.map_or_else(default, |mib| format!("{mib} MB"))
}

fn number(value: Option<u32>) -> String {
    value.map_or_else(default, |number| number.to_string())
}

fn percent(value: Option<u32>) -> String {
    value.map_or_else(default, |percent| format!("{percent} %"))
}

fn name(value: Option<&Arc<str>>) -> String {
    value.map_or_else(default, ToString::to_string)
}

fn on_off(value: Option<bool>) -> String {
    match value {
        Some(true) => text!("model-hardware-on").to_owned(),
        Some(false) => text!("model-hardware-off").to_owned(),
        None => default(),
    }
}

/// Only the parts that differ from `other` are worded, so that “NAT → Bridged” stays that short.
fn network_words(adapter: Option<&NetworkAdapter>, other: Option<&NetworkAdapter>) -> String {
    let Some(adapter) = adapter else { return text!("model-hardware-off").to_owned() };
    let attached_to = adapter.attached_to.as_deref();
    let mut words = vec![attached_to.unwrap_or(text!("model-hardware-not-attached")).to_owned()];
    if let Some(other) = other {
        if adapter.network_name != other.network_name
            && let Some(name) = &adapter.network_name
        {
            words.push(format!("“{name}”"));
        }
        if adapter.card != other.card {
            words.push(name(adapter.card.as_ref()));
        }
        if adapter.mac_address != other.mac_address {
            words.push(name(adapter.mac_address.as_ref()));
        }
        if adapter.cable_connected != other.cable_connected {
            words.push(cable_words(adapter.cable_connected).to_owned());
        }
    }
    words.join(" ")
}

fn cable_words(connected: bool) -> &'static str {
    if connected { text!("model-hardware-cable-in") } else { text!("model-hardware-cable-out") }
}

fn attachment_words(attachment: Option<&Attachment>, base_of: &dyn Fn(ImageId) -> ImageId) -> String {
    let Some(attachment) = attachment else { return text!("model-hardware-none").to_owned() };
    let device = match attachment.kind {
        AttachmentKind::HardDisk => "disk",
        AttachmentKind::Dvd => "dvd",
        AttachmentKind::Floppy => "floppy",
    };
    match (attachment.kind, attachment.image) {
        (AttachmentKind::HardDisk, Some(image)) => {
            text!("model-hardware-device", device = device, image = base_of(image))
        }
        (_, Some(image)) => text!("model-hardware-device", device = device, image = image),
        (_, None) => text!("model-hardware-device-empty", device = device),
    }
}

fn folder_words(folder: Option<&SharedFolder>) -> String {
    match folder {
        None => text!("model-hardware-none").to_owned(),
        Some(folder) if folder.writable => folder.host_path.to_string(),
        Some(folder) => text!("model-hardware-folder-read-only", path = folder.host_path),
    }
}

fn slots(one: &[NetworkAdapter], two: &[NetworkAdapter]) -> Vec<u32> {
    let mut slots: Vec<u32> = one.iter().chain(two).map(|adapter| adapter.slot).collect();
    slots.sort_unstable();
    slots.dedup();
    slots
}

fn places(one: &[Attachment], two: &[Attachment]) -> Vec<(Arc<str>, u32, u32)> {
    let mut places: Vec<_> = one.iter().chain(two).map(Attachment::place).collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn folder_names(one: &[SharedFolder], two: &[SharedFolder]) -> Vec<Arc<str>> {
    let mut names: Vec<_> = one.iter().chain(two).map(|folder| folder.name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adapter(attached_to: &str) -> NetworkAdapter {
        NetworkAdapter {
            slot: 0,
            card: Some("82540EM".into()),
            attached_to: Some(attached_to.into()),
            network_name: None,
            mac_address: Some("080027000001".into()),
            cable_connected: true,
        }
    }

    fn disk(image: u128) -> Attachment {
        Attachment {
            controller: "SATA".into(),
            port: 0,
            device: 0,
            kind: AttachmentKind::HardDisk,
            image: Some(ImageId(uuid::Uuid::from_u128(image))),
        }
    }

    #[test]
    fn differences_say_what_changed_and_no_more() {
        let before = HardwareSettings {
            memory_mib: Some(4096),
            processors: Some(2),
            network: vec![adapter("NAT")],
            attachments: vec![disk(2)],
            ..HardwareSettings::default()
        };
        let mut bridged = adapter("Bridged");
        bridged.network_name = Some("eth0".into());
        let after = HardwareSettings {
            memory_mib: Some(8192),
            network: vec![bridged],
            attachments: vec![disk(3)],
            ..before.clone()
        };
        let base = |_| ImageId(uuid::Uuid::from_u128(1));
        let found: Vec<_> = before
            .differences(&after, &base)
            .into_iter()
            .map(|difference| format!("{}: {} → {}", difference.what, difference.from, difference.to))
            .collect();
        assert_eq!(found, ["Memory: 4096 MB → 8192 MB", "Network 1: NAT → Bridged “eth0”"]);
    }

    #[test]
    fn an_added_disk_is_a_difference() {
        let with = HardwareSettings { attachments: vec![disk(2)], ..HardwareSettings::default() };
        let found = HardwareSettings::default().differences(&with, &|image| image);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].what.as_str(), found[0].from.as_str()), ("SATA 0:0", "none"));
    }
}
