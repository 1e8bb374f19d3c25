//! Draws meshes: rectangles and letters at once, everything else triangle by triangle.

use egui::epaint::{Primitive, Vertex, WHITE_UV};
use egui::{ClippedPrimitive, Pos2, Rect, Vec2};

use super::blend::{Ink, argb, product};
use super::canvas::{Canvas, lay_over};
use super::pixel_rect::{PixelRect, whole};
use super::texture::{Texture, Textures};

/// How far letters may lie beside whole pixels to be copied, in pixels: less than can be seen.
const BESIDE: f32 = 0.05;

/// A corner in pixels of the window and of the texture.
#[derive(Clone, Copy)]
struct Corner {
    at: Pos2,
    texture: Pos2,
    color: u32,
}

/// What a mesh is drawn with.
struct Pen<'a> {
    texture: Option<&'a Texture>,
    area: PixelRect,
    /// The rows of the area in points: from where, to where.
    rows: (f32, f32),
    pixels_per_point: f32,
}

/// Draws what of a mesh falls into `area`.
pub fn draw(
    canvas: &mut Canvas<'_>,
    primitive: &ClippedPrimitive,
    textures: &Textures,
    pixels_per_point: f32,
    area: PixelRect,
) {
    let Primitive::Mesh(mesh) = &primitive.primitive else { return };
    let area = PixelRect::scissor(primitive.clip_rect, pixels_per_point).intersection(area);
    if area.is_empty() {
        return;
    }
    let rows = (center(0, area.top).y / pixels_per_point, center(0, area.bottom).y / pixels_per_point);
    let pen = Pen { texture: textures.get(mesh.texture_id), area, rows, pixels_per_point };
    let vertex = |index: u32| mesh.vertices.get(index as usize);
    let mut rest = mesh.indices.as_slice();
    while let [a, b, c, after @ ..] = rest {
        if let [d, e, f, after @ ..] = after
            && (b, c) == (e, d)
            && let (Some(a), Some(b), Some(c), Some(f)) = (vertex(*a), vertex(*b), vertex(*c), vertex(*f))
            && is_rectangle([a, b, c, f])
        {
            pen.rectangle(canvas, [a, b, c, f]);
            rest = after;
            continue;
        }
        if let (Some(a), Some(b), Some(c)) = (vertex(*a), vertex(*b), vertex(*c)) {
            pen.triangle(canvas, [a, b, c]);
        }
        rest = after;
    }
}

/// Upright, of one colour, and with an upright part of the texture.
#[expect(clippy::float_cmp, reason = "corners of a rectangle share their coordinates")]
fn is_rectangle([a, b, c, d]: [&Vertex; 4]) -> bool {
    let is_upright = |a: Pos2, b: Pos2, c: Pos2, d: Pos2| a.y == b.y && c.y == d.y && a.x == c.x && b.x == d.x;
    a.color == b.color
        && b.color == c.color
        && c.color == d.color
        && is_upright(a.pos, b.pos, c.pos, d.pos)
        && is_upright(a.uv, b.uv, c.uv, d.uv)
}

impl Pen<'_> {
    fn corner(&self, vertex: &Vertex) -> Corner {
        let texture = self.texture.map_or(Pos2::ZERO, |texture| texture.place(vertex.uv));
        Corner { at: vertex.pos * self.pixels_per_point, texture, color: argb(vertex.color) }
    }

    fn rectangle(&self, canvas: &mut Canvas<'_>, corners: [&Vertex; 4]) {
        let [a, _, _, d] = corners;
        let rect = Rect::from_two_pos(a.pos * self.pixels_per_point, d.pos * self.pixels_per_point);
        let touched = centers(rect).intersection(self.area);
        if touched.is_empty() {
            return;
        }
        if a.uv == WHITE_UV && d.uv == WHITE_UV {
            canvas.lay(touched, Ink::new(a.color));
            return;
        }
        let (first, last) = (self.corner(a), self.corner(d));
        if let (Some(texture), Some(from)) = (self.texture, copied_from(first, last)) {
            copy(canvas, texture, touched, from, first.color);
        } else {
            self.triangle(canvas, [corners[0], corners[1], corners[2]]);
            self.triangle(canvas, [corners[2], corners[1], corners[3]]);
        }
    }

    fn triangle(&self, canvas: &mut Canvas<'_>, vertices: [&Vertex; 3]) {
        let heights = vertices.map(|vertex| vertex.pos.y);
        if heights.iter().all(|y| *y < self.rows.0) || heights.iter().all(|y| *y > self.rows.1) {
            return;
        }
        let is_plain = vertices.iter().all(|vertex| vertex.uv == WHITE_UV);
        let corners = vertices.map(|vertex| self.corner(vertex));
        let is_even = corners[0].color == corners[1].color && corners[1].color == corners[2].color;
        if is_plain && is_even {
            let ink = Ink::from_argb(corners[0].color);
            if !ink.is_nothing() {
                spans(corners, self.area, |row, left, right| lay_over(canvas.span(row, left, right), ink));
            }
            return;
        }
        let Some(slopes) = Slopes::new(corners) else { return };
        let colors = [24, 16, 8, 0].map(|shift| slopes.plane(corners.map(|corner| channel(corner.color, shift))));
        let texture = self.texture.filter(|_| !is_plain).map(|texture| {
            let places = [corners.map(|corner| corner.texture.x), corners.map(|corner| corner.texture.y)];
            (texture, places.map(|values| slopes.plane(values)))
        });
        spans(corners, self.area, |row, left, right| {
            for (column, pixel) in (left..).zip(canvas.span(row, left, right)) {
                let at = center(column, row);
                let mut color = color_of(colors.map(|plane| plane.at(at)));
                if let Some((texture, [x, y])) = texture {
                    color = product(color, texture.sample(Pos2::new(x.at(at), y.at(at))));
                }
                *pixel = Ink::from_argb(color).over(*pixel);
            }
        });
    }
}

