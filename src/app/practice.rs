//! The Sandbox in the window: practice machines, what can be done with them as a whole, and the answer
//! to where the real ones are.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use chrono::{DateTime, Utc};
use egui::{Button, Id, Modal, RichText, Sides, Ui};

use super::command::Command;
use super::theme::{self, space};
use crate::hypervisor::Hypervisor as _;
use crate::hypervisor::host::disk_of;
use crate::hypervisor::sandbox::{NewMachine, SamplePin, Sandbox, SandboxError};
use crate::model::{Bytes, ConnectionId, ConnectionInventory, MachineKey, ProblemKind};
use crate::text;

/// Size of a new practice machine's disk in bytes, as its guest would see it. The file begins with
/// next to nothing.
const NEW_DISK: u64 = 8 << 30;
/// Room that a copied machine leaves on the host.
const IMPORT_MARGIN: Bytes = Bytes(1 << 30);

/// A dialog that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Dialog {
    Reset,
    RealMachines,
    Import(Import),
}

/// A machine to be copied into the Sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its name.
    pub name: String,
    /// Where it and all its files are.
    pub folder: PathBuf,
    /// What its files take.
    pub size: Bytes,
}

/// What a piece of work leads to.
#[derive(Debug, Default)]
pub struct Done {
    /// What of new samples is to be pinned.
    pub pins: Vec<SamplePin>,
    /// What the person is told for a moment.
    pub words: Option<String>,
    /// A machine that was made, to be shown.
    pub made: Option<MachineKey>,
}

/// How a piece of work ended: well, or with what could not be done, in words.
type Ended = Result<Done, String>;

fn in_words(error: &SandboxError) -> String {
    format!("{error}\n{}", error.advice())
}

/// What the window knows of the Sandbox.
pub struct Practice {
    sandbox: Option<Arc<Sandbox>>,
    dialog: Option<Dialog>,
    /// What came of each piece of work.
    ended: (Sender<Ended>, Receiver<Ended>),
}

impl Practice {
    /// With this Sandbox, if it is among the connections.
    #[must_use]
    pub fn new(sandbox: Option<Arc<Sandbox>>) -> Self {
        Self { sandbox, dialog: None, ended: channel() }
    }

