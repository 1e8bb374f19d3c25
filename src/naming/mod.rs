//! Names by convention: templates such as `{purpose} {date}`, the names they make, and whether a name follows one.
//!
//! Pure: the clock, the person and the names that are taken come as values; only [`this_user`] asks the system.

mod default_names;
mod expand;
mod following;
mod presets;
mod template;

pub use default_names::is_default_name;
pub use expand::{Context, Zone};
pub use presets::{PRESETS, Preset};
pub use template::{Field, Template, TemplateError};

/// The most characters that a name of a snapshot may have here. VirtualBox takes 100,000, which nobody can read.
pub const LONGEST_NAME: usize = 1000;

/// The name of the person who uses this computer, as the system calls them; empty where it does not say.
#[must_use]
pub fn this_user() -> String {
    ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default()
}
