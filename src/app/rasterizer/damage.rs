//! Where a frame differs from the one before.
//!
//! Most frames change little: a row under the pointer, a list that was scrolled. Shapes that follow each other are one mesh,
//! so that meshes are compared triangle by triangle, from both ends.

use egui::epaint::{Mesh, Primitive, Vertex};
use egui::{ClippedPrimitive, Color32, Pos2, TextureId};

use super::pixel_rect::PixelRect;

/// Areas that are drawn one by one. More are drawn as one.
const MOST_AREAS: usize = 8;

/// What was drawn, or is to be.
#[derive(Default)]
pub struct Frame {
    pub primitives: Vec<ClippedPrimitive>,
    /// Columns and rows.
    pub size: [usize; 2],
    pub pixels_per_point: f32,
    /// What stands where nothing is drawn.
    pub ground: Color32,
}

/// Areas that look different in `next`, where these textures were replaced.
#[expect(clippy::float_cmp, reason = "the scale is the same or it is another")]
pub fn between(last: &Frame, next: &Frame, replaced: &[TextureId]) -> Vec<PixelRect> {
    let whole = PixelRect::of_size(next.size[0], next.size[1]);
    let is_alike = last.size == next.size
        && last.pixels_per_point == next.pixels_per_point
        && last.ground == next.ground
        && !last.primitives.is_empty();
    if !is_alike {
        return vec![whole];
    }
    let (from, to) = differing(&last.primitives, &next.primitives, |a, b| is_same(a, b, replaced));
    let (old, new) = (&last.primitives[from.clone()], &next.primitives[to]);
    let mut areas = Vec::new();
    let mut changed = |area: PixelRect| add(&mut areas, area.intersection(whole));
    if old.len() == new.len() {
        for (old, new) in old.iter().zip(new) {
            changes_in_pair(old, new, replaced, next.pixels_per_point, &mut changed);
        }
    } else {
        for primitive in old.iter().chain(new) {
            changed(extent(primitive, next.pixels_per_point));
        }
    }
    areas
}

/// Adds an area. Areas that overlap become one.
pub fn add(areas: &mut Vec<PixelRect>, area: PixelRect) {
    if area.is_empty() {
        return;
    }
    let mut joined = area;
    while let Some(index) = areas.iter().position(|other| !other.intersection(joined).is_empty()) {
        joined = joined.union(areas.swap_remove(index));
    }
    areas.push(joined);
    if areas.len() > MOST_AREAS {
        let all = areas.drain(..).reduce(PixelRect::union);
        areas.extend(all);
    }
}

/// The ranges that are left when what is alike at both ends is taken away.
fn differing<T>(
    old: &[T],
    new: &[T],
    is_same: impl Fn(&T, &T) -> bool,
) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let start = old.iter().zip(new).take_while(|(old, new)| is_same(old, new)).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| is_same(old, new)).count();
    (start..old.len() - end, start..new.len() - end)
}

fn is_same(old: &ClippedPrimitive, new: &ClippedPrimitive, replaced: &[TextureId]) -> bool {
    match (&old.primitive, &new.primitive) {
        (Primitive::Mesh(a), Primitive::Mesh(b)) => {
            old.clip_rect == new.clip_rect && a == b && !replaced.contains(&b.texture_id)
        }
        _ => false,
    }
}

fn changes_in_pair(
    old: &ClippedPrimitive,
    new: &ClippedPrimitive,
    replaced: &[TextureId],
    pixels_per_point: f32,
    changed: &mut impl FnMut(PixelRect),
) {
    if is_same(old, new, replaced) {
        return;
    }
    if let (Primitive::Mesh(a), Primitive::Mesh(b)) = (&old.primitive, &new.primitive)
        && old.clip_rect == new.clip_rect
        && a.texture_id == b.texture_id
        && !replaced.contains(&b.texture_id)
    {
        let clip = PixelRect::scissor(new.clip_rect, pixels_per_point);
        let (from, to) = (triangles(a), triangles(b));
        let (old_range, new_range) = differing(from, to, |old, new| corners(a, *old) == corners(b, *new));
        for (mesh, changed_triangles) in [(a, &from[old_range]), (b, &to[new_range])] {
            let points = changed_triangles.iter().filter_map(|triangle| corners(mesh, *triangle)).flatten();
            if let Some(area) = around(points, pixels_per_point) {
                changed(area.intersection(clip));
            }
        }
    } else {
        changed(extent(old, pixels_per_point));
        changed(extent(new, pixels_per_point));
    }
}

fn triangles(mesh: &Mesh) -> &[[u32; 3]] {
    mesh.indices.as_chunks().0
}

fn corners(mesh: &Mesh, triangle: [u32; 3]) -> Option<[&Vertex; 3]> {
    let [a, b, c] = triangle.map(|index| mesh.vertices.get(index as usize));
    Some([a?, b?, c?])
}

/// All that a mesh may touch.
fn extent(primitive: &ClippedPrimitive, pixels_per_point: f32) -> PixelRect {
    let clip = PixelRect::scissor(primitive.clip_rect, pixels_per_point);
    match &primitive.primitive {
        Primitive::Mesh(mesh) => around(mesh.vertices.iter(), pixels_per_point)
            .map_or(PixelRect::of_size(0, 0), |area| area.intersection(clip)),
        Primitive::Callback(_) => clip,
    }
}

fn around<'a>(vertices: impl Iterator<Item = &'a Vertex>, pixels_per_point: f32) -> Option<PixelRect> {
    let ends = vertices.map(|vertex| (vertex.pos, vertex.pos));
    let (min, max): (Pos2, Pos2) = ends.reduce(|(min, max), (point, _)| (min.min(point), max.max(point)))?;
    Some(PixelRect::around(min * pixels_per_point, max * pixels_per_point))
}
