//! The journals: what every job is about to do, written and flushed before it does it.
//!
//! One file a job, of JSON lines, locked by the process that carries the job out. A file that nobody holds and that
//! does not say how the job ended is what an interrupted process has left behind. Journals of ended jobs are made
//! short and kept as the history.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::JobError;
use super::folders::try_lock;
use super::status::HistoryEntry;
use super::summary::{StepResult, Summary};
use crate::model::{MachineId, MachineKey, Step, StepKind};
use crate::plan::{Intent, Shape};
use crate::platform::{Process, flush_names, write_whole};
use crate::text;

/// Ends the names of journals.
const EXTENSION: &str = "jsonl";
/// Largest journal that is read: one of ten thousand steps on a tree of a thousand snapshots.
const MOST_BYTES: u64 = 1 << 30;

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// A job was confirmed.
    Submitted(Submitted),
    /// A step is about to begin.
    Begun(Begun),
    /// A program of the system does the work of a step.
    Tool(Tool),
    /// A step has ended.
    Ended {
        /// Its place in the plan, from 0.
        index: usize,
        /// When.
        at: DateTime<Utc>,
        /// How.
        result: StepResult,
    },
    /// The job has ended.
    Finished {
        /// How.
        summary: Summary,
        /// Whether the person was closing the window, and so did not see the end: the next start tells it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        closing: bool,
    },
    /// The person was told how a machine stands after an interruption.
    Acknowledged {
        /// Which machine.
        machine: MachineKey,
        /// When.
        at: DateTime<Utc>,
    },
}

/// A job that was confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Submitted {
    /// What it does.
    pub title: String,
    /// What the plan is for; `None` when a copy of a settings file is put back.
    pub intent: Option<Intent>,
    /// When it was submitted.
    pub at: DateTime<Utc>,
    /// Its steps, in order.
    pub steps: Vec<NotedStep>,
}

/// One step of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NotedStep {
    /// The machine that it changes.
    pub machine: MachineKey,
    /// The machine's name.
    pub machine_name: String,
    /// What it does, in words.
    pub what: String,
    /// What it does; `None` when a copy of a settings file is put back.
    pub step: Option<Step>,
    /// Bytes that it promises to free.
    pub frees: Option<i64>,
}

impl NotedStep {
    /// Sort of step; `None` when a copy of a settings file is put back.
    pub fn kind(&self) -> Option<StepKind> {
        self.step.as_ref().map(Step::kind)
    }
}

/// A step that is about to begin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Begun {
    /// Its place in the plan, from 0.
    pub index: usize,
    /// When.
    pub at: DateTime<Utc>,
    /// The machine as it is before the step.
    pub before: Option<Shape>,
    /// The machines of the connection, where the step makes a new one.
    pub machines: Vec<MachineId>,
    /// The copy of the settings file.
    pub copy: Option<PathBuf>,
}

/// A program of the system that does the work of a step, and goes on with it although Snapgrove ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tool {
    /// The step's place in the plan, from 0.
    pub index: usize,
    /// What the program is called.
    pub program: String,
    /// Its process.
    pub process: Process,
}

/// The journal of a job that this process carries out.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
}

