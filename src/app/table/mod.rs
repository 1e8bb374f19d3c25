//! The table view.

pub mod lanes;
pub mod row_order;
