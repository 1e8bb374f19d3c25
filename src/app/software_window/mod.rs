//! A window for computers without a graphics card, drawn by [`super::rasterizer`].
//!
//! It does for [`App`] what eframe does elsewhere: events in, frames out, size and place kept. Only what changed is drawn,
//! and nothing at all when nothing did.

mod memory;
mod surface;

use std::time::{Duration, Instant};

use egui::{Context, ViewportBuilder, ViewportCommand, ViewportId, ViewportInfo};
use egui_winit::winit::application::ApplicationHandler;
use egui_winit::winit::event::WindowEvent;
use egui_winit::winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop, EventLoopProxy};
use egui_winit::winit::platform::x11::ActiveEventLoopExtX11 as _;
use egui_winit::winit::window::WindowId;
use egui_winit::{ActionRequested, State, accesskit_winit};

use super::App;
use super::rasterizer::Rasterizer;
use memory::Memory;
use surface::Surface;

/// Frames follow each other no faster than screens show them.
const FRAME: Duration = Duration::from_micros(16_667);
/// A hidden window is drawn no oftener than this.
const HIDDEN: Duration = Duration::from_millis(250);
/// Desktops let hidden windows wait for their turn to draw. After so long, what came from the background is taken without.
const OVERDUE: Duration = Duration::from_secs(1);

/// What reaches the window from other threads.
enum Wake {
    /// Somebody wants a frame at this time, and asked after so many passes.
    Frame(Instant, u64),
    /// A screen reader.
    Access(accesskit_winit::Event),
}

impl From<accesskit_winit::Event> for Wake {
    fn from(event: accesskit_winit::Event) -> Self {
        Self::Access(event)
    }
}

/// What makes the program once there is a window.
pub type Open = Box<dyn FnOnce(&Context) -> App>;

/// Opens the window and returns when it is closed.
///
/// # Errors
/// If there is no desktop to open it on, in the system's words.
pub fn run(name: &'static str, builder: ViewportBuilder, open: Open) -> Result<(), String> {
    let event_loop = EventLoop::<Wake>::with_user_event().build().map_err(|error| error.to_string())?;
    let memory = Memory::read(name);
    let mut desk =
        Desk { proxy: event_loop.create_proxy(), memory, builder, open: Some(open), running: None, failure: None };
    event_loop.run_app(&mut desk).map_err(|error| error.to_string())?;
    desk.failure.map_or(Ok(()), Err)
}

/// The program before, while and after it has a window.
struct Desk {
    proxy: EventLoopProxy<Wake>,
    memory: Memory,
    builder: ViewportBuilder,
    open: Option<Open>,
    running: Option<Running>,
    failure: Option<String>,
}

/// The program in its window.
struct Running {
    app: App,
    ctx: Context,
    state: State,
    surface: Surface,
    rasterizer: Rasterizer,
    info: ViewportInfo,
    /// When the next frame is wanted.
    next: Option<Instant>,
    /// When the last frame was begun.
    last: Option<Instant>,
    /// Wayland keeps what was shown, and tells when it is time to draw. X11 forgets what other windows covered, and asks only
    /// for that: there the program draws when it wants to.
    takes_turns: bool,
    /// Since when Wayland has been asked for a turn.
    asked: Option<Instant>,
    is_shown: bool,
    end: Option<End>,
}

/// How a window ends.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// The program let it be closed.
    Closed,
    /// The desktop took it away without asking.
    Destroyed,
}