impl Journal {
    /// Begins a journal in `folder`. It appears there locked and with its first line.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn create(folder: &Path, submitted: &Submitted) -> Result<Self, JobError> {
        let time = submitted.at.format("%Y-%m-%dT%H-%M-%S%.3f");
        let path = folder.join(format!("{time}-{}.{EXTENSION}", uuid::Uuid::new_v4().simple()));
        let failed = || JobError::file(&path, "written");
        let waiting = path.with_extension("new");
        let file = File::options().create_new(true).append(true).open(&waiting).map_err(failed())?;
        let journal = Self { path: path.clone(), file: Mutex::new(file) };
        let begin = || -> Result<(), JobError> {
            let file = journal.file.lock().unwrap_or_else(PoisonError::into_inner);
            if !try_lock(&file).map_err(failed())? {
                return Err(failed()(io::ErrorKind::WouldBlock.into()));
            }
            drop(file);
            journal.append(&Record::Submitted(submitted.clone()))?;
            fs::rename(&waiting, &path).map_err(failed())?;
            flush_names(folder).map_err(failed())
        };
        begin().inspect_err(|_| {
            // What has no first line says nothing.
            let _ = fs::remove_file(&waiting);
        })?;
        Ok(journal)
    }

    /// Adds a line. It is on the disk when this returns.
    ///
    /// # Errors
    /// If it cannot be written: what it announces must not be begun then.
    pub fn append(&self, record: &Record) -> Result<(), JobError> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        append_to(&mut file, record).map_err(JobError::file(&self.path, "written"))
    }

    /// Takes it away: nothing was begun.
    pub fn discard(&self) {
        remove(std::slice::from_ref(&self.path));
    }

    /// Ends it: of an ended job only the summary is kept. `closing` says whether the next start tells of it.
    ///
    /// # Errors
    /// If it cannot be written; it stands as it was then.
    pub fn finish(&self, submitted: &Submitted, summary: &Summary, closing: bool) -> Result<PathBuf, JobError> {
        shorten(&self.path, submitted, Some(summary), closing)?;
        Ok(self.path.clone())
    }
}

fn append_to(file: &mut File, record: &Record) -> io::Result<()> {
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    file.write_all(&line)?;
    file.sync_data()
}

fn shorten(path: &Path, submitted: &Submitted, summary: Option<&Summary>, closing: bool) -> Result<(), JobError> {
    // The names of machines are among the steps: what is still to be told needs them.
    let steps = if closing { submitted.steps.clone() } else { Vec::new() };
    let first = Record::Submitted(Submitted { steps, ..submitted.clone() });
    let last = summary.map(|summary| Record::Finished { summary: summary.clone(), closing });
    let mut text = Vec::new();
    let write = |text: &mut Vec<u8>, record: &Record| {
        serde_json::to_writer(&mut *text, record).map(|()| text.push(b'\n')).map_err(io::Error::from)
    };
    write(&mut text, &first).map_err(JobError::file(path, "written"))?;
    if let Some(last) = &last {
        write(&mut text, last).map_err(JobError::file(path, "written"))?;
    }
    write_whole(path, &text).map_err(JobError::file(path, "written"))
}

/// What a journal on the disk says.
#[derive(Debug, Clone)]
pub struct Noted {
    /// Its file.
    pub path: PathBuf,
    /// The job.
    pub submitted: Submitted,
    /// Steps that began, in that order.
    pub begun: Vec<Begun>,
    /// Programs that did the work of steps.
    pub tools: Vec<Tool>,
    /// Steps that ended, by their place in the plan.
    pub ended: Vec<(usize, StepResult)>,
    /// How the job ended, if it did.
    pub summary: Option<Summary>,
    /// Whether the person has not seen how it ended, because the window was closed.
    pub closing: bool,
    /// Machines that the person was told of.
    pub acknowledged: Vec<MachineKey>,
}

impl Noted {
    /// Reads a journal. `None` if it has no first line, and so nothing was done. A line that was being written when
    /// everything stopped is no line.
    fn read(path: &Path) -> Result<Option<Self>, JobError> {
        let failed = || JobError::file(path, "read");
        if fs::metadata(path).map_err(failed())?.len() > MOST_BYTES {
            return Err(failed()(io::ErrorKind::FileTooLarge.into()));
        }
        let text = fs::read(path).map_err(failed())?;
        let mut noted: Option<Self> = None;
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let Some(line) = line.strip_suffix(b"\n") else { break };
            let record = match serde_json::from_slice(line) {
                Ok(record) => record,
                Err(error) => {
                    tracing::warn!(path = %path.display(), %error, "a line of a journal cannot be understood");
                    continue;
                }
            };
            match (record, &mut noted) {
                (Record::Submitted(submitted), none @ None) => {
                    let path = path.to_owned();
                    *none = Some(Self {
                        path,
                        submitted,
                        begun: Vec::new(),
                        tools: Vec::new(),
                        ended: Vec::new(),
                        summary: None,
                        closing: false,
                        acknowledged: Vec::new(),
                    });
                }
                (Record::Begun(begun), Some(noted)) => noted.begun.push(begun),
                (Record::Tool(tool), Some(noted)) => noted.tools.push(tool),
                (Record::Ended { index, result, .. }, Some(noted)) => noted.ended.push((index, result)),
                (Record::Finished { summary, closing }, Some(noted)) => {
                    (noted.summary, noted.closing) = (Some(summary), closing);
                }
                (Record::Acknowledged { machine, .. }, Some(noted)) => noted.acknowledged.push(machine),
                (_, _) => {}
            }
        }
        Ok(noted)
    }

    /// As the history tells it.
    #[must_use]
    pub fn history(&self) -> HistoryEntry {
        HistoryEntry {
            title: self.submitted.title.clone(),
            intent: self.submitted.intent.clone(),
            submitted_at: self.submitted.at,
            summary: self.summary.clone(),
        }
    }
}

