//! The host's disks before and after the clean-up.

use egui::{Align2, CornerRadius, Painter, Rect, RichText, ScrollArea, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::exact::Known;
use super::rule_card::{MARGIN, fill_up, frame};
use crate::app::components::{line_in, one_line};
use crate::app::theme::{self, Colors, space};
use crate::model::{Bytes, HostDisk, Inventory};
use crate::plan::forecast::Rates;
use crate::plan::machines::DiskForecast;
use crate::plan::{Certainty, Forecast};
use crate::text;

/// Height of a disk's bar, in points.
const BAR: f32 = 14.0;
/// Height of the words below it, in points.
const WORDS: f32 = 18.0;
/// Distance of the hatching's lines, in points.
const HATCH: f32 = 7.0;

/// Draws the card, at least and at most so high. Returns how high it would like to be.
pub fn show(ui: &mut Ui, inventory: &Inventory, known: &Known, is_all: bool, (least, most): (f32, f32)) -> f32 {
    let margins = 2.0 * f32::from(MARGIN) + 2.0;
    let inner = frame(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let top = ui.cursor().top();
        ScrollArea::vertical().id_salt("disks").max_height(most - margins).auto_shrink([false, true]).show(ui, |ui| {
            let title = text!("clean-up-disks", count = known.disks.len().max(1));
            let response = ui.label(RichText::new(&title).font(theme::semibold(theme::TEXT)));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, &title));
            ui.add_space(space::TIGHT);
            show_disks(ui, inventory, known, is_all);
            show_words(ui, known, is_all);
        });
        let used = ui.min_rect().bottom() - top;
        fill_up(ui, least - margins - used);
        used
    });
    inner.inner + margins
}

/// The same in little room: bars and one line.
pub fn show_narrow(ui: &mut Ui, inventory: &Inventory, known: &Known, is_all: bool) {
    show_disks(ui, inventory, known, is_all);
    let words = words(known, is_all);
    let colors = theme::colors(ui);
    let text = RichText::new(&words).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
    ui.add(egui::Label::new(text).truncate()).on_hover_text(words);
}

fn show_disks(ui: &mut Ui, inventory: &Inventory, known: &Known, is_all: bool) {
    let several = known.disks.len() > 1;
    if known.disks.is_empty() {
        // Nothing is freed: the disk as it is.
        for disk in inventory.host_disks.iter().take(1) {
            show_disk(ui, disk, None, false, is_all);
        }
    }
    for DiskForecast { disk, forecast, .. } in &known.disks {
        show_disk(ui, disk, forecast.as_ref(), several, is_all);
    }
}

fn show_disk(ui: &mut Ui, disk: &HostDisk, forecast: Option<&Forecast>, named: bool, is_all: bool) {
    let colors = theme::colors(ui);
    if named {
        let text = RichText::new(disk.path.display().to_string()).font(theme::regular(theme::TEXT_SMALL));
        ui.add(egui::Label::new(text).truncate());
    }
    let used = Bytes(disk.size.0.saturating_sub(disk.free.0));
    let frees = forecast.map_or(0, |forecast| forecast.frees);
    let after = Bytes(disk.free.0.saturating_add_signed(frees));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), BAR + WORDS), Sense::hover());
    let (bar, words) = rect.split_top_bottom_at_y(rect.top() + BAR);
    paint_bar(ui.painter(), colors, bar, disk, used, frees);
    let small = || theme::regular(theme::TEXT_SMALL);
    let words = words.translate(vec2(0.0, 2.0));
    let used_text = text!("clean-up-disk-used", amount = used);
    let taken = line_in(ui.painter(), words, Align2::LEFT_CENTER, &used_text, small(), colors.text_dim);
    let free_text = match forecast {
        Some(_) if frees != 0 => text!("clean-up-disk-free-after", now = disk.free, after = after),
        _ => text!("clean-up-disk-free", amount = disk.free),
    };
    let right = line_in(ui.painter(), words, Align2::RIGHT_CENTER, &free_text, small(), colors.text_dim);
    let freed = freed_words(forecast, is_all);
    let middle = Rect::from_x_y_ranges(
        words.left() + taken + space::SMALL..=(words.right() - right - space::SMALL).max(words.left() + taken),
        words.y_range(),
    );
    let ink = if frees < 0 { colors.warning } else { colors.accent };
    let galley = one_line(ui.painter(), &freed, theme::semibold(theme::TEXT_SMALL), ink, middle.width());
    // Below the hatching, as far as there is room.
    let kept = Bytes(used.0.saturating_sub(u64::try_from(frees).unwrap_or(0)));
    let under = bar.left() + bar.width() * kept.share_of(disk.size);
    let left = under.clamp(middle.left(), (middle.right() - galley.size().x).max(middle.left()));
    ui.painter().galley(pos2(left, middle.center().y - galley.size().y / 2.0), galley, ink);
    let spoken = text!(
        "clean-up-disk-spoken",
        disk = disk.path.display(),
        used = used_text,
        size = disk.size,
        freed = freed,
        free = free_text
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    let mut exact = vec![disk.path.display().to_string(), text!("clean-up-disk-size", size = disk.size.exact())];
    exact.extend(forecast.map(|forecast| text!("marks-frees", certainty = "exact", amount = forecast.freed().exact())));
    response.on_hover_text(exact.join("\n"));
}

