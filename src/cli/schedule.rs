//! `schedule`: regular inspections and clean-ups, started by the system.

use std::io::{self, Write};
use std::path::Path;

use chrono::Weekday;
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::find::Refused;
use super::json::{SCHEMA, print};
use super::text::plain;
use super::{End, Surroundings, ask, clean};
use crate::hypervisor::{ConnectOptions, SandboxWish};
use crate::platform::Scheduler;
use crate::schedule::{self, At, Content, Every, Installed, Task, TaskKind, When};
use crate::words::moment;

/// Regular inspections and clean-ups, started by the system
#[derive(Debug, Subcommand)]
pub enum Schedule {
    /// Have all machines inspected regularly, with a notification of new serious findings
    Install(Install),
    /// Take what was installed away
    Remove(Remove),
    /// Say what is installed, and when it is started next
    Show {
        /// Print JSON for programs instead of text for people
        #[arg(long)]
        json: bool,
    },
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Often {
    /// Every hour
    Hour,
    /// Every day
    Day,
    /// Every week
    Week,
    /// On the first of every month
    Month,
}

/// `snapgrove schedule install`.
#[derive(Debug, Args)]
pub struct Install {
    /// How often
    #[arg(long, value_enum, default_value = "day")]
    pub every: Often,
    /// At which time; of every hour, the minute counts
    #[arg(long, value_name = "HH:MM", default_value = "09:00")]
    pub at: At,
    /// On which day of the week
    #[arg(long, value_name = "WEEKDAY", default_value = "monday", hide_default_value = true)]
    pub on: Weekday,
    /// Also delete, without asking, what this rule names: one that was saved, or careful, balanced or thorough
    #[arg(long, value_name = "RULE")]
    pub clean: Option<String>,
    /// Go ahead without asking
    #[arg(long, short)]
    pub yes: bool,
    /// Print what would be written, and write nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
}

/// `snapgrove schedule remove`.
#[derive(Debug, Args)]
pub struct Remove {
    /// Go ahead without asking
    #[arg(long, short)]
    pub yes: bool,
    /// Print what would be removed, and remove nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
}

/// Carries it out.
pub(super) fn run(
    command: &Schedule,
    around: &mut Surroundings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, End> {
    let no_folder = || Refused::blocked("This system names no folder for what it starts regularly.");
    let scheduler = Scheduler::of_this_system().ok_or_else(no_folder)?;
    match command {
        Schedule::Install(arguments) => install(&scheduler, arguments, around, out, err),
        Schedule::Remove(arguments) => remove(&scheduler, arguments, around, out, err),
        Schedule::Show { json } => {
            let installed = schedule::installed(&scheduler).map_err(|error| End::Failed(error.to_string()))?;
            show(&installed, *json, around, out).map(|()| 0).map_err(|error| End::Output(error, 0))
        }
    }
}

fn install(
    scheduler: &Scheduler,
    arguments: &Install,
    around: &mut Surroundings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, End> {
    let tasks = tasks(arguments, around)?;
    let written = |error| End::Output(error, 0);
    for task in &tasks {
        writeln!(out, "Snapgrove {}, {}:", plain(&task.kind.words()), task.when).map_err(written)?;
        writeln!(out, "  {}", plain(&task.command().join(" "))).map_err(written)?;
        for file in schedule::planned(scheduler, task) {
            describe(&file, out).map_err(written)?;
        }
    }
    if arguments.dry_run {
        return Ok(0);
    }
    if !arguments.yes {
        ask(around, err)?;
    }
    let mut later = None;
    for task in &tasks {
        later = schedule::install(scheduler, task).map_err(|error| refused_or_failed(&error))?.or(later);
    }
    // A rule that is not asked for any more is not carried out any more.
    if arguments.clean.is_none() {
        let gone = schedule::remove(scheduler, &TaskKind::CleanUp { rule: String::new() });
        if gone.map_err(|error| refused_or_failed(&error))? {
            writeln!(out, "The regular clean-up that was installed before is removed.").map_err(written)?;
        }
    }
    if let Some(why) = later {
        begins_later(scheduler, &tasks, &why, out).map_err(written)?;
    }
    let next = tasks.first().and_then(|task| task.when.next(around.now));
    let next = next.map(|at| format!(" It is started next on {}.", moment(at))).unwrap_or_default();
    writeln!(out, "Installed.{next}").map_err(written)?;
    Ok(0)
}

fn refused_or_failed(error: &schedule::ScheduleError) -> End {
    match error {
        schedule::ScheduleError::NotOurs { .. } => End::Refused(Refused::blocked(error.to_string())),
        _ => End::Failed(error.to_string()),
    }
}

/// Says that what was written waits for the next login, and how it is begun now.
fn begins_later(
    scheduler: &Scheduler,
    tasks: &[Task],
    why: &schedule::ScheduleError,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "All is written, and begins with your next login. It could not be begun now: {why}.")?;
    if let Scheduler::Systemd { .. } = scheduler {
        let timers: Vec<String> = tasks.iter().map(|task| format!("snapgrove-{}.timer", task.kind.name())).collect();
        let timers = timers.join(" ");
        writeln!(out, "To begin now: systemctl --user daemon-reload && systemctl --user restart {timers}")?;
    }
    Ok(())
}

fn describe(file: &schedule::Planned, out: &mut dyn Write) -> io::Result<()> {
    match &file.content {
        Content::Text(text) => {
            writeln!(out, "\n{}:", file.place)?;
            text.lines().try_for_each(|line| writeln!(out, "  {line}"))?;
            writeln!(out)
        }
        Content::LinkTo(target) => writeln!(out, "{} → {}", file.place, target.display()),
    }
}

/// What is to be started. The rule must be there, and everything is named by its whole path.
fn tasks(arguments: &Install, around: &Surroundings) -> Result<Vec<Task>, Refused> {
    let every = match arguments.every {
        Often::Hour => Every::Hour,
        Often::Day => Every::Day,
        Often::Week => Every::Week(arguments.on),
        Often::Month => Every::Month,
    };
    let when = When { every, at: arguments.at };
    let program =
        this_program().map_err(|error| Refused::blocked(format!("Where Snapgrove is cannot be told: {error}")))?;
    let options = options(&around.options)?;
    let task = |kind| Task { kind, when, program: program.clone(), options: options.clone() };
    let mut tasks = vec![task(TaskKind::Inspection)];
    if let Some(rule) = &arguments.clean {
        tasks.push(task(TaskKind::CleanUp { rule: clean::named(rule)?.name }));
    }
    Ok(tasks)
}

/// The program's whole path; that of the file which a portable program was unpacked from.
fn this_program() -> io::Result<String> {
    let path = match std::env::var_os("APPIMAGE") {
        Some(image) => image.into(),
        None => std::env::current_exe()?,
    };
    path.into_os_string().into_string().map_err(|path| io::Error::other(format!("{} is no text", path.display())))
}

/// The options that say where machines are looked for: the system starts programs in other surroundings.
fn options(connect: &ConnectOptions) -> Result<Vec<String>, Refused> {
    let whole = |path: &Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let text = path.to_str().map(str::to_owned);
        text.ok_or_else(|| Refused::usage(format!("{} is no text that could be written down.", path.display())))
    };
    let home = connect.virtualbox_home.clone().or_else(|| std::env::var_os("VBOX_USER_HOME").map(Into::into));
    let mut options = Vec::new();
    if let Some(home) = home {
        options.push(format!("--virtualbox-home={}", whole(&home)?));
    }
    if let Some(program) = &connect.vboxmanage {
        options.push(format!("--vboxmanage={}", whole(program)?));
    }
    match (connect.sandbox, &connect.sandbox_folder) {
        (SandboxWish::Always, Some(folder)) => options.push(format!("--sandbox={}", whole(folder)?)),
        (SandboxWish::Always, None) => options.push("--sandbox".to_owned()),
        (SandboxWish::Never | SandboxWish::WithoutVirtualBox, _) => {}
    }
    Ok(options)
}

fn remove(
    scheduler: &Scheduler,
    arguments: &Remove,
    around: &mut Surroundings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, End> {
    let written = |error| End::Output(error, 0);
    let installed = schedule::installed(scheduler).map_err(|error| End::Failed(error.to_string()))?;
    if installed.is_empty() {
        writeln!(out, "Nothing is installed.").map_err(written)?;
        return Ok(0);
    }
    for one in &installed {
        one.places.iter().try_for_each(|place| writeln!(out, "Remove {place}")).map_err(written)?;
    }
    if arguments.dry_run {
        return Ok(0);
    }
    if !arguments.yes {
        ask(around, err)?;
    }
    for one in &installed {
        schedule::remove(scheduler, &one.mark.task).map_err(|error| refused_or_failed(&error))?;
    }
    writeln!(out, "Removed.").map_err(written)?;
    Ok(0)
}

#[derive(Serialize)]
struct ScheduleJson {
    schema: u32,
    installed: Vec<InstalledJson>,
}

#[derive(Serialize)]
struct InstalledJson {
    /// `inspection` or `clean-up`.
    task: &'static str,
    rule: Option<String>,
    when: String,
    next: Option<String>,
    /// `null` where the system cannot be asked.
    active: Option<bool>,
    places: Vec<String>,
}

fn show(installed: &[Installed], json: bool, around: &Surroundings, out: &mut dyn Write) -> io::Result<()> {
    let next = |one: &Installed| one.mark.when.next(around.now);
    if json {
        let installed = installed.iter().map(|one| InstalledJson {
            task: one.mark.task.name(),
            rule: match &one.mark.task {
                TaskKind::CleanUp { rule } => Some(rule.clone()),
                TaskKind::Inspection => None,
            },
            when: one.mark.when.to_string(),
            next: next(one).map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
            active: one.active,
            places: one.places.clone(),
        });
        return print(&ScheduleJson { schema: SCHEMA, installed: installed.collect() }, out);
    }
    if installed.is_empty() {
        return writeln!(
            out,
            "Nothing is installed. `snapgrove schedule install` has all machines inspected every day."
        );
    }
    for one in installed {
        writeln!(out, "Snapgrove {}, {}", plain(&one.mark.task.words()), one.mark.when)?;
        let next = match (one.active, next(one)) {
            (Some(false), _) => "It is not active: install it again, or log in anew".to_owned(),
            (None, Some(at)) => {
                format!("Next by the calendar: {}; the system does not say if it is active", moment(at))
            }
            (_, Some(at)) => format!("Next: {}", moment(at)),
            (_, None) => "The next time cannot be told".to_owned(),
        };
        writeln!(out, "  {next}")?;
        for place in &one.places {
            writeln!(out, "  {place}")?;
        }
    }
    Ok(())
}
