//! Several machines at once.
//!
//! ```text
//! bar       what is chosen, and what can be done with all of it
//! handle    carrying out what was asked for
//! ```

mod bar;
mod handle;

pub use bar::{Chosen, menu, show};
