//! Divides a rectangle among weights so that the parts come as near to squares as they can.
//!
//! The algorithm is the one of Bruls, Huizing and van Wijk, “Squarified Treemaps” (2000): the largest
//! first, in rows along the shorter side of what is left; a row grows as long as that makes its worst
//! part better.

use std::cmp::Reverse;

use crate::app::tree::layout::Area;

/// The part of `area` for each weight, in the order of the weights. Parts are as large as their weights,
/// fill the area and do not overlap; a weight of zero gets a part without extent. Equal weights keep
/// their order, so that the same weights always give the same parts.
#[must_use]
pub fn squarify(weights: &[u64], area: Area) -> Vec<Area> {
    let mut order: Vec<usize> = (0..weights.len()).filter(|&item| weights[item] > 0).collect();
    order.sort_by_key(|&item| Reverse(weights[item]));
    let sums = sums_from_the_end(weights, &order);
    let mut parts = vec![Area { right: area.left, bottom: area.top, ..area }; weights.len()];
    let mut rest = area;
    let mut from = 0;
    while from < order.len() {
        let to = end_of_row(weights, &order, sums[from], from, rest);
        rest = place_row(weights, &order[from..to], &sums[from..=to], rest, &mut parts);
        from = to;
    }
    parts
}

/// For each position, the weight from there on. Summed from the smallest, so that little gets lost.
fn sums_from_the_end(weights: &[u64], order: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; order.len() + 1];
    for position in (0..order.len()).rev() {
        sums[position] = sums[position + 1] + exact(weights[order[position]]);
    }
    sums
}

/// Where the row that begins at `from` ends: before the first weight that makes its worst part longer.
fn end_of_row(weights: &[u64], order: &[usize], all: f64, from: usize, rest: Area) -> usize {
    let side = rest.width().min(rest.height());
    let scale = rest.width() * rest.height() / all;
    let largest = exact(weights[order[from]]) * scale;
    let mut row = largest;
    let mut worst = elongation(row, largest, largest, side);
    let mut to = from + 1;
    while let Some(&next) = order.get(to) {
        let smallest = exact(weights[next]) * scale;
        let with_next = elongation(row + smallest, largest, smallest, side);
        // Not “greater”: where the area has no extent, this is no number, and the row ends.
        let grows = with_next <= worst;
        if !grows {
            break;
        }
        row += smallest;
        worst = with_next;
        to += 1;
    }
    to
}

/// Longer side by shorter side of a row's worst part.
fn elongation(row: f64, largest: f64, smallest: f64, side: f64) -> f64 {
    let (row, side) = (row * row, side * side);
    (side * largest / row).max(row / (side * smallest))
}

/// Places a row along the shorter side of `rest`. Returns what is left. `sums` is the weight from each of
/// the row's positions on, and behind it.
fn place_row(weights: &[u64], row: &[usize], sums: &[f64], rest: Area, parts: &mut [Area]) -> Area {
    let (all, behind) = (sums[0], sums[row.len()]);
    let weight: f64 = row.iter().map(|&item| exact(weights[item])).sum();
    let is_last = behind <= 0.0;
    let upright = rest.width() >= rest.height();
    let (start, end) = if upright { (rest.left, rest.right) } else { (rest.top, rest.bottom) };
    let edge = if is_last { end } else { (start + (end - start) * (weight / all)).min(end) };
    let (low, high) = if upright { (rest.top, rest.bottom) } else { (rest.left, rest.right) };
    let mut placed = 0.0;
    let mut at = low;
    for (position, &item) in row.iter().enumerate() {
        placed += exact(weights[item]);
        let next = if position + 1 == row.len() { high } else { (low + (high - low) * (placed / weight)).min(high) };
        parts[item] = if upright {
            Area { left: start, right: edge, top: at, bottom: next }
        } else {
            Area { left: at, right: next, top: start, bottom: edge }
        };
        at = next;
    }
    if upright { Area { left: edge, ..rest } } else { Area { top: edge, ..rest } }
}

#[expect(clippy::cast_precision_loss, reason = "sixteen digits are more than any screen has")]
fn exact(weight: u64) -> f64 {
    weight as f64
}
