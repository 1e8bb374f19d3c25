//! `VBoxManage`, VirtualBox's own program: asked for what settings files do not tell.
//!
//! Rules that were measured on the real one: never a shell, never an empty argument (an empty name
//! means the root snapshot), machines by id only, `LC_ALL=C.UTF-8` (with `C`, listing stops at the
//! first name that is not ASCII), a time limit always (it now and then hangs for 10 s).

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use super::process::{self, Output, RunError};
use crate::hypervisor::HypervisorError;
use crate::model::{MachineId, MachineState};

/// How long one question may take. Starting VirtualBox's service takes a second, with a thousand
/// machines a minute and a half; then the answer comes with a later question.
const LIMIT: Duration = Duration::from_secs(20);
/// Most that is quoted of the program's own words, in characters.
const MAX_WORDS: usize = 2_000;

/// The program, and how to call it.
#[derive(Debug, Clone)]
pub struct VBoxManage {
    program: PathBuf,
    /// VirtualBox's configuration folder, if it is not the one the program takes by itself.
    home: Option<PathBuf>,
    limit: Duration,
}

impl VBoxManage {
    /// The program at this path. `home` is given only where it is not the usual place: it is handed
    /// on to a service that other programs then share.
    #[must_use]
    pub fn new(program: PathBuf, home: Option<PathBuf>) -> Self {
        Self { program, home, limit: LIMIT }
    }

    /// The same with another time limit for each question.
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// States of the machines that run. Of others, their settings files tell.
    ///
    /// # Errors
    /// When the program is missing, hangs, fails or refuses.
    pub fn states(&self) -> Result<HashMap<MachineId, MachineState>, HypervisorError> {
        let start = Instant::now();
        let running = running_machines(&self.ask(&["list", "runningvms"])?);
        let mut states = HashMap::with_capacity(running.len());
        for id in running {
            // A machine may have ended since, and one question must not hold up all others.
            let state = if start.elapsed() < self.limit { self.state_of(id) } else { None };
            states.insert(id, state.unwrap_or(MachineState::Running));
        }
        Ok(states)
    }

    fn state_of(&self, id: MachineId) -> Option<MachineState> {
        match self.ask(&["showvminfo", &id.to_string(), "--machinereadable"]) {
            Ok(answer) => state_in(&answer),
            Err(error) => {
                tracing::debug!(%id, %error, "a running machine's state is not known exactly");
                None
            }
        }
    }

    /// Asks something. Returns the standard output.
    fn ask(&self, arguments: &[&str]) -> Result<String, HypervisorError> {
        let program = || self.program.display().to_string();
        let mut command = Command::new(&self.program);
        command.args(arguments).env("LC_ALL", "C.UTF-8");
        if let Some(home) = &self.home {
            command.env("VBOX_USER_HOME", home);
        }
        match process::run(command, self.limit) {
            Ok(output) if output.status.success() => Ok(output.stdout),
            Ok(output) => Err(HypervisorError::Refused { program: program(), words: words_of(&output) }),
            Err(RunError::Broken(source)) if source.kind() == std::io::ErrorKind::NotFound => {
                Err(HypervisorError::ToolMissing { program: program() })
            }
            Err(RunError::Broken(source)) => Err(HypervisorError::ToolBroken { program: program(), source }),
            Err(RunError::TimedOut) => {
                Err(HypervisorError::TimedOut { program: program(), seconds: self.limit.as_secs() })
            }
        }
    }
}

/// The ids in lines such as `"web 01" {01234567-…}`. Names are not escaped and may hold anything,
/// so that only the end of a line counts; the banner of Debian's script has no id.
fn running_machines(answer: &str) -> Vec<MachineId> {
    let mut machines: Vec<MachineId> =
        answer.lines().filter_map(|line| line.trim_end().strip_suffix('}')?.rsplit_once('{')?.1.parse().ok()).collect();
    machines.sort_unstable();
    machines.dedup();
    machines
}

/// The state in an answer. A name or description may hold a line that looks like it; the true one
/// is followed by the time of the change.
fn state_in(answer: &str) -> Option<MachineState> {
    let lines = answer.lines().zip(answer.lines().skip(1));
    let mut states = lines
        .filter(|(_, next)| next.starts_with("VMStateChangeTime="))
        .filter_map(|(line, _)| line.strip_prefix("VMState=\"")?.strip_suffix('"'));
    Some(match states.next()? {
        "poweroff" => MachineState::PoweredOff,
        "saved" => MachineState::Saved,
        "teleported" => MachineState::Teleported,
        "aborted" => MachineState::Aborted,
        "aborted-saved" => MachineState::AbortedSaved,
        "running" => MachineState::Running,
        "paused" => MachineState::Paused,
        "gurumeditation" => MachineState::Stuck,
        // Starting, saving, taking a snapshot, merging, and what a newer version calls its own.
        _ => MachineState::Transient,
    })
}

/// What a program that failed said: its errors, or else its output without the script's banner.
fn words_of(output: &Output) -> String {
    let said = [output.stderr.as_str(), without_banner(&output.stdout)];
    let words = said.into_iter().map(str::trim).find(|words| !words.is_empty());
    match words {
        Some(words) => words.chars().take(MAX_WORDS).collect(),
        None => format!("it ended without a word ({})", output.status),
    }
}

/// Debian's script begins its standard output with a warning when the kernel's part of VirtualBox
/// is not loaded: one line, and indented or empty lines after it.
fn without_banner(text: &str) -> &str {
    if !text.starts_with("WARNING: ") {
        return text;
    }
    let mut rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    while let Some((line, after)) = rest.split_once('\n') {
        if !line.trim().is_empty() && !line.starts_with([' ', '\t']) {
            break;
        }
        rest = after;
    }
    rest
}
