//! The timeline: snapshots on a true time scale, branches in the table's lanes, a band for each machine.

pub mod axis;
pub mod band;
pub mod clusters;
mod dots;
mod labels;
mod lines;
mod pointer;
mod rows;
mod scale;
pub mod ticks;
mod unknown;
mod view;
mod walk;

pub use view::{Several, TimelineView};
