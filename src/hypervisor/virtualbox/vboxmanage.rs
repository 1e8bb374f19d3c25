//! `VBoxManage`, VirtualBox's own program: asked for what settings files do not tell.
//!
//! Rules that were measured on the real one: never a shell, never an empty argument (an empty name
//! means the root snapshot), machines by id only, `LC_ALL=C.UTF-8` (with `C`, listing stops at the
//! first name that is not ASCII), a time limit always (it now and then hangs for 10 s).

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::patience::{Patience, Waiting};
use super::process::{self, Output, RunError};
use super::words;
use crate::hypervisor::HypervisorError;
use crate::model::{ImageId, MachineId, MachineState};
use crate::text;

/// A shared folder that no machine has: removing it fails for every machine, and says first if the machine is
/// locked.
const NO_SUCH_FOLDER: &str = "--name=9ec0a9d5-9a3a-4a19-a2d6-0d46be6a8a4f";

/// How often a machine's state is asked for before an answer that makes no sense is believed.
const TRIES: u32 = 5;
/// How long it is waited between.
const BETWEEN_TRIES: Duration = Duration::from_millis(200);
/// Most that is quoted of an answer that makes no sense, in characters.
const SHORT: usize = 300;

/// The program, and how to call it.
#[derive(Debug, Clone)]
pub struct VBoxManage {
    program: PathBuf,
    /// VirtualBox's configuration folder, if it is not the one the program takes by itself.
    home: Option<PathBuf>,
    patience: Patience,
}

impl VBoxManage {
    /// The program at this path. `home` is given only where it is not the usual place: it is handed
    /// on to a service that other programs then share.
    #[must_use]
    pub fn new(program: PathBuf, home: Option<PathBuf>) -> Self {
        Self { program, home, patience: Patience::default() }
    }

    /// The same with another time limit for each question.
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> Self {
        let patience = Patience { question: limit, ..self.patience };
        self.with_patience(patience)
    }

