//! Templates to begin with.

use crate::text;

/// A template that is offered to everybody.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    template: fn() -> &'static str,
    hint: fn() -> &'static str,
}

impl Preset {
    /// The template, as it is written in the language of the person: names are made of it.
    #[must_use]
    pub fn template(&self) -> &'static str {
        (self.template)()
    }

    /// When it is the right one, in a few words.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        (self.hint)()
    }
}

/// The templates that are offered, simple names first.
pub const PRESETS: [Preset; 8] = [
    Preset { template: || text!("take-initial-state"), hint: || text!("naming-preset-initial-state") },
    Preset { template: || text!("take-test-environment"), hint: || text!("naming-preset-test-environment") },
    Preset { template: || text!("take-before-update"), hint: || text!("naming-preset-pre-update") },
    Preset { template: || text!("naming-template-before-update"), hint: || text!("naming-preset-pre-update-date") },
    Preset { template: || "{purpose} {date}", hint: || text!("naming-preset-purpose-date") },
    Preset { template: || "{purpose} {date} {time}", hint: || text!("naming-preset-purpose-date-time") },
    Preset { template: || "{n} {purpose}", hint: || text!("naming-preset-numbered") },
    Preset { template: || text!("naming-template-several-people"), hint: || text!("naming-preset-several-people") },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::Template;

    #[test]
    fn presets_are_templates() {
        for preset in PRESETS {
            let template: Template = preset.template().parse().unwrap();
            assert_eq!(template.to_string(), preset.template());
            assert!(!super::super::is_default_name(preset.template()));
        }
    }
}
