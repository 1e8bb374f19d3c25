//! Opening other connections while the window is open, without waiting for their disks.

use std::sync::mpsc::{self, Receiver};

use crate::hypervisor::{ConnectOptions, Connections, connect};

/// Connections that are being opened, if any.
#[derive(Default)]
pub struct Connecting {
    answer: Option<Receiver<Connections>>,
}

impl Connecting {
    /// Opens connections in the background. What was being opened before is forgotten.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(&mut self, ctx: &egui::Context, options: ConnectOptions) -> std::io::Result<()> {
        let (sender, answer) = mpsc::channel();
        let ctx = ctx.clone();
        std::thread::Builder::new().name("connect".to_owned()).spawn(move || {
            // The window may be closed by now.
            sender.send(connect(&options)).ok();
            ctx.request_repaint();
        })?;
        self.answer = Some(answer);
        Ok(())
    }

    /// The connections, once they are open.
    pub fn finished(&mut self) -> Option<Connections> {
        let connections = self.answer.as_ref()?.try_recv().ok()?;
        self.answer = None;
        Some(connections)
    }
}
