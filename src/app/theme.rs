//! Every colour, size and font of the window. A view names a role, never a number.
#![expect(clippy::unreadable_literal, reason = "colours are read as six digits")]

use std::sync::Arc;

use egui::epaint::text::{FontData, FontDefinitions, FontFamily};
use egui::{Color32, CornerRadius, FontId, Margin, Shadow, Stroke, TextStyle, Theme, Vec2};

use egui_material_icons::{MaterialIcon, icons};

use crate::health::Severity;

/// The colours of one theme, by role.
#[derive(Debug, Clone, Copy)]
pub struct Colors {
    /// Behind everything.
    pub background: Color32,
    /// Side panels and bars.
    pub panel: Color32,
    /// Cards on the background.
    pub card: Color32,
    /// Buttons.
    pub raised: Color32,
    /// What is under the pointer.
    pub hovered: Color32,
    /// Borders, separators, empty bars.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Text of lesser weight.
    pub text_dim: Color32,
    /// The current path, selection, the main button.
    pub accent: Color32,
    /// Behind what is selected.
    pub accent_behind: Color32,
    /// Text on the accent colour.
    pub on_accent: Color32,
    /// Links, focus, the second colour of bars.
    pub info: Color32,
    /// What deserves attention.
    pub warning: Color32,
    /// Behind a warning.
    pub warning_behind: Color32,
    /// What destroys, and errors.
    pub danger: Color32,
    /// Behind an error.
    pub danger_behind: Color32,
    /// The colours of a branch's lane, the first for the current path.
    pub lanes: [Color32; 8],
}

#[expect(clippy::disallowed_methods, reason = "this is the file where colours are named")]
const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

const DARK: Colors = Colors {
    background: rgb(0x14171b),
    panel: rgb(0x1a1e23),
    card: rgb(0x22272e),
    raised: rgb(0x2a3038),
    hovered: rgb(0x2e353e),
    line: rgb(0x353c46),
    text: rgb(0xe8ebee),
    text_dim: rgb(0x98a2ad),
    accent: rgb(0x4cc38a),
    accent_behind: rgb(0x1d3a2d),
    on_accent: rgb(0x0f1d16),
    info: rgb(0x6cb0f5),
    warning: rgb(0xf2b24c),
    warning_behind: rgb(0x3a2e18),
    danger: rgb(0xf2777a),
    danger_behind: rgb(0x3d2224),
    lanes: [
        rgb(0x4cc38a),
        rgb(0x6cb0f5),
        rgb(0xf2b24c),
        rgb(0xc392f0),
        rgb(0x5fcfd6),
        rgb(0xf08bb4),
        rgb(0xb5c75a),
        rgb(0x98a2ad),
    ],
};

const LIGHT: Colors = Colors {
    background: rgb(0xf3f5f6),
    panel: rgb(0xfbfcfc),
    card: rgb(0xffffff),
    raised: rgb(0xffffff),
    hovered: rgb(0xe8ecef),
    line: rgb(0xd5dbe0),
    text: rgb(0x1c2228),
    text_dim: rgb(0x5a6570),
    accent: rgb(0x157a4d),
    accent_behind: rgb(0xdff2e8),
    on_accent: rgb(0xffffff),
    info: rgb(0x1d67b5),
    warning: rgb(0x8f5a00),
    warning_behind: rgb(0xfbf0dc),
    danger: rgb(0xb8303a),
    danger_behind: rgb(0xfce9ea),
    lanes: [
        rgb(0x157a4d),
        rgb(0x1d67b5),
        rgb(0x8f5a00),
        rgb(0x7a3fb5),
        rgb(0x0f767d),
        rgb(0xb02f6c),
        rgb(0x5d6b0c),
        rgb(0x5a6570),
    ],
};

/// The colours of the theme that `ui` or `ctx` is drawn in.
#[must_use]
pub fn colors(ctx: &egui::Context) -> &'static Colors {
    colors_of(ctx.theme())
}

/// The colours of a theme.
#[must_use]
pub fn colors_of(theme: Theme) -> &'static Colors {
    match theme {
        Theme::Dark => &DARK,
        Theme::Light => &LIGHT,
    }
}

/// The ground of a tile that stands for something of this colour: text can be read on it.
#[must_use]
pub fn tile_ground(colors: &Colors, color: Color32) -> Color32 {
    let is_dark = colors.background == DARK.background;
    if is_dark { colors.background.lerp_to_gamma(color, 0.45) } else { colors.card.lerp_to_gamma(color, 0.24) }
}

/// The colour of a severity, and the one behind it.
#[must_use]
pub fn severity(colors: &Colors, severity: Severity) -> (Color32, Color32) {
    match severity {
        Severity::Serious => (colors.danger, colors.danger_behind),
        Severity::Moderate => (colors.warning, colors.warning_behind),
        Severity::Info => (colors.info, colors.raised),
    }
}

