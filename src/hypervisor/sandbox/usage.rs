//! Simulated use: what a guest would write to its disks.

use chrono::{DateTime, Utc};

use super::change::Change;
use super::vdi::Vdi;
use super::world::World;
use super::writing::{Piece, Writing};
use super::{Refusal, Sandbox, SandboxError};
use crate::hypervisor::sandbox::chain::Chain;
use crate::image::{HostStorage, SECTOR, Storage as _};
use crate::model::{ImageId, ImageMode, MachineId};
use crate::text;

/// Bytes written to a place of a disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskWrite {
    /// Which disk, by its place among the machine's hard disks.
    pub disk: usize,
    /// Where on the guest's disk, in bytes.
    pub offset: u64,
    /// What is written.
    pub content: Vec<u8>,
}

/// Use of a machine that is made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Which disk, by its place among the machine's hard disks.
    pub disk: usize,
    /// How many bytes are written, rounded up to whole blocks of 1 MiB.
    pub bytes: u64,
    /// The part of the disk that is written to: its first so many bytes. The smaller, the more is
    /// written over what was written before.
    pub within: u64,
    /// Decides places and content.
    pub seed: u64,
}

/// Size of what simulated use writes at once.
const PIECE: u64 = 1 << 20;

impl Sandbox {
    /// Writes to the current state's disks, as a running machine would. The current state counts as
    /// changed afterwards.
    ///
    /// # Errors
    /// If an image is missing or cannot be written, or a place is not on the disk. Nothing was changed
    /// then.
    pub fn write(&self, machine: MachineId, writes: &[DiskWrite]) -> Result<(), SandboxError> {
        self.change(|world, change| write_all(world, change, machine, writes))
    }

    /// As [`Sandbox::write`], with places and content made from a number.
    ///
    /// # Errors
    /// As [`Sandbox::write`].
    pub fn simulate_use(&self, machine: MachineId, usage: &Usage) -> Result<(), SandboxError> {
        self.change(|world, change| {
            let at = world.find(machine)?;
            let file = &world.machines[at];
            let disk = file.attached(file.node()).get(usage.disk).map(|(_, image)| *image);
            let size = match disk {
                Some(image) => world.open_chain(image)?.top().map_or(0, Vdi::disk_size),
                None => 0,
            };
            let places = (usage.within.min(size) / PIECE).max(1);
            let mut random = Random(usage.seed);
            let count = usage.bytes.div_ceil(PIECE).min(places);
            let mut chosen = std::collections::BTreeSet::new();
            while (chosen.len() as u64) < count {
                chosen.insert(random.next() % places);
            }
            let writes: Vec<DiskWrite> = chosen
                .into_iter()
                .map(|place| {
                    let length = PIECE.min(size.saturating_sub(place * PIECE));
                    DiskWrite { disk: usage.disk, offset: place * PIECE, content: random.bytes(length) }
                })
                .collect();
            write_all(world, change, machine, &writes)
        })
    }
}

impl Sandbox {
    /// Says when a machine was last switched off, as if it had run until then.
    ///
    /// # Errors
    /// If there is no such machine, or its settings file cannot be written.
    pub fn set_off_since(&self, machine: MachineId, time: DateTime<Utc>) -> Result<(), SandboxError> {
        self.change(|world, _| {
            let at = world.find(machine)?;
            world.machines[at].set_last_change(time);
            Ok(())
        })
    }
}

/// Numbers that look random (splitmix64): made-up use needs no better ones, and the same every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn bytes(&mut self, length: u64) -> Vec<u8> {
        let words = length.div_ceil(8);
        let mut bytes: Vec<u8> = (0..words).flat_map(|_| self.next().to_le_bytes()).collect();
        bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        bytes
    }
}

fn write_all(
    world: &mut World,
    change: &mut Change<'_>,
    machine: MachineId,
    writes: &[DiskWrite],
) -> Result<(), SandboxError> {
    let at = world.find(machine)?;
    let file = &world.machines[at];
    let disks: Vec<ImageId> = file.attached(file.node()).into_iter().map(|(_, image)| image).collect();
    if let Some(write) = writes.iter().find(|write| write.disk >= disks.len()) {
        return Err(Refusal::Invalid(text!("hypervisor-sandbox-no-disk", number = write.disk)).into());
    }
    for (number, image) in disks.iter().enumerate() {
        let mut own: Vec<&DiskWrite> = writes.iter().filter(|write| write.disk == number).collect();
        own.sort_by_key(|write| write.offset);
        if !own.is_empty() {
            write_disk(world, change, at, *image, &own)?;
        }
    }
    world.machines[at].set_modified(true);
    Ok(())
}

fn write_disk(
    world: &World,
    change: &mut Change<'_>,
    at: usize,
    image: ImageId,
    writes: &[&DiskWrite],
) -> Result<(), SandboxError> {
    let invalid = |what: String| SandboxError::from(Refusal::Invalid(what));
    let (target, below) =
        world.open_chain(image)?.split_top().ok_or_else(|| invalid(text!("hypervisor-sandbox-no-image").to_owned()))?;
    if world.image(image)?.record.mode == ImageMode::ReadOnly || !world.children(image).is_empty() {
        return Err(invalid(text!("hypervisor-sandbox-read-only", path = target.path().display())));
    }
    let mut end = 0;
    for write in writes {
        let length = write.content.len() as u64;
        if write.offset < end || write.offset.saturating_add(length) > target.disk_size() {
            return Err(invalid(text!("hypervisor-sandbox-overlaps").to_owned()));
        }
        if !write.offset.is_multiple_of(SECTOR) || !length.is_multiple_of(SECTOR) {
            return Err(invalid(text!("hypervisor-sandbox-sectors", sector = SECTOR)));
        }
        end = write.offset + length;
    }
    write_through_file(world, change, at, (&target, &below), writes)
}

/// Puts what is written into a file of its own first: what goes to places that the image has already is
/// copied from there once the change is decided.
fn write_through_file(
    world: &World,
    change: &mut Change<'_>,
    at: usize,
    (target, below): (&Vdi, &Chain),
    writes: &[&DiskWrite],
) -> Result<(), SandboxError> {
    let path = world.machines[at].folder().join(format!("{}.written", target.id()));
    let mut spool = change.create(&path)?;
    let mut places = Vec::new();
    let mut length = 0;
    for write in writes {
        spool.write_at(length, &write.content)?;
        places.push(length);
        length += write.content.len() as u64;
    }
    spool.flush()?;
    let content = HostStorage.open(&path)?;
    let mut file = change.extend(target.path())?;
    let mut writing = Writing::new(target, below, &mut file);
    for (write, place) in writes.iter().zip(places) {
        writing.write(write.offset, write.content.len() as u64, Piece::File(&content, place))?;
    }
    let mut patch = writing.finish()?;
    patch.source.clone_from(&path);
    change.patch(patch)?;
    change.remove(&path);
    Ok(())
}
