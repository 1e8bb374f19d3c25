//! Templates to begin with.

use crate::text;

/// A template that is offered to everybody.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// The template, as it is written.
    pub template: &'static str,
    hint: fn() -> &'static str,
}

impl Preset {
    /// When it is the right one, in a few words.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        (self.hint)()
    }
}

/// The templates that are offered, simple names first.
pub const PRESETS: [Preset; 8] = [
    Preset { template: "Initial State", hint: || text!("naming-preset-initial-state") },
    Preset { template: "Test Environment", hint: || text!("naming-preset-test-environment") },
    Preset { template: "Pre-Update Backup", hint: || text!("naming-preset-pre-update") },
    Preset { template: "Pre-Update Backup {date}", hint: || text!("naming-preset-pre-update-date") },
    Preset { template: "{purpose} {date}", hint: || text!("naming-preset-purpose-date") },
    Preset { template: "{purpose} {date} {time}", hint: || text!("naming-preset-purpose-date-time") },
    Preset { template: "{n} {purpose}", hint: || text!("naming-preset-numbered") },
    Preset { template: "{purpose} ({user}, {date})", hint: || text!("naming-preset-several-people") },
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
