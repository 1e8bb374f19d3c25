//! The window.

pub mod table;
pub mod tree;
