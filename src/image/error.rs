//! Why an image file could not be read.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::model::ImageFormat;
use crate::text;

/// Why an image file could not be read. Every variant names the file; those about its content say
/// at which byte, so that a report can be checked with a hex viewer.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// The operating system refused.
    #[error("{}", text!("hypervisor-image-io", path = path.display(), source = source))]
    Io {
        /// The file.
        path: Arc<Path>,
        /// What the operating system said.
        source: io::Error,
    },
    /// A folder, a pipe or a device stands where an image file should be.
    #[error("{}", text!("hypervisor-image-not-a-file", path = path.display()))]
    NotAFile {
        /// What stands there.
        path: Arc<Path>,
    },
    /// The file ends before something that it says it holds.
    #[error(
        "{}",
        text!(
            "hypervisor-image-cut-off",
            path = path.display(),
            wanted = wanted.to_string(),
            offset = offset.to_string(),
            length = length.to_string()
        )
    )]
    CutOff {
        /// The file.
        path: Arc<Path>,
        /// Where the missing part starts, in bytes.
        offset: u64,
        /// How many bytes should be there.
        wanted: u64,
        /// Length of the file in bytes.
        length: u64,
    },
    /// The file does not start (or, for VHD, end) as its format demands.
    #[error("{}", text!("hypervisor-image-other-format", path = path.display(), format = format.to_string()))]
    OtherFormat {
        /// The file.
        path: Arc<Path>,
        /// The format it should have.
        format: ImageFormat,
    },
    /// The file contradicts itself or its format.
    #[error("{}", text!("hypervisor-image-damaged", path = path.display(), offset = offset.to_string(), what = what))]
    Damaged {
        /// The file.
        path: Arc<Path>,
        /// Where the contradiction stands, in bytes.
        offset: u64,
        /// What is wrong there.
        what: String,
    },
    /// A variant of a format that Snapgrove does not read.
    #[error("{}", text!("hypervisor-image-unsupported", path = path.display(), what = what))]
    Unsupported {
        /// The file.
        path: Arc<Path>,
        /// The variant.
        what: String,
    },
    /// Looking into the file would take more memory or time than any honest image needs.
    #[error(
        "{}",
        text!(
            "hypervisor-image-too-large",
            path = path.display(),
            what = what,
            amount = amount.to_string(),
            limit = limit.to_string()
        )
    )]
    TooLarge {
        /// The file.
        path: Arc<Path>,
        /// What is too large, with its unit.
        what: &'static str,
        /// How large it claims to be.
        amount: u64,
        /// How large it may be.
        limit: u64,
    },
}
