//! A report for tables (RFC 4180).

use std::io::{self, Write};

use super::Report;
use crate::health::Finding;

const HEAD: [&str; 12] = [
    "severity",
    "kind",
    "connection",
    "machine",
    "machine_id",
    "snapshots",
    "path",
    "what",
    "why_it_matters",
    "advice",
    "reclaimable_bytes",
    "silenced",
];

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    row(out, &HEAD.map(str::to_owned))?;
    for finding in &report.findings {
        row(out, &fields(finding, ""))?;
    }
    for silenced in &report.silenced {
        let reason = if silenced.reason.is_empty() { "silenced" } else { &silenced.reason };
        row(out, &fields(&silenced.finding, reason))?;
    }
    Ok(())
}

fn fields(finding: &Finding, silenced: &str) -> [String; 12] {
    let names: Vec<&str> = finding.snapshots.iter().map(|snapshot| snapshot.name.as_str()).collect();
    [
        finding.severity.key().to_owned(),
        finding.kind().key().to_owned(),
        finding.connection.as_ref().map(ToString::to_string).unwrap_or_default(),
        finding.machine.as_ref().map(|machine| machine.name.to_string()).unwrap_or_default(),
        finding.machine_key().map(|key| key.machine.to_string()).unwrap_or_default(),
        names.join("; "),
        finding.path.as_deref().map(|path| path.display().to_string()).unwrap_or_default(),
        finding.what(),
        finding.why_it_matters().to_owned(),
        finding.advice(),
        finding.evidence.reclaimable().0.to_string(),
        silenced.to_owned(),
    ]
}

fn row(out: &mut dyn Write, fields: &[String; 12]) -> io::Result<()> {
    let fields: Vec<String> = fields.iter().map(|field| escaped(field)).collect();
    write!(out, "{}\r\n", fields.join(","))
}

/// A field in quotes. One that a spreadsheet would take for a formula gets an apostrophe before it: names come from
/// anywhere.
fn escaped(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, field.replace('"', "\"\""))
}
