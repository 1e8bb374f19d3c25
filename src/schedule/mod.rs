//! Regular inspections and clean-ups, started by the system: a timer of systemd, an agent of launchd, a task of Windows.
//!
//! Snapgrove writes what the system reads, and nothing that it did not write itself is ever changed or removed: every text
//! bears a mark.
//!
//! ```text
//! when, task                             when what is started, and the mark
//! systemd, launchd, task_scheduler       the texts for each system; pure, and tested on all
//! install                                writing and removing them, and telling the system
//! ```

mod install;
mod launchd;
mod systemd;
mod task;
mod task_scheduler;
mod when;
mod xml;

pub use install::{Content, Installed, Planned, ScheduleError, install, installed, planned, remove};
pub use task::{Mark, Task, TaskKind, mark_in};
pub use when::{At, Every, When};
