//! The tree view: which snapshots are shown, where they stand, and how they are drawn.

mod backdrop;
mod camera;
pub(super) mod card;
mod far;
pub mod fold;
mod item;
mod lasso;
pub mod layout;
mod minimap;
mod motion;
mod pointer;
mod scene;
mod view;

pub use view::TreeView;
