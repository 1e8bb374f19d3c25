//! What the page asks for, and how it is carried out.

use super::LastRun;
use crate::app::App;
use crate::app::command::Command;
use crate::app::dialogs::{CleanUpDialog, CleanUpReport, Dialog};
use crate::app::page::Page;
use crate::model::MachineKey;
use crate::plan::Plan;
use crate::retention::{Rule, Rules, Scope, Trigger};
use crate::text;

/// What the page asks for.
#[derive(Debug, Clone)]
pub enum CleanUpCommand {
    /// Show the page, with a rule that makes this machine's chain shorter than findings tell of.
    Shorten(MachineKey),
    /// Show the page, with the rule of this name.
    UseRule(String),
    /// Keep a rule under its name.
    SaveRule(Rule),
    /// Forget the rule of this name.
    ForgetRule(String),
    /// Add those of the usual rules that are missing.
    AddUsualRules,
    /// Read pins and rules again.
    ReadKeptAgain,
    /// Review what the rule deletes.
    Review,
    /// Carry a reviewed clean-up out.
    Submit(Box<Plan>),
    /// Show what the last clean-up promised and freed.
    ShowReport,
    /// Do not tell of the last clean-up any more.
    ForgetReport,
}

impl From<CleanUpCommand> for Command {
    fn from(command: CleanUpCommand) -> Self {
        Self::CleanUp(command)
    }
}

impl App {
    /// Carries out what the page asked for.
    pub(in crate::app) fn handle_clean_up(&mut self, ctx: &egui::Context, command: CleanUpCommand) {
        match command {
            CleanUpCommand::Shorten(key) => {
                self.page = Page::CleanUp;
                self.clean_up.use_rule(self.shortening_rule(&key));
                self.clean_up.reveal(&key);
            }
            CleanUpCommand::UseRule(name) => {
                self.page = Page::CleanUp;
                if let Some(rule) = self.kept.get().and_then(|kept| kept.rules.get(&name)) {
                    self.clean_up.use_rule(rule.clone());
                    self.remember_rule(Some(name));
                }
            }
            CleanUpCommand::SaveRule(rule) => {
                self.remember_rule(Some(rule.name.clone()));
                self.clean_up.use_rule(rule.clone());
                self.kept.change_rules(ctx, move |rules| rules.put(rule));
            }
            CleanUpCommand::ForgetRule(name) => self.kept.change_rules(ctx, move |rules| rules.remove(&name)),
            CleanUpCommand::AddUsualRules => self.kept.change_rules(ctx, add_usual),
            CleanUpCommand::ReadKeptAgain => self.kept.read_again(ctx),
            CleanUpCommand::Review => {
                // Another program may have pinned something since.
                self.kept.read_again(ctx);
                let dialog = CleanUpDialog::new(self.clean_up.rule());
                self.dialog = Some(Dialog::CleanUp(dialog));
            }
            CleanUpCommand::Submit(plan) => self.begin_clean_up(&plan),
            CleanUpCommand::ShowReport => {
                if let Some(run) = self.clean_up.last_run() {
                    self.dialog = Some(Dialog::CleanUpReport(CleanUpReport::new(run)));
                }
            }
            CleanUpCommand::ForgetReport => self.clean_up.forget_last_run(),
        }
    }

    fn begin_clean_up(&mut self, plan: &Plan) {
        if !plan.is_clear() {
            return;
        }
        let Some(jobs) = self.workers.jobs() else {
            self.notice = Some(text!("clean-up-no-jobs").to_owned());
            return;
        };
        let job = jobs.submit(plan.clone());
        self.clean_up.begin(LastRun::new(job, plan));
    }

    /// As many levels as there may be without a finding: the images of the base and of the current state come to them.
    fn shortening_rule(&self, key: &MachineKey) -> Rule {
        let levels = self.settings.get().thresholds.chain_moderate.saturating_sub(2).max(1);
        let machine = self.inventory.machine(key).map_or_else(String::new, |(_, machine)| machine.name().to_owned());
        Rule {
            name: text!("clean-up-shorten", machine = machine),
            scope: Scope::Machines(vec![key.clone()]),
            when: vec![Trigger::DeeperThan(levels)],
            ..Rule::default()
        }
    }

    /// A rule that was changed and not saved is there again after the next start.
    pub(in crate::app) fn remember_changed_rule(&mut self) {
        let Some(kept) = self.kept.get() else { return };
        let changed = self.clean_up.changed_rule(kept);
        if self.settings.get().clean_up_changed_rule.as_ref() != changed {
            let changed = changed.cloned();
            self.settings.change(|settings| settings.clean_up_changed_rule = changed);
        }
    }

    fn remember_rule(&mut self, name: Option<String>) {
        if self.settings.get().clean_up_rule != name {
            self.settings.change_quietly(|settings| settings.clean_up_rule = name);
        }
    }
}

fn add_usual(rules: &mut Rules) {
    for rule in Rule::presets() {
        if rules.get(&rule.name).is_none() {
            rules.put(rule);
        }
    }
}
