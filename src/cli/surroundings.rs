//! What a headless command finds around it, as values: nothing here asks the system on its own.

use std::io::BufRead;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::{DateTime, Utc};

use crate::hypervisor::ConnectOptions;
use crate::jobs::JobsOptions;
use crate::settings::Settings;

/// What a headless command finds around it.
pub struct Surroundings {
    /// Where to look for hypervisors.
    pub options: ConnectOptions,
    /// What the person chose.
    pub settings: Settings,
    /// How jobs are carried out.
    pub jobs: JobsOptions,
    /// The time.
    pub now: DateTime<Utc>,
    /// Who the person is, as the system calls them.
    pub user: String,
    /// Where answers to questions are read; `None` where nobody can be asked.
    pub terminal: Option<Box<dyn BufRead>>,
    /// Becomes true when a change is begun: from then on the program is not just ended.
    pub at_work: Arc<AtomicBool>,
    /// Becomes true when the person wants to stop.
    pub stop: Arc<AtomicBool>,
}
