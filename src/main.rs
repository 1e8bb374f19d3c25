//! Arguments in, window or headless command out.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::Utc;
use clap::Parser as _;
use snapgrove::cli::{self, Arguments, CommandLine, Surroundings};
use snapgrove::hypervisor::SandboxWish;
use snapgrove::jobs::JobsOptions;
use snapgrove::naming;
use snapgrove::settings::SettingsFile;

/// Exit code when the window cannot be opened.
const FAILED: u8 = 4;
/// Exit code of programs that Ctrl+C has ended: 128 and the signal's number.
const INTERRUPTED: i32 = 130;

fn main() -> ExitCode {
    // What the window's libraries warn of, such as a software renderer, is nothing that a person can act on.
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "error,snapgrove=warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let settings_file = SettingsFile::usual();
    if let Some(command) = &arguments.command {
        return without_window(command, &arguments, &settings_file);
    }
    if arguments.gallery {
        return code_of(snapgrove::app::run_gallery());
    }
    let mut options = arguments.connect_options();
    // A damaged file is told of in the window.
    let settings = settings_file.load().unwrap_or_default();
    options.virtualbox_home = options.virtualbox_home.or(settings.virtualbox_home);
    // Whoever names a folder wants to see what is there, not practice machines.
    let named = arguments.virtualbox_home.is_some() && settings.sandbox.is_none();
    if options.sandbox == SandboxWish::Never && !named {
        options.sandbox = settings.sandbox.map_or(SandboxWish::WithoutVirtualBox, SandboxWish::from);
    }
    code_of(snapgrove::app::run(options, settings_file))
}

fn code_of(closed: Result<(), String>) -> ExitCode {
    match closed {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("snapgrove: {words}");
            ExitCode::from(FAILED)
        }
    }
}

fn without_window(command: &CommandLine, arguments: &Arguments, settings_file: &SettingsFile) -> ExitCode {
    let settings = settings_file.load().unwrap_or_else(|error| {
        eprintln!("snapgrove: {error}");
        snapgrove::settings::Settings::default()
    });
    let (stop, at_work) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let mut around = Surroundings {
        options: arguments.connect_options(),
        settings,
        jobs: JobsOptions::default(),
        now: Utc::now(),
        user: naming::this_user(),
        terminal: std::io::stdin().is_terminal().then(|| Box::new(std::io::stdin().lock()) as _),
        at_work: at_work.clone(),
        stop: stop.clone(),
    };
    if command.is_change() {
        // Reading and asking may be ended at any time; a change is ended between two steps.
        let asked = move || {
            if !at_work.load(Ordering::Relaxed) {
                std::process::exit(INTERRUPTED);
            }
            if stop.swap(true, Ordering::Relaxed) {
                eprintln!(
                    "It stops as soon as what is under way is done or undone: ending that now could leave half of it."
                );
            }
        };
        if let Err(error) = ctrlc::set_handler(asked) {
            eprintln!("snapgrove: Ctrl+C will end everything at once: {error}");
        }
    }
    cli::run(command, &mut around, &mut std::io::stdout().lock(), &mut std::io::stderr())
}
