//! The list of disk images in a settings file or in the registry common to all machines.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use crate::hypervisor::HypervisorError;
use crate::hypervisor::virtualbox::paths::resolve;
use crate::hypervisor::virtualbox::xml::{Document, Element, Token};
use crate::model::{ImageFormat, ImageId, ImageMode, ImageRecord, MachineId};

/// For [`read_media`]: the images belong to no machine.
pub const LISTED_IN_COMMON: Option<MachineId> = None;

/// Reads the `MediaRegistry` that was opened last, to its end. Only hard disks are kept: CDs and
/// floppies have no part in snapshots. Difference images stand inside their parents.
///
/// # Errors
/// If the document is not well-formed.
pub fn read_media(
    document: &mut Document<'_>,
    folder: &Path,
    listed_by: Option<MachineId>,
) -> Result<Vec<Arc<ImageRecord>>, HypervisorError> {
    let mut images = Vec::new();
    // The images that are open, from the base down; `None` for elements that are no image.
    let mut open: Vec<Option<ImageId>> = Vec::new();
    loop {
        match document.next()? {
            Token::Open { element, empty } => {
                let id = match element.name() {
                    "HardDisk" => {
                        let parent = open.iter().rev().find_map(|id| *id);
                        let image = read_image(document, &element, folder, parent, listed_by)?;
                        let id = image.as_ref().map(|image| image.id);
                        images.extend(image.map(Arc::new));
                        id
                    }
                    "HardDisks" => None,
                    _ => {
                        if !empty {
                            document.skip(&element)?;
                        }
                        continue;
                    }
                };
                if !empty {
                    open.push(id);
                }
            }
            Token::Close => {
                if open.pop().is_none() {
                    return Ok(images);
                }
            }
            Token::Text(_) => {}
            Token::End => return Ok(images),
        }
    }
}

/// An image without readable id is left out: nothing can refer to it.
fn read_image(
    document: &Document<'_>,
    element: &Element<'_>,
    folder: &Path,
    parent: Option<ImageId>,
    listed_by: Option<MachineId>,
) -> Result<Option<ImageRecord>, HypervisorError> {
    let mut id = None;
    let mut location = None;
    let mut format = None;
    let mut mode = ImageMode::Normal;
    let mut auto_reset = false;
    element.each_attribute(document, |key, value| match key {
        "uuid" => id = ImageId::from_str(&value).ok(),
        "location" => location = Some(value.into_owned()),
        "format" => format = Some(ImageFormat::from_name(&value)),
        "type" => mode = mode_from(&value),
        "autoReset" => auto_reset = super::is_true(&value),
        _ => {}
    })?;
    let Some(id) = id else { return Ok(None) };
    let location = location.unwrap_or_default();
    Ok(Some(ImageRecord {
        id,
        path: resolve(folder, &location),
        format: format.unwrap_or(ImageFormat::Vdi),
        mode,
        auto_reset,
        parent,
        listed_by,
    }))
}

/// VirtualBox writes the type of base images only, with a capital; old versions wrote it small
/// (`Settings.cpp`).
fn mode_from(name: &str) -> ImageMode {
    match name.to_ascii_lowercase().as_str() {
        "immutable" => ImageMode::Immutable,
        "writethrough" => ImageMode::WriteThrough,
        "shareable" => ImageMode::Shareable,
        "readonly" => ImageMode::ReadOnly,
        "multiattach" => ImageMode::MultiAttach,
        _ => ImageMode::Normal,
    }
}