/// The sign of a severity: it is never told by its colour alone.
#[must_use]
pub fn severity_icon(severity: Severity) -> MaterialIcon {
    match severity {
        Severity::Serious => icons::ICON_ERROR,
        Severity::Moderate => icons::ICON_WARNING,
        Severity::Info => icons::ICON_INFO,
    }
}

/// Distances, in points.
pub mod space {
    /// Between things that belong together.
    pub const TIGHT: f32 = 4.0;
    /// Between neighbours.
    pub const SMALL: f32 = 8.0;
    /// Inside cards.
    pub const MEDIUM: f32 = 12.0;
    /// Inside panels.
    pub const LARGE: f32 = 16.0;
    /// Between groups.
    pub const HUGE: f32 = 24.0;
}

/// Measures of the parts of the window, in points.
pub mod measure {
    /// Height of the bar on top.
    pub const TOP_BAR: f32 = 44.0;
    /// Height of the bar at the bottom.
    pub const STATUS_BAR: f32 = 28.0;
    /// Width of the sidebar at the first start, and its bounds.
    pub const SIDEBAR: f32 = 260.0;
    /// Bounds of the sidebar's width.
    pub const SIDEBAR_RANGE: std::ops::RangeInclusive<f32> = 200.0..=420.0;
    /// Width of the details at the first start.
    pub const DETAILS: f32 = 340.0;
    /// Bounds of the details' width.
    pub const DETAILS_RANGE: std::ops::RangeInclusive<f32> = 240.0..=560.0;
    /// Most of the window's width that the details take.
    pub const DETAILS_SHARE: f32 = 0.36;
    /// Width of a window in which details would leave too little to the snapshots, in points.
    pub const SMALL_WINDOW: f32 = 1000.0;
    /// Height of a row that leads to a page.
    pub const NAVIGATION_ROW: f32 = 34.0;
    /// Height of a machine's row in the sidebar.
    pub const MACHINE_ROW: f32 = 58.0;
    /// Height of a heading in the sidebar.
    pub const HEADING_ROW: f32 = 30.0;
    /// Width of the search field.
    pub const SEARCH: f32 = 480.0;
    /// Height of a bar that shows a share.
    pub const BAR: f32 = 5.0;
    /// Height of a table row.
    pub const TABLE_ROW: f32 = 30.0;
    /// Distance between two lanes of the table.
    pub const LANE: f32 = 14.0;
    /// Height of buttons and fields.
    pub const CONTROL: f32 = 28.0;
    /// A line of small text.
    pub const SMALL_LINE: f32 = 16.0;
    /// Width that a scroll bar covers at most.
    pub const SCROLL_BAR: i8 = 12;
    /// Corners of controls.
    pub const CORNER_CONTROL: u8 = 6;
    /// Corners of cards.
    pub const CORNER_CARD: u8 = 8;
    /// Size of the minimap.
    pub const MINIMAP: [f32; 2] = [148.0, 90.0];
    /// Distance of the dots behind the tree.
    pub const DOTS: f32 = 24.0;
}

const SEMIBOLD: &str = "semibold";
/// Text, in points.
pub const TEXT: f32 = 13.0;
/// Small text, in points.
pub const TEXT_SMALL: f32 = 11.5;
/// Titles, in points.
pub const TEXT_TITLE: f32 = 16.0;
/// Figures that a page is about, in points.
pub const TEXT_FIGURE: f32 = 24.0;
/// Icons beside text, in points.
pub const TEXT_ICON: f32 = 16.0;

/// Font for text of `size` points.
#[must_use]
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Font for weightier text of `size` points.
#[must_use]
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// Font for icons of `size` points.
#[must_use]
pub fn icon(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(egui_material_icons::FONT_FAMILY.into()))
}

/// Gives `ctx` this program's fonts and both themes.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.add_font(egui_material_icons::font_insert());
    for theme in [Theme::Dark, Theme::Light] {
        ctx.style_mut_of(theme, |style| apply(style, colors_of(theme)));
    }
}

/// Shows every change at once if the person wants less motion.
pub fn reduce_motion(ctx: &egui::Context, reduced: bool) {
    ctx.all_styles_mut(|style| apply_motion(style, reduced));
}

fn apply_motion(style: &mut egui::Style, reduced: bool) {
    // A software renderer draws every frame of an animation with the processor: keep them few.
    let scrolling = egui::style::ScrollAnimation::new(6000.0, egui::Rangef::new(0.03, 0.08));
    style.scroll_animation = if reduced { egui::style::ScrollAnimation::none() } else { scrolling };
    style.animation_time = if reduced { 0.0 } else { 0.06 };
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let inter = [
        ("Inter", include_bytes!("../../assets/fonts/Inter-Regular.otf").as_slice(), FontFamily::Proportional),
        (
            "Inter SemiBold",
            include_bytes!("../../assets/fonts/Inter-SemiBold.otf").as_slice(),
            FontFamily::Name(SEMIBOLD.into()),
        ),
    ];
    // What Inter lacks is looked for in egui's own fonts, then among the system's.
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (name, bytes, family) in inter {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let chain = std::iter::once(name.to_owned()).chain(fallback.clone()).collect();
        fonts.families.insert(family, chain);
    }
    fonts
}

