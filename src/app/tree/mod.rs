//! The tree view: which snapshots are shown, where they stand, and how they are drawn.

mod camera;
mod card;
mod controls;
mod far;
pub mod fold;
pub mod layout;
mod scene;
mod view;

pub use view::{TreeContext, TreeView};
