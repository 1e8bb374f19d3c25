//! Writing and removing what the system reads, and telling it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::task::{Mark, Task, TaskKind, mark_in};
use super::when::{At, Every, When};
use super::{launchd, systemd, task_scheduler};
use crate::platform::{Scheduler, link_to, tool, write_whole};

/// Why a schedule could not be written or removed.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// Something of that name is there already, and is not Snapgrove's.
    #[error(
        "{place} was not written by Snapgrove, and is left as it is; move it away, or give Snapgrove's schedule up"
    )]
    NotOurs {
        /// The file or task.
        place: String,
    },
    /// A file could not be read, written or removed.
    #[error("{} could not be {what}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// `read`, `written` or `removed`.
        what: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The system's tool did not do what it should.
    #[error("{tool} says: {words}")]
    Tool {
        /// The tool.
        tool: &'static str,
        /// Its own words.
        words: String,
    },
}

/// Something that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The file, or the path of a task of Windows.
    pub place: String,
    /// What is in it; for a link, what it leads to.
    pub content: Content,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Text(String),
    /// It is a link to this.
    LinkTo(PathBuf),
}

/// Something that Snapgrove has installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// What it starts, and when.
    pub mark: Mark,
    /// The files, or the path of a task of Windows.
    pub places: Vec<String>,
    /// Whether the system says that it is active; `None` where it cannot be asked.
    pub active: Option<bool>,
}

/// What installing a task writes.
#[must_use]
pub fn planned(scheduler: &Scheduler, task: &Task) -> Vec<Planned> {
    let text = |path: &Path, text: String| Planned { place: path.display().to_string(), content: Content::Text(text) };
    match scheduler {
        Scheduler::Systemd { units } => {
            let timer = units.join(systemd::timer_name(task));
            // What `systemctl enable` makes.
            let link = units.join("timers.target.wants").join(systemd::timer_name(task));
            vec![
                text(&units.join(systemd::service_name(task)), systemd::service(task)),
                text(&timer, systemd::timer(task)),
                Planned { place: link.display().to_string(), content: Content::LinkTo(timer) },
            ]
        }
        Scheduler::Launchd { agents, .. } => {
            vec![text(&agents.join(format!("{}.plist", launchd::label(task))), launchd::agent(task))]
        }
        Scheduler::Windows => {
            let content = Content::Text(task_scheduler::definition(task));
            vec![Planned { place: task_scheduler::path(task), content }]
        }
    }
}

/// Writes a task and makes the system start it from now on. What Snapgrove wrote before is written anew. Returns why the
/// system does not know of it yet, although all is written: then it begins with the next login.
///
/// # Errors
/// [`ScheduleError`]; nothing that Snapgrove did not write was changed.
pub fn install(scheduler: &Scheduler, task: &Task) -> Result<Option<ScheduleError>, ScheduleError> {
    let planned = planned(scheduler, task);
    if *scheduler == Scheduler::Windows {
        return register(&planned, task).map(|()| None);
    }
    for file in &planned {
        check_ours(file)?;
    }
    for file in &planned {
        write(file)?;
    }
    Ok(activate(scheduler, task).err())
}

/// Removes a task. Returns whether there was one.
///
/// # Errors
/// [`ScheduleError`]; what Snapgrove did not write stays.
pub fn remove(scheduler: &Scheduler, kind: &TaskKind) -> Result<bool, ScheduleError> {
    let task = any(kind.clone());
    if *scheduler == Scheduler::Windows {
        return unregister(&task);
    }
    let there: Vec<Planned> = planned(scheduler, &task).into_iter().filter(is_there).collect();
    for file in &there {
        check_ours(file)?;
    }
    if there.is_empty() {
        return Ok(false);
    }
    // It may not be active, or the system cannot be asked now: without its files it is not started again.
    if let Err(error) = deactivate(scheduler, &task) {
        tracing::debug!(%error, "a task was not active");
    }
    // Links first, so that none is left that leads nowhere.
    for file in there.iter().rev() {
        let path = PathBuf::from(&file.place);
        fs::remove_file(&path).map_err(|source| ScheduleError::File { path, what: "removed", source })?;
    }
    if let Scheduler::Systemd { .. } = scheduler
        && let Err(error) = systemctl(&["daemon-reload"])
    {
        tracing::debug!(%error, "systemd reads its units at the next login");
    }
    Ok(true)
}

