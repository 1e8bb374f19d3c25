//! Which rows the table shows, in which order. Made once for each change.

use std::cmp::Ordering;
use std::sync::Arc;

use super::lanes::{Lanes, VISIBLE_LANES};
use super::row_order::{Row, RowOrder};
use crate::app::command::Node;
use crate::model::{InventoryMachine, Machine, SnapshotIndex};
use crate::text;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The branches as lanes.
    Branches,
    /// Name.
    Name,
    /// How long ago it was taken.
    Age,
    /// When it was taken.
    Taken,
    /// What it adds.
    Size,
    /// Online or offline.
    Kind,
    /// Levels from the root.
    Depth,
    /// What the person wrote.
    Description,
}

impl Column {
    /// All columns, from the left.
    pub const ALL: [Self; 8] =
        [Self::Branches, Self::Name, Self::Age, Self::Taken, Self::Size, Self::Kind, Self::Depth, Self::Description];

    /// Its heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Branches => text!("table-branches"),
            Self::Name => text!("table-name"),
            Self::Age => text!("table-age"),
            Self::Taken => text!("table-taken"),
            Self::Size => text!("table-own-size"),
            Self::Kind => text!("table-kind"),
            Self::Depth => text!("table-depth"),
            Self::Description => text!("table-description"),
        }
    }

    /// Whether its values stand at the right, as numbers do.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Size | Self::Depth)
    }
}

/// How the rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// By which column.
    pub column: Column,
    /// The other way round.
    pub reversed: bool,
}

impl Default for Sorting {
    fn default() -> Self {
        Self { column: Column::Age, reversed: false }
    }
}

impl Sorting {
    /// What a click on a column's heading makes of it.
    #[must_use]
    pub fn clicked(self, column: Column) -> Self {
        Self { column, reversed: self.column == column && !self.reversed }
    }

    /// The order in which branches can be drawn, if this is one.
    fn lanes(self) -> Option<RowOrder> {
        match (self.column, self.reversed) {
            // Age and time are the same, only told in another way.
            (Column::Age | Column::Taken, false) => Some(RowOrder::NewestFirst),
            (Column::Branches, false) => Some(RowOrder::Tree),
            _ => None,
        }
    }
}

/// The rows of one machine.
pub struct Rows {
    machine: Arc<Machine>,
    generation: u64,
    /// How they are sorted.
    pub sorting: Sorting,
    order: Vec<Row>,
    /// The branches beside them, in orders in which they can be drawn.
    pub lanes: Option<Lanes>,
}

impl Rows {
    /// Sorts a machine's snapshots.
    #[must_use]
    pub fn new(machine: &Arc<Machine>, entry: &InventoryMachine, generation: u64, sorting: Sorting) -> Self {
        let lanes = sorting.lanes().map(|order| Lanes::new(&machine.tree, order, VISIBLE_LANES));
        let order = match &lanes {
            Some(lanes) => lanes.rows().iter().map(|row| row.row).collect(),
            None => sorted(machine, entry, sorting),
        };
        Self { machine: machine.clone(), generation, sorting, order, lanes }
    }

    /// Whether these are the rows of this machine at this generation of the inventory.
    #[must_use]
    pub fn are_of(&self, machine: &Arc<Machine>, generation: u64, sorting: Sorting) -> bool {
        Arc::ptr_eq(&self.machine, machine) && self.generation == generation && self.sorting == sorting
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// What a row stands for.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Row> {
        self.order.get(row).copied()
    }

    /// The place in the tree that a row stands for.
    #[must_use]
    pub fn node(&self, row: usize) -> Option<Node> {
        Some(match self.get(row)? {
            Row::Snapshot(index) => Node::Snapshot(self.machine.tree.get(index).id),
            Row::CurrentState => Node::CurrentState,
        })
    }

    /// The row of a place in the tree.
    #[must_use]
    pub fn position(&self, node: Node) -> Option<usize> {
        let wanted = match node {
            Node::Snapshot(id) => Row::Snapshot(self.machine.tree.find(id)?),
            Node::CurrentState => Row::CurrentState,
        };
        match (&self.lanes, wanted) {
            (Some(lanes), Row::Snapshot(index)) => lanes.row_of(index),
            _ => self.order.iter().position(|row| *row == wanted),
        }
    }
}

/// The current state stays on top; ties keep the order of time.
fn sorted(machine: &Machine, entry: &InventoryMachine, sorting: Sorting) -> Vec<Row> {
    let tree = &machine.tree;
    let mut order: Vec<SnapshotIndex> = match sorting.column {
        Column::Branches => tree.pre_order().collect(),
        _ => tree.iter().map(|(index, _)| index).collect(),
    };
    let compare = |one: &SnapshotIndex, two: &SnapshotIndex| -> Ordering {
        let (first, second) = (tree.get(*one), tree.get(*two));
        match sorting.column {
            Column::Branches => Ordering::Equal,
            Column::Name => first.name.cmp(&second.name),
            Column::Age | Column::Taken => second.taken_at.cmp(&first.taken_at),
            Column::Size => entry.usage.snapshot(*two).cmp(&entry.usage.snapshot(*one)),
            Column::Kind => second.online.cmp(&first.online),
            Column::Depth => tree.depth(*one).cmp(&tree.depth(*two)),
            Column::Description => first
                .description
                .is_empty()
                .cmp(&second.description.is_empty())
                .then_with(|| first.description.cmp(&second.description)),
        }
    };
    match sorting.column {
        Column::Name => order.sort_by_cached_key(|index| tree.get(*index).name.to_lowercase()),
        _ => order.sort_by(compare),
    }
    if sorting.reversed {
        order.reverse();
    }
    std::iter::once(Row::CurrentState).chain(order.into_iter().map(Row::Snapshot)).collect()
}