    /// Whether the Sandbox is among the connections.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.sandbox.is_some()
    }

    /// A piece of work that has ended, once: and how.
    pub fn ended(&self) -> Option<Ended> {
        self.ended.1.try_recv().ok()
    }

    /// Makes the sample machines of a new Sandbox, in the background.
    pub fn add_samples(&self, ctx: &egui::Context, now: DateTime<Utc>) {
        self.make_samples(ctx, move |sandbox| sandbox.add_samples(now));
    }

    /// Makes an empty machine, in the background.
    pub fn add_machine(&self, ctx: &egui::Context, now: DateTime<Utc>) {
        self.work(ctx, move |sandbox| {
            let listed = sandbox.machines().map(|listing| listing.machines).unwrap_or_default();
            let is_free = |name: &String| !listed.iter().any(|entry| *entry.name == **name);
            // One of as many names as there are machines and one more is free.
            let name = (1..=listed.len() + 1)
                .map(|number| text!("practice-new-machine", number = number.to_string()))
                .find(is_free);
            let made = sandbox.create_machine(&NewMachine::small(&name.unwrap_or_default(), NEW_DISK), now);
            let made = made.map_err(|error| in_words(&error))?;
            let connection = sandbox.connection().id.clone();
            Ok(Done { made: Some(MachineKey { connection, machine: made }), ..Done::default() })
        });
    }

    /// Deletes all practice machines and makes the samples anew, in the background.
    pub fn reset(&self, ctx: &egui::Context, now: DateTime<Utc>) {
        self.make_samples(ctx, move |sandbox| sandbox.reset(now));
    }

    /// They come one after the other: the person is told that there will be more, and when all are there.
    fn make_samples(
        &self,
        ctx: &egui::Context,
        make: impl FnOnce(&Sandbox) -> Result<Vec<SamplePin>, SandboxError> + Send + 'static,
    ) {
        let going_on = text!("practice-samples-go-on").to_owned();
        self.ended.0.send(Ok(Done { words: Some(going_on), ..Done::default() })).ok();
        self.work(ctx, move |sandbox| {
            let pins = make(sandbox).map_err(|error| in_words(&error))?;
            Ok(Done { pins, words: Some(text!("practice-samples-ready").to_owned()), made: None })
        });
    }

    /// Copies a machine into the Sandbox, in the background. Says at once that it goes on.
    pub fn import(&self, ctx: &egui::Context, import: Import) {
        let going_on = text!("practice-import-goes-on", name = import.name, amount = import.size);
        self.ended.0.send(Ok(Done { words: Some(going_on), ..Done::default() })).ok();
        self.work(ctx, move |sandbox| {
            let free = disk_of(sandbox.folder()).map(|(_, disk)| disk.free);
            if let Some(free) = free.filter(|free| *free < import.size + IMPORT_MARGIN) {
                return Err(text!("practice-import-no-room", name = import.name, amount = import.size, free = free));
            }
            sandbox.import(&import.folder).map_err(|error| in_words(&error))?;
            // Copying takes minutes: by now the person is at something else, and is not taken away from it.
            let words = text!("practice-imported", name = import.name);
            Ok(Done { words: Some(words), ..Done::default() })
        });
    }

    /// The machines appear by themselves, since their folder is watched; at the end the window reads everything again.
    fn work(&self, ctx: &egui::Context, act: impl FnOnce(&Sandbox) -> Ended + Send + 'static) {
        let Some(sandbox) = self.sandbox.clone() else { return };
        let (ended, ctx) = (self.ended.0.clone(), ctx.clone());
        let work = move || {
            // The window may be closed by now.
            ended.send(act(&sandbox)).ok();
            ctx.request_repaint();
        };
        if let Err(error) = std::thread::Builder::new().name("sandbox".to_owned()).spawn(work) {
            self.ended.0.send(Err(text!("practice-failed", error = error))).ok();
        }
    }

    /// Asks before everything is deleted.
    pub fn ask_reset(&mut self) {
        self.dialog = Some(Dialog::Reset);
    }

    /// Asks before a machine is copied.
    pub fn ask_import(&mut self, import: Import) {
        self.dialog = Some(Dialog::Import(import));
    }

    /// The connection of the Sandbox, if it is among them.
    #[must_use]
    pub fn connection(&self) -> Option<&ConnectionId> {
        self.sandbox.as_ref().map(|sandbox| &sandbox.connection().id)
    }

    /// Tells where real machines are looked for.
    pub fn explain_real_machines(&mut self) {
        self.dialog = Some(Dialog::RealMachines);
    }

    /// Draws the dialog that is open, if any. `virtualbox` is where real machines are looked for.
    pub fn show_dialog(&mut self, ui: &Ui, virtualbox: Option<&ConnectionInventory>, commands: &mut Vec<Command>) {
        let Some(dialog) = self.dialog.clone() else { return };
        let (title, text) = match &dialog {
            Dialog::Import(import) => (
                text!("practice-import-title"),
                text!("practice-import-about", name = import.name, amount = import.size),
            ),
            Dialog::Reset => (text!("practice-reset"), text!("practice-reset-about").to_owned()),
            Dialog::RealMachines => (text!("practice-where"), where_real_machines_are(virtualbox)),
        };
        let id = Id::unique("practice dialog");
        let area = Modal::default_area(id).accessible_name(title);
        let frame = egui::Frame::window(ui.style());
        let response = Modal::new(id).area(area).frame(frame).show(ui.ctx(), |ui| {
            ui.set_width(440.0);
            ui.label(RichText::new(title).font(theme::semibold(theme::TEXT_TITLE)));
            ui.add_space(space::SMALL);
            ui.colored_label(theme::colors(ui).text_dim, text);
            ui.add_space(space::LARGE);
            Sides::new().show(ui, |_| {}, |ui| show_buttons(ui, &dialog, commands));
        });
        if response.should_close() {
            self.dialog = None;
        }
    }
}

fn where_real_machines_are(virtualbox: Option<&ConnectionInventory>) -> String {
    let folder = virtualbox.map_or("", |connection| &*connection.connection.place);
    match virtualbox.map(|connection| (connection.why_empty(), connection.machines.is_empty())) {
        Some((None, false)) => text!("practice-where-listed", folder = folder),
        Some((None, true)) => text!("nothing-yet-about").to_owned(),
        Some((Some(problem), _)) if problem.kind != ProblemKind::Missing => {
            format!("{}\n\n{}", problem.what, problem.advice)
        }
        Some((Some(_), _)) | None => text!("practice-where-missing", folder = folder),
    }
}

fn show_buttons(ui: &mut Ui, dialog: &Dialog, commands: &mut Vec<Command>) {
    let (text, command) = match dialog {
        Dialog::Reset => (text!("practice-reset-button"), Command::ResetSandbox),
        Dialog::RealMachines => (text!("nothing-choose-folder"), Command::ChooseVirtualBoxHome),
        Dialog::Import(import) => (text!("practice-import-button"), Command::ImportIntoSandbox(import.clone())),
    };
    let ink = if *dialog == Dialog::Reset { theme::colors(ui).danger } else { theme::colors(ui).text };
    if ui.add(Button::new(RichText::new(text).color(ink))).clicked() {
        commands.push(command);
        ui.close();
    }
    if ui.button(text!("practice-cancel")).clicked() {
        ui.close();
    }
}
