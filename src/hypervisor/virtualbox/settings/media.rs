//! The list of disk images in a settings file or in the registry common to all machines.

use std::path::Path;
use std::sync::Arc;

use crate::hypervisor::HypervisorError;
use crate::hypervisor::virtualbox::paths::Locations;
use crate::hypervisor::virtualbox::xml::{Document, Element, Token};
use crate::model::{ImageFormat, ImageId, ImageMode, ImageRecord, MachineId};
use crate::text;

/// For [`read_media`]: the images belong to no machine.
pub const LISTED_IN_COMMON: Option<MachineId> = None;

/// Reads the `MediaRegistry` that was opened last, to its end. Only hard disks are kept: CDs and
/// floppies have no part in snapshots. Difference images stand inside their parents.
///
/// Nothing is left out quietly: who counts on an image that is missing here may delete too much.
///
/// # Errors
/// If the document is not well-formed, or an image has no readable id.
pub fn read_media(
    document: &mut Document<'_>,
    locations: &Locations<'_>,
    listed_by: Option<MachineId>,
) -> Result<Vec<Arc<ImageRecord>>, HypervisorError> {
    let mut images: Vec<ImageRecord> = Vec::new();
    // Where the images are that are open, from the base down; `None` for the list of hard disks.
    let mut open: Vec<Option<usize>> = Vec::new();
    loop {
        match document.next()? {
            Token::Open { element, empty } => {
                let innermost = open.last().copied().flatten();
                let place = match element.name() {
                    "HardDisks" => None,
                    // Before 1.4, difference images had another name.
                    "HardDisk" | "DiffHardDisk" => {
                        let parent = innermost.and_then(|place| images.get(place)).map(|image| image.id);
                        images.push(read_image(document, &element, locations, parent, listed_by)?);
                        Some(images.len() - 1)
                    }
                    _ => {
                        if let Some(image) = innermost.and_then(|place| images.get_mut(place)) {
                            read_old_location(document, &element, locations, image)?;
                        }
                        if !empty {
                            document.skip()?;
                        }
                        continue;
                    }
                };
                if !empty {
                    open.push(place);
                }
            }
            Token::Text(_) => {}
            Token::Close if open.pop().is_some() => {}
            Token::Close | Token::End => return Ok(images.into_iter().map(Arc::new).collect()),
        }
    }
}

fn read_image(
    document: &Document<'_>,
    element: &Element<'_>,
    locations: &Locations<'_>,
    parent: Option<ImageId>,
    listed_by: Option<MachineId>,
) -> Result<ImageRecord, HypervisorError> {
    let mut id = None;
    let mut path = None;
    let mut format = None;
    let mut mode = ImageMode::Normal;
    let mut auto_reset = false;
    element.each_attribute(document, |key, value| match key {
        "uuid" => id = Some(value.parse::<ImageId>()),
        "location" => path = Some(locations.resolve(&value)),
        "format" => format = Some(ImageFormat::from_name(&value)),
        "type" => mode = mode_from(&value),
        "autoReset" => auto_reset = super::is_true(&value),
        _ => {}
    })?;
    let id = id.ok_or_else(|| document.error(text!("virtualbox-xml-image-id")))?;
    let id = id.map_err(|error| document.error(error.to_string()))?;
    let path = path.unwrap_or_else(|| Path::new("").into());
    Ok(ImageRecord { id, path, format: format.unwrap_or(ImageFormat::Vdi), mode, auto_reset, parent, listed_by })
}

/// Before 1.4, an element inside the image says where it is: `<VirtualDiskImage filePath="…"/>`.
fn read_old_location(
    document: &Document<'_>,
    element: &Element<'_>,
    locations: &Locations<'_>,
    image: &mut ImageRecord,
) -> Result<(), HypervisorError> {
    let format = match element.name() {
        "VirtualDiskImage" => ImageFormat::Vdi,
        "VMDKImage" => ImageFormat::Vmdk,
        "VHDImage" => ImageFormat::Vhd,
        _ => return Ok(()),
    };
    if let Some(path) = element.attribute(document, "filePath")? {
        image.path = locations.resolve(&path);
        image.format = format;
    }
    Ok(())
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
