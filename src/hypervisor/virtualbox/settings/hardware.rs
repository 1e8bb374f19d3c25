//! The settings of a machine or snapshot that people compare, and where its disks are plugged in.
//!
//! What VirtualBox writes below `Hardware` moved around between versions: storage controllers stand
//! inside it since 1.17, beside it before, and as `HardDiskAttachments` until 1.6; `Platform` holds
//! what depends on the processor's family since 1.20. So elements are recognised by name, wherever they stand.

use std::sync::Arc;

use super::is_true;
use super::recent_strings::RecentStrings;
use crate::hypervisor::HypervisorError;
use crate::hypervisor::virtualbox::xml::{Document, Element, Token};
use crate::model::{Attachment, AttachmentKind, HardwareSettings, IdError, ImageId, NetworkAdapter, SharedFolder};
use crate::text;

/// Reads hardware settings, element by element.
#[derive(Default)]
pub struct HardwareReader {
    settings: HardwareSettings,
    firmware_file: Option<String>,
    controller: Option<Arc<str>>,
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
        self.settings.network.shrink_to_fit();
        self.settings.shared_folders.shrink_to_fit();
        (self.settings, self.firmware_file)
    }

    /// Reads one element directly below the machine or snapshot, with all that is in it.
    pub fn read(
        &mut self,
        document: &mut Document<'_>,
        element: &Element<'_>,
        empty: bool,
        strings: &mut RecentStrings,
    ) -> Result<(), HypervisorError> {
        if empty {
            return Ok(());
        }
        if !matches!(element.name(), "Hardware" | "Platform" | "StorageControllers" | "HardDiskAttachments") {
            return document.skip();
        }
        let mut depth = 1_usize;
        while depth > 0 {
            match document.next()? {
                Token::Open { element, empty } => match self.open(document, &element, strings)? {
                    _ if empty => {}
                    Follow::Into => depth += 1,
                    Follow::Over => document.skip()?,
                },
                Token::Close => depth -= 1,
                Token::Text(_) => {}
                Token::End => return Ok(()),
            }
        }
        Ok(())
    }

    fn open(
        &mut self,
        document: &Document<'_>,
        element: &Element<'_>,
        strings: &mut RecentStrings,
    ) -> Result<Follow, HypervisorError> {
        let settings = &mut self.settings;
        match element.name() {
            "CPU" => {
                self.set_processors(document, element)?;
                return Ok(Follow::Into);
            }
            // Before 1.5, inside `CPU`.
            "CPUCount" => settings.processors = number(document, element, "count")?,
            "Memory" => settings.memory_mib = number(document, element, "RAMSize")?,
            "Firmware" => {
                settings.firmware = text(document, element, "type", strings)?;
                return Ok(Follow::Into);
            }
            "Chipset" => settings.chipset = text(document, element, "type", strings)?,
            "Display" => self.set_display(document, element, strings)?,
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
            "Adapter" => return self.open_adapter(document, element, strings),
            "NAT" | "BridgedInterface" | "HostInterface" | "InternalNetwork" | "HostOnlyInterface"
            | "HostOnlyNetwork" | "GenericInterface" | "NATNetwork" | "CloudNetwork" => {
                self.attach_adapter(document, element, strings)?;
            }
            "SharedFolder" => self.add_shared_folder(document, element, strings)?,
            "StorageController" => {
                self.controller = text(document, element, "name", strings)?;
                return Ok(Follow::Into);
            }
            "AttachedDevice" => return self.open_device(document, element),
            "Image" => {
                let id = element.attribute(document, "uuid")?;
                if let Some(attachment) = self.settings.attachments.last_mut() {
                    attachment.image = id.map(|id| image_id(document, &id)).transpose()?;
                }
            }
            "DVDDrive" => {
                self.add_old_drive(strings.share("IDE Controller"), 1, AttachmentKind::Dvd);
                return Ok(Follow::Into);
            }
            "FloppyDrive" if element.attribute(document, "enabled")?.as_deref().is_some_and(is_true) => {
                self.add_old_drive(strings.share("Floppy Controller"), 0, AttachmentKind::Floppy);
                return Ok(Follow::Into);
            }
            "HardDiskAttachment" => self.add_old_disk(document, element, strings)?,
            _ => {}
        }
        Ok(Follow::Over)
    }

    fn set_processors(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<(), HypervisorError> {
        element.each_attribute(document, |key, value| match key {
            "count" => self.settings.processors = value.parse().ok(),
            "executionCap" => self.settings.execution_cap_percent = value.parse().ok(),
            _ => {}
        })
    }

    fn set_display(
        &mut self,
        document: &Document<'_>,
        element: &Element<'_>,
        strings: &mut RecentStrings,
    ) -> Result<(), HypervisorError> {
        element.each_attribute(document, |key, value| match key {
            "controller" => self.settings.graphics_controller = Some(strings.share(&value)),
            "VRAMSize" => self.settings.video_memory_mib = value.parse().ok(),
            // With a capital before 1.7.
            "monitorCount" | "MonitorCount" => self.settings.screens = value.parse().ok(),
            "accelerate3D" => self.settings.accelerate_3d = Some(is_true(&value)),
            _ => {}
        })
    }

    fn open_adapter(
        &mut self,
        document: &Document<'_>,
        element: &Element<'_>,
        strings: &mut RecentStrings,
    ) -> Result<Follow, HypervisorError> {
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
            "type" => adapter.card = Some(strings.share(&value)),
            "MACAddress" => adapter.mac_address = Some(strings.share(&value)),
            "cable" => adapter.cable_connected = is_true(&value),
            _ => {}
        })?;
        if !enabled {
            return Ok(Follow::Over);
        }
        self.settings.network.push(adapter);
        Ok(Follow::Into)
    }

    /// `DisabledModes` beside it, with the modes that are not in use, is passed over.
    fn attach_adapter(
        &mut self,
        document: &Document<'_>,
        element: &Element<'_>,
        strings: &mut RecentStrings,
    ) -> Result<(), HypervisorError> {
        let Some(adapter) = self.settings.network.last_mut() else { return Ok(()) };
        let mode = match element.name() {
            "BridgedInterface" | "HostInterface" => text!("virtualbox-network-bridged"),
            "InternalNetwork" => text!("virtualbox-network-internal"),
            "HostOnlyInterface" => text!("virtualbox-network-host-only"),
            "HostOnlyNetwork" => text!("virtualbox-network-host-only-network"),
            "GenericInterface" => text!("virtualbox-network-generic"),
            "NATNetwork" => text!("virtualbox-network-nat-network"),
            "CloudNetwork" => text!("virtualbox-network-cloud"),
            _ => text!("virtualbox-network-nat"),
        };
        adapter.attached_to = Some(strings.share(mode));
        element.each_attribute(document, |key, value| {
            if matches!(key, "name" | "driver") && !value.is_empty() {
                adapter.network_name = Some(strings.share(&value));
            }
        })
    }

    fn add_shared_folder(
        &mut self,
        document: &Document<'_>,
        element: &Element<'_>,
        strings: &mut RecentStrings,
    ) -> Result<(), HypervisorError> {
        let empty = strings.share("");
        let mut folder = SharedFolder { name: empty.clone(), host_path: empty, writable: false };
        element.each_attribute(document, |key, value| match key {
            "name" => folder.name = strings.share(&value),
            "hostPath" => folder.host_path = strings.share(&value),
            "writable" => folder.writable = is_true(&value),
            _ => {}
        })?;
        self.settings.shared_folders.push(folder);
        Ok(())
    }

    fn open_device(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<Follow, HypervisorError> {
        let mut odd = None;
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
                    "HardDisk" => AttachmentKind::HardDisk,
                    _ => return odd = Some(text!("virtualbox-xml-device-type")),
                };
            }
            "port" => match value.parse() {
                Ok(port) => attachment.port = port,
                Err(_) => odd = Some(text!("virtualbox-xml-device-port")),
            },
            "device" => match value.parse() {
                Ok(device) => attachment.device = device,
                Err(_) => odd = Some(text!("virtualbox-xml-device-number")),
            },
            _ => {}
        })?;
        if let Some(odd) = odd {
            return Err(document.error(odd));
        }
        self.settings.attachments.push(attachment);
        Ok(Follow::Into)
    }

    /// Until version 1.8, drives stand directly in `Hardware`. VirtualBox gives them these places
    /// when it converts the file.
    fn add_old_drive(&mut self, controller: Arc<str>, port: u32, kind: AttachmentKind) {
        self.settings.attachments.push(Attachment { controller, port, device: 0, kind, image: None });
    }

    /// Until version 1.6: one element with bus and device. The controllers' names are those that
    /// VirtualBox gives them when it converts the file.
    fn add_old_disk(
        &mut self,
        document: &Document<'_>,
        element: &Element<'_>,
        strings: &mut RecentStrings,
    ) -> Result<(), HypervisorError> {
        let (mut bus, mut channel, mut device, mut image) = (String::new(), 0, 0, None);
        element.each_attribute(document, |key, value| match key {
            "bus" => bus = value.into_owned(),
            "channel" => channel = value.parse().unwrap_or(0),
            "device" => device = if &*value == "slave" { 1 } else { value.parse().unwrap_or(0) },
            "hardDisk" => image = Some(value.into_owned()),
            _ => {}
        })?;
        let (controller, port) = match bus.as_str() {
            // 1.2 names the channel in the bus.
            "ide0" => ("IDE Controller", 0),
            "ide1" => ("IDE Controller", 1),
            "IDE" => ("IDE Controller", channel),
            "SATA" => ("SATA Controller", channel),
            other => (other, channel),
        };
        self.settings.attachments.push(Attachment {
            controller: strings.share(controller),
            port,
            device,
            kind: AttachmentKind::HardDisk,
            image: image.map(|id| image_id(document, &id)).transpose()?,
        });
        Ok(())
    }
}

/// A disk whose image cannot be named is not shown as a drive without one.
fn image_id(document: &Document<'_>, text: &str) -> Result<ImageId, HypervisorError> {
    text.parse().map_err(|error: IdError| document.error(error.to_string()))
}

fn number(document: &Document<'_>, element: &Element<'_>, name: &str) -> Result<Option<u32>, HypervisorError> {
    Ok(element.attribute(document, name)?.and_then(|value| value.parse().ok()))
}

fn text(
    document: &Document<'_>,
    element: &Element<'_>,
    name: &str,
    strings: &mut RecentStrings,
) -> Result<Option<Arc<str>>, HypervisorError> {
    Ok(element.attribute(document, name)?.map(|value| strings.share(&value)))
}
