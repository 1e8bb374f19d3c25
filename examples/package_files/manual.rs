//! Manual pages and shell completions, from the command line's own definition.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

/// What the definition of the command line does not know.
const MORE: &str = r".SH ENVIRONMENT
.TP
.B VBOX_USER_HOME
VirtualBox's configuration folder, as for VirtualBox itself.
.TP
.B WGPU_BACKEND
What the window is drawn with: \fBvulkan\fR or \fBgl\fR.
.TP
.B RUST_LOG
What is written to the error output, such as \fBsnapgrove=info\fR.
.SH FILES
.TP
.I ~/.config/snapgrove/settings.ron
What was chosen in the window. \fBXDG_CONFIG_HOME\fR names another place.
.TP
.I ~/.config/snapgrove/rules.ron
The rules of clean-ups.
.TP
.I ~/.local/share/snapgrove/
The practice machines, pins and sets, the journal of changes, and copies of settings files made before them. \fBXDG_DATA_HOME\fR names
another place.
.SH SEE ALSO
.BR VBoxManage (1)
";

/// Writes a page for the program and one for each of its commands, at any depth.
pub fn write_pages(command: &Command, date: &str, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut root = command.clone().disable_help_subcommand(true);
    // Names such as `snapgrove-list`, and the options that all commands have.
    root.build();
    write_page(&root, date, folder, MORE)
}

fn write_page(command: &Command, date: &str, folder: &Path, more: &str) -> io::Result<()> {
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        write_page(below, date, folder, "")?;
    }
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let mut file = File::create(folder.join(format!("{name}.1")))?;
    let page = Man::new(command.clone().display_name(name))
        .date(date)
        .source(concat!("Snapgrove ", env!("CARGO_PKG_VERSION")))
        .manual("User Commands");
    let mut text = Vec::new();
    page.render(&mut text)?;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        file.write_all(line)?;
        if line.starts_with(b".TH") {
            // Long options cannot be spread over a line's whole width: its right edge stays ragged.
            file.write_all(b".ad l\n")?;
        }
    }
    file.write_all(more.as_bytes())
}

/// Writes completions for the shells that Debian's users have.
pub fn write_completions(mut command: Command, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut command, "snapgrove", folder)?;
    }
    Ok(())
}