/// All journals in `folder` of jobs that no living process carries out, the oldest first.
///
/// # Errors
/// If the folder cannot be read. A single journal that cannot is left out, and logged.
pub fn read_all(folder: &Path) -> Result<Vec<Noted>, JobError> {
    read_all_but(folder, &HashSet::new())
}

/// The same without those that are known already.
///
/// # Errors
/// As [`read_all`].
pub fn read_all_but(folder: &Path, known: &HashSet<PathBuf>) -> Result<Vec<Noted>, JobError> {
    let entries = fs::read_dir(folder).map_err(JobError::file(folder, "read"))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == EXTENSION) && !known.contains(path));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        if is_held(&path) {
            continue;
        }
        match Noted::read(&path) {
            Ok(Some(noted)) => all.push(noted),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a journal is left out"),
        }
    }
    Ok(all)
}

/// Whether a living process has the journal.
fn is_held(path: &Path) -> bool {
    File::open(path).and_then(|file| try_lock(&file)).is_ok_and(|free| !free)
}

/// Notes that the person was told of a machine; once of all of the job's, its journal becomes history.
///
/// # Errors
/// If it cannot be written.
pub fn acknowledge(noted: &mut Noted, machine: &MachineKey, open: &[MachineKey]) -> Result<(), JobError> {
    let failed = || JobError::file(&noted.path, "written");
    let mut file = File::options().append(true).open(&noted.path).map_err(failed())?;
    // What was being written when everything stopped has no end.
    let torn = fs::read(&noted.path).map_err(failed())?.last().is_some_and(|last| *last != b'\n');
    if torn {
        file.write_all(b"\n").map_err(failed())?;
    }
    let record = Record::Acknowledged { machine: machine.clone(), at: Utc::now() };
    append_to(&mut file, &record).map_err(failed())?;
    noted.acknowledged.push(machine.clone());
    if open.iter().all(|machine| noted.acknowledged.contains(machine)) {
        noted.summary = Some(noted.summary.clone().unwrap_or_else(|| told(noted)));
        noted.closing = false;
        shorten(&noted.path, &noted.submitted, noted.summary.as_ref(), false)?;
    }
    Ok(())
}

/// Ends a job of which nothing is open, and only the end was not written.
pub fn settle(noted: &mut Noted) {
    if noted.summary.is_some() {
        return;
    }
    let summary = told(noted);
    if let Err(error) = shorten(&noted.path, &noted.submitted, Some(&summary), false) {
        tracing::warn!(%error, "a journal is not ended");
    }
    noted.summary = Some(summary);
}

/// The summary of a job that was interrupted: of a step without an end nothing is claimed.
fn told(noted: &Noted) -> Summary {
    let steps = noted.submitted.steps.iter().enumerate().map(|(index, step)| {
        let ended = noted.ended.iter().find(|(at, _)| *at == index).map(|(_, result)| result.clone());
        let begun = noted.begun.iter().any(|begun| begun.index == index);
        let interrupted = || StepResult::Failed {
            what: text!("jobs-journal-ended").to_owned(),
            stands: text!("jobs-journal-told").to_owned(),
            advice: String::new(),
        };
        let result = ended.unwrap_or_else(|| if begun { interrupted() } else { StepResult::NotStarted });
        super::summary::StepSummary {
            machine: step.machine.clone(),
            what: step.what.clone(),
            step: step.step.clone(),
            result,
        }
    });
    Summary::new(steps.collect(), Utc::now())
}

