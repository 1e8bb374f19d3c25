//! Registered images that no machine uses.

use crate::health::view::{Inspection, about_image, unread};
use crate::health::{Evidence, Severity};
use crate::model::{ConnectionInventory, FileStatus};

/// `used` runs parallel to the connection's images.
pub(in crate::health) fn check(inspection: &mut Inspection<'_>, connection: &ConnectionInventory, used: &[bool]) {
    // A machine that cannot be read may use any of them: `stray_files` says that it cannot be told.
    if unread(connection).next().is_some() {
        return;
    }
    for (index, image) in connection.images.iter() {
        if used[index.position()] {
            continue;
        }
        let has_children = !image.children.is_empty();
        let evidence = match &image.file {
            Some(FileStatus::Present { occupied, .. }) => Evidence::UnattachedImage { size: *occupied, has_children },
            Some(FileStatus::Missing) => Evidence::GoneImage { has_children },
            // Not looked at yet, or told as one that cannot be read.
            Some(FileStatus::Unreadable(_)) | None => continue,
        };
        inspection.findings.push(about_image(connection, image, Severity::Info, evidence));
    }
}
