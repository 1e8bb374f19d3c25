//! The desktop's own dialogs for files and folders: waited for on threads of their own, so that the window goes on.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use rfd::FileHandle;

use crate::text;

/// Nobody cancels so quickly: the desktop showed no dialog.
const AT_ONCE: Duration = Duration::from_millis(250);

/// How a dialog ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// With this file or folder.
    Chosen(PathBuf),
    /// The person wants none.
    Cancelled,
    /// The desktop has no dialog to show.
    NoDialog,
}

/// Asks for a folder. It may be open.
#[derive(Default)]
pub struct FolderDialog {
    answer: Option<Receiver<Asked>>,
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
            // The window may be closed by now.
            sender.send(wait_for(asked)).ok();
            ctx.request_repaint();
        })?;
        self.answer = Some(answer);
        Ok(())
    }

    /// The folder, once, if one was chosen; or why there was no dialog, in words.
    pub fn answer(&mut self) -> Option<Result<PathBuf, &'static str>> {
        let answer = self.answer.as_ref()?.try_recv();
        if !matches!(answer, Err(mpsc::TryRecvError::Empty)) {
            self.answer = None;
        }
        match answer.ok()? {
            Asked::Chosen(folder) => Some(Ok(folder)),
            Asked::Cancelled => None,
            Asked::NoDialog => Some(Err(text!("folder-dialog-none"))),
        }
    }
}

/// Waits on this thread for a dialog to end.
pub(super) fn wait_for(asked: impl Future<Output = Option<FileHandle>>) -> Asked {
    let begun = Instant::now();
    match block_on(asked) {
        Some(file) => Asked::Chosen(file.path().to_owned()),
        None if begun.elapsed() < AT_ONCE => Asked::NoDialog,
        None => Asked::Cancelled,
    }
}

/// Waits for a future on this thread: the dialog is the only one, so no runtime is needed.
fn block_on<F: Future>(future: F) -> F::Output {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialog_that_was_never_shown_is_not_taken_for_one_that_was_cancelled() {
        assert_eq!(wait_for(std::future::ready(None)), Asked::NoDialog);
        let slow = async {
            std::thread::sleep(AT_ONCE);
            None
        };
        assert_eq!(wait_for(slow), Asked::Cancelled);
        let chosen = std::future::ready(Some(FileHandle::from(PathBuf::from("/somewhere"))));
        assert_eq!(wait_for(chosen), Asked::Chosen(PathBuf::from("/somewhere")));
    }
}
