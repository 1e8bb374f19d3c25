//! What the host's file systems tell of files, beyond their length.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::image::measure_file;
use crate::model::{Bytes, FileStatus};
use crate::plan::forecast::{FileFacts, Place};
use crate::platform;

/// The file systems that were met, so that each is asked once.
#[derive(Debug, Default)]
pub(super) struct Places(HashMap<Option<u64>, Option<Arc<str>>>);

impl Places {
    /// What is known of a file.
    pub(super) fn facts(&mut self, path: &Path) -> io::Result<FileFacts> {
        let metadata = fs::metadata(path)?;
        let FileStatus::Present { occupied, length, .. } = measure_file(path) else {
            return Err(io::ErrorKind::NotFound.into());
        };
        let device = platform::device(path, &metadata);
        let estimate = self.0.entry(device).or_insert_with(|| platform::why_estimate(path).map(Arc::from)).clone();
        Ok(FileFacts { length, occupied, links: platform::links(path, &metadata), place: Place { device, estimate } })
    }

    /// All files of an image together.
    pub(super) fn facts_of_all(&mut self, paths: &[Arc<Path>]) -> io::Result<FileFacts> {
        let mut all: Option<FileFacts> = None;
        for path in paths {
            let facts = self.facts(path)?;
            all = Some(match all {
                None => facts,
                Some(before) => FileFacts {
                    length: before.length + facts.length,
                    occupied: before.occupied + facts.occupied,
                    links: before.links.max(facts.links),
                    place: before.place,
                },
            });
        }
        Ok(all.unwrap_or_default())
    }
}

/// The parts of a file that take no space on the host, in order, where the file takes less than `held` bytes, which it
/// would if it had none.
///
/// Some systems do not tell: overwriting a part without space then takes some that was not foreseen.
pub(super) fn holes(path: &Path, occupied: Bytes, held: u64) -> Vec<(u64, u64)> {
    if occupied.0 >= held {
        return Vec::new();
    }
    fs::File::open(path).map(|file| platform::holes(&file)).unwrap_or_default()
}
