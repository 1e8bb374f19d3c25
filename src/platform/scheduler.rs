//! What starts programs at certain times.

use std::path::PathBuf;

/// What starts programs at certain times, with the folder where it finds what to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheduler {
    /// The person's own systemd.
    Systemd {
        /// Its folder of units.
        units: PathBuf,
    },
    /// launchd, for the person who is logged in.
    Launchd {
        /// The folder of agents.
        agents: PathBuf,
        /// The number that the system knows the person by.
        user: u32,
    },
    /// The Task Scheduler of Windows.
    Windows,
}

impl Scheduler {
    /// That of this system, for this person. `None` if the system names no folder.
    #[must_use]
    pub fn of_this_system() -> Option<Self> {
        of_this_system()
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn of_this_system() -> Option<Scheduler> {
    let folders = directories::BaseDirs::new()?;
    Some(Scheduler::Systemd { units: folders.config_dir().join("systemd/user") })
}

#[cfg(target_os = "macos")]
fn of_this_system() -> Option<Scheduler> {
    let folders = directories::BaseDirs::new()?;
    let agents = folders.home_dir().join("Library/LaunchAgents");
    Some(Scheduler::Launchd { agents, user: rustix::process::getuid().as_raw() })
}

#[cfg(windows)]
#[expect(clippy::unnecessary_wraps, reason = "other systems may name no folder")]
fn of_this_system() -> Option<Scheduler> {
    Some(Scheduler::Windows)
}
