//! Why a finding matters, and what to do about it.

use super::evidence::{Uncovered, Unfinished};
use super::{Evidence, Finding, FindingKind};
use crate::text;

impl Finding {
    /// Why it matters, in one sentence.
    #[must_use]
    pub fn why_it_matters(&self) -> &'static str {
        match (&self.evidence, self.kind()) {
            (Evidence::UncoveredDisk { uncovered: Uncovered::HostDevice, .. }, _) => {
                text!("health-why-host-device")
            }
            (_, kind) => why(kind),
        }
    }

    /// What the person can do.
    #[must_use]
    pub fn advice(&self) -> String {
        match &self.evidence {
            Evidence::UnreadableMachine { advice, .. } => advice.to_string(),
            Evidence::UnfinishedWork(Unfinished::SettingsGone) => text!("health-advice-settings-gone").to_owned(),
            Evidence::UnfinishedWork(Unfinished::PartialImage { .. }) => {
                text!("health-advice-partial-image").to_owned()
            }
            Evidence::UnfinishedWork(Unfinished::Step { .. }) => text!("health-advice-step").to_owned(),
            Evidence::UnattachedImage { has_children: true, .. } | Evidence::GoneImage { has_children: true } => {
                text!("health-advice-others-rest-on-it").to_owned()
            }
            Evidence::UncoveredDisk { uncovered: Uncovered::HostDevice, .. } => {
                text!("health-advice-host-device").to_owned()
            }
            _ => advice(self.kind()).to_owned(),
        }
    }
}

fn why(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::UnreadableMachine => text!("health-why-unreadable-machine"),
        FindingKind::MissingImage => text!("health-why-missing-image"),
        FindingKind::UnreadableImage => text!("health-why-unreadable-image"),
        FindingKind::MismatchingImage => text!("health-why-mismatching-image"),
        FindingKind::MissingSavedState => text!("health-why-missing-saved-state"),
        FindingKind::LowFreeSpace => text!("health-why-low-free-space"),
        FindingKind::NoRoomToDelete => text!("health-why-no-room-to-delete"),
        FindingKind::FullSoon => text!("health-why-full-soon"),
        FindingKind::DeepChain => text!("health-why-deep-chain"),
        FindingKind::LargeSnapshot => text!("health-why-large-snapshot"),
        FindingKind::OldSnapshot => text!("health-why-old-snapshot"),
        FindingKind::ChainOnOldSnapshot => text!("health-why-chain-on-old-snapshot"),
        FindingKind::FarFromSnapshot => text!("health-why-far-from-snapshot"),
        FindingKind::UnregisteredImage | FindingKind::UnattachedImage | FindingKind::StraySavedState => {
            text!("health-why-unregistered-image")
        }
        FindingKind::CopiedImage => text!("health-why-copied-image"),
        FindingKind::GoneImage => text!("health-why-gone-image"),
        FindingKind::StrayFirmwareFile => text!("health-why-stray-firmware-file"),
        FindingKind::UnusedFilesUnknown => text!("health-why-unused-files-unknown"),
        FindingKind::WritesIntoSnapshot => text!("health-why-writes-into-snapshot"),
        FindingKind::UncoveredDisk => text!("health-why-uncovered-disk"),
        FindingKind::DuplicateName => text!("health-why-duplicate-name"),
        FindingKind::EmptyName => text!("health-why-empty-name"),
        FindingKind::DefaultName => text!("health-why-default-name"),
        FindingKind::UnconventionalName => text!("health-why-unconventional-name"),
        FindingKind::UnstableSnapshot => text!("health-why-unstable-snapshot"),
        FindingKind::UnfinishedWork => text!("health-why-unfinished-work"),
        FindingKind::UnreadableSettingsCopy => text!("health-why-unreadable-settings-copy"),
        FindingKind::OldSavedState => text!("health-why-old-saved-state"),
        FindingKind::LinkedClone => text!("health-why-linked-clone"),
        FindingKind::CostsTwice => text!("health-why-costs-twice"),
        FindingKind::ManyRestores => text!("health-why-many-restores"),
    }
}

fn advice(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::UnreadableMachine => text!("health-advice-unreadable-machine"),
        FindingKind::MissingImage => text!("health-advice-missing-image"),
        FindingKind::UnreadableImage => text!("health-advice-unreadable-image"),
        FindingKind::MismatchingImage => text!("health-advice-mismatching-image"),
        FindingKind::MissingSavedState => text!("health-advice-missing-saved-state"),
        FindingKind::LowFreeSpace => text!("health-advice-low-free-space"),
        FindingKind::NoRoomToDelete => text!("health-advice-no-room-to-delete"),
        FindingKind::FullSoon => text!("health-advice-full-soon"),
        FindingKind::DeepChain => text!("health-advice-deep-chain"),
        FindingKind::LargeSnapshot => text!("health-advice-large-snapshot"),
        FindingKind::OldSnapshot => text!("health-advice-old-snapshot"),
        FindingKind::ChainOnOldSnapshot => text!("health-advice-chain-on-old-snapshot"),
        FindingKind::FarFromSnapshot => text!("health-advice-far-from-snapshot"),
        FindingKind::UnregisteredImage => text!("health-advice-unregistered-image"),
        FindingKind::CopiedImage => text!("health-advice-copied-image"),
        FindingKind::UnattachedImage => text!("health-advice-unattached-image"),
        FindingKind::GoneImage => text!("health-advice-gone-image"),
        FindingKind::StraySavedState | FindingKind::StrayFirmwareFile => text!("health-advice-stray-saved-state"),
        FindingKind::UnusedFilesUnknown => text!("health-advice-unused-files-unknown"),
        FindingKind::WritesIntoSnapshot => text!("health-advice-writes-into-snapshot"),
        FindingKind::UncoveredDisk => text!("health-advice-uncovered-disk"),
        FindingKind::DuplicateName => text!("health-advice-duplicate-name"),
        FindingKind::EmptyName | FindingKind::DefaultName => text!("health-advice-empty-name"),
        FindingKind::UnconventionalName => text!("health-advice-unconventional-name"),
        FindingKind::UnstableSnapshot => text!("health-advice-unstable-snapshot"),
        FindingKind::UnfinishedWork => text!("health-advice-unfinished-work"),
        FindingKind::UnreadableSettingsCopy => text!("health-advice-unreadable-settings-copy"),
        FindingKind::OldSavedState => text!("health-advice-old-saved-state"),
        FindingKind::LinkedClone => text!("health-advice-linked-clone"),
        FindingKind::CostsTwice => text!("health-advice-costs-twice"),
        FindingKind::ManyRestores => text!("health-advice-many-restores"),
    }
}
