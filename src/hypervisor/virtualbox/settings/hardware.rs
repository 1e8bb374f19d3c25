//! The settings of a machine or snapshot that people compare, and where its disks are plugged in.
//!
//! What VirtualBox writes below `Hardware` moved around between versions: storage controllers stand
//! inside it since 1.17, beside it before, and as `HardDiskAttachments` until 1.6; `Platform` holds
//! processors and firmware since 1.20. So elements are recognised by name, wherever they stand.

use std::str::FromStr;
use std::sync::Arc;

use super::is_true;
use crate::hypervisor::HypervisorError;
use crate::hypervisor::virtualbox::xml::{Document, Element, Token};
use crate::model::{Attachment, AttachmentKind, HardwareSettings, ImageId, NetworkAdapter, SharedFolder};

/// Reads hardware settings, element by element.
#[derive(Default)]
pub struct HardwareReader {
    settings: HardwareSettings,
    firmware_file: Option<String>,
    controller: Option<Arc<str>>,
    adapter: Option<NetworkAdapter>,
}

/// What an element leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follow {
    /// What is in it concerns the settings.
    Into,
    /// What is in it is passed over.
    Over,
}

impl HardwareReader {
    /// The settings and the location of the firmware's variables.
    pub fn finish(mut self) -> (HardwareSettings, Option<String>) {
        self.settings.attachments.shrink_to_fit();
        (self.settings, self.firmware_file)
    }

    /// Reads one element directly below the machine or snapshot, with all that is in it.
    pub fn read(
        &mut self,
        document: &mut Document<'_>,
        element: &Element<'_>,
        empty: bool,
    ) -> Result<(), HypervisorError> {
        if !matches!(element.name(), "Hardware" | "StorageControllers" | "HardDiskAttachments") {
            return if empty { Ok(()) } else { document.skip(element) };
        }
        if empty {
            return Ok(());
        }
        let mut depth = 1_usize;
        while depth > 0 {
            match document.next()? {
                Token::Open { element, empty } => {
                    let follow = self.open(document, &element)?;
                    if empty {
                        self.close(element.name());
                    } else if follow == Follow::Into {
                        depth += 1;
                    } else {
                        document.skip(&element)?;
                        self.close(element.name());
                    }
                }
                Token::Close => {
                    depth -= 1;
                    self.close_open_parts(depth);
                }
                Token::Text(_) => {}
                Token::End => return Ok(()),
            }
        }
        Ok(())
    }

