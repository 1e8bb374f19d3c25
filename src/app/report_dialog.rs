//! Asks where a report is to be saved, by the desktop's own dialog, and saves it there, without stopping the window.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};

use super::folder_dialog::block_on;
use crate::health::report::{Report, ReportFormat};
use crate::text;

/// A dialog that may be open.
#[derive(Default)]
pub struct ReportDialog {
    answer: Option<Receiver<String>>,
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
            let Some(file) = block_on(asked) else { return };
            // The window may be closed by now.
            sender.send(save(&report, format, file.path())).ok();
            ctx.request_repaint();
        })?;
        self.answer = Some(answer);
        Ok(())
    }

    /// How saving ended, once, in words.
    pub fn answer(&mut self) -> Option<String> {
        let answer = self.answer.as_ref()?.try_recv();
        if !matches!(answer, Err(mpsc::TryRecvError::Empty)) {
            self.answer = None;
        }
        answer.ok()
    }
}

/// Saves a report, and says how that ended. What was in the file before stands until the new one is whole.
fn save(report: &Report, format: ReportFormat, path: &Path) -> String {
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let written = tempfile::NamedTempFile::new_in(&folder).and_then(|mut file| {
        report.write(format, &mut file)?;
        file.persist(path).map_err(|error| error.error)
    });
    match written {
        Ok(_) => text!("report-dialog-saved", path = path.display()),
        Err(error) => text!("report-dialog-failed", path = path.display(), error = error),
    }
}