/// What Snapgrove has installed.
///
/// # Errors
/// If it cannot be read.
pub fn installed(scheduler: &Scheduler) -> Result<Vec<Installed>, ScheduleError> {
    let mut found = Vec::new();
    for kind in [TaskKind::Inspection, TaskKind::CleanUp { rule: String::new() }] {
        let task = any(kind);
        let Some(text) = read(scheduler, &task)? else { continue };
        if let Some(mark) = mark_in(&text) {
            let places =
                planned(scheduler, &task).into_iter().filter(|file| *scheduler == Scheduler::Windows || is_there(file));
            let places = places.map(|file| file.place).collect();
            found.push(Installed { mark, places, active: is_active(scheduler, &task) });
        }
    }
    Ok(found)
}

/// A task of this kind, where only the names of its files matter.
fn any(kind: TaskKind) -> Task {
    let when = When { every: Every::Day, at: At { hour: 0, minute: 0 } };
    Task { kind, when, program: String::new(), options: Vec::new() }
}

fn is_there(file: &Planned) -> bool {
    Path::new(&file.place).symlink_metadata().is_ok()
}

/// Refuses if there is a file that Snapgrove did not write.
fn check_ours(file: &Planned) -> Result<(), ScheduleError> {
    let path = Path::new(&file.place);
    let not_ours = || ScheduleError::NotOurs { place: file.place.clone() };
    let failed = |source| ScheduleError::File { path: path.to_owned(), what: "read", source };
    let Ok(metadata) = path.symlink_metadata() else { return Ok(()) };
    match &file.content {
        Content::LinkTo(target) if metadata.is_symlink() => {
            let leads_to = fs::read_link(path).map_err(failed)?;
            // It may be written from its own folder.
            let same = leads_to == *target || leads_to.file_name() == target.file_name();
            if same { Ok(()) } else { Err(not_ours()) }
        }
        Content::Text(_) if metadata.is_file() => {
            let bytes = fs::read(path).map_err(failed)?;
            mark_in(&String::from_utf8_lossy(&bytes)).map(drop).ok_or_else(not_ours)
        }
        _ => Err(not_ours()),
    }
}

fn write(file: &Planned) -> Result<(), ScheduleError> {
    let path = Path::new(&file.place);
    let failed = |source| ScheduleError::File { path: path.to_owned(), what: "written", source };
    fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    match &file.content {
        Content::Text(text) => write_whole(path, text.as_bytes()).map_err(failed),
        Content::LinkTo(_) if is_there(file) => Ok(()),
        Content::LinkTo(target) => link_to(target, path).map_err(failed),
    }
}

/// The text of the file that has the mark; `None` where there is none.
fn read(scheduler: &Scheduler, task: &Task) -> Result<Option<String>, ScheduleError> {
    let place = match scheduler {
        Scheduler::Systemd { units } => units.join(systemd::timer_name(task)),
        Scheduler::Launchd { agents, .. } => agents.join(format!("{}.plist", launchd::label(task))),
        Scheduler::Windows => return Ok(registered(task)),
    };
    match fs::read(&place) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ScheduleError::File { path: place, what: "read", source }),
    }
}

fn run(name: &'static str, program: &str, arguments: &[&str]) -> Result<String, ScheduleError> {
    let failed = |words: String| ScheduleError::Tool { tool: name, words };
    let ended = tool::run(program, arguments).map_err(|error| failed(error.to_string()))?;
    if ended.success { Ok(ended.output) } else { Err(failed(ended.words)) }
}

fn systemctl(arguments: &[&str]) -> Result<String, ScheduleError> {
    run("systemctl", "systemctl", &[&["--user"], arguments].concat())
}

