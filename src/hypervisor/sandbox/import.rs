//! Importing a copy of a machine that VirtualBox made.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::change::{Change, is_inside};
use super::machine_file::MachineFile;
use super::world::check;
use super::{Doing, Refusal, Sandbox, SandboxError};
use crate::model::MachineId;
use crate::text;

impl Sandbox {
    /// Copies the machine in `folder` into the Sandbox; the original is only read. The machine must be off
    /// and its files all in that folder.
    ///
    /// # Errors
    /// If there is not exactly one machine in the folder, it needs images from elsewhere or of other
    /// formats than VDI, it is in the Sandbox already, or files cannot be read or written. Nothing was
    /// changed then.
    pub fn import(&self, folder: &Path) -> Result<MachineId, SandboxError> {
        let settings = settings_in(folder)?;
        let mut file = MachineFile::read(&settings)?;
        let files = files_of(&file, folder)?;
        self.change(|world, change| {
            let id = file.machine.id;
            if world.find(id).is_ok() {
                let what = text!("hypervisor-sandbox-machine-there", name = file.machine.name);
                return Err(Refusal::Invalid(what).into());
            }
            if let Some(record) = file.machine.images.iter().find(|record| world.images.find(record.id).is_some()) {
                let what = text!("hypervisor-sandbox-image-there", id = record.id.to_string());
                return Err(Refusal::Invalid(what).into());
            }
            let (target, _) = world.new_folder(&file.machine.name);
            change.create_folder(&target)?;
            for path in &files {
                let relative = path.strip_prefix(folder).unwrap_or(path);
                let to = target.join(relative);
                create_folders(change, &target, relative)?;
                change.copy(path, &to)?;
            }
            make_relative(&mut file);
            let path = target.join(settings.file_name().unwrap_or_default());
            change.replace(&path, &file.to_bytes())?;
            world.register(id, &path);
            Ok(id)
        })
    }
}

/// The one settings file in a folder.
fn settings_in(folder: &Path) -> Result<PathBuf, SandboxError> {
    let failed = |source| SandboxError::file(folder, Doing::Read, source);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "vbox") {
            found.push(path);
        }
    }
    match found.as_slice() {
        [one] => Ok(one.clone()),
        other => {
            let what = text!("hypervisor-sandbox-settings-files", count = other.len(), folder = folder.display());
            Err(Refusal::Invalid(what).into())
        }
    }
}

/// All files to be copied beside the settings, after they were checked.
fn files_of(file: &MachineFile, folder: &Path) -> Result<BTreeSet<PathBuf>, SandboxError> {
    let mut files = BTreeSet::new();
    let listed: BTreeSet<_> = file.machine.images.iter().map(|record| record.id).collect();
    let hardware = file.machine.tree.iter().map(|(_, snapshot)| &snapshot.hardware);
    for (_, image) in hardware.chain([&file.machine.current_state.hardware]).flat_map(|one| one.disks()) {
        if !listed.contains(&image) {
            let what = text!("hypervisor-sandbox-rests-on-others").to_owned();
            return Err(Refusal::Unsupported(what).into());
        }
    }
    for record in &file.machine.images {
        if !is_inside(folder, &record.path) {
            let what = text!("hypervisor-sandbox-outside-machine", path = record.path.display());
            return Err(Refusal::Unsupported(what).into());
        }
        check(record)?;
        files.insert(record.path.to_path_buf());
    }
    let support = file.machine.support_files().filter(|path| path.is_file() && is_inside(folder, path));
    files.extend(support.map(|path| path.to_path_buf()));
    Ok(files)
}

/// Makes the folders in `target` that a file at `relative` needs.
pub fn create_folders(change: &mut Change<'_>, target: &Path, relative: &Path) -> Result<(), SandboxError> {
    let mut folder = target.to_owned();
    for part in relative.parent().into_iter().flat_map(Path::components) {
        folder.push(part);
        change.create_folder(&folder)?;
    }
    Ok(())
}

/// Locations that are written out in full, though they are in the machine's folder, are true only there.
fn make_relative(file: &mut MachineFile) {
    let node = file.node();
    for element in file.document.descendants(node, |_| true).into_iter().chain([node]) {
        for key in ["location", "stateFile", "path", "snapshotFolder"] {
            let Some(written) = file.document.attribute(element, key).map(PathBuf::from) else { continue };
            if written.is_absolute() && written.starts_with(file.folder()) {
                let relative = file.location(&written);
                file.document.set_attribute(element, key, &relative, &[]);
            }
        }
    }
}
