//! What VBoxManage's words mean: which error a failure is.
//!
//! Errors come as `VBoxManage: error: TEXT`, then `VBoxManage: error: Details: code NAME (0x…), …`. The code
//! decides where it can; some codes stand for several things, which the text then tells apart. Every text
//! here was printed by VirtualBox 7.2.22, unless a comment says otherwise.

use super::percent::without_percentages;
use super::process::Output;
use crate::hypervisor::HypervisorError;
use crate::model::MachineState;
use crate::text;

/// Most that is quoted of the program's own words, in characters.
const MAX_WORDS: usize = 2_000;
/// How its lines of errors begin.
const ERROR: &str = "VBoxManage: error: ";
/// How traces of the program's own faults begin (`iprt/assert.h`).
const ASSERTION: &str = "!!Assertion Failed!!";

/// What a program that failed said: its errors, or else its output without the script's banner.
#[must_use]
pub fn words_of(output: &Output) -> String {
    let said = [without_percentages(&output.stderr), without_banner(&output.stdout).to_owned()];
    let words = said.iter().map(|words| words.trim()).find(|words| !words.is_empty());
    match words {
        Some(words) => without_traces(words).chars().take(MAX_WORDS).collect(),
        None => text!("virtualbox-ended-silently", status = output.status.to_string()),
    }
}

/// Without what VirtualBox prints for its developers when it dies. Where that is all, nothing is left out.
fn without_traces(words: &str) -> &str {
    let before = words.split(ASSERTION).next().unwrap_or(words).trim_end();
    if before.is_empty() { words } else { before }
}

/// What a program that did its work said beside its errors.
#[must_use]
pub fn report_of(output: &Output) -> String {
    without_banner(&output.stdout).trim().chars().take(MAX_WORDS).collect()
}

/// Whether the program did what it was asked to, as far as it says so itself. Some commands print an error
/// and end with 0 all the same (`discardstate` on a machine without saved state).
#[must_use]
pub fn claims_success(output: &Output) -> bool {
    output.status.success() && !output.stderr.lines().any(|line| error_in(line).is_some())
}

/// The text of a line that tells an error; a percentage may stand before it.
fn error_in(line: &str) -> Option<&str> {
    let start = line.find(ERROR)?;
    let is_start = line[..start].chars().all(|letter| letter.is_ascii_digit() || "%.\r".contains(letter));
    is_start.then(|| &line[start + ERROR.len()..])
}

/// Which error a failure is. `program` is what was run, `name` the machine's name.
#[must_use]
pub fn failure(program: &str, name: &str, output: &Output) -> HypervisorError {
    let program = program.to_owned();
    let words = words_of(output);
    let said = Said::new(output);
    if said.has_any(&NO_SPACE) {
        // Where the disk filled up in the middle of a merge, VirtualBox's service ends as well.
        return if crashed(output) || said.has_any(&SERVICE_GONE) {
            HypervisorError::Interrupted { program, words }
        } else {
            HypervisorError::NoSpace { words }
        };
    }
    if crashed(output) {
        return HypervisorError::Interrupted { program, words: format!("{words} ({})", output.status) };
    }
    if said.has_any(&SERVICE_GONE) {
        HypervisorError::Interrupted { program, words }
    } else if said.has_any(&NOT_STARTED) {
        HypervisorError::ToolBroken { program, source: std::io::Error::other(words) }
    } else if said.has_any(&NOT_FOUND) {
        HypervisorError::NotFound { words }
    } else if said.has_any(&LOCKED) {
        HypervisorError::Locked { name: name.to_owned(), words }
    } else if let Some(state) = said.state().filter(|_| said.has_any(&WRONG_STATE)) {
        HypervisorError::WrongState { name: name.to_owned(), state, words }
    } else {
        HypervisorError::Refused { program, words }
    }
}

/// `NS_ERROR_OUT_OF_MEMORY` is what “Not enough free storage space” comes with.
const NO_SPACE: [&str; 3] = ["(0x8007000e)", "Not enough free storage space", "VERR_DISK_FULL"];
/// `NS_ERROR_ABORT`, `NS_ERROR_CALL_FAILED` and what they are called without a number.
const SERVICE_GONE: [&str; 4] = ["(0x80004004)", "(0x800706be)", "NS_ERROR_ABORT", "NS_ERROR_CALL_FAILED"];
/// The program did not get as far as to ask VirtualBox's service.
const NOT_STARTED: [&str; 3] = ["Failed to create the VirtualBox object", "Failed to initialize COM", "RTR3Init"];
/// `VBOX_E_OBJECT_NOT_FOUND`; a snapshot's id that is not there comes with a code that stands for anything.
const NOT_FOUND: [&str; 3] = ["(0x80bb0001)", "Could not find a snapshot", "Could not find a registered machine"];
/// These come with `VBOX_E_INVALID_OBJECT_STATE`, as refusals for other reasons do.
const LOCKED: [&str; 3] =
    ["is already locked for a session", "is locked for a session", "is already locked by a session"];
/// `VBOX_E_INVALID_VM_STATE` and a text without that code.
const WRONG_STATE: [&str; 4] = ["(0x80bb0002)", "machine state:", "(state is ", "is not currently running"];

/// The lines of errors that were said.
struct Said<'a>(Vec<&'a str>);

impl<'a> Said<'a> {
    fn new(output: &'a Output) -> Self {
        let lines: Vec<_> = output.stderr.lines().filter_map(error_in).collect();
        // Errors before its own start have another form.
        Self(if lines.is_empty() { output.stderr.lines().collect() } else { lines })
    }

    fn has_any(&self, texts: &[&str]) -> bool {
        self.0.iter().any(|line| texts.iter().any(|text| line.contains(text)))
    }

    /// The state that the words name: `(machine state: Saved)`, `(state is Saved)`.
    fn state(&self) -> Option<MachineState> {
        self.0.iter().find_map(|line| {
            if line.contains("is not currently running") {
                return Some(MachineState::PoweredOff);
            }
            let start = ["machine state: ", "state is "].iter().find_map(|before| line.split_once(before))?.1;
            let word: String =
                start.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
            Some(state_named(&word))
        })
    }
}

/// The state with this name in messages. They follow the names of `MachineState` in VirtualBox's interface.
fn state_named(word: &str) -> MachineState {
    match word {
        "PoweredOff" => MachineState::PoweredOff,
        "Saved" => MachineState::Saved,
        "Teleported" => MachineState::Teleported,
        "Aborted" => MachineState::Aborted,
        "AbortedSaved" | "Aborted-Saved" => MachineState::AbortedSaved,
        "Running" => MachineState::Running,
        "Paused" => MachineState::Paused,
        "Stuck" | "GuruMeditation" => MachineState::Stuck,
        _ => MachineState::Transient,
    }
}

/// Whether the program did not end by itself. A shell between it and us turns a signal into a number above
/// 128; Windows has negative numbers for it.
fn crashed(output: &Output) -> bool {
    output.status.code().is_none_or(|code| if cfg!(windows) { code < 0 } else { code > 128 })
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

#[cfg(all(test, unix))]
mod tests;