    /// The same with other times that it is waited for.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// How long it is waited for.
    #[must_use]
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// How messages call it.
    #[must_use]
    pub fn label(&self) -> String {
        self.program.display().to_string()
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
            let state = if start.elapsed() < self.patience.question { self.running_state(id) } else { None };
            states.insert(id, state.unwrap_or(MachineState::Running));
        }
        Ok(states)
    }

    fn running_state(&self, id: MachineId) -> Option<MachineState> {
        match self.state_of(id) {
            Ok(state) => Some(state),
            Err(error) => {
                tracing::debug!(%id, %error, "a running machine's state is not known exactly");
                None
            }
        }
    }

    /// VirtualBox's version, such as `7.2.22_Debianr170000`.
    ///
    /// # Errors
    /// As [`VBoxManage::states`], and when its answer holds no line that begins like a version.
    pub fn version(&self) -> Result<Arc<str>, HypervisorError> {
        let answer = self.ask(&["--version"])?;
        // Warnings, such as that of a missing kernel driver, come before.
        let version = answer.lines().rev().find(|line| line.starts_with(|first: char| first.is_ascii_digit()));
        version.map(Into::into).ok_or_else(|| {
            let answer: String = answer.chars().take(SHORT).collect();
            let words = text!("virtualbox-no-version", answer = answer);
            HypervisorError::Refused { program: self.label(), words }
        })
    }

    /// What one machine is doing.
    ///
    /// # Errors
    /// As [`VBoxManage::states`], and when VirtualBox knows no such machine.
    pub fn state_of(&self, id: MachineId) -> Result<MachineState, HypervisorError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.state_now(id) {
                // Just when another program lets go of the machine there is no true answer.
                Err(HypervisorError::Refused { .. }) if tries < TRIES => std::thread::sleep(BETWEEN_TRIES),
                answer => return answer,
            }
        }
    }

    fn state_now(&self, id: MachineId) -> Result<MachineState, HypervisorError> {
        let answer = self.ask(&["showvminfo", &id.to_string(), "--machinereadable"])?;
        state_in(&answer).ok_or_else(|| {
            let start: String = answer.chars().take(SHORT).collect();
            let words = text!("virtualbox-answer-without-state", start = start);
            HypervisorError::Refused { program: self.label(), words }
        })
    }

    /// Makes VirtualBox look at every image afresh. Which image of two goes into the other depends on what
    /// VirtualBox knows of their sizes; only of images that it has looked at does it know the truth.
    ///
    /// # Errors
    /// As [`VBoxManage::states`].
    pub fn refresh_images(&self) -> Result<(), HypervisorError> {
        self.ask_within(&["list", "hdds"], self.patience.refresh).map(drop)
    }

    /// Refuses if another program has locked a machine that is not running, such as VirtualBox Manager while
    /// it shows the machine's settings. Taking, restoring and deleting would go on nonetheless.
    ///
    /// VirtualBox tells of no lock when it is asked; it has to be tried. What is tried needs the lock, changes
    /// nothing, and fails always. Measured on 7.2.22: the settings file stays as it is, also for a
    /// saved machine.
    ///
    /// # Errors
    /// [`HypervisorError::Locked`]; as [`VBoxManage::states`].
    pub fn check_lock(&self, id: MachineId, name: &str) -> Result<(), HypervisorError> {
        let output = self.run(&["sharedfolder", "remove", &id.to_string(), NO_SUCH_FOLDER], self.patience.question)?;
        match words::failure(&self.label(), name, &output) {
            error @ (HypervisorError::Locked { .. } | HypervisorError::ToolBroken { .. }) => Err(error),
            HypervisorError::Interrupted { program, words } => Err(HypervisorError::Refused { program, words }),
            _ => Ok(()),
        }
    }

    /// Writes into an image's file which image it rests on. VirtualBox does the same to those on an image that it has
    /// merged downwards (`MediumImpl.cpp`, `i_taskMergeHandler`).
    ///
    /// # Errors
    /// As [`VBoxManage::states`].
    pub fn set_parent(&self, image: &Path, parent: ImageId) -> Result<(), HypervisorError> {
        let parent = parent.to_string();
        let arguments: [&OsStr; 4] =
            ["internalcommands".as_ref(), "sethdparentuuid".as_ref(), image.as_os_str(), parent.as_ref()];
        let output = process::run(self.command(&arguments), self.patience.question);
        let output = output.map_err(|error| self.error(error, self.patience.question))?;
        if output.status.success() {
            return Ok(());
        }
        Err(HypervisorError::Refused { program: self.label(), words: words::words_of(&output) })
    }

    /// Carries out a change. Returns what the program said.
    ///
    /// # Errors
    /// [`words::failure`] for what it said and how it ended; when it is missing or gave no sign of life.
    pub fn change(
        &self,
        arguments: &[impl AsRef<OsStr>],
        name: &str,
        waiting: &mut Waiting<'_>,
    ) -> Result<Output, HypervisorError> {
        let output = process::attend(self.command(arguments), waiting);
        let output = output.map_err(|error| self.error(error, self.patience.silence))?;
        if words::claims_success(&output) { Ok(output) } else { Err(words::failure(&self.label(), name, &output)) }
    }

    /// Asks something. Returns the standard output.
    fn ask(&self, arguments: &[&str]) -> Result<String, HypervisorError> {
        self.ask_within(arguments, self.patience.question)
    }

    fn ask_within(&self, arguments: &[&str], limit: Duration) -> Result<String, HypervisorError> {
        let output = self.run(arguments, limit)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(match words::failure(&self.label(), "", &output) {
            error @ HypervisorError::NotFound { .. } => error,
            // Whatever became of a question, nothing was changed by it.
            _ => HypervisorError::Refused { program: self.label(), words: words::words_of(&output) },
        })
    }

    fn run(&self, arguments: &[&str], limit: Duration) -> Result<Output, HypervisorError> {
        process::run(self.command(arguments), limit).map_err(|error| self.error(error, limit))
    }

    fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).env("LC_ALL", "C.UTF-8");
        if let Some(home) = &self.home {
            command.env("VBOX_USER_HOME", home);
        }
        command
    }

    fn error(&self, error: RunError, limit: Duration) -> HypervisorError {
        let program = self.label();
        match error {
            RunError::Broken(source) if source.kind() == std::io::ErrorKind::NotFound => {
                HypervisorError::ToolMissing { program }
            }
            RunError::Broken(source) => HypervisorError::ToolBroken { program, source },
            RunError::TimedOut => HypervisorError::TimedOut { program, seconds: limit.as_secs() },
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
