//! How images are merged when a snapshot is deleted.

/// How a hypervisor goes about merging.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merging {
    /// It wants as much free space as the merged files are long, whatever is really needed.
    pub insists: bool,
    /// Nothing is removed before everything is written.
    pub removes_last: bool,
}

impl Default for Merging {
    /// As VirtualBox does, which asks for the most space beforehand.
    fn default() -> Self {
        Self { insists: true, removes_last: false }
    }
}

/// Which way a merge goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MergeDirection {
    /// The lower image is written into the one above it, where that has nothing.
    Forward,
    /// The upper image is written into the one below it.
    Backward,
}

impl MergeDirection {
    /// The direction that VirtualBox takes: a base image always stays; otherwise the longer file does, and the
    /// upper one if they are alike. Lengths are those of the files that the registry names, in bytes.
    #[must_use]
    pub fn choose(lower_is_base: bool, lower_length: u64, upper_length: u64) -> Self {
        if lower_is_base || lower_length > upper_length { Self::Backward } else { Self::Forward }
    }
}
