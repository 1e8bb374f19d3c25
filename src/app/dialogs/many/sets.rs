//! The snapshots that were taken together: restoring, deleting, renaming and forgetting sets.

use egui::{Align, Button, Key, Label, Layout, RichText, TextEdit, Ui, vec2};
use egui_material_icons::icons;
use uuid::Uuid;

use super::super::DialogContext;
use super::super::frame::{self, Closed};
use super::review;
use crate::app::command::{Command, KeptChange};
use crate::app::components::{card, danger_button, icon_button, one_line};
use crate::app::theme::{self, measure, space};
use crate::pins::SnapshotSet;
use crate::text;
use crate::words::{machines, moment_and_age};

/// Longest name of a set, in characters.
const LONGEST_NAME: usize = 200;

/// The dialog.
#[derive(Debug, Default)]
pub struct SetsDialog {
    /// The set that gets another name, and the name as far as it is written.
    renamed: Option<(Uuid, String)>,
    wants_focus: bool,
    /// The set that would be forgotten.
    asked: Option<Uuid>,
}

impl SetsDialog {
    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        // In a name that is being changed, Esc leaves the name, not the dialog.
        let writes =
            self.renamed.is_some() && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
        if writes {
            self.renamed = None;
        }
        let mut closed = Closed::No;
        let left = frame::show(ui, text!("many-sets-title"), 640.0, |ui| {
            let colors = theme::colors(ui);
            ui.add(Label::new(RichText::new(text!("many-sets-about")).color(colors.text_dim)).wrap());
            ui.add_space(space::SMALL);
            review::body(ui, |ui| match context.kept {
                None => {
                    ui.colored_label(colors.text_dim, text!("many-sets-being-read"));
                }
                Some(kept) if kept.sets.iter().next().is_none() => {
                    ui.add(Label::new(text!("many-sets-none")).wrap());
                }
                Some(kept) => {
                    let sets: Vec<&SnapshotSet> = kept.sets.iter().collect();
                    for set in sets.into_iter().rev() {
                        if self.show_set(ui, set, context, commands) {
                            closed = Closed::Confirmed;
                        }
                        ui.add_space(space::TIGHT);
                    }
                }
            });
            frame::close_only(ui)
        });
        if closed == Closed::No { left } else { closed }
    }

    /// Returns whether another dialog takes the place of this one.
    fn show_set(
        &mut self,
        ui: &mut Ui,
        set: &SnapshotSet,
        context: &DialogContext<'_>,
        commands: &mut Vec<Command>,
    ) -> bool {
        let mut leaves = false;
        card(ui, |ui| {
            ui.allocate_ui_with_layout(
                vec2(ui.available_width(), measure::CONTROL),
                Layout::right_to_left(Align::Center),
                |ui| {
                    // Each button says which set it is about: there may be many.
                    let name = text!("many-sets-forget.name", name = set.name);
                    if ui.add(Button::new(text!("many-sets-forget"))).accessible_name(name).clicked() {
                        self.asked = Some(set.id);
                    }
                    let name = text!("many-sets-delete.name", name = set.name);
                    if ui.add(danger_button(ui, text!("many-sets-delete"))).accessible_name(name).clicked() {
                        commands.push(Command::AskDeleteSet(set.clone()));
                        leaves = true;
                    }
                    let name = text!("many-sets-restore.name", name = set.name);
                    if ui.add(Button::new(text!("many-sets-restore"))).accessible_name(name).clicked() {
                        commands.push(Command::AskRestoreSet(set.clone()));
                        leaves = true;
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| self.show_name(ui, set, commands));
                },
            );
            show_members(ui, set, context);
            if self.asked == Some(set.id) {
                self.show_question(ui, set, commands);
            }
        });
        leaves
    }

    fn show_name(&mut self, ui: &mut Ui, set: &SnapshotSet, commands: &mut Vec<Command>) {
        let Some((_, name)) = self.renamed.as_mut().filter(|(id, _)| *id == set.id) else {
            let shown: String = set.name.chars().take(LONGEST_NAME).collect();
            let ink = theme::colors(ui).text;
            let room = ui.available_width() - measure::CONTROL - space::MEDIUM;
            let name = one_line(ui.painter(), &shown, theme::semibold(theme::TEXT), ink, room);
            ui.label(name).on_hover_text(&shown);
            if icon_button(ui, icons::ICON_EDIT, text!("many-sets-rename")).clicked() {
                self.renamed = Some((set.id, shown));
                self.wants_focus = true;
            }
            return;
        };
        let field =
            TextEdit::singleline(name).char_limit(LONGEST_NAME).desired_width(ui.available_width() - space::SMALL);
        let response = ui.add(field).accessible_name(text!("many-sets-name"));
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            crate::app::rename::select_all(ui, response.id, name.chars().count());
        }
        if response.lost_focus() {
            let name = name.trim().to_owned();
            if !name.is_empty() && name != set.name {
                commands.push(Command::Kept(KeptChange::RenameSet(set.id, name)));
            }
            self.renamed = None;
        }
    }

    fn show_question(&mut self, ui: &mut Ui, set: &SnapshotSet, commands: &mut Vec<Command>) {
        ui.add_space(space::TIGHT);
        ui.horizontal(|ui| {
            ui.label(text!("many-sets-forget-question"));
            if ui.button(text!("many-sets-forget-button")).clicked() {
                commands.push(Command::Kept(KeptChange::ForgetSet(set.id)));
                self.asked = None;
            }
            if ui.button(text!("many-sets-keep")).clicked() {
                self.asked = None;
            }
        });
    }
}

/// When it was taken and of which machines, and what of it is gone.
fn show_members(ui: &mut Ui, set: &SnapshotSet, context: &DialogContext<'_>) {
    let colors = theme::colors(ui);
    let small = |text: String| RichText::new(text).font(theme::regular(theme::TEXT_SMALL));
    let mut names: Vec<String> = Vec::new();
    let mut gone = 0;
    for member in &set.members {
        let entry = context.inventory.machine(&member.machine_key()).map(|(_, entry)| entry);
        names.extend(entry.map(|entry| entry.name().chars().take(60).collect()));
        // Of a machine that cannot be read now, nobody knows.
        let is_gone = entry
            .is_none_or(|entry| entry.machine().is_some_and(|machine| machine.tree.find(member.snapshot).is_none()));
        gone += usize::from(is_gone);
    }
    names.sort_by_cached_key(|name| name.to_lowercase());
    let about = format!("{} · {}", moment_and_age(Some(set.taken_at), context.now), machines(set.members.len()));
    let text = text!("named", name = about, value = names.join(text!("list-names")));
    ui.add(Label::new(small(text).color(colors.text_dim)).wrap());
    if gone > 0 {
        ui.label(small(text!("many-sets-gone", count = gone)).color(colors.warning));
    }
}
