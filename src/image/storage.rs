//! Image files as something to read from at any offset: on the host, or in memory.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use super::ImageError;
use crate::platform;

/// Where image files are opened. Reading an image goes through this alone, so that tests and fuzzing
/// can hand over bytes that were never on a disk.
pub trait Storage: Send + Sync {
    /// Opens a file for reading.
    ///
    /// # Errors
    /// If there is no such regular file, or it cannot be opened.
    fn open(&self, path: &Path) -> Result<ImageFile, ImageError>;
}

/// The file system of this computer.
#[derive(Debug, Clone, Copy, Default)]
pub struct HostStorage;

impl Storage for HostStorage {
    fn open(&self, path: &Path) -> Result<ImageFile, ImageError> {
        let path: Arc<Path> = path.into();
        let failed = |source| ImageError::Io { path: path.clone(), source };
        // Looked at before it is opened: opening a pipe would wait for a writer that never comes.
        if !fs::metadata(&path).map_err(failed)?.is_file() {
            return Err(ImageError::NotAFile { path });
        }
        let file = File::open(&path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        Ok(ImageFile { path, length, content: Content::Host(file) })
    }
}

/// Files that are in memory only.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage {
    files: BTreeMap<PathBuf, Arc<[u8]>>,
}

impl MemoryStorage {
    /// Adds a file, or replaces it.
    pub fn insert(&mut self, path: impl Into<PathBuf>, content: impl Into<Arc<[u8]>>) {
        self.files.insert(path.into(), content.into());
    }
}

impl Storage for MemoryStorage {
    fn open(&self, path: &Path) -> Result<ImageFile, ImageError> {
        let content = self.files.get(path).cloned();
        let path: Arc<Path> = path.into();
        match content {
            Some(content) => Ok(ImageFile { path, length: content.len() as u64, content: Content::Memory(content) }),
            None => Err(ImageError::Io { path, source: std::io::ErrorKind::NotFound.into() }),
        }
    }
}

#[derive(Debug)]
enum Content {
    Host(File),
    Memory(Arc<[u8]>),
}

/// One open file of an image.
#[derive(Debug)]
pub struct ImageFile {
    path: Arc<Path>,
    length: u64,
    content: Content,
}

impl ImageFile {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Arc<Path> {
        &self.path
    }

    /// Apparent length in bytes, as of opening it.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads `length` bytes from byte `offset`. Takes no more memory than the file is long.
    ///
    /// # Errors
    /// If the file ends before that, or cannot be read.
    pub fn read(&self, offset: u64, length: u64) -> Result<Block, ImageError> {
        let end = offset.checked_add(length).filter(|end| *end <= self.length);
        let (Some(end), Ok(size)) = (end, usize::try_from(length)) else {
            return Err(ImageError::CutOff { path: self.path.clone(), offset, wanted: length, length: self.length });
        };
        let bytes = match &self.content {
            Content::Host(file) => {
                let mut bytes = vec![0; size];
                platform::read_exact_at(file, &mut bytes, offset)
                    .map_err(|source| ImageError::Io { path: self.path.clone(), source })?;
                bytes
            }
            Content::Memory(bytes) => {
                let range = usize::try_from(offset).ok().zip(usize::try_from(end).ok());
                range.and_then(|(from, to)| bytes.get(from..to)).unwrap_or_default().to_vec()
            }
        };
        Ok(Block { path: self.path.clone(), offset, bytes })
    }

    /// Reads up to `length` bytes from byte `offset`; fewer where the file ends.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read_up_to(&self, offset: u64, length: u64) -> Result<Block, ImageError> {
        let offset = offset.min(self.length);
        self.read(offset, length.min(self.length - offset))
    }

    /// An error about the content of this file at byte `offset`.
    pub(super) fn damaged(&self, offset: u64, what: impl Into<String>) -> ImageError {
        ImageError::Damaged { path: self.path.clone(), offset, what: what.into() }
    }

    /// An error about a variant that is not read.
    pub(super) fn unsupported(&self, what: impl Into<String>) -> ImageError {
        ImageError::Unsupported { path: self.path.clone(), what: what.into() }
    }

    /// An error about something that exceeds its limit.
    pub(super) fn too_large(&self, what: &'static str, amount: u64, limit: u64) -> ImageError {
        ImageError::TooLarge { path: self.path.clone(), what, amount, limit }
    }
}

/// Bytes read from a file, which know where they came from.
#[derive(Debug, Clone)]
pub struct Block {
    path: Arc<Path>,
    offset: u64,
    bytes: Vec<u8>,
}

impl Block {
    /// All bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// `N` bytes at `at`, counted from the start of the block.
    ///
    /// # Errors
    /// If the block ends before that.
    pub fn array<const N: usize>(&self, at: usize) -> Result<[u8; N], ImageError> {
        self.bytes.get(at..).and_then(<[u8]>::first_chunk).copied().ok_or_else(|| ImageError::CutOff {
            path: self.path.clone(),
            offset: self.offset.saturating_add(at as u64),
            wanted: N as u64,
            length: self.offset.saturating_add(self.bytes.len() as u64),
        })
    }

    /// A little-endian number of four bytes at `at`.
    ///
    /// # Errors
    /// If the block ends before that.
    pub fn little_u32(&self, at: usize) -> Result<u32, ImageError> {
        self.array(at).map(u32::from_le_bytes)
    }

    /// A little-endian number of eight bytes at `at`.
    ///
    /// # Errors
    /// If the block ends before that.
    pub fn little_u64(&self, at: usize) -> Result<u64, ImageError> {
        self.array(at).map(u64::from_le_bytes)
    }

    /// A big-endian number of two bytes at `at`.
    ///
    /// # Errors
    /// If the block ends before that.
    pub fn big_u16(&self, at: usize) -> Result<u16, ImageError> {
        self.array(at).map(u16::from_be_bytes)
    }

    /// A big-endian number of four bytes at `at`.
    ///
    /// # Errors
    /// If the block ends before that.
    pub fn big_u32(&self, at: usize) -> Result<u32, ImageError> {
        self.array(at).map(u32::from_be_bytes)
    }

    /// A big-endian number of eight bytes at `at`.
    ///
    /// # Errors
    /// If the block ends before that.
    pub fn big_u64(&self, at: usize) -> Result<u64, ImageError> {
        self.array(at).map(u64::from_be_bytes)
    }

    /// A UUID as VirtualBox writes it into VDI and VHD files alike: its first three fields little
    /// endian (checked with files made by VirtualBox 7.2). `None` if it is all zeros.
    ///
    /// # Errors
    /// If the block ends before that.
    pub fn uuid(&self, at: usize) -> Result<Option<Uuid>, ImageError> {
        Ok(Some(Uuid::from_bytes_le(self.array(at)?)).filter(|uuid| !uuid.is_nil()))
    }

    /// An error about the content at `at`, counted from the start of the block.
    pub(super) fn damaged(&self, at: usize, what: impl Into<String>) -> ImageError {
        ImageError::Damaged {
            path: self.path.clone(),
            offset: self.offset.saturating_add(at as u64),
            what: what.into(),
        }
    }
}
