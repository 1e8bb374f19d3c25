//! Everything known of the selection, on the right.

use std::path::Path;

use egui::{
    Align, Button, Color32, Frame, Label, Layout, Margin, RichText, ScrollArea, Sense, TextWrapMode, Ui, Vec2, vec2,
};
use egui_material_icons::icons;

use super::availability::{Availability, command_button};
use super::command::{Command, Node, UiCommand};
use super::components::{card, chip, fact, fact_button, icon_button, icon_text, section, share_bar};
use super::if_deleted;
use super::rename::{DescriptionField, LONGEST_DESCRIPTION};
use super::theme::{self, measure, space};
use crate::forecaster::Answer;
use crate::model::{Bytes, FileStatus, HardwareSettings, Image, ImageId, ImageProblem, SnapshotIndex, StepKind};
use crate::text;
use crate::words::{moment_and_age, shortened, snapshot_name, snapshots};

/// Longest path from the root that is shown whole.
const PATH_ENDS: usize = 3;

/// The panel, with what it shows and what can be done with it.
pub struct Details<'a> {
    /// The machine, what is chosen in it, and what can be done with it.
    pub availability: Availability<'a>,
    /// What deleting the chosen snapshot would do, as far as it is known.
    pub answer: Option<&'a Answer>,
}

