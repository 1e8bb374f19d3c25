//! All of an inspection, to be kept: as JSON for programs, CSV for tables, HTML for people and printers.

mod csv;
mod html;
mod json;

use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Finding, Severity, Silence, sort};
use crate::model::{Bytes, HostDisk, Inventory};
use crate::platform::write_whole_by;

/// Formats that a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    /// For programs; the format of `snapgrove inspect --json`.
    Json,
    /// For tables.
    Csv,
    /// For people; one file that needs no other.
    Html,
}

impl ReportFormat {
    /// All, as a dialog offers them.
    pub const ALL: [Self; 3] = [Self::Html, Self::Csv, Self::Json];

    /// Ending of such a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }
}

/// Sums over an inventory and what was found in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Machines, those that cannot be read included.
    pub machines: usize,
    /// Machines that cannot be read.
    pub unreadable: usize,
    /// Snapshots of all machines.
    pub snapshots: usize,
    /// Space of all files, each counted once.
    pub occupied: Bytes,
    /// Space of unused files, which can go at once.
    pub reclaimable: Bytes,
    /// Disks of the host that machines lie on.
    pub disks: Vec<HostDisk>,
    /// Findings by severity: info, moderate, serious.
    by_severity: [usize; 3],
}

impl Totals {
    /// Sums over an inventory and findings.
    #[must_use]
    pub fn of(inventory: &Inventory, findings: &[Finding]) -> Self {
        let mut by_severity = [0; 3];
        for finding in findings {
            by_severity[finding.severity as usize] += 1;
        }
        Self {
            machines: inventory.machines().count(),
            unreadable: inventory.machines().filter(|(_, listed)| listed.problem().is_some()).count(),
            snapshots: inventory.snapshot_count(),
            occupied: inventory.occupied(),
            reclaimable: findings.iter().map(|finding| finding.evidence.reclaimable()).sum(),
            disks: inventory.host_disks.clone(),
            by_severity,
        }
    }

    /// Number of findings of this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.by_severity[severity as usize]
    }
}

/// A finding that is not shown, with the person's reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilencedFinding {
    /// The finding.
    pub finding: Finding,
    /// Why it is not shown.
    pub reason: String,
    /// The last day on which it is not.
    pub until: Option<NaiveDate>,
}

/// All of an inspection.
#[derive(Debug, Clone)]
pub struct Report {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Sums over everything.
    pub totals: Totals,
    /// What was found, the gravest first.
    pub findings: Vec<Finding>,
    /// What was found and silenced.
    pub silenced: Vec<SilencedFinding>,
}

impl Report {
    /// A report of what [`inspect`](super::inspect) found, without what is silenced at this moment.
    #[must_use]
    pub fn new(inventory: &Inventory, findings: Vec<Finding>, silences: &[Silence], now: DateTime<Utc>) -> Self {
        let sorted = sort(findings, silences, now.date_naive());
        let silenced = sorted.silenced.into_iter().filter_map(|(finding, place)| {
            let silence = silences.get(place)?;
            Some(SilencedFinding { finding, reason: silence.reason.clone(), until: silence.until })
        });
        Self {
            made_at: now,
            totals: Totals::of(inventory, &sorted.shown),
            silenced: silenced.collect(),
            findings: sorted.shown,
        }
    }

    /// Whether something serious was found: the exit code of `snapgrove inspect` says so.
    #[must_use]
    pub fn is_serious(&self) -> bool {
        self.totals.count(Severity::Serious) > 0
    }

    /// Writes it.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write(&self, format: ReportFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            ReportFormat::Json => json::write(self, out),
            ReportFormat::Csv => csv::write(self, out),
            ReportFormat::Html => html::write(self, out),
        }
    }

    /// Writes the report into a file. What was in it before stands until the new one is whole.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&self, format: ReportFormat, path: &Path) -> io::Result<()> {
        write_whole_by(path, |file| {
            let mut out = BufWriter::new(file);
            self.write(format, &mut out)?;
            out.flush()
        })
    }
}
