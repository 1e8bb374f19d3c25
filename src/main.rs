//! Arguments in, window or headless command out.

use std::process::ExitCode;

use clap::Parser as _;
use snapgrove::cli::{self, Arguments};
use snapgrove::hypervisor::SandboxWish;
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
    // A damaged file is told of in the window.
    let settings = settings_file.load().unwrap_or_default();
    options.virtualbox_home = options.virtualbox_home.or(settings.virtualbox_home);
    // Whoever names a folder wants to see what is there, not practice machines.
    let named = arguments.virtualbox_home.is_some() && settings.sandbox.is_none();
    if options.sandbox == SandboxWish::Never && !named {
        options.sandbox = settings.sandbox.map_or(SandboxWish::WithoutVirtualBox, SandboxWish::from);
    }
    match snapgrove::app::run(options, settings_file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("snapgrove: {words}");
            ExitCode::from(FAILED)
        }
    }
}
