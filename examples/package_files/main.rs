//! Writes what a package holds beside the program: manual pages, shell completions, the catalogue entry with its
//! releases, and the licences of all crates in the program. `scripts/package.sh` calls it.

mod licences;
mod manual;
mod releases;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::{CommandFactory as _, Parser};

/// Writes the files that a package holds beside the program.
#[derive(Debug, Parser)]
struct Arguments {
    /// Date of a version that the changelog names no date for, such as 2026-11-23.
    #[arg(long)]
    date: String,
    /// The project's page on the web, for the catalogue entry.
    #[arg(long, value_name = "URL")]
    homepage: Option<String>,
    /// Where docs/pictures is on the web, for the catalogue entry.
    #[arg(long, value_name = "URL")]
    pictures: Option<String>,
    /// The folder to write into.
    folder: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    fs::create_dir_all(&arguments.folder)?;
    let command = snapgrove::cli::Arguments::command();
    manual::write_pages(&command, &arguments.date, &arguments.folder.join("man"))?;
    manual::write_completions(command, &arguments.folder.join("completions"))?;
    let entry = releases::catalogue_entry(
        include_str!("../../assets/org.snapgrove.Snapgrove.metainfo.xml"),
        include_str!("../../CHANGELOG.md"),
        &arguments.date,
        &releases::Addresses { homepage: arguments.homepage, pictures: arguments.pictures },
    )?;
    fs::write(arguments.folder.join("org.snapgrove.Snapgrove.metainfo.xml"), entry)?;
    fs::write(arguments.folder.join("THIRD-PARTY.txt"), licences::collect()?)?;
    Ok(())
}
