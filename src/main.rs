//! Arguments in, window or headless command out.

use std::process::ExitCode;

use clap::Parser as _;
use snapgrove::cli::{self, Arguments};
use snapgrove::settings::SettingsFile;

/// Exit code when the window cannot be opened.
const FAILED: u8 = 4;

fn main() -> ExitCode {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,wgpu=error,naga=error".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let mut options = arguments.connect_options();
    if let Some(command) = &arguments.command {
        return cli::run(command, &options, &mut std::io::stdout().lock(), &mut std::io::stderr());
    }
    let settings_file = SettingsFile::usual();
    if options.virtualbox_home.is_none() {
        // A damaged file is told of in the window.
        options.virtualbox_home = settings_file.load().ok().and_then(|settings| settings.virtualbox_home);
    }
    match snapgrove::app::run(options, settings_file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("snapgrove: {words}");
            ExitCode::from(FAILED)
        }
    }
}
