//! Where the space is: the files of all machines as a map.

use egui::{Response, RichText, Ui};

use super::OverviewContext;
use crate::app::command::Command;
use crate::app::components::card;
use crate::app::disk_map::{Contents, DiskMap, MapContext, TileState};
use crate::app::theme::{self, space};
use crate::language::{self, Language};
use crate::text;

/// What the map remembers between frames.
#[derive(Default)]
pub struct SpaceMap {
    map: DiskMap,
    contents: Contents,
    /// Generation of the inventory that the contents were made of, and the language of their names.
    made_for: Option<(u64, Language)>,
    stamp: u64,
}

impl SpaceMap {
    /// Draws the map into all the room there is.
    pub fn show(&mut self, ui: &mut Ui, context: &OverviewContext<'_>, commands: &mut Vec<Command>) {
        self.update(context);
        let height = ui.available_height() - 2.0 * space::MEDIUM;
        card(ui, |ui| {
            ui.set_height(height);
            ui.label(RichText::new(text!("overview-space")).font(theme::semibold(theme::TEXT)));
            ui.add_space(space::TIGHT);
            if self.contents.groups.is_empty() {
                let words = text!("overview-space-unmeasured");
                ui.colored_label(theme::colors(ui).text_dim, words);
                return;
            }
            let map = MapContext {
                name: text!("overview-space-map").to_owned(),
                contents: &self.contents,
                stamp: self.stamp,
                shown: None,
                note: &|_| None,
                state: &|_| TileState::default(),
                menu: &|_: &Ui, _: &Response, _: &mut Vec<Command>| {},
            };
            self.map.show(ui, &map, commands);
        });
    }

    fn update(&mut self, context: &OverviewContext<'_>) {
        let wanted = (context.inventory.generation, language::current());
        if self.made_for == Some(wanted) {
            return;
        }
        self.made_for = Some(wanted);
        let contents = Contents::of_inventory(context.inventory);
        // Reading again mostly finds the same: where one looks stays as it is then.
        if contents != self.contents {
            self.contents = contents;
            self.stamp += 1;
        }
    }
}
