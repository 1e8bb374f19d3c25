//! Puts a copy of a machine's settings file back.

use chrono::Utc;

use super::copies::{self, SettingsCopy};
use super::error::JobError;
use super::fit;
use super::journal::{Begun, Record};
use super::look::{Extent, Look};
use super::mend::orphans;
use super::sentences::in_a_row;
use super::status::Stage;
use super::step::{Worker, failed};
use super::summary::StepResult;
use crate::model::MachineState;
use crate::platform::write_whole;
use crate::text;

impl Worker<'_> {
    /// Puts a copy back, keeping the present file as another copy.
    pub fn put_back(&self, copy: &SettingsCopy) -> StepResult {
        let result = self.try_to_put_back(copy).unwrap_or_else(|(error, stands)| failed(&error, stands));
        let record = Record::Ended { index: 0, at: Utc::now(), result: result.clone() };
        if let Err(error) = self.journal.append(&record) {
            tracing::warn!(%error, "the end of a step is not in the journal");
        }
        result
    }

    fn try_to_put_back(&self, copy: &SettingsCopy) -> Result<StepResult, (JobError, String)> {
        let untouched = |error: JobError| (error, text!("jobs-stands-unchanged").to_owned());
        let content = copies::read(&copy.path).map_err(untouched)?;
        let settings_file = self.settings_file().map_err(untouched)?;
        self.must_be_off().map_err(untouched)?;
        let fit = fit::fit(self.hypervisor, copy, self.name).map_err(untouched)?;
        if !fit.is_allowed() {
            return Err(untouched(JobError::Blocked { blockers: fit.against }));
        }
        // A present file that is damaged, or gone, is what a copy is for.
        let present =
            if settings_file.exists() { Some(self.copy(self.key, &settings_file).map_err(untouched)?) } else { None };
        if let Some(time) = self.hypervisor.remembers_settings_for() {
            std::thread::sleep(time);
        }
        let begun =
            Begun { index: 0, at: Utc::now(), before: None, machines: Vec::new(), copy: Some(copy.path.clone()) };
        self.journal.append(&Record::Begun(begun)).map_err(untouched)?;
        self.live.enter(Stage::Working);
        (self.notify)();
        if copy.mended {
            self.give_parents(&content).map_err(|error| (error, text!("jobs-stands-mending-stopped").to_owned()))?;
        }
        write_whole(&settings_file, &content).map_err(JobError::file(&settings_file, "written")).map_err(untouched)?;
        self.live.enter(Stage::Verifying);
        (self.notify)();
        let kept = present.map_or_else(String::new, |present| {
            text!("jobs-put-back-kept", moment = crate::words::moment(present.made_at))
        });
        self.must_read_as(&content, &settings_file)
            .map_err(|error| (error, in_a_row([text!("jobs-put-back-done"), &kept])))?;
        let manager = self.hypervisor.remembers_settings_for().map_or("", |_| text!("jobs-put-back-manager"));
        let remark = in_a_row([&kept, manager]);
        Ok(StepResult::Done { promised: None, freed: 0, made: None, remark })
    }

    /// Gives images the parent that mended settings say, where they name one that is gone.
    fn give_parents(&self, content: &[u8]) -> Result<(), JobError> {
        let listing = self.hypervisor.machines()?;
        let entry = listing.machines.iter().find(|entry| entry.id == self.key.machine).cloned();
        let entry = entry.ok_or_else(|| JobError::NoMachine { machine: self.name.to_owned() })?;
        let (machine, present) = (self.hypervisor.read_as(&entry, content)?, self.hypervisor.read(&entry)?);
        let look = Look::around(self.hypervisor, &listing, entry, machine, Extent::Connection);
        for (index, parent) in orphans(&look, &present) {
            self.hypervisor.set_parent(&look.images.get(index).record, parent)?;
        }
        Ok(())
    }

    fn settings_file(&self) -> Result<std::path::PathBuf, JobError> {
        let listing = self.hypervisor.machines()?;
        let entry = listing.machines.iter().find(|entry| entry.id == self.key.machine);
        let entry = entry.ok_or_else(|| JobError::NoMachine { machine: self.name.to_owned() })?;
        Ok(entry.settings_file.to_path_buf())
    }

    fn must_be_off(&self) -> Result<(), JobError> {
        let states = self.hypervisor.states()?;
        let recorded = Look::at(self.hypervisor, self.key, self.name, Extent::Machine).ok();
        let state = states.get(&self.key.machine).copied().or(recorded.map(|look| look.machine.recorded_state));
        let in_use = matches!(
            state,
            Some(MachineState::Running | MachineState::Paused | MachineState::Stuck | MachineState::Transient)
        );
        if in_use { Err(JobError::InUse { machine: self.name.to_owned() }) } else { Ok(()) }
    }

    /// The file must stay as it was written, also once the hypervisor was asked again, and must make a machine.
    fn must_read_as(&self, content: &[u8], settings_file: &std::path::Path) -> Result<(), JobError> {
        Look::at(self.hypervisor, self.key, self.name, Extent::Machine)?;
        // A service that still had the old settings shows it now at the latest.
        let _ = self.hypervisor.states();
        if copies::read(settings_file)? == content {
            return Ok(());
        }
        let differences = vec![text!("jobs-unlike-written-over", path = settings_file.display())];
        Err(JobError::Unlike { differences })
    }
}
