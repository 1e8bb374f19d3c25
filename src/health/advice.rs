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
                "Whatever else writes to the device makes its snapshots worthless, and deleting one writes to the device."
            }
            (_, kind) => why(kind),
        }
    }

    /// What the person can do.
    #[must_use]
    pub fn advice(&self) -> String {
        match &self.evidence {
            Evidence::UnreadableMachine { advice, .. } => advice.to_string(),
            Evidence::UnfinishedWork(Unfinished::SettingsGone) => {
                "Copy it, give the copy the name without “-prev”, and add the machine in VirtualBox.".to_owned()
            }
            Evidence::UnfinishedWork(Unfinished::PartialImage { .. }) => {
                "If nothing is being copied or made right now, move it to the trash.".to_owned()
            }
            Evidence::UnfinishedWork(Unfinished::Step { .. }) => {
                "Look at the machine, and do again what is missing.".to_owned()
            }
            Evidence::UnattachedImage { has_children: true, .. } | Evidence::GoneImage { has_children: true } => {
                "Other unused images rest on it: detach those first.".to_owned()
            }
            Evidence::UncoveredDisk { uncovered: Uncovered::HostDevice, .. } => {
                "Keep backups of the device itself, and never write to it while it has snapshots.".to_owned()
            }
            _ => advice(self.kind()).to_owned(),
        }
    }
}

fn why(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::UnreadableMachine => "Its snapshots can neither be seen nor changed, and what it uses is unknown.",
        FindingKind::MissingImage => {
            "Every snapshot that rests on it is broken, and deleting now would damage the machine's settings as well."
        }
        FindingKind::UnreadableImage => "Every snapshot that rests on it may be lost, and merging it would fail.",
        FindingKind::MismatchingImage => {
            "A chain that does not fit shows the guest a mixture of old and new data, or does not start at all."
        }
        FindingKind::MissingSavedState => "The snapshot cannot be resumed where it was; restoring it may be refused.",
        FindingKind::LowFreeSpace => {
            "On a full disk running machines stop, merges break off, and settings files are truncated."
        }
        FindingKind::NoRoomToDelete => "Deleting is what would free space, and it needs space first.",
        FindingKind::FullSoon => "When it is full, snapshots can neither be taken nor deleted.",
        FindingKind::DeepChain => {
            "Each image in the chain slows reading down and is one more file that all the others depend on."
        }
        FindingKind::LargeSnapshot => "It holds space that nothing else can use, and merging it takes long.",
        FindingKind::OldSnapshot => {
            "What is old is seldom restored, and its image keeps what the guest deleted long ago."
        }
        FindingKind::ChainOnOldSnapshot => {
            "Everything written since then lies in difference images: one damaged file takes all of it along."
        }
        FindingKind::FarFromSnapshot => "Restoring would lose all of it, and no snapshot protects it.",
        FindingKind::UnregisteredImage | FindingKind::UnattachedImage | FindingKind::StraySavedState => {
            "It takes space and serves nobody."
        }
        FindingKind::CopiedImage => text!("health-copied-image-why"),
        FindingKind::GoneImage => "Each start of VirtualBox looks for it, and it can stand in the way of deleting.",
        FindingKind::StrayFirmwareFile => {
            "It is small, but it hints at a snapshot that was not taken or deleted cleanly."
        }
        FindingKind::UnusedFilesUnknown => "A file that looks unused may belong to what cannot be read.",
        FindingKind::UncoveredDisk => "Restoring a snapshot leaves this disk as it is, which may not fit the others.",
        FindingKind::DuplicateName => "Programs that go by names act on the first of them.",
        FindingKind::EmptyName => "Nobody can tell what they are for, and VBoxManage takes no name for the root.",
        FindingKind::DefaultName => "In a month nobody will know what they are for.",
        FindingKind::UnconventionalName => "Rules and searches that go by your convention pass them over.",
        FindingKind::UnstableSnapshot => {
            "The guest's file systems were not closed: restoring it is like starting after a power cut."
        }
        FindingKind::UnfinishedWork => "What was being done may have stopped half-way.",
        FindingKind::UnreadableSettingsCopy => {
            "If the settings file is damaged, this copy is what VirtualBox falls back on."
        }
        FindingKind::OldSavedState => "VirtualBox often cannot resume what an older version saved.",
        FindingKind::LinkedClone => "Deleting the snapshot would destroy the clone.",
        FindingKind::CostsTwice => {
            "Each block that a snapshot preserves is copied twice, and freed space may not come back as computed."
        }
        FindingKind::ManyRestores => "Each restore throws away what was written since: perhaps a clone serves better.",
    }
}

