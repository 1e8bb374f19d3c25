//! Asks where a report is to be saved, by the desktop's own dialog, and saves it there, without stopping the window.

use std::path::Path;
use std::sync::mpsc::{self, Receiver};

use super::file_dialogs::{Asked, wait_for};
use crate::health::report::{Report, ReportFormat};
use crate::text;

/// A dialog that may be open.
#[derive(Default)]
pub struct ReportDialog {
    answer: Option<Receiver<Result<String, String>>>,
}

impl ReportDialog {
    /// Opens the dialog.
    ///
    /// # Errors
    /// If the system gives no thread to wait for the answer.
    pub fn open(&mut self, ctx: &egui::Context, report: Report, format: ReportFormat) -> std::io::Result<()> {
        let name = format!("snapgrove-{}.{}", report.made_at.format("%Y-%m-%d"), format.extension());
        // Made on this thread, as macOS wants it, and waited for on another.
        let asked = rfd::AsyncFileDialog::new()
            .set_title(text!("report-dialog-title"))
            .set_file_name(name)
            .add_filter(format.extension().to_uppercase(), &[format.extension()])
            .save_file();
        let (sender, answer) = mpsc::channel();
        let ctx = ctx.clone();
        std::thread::Builder::new().name("report dialog".to_owned()).spawn(move || {
            let words = match wait_for(asked) {
                Asked::Chosen(path) => save(&report, format, &path),
                Asked::Cancelled => return,
                Asked::NoDialog => Err(text!("report-dialog-none").to_owned()),
            };
            // The window may be closed by now.
            sender.send(words).ok();
            ctx.request_repaint();
        })?;
        self.answer = Some(answer);
        Ok(())
    }

    /// How saving ended, once, in words for a person.
    pub fn answer(&mut self) -> Option<Result<String, String>> {
        let answer = self.answer.as_ref()?.try_recv();
        if !matches!(answer, Err(mpsc::TryRecvError::Empty)) {
            self.answer = None;
        }
        answer.ok()
    }
}

/// Saves a report, and says how that ended.
fn save(report: &Report, format: ReportFormat, path: &Path) -> Result<String, String> {
    let failed = |error| text!("report-dialog-failed", path = path.display(), error = error);
    report.save(format, path).map(|()| text!("report-dialog-saved", path = path.display())).map_err(failed)
}
