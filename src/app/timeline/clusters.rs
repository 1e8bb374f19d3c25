//! What of a lane is drawn: snapshots alone, or many that fall together as one.

use std::ops::Range;

use super::axis::{Axis, Moment};

/// Least width of the stretch that snapshots fall together in, in points; at most twice as much.
const BUCKET: f64 = 26.0;
/// How far beyond the edges is looked, in points: what is there may hide or be hidden by what is seen.
const MARGIN: f32 = 240.0;
/// Snapshots this far apart are drawn one by one, in points.
const APART: f64 = 15.0;
/// A snapshot alone that is nearer than this to several becomes one of them: half of it would be hidden.
const HIDDEN: f64 = 22.0;
/// So few snapshots of a stretch are drawn one by one if they are far enough apart.
const FEW: usize = 4;

/// What is drawn at one place: one snapshot or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Which of the lane's snapshots, by time.
    pub range: Range<usize>,
    /// Where.
    pub at: Moment,
}

/// Puts together what falls together, for the part of a lane that is seen. `times` ascend. What belongs
/// together depends on the zoom alone, so that nothing changes while one pans.
#[must_use]
pub fn clusters(times: &[Moment], axis: Axis, width: f32) -> Vec<Cluster> {
    let stretch = bucket_length(axis.scale());
    let first = axis.moment(-MARGIN).div_euclid(stretch).saturating_mul(stretch);
    let last = axis.moment(width + MARGIN);
    let mut at = times.partition_point(|time| *time < first);
    let mut found = Vec::new();
    while at < times.len() && times[at] <= last {
        let start = times[at].div_euclid(stretch).saturating_mul(stretch);
        let end_time = start.saturating_add(stretch);
        let end = at + times[at..].partition_point(|time| *time < end_time);
        add(times, at..end, axis.scale(), (start, end_time), &mut found);
        at = end;
    }
    without_hidden(found, axis.scale())
}

/// Adds snapshots that stand alone to what would hide them.
fn without_hidden(found: Vec<Cluster>, scale: f64) -> Vec<Cluster> {
    let (hidden, apart) = (length(HIDDEN, scale), length(APART, scale));
    let mut kept: Vec<Cluster> = Vec::with_capacity(found.len());
    for mut cluster in found {
        let is_alone = cluster.range.len() == 1;
        if let Some(last) = kept.last_mut() {
            let gap = cluster.at.saturating_sub(last.at);
            match (last.range.len() == 1, is_alone) {
                (false, true) if gap < hidden => {
                    last.range.end = cluster.range.end;
                    continue;
                }
                (true, true) if gap < apart => {
                    last.range.end = cluster.range.end;
                    last.at = last.at.midpoint(cluster.at);
                    continue;
                }
                (true, false) if gap < hidden => {
                    cluster.range.start = last.range.start;
                    kept.pop();
                }
                _ => {}
            }
        }
        kept.push(cluster);
    }
    kept
}

/// Times are compared, not places on the screen: those are rounded, another way each time one pans.
fn add(times: &[Moment], range: Range<usize>, scale: f64, edges: (Moment, Moment), found: &mut Vec<Cluster>) {
    let inside = &times[range.clone()];
    let apart = length(APART, scale);
    let are_apart = inside.windows(2).all(|pair| pair[1] - pair[0] >= apart);
    if inside.len() == 1 || (inside.len() <= FEW && are_apart) {
        found.extend(range.map(|item| Cluster { range: item..item + 1, at: times[item] }));
        return;
    }
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else { return };
    // Kept off the edges, so that two of them never overlap.
    let half = length(BUCKET / 2.0, scale).min((edges.1 - edges.0) / 2);
    let at = first.midpoint(*last).clamp(edges.0 + half, edges.1 - half);
    found.push(Cluster { range, at });
}

/// So many points in milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "at most 26 points of ten years each")]
fn length(points: f64, scale: f64) -> Moment {
    (points * scale) as Moment
}

/// A power of two of milliseconds: the same over a whole range of zooms.
#[expect(clippy::cast_possible_truncation, reason = "at most 26 points of ten years each")]
fn bucket_length(scale: f64) -> i64 {
    ((scale * BUCKET).log2().ceil().exp2() as i64).max(1)
}