impl Details<'_> {
    /// Draws the panel.
    pub fn show(&self, ui: &mut Ui, description: &mut DescriptionField, commands: &mut Vec<Command>) {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            // The scroll bar lies beside the figures, not on them.
            Frame::new().inner_margin(Margin { right: measure::SCROLL_BAR, ..Margin::ZERO }).show(ui, |ui| {
                ui.take_available_width();
                ui.add_space(space::MEDIUM);
                match self.snapshot() {
                    Some(index) => self.show_snapshot(ui, index, description, commands),
                    None => self.show_current_state(ui, commands),
                }
                self.show_disks(ui, commands);
                self.show_comparison(ui, commands);
                self.show_settings(ui);
                ui.add_space(space::HUGE);
            });
        });
    }

    fn snapshot(&self) -> Option<SnapshotIndex> {
        self.availability.context.snapshot()
    }

    fn show_snapshot(
        &self,
        ui: &mut Ui,
        index: SnapshotIndex,
        field: &mut DescriptionField,
        commands: &mut Vec<Command>,
    ) {
        let colors = theme::colors(ui);
        let tree = &self.availability.context.machine.tree;
        let snapshot = tree.get(index);
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let edit = Button::new(icon_text(icons::ICON_EDIT, colors.text_dim)).frame_when_inactive(false);
            command_button(ui, edit, UiCommand::Rename, &self.availability, commands)
                .accessible_name(text!("details-rename"));
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| title(ui, snapshot_name(&snapshot.name)));
        });
        ui.colored_label(
            colors.text_dim,
            text!("details-taken", moment = moment_and_age(snapshot.taken_at, self.availability.context.now)),
        );
        ui.add_space(space::TIGHT);
        ui.horizontal_wrapped(|ui| {
            if tree.current() == Some(index) {
                chip(ui, Some(icons::ICON_MY_LOCATION), text!("details-current"), colors.accent, colors.accent_behind)
                    .on_hover_text(text!("details-current-hint"));
            }
            let (icon, kind, hint) = if snapshot.online {
                (icons::ICON_BOLT, text!("details-online"), text!("details-online-hint"))
            } else {
                (icons::ICON_POWER_SETTINGS_NEW, text!("details-offline"), text!("details-offline-hint"))
            };
            chip(ui, Some(icon), kind, colors.text, colors.card).on_hover_text(hint);
        });
        if self.availability.context.entry.usage.lost_memory.contains(&index) {
            ui.colored_label(colors.danger, text!("details-memory-missing"));
        }
        if let Some(pin) = self.availability.context.pin(snapshot.id) {
            super::pin::show_in_details(ui, pin, &self.availability, commands);
        }
        let can_edit = self.availability.context.connection.connection.abilities.can(StepKind::Edit);
        if can_edit && snapshot.description.len() <= LONGEST_DESCRIPTION {
            ui.add_space(space::SMALL);
            let target = (self.availability.context.entry.entry.key(), snapshot.id);
            field.show(ui, &target, &snapshot.description, commands);
        } else {
            description(ui, &snapshot.description, commands);
        }
        self.show_actions(ui, commands);
        if self.availability.context.connection.connection.abilities.can(StepKind::Delete) {
            if_deleted::show(ui, self.answer);
        }
        self.show_path(ui, index, commands);
        section(ui, text!("details-space"));
        let below: Bytes =
            tree.descendants(index).map(|below| self.availability.context.entry.usage.snapshot(below)).sum();
        let below_count = tree.descendants(index).count();
        amount(ui, text!("details-this-snapshot"), self.availability.context.entry.usage.snapshot(index));
        if below_count > 0 {
            amount(ui, &text!("details-below", snapshots = snapshots(below_count)), below);
        }
        fact(ui, text!("details-depth"), &tree.depth(index).to_string(), colors.text);
        fact(ui, text!("details-children"), &tree.children(index).len().to_string(), colors.text);
        identity(ui, &snapshot.id.to_string(), commands);
    }

    /// What people do with a snapshot, besides deleting it.
    fn show_actions(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        ui.add_space(space::SMALL);
        ui.horizontal_wrapped(|ui| {
            let is_pinned = self.availability.context.chosen_pin().is_some();
            let pin = (!is_pinned).then_some(UiCommand::Pin);
            for command in [UiCommand::Restore, UiCommand::Clone].into_iter().chain(pin) {
                command_button(ui, Button::new(command.text()), command, &self.availability, commands);
            }
        });
    }

    fn show_current_state(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        title(ui, text!("details-current-state"));
        let since = self
            .availability
            .context
            .machine
            .state_since
            .map(|since| moment_and_age(Some(since), self.availability.context.now));
        let state = self
            .availability
            .context
            .entry
            .state
            .map_or_else(|| text!("details-state-unknown").to_owned(), |state| state.to_string());
        let name: String = self.availability.context.entry.name().chars().take(80).collect();
        let text = match since {
            Some(since) => text!("details-state-since", name = name, state = state, since = since),
            None => text!("details-state", name = name, state = state),
        };
        ui.colored_label(colors.text_dim, text);
        ui.add_space(space::TIGHT);
        if !self.availability.context.machine.tree.is_empty() {
            ui.horizontal_wrapped(|ui| {
                let (text, hint) = if self.availability.context.machine.current_state.modified {
                    (text!("details-changed"), text!("details-changed-hint"))
                } else {
                    (text!("details-unchanged"), text!("details-unchanged-hint"))
                };
                chip(ui, None, text, colors.accent, colors.accent_behind).on_hover_text(hint);
            });
        }
        description(ui, &self.availability.context.machine.description, commands);
        if let Some(current) = self.availability.context.machine.tree.current() {
            self.show_path(ui, current, commands);
        }
        section(ui, text!("details-space"));
        amount(ui, text!("details-current-state"), self.availability.context.entry.usage.of_current_state);
        amount(ui, text!("details-whole-machine"), self.availability.context.entry.usage.total());
        fact(ui, text!("details-chain"), &self.availability.context.entry.usage.chain_length.to_string(), colors.text);
        identity(ui, &self.availability.context.machine.id.to_string(), commands);
    }

    /// The way from the root, each step a link. A long way shows its ends.
    fn show_path(&self, ui: &mut Ui, index: SnapshotIndex, commands: &mut Vec<Command>) {
        let tree = &self.availability.context.machine.tree;
        let mut path: Vec<SnapshotIndex> = tree.ancestors(index).collect();
        path.reverse();
        if self.snapshot() == Some(index) {
            path.pop();
        }
        if path.is_empty() {
            return;
        }
        section(ui, text!("details-path"));
        ui.scope(|ui| {
            // Every line is as high as its text, the first one too.
            ui.spacing_mut().interact_size.y = measure::SMALL_LINE;
            ui.spacing_mut().item_spacing = Vec2::splat(space::TIGHT);
            ui.horizontal_wrapped(|ui| self.show_steps(ui, &path, commands));
        });
    }

    fn show_steps(&self, ui: &mut Ui, path: &[SnapshotIndex], commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let tree = &self.availability.context.machine.tree;
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL));
        let hidden = path.len().saturating_sub(2 * PATH_ENDS);
        for (position, step) in path.iter().enumerate() {
            if hidden > 1 && position >= PATH_ENDS && position < PATH_ENDS + hidden {
                if position == PATH_ENDS {
                    ui.label(small(&text!("details-path-more", count = hidden)).color(colors.text_dim));
                }
                continue;
            }
            let snapshot = tree.get(*step);
            if ui.link(small(&shortened(snapshot_name(&snapshot.name), 40))).clicked() {
                commands.push(Command::Jump(self.availability.context.entry.entry.key(), Node::Snapshot(snapshot.id)));
            }
            if position + 1 < path.len() {
                ui.label(small("›").color(colors.text_dim));
            }
        }
    }

    fn hardware(&self, node: Node) -> &HardwareSettings {
        let snapshot = match node {
            Node::Snapshot(id) => self.availability.context.machine.tree.find(id),
            Node::CurrentState => None,
        };
        snapshot.map_or(&self.availability.context.machine.current_state.hardware, |index| {
            &self.availability.context.machine.tree.get(index).hardware
        })
    }

    fn show_disks(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let disks: Vec<_> = self.hardware(self.availability.context.selected).disks().collect();
        section(ui, text!("details-disks"));
        if disks.is_empty() {
            ui.colored_label(theme::colors(ui).text_dim, text!("details-no-disks"));
        }
        let largest = disks
            .iter()
            .filter_map(|(_, id)| self.availability.context.connection.images.image(*id))
            .map(Image::occupied)
            .max()
            .unwrap_or_default();
        for (attachment, id) in disks {
            let place = format!("{} {}:{}", attachment.controller, attachment.port, attachment.device);
            card(ui, |ui| match self.availability.context.connection.images.image(id) {
                Some(image) => self.show_image(ui, image, &place, largest, commands),
                None => unknown_image(ui, id, &place),
            });
            ui.add_space(space::TIGHT);
        }
    }

    fn show_image(&self, ui: &mut Ui, image: &Image, place: &str, largest: Bytes, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let name = file_name(image);
        ui.allocate_ui_with_layout(
            vec2(ui.available_width(), measure::CONTROL),
            Layout::right_to_left(Align::Center),
            |ui| {
                let amount = image.file.as_ref().map_or_else(|| "…".to_owned(), |file| file.occupied().to_string());
                ui.label(RichText::new(amount).font(theme::regular(theme::TEXT_SMALL)))
                    .on_hover_text(image.occupied().exact());
                if icon_button(ui, icons::ICON_CONTENT_COPY, text!("details-copy-image-path")).clicked() {
                    commands.push(Command::Copy(image.record.path.display().to_string()));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let label = Label::new(RichText::new(name).monospace()).truncate();
                    ui.add(label).on_hover_text(image.record.path.display().to_string());
                });
            },
        );
        let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), measure::BAR), Sense::hover());
        let color = if image.parent.is_none() { colors.accent } else { colors.info };
        share_bar(ui.painter(), bar, &[(image.occupied(), color)], largest, colors.line);
        ui.add_space(2.0);
        let mut words = vec![
            place.to_owned(),
            match image.parent {
                None => text!("details-base-image", format = image.record.format.to_string()),
                Some(_) => text!("details-difference-image", format = image.record.format.to_string()),
            },
        ];
        if let Some(FileStatus::Present { header: Some(header), .. }) = &image.file {
            words.push(text!("details-disk-size", size = header.virtual_size));
        }
        let small = |text: String, ink: Color32| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(ink);
        ui.label(small(words.join(" · "), colors.text_dim));
        if !image.record.mode.covered_by_snapshots() {
            let text = text!("details-uncovered", mode = image.record.mode.to_string());
            ui.label(small(text, colors.warning));
        }
        if image.record.auto_reset {
            ui.label(small(text!("details-emptied").to_owned(), colors.warning));
        }
        if let Some(problem) = image.problem() {
            ui.label(small(text!("details-problem", problem = problem.to_string()), colors.danger));
        } else if let Some((name, problem)) = self.problem_below(image) {
            let text = text!("details-problem-below", name = name, problem = problem.to_string());
            ui.label(small(text, colors.danger));
        }
        let others: Vec<String> = self.other_users(image);
        if !others.is_empty() {
            ui.label(small(text!("details-also-used", names = others.join(text!("list-separator"))), colors.text_dim));
        }
        if image.children.len() > 1 {
            ui.label(small(text!("details-images-rest", count = image.children.len()), colors.text_dim));
        }
    }

    /// What is wrong with the nearest image that this one rests on and that is not sound, and the name of its file.
    fn problem_below(&self, image: &Image) -> Option<(String, ImageProblem)> {
        /// So many are looked at: VirtualBox makes no chain as long, and this is done in every frame.
        const MOST: usize = 1_000;
        let images = &self.availability.context.connection.images;
        let mut below = images.chain(image.parent?).take(MOST).map(|index| images.get(index));
        below.find_map(|image| Some((file_name(image), image.problem()?)))
    }

    /// Names of the other machines that use an image, itself or through images on top of it.
    fn other_users(&self, image: &Image) -> Vec<String> {
        let on_top = image.children.iter().map(|child| self.availability.context.connection.images.get(*child));
        let mut names: Vec<String> = on_top
            .chain(std::iter::once(image))
            .flat_map(|image| &image.users)
            .filter(|user| user.machine != self.availability.context.machine.id)
            .filter_map(|user| self.availability.context.connection.machine(user.machine))
            .map(|machine| text!("details-quoted", name = shortened(machine.name(), 40)))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn show_comparison(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        if self.availability.context.machine.tree.is_empty()
            || self.availability.context.compared == self.availability.context.selected
        {
            return;
        }
        let other = match self.availability.context.compared {
            Node::CurrentState => text!("details-the-current-state").to_owned(),
            Node::Snapshot(id) => {
                let index = self.availability.context.machine.tree.find(id);
                let name =
                    index.map_or("", |index| snapshot_name(&self.availability.context.machine.tree.get(index).name));
                text!("details-quoted", name = shortened(name, 40))
            }
        };
        section(ui, &text!("details-compared", other = other));
        let base_of = |id: ImageId| self.availability.context.connection.images.base_of(id);
        let found = self
            .hardware(self.availability.context.selected)
            .differences(self.hardware(self.availability.context.compared), &base_of);
        if found.is_empty() {
            ui.colored_label(colors.text_dim, text!("details-same-settings"));
        }
        for difference in &found {
            let text = format!("{} → {}", difference.from, difference.to);
            fact(ui, &difference.what, &text, colors.text).on_hover_text(&text);
        }
        if self.availability.context.compared != Node::CurrentState {
            if ui.add(Button::new(text!("details-stop-comparing"))).clicked() {
                commands.push(Command::CompareWith(None));
            }
        } else if self.availability.context.machine.tree.len() > 1 {
            let hint = RichText::new(text!("details-compare-hint"));
            ui.label(hint.font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
        }
    }

    /// The files with the memory and the firmware's variables of what is chosen.
    fn support_files(&self) -> (Option<&Path>, Option<&Path>) {
        let machine = self.availability.context.machine;
        let (memory, firmware) = match self.snapshot().map(|index| machine.tree.get(index)) {
            Some(snapshot) => (&snapshot.saved_state, &snapshot.firmware_file),
            None => (&machine.current_state.saved_state, &machine.current_state.firmware_file),
        };
        (memory.as_deref(), firmware.as_deref())
    }

    fn show_settings(&self, ui: &mut Ui) {
        let ink = theme::colors(ui).text;
        let hardware = self.hardware(self.availability.context.selected);
        section(ui, text!("details-settings"));
        let mut line = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                fact(ui, name, &value, ink).on_hover_text(value);
            }
        };
        line(text!("details-memory"), hardware.memory_mib.map(|mib| format!("{mib} MB")));
        line(text!("details-processors"), hardware.processors.map(|count| count.to_string()));
        line(text!("model-hardware-execution-cap"), hardware.execution_cap_percent.map(|share| format!("{share} %")));
        line(text!("details-firmware"), hardware.firmware.as_ref().map(ToString::to_string));
        line(text!("details-chipset"), hardware.chipset.as_ref().map(ToString::to_string));
        line(text!("details-graphics"), hardware.graphics_controller.as_ref().map(ToString::to_string));
        line(text!("details-video-memory"), hardware.video_memory_mib.map(|mib| format!("{mib} MB")));
        let on_off = |on| if on { text!("model-hardware-on") } else { text!("model-hardware-off") };
        line(text!("model-hardware-3d"), hardware.accelerate_3d.map(|on| on_off(on).to_owned()));
        line(text!("model-hardware-screens"), hardware.screens.map(|count| count.to_string()));
        for adapter in &hardware.network {
            let attached = adapter.attached_to.as_deref().unwrap_or_else(|| text!("details-not-attached"));
            let name = adapter.network_name.as_ref().map(|name| format!(" “{name}”")).unwrap_or_default();
            line(&text!("details-network", number = adapter.slot + 1), Some(format!("{attached}{name}")));
        }
        for folder in &hardware.shared_folders {
            line(&text!("details-shared-folder", name = folder.name.to_string()), Some(folder.host_path.to_string()));
        }
        let (memory, firmware) = self.support_files();
        line(text!("details-memory-file"), memory.map(|path| path.display().to_string()));
        line(text!("details-firmware-file"), firmware.map(|path| path.display().to_string()));
        line(
            text!("details-settings-file"),
            Some(self.availability.context.machine.settings_file.display().to_string()),
        );
        line(
            text!("details-settings-version"),
            self.availability.context.machine.settings_version.as_ref().map(ToString::to_string),
        );
    }
}

