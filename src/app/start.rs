//! Opens the window. Reading begins before it: the machines are there when the window is.

use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use super::gallery::Gallery;
use super::kept::KeptFiles;
use super::software_renderer;
use super::system_theme;
use super::theme;
use super::workers::Workers;
use super::{App, SettingsKeeper};
use crate::hypervisor::sandbox::Sandbox;
use crate::hypervisor::{ConnectOptions, Reader, ReaderSettings, connect};
use crate::jobs::JobsOptions;
use crate::language::{self, Language};
use crate::model::Inventory;
use crate::platform::follow_reduced_motion;
use crate::settings::SettingsFile;

/// The name that desktops know the program by.
const APP: &str = "org.snapgrove.Snapgrove";

/// The background reader, started before there is a window to wake.
pub struct Background {
    reader: Option<Reader>,
    sandbox: Option<Arc<Sandbox>>,
    sandbox_is_new: bool,
    problem: Option<String>,
    inbox: Receiver<Arc<Inventory>>,
    window: Arc<OnceLock<egui::Context>>,
    workers: Workers,
    kept: Option<KeptFiles>,
    started: Instant,
}

/// What a window gets from the background.
pub(super) struct Attached {
    /// New inventories.
    pub inbox: Receiver<Arc<Inventory>>,
    /// The reader.
    pub reader: Option<Reader>,
    /// What carries plans out and makes forecasts.
    pub workers: Workers,
    /// Where pins, sets and rules are kept; `None` where nothing is kept.
    pub kept: Option<KeptFiles>,
}

impl Background {
    /// Starts to read.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(options: &ConnectOptions, jobs: JobsOptions) -> std::io::Result<Self> {
        let started = Instant::now();
        let (sender, inbox) = mpsc::channel();
        let window: Arc<OnceLock<egui::Context>> = Arc::default();
        let wake = window.clone();
        let wake_too = window.clone();
        let publish = move |inventory| {
            // The window may be closed by now.
            sender.send(inventory).ok();
            if let Some(ctx) = wake.get() {
                ctx.request_repaint();
            }
        };
        let connections = connect(options);
        let kept = Some(KeptFiles::in_folder(jobs.folder.as_deref()));
        let workers = Workers::start(connections.hypervisors.clone(), jobs, move || {
            if let Some(ctx) = wake_too.get() {
                ctx.request_repaint();
            }
        });
        let reader = Reader::start(connections.hypervisors, ReaderSettings::default(), publish)?;
        Ok(Self {
            reader: Some(reader),
            sandbox: connections.sandbox,
            sandbox_is_new: connections.sandbox_is_new,
            problem: connections.sandbox_problem.map(|error| format!("{error}\n{}", error.advice())),
            inbox,
            window,
            workers,
            kept,
            started,
        })
    }

    /// No reader: inventories come from the other end of `inbox`. For tests.
    #[must_use]
    pub fn from_inbox(inbox: Receiver<Arc<Inventory>>) -> Self {
        Self {
            reader: None,
            sandbox: None,
            sandbox_is_new: false,
            problem: None,
            inbox,
            window: Arc::default(),
            workers: Workers::default(),
            kept: None,
            started: Instant::now(),
        }
    }

    /// When reading began.
    pub(super) fn started(&self) -> Instant {
        self.started
    }

    /// The Sandbox, and whether its machines are still to be made.
    pub(super) fn sandbox(&self) -> (Option<Arc<Sandbox>>, bool) {
        (self.sandbox.clone(), self.sandbox_is_new)
    }

    /// What could not be opened.
    pub(super) fn problem(&self) -> Option<String> {
        self.problem.clone()
    }

    /// Wakes this window from now on.
    pub(super) fn attach(self, ctx: &egui::Context) -> Attached {
        // Set once: there is one window.
        self.window.set(ctx.clone()).ok();
        Attached { inbox: self.inbox, reader: self.reader, workers: self.workers, kept: self.kept }
    }
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// If no window can be opened, in words that name what is missing.
pub fn run(options: ConnectOptions, settings_file: SettingsFile) -> Result<(), String> {
    let no_thread = |error: std::io::Error| format!("no thread could be started: {error}");
    let settings = SettingsKeeper::open(settings_file).map_err(no_thread)?;
    // What is read says its problems in this language.
    language::choose(settings.get().language.unwrap_or_else(Language::of_system));
    let background = Background::start(&options, JobsOptions::default()).map_err(no_thread)?;
    #[cfg(all(unix, not(target_os = "macos")))]
    if is_drawn_by_processor() {
        let open = move |ctx: &egui::Context| {
            system_theme::follow(ctx, None);
            theme::reduce_motion(ctx, true);
            software_renderer::spare(ctx);
            App::new(ctx, background, options, settings).on_ground()
        };
        return super::software_window::run(APP, viewport(), Box::new(open)).map_err(|words| no_desktop(&words));
    }
    let open = move |cc: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        system_theme::follow(&cc.egui_ctx, None);
        if has_processor_for_card(cc) {
            theme::reduce_motion(&cc.egui_ctx, true);
            software_renderer::spare(&cc.egui_ctx);
        } else {
            follow_motion(&cc.egui_ctx);
        }
        Ok(Box::new(App::new(&cc.egui_ctx, background, options, settings).on_ground()))
    };
    eframe::run_native(APP, native_options(), Box::new(open)).map_err(|error| explain(&error))
}

