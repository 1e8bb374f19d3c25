//! The table view: a row a snapshot, with branches drawn as lanes beside the rows.

mod view;

pub use view::{TableContext, TableView};