/// The pixels whose centres lie in a rectangle.
fn centers(rect: Rect) -> PixelRect {
    PixelRect { left: edge(rect.min.x), top: edge(rect.min.y), right: edge(rect.max.x), bottom: edge(rect.max.y) }
}

/// The first pixel whose centre does not lie before this coordinate. (Not by [`f32::ceil`], which is a call on the processors that
/// every x86 program must run on.)
#[expect(clippy::cast_precision_loss, reason = "columns and rows of a window")]
fn edge(pixels: f32) -> usize {
    let before = whole(pixels - 0.5);
    if (before as f32) < pixels - 0.5 { before + 1 } else { before }
}

#[expect(clippy::cast_precision_loss, reason = "columns and rows of a window")]
fn center(column: usize, row: usize) -> Pos2 {
    Pos2::new(column as f32 + 0.5, row as f32 + 0.5)
}

/// How far the texture's pixels lie from the window's (columns, rows), where each of them falls onto one.
#[expect(clippy::cast_possible_truncation, reason = "within a texture and a window")]
fn copied_from(first: Corner, last: Corner) -> Option<(isize, isize)> {
    let shift = |first: f32, last: f32, first_texture: f32, last_texture: f32| {
        let (start, end) = (first_texture - first, last_texture - last);
        let whole = start.round();
        ((start - whole).abs() < BESIDE && (end - whole).abs() < BESIDE).then_some(whole as isize)
    };
    Some((
        shift(first.at.x, last.at.x, first.texture.x, last.texture.x)?,
        shift(first.at.y, last.at.y, first.texture.y, last.texture.y)?,
    ))
}

/// Lays pixels of a texture, in this colour, over the window's.
fn copy(canvas: &mut Canvas<'_>, texture: &Texture, area: PixelRect, shift: (isize, isize), color: u32) {
    let Some(left) = area.left.checked_add_signed(shift.0) else { return };
    let ink = Ink::from_argb(color);
    for row in area.top..area.bottom {
        let Some(from) = row.checked_add_signed(shift.1) else { continue };
        for (pixel, texel) in canvas.span(row, area.left, area.right).iter_mut().zip(texture.row(left, from)) {
            let coverage = texel & 0xFF;
            *pixel = match *texel {
                0 => continue,
                // Letters are white in the atlas, as strong as they cover.
                texel if texel == coverage * 0x0101_0101 => ink.faded(coverage).over(*pixel),
                texel => Ink::from_argb(product(texel, color)).over(*pixel),
            };
        }
    }
}

/// Calls `draw` with each row of a triangle: the columns whose centres lie in it. Triangles that share an edge never share
/// a pixel and leave none between them.
fn spans(corners: [Corner; 3], area: PixelRect, mut draw: impl FnMut(usize, usize, usize)) {
    let mut by_height = corners.map(|corner| corner.at);
    by_height.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let [top, middle, bottom] = by_height;
    if edge(top.x.max(middle.x).max(bottom.x)) < area.left || edge(top.x.min(middle.x).min(bottom.x)) >= area.right {
        return;
    }
    let turn = edge(middle.y);
    for row in edge(top.y).max(area.top)..edge(bottom.y).min(area.bottom) {
        let height = center(0, row).y;
        let long = crossing(top, bottom, height);
        let short = if row < turn { crossing(top, middle, height) } else { crossing(middle, bottom, height) };
        let (left, right) = (edge(long.min(short)).max(area.left), edge(long.max(short)).min(area.right));
        if left < right {
            draw(row, left, right);
        }
    }
}

/// Where an edge crosses a row. Its ends are in order, so that both triangles at it get the same.
fn crossing(upper: Pos2, lower: Pos2, height: f32) -> f32 {
    upper.x + (height - upper.y) * ((lower.x - upper.x) / (lower.y - upper.y))
}

/// Eight bits of a colour.
#[expect(clippy::cast_precision_loss, reason = "eight bits")]
fn channel(color: u32, shift: u32) -> f32 {
    ((color >> shift) & 0xFF) as f32
}

/// The colour of these channels, alpha first.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded on both sides")]
fn color_of(channels: [f32; 4]) -> u32 {
    channels.into_iter().fold(0, |color, channel| (color << 8) | (channel + 0.5).clamp(0.0, 255.0) as u32)
}

/// What makes planes over a triangle.
struct Slopes {
    origin: Pos2,
    first: Vec2,
    second: Vec2,
    /// One by twice the area.
    share: f32,
}

/// How something changes over a triangle: its value at a corner, and what it gains to the right and down.
#[derive(Clone, Copy)]
struct Plane {
    origin: Pos2,
    value: f32,
    right: f32,
    down: f32,
}

impl Slopes {
    /// `None` for a triangle without an area.
    fn new(corners: [Corner; 3]) -> Option<Self> {
        let [a, b, c] = corners.map(|corner| corner.at);
        let (first, second) = (b - a, c - a);
        let share = 1.0 / (first.x * second.y - first.y * second.x);
        share.is_finite().then_some(Self { origin: a, first, second, share })
    }

    /// Through these values at the corners.
    fn plane(&self, [value, first, second]: [f32; 3]) -> Plane {
        let (first, second) = ((first - value) * self.share, (second - value) * self.share);
        let right = first * self.second.y - second * self.first.y;
        let down = second * self.first.x - first * self.second.x;
        Plane { origin: self.origin, value, right, down }
    }
}

impl Plane {
    fn at(self, at: Pos2) -> f32 {
        self.value + (at.x - self.origin.x) * self.right + (at.y - self.origin.y) * self.down
    }
}
