//! The header of a qcow2 file. Layout: `docs/interop/qcow2.rst` of QEMU.

use std::sync::Arc;

use crate::image::ImageError;
use crate::image::storage::{Block, ImageFile};
use crate::model::{Bytes, ImageFormat, ImageHeader};
use crate::text;

const MAGIC: &[u8; 4] = b"QFI\xFB";
const VERSION_2_LENGTH: u64 = 72;
const VERSION_3_LENGTH: u64 = 104;
/// Smallest and largest cluster, as powers of two, that QEMU makes and reads (`MIN_CLUSTER_BITS`,
/// `MAX_CLUSTER_BITS`).
const CLUSTER_BITS: std::ops::RangeInclusive<u32> = 9..=21;
/// Longest name of a backing file in bytes, by the specification.
const LONGEST_BACKING_NAME: u32 = 1023;

/// Incompatible feature: the refcounts may be wrong, after a crash.
const DIRTY: u64 = 1;
/// Incompatible feature: QEMU found the file damaged.
const CORRUPT: u64 = 1 << 1;
/// Incompatible feature: the guest's data are in another file.
const EXTERNAL_DATA: u64 = 1 << 2;
/// Incompatible feature: compression other than deflate. The maps do not care.
const COMPRESSION: u64 = 1 << 3;
/// Incompatible feature: L2 entries of 16 bytes with the state of 32 parts of a cluster.
const EXTENDED_L2: u64 = 1 << 4;

/// The header of a qcow2 file, as far as Snapgrove uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qcow2Header {
    /// 2 or 3.
    pub version: u32,
    /// Size of a cluster as a power of two, 9 to 21.
    pub cluster_bits: u32,
    /// Size of the guest's disk in bytes.
    pub disk_size: u64,
    /// Number of entries of the active L1 table.
    pub l1_entries: u32,
    /// Where the active L1 table starts, in bytes.
    pub l1_offset: u64,
    /// Where the refcount table starts, in bytes.
    pub refcount_table_offset: u64,
    /// Length of the refcount table in clusters.
    pub refcount_table_clusters: u32,
    /// Width of a refcount as a power of two of bits, 0 to 6.
    pub refcount_order: u32,
    /// Number of internal snapshots.
    pub snapshots: u32,
    /// Where the snapshot table starts, in bytes.
    pub snapshots_offset: u64,
    /// Incompatible features, as bits.
    features: u64,
    /// Whether the content is encrypted, by a method of QEMU's.
    pub encrypted: bool,
    /// Name of the image below this one, as written: often relative to this file.
    pub backing_name: Option<Arc<str>>,
}

/// Whether the first bytes of a file are those of a qcow2 file.
pub(crate) fn is_qcow2(start: &Block) -> bool {
    start.bytes().starts_with(MAGIC)
}

impl Qcow2Header {
    /// Reads and checks the header.
    pub(crate) fn read(file: &ImageFile) -> Result<Self, ImageError> {
        let start = file.read_up_to(0, VERSION_3_LENGTH)?;
        if !is_qcow2(&start) {
            return Err(ImageError::OtherFormat { path: file.path().clone(), format: ImageFormat::Qcow2 });
        }
        let start = file.read(0, VERSION_2_LENGTH.max(start.bytes().len() as u64))?;
        let version = start.big_u32(4)?;
        let (features, refcount_order) = match version {
            2 => (0, 4),
            3 => (start.big_u64(72)?, start.big_u32(96)?),
            _ => return Err(file.unsupported(text!("hypervisor-image-qcow-version", version = version.to_string()))),
        };
        if features & !(DIRTY | CORRUPT | EXTERNAL_DATA | COMPRESSION | EXTENDED_L2) != 0 {
            return Err(file.unsupported(text!("hypervisor-image-qcow-features", features = format!("{features:#x}"))));
        }
        // What its tables say cannot be relied on: a forecast from them would be a guess.
        if features & CORRUPT != 0 {
            return Err(file.damaged(72, text!("hypervisor-image-qcow-corrupt")));
        }
        let header = Self {
            version,
            cluster_bits: start.big_u32(20)?,
            disk_size: start.big_u64(24)?,
            l1_entries: start.big_u32(36)?,
            l1_offset: start.big_u64(40)?,
            refcount_table_offset: start.big_u64(48)?,
            refcount_table_clusters: start.big_u32(56)?,
            refcount_order,
            snapshots: start.big_u32(60)?,
            snapshots_offset: start.big_u64(64)?,
            features,
            encrypted: start.big_u32(32)? != 0,
            backing_name: backing_name(file, &start)?,
        };
        header.check(&start)?;
        Ok(header)
    }

    fn check(&self, start: &Block) -> Result<(), ImageError> {
        if !CLUSTER_BITS.contains(&self.cluster_bits) {
            return Err(start.damaged(20, text!("hypervisor-image-cluster-bits", bits = self.cluster_bits)));
        }
        if self.refcount_order > 6 {
            return Err(start.damaged(96, text!("hypervisor-image-refcount-bits", order = self.refcount_order)));
        }
        let covered = u128::from(self.l1_entries) * u128::from(self.clusters_in_l2()) * u128::from(self.cluster());
        if covered < u128::from(self.disk_size) {
            return Err(start.damaged(36, text!("hypervisor-image-tables-short", count = self.l1_entries.to_string())));
        }
        Ok(())
    }

    /// Size of a cluster in bytes.
    #[must_use]
    pub fn cluster(&self) -> u64 {
        1 << self.cluster_bits.min(*CLUSTER_BITS.end())
    }

    /// Whether L2 entries hold the state of 32 parts of a cluster.
    #[must_use]
    pub fn extended_l2(&self) -> bool {
        self.features & EXTENDED_L2 != 0
    }

    /// Whether the refcounts may be wrong since a crash; QEMU mends them when it opens the file.
    #[must_use]
    pub fn refcounts_unsure(&self) -> bool {
        self.features & DIRTY != 0
    }

    /// Whether the guest's data are in another file.
    #[must_use]
    pub fn external_data(&self) -> bool {
        self.features & EXTERNAL_DATA != 0
    }

    /// Size of an entry of an L2 table in bytes.
    #[must_use]
    pub fn l2_entry(&self) -> u64 {
        if self.extended_l2() { 16 } else { 8 }
    }

    /// Number of clusters that one L2 table maps.
    #[must_use]
    pub fn clusters_in_l2(&self) -> u64 {
        self.cluster() / self.l2_entry()
    }

    /// The part that all formats have. qcow2 knows its parent by name, never by id.
    pub(crate) fn common(&self) -> ImageHeader {
        ImageHeader { id: None, parent: None, virtual_size: Bytes(self.disk_size) }
    }
}

fn backing_name(file: &ImageFile, start: &Block) -> Result<Option<Arc<str>>, ImageError> {
    let (offset, length) = (start.big_u64(8)?, start.big_u32(16)?);
    if offset == 0 || length == 0 {
        return Ok(None);
    }
    if length > LONGEST_BACKING_NAME {
        return Err(start.damaged(16, text!("hypervisor-image-backing-name", length = length.to_string())));
    }
    let name = file.read(offset, length.into())?;
    Ok(Some(String::from_utf8_lossy(name.bytes()).into()))
}
