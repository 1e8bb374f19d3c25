//! The tree view.

pub mod fold;
pub mod layout;