fn advice(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::UnreadableMachine => "See what is wrong with its settings file.",
        FindingKind::MissingImage => {
            "Bring the file back from a backup or from where it was moved. Do not delete snapshots of this machine before."
        }
        FindingKind::UnreadableImage => {
            "Check the file's rights and its disk, and bring it back from a backup. Do not delete snapshots before."
        }
        FindingKind::MismatchingImage => {
            "Find out which file was exchanged, and bring the right one back. Do not start the machine before."
        }
        FindingKind::MissingSavedState => "Bring the file back from a backup, or delete the snapshot.",
        FindingKind::LowFreeSpace => "Delete snapshots that nobody needs, or move a machine to another disk.",
        FindingKind::NoRoomToDelete => "Free space by other means first: the trash, unused images, old downloads.",
        FindingKind::FullSoon => "Delete snapshots that nobody needs before it is full, or add space.",
        FindingKind::DeepChain => "Delete snapshots that nobody needs; a few well-named ones serve as well.",
        FindingKind::LargeSnapshot => "See what deleting it would free, and delete it if nobody needs it.",
        FindingKind::OldSnapshot => "Delete those that nobody needs, and pin those that must stay.",
        FindingKind::ChainOnOldSnapshot => "Delete the oldest snapshots, so that their images become part of the base.",
        FindingKind::FarFromSnapshot => "Take a snapshot, or delete the current one if nobody will go back to it.",
        FindingKind::UnregisteredImage => {
            "Make sure that no other program uses it, then move it to the trash: it can be put back."
        }
        FindingKind::CopiedImage => text!("health-copied-image-advice"),
        FindingKind::UnattachedImage => {
            "Detach it from the registry; its file stays and can then be moved to the trash."
        }
        FindingKind::GoneImage => "Detach it from the registry.",
        FindingKind::StraySavedState | FindingKind::StrayFirmwareFile => "Move it to the trash: it can be put back.",
        FindingKind::UnusedFilesUnknown => "Make everything readable, then inspect again.",
        FindingKind::UncoveredDisk => "Back its content up by other means before you restore a snapshot.",
        FindingKind::DuplicateName => "Give each a name of its own.",
        FindingKind::EmptyName | FindingKind::DefaultName => "Give them names that say what they are for.",
        FindingKind::UnconventionalName => "Rename them, or change the convention.",
        FindingKind::UnstableSnapshot => "Start the machine, shut it down in order, and take a new snapshot.",
        FindingKind::UnfinishedWork => "Start VirtualBox once. If the file stays, move it to the trash.",
        FindingKind::UnreadableSettingsCopy => {
            "Nothing is lost now: the next change of the machine's settings in VirtualBox writes it anew."
        }
        FindingKind::OldSavedState => {
            "Resume it in the version that saved it and shut it down, or delete the snapshot if the memory is of no use."
        }
        FindingKind::LinkedClone => "Keep the snapshot as long as the clone, or make a full clone of the clone first.",
        FindingKind::CostsTwice => {
            "Switch copy-on-write off for the folder before new machines are made there, and take freed space as an estimate."
        }
        FindingKind::ManyRestores => "Consider a linked clone that can be thrown away.",
    }
}
