//! Waits until a machine is at rest, and says how it stands. VirtualBox's service goes on with what it has begun
//! when VBoxManage is killed (measured: merges and clones run to their end).

use std::time::{Duration, Instant};

use super::patience::{Nursery, Scene, SignsOfLife};
use super::perform::Act;
use super::preflight::Ready;
use super::promise::Before;
use crate::hypervisor::HypervisorError;
use crate::model::{MachineState, Step};
use crate::text;

/// How often a machine is asked whether it is at rest.
const ASK_AGAIN: Duration = Duration::from_millis(300);
/// How long files must stay the same to count as finished.
const QUIET: Duration = Duration::from_secs(5);

impl Act<'_> {
    /// Waits until VirtualBox, which may go on without VBoxManage, is done with the machine. Returns the error
    /// with what is known then.
    pub(super) fn settle(&self, before: &Before, ready: &Ready, error: HypervisorError) -> HypervisorError {
        let patience = self.tool.patience();
        let mut signs = SignsOfLife::new(&ready.scene);
        let state = loop {
            match self.tool.state_of(self.entry.id) {
                Ok(state) if state != MachineState::Transient => break Ok(state),
                answer if signs.silence() >= patience.settling => break answer,
                _ => std::thread::sleep(ASK_AGAIN),
            }
        };
        let name = before.machine.name.to_string();
        let now = match state {
            Ok(MachineState::Transient) => return HypervisorError::NotSettled { name, words: error.to_string() },
            Ok(_) if self.still_grows(&ready.scene) => {
                return HypervisorError::NotSettled { name, words: error.to_string() };
            }
            Ok(state) => self.what_stands(before, ready, state),
            Err(other) => {
                return HypervisorError::NotSettled {
                    name,
                    words: text!("virtualbox-settle-twice", error = error.to_string(), other = other.to_string()),
                };
            }
        };
        match error {
            HypervisorError::Interrupted { program, words } => {
                HypervisorError::Interrupted { program, words: format!("{words}\n{now}") }
            }
            HypervisorError::TimedOut { program, seconds } => {
                let words = text!("virtualbox-settle-silent", seconds = seconds, now = now);
                HypervisorError::Interrupted { program, words }
            }
            other => other,
        }
    }

    /// How the machine stands after an interruption, in whole sentences.
    fn what_stands(&self, before: &Before, ready: &Ready, state: MachineState) -> String {
        let Err(what) = self.look(before, ready.clone.as_ref()) else {
            return text!("virtualbox-settle-done", state = state.to_string());
        };
        let mut words = text!("virtualbox-settle-not-done", state = state.to_string(), what = what);
        if matches!(self.step, Step::Delete { .. }) {
            // An image that the snapshot's disk consists of may have been written to. Deleting it again goes on with
            // that, and ends well.
            words = text!("virtualbox-settle-half-merged", before = words);
        }
        for folder in ready.scene.nursery.iter().flat_map(Nursery::newborn) {
            words = text!("virtualbox-settle-half-cloned", before = words, folder = folder.display());
        }
        words
    }

    /// Whether a clone's files still grow: the machine that is cloned does not change its state meanwhile.
    fn still_grows(&self, scene: &Scene) -> bool {
        if !matches!(self.step, Step::Clone { .. }) {
            return false;
        }
        let start = Instant::now();
        let mut signs = SignsOfLife::new(scene);
        while signs.silence() < QUIET {
            if start.elapsed() >= self.tool.patience().work {
                return true;
            }
            std::thread::sleep(ASK_AGAIN);
        }
        false
    }

    /// VBoxManage returns from switching off before the machine's own process has ended.
    pub(super) fn wait_for_session(&self, before: &Before) -> Result<(), HypervisorError> {
        if !matches!(self.step, Step::PowerOff) {
            return Ok(());
        }
        let start = Instant::now();
        loop {
            let state = self.tool.state_of(self.entry.id)?;
            let at_rest = !matches!(
                state,
                MachineState::Running | MachineState::Paused | MachineState::Stuck | MachineState::Transient
            );
            // Powered off, it stays locked until its process is gone.
            if at_rest {
                match self.tool.check_lock(self.entry.id, &before.machine.name) {
                    Err(HypervisorError::Locked { .. }) => {}
                    other => return other,
                }
            }
            if start.elapsed() >= self.tool.patience().settling {
                let words = text!("virtualbox-settle-powered-off", state = state.to_string());
                return Err(HypervisorError::NotSettled { name: before.machine.name.to_string(), words });
            }
            std::thread::sleep(ASK_AGAIN);
        }
    }
}