fn launchctl(arguments: &[&str]) -> Result<String, ScheduleError> {
    run("launchctl", "/bin/launchctl", arguments)
}

fn activate(scheduler: &Scheduler, task: &Task) -> Result<(), ScheduleError> {
    match scheduler {
        Scheduler::Systemd { .. } => {
            systemctl(&["daemon-reload"])?;
            systemctl(&["restart", &systemd::timer_name(task)]).map(drop)
        }
        Scheduler::Launchd { agents, user } => {
            // One that is loaded already must go before the new one comes; usually there is none.
            if let Err(error) = deactivate(scheduler, task) {
                tracing::debug!(%error, "no agent was loaded");
            }
            let path = agents.join(format!("{}.plist", launchd::label(task))).display().to_string();
            launchctl(&["bootstrap", &format!("gui/{user}"), &path]).map(drop)
        }
        Scheduler::Windows => Ok(()),
    }
}

fn deactivate(scheduler: &Scheduler, task: &Task) -> Result<(), ScheduleError> {
    match scheduler {
        Scheduler::Systemd { .. } => systemctl(&["stop", &systemd::timer_name(task)]).map(drop),
        Scheduler::Launchd { user, .. } => {
            launchctl(&["bootout", &format!("gui/{user}/{}", launchd::label(task))]).map(drop)
        }
        Scheduler::Windows => Ok(()),
    }
}

fn is_active(scheduler: &Scheduler, task: &Task) -> Option<bool> {
    match scheduler {
        Scheduler::Systemd { .. } => {
            let name = systemd::timer_name(task);
            let answer = tool::run("systemctl", &["--user", "is-active", &name]).ok()?;
            match answer.output.trim() {
                "active" => Some(true),
                "inactive" | "failed" => Some(false),
                _ => None,
            }
        }
        Scheduler::Launchd { user, .. } => {
            let name = format!("gui/{user}/{}", launchd::label(task));
            tool::run("/bin/launchctl", &["print", &name]).ok().map(|answer| answer.success)
        }
        // What is registered is active.
        Scheduler::Windows => Some(true),
    }
}

/// The definition of a task of Windows, if there is one of its name.
fn registered(task: &Task) -> Option<String> {
    let answer = tool::run("schtasks.exe", &["/Query", "/TN", &task_scheduler::path(task), "/XML"]).ok()?;
    answer.success.then_some(answer.output)
}

fn register(planned: &[Planned], task: &Task) -> Result<(), ScheduleError> {
    check_registered(task)?;
    let texts = planned.iter().filter_map(|file| match &file.content {
        Content::Text(text) => Some(text),
        Content::LinkTo(_) => None,
    });
    for text in texts {
        let failed =
            |source| ScheduleError::File { path: PathBuf::from("a file for schtasks"), what: "written", source };
        let mut file = tempfile::Builder::new().suffix(".xml").tempfile().map_err(failed)?;
        // As its first line says: UTF-16, with the mark that says in which order.
        let bytes: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        file.write_all(&bytes).map_err(failed)?;
        // Another program cannot read it while it is open here.
        let path = file.into_temp_path();
        let arguments = ["/Create", "/TN", &task_scheduler::path(task), "/XML", &path.display().to_string(), "/F"];
        run("schtasks", "schtasks.exe", &arguments)?;
    }
    Ok(())
}

fn unregister(task: &Task) -> Result<bool, ScheduleError> {
    if registered(task).is_none() {
        return Ok(false);
    }
    check_registered(task)?;
    run("schtasks", "schtasks.exe", &["/Delete", "/TN", &task_scheduler::path(task), "/F"]).map(|_| true)
}

fn check_registered(task: &Task) -> Result<(), ScheduleError> {
    let ours = registered(task).is_none_or(|text| mark_in(&text).is_some());
    if ours { Ok(()) } else { Err(ScheduleError::NotOurs { place: task_scheduler::path(task) }) }
}
