//! The disk map: every image and saved state as a tile that is as large as the space it takes.
//!
//! [`DiskMap`] lays out and draws any [`Contents`]: those of one machine, by snapshot, or those of all
//! machines together, by machine. [`DiskMapView`] is the view of the machine that is shown.

pub mod contents;
pub mod layout;
mod map;
mod paint;
pub mod squarify;
mod view;

pub use contents::Contents;
pub use map::{DiskMap, MapContext, TileState};
pub use view::DiskMapView;