impl Desk {
    fn open(&mut self, event_loop: &ActiveEventLoop, open: Open) -> Result<Running, String> {
        let ctx = Context::default();
        ctx.set_embed_viewports(false);
        ctx.options_mut(|options| options.max_passes = 2.try_into().unwrap_or(options.max_passes));
        ctx.add_font_provider(std::sync::Arc::new(egui_system_font_provider::SystemFontProvider::new()));
        self.memory.give(&ctx);
        let builder = self.memory.place(event_loop, self.builder.clone()).with_visible(false);
        let window = egui_winit::create_window(&ctx, event_loop, &builder).map_err(|error| error.to_string())?;
        let (scale, theme) = (window.scale_factor(), window.theme());
        let surface = Surface::new(event_loop.owned_display_handle(), window)?;
        #[expect(clippy::cast_possible_truncation, reason = "scales are small")]
        let mut state =
            State::new(ctx.clone(), ViewportId::ROOT, surface.window(), Some(scale as f32), theme, Some(16_384));
        state.init_accesskit(event_loop, surface.window(), self.proxy.clone());
        let proxy = self.proxy.clone();
        ctx.set_request_repaint_callback(move |info| {
            // The window may be closed by now.
            proxy.send_event(Wake::Frame(Instant::now() + info.delay, info.current_cumulative_pass_nr)).ok();
        });
        let mut info = ViewportInfo::default();
        egui_winit::update_viewport_info(&mut info, &ctx, surface.window(), true);
        let app = open(&ctx);
        Ok(Running {
            app,
            ctx,
            state,
            surface,
            rasterizer: Rasterizer::default(),
            info,
            next: None,
            last: None,
            takes_turns: !event_loop.is_x11(),
            asked: None,
            is_shown: false,
            end: None,
        })
    }

    fn close(&mut self) {
        if let Some(mut running) = self.running.take() {
            if running.end != Some(End::Destroyed) {
                self.memory.keep(&running.ctx, running.surface.window());
            }
            running.app.settings.finish();
        }
    }
}

impl ApplicationHandler<Wake> for Desk {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        let Some(open) = self.open.take() else { return };
        match self.open(event_loop, open) {
            Ok(mut running) => {
                // It is hidden until there is something to see; a hidden window is not asked to draw.
                running.frame(event_loop, true);
                self.running = Some(running);
            }
            Err(words) => {
                self.failure = Some(words);
                event_loop.exit();
            }
        }
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        let Some(running) = &mut self.running else { return };
        match &event {
            WindowEvent::RedrawRequested => {
                running.asked = None;
                running.frame(event_loop, !running.takes_turns);
            }
            WindowEvent::Destroyed => running.end = Some(End::Destroyed),
            _ => running.event(&event),
        }
        if running.end.is_some() {
            event_loop.exit();
        }
    }

    fn user_event(&mut self, event_loop: &ActiveEventLoop, wake: Wake) {
        let Some(running) = &mut self.running else { return };
        match wake {
            Wake::Frame(when, asked_in) => running.wanted(when, asked_in),
            Wake::Access(event) => running.access(event_loop, event.window_event),
        }
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        let Some(running) = &mut self.running else { return };
        if running.end.is_none() {
            event_loop.set_control_flow(running.wait(event_loop));
        }
        if running.end.is_some() {
            event_loop.exit();
        }
    }

    fn exiting(&mut self, _: &ActiveEventLoop) {
        self.close();
    }
}

impl Running {
    fn event(&mut self, event: &WindowEvent) {
        match event {
            WindowEvent::CloseRequested => {
                self.info.events.push(egui::ViewportEvent::Close);
                self.ask();
            }
            WindowEvent::Occluded(is_occluded) => self.info.occluded = Some(*is_occluded),
            WindowEvent::Focused(is_focused) => self.info.focused = Some(*is_focused),
            _ => {}
        }
        if self.state.on_window_event(self.surface.window(), event).repaint {
            self.ask();
        }
    }

    fn access(&mut self, event_loop: &ActiveEventLoop, event: accesskit_winit::WindowEvent) {
        match event {
            accesskit_winit::WindowEvent::InitialTreeRequested => {
                self.ctx.enable_accesskit();
                self.frame(event_loop, false);
            }
            accesskit_winit::WindowEvent::ActionRequested(request) => {
                self.state.on_accesskit_action_request(request);
                self.ask();
            }
            accesskit_winit::WindowEvent::AccessibilityDeactivated => self.ctx.disable_accesskit(),
        }
    }

    /// A frame is wanted at this time. What was asked before the last frame has been answered by it.
    fn wanted(&mut self, when: Instant, asked_in: u64) {
        let pass = self.ctx.cumulative_pass_nr_for(ViewportId::ROOT);
        if pass == asked_in || pass == asked_in + 1 {
            let when = if self.is_hidden() { when.max(Instant::now() + HIDDEN) } else { when };
            self.next = Some(self.next.map_or(when, |next| next.min(when)));
        }
    }

