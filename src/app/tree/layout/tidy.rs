//! The tidy tree: how far down each item stands.
//!
//! After Reingold and Tilford, with the even spreading of small subtrees between large ones of
//! Buchheim, Jünger and Leipert, and van der Ploeg's list of siblings that form the lower outline.
//! Linear time, no recursion. Items come column by column, so that a backward loop meets children
//! before parents, and a forward loop parents before children.

use super::super::fold::{ItemKind, VisibleTree};
use super::LayoutSizes;

/// Computes the height of each item's centre, the top edge of the whole tree being 0.
pub(super) fn centres(tree: &VisibleTree, sizes: &LayoutSizes) -> Vec<f64> {
    let items = tree.items();
    let mut centres = vec![0.0; items.len()];
    let mut outlines: Vec<Option<Outline>> = Vec::new();
    outlines.resize_with(items.len(), || None);
    let mut packer = Packer { row_gap: sizes.row_gap, branch_gap: sizes.branch_gap, ..Packer::default() };
    for item in (0..items.len()).rev() {
        let children = tree.children(item);
        let half_height = height_of(items[item].kind, sizes) / 2.0;
        let mut outline = packer.pack(&mut outlines[children.clone()], &mut centres[children], sizes.row_gap);
        outline.add_level(-half_height, half_height);
        outlines[item] = Some(outline);
    }
    // The roots hang on nothing, and each is a branch of its own.
    let roots = items.iter().take_while(|item| item.parent.is_none()).count();
    packer.pack(&mut outlines[..roots], &mut centres[..roots], sizes.row_gap + sizes.branch_gap);
    to_absolute(tree, sizes, &mut centres);
    centres
}

/// Height of an item's own rectangle.
pub(super) fn height_of(kind: ItemKind, sizes: &LayoutSizes) -> f64 {
    match kind {
        ItemKind::Snapshot(_) => sizes.snapshot.height,
        ItemKind::Fold { .. } => sizes.fold.height,
        ItemKind::CurrentState => sizes.current_state.height,
    }
}

/// Turns centres relative to the parents' into absolute ones, from 0 down.
fn to_absolute(tree: &VisibleTree, sizes: &LayoutSizes, centres: &mut [f64]) {
    let mut top = f64::INFINITY;
    for (item, &super::super::fold::Item { kind, parent, .. }) in tree.items().iter().enumerate() {
        if let Some(parent) = parent {
            centres[item] += centres[parent];
        }
        top = top.min(centres[item] - height_of(kind, sizes) / 2.0);
    }
    for centre in centres {
        *centre -= top;
    }
}

/// Upper and lower edge of a subtree in each of its columns.
#[derive(Default)]
struct Outline {
    /// Deepest column first, so that adding the root's column is cheap.
    levels: Vec<(f64, f64)>,
    /// To be added to all edges: moving a subtree costs nothing.
    offset: f64,
}

impl Outline {
    fn depth(&self) -> usize {
        self.levels.len()
    }

    /// Upper and lower edge, `level` columns right of the subtree's root.
    fn edges(&self, level: usize) -> (f64, f64) {
        let (top, bottom) = self.levels[self.levels.len() - 1 - level];
        (top + self.offset, bottom + self.offset)
    }

    fn add_level(&mut self, top: f64, bottom: f64) {
        self.levels.push((top - self.offset, bottom - self.offset));
    }

    /// The outline of this subtree with `lower` below it. Costs as many steps as the shallower of
    /// the two has columns: that makes the whole layout linear.
    fn joined(mut self, mut lower: Self) -> Self {
        if self.depth() >= lower.depth() {
            let start = self.depth() - lower.depth();
            for (mine, theirs) in self.levels[start..].iter_mut().zip(&lower.levels) {
                mine.1 = theirs.1 + lower.offset - self.offset;
            }
            self
        } else {
            let start = lower.depth() - self.depth();
            for (theirs, mine) in lower.levels[start..].iter_mut().zip(&self.levels) {
                theirs.0 = mine.0 + self.offset - lower.offset;
            }
            lower
        }
    }
}

/// Packs siblings' subtrees below each other. Keeps its lists between parents.
#[derive(Default)]
struct Packer {
    row_gap: f64,
    branch_gap: f64,
    /// Siblings that form the lower outline of what is packed so far, as (depth, sibling): each is
    /// deeper than the one after it.
    lower_siblings: Vec<(usize, usize)>,
    /// For each sibling, what spreading moves it down by and how that changes upwards.
    spread: Vec<(f64, f64)>,
}

impl Packer {
    /// Places subtrees as close as the gaps allow. `centres` gets each one's centre relative to the
    /// middle between the first and the last, where their parent stands. Returns their outline.
    fn pack(&mut self, outlines: &mut [Option<Outline>], centres: &mut [f64], sibling_gap: f64) -> Outline {
        self.lower_siblings.clear();
        self.spread.clear();
        self.spread.resize(outlines.len(), (0.0, 0.0));
        let mut packed = Outline::default();
        for sibling in 0..outlines.len() {
            let mut outline = outlines[sibling].take().unwrap_or_default();
            let down = self.distance(&packed, &outline, sibling, sibling_gap);
            outline.offset += down;
            centres[sibling] = down;
            let depth = outline.depth();
            while self.lower_siblings.last().is_some_and(|&(shallower, _)| shallower <= depth) {
                self.lower_siblings.pop();
            }
            self.lower_siblings.push((depth, sibling));
            packed = if sibling == 0 { outline } else { packed.joined(outline) };
        }
        self.apply_spread(centres);
        if let (Some(&first), Some(&last)) = (centres.first(), centres.last()) {
            let middle = f64::midpoint(first, last);
            for centre in centres {
                *centre -= middle;
            }
            packed.offset -= middle;
        }
        packed
    }

    /// How far down `next` must go to clear what is packed. If a sibling further up asks for more
    /// than the one just above does, those between are spread evenly.
    fn distance(&mut self, packed: &Outline, next: &Outline, sibling: usize, sibling_gap: f64) -> f64 {
        if sibling == 0 {
            return 0.0;
        }
        let mut down = packed.edges(0).1 + sibling_gap - next.edges(0).0;
        let mut owner = self.lower_siblings.len();
        for level in 1..packed.depth().min(next.depth()) {
            let needed = packed.edges(level).1 + self.row_gap + self.branch_gap - next.edges(level).0;
            if needed <= down {
                continue;
            }
            // The last sibling that reaches this far right.
            while owner > 0 && self.lower_siblings[owner - 1].0 <= level {
                owner -= 1;
            }
            let above = owner.checked_sub(1).map_or(0, |owner| self.lower_siblings[owner].1);
            self.spread_between(above, sibling, needed - down);
            down = needed;
        }
        down
    }

    #[expect(clippy::cast_precision_loss, reason = "2⁵² siblings do not fit into memory")]
    fn spread_between(&mut self, above: usize, below: usize, extra: f64) {
        let share = extra / (below - above) as f64;
        self.spread[below].0 += extra;
        self.spread[below].1 -= share;
        self.spread[above].1 += share;
    }

    fn apply_spread(&self, centres: &mut [f64]) {
        let (mut shift, mut change) = (0.0, 0.0);
        for (centre, &(own_shift, own_change)) in centres.iter_mut().zip(&self.spread).rev() {
            *centre += shift;
            change += own_change;
            shift += own_shift + change;
        }
    }
}