/// “frees 126 GB”, “frees at least 12 GB”.
fn freed_words(forecast: Option<&Forecast>, is_all: bool) -> String {
    match forecast {
        None if is_all => String::new(),
        None => text!("clean-up-disk-looking").to_owned(),
        Some(forecast) if forecast.frees < 0 => {
            text!("marks-takes-more", certainty = "exact", amount = Bytes(forecast.frees.unsigned_abs()))
        }
        Some(forecast) => {
            let certainty = match forecast.certainty {
                _ if !is_all => "at-least",
                Certainty::Exact => "exact",
                Certainty::AtLeast => "at-least",
                Certainty::Estimate(_) => "estimate",
            };
            text!("marks-frees", certainty = certainty, amount = forecast.freed())
        }
    }
}

fn paint_bar(painter: &Painter, colors: &Colors, bar: Rect, disk: &HostDisk, used: Bytes, frees: i64) {
    let radius = CornerRadius::same(3);
    painter.rect_filled(bar, radius, colors.line);
    let at = |bytes: Bytes| bar.left() + bar.width() * bytes.share_of(disk.size);
    let whole = bar.with_max_x(at(used));
    painter.rect_filled(whole, radius, colors.info);
    if frees == 0 {
        return;
    }
    let amount = Bytes(frees.unsigned_abs().min(if frees > 0 { used.0 } else { disk.free.0 }));
    let (left, right) = match frees {
        0.. => (at(Bytes(used.0 - amount.0)), at(used)),
        _ => (at(used), at(used + amount)),
    };
    // What is there is seen, however small.
    let part = if right - left < 3.0 {
        Rect::from_x_y_ranges((right - 3.0).max(bar.left())..=right.max(bar.left() + 3.0), bar.y_range())
    } else {
        Rect::from_x_y_ranges(left..=right, bar.y_range())
    };
    let ink = if frees > 0 { colors.accent } else { colors.warning };
    painter.rect_filled(part, 0.0, colors.card.lerp_to_gamma(ink, 0.25));
    hatch(painter, part, Stroke::new(2.5, ink));
}

/// Slanting lines over a rectangle.
fn hatch(painter: &Painter, rect: Rect, stroke: Stroke) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let mut x = rect.left() - rect.height();
    let mut lines = Vec::new();
    while x < rect.right() {
        lines.push(Shape::line_segment(
            [pos2(x, rect.bottom() + 1.0), pos2(x + rect.height() + 2.0, rect.top() - 1.0)],
            stroke,
        ));
        x += HATCH;
    }
    painter.extend(lines);
}

fn show_words(ui: &mut Ui, known: &Known, is_all: bool) {
    let colors = theme::colors(ui);
    ui.add_space(space::TIGHT);
    ui.horizontal_wrapped(|ui| {
        if !is_all && known.asked > 0 {
            ui.add(egui::Spinner::new().size(12.0));
        }
        let text = RichText::new(words(known, is_all)).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        ui.add(egui::Label::new(text).wrap());
    });
}

/// “Highest need while merging 6.4 GB · 10 to 24 min · order chosen to copy 31 GB instead of 118 GB”.
fn words(known: &Known, is_all: bool) -> String {
    let mut words = Vec::new();
    if !is_all {
        if known.asked == 0 {
            return text!("clean-up-disk-looking-at-machines").to_owned();
        }
        words.push(known.progress());
    }
    let Some(forecast) = &known.forecast else {
        if is_all && known.untold == 0 {
            return text!("clean-up-disk-nothing").to_owned();
        }
        return words.join(" · ");
    };
    words.push(text!("clean-up-disk-needs", amount = forecast.needs));
    words.push(Rates::default().duration(forecast, known.steps).to_string());
    match known.copies_in_worst_order.filter(|worst| *worst > forecast.copies) {
        Some(worst) => words.push(text!("clean-up-disk-order", amount = forecast.copies, worst = worst)),
        None => words.push(text!("clean-up-disk-copies", amount = forecast.copies)),
    }
    if known.untold > 0 && is_all {
        words.push(text!("clean-up-disk-not-counted", count = known.untold));
    }
    if let Certainty::Estimate(why) = &forecast.certainty {
        words.push(text!("clean-up-disk-estimates", why = why.to_string()));
    }
    words.join(" · ")
}
