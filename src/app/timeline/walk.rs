//! The timeline by keyboard: to the neighbours in time, and to the lanes and machines above and below.

use egui::{EventFilter, Id, Key, Modifiers, Ui};

use super::view::{Frame, TimelineView};
use crate::app::command::{Command, Node};
use crate::model::MachineKey;

impl TimelineView {
    /// The arrow keys belong to what has the keyboard. They are followed when all bands have been drawn.
    pub(super) fn follow_keys(&mut self, ui: &Ui, id: Id) {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        self.has_keyboard = true;
    }

    /// Left and right go through time; up and down to the lane above or below, and on to the next machine.
    pub(super) fn walk(&mut self, ui: &Ui, frame: &Frame<'_>, commands: &mut Vec<Command>) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (left, right) = (pressed(Key::ArrowLeft), pressed(Key::ArrowRight));
        let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
        let selected = frame.selected(frame.availability.context.entry);
        let target = if left || right {
            let own = self.rows.get(&frame.key);
            own.and_then(|row| row.band.neighbour(selected, right)).map(|node| (frame.key.clone(), node))
        } else if up || down {
            self.beside(frame, selected, down)
        } else {
            None
        };
        let Some((key, node)) = target else { return };
        commands.push(frame.choose(&key, node));
        self.wants_focus = Some((key, node));
        self.reveal = Some(node);
        ui.request_repaint();
    }

    /// The snapshot nearest in time in the next lane.
    pub(super) fn beside(&self, frame: &Frame<'_>, selected: Node, below: bool) -> Option<(MachineKey, Node)> {
        let mut lanes: Vec<(&MachineKey, u8)> = Vec::new();
        for (key, _) in frame.shown {
            let count = self.rows.get(key).map_or(0, |row| row.band.tracks.len());
            lanes.extend((0..u8::try_from(count).unwrap_or(u8::MAX)).map(|lane| (key, lane)));
        }
        let own = self.rows.get(&frame.key)?;
        let (lane, time) = match own.band.place_of(selected) {
            Some((lane, position)) => (lane, own.band.tracks.get(usize::from(lane))?.times.get(position).copied()?),
            None => (own.band.current_lane, frame.now),
        };
        let at = lanes.iter().position(|(key, other)| **key == frame.key && *other == lane)?;
        let others: Vec<_> = if below { lanes.split_off(at + 1) } else { lanes.drain(..at).rev().collect() };
        others.into_iter().find_map(|(key, lane)| {
            let band = &self.rows.get(key)?.band;
            let track = band.tracks.get(usize::from(lane))?;
            let after = track.times.partition_point(|other| *other < time);
            let candidates = [after.checked_sub(1), Some(after).filter(|after| *after < track.times.len())];
            let nearest = candidates.into_iter().flatten().min_by_key(|item| track.times[*item].abs_diff(time))?;
            Some((key.clone(), band.node(*track.snapshots.get(nearest)?)))
        })
    }
}
