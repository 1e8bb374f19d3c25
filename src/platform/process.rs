//! Processes of the system that may outlive the one that has started them.

use serde::{Deserialize, Serialize};

/// A process, so that it can be told later whether it still runs: numbers are given anew, the start tells them apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// Its number.
    pub id: u32,
    /// When it was started, in the system's own words.
    pub started: String,
}

impl Process {
    /// The process with this number that runs now. `None` if there is none, or the system does not tell.
    #[must_use]
    pub fn running(id: u32) -> Option<Self> {
        Some(Self { id, started: system::started(id)? })
    }

    /// Whether it runs still. What has ended and was not waited for does not.
    #[must_use]
    pub fn is_running(&self) -> bool {
        system::started(self.id).as_ref() == Some(&self.started)
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs;

    /// Place of the state among what follows the name in `/proc/PID/stat`, and of the start in clock ticks: fields 3 and
    /// 22 of `proc_pid_stat(5)`.
    const STATE: usize = 0;
    const START: usize = 19;

    /// The start counts from when the system was started, which has an id of its own.
    pub fn started(id: u32) -> Option<String> {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name stands in parentheses, and may hold anything.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let has_ended = matches!(*fields.get(STATE)?, "Z" | "X" | "x");
        let system = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        (!has_ended).then(|| fields.get(START).map(|start| format!("{} {start}", system.trim())))?
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
mod system {
    use crate::platform::tool;

    /// As the system's own tool tells it, to the second.
    pub fn started(id: u32) -> Option<String> {
        let told = tool::run("/bin/ps", &["-o", "stat=", "-o", "lstart=", "-p", &id.to_string()]).ok()?;
        let (state, start) = told.output.trim().split_once(char::is_whitespace)?;
        (told.success && !state.starts_with('Z')).then(|| start.trim().to_owned())
    }
}

/// Windows tells it only to unsafe calls.
#[cfg(windows)]
mod system {
    pub fn started(_id: u32) -> Option<String> {
        None
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_process_runs_until_it_has_ended_also_if_nobody_has_waited_for_it() {
        let mut child = Command::new("sleep").arg("600").spawn().unwrap();
        let process = Process::running(child.id()).unwrap();
        assert!(process.is_running());
        let another = Process { started: "before".to_owned(), ..process.clone() };
        assert!(!another.is_running(), "the number was given anew");
        child.kill().unwrap();
        while process.is_running() {
            std::thread::yield_now();
        }
        child.wait().unwrap();
        assert_eq!(Process::running(process.id), None);
    }
}