    fn open(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<Follow, HypervisorError> {
        let settings = &mut self.settings;
        match element.name() {
            "CPU" => {
                element.each_attribute(document, |key, value| match key {
                    "count" => settings.processors = value.parse().ok(),
                    "executionCap" => settings.execution_cap_percent = value.parse().ok(),
                    _ => {}
                })?;
            }
            "Memory" => settings.memory_mib = number(document, element, "RAMSize")?,
            "Firmware" => settings.firmware = text(document, element, "type")?,
            "Chipset" => settings.chipset = text(document, element, "type")?,
            "Display" => {
                element.each_attribute(document, |key, value| match key {
                    "controller" => settings.graphics_controller = Some(value.into()),
                    "VRAMSize" => settings.video_memory_mib = value.parse().ok(),
                    "monitorCount" => settings.screens = value.parse().ok(),
                    "accelerate3D" => settings.accelerate_3d = Some(is_true(&value)),
                    _ => {}
                })?;
            }
            // `Platform` since 1.20, with processors and firmware in it.
            "BIOS"
            | "Platform"
            | "x86"
            | "arm"
            | "Network"
            | "SharedFolders"
            | "StorageControllers"
            | "HardDiskAttachments" => {
                return Ok(Follow::Into);
            }
            "NVRAM" => self.firmware_file = element.attribute(document, "path")?.filter(|path| !path.is_empty()),
            "Adapter" => return self.open_adapter(document, element),
            "NAT" | "BridgedInterface" | "HostInterface" | "InternalNetwork" | "HostOnlyInterface"
            | "HostOnlyNetwork" | "GenericInterface" | "NATNetwork" | "CloudNetwork" => {
                self.attach_adapter(document, element)?;
            }
            "SharedFolder" => self.add_shared_folder(document, element)?,
            "StorageController" => {
                self.controller = text(document, element, "name")?;
                return Ok(Follow::Into);
            }
            "AttachedDevice" => return self.open_device(document, element),
            "Image" => {
                let id = element.attribute(document, "uuid")?.and_then(|id| ImageId::from_str(&id).ok());
                if let Some(attachment) = self.settings.attachments.last_mut() {
                    attachment.image = id;
                }
            }
            "HardDiskAttachment" => self.add_old_disk(document, element)?,
            _ => {}
        }
        Ok(Follow::Over)
    }

    fn open_adapter(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<Follow, HypervisorError> {
        let mut enabled = false;
        let mut adapter = NetworkAdapter {
            slot: 0,
            card: None,
            attached_to: None,
            network_name: None,
            mac_address: None,
            // Written only when it is false.
            cable_connected: true,
        };
        element.each_attribute(document, |key, value| match key {
            "slot" => adapter.slot = value.parse().unwrap_or(0),
            "enabled" => enabled = is_true(&value),
            "type" => adapter.card = Some(value.into()),
            "MACAddress" => adapter.mac_address = Some(value.into()),
            "cable" => adapter.cable_connected = is_true(&value),
            _ => {}
        })?;
        self.adapter = None;
        if !enabled {
            return Ok(Follow::Over);
        }
        self.adapter = Some(adapter);
        Ok(Follow::Into)
    }

    /// `DisabledModes` beside it, with the modes that are not in use, is passed over.
    fn attach_adapter(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<(), HypervisorError> {
        let Some(adapter) = &mut self.adapter else { return Ok(()) };
        let mode = match element.name() {
            "BridgedInterface" | "HostInterface" => "Bridged",
            "InternalNetwork" => "Internal network",
            "HostOnlyInterface" => "Host-only",
            "HostOnlyNetwork" => "Host-only network",
            "GenericInterface" => "Generic",
            "NATNetwork" => "NAT network",
            "CloudNetwork" => "Cloud network",
            _ => "NAT",
        };
        adapter.attached_to = Some(mode.into());
        element.each_attribute(document, |key, value| {
            if matches!(key, "name" | "driver") && !value.is_empty() {
                adapter.network_name = Some(value.into());
            }
        })
    }

    fn add_shared_folder(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<(), HypervisorError> {
        let mut folder = SharedFolder { name: "".into(), host_path: "".into(), writable: false };
        element.each_attribute(document, |key, value| match key {
            "name" => folder.name = value.into(),
            "hostPath" => folder.host_path = value.into(),
            "writable" => folder.writable = is_true(&value),
            _ => {}
        })?;
        self.settings.shared_folders.push(folder);
        Ok(())
    }

    fn open_device(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<Follow, HypervisorError> {
        let mut attachment = Attachment {
            controller: self.controller.clone().unwrap_or_default(),
            port: 0,
            device: 0,
            kind: AttachmentKind::HardDisk,
            image: None,
        };
        element.each_attribute(document, |key, value| match key {
            "type" => {
                attachment.kind = match &*value {
                    "DVD" => AttachmentKind::Dvd,
                    "Floppy" => AttachmentKind::Floppy,
                    _ => AttachmentKind::HardDisk,
                };
            }
            "port" => attachment.port = value.parse().unwrap_or(0),
            "device" => attachment.device = value.parse().unwrap_or(0),
            _ => {}
        })?;
        self.settings.attachments.push(attachment);
        Ok(Follow::Into)
    }

    /// Until version 1.6: one element with bus and device in words.
    fn add_old_disk(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<(), HypervisorError> {
        let (mut bus, mut channel, mut device, mut image) = (String::new(), 0, 0, None);
        element.each_attribute(document, |key, value| match key {
            "bus" => bus = value.into_owned(),
            "channel" => channel = value.parse().unwrap_or(0),
            "device" => device = if &*value == "slave" { 1 } else { value.parse().unwrap_or(0) },
            "hardDisk" => image = ImageId::from_str(&value).ok(),
            _ => {}
        })?;
        // 1.3 and earlier name the channel in the bus: `ide0`, `ide1`.
        let (controller, port) = match bus.strip_prefix("ide").or_else(|| bus.strip_prefix("IDE")) {
            Some(number) => ("IDE Controller", number.parse().unwrap_or(channel)),
            None => ("SATA", channel),
        };
        let attachment =
            Attachment { controller: controller.into(), port, device, kind: AttachmentKind::HardDisk, image };
        self.settings.attachments.push(attachment);
        Ok(())
    }

    /// An element that was passed over or empty ends.
    fn close(&mut self, name: &str) {
        if name == "Adapter" {
            self.settings.network.extend(self.adapter.take());
        }
    }

    /// An element that was followed ends, `depth` are still open. An adapter stands two below
    /// `Hardware` or deeper, so that what ends there may be one.
    fn close_open_parts(&mut self, depth: usize) {
        if depth >= 2 {
            self.settings.network.extend(self.adapter.take());
        }
    }
}

fn number(document: &Document<'_>, element: &Element<'_>, name: &str) -> Result<Option<u32>, HypervisorError> {
    Ok(element.attribute(document, name)?.and_then(|value| value.parse().ok()))
}

fn text(document: &Document<'_>, element: &Element<'_>, name: &str) -> Result<Option<Arc<str>>, HypervisorError> {
    Ok(element.attribute(document, name)?.map(Into::into))
}
