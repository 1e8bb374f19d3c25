//! The descriptor: the text that says what a VMDK image consists of.
//! Source: VMware's "Virtual Disk Format 5.0", checked with files of VirtualBox 7.2 and QEMU.

use std::path::{Component, Path, PathBuf};

use uuid::Uuid;

use crate::image::ImageError;
use crate::image::storage::Block;
use crate::model::ImageId;
use crate::text;

/// Longest descriptor that is read, in bytes. VirtualBox needs under 100 bytes for each extent.
pub(crate) const LARGEST_DESCRIPTOR: u64 = 1024 * 1024;
/// Most extents that are looked at: 8 TB in pieces of 2 GB, the smallest that programs make.
const MOST_EXTENTS: usize = 4096;
/// What a descriptor starts with. VMware also writes it with other spaces and in other case.
const FIRST_WORDS: &str = "# disk descriptorfile";

/// How an extent keeps its sectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExtentKind {
    /// Only those that were written, with grain tables.
    Sparse,
    /// All of them, one after the other.
    Flat,
    /// None: all of it reads as zeros.
    Zero,
    /// In a way that is not read here, such as those of VMware's servers.
    Other,
}

/// One part of the guest's disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Length in sectors.
    pub sectors: u64,
    /// How it is kept.
    pub kind: ExtentKind,
    /// The file, as written. Empty for an extent that has none.
    pub name: String,
    /// Where its first sector is in a flat file, in sectors.
    pub first_sector: u64,
}

impl Extent {
    /// The extent's file beside the descriptor at `descriptor`; `None` if it has none, or if the name
    /// leads out of that folder (an image from elsewhere must not make us open files at will).
    pub(crate) fn path_beside(&self, descriptor: &Path) -> Option<PathBuf> {
        let name = Path::new(&self.name);
        let stays = name.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if self.name.is_empty() || self.name.contains('\0') || !stays {
            return None;
        }
        Some(descriptor.parent().unwrap_or_else(|| Path::new("")).join(name))
    }
}

/// What a descriptor says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Descriptor {
    /// Identity, which VirtualBox adds.
    pub id: Option<ImageId>,
    /// Identity of the parent, which VirtualBox adds.
    pub parent: Option<ImageId>,
    /// The parts of the disk, in order.
    pub extents: Vec<Extent>,
}

/// Whether the first bytes of a file are those of a descriptor.
pub(crate) fn is_descriptor(start: &[u8]) -> bool {
    start.get(..FIRST_WORDS.len()).is_some_and(|words| words.eq_ignore_ascii_case(FIRST_WORDS.as_bytes()))
}

impl Descriptor {
    /// Reads the descriptor in `block`, which may be padded with zeros.
    pub(crate) fn parse(block: &Block) -> Result<Self, ImageError> {
        let bytes = block.bytes().split(|byte| *byte == 0).next().unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        let mut descriptor = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some((key, value)) = assignment(line) {
                match key.to_ascii_lowercase().as_str() {
                    "ddb.uuid.image" => descriptor.id = image_id(value),
                    "ddb.uuid.parent" => descriptor.parent = image_id(value),
                    _ => {}
                }
            } else if names_an_extent(line) {
                let Some(extent) = extent(line) else {
                    return Err(block.damaged(0, text!("hypervisor-image-descriptor-line", line = shortened(line))));
                };
                if descriptor.extents.len() == MOST_EXTENTS {
                    return Err(
                        block.damaged(0, text!("hypervisor-image-many-extents", most = MOST_EXTENTS.to_string()))
                    );
                }
                descriptor.extents.push(extent);
            }
        }
        Ok(descriptor)
    }

    /// Size of the guest's disk in sectors; `None` if that is no number of 64 bits.
    pub(crate) fn sectors(&self) -> Option<u64> {
        self.extents.iter().try_fold(0_u64, |sum, extent| sum.checked_add(extent.sectors))
    }
}

fn image_id(value: &str) -> Option<ImageId> {
    Uuid::try_parse(value).ok().filter(|uuid| !uuid.is_nil()).map(ImageId)
}

/// `key = "value"`; the name of an extent may hold an equals sign, but its key would then have spaces.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    let key = key.trim_end();
    if key.contains(|letter: char| letter.is_whitespace() || letter == '"') {
        return None;
    }
    let value = value.trim();
    Some((key, value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)))
}

