//! A rectangle drawn with Shift held down: it marks the snapshots it touches.

use egui::{CornerRadius, Pos2, Rect, Response, Stroke, StrokeKind, Ui};

use super::camera::Camera;
use super::fold::ItemKind;
use super::layout::{Area, Point};
use super::scene::Scene;
use crate::app::command::Command;
use crate::app::theme;
use crate::model::{SnapshotId, SnapshotIndex, SnapshotTree};

/// A rectangle that is being drawn, from a point of the tree: the view may be panned meanwhile.
#[derive(Debug, Default, Clone, Copy)]
pub struct Lasso {
    start: Option<Point>,
}

impl Lasso {
    /// Follows the pointer. Returns whether a rectangle is being drawn, so that nothing else uses the drag.
    pub fn follow(
        &mut self,
        ui: &Ui,
        background: &Response,
        canvas: Rect,
        camera: Camera,
        scene: &Scene,
        commands: &mut Vec<Command>,
    ) -> bool {
        if background.drag_started() && ui.input(|input| input.modifiers.shift) {
            let origin = ui.input(|input| input.pointer.press_origin());
            self.start = origin.map(|at| camera.to_layout(canvas, at));
        }
        let (Some(start), Some(at)) = (self.start, ui.pointer_latest_pos()) else { return false };
        let end = camera.to_layout(canvas, at);
        let area = Area {
            left: start.x.min(end.x),
            top: start.y.min(end.y),
            right: start.x.max(end.x),
            bottom: start.y.max(end.y),
        };
        if background.drag_stopped() || !ui.input(|input| input.pointer.any_down()) {
            self.start = None;
            let touched = touched(scene, area);
            if !touched.is_empty() {
                commands.push(Command::Mark(touched));
            }
            return false;
        }
        paint(ui, canvas, camera.to_screen(canvas, start), at);
        true
    }
}

fn paint(ui: &Ui, canvas: Rect, from: Pos2, to: Pos2) {
    let colors = theme::colors(ui);
    let rect = Rect::from_two_pos(from, to).intersect(canvas);
    let painter = ui.painter().with_clip_rect(canvas);
    painter.rect(
        rect,
        CornerRadius::ZERO,
        colors.danger_behind.gamma_multiply(0.5),
        Stroke::new(1.0, colors.danger),
        StrokeKind::Inside,
    );
}

/// The snapshots whose cards an area touches. A fold stands for all that is in it.
fn touched(scene: &Scene, area: Area) -> Vec<SnapshotId> {
    let tree = &scene.machine.tree;
    let items = scene.layout.visible_items(area).filter_map(|item| scene.layout.items().get(item));
    items
        .flat_map(|item| match item.kind {
            ItemKind::Snapshot(index) => vec![tree.get(index).id],
            ItemKind::Fold { first, last, .. } => in_fold(tree, first, last).map(|index| tree.get(index).id).collect(),
            ItemKind::CurrentState => Vec::new(),
        })
        .collect()
}

/// The snapshots of a folded stretch, from the lowest.
pub fn in_fold(tree: &SnapshotTree, first: SnapshotIndex, last: SnapshotIndex) -> impl Iterator<Item = SnapshotIndex> {
    let mut done = false;
    tree.ancestors(last).take_while(move |index| !std::mem::replace(&mut done, *index == first))
}
