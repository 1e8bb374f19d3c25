//! Names and descriptions that VirtualBox would not keep, or would take for something else.

use crate::hypervisor::HypervisorError;
use crate::model::{SnapshotId, Step};
use crate::text;

/// Longest text that is handed over, in bytes: one argument of a program may have 128 KiB on Linux, all
/// together 32,767 characters on Windows.
const LONGEST: usize = if cfg!(windows) { 30_000 } else { 100_000 };

/// Refuses texts that could not be kept as they are.
///
/// # Errors
/// [`HypervisorError::UnfitText`].
pub fn check(step: &Step) -> Result<(), HypervisorError> {
    match step {
        Step::Take { name, description } => {
            check_name(name)?;
            check_description(description)
        }
        Step::Edit { name, description, .. } => {
            name.as_deref().map_or(Ok(()), check_name)?;
            description.as_deref().map_or(Ok(()), check_description)
        }
        Step::Clone { name, .. } => {
            check_name(name)?;
            check_machine_name(name)
        }
        Step::Restore { .. }
        | Step::Delete { .. }
        | Step::PowerOff
        | Step::Start
        | Step::DiscardSavedState
        | Step::DetachImage { .. } => Ok(()),
    }
}

fn unfit(why: impl Into<String>) -> HypervisorError {
    HypervisorError::UnfitText { why: why.into() }
}

fn check_name(name: &str) -> Result<(), HypervisorError> {
    if name.trim().is_empty() {
        return Err(unfit(text!("virtualbox-text-no-name")));
    }
    // Digits without hyphens are a name to VirtualBox.
    if name.contains('-') && name.parse::<SnapshotId>().is_ok() {
        return Err(unfit(text!("virtualbox-text-like-id", name = name)));
    }
    check_letters(name, "name", &[])
}

fn check_description(description: &str) -> Result<(), HypervisorError> {
    check_letters(description, "description", &['\n', '\r', '\t'])
}

/// The machine's name becomes the name of its folder and of its images, where a slash makes more folders.
fn check_machine_name(name: &str) -> Result<(), HypervisorError> {
    if name.contains(['/', '\\']) || matches!(name, "." | "..") {
        return Err(unfit(text!("virtualbox-text-no-folder", name = name)));
    }
    Ok(())
}

/// VirtualBox keeps control characters in its memory and writes another character in their place to the file.
fn check_letters(text: &str, what: &str, allowed: &[char]) -> Result<(), HypervisorError> {
    if text.len() > LONGEST {
        return Err(unfit(text!("virtualbox-text-too-long", what = what, most = LONGEST.to_string())));
    }
    let is_lost = |letter: char| letter.is_control() || matches!(letter, '\u{FFFE}' | '\u{FFFF}');
    match text.chars().find(|letter| is_lost(*letter) && !allowed.contains(letter)) {
        Some(letter) => {
            let code = format!("U+{:04X}", u32::from(letter));
            Err(unfit(text!("virtualbox-text-character", what = what, code = code)))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CloneExtent;

    fn take(name: &str, description: &str) -> Result<(), HypervisorError> {
        check(&Step::Take { name: name.to_owned(), description: description.to_owned() })
    }

    #[test]
    fn odd_names_are_names() {
        let hash = "0cc175b9c0f1b6a831c399e269772661";
        for name in ["-x", "--help", "a \"quoted\" 'name'", "构建 🚀", " leading", "\\", "a/b", hash, "f731f41c-0abe"]
        {
            assert!(take(name, "two\nlines\r\n\tand a tab").is_ok(), "{name}");
        }
    }

    #[test]
    fn what_virtualbox_would_not_keep_is_refused() {
        let id = "f731f41c-0abe-4fdf-98bf-bdef0c3dbd36";
        let braced = format!("{{{id}}}");
        let long = "x".repeat(LONGEST + 1);
        for name in ["", "  ", "\t", id, &braced, "a\nb", "a\0b", "a\u{1b}[0m", "a\u{85}b", "\u{FFFF}", &long] {
            let refused = take(name, "");
            assert!(matches!(refused, Err(HypervisorError::UnfitText { .. })), "{name:?}: {refused:?}");
        }
        assert!(take("name", "bell \u{7}").is_err() && take("name", &long).is_err());
    }

    #[test]
    fn a_machine_is_a_folder() {
        for (name, is_good) in [("web 01", true), ("../web", false), ("a\\b", false), ("..", false), ("...", true)] {
            let step = Step::Clone { name: name.to_owned(), extent: CloneExtent::Everything };
            assert_eq!(check(&step).is_ok(), is_good, "{name}");
        }
    }
}
