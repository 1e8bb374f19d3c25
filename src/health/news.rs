//! What is new since the last inspection, to be told while nobody looks.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Finding, FindingId, Severity};
use crate::kept_lines::{KeptError, KeptLines};
use crate::text;

const FILE: &str = "told-findings.jsonl";
/// Findings that a notification tells in full.
const TOLD: usize = 3;

/// The serious findings that were not there when the person was told last.
#[must_use]
pub fn new_serious<'a>(findings: &'a [Finding], told: &BTreeSet<FindingId>) -> Vec<&'a Finding> {
    let serious = findings.iter().filter(|finding| finding.severity == Severity::Serious);
    serious.filter(|finding| !told.contains(&finding.id())).collect()
}

/// Title and text of a notification about new serious findings; `None` if there are none.
#[must_use]
pub fn notification(new: &[&Finding]) -> Option<(String, String)> {
    let title = match new.len() {
        0 => return None,
        count => text!("health-news-title", count = count),
    };
    let mut lines: Vec<String> = new.iter().take(TOLD).map(|finding| finding.what()).collect();
    if new.len() > TOLD {
        lines.push(text!("health-news-more", count = new.len() - TOLD));
    }
    Some((title, lines.join("\n")))
}

/// The file in Snapgrove's data folder that says which serious findings the person was told of.
#[derive(Debug, Clone)]
pub struct ToldFile(KeptLines);

impl ToldFile {
    /// The file in the platform's data folder, or in `folder`.
    #[must_use]
    pub fn new(folder: Option<&Path>) -> Self {
        Self(folder.map_or_else(|| KeptLines::usual(FILE), |folder| KeptLines::in_folder(folder, FILE)))
    }

    /// The serious findings of the inspection after which the person was told last; none where there is no file. A line that
    /// cannot be read is passed over: at worst something is told twice.
    ///
    /// # Errors
    /// [`KeptError`] if there is a file that cannot be read.
    pub fn load(&self) -> Result<BTreeSet<FindingId>, KeptError> {
        Ok(self.0.load()?.values.into_iter().collect())
    }

    /// From now on, the serious ones among these are what the person was told of. What is gone and comes back is new again.
    ///
    /// # Errors
    /// [`KeptError`] if the file cannot be written; the old one stands then.
    pub fn save(&self, findings: &[Finding]) -> Result<(), KeptError> {
        let serious = findings.iter().filter(|finding| finding.severity == Severity::Serious);
        let ids: BTreeSet<FindingId> = serious.map(Finding::id).collect();
        self.0.update(|_: crate::kept_lines::Lines<FindingId>| ((), ids.into_iter().collect(), Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::Evidence;
    use crate::model::Bytes;

    fn finding(severity: Severity, path: &str) -> Finding {
        let evidence = Evidence::LowFreeSpace { free: Bytes(1), size: Bytes(100) };
        Finding::new(severity, evidence).at(&Path::new(path).into())
    }

    #[test]
    fn only_what_is_serious_and_new_is_told_and_what_comes_back_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let file = ToldFile::new(Some(folder.path()));
        let all = [finding(Severity::Serious, "/a"), finding(Severity::Moderate, "/b")];
        assert_eq!(new_serious(&all, &file.load().unwrap()), [&all[0]]);
        file.save(&all).unwrap();
        assert!(new_serious(&all, &file.load().unwrap()).is_empty());
        let more = [all[0].clone(), finding(Severity::Serious, "/b")];
        assert_eq!(new_serious(&more, &file.load().unwrap()), [&more[1]], "it has become serious");
        file.save(&[]).unwrap();
        assert_eq!(new_serious(&all, &file.load().unwrap()).len(), 1);
    }

    #[test]
    fn a_notification_tells_some_and_counts_the_others() {
        assert_eq!(notification(&[]), None);
        let all: Vec<Finding> = ["/a", "/b", "/c", "/d", "/e"].map(|path| finding(Severity::Serious, path)).into();
        let (title, body) = notification(&all.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(title, "Snapgrove found 5 serious things");
        assert_eq!(body.lines().count(), 4);
        assert!(body.ends_with("And 2 more."), "{body}");
    }
}
