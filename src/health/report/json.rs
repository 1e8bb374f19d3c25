//! A report for programs: the format of `snapgrove inspect --json`. Fields may be added, never renamed.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::SecondsFormat;
use serde::Serialize;

use super::Report;
use crate::health::{Finding, Severity};
use crate::model::ConnectionId;

/// Version of the format.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct ReportJson<'a> {
    schema: u32,
    made_at: String,
    totals: TotalsJson<'a>,
    findings: Vec<FindingJson<'a>>,
    silenced: Vec<SilencedJson<'a>>,
}

#[derive(Serialize)]
struct TotalsJson<'a> {
    machines: usize,
    unreadable_machines: usize,
    snapshots: usize,
    occupied_bytes: u64,
    reclaimable_bytes: u64,
    serious: usize,
    moderate: usize,
    info: usize,
    disks: Vec<DiskJson<'a>>,
}

#[derive(Serialize)]
struct DiskJson<'a> {
    path: Cow<'a, str>,
    free_bytes: u64,
    size_bytes: u64,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    kind: &'static str,
    severity: &'static str,
    connection: Option<&'a str>,
    machine: Option<String>,
    machine_name: Option<&'a str>,
    /// The snapshot, where it is about exactly one.
    snapshot: Option<String>,
    snapshots: Vec<String>,
    image: Option<String>,
    path: Option<Cow<'a, str>>,
    what: String,
    why_it_matters: &'static str,
    advice: String,
    reclaimable_bytes: u64,
}

#[derive(Serialize)]
struct SilencedJson<'a> {
    reason: &'a str,
    until: Option<String>,
    #[serde(flatten)]
    finding: FindingJson<'a>,
}

impl<'a> FindingJson<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            kind: finding.kind().key(),
            severity: finding.severity.key(),
            connection: finding.connection.as_ref().map(ConnectionId::as_str),
            machine: finding.machine_key().map(|key| key.machine.to_string()),
            machine_name: finding.machine.as_ref().map(|machine| &*machine.name),
            snapshot: finding.snapshot().map(|snapshot| snapshot.to_string()),
            snapshots: finding.snapshots.iter().map(|snapshot| snapshot.id.to_string()).collect(),
            image: finding.image.map(|image| image.to_string()),
            path: finding.path.as_deref().map(|path| path.to_string_lossy()),
            what: finding.what(),
            why_it_matters: finding.why_it_matters(),
            advice: finding.advice(),
            reclaimable_bytes: finding.evidence.reclaimable().0,
        }
    }
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let totals = &report.totals;
    let disks = totals.disks.iter().map(|disk| DiskJson {
        path: disk.path.to_string_lossy(),
        free_bytes: disk.free.0,
        size_bytes: disk.size.0,
    });
    let json = ReportJson {
        schema: SCHEMA,
        made_at: report.made_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        totals: TotalsJson {
            machines: totals.machines,
            unreadable_machines: totals.unreadable,
            snapshots: totals.snapshots,
            occupied_bytes: totals.occupied.0,
            reclaimable_bytes: totals.reclaimable.0,
            serious: totals.count(Severity::Serious),
            moderate: totals.count(Severity::Moderate),
            info: totals.count(Severity::Info),
            disks: disks.collect(),
        },
        findings: report.findings.iter().map(FindingJson::of).collect(),
        silenced: report
            .silenced
            .iter()
            .map(|silenced| SilencedJson {
                reason: &silenced.reason,
                until: silenced.until.map(|until| until.to_string()),
                finding: FindingJson::of(&silenced.finding),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &json)?;
    writeln!(out)
}
