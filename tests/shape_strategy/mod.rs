//! Random trees for property tests.

use proptest::prelude::*;

use crate::shapes::Shape;

/// Random forests: chains, bushes and all between, with clocks that now and then lie.
pub fn shapes(most: usize) -> impl Strategy<Value = Shape> {
    let node = (any::<prop::sample::Index>(), 0..100_u8, prop::option::weighted(0.9, 0..50_i64), any::<bool>());
    (prop::collection::vec(node, 0..most), 0..100_u8, prop::option::weighted(0.8, any::<prop::sample::Index>()))
        .prop_map(|(nodes, straightness, current)| {
            let mut shape = Shape { parents: Vec::new(), times: Vec::new(), current: None };
            for (position, (parent, chance, time, honest)) in nodes.into_iter().enumerate() {
                let parent = match position {
                    0 => None,
                    _ if chance < straightness => Some(position - 1),
                    _ if chance >= 98 => None,
                    _ => Some(parent.index(position)),
                };
                shape.parents.push(parent);
                let honest_time = i64::try_from(position).ok();
                shape.times.push(if honest { honest_time } else { time });
            }
            shape.current = current.filter(|_| !shape.parents.is_empty()).map(|at| at.index(shape.parents.len()));
            shape
        })
}