    fn is_hidden(&self) -> bool {
        self.info.occluded == Some(true) || self.info.minimized == Some(true)
    }

    /// Wants a frame as soon as screens show one.
    fn ask(&mut self) {
        self.next = Some(Instant::now());
    }

    /// Draws what is due, and says until when nothing is.
    fn wait(&mut self, event_loop: &ActiveEventLoop) -> ControlFlow {
        let now = Instant::now();
        if self.due().is_some_and(|due| due <= now) {
            if self.takes_turns {
                self.next = None;
                self.asked.get_or_insert(now);
                self.surface.window().request_redraw();
            } else {
                self.frame(event_loop, false);
            }
        }
        if self.asked.is_some_and(|asked| asked + OVERDUE <= now) {
            self.app.receive(&self.ctx);
            self.asked = Some(now);
        }
        let overdue = self.asked.map(|asked| asked + OVERDUE);
        self.due().into_iter().chain(overdue).min().map_or(ControlFlow::Wait, ControlFlow::WaitUntil)
    }

    fn due(&self) -> Option<Instant> {
        let next = self.next?;
        Some(self.last.map_or(next, |last| next.max(last + FRAME)))
    }

    /// Lets the program draw, and shows what is different. `is_lost`: nothing of what was shown is there any more.
    fn frame(&mut self, event_loop: &ActiveEventLoop, is_lost: bool) {
        self.next = None;
        self.last = Some(Instant::now());
        egui_winit::update_viewport_info(&mut self.info, &self.ctx, self.surface.window(), false);
        let mut input = self.state.take_egui_input(self.surface.window());
        input.viewports = std::iter::once((ViewportId::ROOT, self.info.clone())).collect();
        let closes = input.viewport().close_requested();
        let app = &mut self.app;
        let output = self.ctx.run_ui(input, |ui| {
            app.receive(ui.ctx());
            app.draw(ui);
        });
        self.info.events.clear();
        let window = self.surface.window();
        self.state.handle_platform_output_with_event_loop(window, event_loop, output.platform_output);
        let mut commands = Vec::new();
        if let Some(viewport) = output.viewport_output.get(&ViewportId::ROOT) {
            commands.clone_from(&viewport.commands);
            if viewport.repaint_delay < Duration::MAX {
                self.next = Instant::now().checked_add(viewport.repaint_delay);
            }
        }
        if closes && !commands.contains(&ViewportCommand::CancelClose) {
            self.end = Some(End::Closed);
        }
        let primitives = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let ground = self.ctx.global_style().visuals.panel_fill;
        let size = self.surface.size();
        let differs = self.rasterizer.take(primitives, output.textures_delta, size, output.pixels_per_point, ground);
        if (differs || is_lost)
            && let Err(error) = self.surface.show(&mut self.rasterizer, is_lost)
        {
            tracing::warn!(%error, "the window could not be drawn");
        }
        if !self.is_shown {
            self.is_shown = true;
            self.surface.window().set_visible(true);
        }
        self.carry_out(commands);
    }

    /// Does to the window what the program asked for.
    fn carry_out(&mut self, commands: Vec<ViewportCommand>) {
        let mut actions = Vec::new();
        egui_winit::process_viewport_commands(&self.ctx, &mut self.info, commands, self.surface.window(), &mut actions);
        for action in actions {
            let event = match action {
                ActionRequested::Cut => Some(egui::Event::Cut),
                ActionRequested::Copy => Some(egui::Event::Copy),
                ActionRequested::Paste => self.state.clipboard_text().map(egui::Event::Paste),
                // Nothing in the program asks for these.
                ActionRequested::Screenshot(_) | ActionRequested::PaintWhileHidden => None,
            };
            if let Some(event) = event {
                self.state.egui_input_mut().events.push(event);
                self.ask();
            }
        }
        if self.info.close_requested() {
            self.ask();
        }
    }
}