/// Removes journals that are too old to be kept.
pub fn remove(paths: &[PathBuf]) {
    for path in paths {
        if let Err(error) = fs::remove_file(path) {
            tracing::warn!(path = %path.display(), %error, "an old journal cannot be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConnectionId;

    fn submitted() -> Submitted {
        let machine =
            MachineKey { connection: ConnectionId::new("sandbox"), machine: MachineId(uuid::Uuid::from_u128(7)) };
        let noted = |what: &str| NotedStep {
            machine: machine.clone(),
            machine_name: "web01".to_owned(),
            what: what.to_owned(),
            step: Some(Step::PowerOff),
            frees: Some(-5),
        };
        let steps = vec![noted("one"), noted("two")];
        Submitted { title: "a job".to_owned(), intent: Some(Intent::Delete), at: Utc::now(), steps }
    }

    fn begun(index: usize) -> Record {
        Record::Begun(Begun { index, at: Utc::now(), before: None, machines: Vec::new(), copy: None })
    }

    #[test]
    fn a_journal_cut_off_anywhere_says_what_its_whole_lines_say() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::create(folder.path(), &submitted()).unwrap();
        assert!(read_all(folder.path()).unwrap().is_empty(), "a living process has it");
        journal.append(&begun(0)).unwrap();
        journal.append(&Record::Ended { index: 0, at: Utc::now(), result: StepResult::NotStarted }).unwrap();
        journal.append(&begun(1)).unwrap();
        let path = journal.path.clone();
        drop(journal);
        let whole = fs::read(&path).unwrap();
        for length in 0..=whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let lines = whole[..length].split(|byte| *byte == b'\n').count() - 1;
            let all = read_all(folder.path()).unwrap();
            assert_eq!(all.len(), usize::from(lines > 0), "at {length}");
            if let Some(noted) = all.first() {
                assert_eq!((noted.begun.len(), noted.ended.len()), ([0, 1, 1, 2][lines - 1], usize::from(lines > 2)));
            }
        }
    }

    #[test]
    fn an_acknowledged_interruption_becomes_history_though_its_last_line_is_torn() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::create(folder.path(), &submitted()).unwrap();
        journal.append(&begun(0)).unwrap();
        let path = journal.path.clone();
        drop(journal);
        File::options().append(true).open(&path).unwrap().write_all(b"{\"record\":\"ended\",").unwrap();
        let mut noted = read_all(folder.path()).unwrap().remove(0);
        let machine = noted.submitted.steps[0].machine.clone();
        acknowledge(&mut noted, &machine, std::slice::from_ref(&machine)).unwrap();
        let again = read_all(folder.path()).unwrap().remove(0);
        let summary = again.summary.unwrap();
        assert!(summary.steps[0].result.is_failed());
        assert_eq!(summary.steps[1].result, StepResult::NotStarted);
    }

    #[test]
    fn what_older_versions_wrote_is_understood() {
        let folder = tempfile::tempdir().unwrap();
        let lines = [
            r#"{"record":"submitted","title":"a job","intent":null,"at":"2026-11-01T10:00:00Z","steps":[]}"#,
            r#"{"record":"from the future"}"#,
            r#"{"record":"ended","index":0,"at":"2026-11-01T10:00:00Z","result":"not_started"}"#,
            r#"{"record":"finished","summary":{"steps":[],"promised":null,"freed":0,"ended_at":"2026-11-01T10:00:00Z"}}"#,
        ];
        fs::write(folder.path().join("old.jsonl"), lines.join("\n") + "\n").unwrap();
        let noted = read_all(folder.path()).unwrap().remove(0);
        assert!(noted.summary.is_some() && !noted.closing && noted.tools.is_empty());
        assert_eq!(noted.ended, [(0, StepResult::NotStarted)]);
    }
}
