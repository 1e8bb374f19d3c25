//! Disk images as the hypervisor's registries describe them.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::{Bytes, ImageId, MachineId};
use crate::text;

/// File format of an image.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// VirtualBox's own.
    Vdi,
    /// VMware's.
    Vmdk,
    /// Microsoft's older one.
    Vhd,
    /// QEMU's.
    Qcow2,
    /// Anything else, by the name the registry gives.
    Other(Arc<str>),
}

impl ImageFormat {
    /// The format with this name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "vdi" => Self::Vdi,
            "vmdk" => Self::Vmdk,
            "vhd" => Self::Vhd,
            "qcow2" => Self::Qcow2,
            _ => Self::Other(name.into()),
        }
    }
}

impl fmt::Display for ImageFormat {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Vdi => "VDI",
            Self::Vmdk => "VMDK",
            Self::Vhd => "VHD",
            Self::Qcow2 => "qcow2",
            Self::Other(name) => name,
        })
    }
}

/// How an image behaves under snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ImageMode {
    /// A snapshot freezes it and goes on in a difference image.
    #[default]
    Normal,
    /// Never changed; its difference image is thrown away at each start.
    Immutable,
    /// Not covered by snapshots: restoring does not roll it back.
    WriteThrough,
    /// As write-through, and several machines may use it at the same time.
    Shareable,
    /// Cannot be written; not covered by snapshots.
    ReadOnly,
    /// As immutable, for several machines, without throwing the differences away.
    MultiAttach,
}

impl ImageMode {
    /// Whether taking a snapshot freezes the image. If not, restoring leaves its content as it is.
    #[must_use]
    pub fn covered_by_snapshots(self) -> bool {
        !matches!(self, Self::WriteThrough | Self::Shareable | Self::ReadOnly)
    }
}

impl fmt::Display for ImageMode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Normal => text!("model-mode-normal"),
            Self::Immutable => text!("model-mode-immutable"),
            Self::WriteThrough => text!("model-mode-write-through"),
            Self::Shareable => text!("model-mode-shareable"),
            Self::ReadOnly => text!("model-mode-read-only"),
            Self::MultiAttach => text!("model-mode-multi-attach"),
        })
    }
}

/// One image as a registry lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRecord {
    /// Identity.
    pub id: ImageId,
    /// Absolute path of the file.
    pub path: Arc<Path>,
    /// File format.
    pub format: ImageFormat,
    /// Behaviour under snapshots.
    pub mode: ImageMode,
    /// Whether the hypervisor empties this difference image at each start of the machine.
    pub auto_reset: bool,
    /// The image this one holds the differences to; `None` for a base image.
    pub parent: Option<ImageId>,
    /// The machine whose settings file lists it; `None` for the registry common to all machines.
    pub listed_by: Option<MachineId>,
}

/// What an image file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageHeader {
    /// Identity written into the file, in formats that have one.
    pub id: Option<ImageId>,
    /// Identity of the parent written into the file; `None` for a base image.
    pub parent: Option<ImageId>,
    /// Size of the disk that the guest sees.
    pub virtual_size: Bytes,
}