/// Whether a line is about an extent. Other lines that are no assignments mean nothing.
fn names_an_extent(line: &str) -> bool {
    let access = line.split_whitespace().next().unwrap_or_default();
    ["RW", "RDONLY", "NOACCESS"].iter().any(|word| word.eq_ignore_ascii_case(access))
}

/// `RW 4192256 SPARSE "disk-s001.vmdk"`, `RW 8192 FLAT "disk-flat.vmdk" 0`, `RW 8192 ZERO`.
fn extent(line: &str) -> Option<Extent> {
    let (_access, rest) = line.split_once(char::is_whitespace)?;
    let (sectors, rest) = rest.trim_start().split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let (kind, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (name, first_sector) = match rest.trim_start().strip_prefix('"') {
        // The last quotation mark: VirtualBox does not escape those in a name.
        Some(quoted) => quoted.rsplit_once('"')?,
        None => ("", ""),
    };
    Some(Extent {
        sectors: sectors.parse().ok()?,
        kind: match kind.to_ascii_uppercase().as_str() {
            "SPARSE" => ExtentKind::Sparse,
            "FLAT" | "VMFS" => ExtentKind::Flat,
            "ZERO" => ExtentKind::Zero,
            _ => ExtentKind::Other,
        },
        name: name.to_owned(),
        first_sector: first_sector.split_whitespace().next().map_or(Some(0), |number| number.parse().ok())?,
    })
}

/// The beginning of a line, for an error.
fn shortened(line: &str) -> String {
    line.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::storage::{MemoryStorage, Storage};

    fn parsed(text: &str) -> Result<Descriptor, ImageError> {
        let mut storage = MemoryStorage::default();
        storage.insert("disk.vmdk", text.as_bytes());
        let file = storage.open(Path::new("disk.vmdk")).unwrap();
        Descriptor::parse(&file.read(0, file.length()).unwrap())
    }

    #[test]
    fn extents_as_programs_write_them() {
        let descriptor = parsed(concat!(
            "# Disk DescriptorFile\r\nversion=1\r\nencoding=\"UTF-8\"\r\n\r\n",
            "RW 63 FLAT \"disk-pt.vmdk\" 0\r\nRDONLY 1000 FLAT \"/dev/sda\" 63\n",
            "rw 4192256  SPARSE  \"a = \"b\" c.vmdk\"\nRW 17 ZERO\nNOACCESS 5 VMFSSPARSE \"x\"\nthis means nothing\n",
            "ddb.uuid.image=\"5fa3d288-a096-4c47-b07b-69a2f8abb74b\"\n",
            "ddb.uuid.parent = \"00000000-0000-0000-0000-000000000000\"\n\0RW 1 ZERO\n"
        ))
        .unwrap();
        let extents: Vec<_> = descriptor
            .extents
            .iter()
            .map(|extent| (extent.sectors, extent.kind, extent.name.as_str(), extent.first_sector))
            .collect();
        let expected = [
            (63, ExtentKind::Flat, "disk-pt.vmdk", 0),
            (1000, ExtentKind::Flat, "/dev/sda", 63),
            (4_192_256, ExtentKind::Sparse, "a = \"b\" c.vmdk", 0),
            (17, ExtentKind::Zero, "", 0),
            (5, ExtentKind::Other, "x", 0),
        ];
        assert_eq!(extents, expected);
        assert_eq!(descriptor.id.unwrap().to_string(), "5fa3d288-a096-4c47-b07b-69a2f8abb74b");
        assert_eq!((descriptor.parent, descriptor.sectors()), (None, Some(4_193_341)));
    }

    #[test]
    fn what_is_no_extent_is_an_error() {
        for line in ["RW", "RW x FLAT \"a\" 0", "RW 5 FLAT \"a", "RW 5 FLAT \"a\" b", "RW -5 ZERO"] {
            assert!(matches!(parsed(line), Err(ImageError::Damaged { .. })), "{line}");
        }
        let huge = format!("RW {} ZERO\n", u64::MAX).repeat(2);
        assert_eq!(parsed(&huge).unwrap().sectors(), None);
        assert!(parsed(&"RW 1 ZERO\n".repeat(MOST_EXTENTS + 1)).is_err());
    }
}
