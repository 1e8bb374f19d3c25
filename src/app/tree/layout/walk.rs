//! From item to item with the arrow keys.

use std::collections::HashMap;

use super::TreeLayout;

/// Which way an arrow key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the parent.
    Left,
    /// To the child that was visited last, or to the first one.
    Right,
    /// To the sibling above, or to what stands above it in the same column.
    Up,
    /// To the sibling below, or to what stands below it in the same column.
    Down,
}

/// Which children were visited last, so that going left and right again comes back to the same
/// place. Holds for one layout: clear it when there is a new one.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    last_child: HashMap<usize, usize>,
}

impl Trail {
    /// Notes that an item was visited.
    pub fn visit(&mut self, layout: &TreeLayout, item: usize) {
        if let Some(parent) = layout.parent(item) {
            self.last_child.insert(parent, item);
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.last_child.clear();
    }
}

impl TreeLayout {
    /// The item's parent.
    #[must_use]
    pub fn parent(&self, item: usize) -> Option<usize> {
        self.items().get(item)?.parent
    }

    /// The item with its siblings: those of the same parent, or the roots.
    #[must_use]
    pub fn siblings(&self, item: usize) -> std::ops::Range<usize> {
        match self.parent(item) {
            Some(parent) => self.tree().children(parent),
            None => 0..self.items().iter().take_while(|item| item.parent.is_none()).count(),
        }
    }

    /// The item that an arrow key leads to.
    #[must_use]
    pub fn neighbour(&self, item: usize, direction: Direction, trail: &Trail) -> Option<usize> {
        let column = self.column(self.items().get(item)?.column as usize);
        match direction {
            Direction::Left => self.parent(item),
            Direction::Right => {
                let children = self.tree().children(item);
                let visited = trail.last_child.get(&item).copied().filter(|child| children.contains(child));
                visited.or(children.clone().next())
            }
            Direction::Up => item.checked_sub(1).filter(|above| column.contains(above)),
            Direction::Down => Some(item + 1).filter(|below| column.contains(below)),
        }
    }
}