fn apply(style: &mut egui::Style, colors: &Colors) {
    style.text_styles = [
        (TextStyle::Small, regular(TEXT_SMALL)),
        (TextStyle::Body, regular(TEXT)),
        (TextStyle::Button, regular(TEXT)),
        (TextStyle::Heading, semibold(TEXT_TITLE)),
        (TextStyle::Monospace, FontId::new(TEXT_SMALL, FontFamily::Monospace)),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(space::SMALL, space::TIGHT);
    style.spacing.button_padding = Vec2::new(space::MEDIUM, space::TIGHT);
    style.spacing.interact_size.y = measure::CONTROL;
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(20);
    style.spacing.tooltip_width = 420.0;
    style.spacing.scroll = egui::style::ScrollStyle::floating();
    apply_motion(style, false);
    style.interaction.selectable_labels = false;
    apply_visuals(&mut style.visuals, colors);
}

fn apply_visuals(visuals: &mut egui::Visuals, colors: &Colors) {
    visuals.panel_fill = colors.background;
    visuals.window_fill = colors.panel;
    visuals.window_stroke = Stroke::new(1.0, colors.line);
    visuals.window_corner_radius = CornerRadius::same(measure::CORNER_CARD);
    visuals.menu_corner_radius = CornerRadius::same(measure::CORNER_CONTROL);
    visuals.extreme_bg_color = colors.card;
    visuals.text_edit_bg_color = Some(colors.card);
    visuals.faint_bg_color = colors.panel;
    visuals.code_bg_color = colors.card;
    visuals.weak_text_color = Some(colors.text_dim);
    visuals.hyperlink_color = colors.info;
    visuals.warn_fg_color = colors.warning;
    visuals.error_fg_color = colors.danger;
    visuals.selection.bg_fill = colors.accent_behind;
    visuals.selection.stroke = Stroke::new(1.0, colors.accent);
    let shadow = Shadow { offset: [0, 6], blur: 18, spread: 0, color: Color32::from_black_alpha(60) };
    visuals.popup_shadow = shadow;
    visuals.window_shadow = shadow;
    let radius = CornerRadius::same(measure::CORNER_CONTROL);
    let widgets = &mut visuals.widgets;
    for (state, fill, border, text) in [
        (&mut widgets.noninteractive, colors.panel, colors.line, colors.text),
        (&mut widgets.inactive, colors.raised, colors.line, colors.text),
        (&mut widgets.hovered, colors.hovered, colors.text_dim, colors.text),
        (&mut widgets.active, colors.hovered, colors.accent, colors.text),
        (&mut widgets.open, colors.raised, colors.line, colors.text),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, border);
        state.fg_stroke = Stroke::new(1.0, text);
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_motion_holds_in_both_themes_until_it_is_taken_back() {
        let ctx = egui::Context::default();
        install(&ctx);
        let usual = ctx.style_of(Theme::Dark).scroll_animation;
        reduce_motion(&ctx, true);
        for theme in [Theme::Dark, Theme::Light] {
            let style = ctx.style_of(theme);
            assert!(style.animation_time <= 0.0 && style.scroll_animation == egui::style::ScrollAnimation::none());
        }
        reduce_motion(&ctx, false);
        assert!(ctx.style_of(Theme::Light).animation_time > 0.0);
        assert_eq!(ctx.style_of(Theme::Light).scroll_animation, usual);
    }

    /// Relative luminance as WCAG 2 defines it.
    fn luminance(color: Color32) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.03928 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(one: Color32, two: Color32) -> f64 {
        let (one, two) = (luminance(one), luminance(two));
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    #[test]
    fn text_meets_wcag_aa_in_both_themes() {
        for (theme, colors) in [("dark", &DARK), ("light", &LIGHT)] {
            let plain = [colors.background, colors.panel, colors.card, colors.raised, colors.hovered];
            let behind = [colors.accent_behind, colors.warning_behind, colors.danger_behind];
            let inks = [colors.text, colors.text_dim, colors.accent, colors.info, colors.warning, colors.danger];
            let mut pairs: Vec<(Color32, Color32)> = Vec::new();
            for ground in plain.into_iter().chain(behind) {
                pairs.extend(inks.map(|ink| (ink, ground)));
            }
            for color in [colors.accent, colors.info, colors.lanes[3], colors.lanes[4], colors.warning, colors.danger] {
                pairs.push((colors.text, tile_ground(colors, color)));
            }
            pairs.push((colors.on_accent, colors.accent));
            for (text, ground) in pairs {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{theme}: {text:?} on {ground:?} has {ratio:.2}");
            }
            // Lines and dots are seen at 3:1.
            for (lane, ground) in colors.lanes.into_iter().flat_map(|lane| plain.map(|ground| (lane, ground))) {
                let ratio = contrast(lane, ground);
                assert!(ratio >= 3.0, "{theme}: the lane {lane:?} on {ground:?} has {ratio:.2}");
            }
        }
    }
}
