//! Writes a VirtualBox home: the list of machines, their settings files and small disk images.
//!
//! `cargo run --release --example generate_home -- --showcase HOME` makes a few machines as people
//! have them, `… --machines 1000 --snapshots 10 HOME` many to measure with. Then
//! `snapgrove --virtualbox-home HOME` shows them. The same options give the same files.

mod disk_image;
mod machine;
mod many;
mod random;
mod settings_file;
mod showcase;
mod xml;

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Parser;

use disk_image::Vdi;
use machine::{Image, Machine};
use many::Shape;
use random::Random;

/// Writes a VirtualBox home with machines and snapshots.
#[derive(Debug, Parser)]
struct Arguments {
    /// Number of machines.
    #[arg(long, default_value_t = 10)]
    machines: usize,
    /// Number of snapshots of each machine.
    #[arg(long, default_value_t = 10)]
    snapshots: usize,
    /// How the snapshots hang together.
    #[arg(long, value_enum, default_value = "mixed")]
    shape: Shape,
    /// Another seed gives other machines.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write no disk images and saved states.
    #[arg(long)]
    no_images: bool,
    /// Write the machines for screenshots instead.
    #[arg(long, conflicts_with_all = ["machines", "snapshots", "shape"])]
    showcase: bool,
    /// The moment that all dates lie before, such as 2026-11-22T12:00:00Z.
    #[arg(long, default_value = "2026-11-22T12:00:00Z")]
    now: DateTime<Utc>,
    /// The folder to make. It must not be there yet, or be empty.
    out_dir: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let home = prepare(&arguments.out_dir)?;
    let mut random = Random::new(arguments.seed);
    let machine_folder = home.join("VirtualBox VMs");
    let mut registered = Vec::new();
    let mut write = |machine: &Machine, random: &mut Random| -> io::Result<()> {
        let settings_file = write_machine(machine, &machine_folder, !arguments.no_images, random)?;
        registered.push((settings_file::braced(machine.id), settings_file.to_string_lossy().into_owned()));
        Ok(())
    };
    if arguments.showcase {
        for machine in showcase::machines(arguments.now, &mut random) {
            write(&machine, &mut random)?;
        }
    } else {
        for number in 0..arguments.machines {
            let machine = many::machine(number, arguments.snapshots, arguments.shape, arguments.now, &mut random);
            write(&machine, &mut random)?;
        }
    }
    fs::write(home.join("VirtualBox.xml"), settings_file::registry(&registered, &machine_folder))?;
    println!("{} machines in {}", registered.len(), home.display());
    Ok(())
}

/// Makes the folder. Never writes into one that has anything in it: it could be a real home.
fn prepare(out_dir: &Path) -> Result<PathBuf, Box<dyn Error>> {
    fs::create_dir_all(out_dir)?;
    let home = out_dir.canonicalize()?;
    if fs::read_dir(&home)?.next().is_some() {
        return Err(format!("{} is not empty", home.display()).into());
    }
    Ok(home)
}

fn write_machine(machine: &Machine, machines: &Path, with_images: bool, random: &mut Random) -> io::Result<PathBuf> {
    let group = machine.group.unwrap_or_default().trim_start_matches('/');
    let folder = machines.join(group).join(machine.file_name());
    fs::create_dir_all(folder.join("Snapshots"))?;
    let mut text = settings_file::settings(machine);
    if machine.damaged {
        text.truncate(text.len() * 2 / 3);
    }
    let settings_file = folder.join(machine.file_name()).with_added_extension("vbox");
    fs::write(&settings_file, text)?;
    if with_images {
        write_images(machine, &folder, random)?;
    }
    Ok(settings_file)
}

fn write_images(machine: &Machine, folder: &Path, random: &mut Random) -> io::Result<()> {
    let mut write = |image: &Image, parent: Option<&Image>| {
        if image.missing {
            return Ok(());
        }
        let vdi = Vdi {
            id: image.id,
            parent: parent.map(|parent| parent.id),
            disk_blocks: machine.disk_gib * 1024,
            kibibytes: image.kibibytes,
            path: &folder.join(machine.image_path(image)),
        };
        vdi.write(random)
    };
    for (position, snapshot) in machine.snapshots.iter().enumerate() {
        write(&snapshot.image, machine.parent_image(position))?;
        if let Some(saved_state) = machine.saved_state_path(position) {
            fs::write(folder.join(saved_state), vec![0xA5; 600 << 10])?;
        }
    }
    write(&machine.image, machine.current.map(|current| &machine.snapshots[current].image))
}
