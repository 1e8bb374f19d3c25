//! `inspect`: what is wrong with the machines, for people and for timers.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::text::plain;
use super::{SERIOUS, Surroundings};
use crate::health::report::{Report, ReportFormat};
use crate::hypervisor::Hypervisor;
use crate::inspector::{Question, inspect_now, open_records, tell_of_serious};
use crate::model::Inventory;

/// Look for what is wrong, what takes the space and what can go; nothing is changed
///
/// Exits with 1 if something serious was found. What is silenced in the window is left out.
#[derive(Debug, Args)]
pub struct Inspect {
    /// Print JSON for programs instead of text for people
    #[arg(long)]
    pub json: bool,
    /// Write a report for reading and printing to FILE
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write a table to FILE
    #[arg(long, value_name = "FILE", conflicts_with = "html")]
    pub csv: Option<PathBuf>,
    /// Show a notification of the desktop if there are serious findings that it has not told of yet
    #[arg(long)]
    pub notify: bool,
}

/// Inspects, and makes the report. Today's space goes into the daily records.
pub(super) fn report(inventory: &Arc<Inventory>, hypervisors: &[Arc<dyn Hypervisor>], around: &Surroundings) -> Report {
    let question = Question {
        inventory: inventory.clone(),
        thresholds: around.settings.thresholds.clone(),
        convention: around.settings.convention(),
        now: around.now,
    };
    let mut records = open_records(around.jobs.folder.as_deref());
    let inspected = inspect_now(&question, hypervisors, records.as_mut(), true, around.jobs.folder.as_deref());
    Report::new(inventory, inspected.findings, &around.settings.silences, around.now)
}

/// The exit code that a report leads to.
pub(super) fn code(report: &Report) -> u8 {
    if report.is_serious() { SERIOUS } else { 0 }
}

/// Tells the person of new serious findings. That this fails changes nothing of the inspection; the next one tries again.
pub(super) fn notify(report: &Report, around: &Surroundings, err: &mut dyn Write) {
    if let Err(error) = tell_of_serious(&report.findings, around.jobs.folder.as_deref(), true) {
        writeln!(err, "snapgrove: the desktop shows no notification: {error}").ok();
    }
}

/// Prints or writes a report as it was asked for.
pub(super) fn show(arguments: &Inspect, report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for (file, format) in [(&arguments.html, ReportFormat::Html), (&arguments.csv, ReportFormat::Csv)] {
        if let Some(file) = file {
            report.save(format, file)?;
        }
    }
    if arguments.json { report.write(ReportFormat::Json, out) } else { text(report, out) }
}

fn text(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    for finding in &report.findings {
        let severity = finding.severity.to_string();
        writeln!(out, "{severity:<8}  {}\n          {}", plain(&finding.what()), plain(&finding.advice()))?;
    }
    let silenced = match report.silenced.len() {
        0 => String::new(),
        count => format!(" · {count} silenced"),
    };
    match report.findings.len() {
        0 => writeln!(out, "Nothing was found{silenced}")?,
        1 => writeln!(out, "1 finding{silenced}")?,
        count => writeln!(out, "{count} findings{silenced}")?,
    }
    out.flush()
}
