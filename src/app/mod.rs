//! The window.

pub mod tree;
