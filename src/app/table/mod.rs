//! The table view: a row a snapshot, with branches drawn as lanes beside the rows.

pub mod lanes;
pub mod row_order;
mod rows;
mod view;

pub use view::TableView;
