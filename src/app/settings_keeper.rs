//! The person's settings while the window is open: written down on a thread of their own.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;

use crate::settings::{Settings, SettingsError, SettingsFile};

/// Settings, and the thread that writes them down.
pub struct SettingsKeeper {
    settings: Settings,
    /// `None` once it has ended.
    writer: Option<(Sender<Settings>, JoinHandle<()>)>,
    failures: Receiver<SettingsError>,
}

impl SettingsKeeper {
    /// Reads the file, before there is a window that would have to wait. A file that cannot be read is told
    /// of by [`SettingsKeeper::failure`], and the usual settings count.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn open(file: SettingsFile) -> std::io::Result<Self> {
        let (tell, failures) = mpsc::channel();
        let settings = file.load().unwrap_or_else(|error| {
            // The other end is in this function.
            tell.send(error).ok();
            Settings::default()
        });
        let (sender, inbox) = mpsc::channel::<Settings>();
        let write = move || {
            while let Ok(first) = inbox.recv() {
                // Of several changes in a row the last one is enough.
                let newest = inbox.try_iter().last().unwrap_or(first);
                if let Err(error) = file.save(&newest) {
                    tracing::warn!(%error, "settings");
                    tell.send(error).ok();
                }
            }
        };
        let thread = std::thread::Builder::new().name("settings".to_owned()).spawn(write)?;
        Ok(Self { settings, writer: Some((sender, thread)), failures })
    }

    /// The settings.
    #[must_use]
    pub fn get(&self) -> &Settings {
        &self.settings
    }

    /// Changes them, and has them written down.
    pub fn change(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
        self.keep();
    }

    /// Changes them, to be written down with a later change or at the end.
    pub fn change_quietly(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
    }

    fn keep(&self) {
        if let Some((writer, _)) = &self.writer {
            // It ends only with this value.
            writer.send(self.settings.clone()).ok();
        }
    }

    /// What could not be read or written, once.
    #[must_use]
    pub fn failure(&self) -> Option<SettingsError> {
        self.failures.try_recv().ok()
    }

    /// Has everything written down and waits for it. For the end, when there is no window any more.
    pub fn finish(&mut self) {
        self.keep();
        if let Some((sender, thread)) = self.writer.take() {
            drop(sender);
            if thread.join().is_err() {
                tracing::warn!("the thread that writes settings panicked");
            }
        }
    }
}
