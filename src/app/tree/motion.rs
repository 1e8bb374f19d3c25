//! A change of the tree as a short movement: cards glide to their new places, and what was deleted leaves.
//!
//! Only what is painted moves. Clicks and screen readers find everything at its new place at once.

use std::collections::HashMap;

use egui::{Pos2, Rect, Ui, Vec2};

use super::camera::Camera;
use super::scene::Scene;
use crate::app::command::Node;

/// How long it takes, in seconds.
const SECONDS: f64 = 0.2;
/// Where more than this is seen, nobody could follow.
const MOST: usize = 300;

/// A movement that is under way.
#[derive(Debug, Default)]
pub struct Motion {
    /// When it began, in seconds of the window's clock; `None` before its first frame.
    since: Option<f64>,
    /// Where everything was seen before.
    from: HashMap<Node, Pos2>,
    /// Where that was seen which is no longer there.
    gone: Vec<Rect>,
}

impl Motion {
    /// From what is seen of `before` to `after`, a later state of the same machine. `None` where nothing would move.
    #[must_use]
    pub fn between(before: &Scene, after: &Scene, camera: Camera, canvas: Rect) -> Option<Self> {
        let seen: Vec<usize> = before.layout.visible_items(camera.seen(canvas)).take(MOST + 1).collect();
        if seen.len() > MOST || before.machine.id != after.machine.id {
            return None;
        }
        let mut motion = Self::default();
        for item in seen {
            let Some(node) = before.node_of(item) else { continue };
            let rect = camera.rect_to_screen(canvas, before.layout.area(item));
            let is_there = match node {
                Node::Snapshot(id) => after.machine.tree.find(id).is_some(),
                Node::CurrentState => true,
            };
            if is_there {
                motion.from.insert(node, rect.min);
            } else {
                motion.gone.push(rect);
            }
        }
        Some(motion)
    }

    /// How far it is now, from 0 to 1, evenly slowed down; asks for the next frame. `None` when it has ended, or
    /// the person wants no motion.
    pub fn progress(&mut self, ui: &Ui) -> Option<f32> {
        if ui.style().animation_time <= 0.0 {
            return None;
        }
        let now = ui.input(|input| input.time);
        let passed = (now - *self.since.get_or_insert(now)) / SECONDS;
        if passed >= 1.0 {
            return None;
        }
        ui.request_repaint();
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
        let part = passed as f32;
        Some(1.0 - (1.0 - part).powi(3))
    }

    /// How far from its place, in points, a node is painted.
    #[must_use]
    pub fn offset(&self, node: Node, place: Pos2, progress: f32) -> Vec2 {
        self.from.get(&node).map_or(Vec2::ZERO, |from| (*from - place) * (1.0 - progress))
    }

    /// What is leaving.
    #[must_use]
    pub fn gone(&self) -> &[Rect] {
        &self.gone
    }
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};

    use super::*;

    #[test]
    fn a_card_comes_from_where_it_was_and_ends_in_its_place() {
        let mut motion = Motion::default();
        motion.from.insert(Node::CurrentState, pos2(10.0, 20.0));
        let place = pos2(110.0, 20.0);
        assert_eq!(motion.offset(Node::CurrentState, place, 0.0), vec2(-100.0, 0.0));
        assert_eq!(motion.offset(Node::CurrentState, place, 1.0), Vec2::ZERO);
        let other = Node::Snapshot(crate::model::SnapshotId(uuid::Uuid::nil()));
        assert_eq!(motion.offset(other, place, 0.0), Vec2::ZERO, "what is new is in its place at once");
    }
}
