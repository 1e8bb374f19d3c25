//! Templates to begin with.

/// A template that is offered to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// The template, as it is written.
    pub template: &'static str,
    /// When it is the right one, in a few words.
    pub hint: &'static str,
}

/// The templates that are offered, simple names first.
pub const PRESETS: [Preset; 8] = [
    Preset { template: "Initial State", hint: "the machine as it was installed" },
    Preset { template: "Test Environment", hint: "ready for tests, to come back to" },
    Preset { template: "Pre-Update Backup", hint: "before an update" },
    Preset { template: "Pre-Update Backup {date}", hint: "before an update, with the day" },
    Preset { template: "{purpose} {date}", hint: "what it is for, and the day" },
    Preset { template: "{purpose} {date} {time}", hint: "what it is for, and the moment" },
    Preset { template: "{n} {purpose}", hint: "numbered steps" },
    Preset { template: "{purpose} ({user}, {date})", hint: "for machines that several people use" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::Template;

    #[test]
    fn presets_are_templates() {
        for preset in PRESETS {
            let template: Template = preset.template.parse().unwrap();
            assert_eq!(template.to_string(), preset.template);
            assert!(!super::super::is_default_name(preset.template));
        }
    }
}
