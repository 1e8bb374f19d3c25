//! Asks for a folder, by the desktop's own dialog, without stopping the window.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::task::{Context, Poll, Wake, Waker};

use crate::text;

/// A dialog that may be open.
#[derive(Default)]
pub struct FolderDialog {
    answer: Option<Receiver<Option<PathBuf>>>,
}

impl FolderDialog {
    /// Opens the dialog.
    ///
    /// # Errors
    /// If the system gives no thread to wait for the answer.
    pub fn open(&mut self, ctx: &egui::Context) -> std::io::Result<()> {
        // Made on this thread, as macOS wants it, and waited for on another.
        let asked = rfd::AsyncFileDialog::new().set_title(text!("folder-dialog-title")).pick_folder();
        let (sender, answer) = mpsc::channel();
        let ctx = ctx.clone();
        std::thread::Builder::new().name("folder dialog".to_owned()).spawn(move || {
            let folder = block_on(asked).map(|folder| folder.path().to_owned());
            // The window may be closed by now.
            sender.send(folder).ok();
            ctx.request_repaint();
        })?;
        self.answer = Some(answer);
        Ok(())
    }

    /// The folder, once, if one was chosen.
    pub fn answer(&mut self) -> Option<PathBuf> {
        let answer = self.answer.as_ref()?.try_recv();
        match answer {
            Ok(folder) => {
                self.answer = None;
                folder
            }
            Err(mpsc::TryRecvError::Empty) => None,
            Err(mpsc::TryRecvError::Disconnected) => {
                self.answer = None;
                None
            }
        }
    }
}

/// Waits for a future on this thread: the dialog is the only one, so no runtime is needed.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(std::sync::Arc::new(Unpark(std::thread::current())));
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}