/// A file's name without its folder; the whole path if it has none.
fn file_name(image: &Image) -> String {
    let path = &image.record.path;
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn title(ui: &mut Ui, name: &str) {
    let shown: String = name.chars().take(300).collect();
    ui.add(Label::new(RichText::new(shown).font(theme::semibold(theme::TEXT_TITLE))).wrap_mode(TextWrapMode::Wrap));
}

fn description(ui: &mut Ui, text: &str, commands: &mut Vec<Command>) {
    /// A description may be a book: what is more than this is a copy away.
    const SHOWN: usize = 4_000;
    if text.trim().is_empty() {
        return;
    }
    ui.add_space(space::SMALL);
    card(ui, |ui| {
        let shown: String = text.chars().take(SHOWN).collect();
        ui.add(Label::new(shown.trim_end()).wrap_mode(TextWrapMode::Wrap).selectable(true));
        if text.chars().nth(SHOWN).is_some() && ui.small_button(text!("details-copy-description")).clicked() {
            commands.push(Command::Copy(text.to_owned()));
        }
    });
}

fn amount(ui: &mut Ui, name: &str, amount: Bytes) {
    let ink = theme::colors(ui).text;
    fact(ui, name, &amount.to_string(), ink).on_hover_text(amount.exact());
}

fn identity(ui: &mut Ui, id: &str, commands: &mut Vec<Command>) {
    let ink = theme::colors(ui).text_dim;
    if fact_button(ui, text!("details-id"), id, ink)
        .on_hover_text(format!("{id}\n{}", text!("details-click-to-copy")))
        .clicked()
    {
        commands.push(Command::Copy(id.to_owned()));
    }
}

fn unknown_image(ui: &mut Ui, id: ImageId, place: &str) {
    let colors = theme::colors(ui);
    ui.label(RichText::new(format!("{{{id}}}")).monospace());
    let text = text!("details-unknown-image", place = place);
    ui.label(RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.danger));
}