/// Whether the window is drawn without a graphics card. `SNAPGROVE_DRAW` says so where the computer is not to be asked: `processor`
/// or `card`.
#[cfg(all(unix, not(target_os = "macos")))]
fn is_drawn_by_processor() -> bool {
    match std::env::var("SNAPGROVE_DRAW").as_deref() {
        Ok("processor") => true,
        Ok("card") => false,
        // Tests that look into the window do it through eframe.
        _ => !cfg!(feature = "inspection") && !crate::platform::has_graphics_card(),
    }
}

/// Whether what eframe draws with is a processor that stands in for a graphics card.
fn has_processor_for_card(cc: &eframe::CreationContext<'_>) -> bool {
    let adapter = cc.wgpu_render_state.as_ref().map(|state| state.adapter.get_info().device_type);
    adapter == Some(eframe::wgpu::DeviceType::Cpu)
}

/// The window moves as little as the system was told to. Without a thread to ask on, it moves as usual.
fn follow_motion(ctx: &egui::Context) {
    let ctx = ctx.clone();
    let told = move |reduced| {
        theme::reduce_motion(&ctx, reduced);
        ctx.request_repaint();
        true
    };
    if let Err(error) = follow_reduced_motion(None, told) {
        tracing::warn!(%error, "motion");
    }
}

/// Opens the window of the gallery instead, and returns when it is closed.
///
/// # Errors
/// If no window can be opened, in words that name what is missing.
pub fn run_gallery() -> Result<(), String> {
    let open = |cc: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        Ok(Box::new(Gallery::new(&cc.egui_ctx)))
    };
    eframe::run_native(APP, native_options(), Box::new(open)).map_err(|error| explain(&error))
}

fn native_options() -> eframe::NativeOptions {
    eframe::NativeOptions { viewport: viewport(), persist_window: true, ..eframe::NativeOptions::default() }
}

fn viewport() -> egui::ViewportBuilder {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")).unwrap_or_default();
    egui::ViewportBuilder::default()
        .with_app_id(APP)
        .with_title("Snapgrove")
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([860.0, 520.0])
        .with_icon(icon)
}

/// A missing system library named by its Debian package.
fn explain(error: &eframe::Error) -> String {
    let words = error.to_string();
    if matches!(error, eframe::Error::WinitEventLoop(_) | eframe::Error::Winit(_)) {
        return no_desktop(&words);
    }
    format!(
        "no window could be opened: {words}\n\
         Snapgrove draws with Vulkan or OpenGL. On Debian or Ubuntu: apt install libegl1 libgl1 mesa-vulkan-drivers libvulkan1. \
         If the graphics card is the trouble, try: SNAPGROVE_DRAW=processor snapgrove"
    )
}

fn no_desktop(words: &str) -> String {
    format!(
        "no window could be opened: {words}\n\
         Snapgrove needs a desktop to draw on. On Debian or Ubuntu its libraries come with: \
         apt install libx11-6 libx11-xcb1 libxcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libwayland-client0. \
         Without a desktop, use `snapgrove list`."
    )
}
