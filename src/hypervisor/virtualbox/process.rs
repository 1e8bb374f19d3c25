//! Runs a program that may hang, crash or never stop talking.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Most that is kept of each stream, in bytes. A thousand running machines take 0.1 MB.
const MAX_OUTPUT: usize = 4 << 20;
/// How often it is looked whether the program has ended.
const PATIENCE: Duration = Duration::from_millis(5);
/// The same for a program that has run for longer than [`HASTE`].
const CALM: Duration = Duration::from_millis(50);
/// After this time nobody minds whether its end is seen a little later.
const HASTE: Duration = Duration::from_secs(1);
/// How long the streams may stay open after the program has ended: a service that it started may
/// have inherited them and keep them open for as long as it lives.
const DRAIN: Duration = Duration::from_millis(500);

/// How a program ended, and what it said.
#[derive(Debug)]
pub struct Output {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output, as text, cut to a few megabytes.
    pub stdout: String,
    /// Its error output, the same.
    pub stderr: String,
}

/// Why a program gave no output.
#[derive(Debug)]
pub enum RunError {
    /// It could not be started or waited for.
    Broken(std::io::Error),
    /// It did not end in time; it was ended, with all that it had started.
    TimedOut,
}

/// Watches a program while it runs, and decides how long it may.
pub trait Attendant {
    /// It has been started, as the process with this number.
    fn started(&mut self, _process: u32) {}

    /// What it wrote to its error output since the last call, as it comes.
    fn hear(&mut self, words: &[u8]);

    /// Asked again and again while it runs.
    fn verdict(&mut self) -> Verdict;
}

/// What shall become of a program that still runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may go on.
    GoOn,
    /// It is asked to stop, as by the keys Ctrl and C, and may go on until it has. Where programs cannot be
    /// asked, it goes on as if nothing had been said.
    Ask,
    /// It is ended, with all that it had started.
    End,
}

/// Lets a program run for a time, however quiet it is.
struct Limit {
    start: Instant,
    limit: Duration,
}

impl Attendant for Limit {
    fn hear(&mut self, _: &[u8]) {}

    fn verdict(&mut self) -> Verdict {
        if self.start.elapsed() >= self.limit { Verdict::End } else { Verdict::GoOn }
    }
}

/// Runs a program to its end, without standard input and with a time limit.
///
/// # Errors
/// [`RunError`]; how the program ended is no error here.
pub fn run(command: Command, limit: Duration) -> Result<Output, RunError> {
    attend(command, &mut Limit { start: Instant::now(), limit })
}

/// Runs a program to its end, without standard input, for as long as the attendant lets it.
///
/// # Errors
/// [`RunError`]; how the program ended is no error here.
pub fn attend(mut command: Command, attendant: &mut dyn Attendant) -> Result<Output, RunError> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    in_own_group(&mut command);
    let mut child = command.spawn().map_err(RunError::Broken)?;
    attendant.started(child.id());
    let (done, streams_done) = channel();
    let stdout = collect(child.stdout.take(), done.clone());
    let stderr = collect(child.stderr.take(), done);
    let (stdout, stderr) = match (stdout, stderr) {
        (Ok(stdout), Ok(stderr)) => (stdout, stderr),
        (Err(error), _) | (_, Err(error)) => {
            end(&mut child);
            return Err(RunError::Broken(error));
        }
    };
    match wait(&mut child, &stderr, attendant) {
        Ok(Some(status)) => {
            wait_for_streams(&streams_done);
            Ok(Output { status, stdout: stdout.text(), stderr: stderr.text() })
        }
        Ok(None) => {
            end(&mut child);
            Err(RunError::TimedOut)
        }
        Err(error) => {
            end(&mut child);
            Err(RunError::Broken(error))
        }
    }
}

/// How the program ended; `None` if it still runs and shall not any longer.
fn wait(child: &mut Child, stderr: &Collected, attendant: &mut dyn Attendant) -> std::io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    let mut heard = 0;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let words = stderr.since(heard);
        if !words.is_empty() {
            heard += words.len();
            attendant.hear(&words);
        }
        match attendant.verdict() {
            Verdict::GoOn => {}
            Verdict::Ask => ask_to_stop(child),
            Verdict::End => return Ok(None),
        }
        std::thread::sleep(if start.elapsed() < HASTE { PATIENCE } else { CALM });
    }
}

/// What a stream has given so far; filled by a thread of its own, so that neither stream can block
/// the program.
struct Collected(Arc<Mutex<Vec<u8>>>);

impl Collected {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// What came after the first `count` bytes.
    fn since(&self, count: usize) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(count..).unwrap_or_default().to_vec()
    }
}

/// Starts to collect a stream. The sender is dropped at the stream's end.
fn collect(stream: Option<impl Read + Send + 'static>, done: Sender<()>) -> std::io::Result<Collected> {
    let collected = Arc::new(Mutex::new(Vec::new()));
    let target = collected.clone();
    std::thread::Builder::new().name("tool-output".to_owned()).spawn(move || {
        let mut buffer = [0_u8; 8192];
        let mut stream = stream;
        // What is too much is read all the same, so that the program can go on to its end.
        while let Some(count) =
            stream.as_mut().and_then(|stream| stream.read(&mut buffer).ok()).filter(|count| *count > 0)
        {
            let mut target = target.lock().unwrap_or_else(PoisonError::into_inner);
            let room = MAX_OUTPUT.saturating_sub(target.len());
            target.extend(buffer.iter().take(count.min(room)));
        }
        drop(done);
    })?;
    Ok(Collected(collected))
}

/// Waits until both streams are at their end, or long enough.
fn wait_for_streams(done: &Receiver<()>) {
    // Nothing is ever sent: the channel is closed when both threads have dropped their ends.
    if done.recv_timeout(DRAIN) == Err(RecvTimeoutError::Timeout) {
        tracing::debug!("a program's output stays open after its end");
    }
}

#[cfg(unix)]
fn in_own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn in_own_group(_: &mut Command) {}

/// Asks the program to stop, as the terminal does when somebody presses Ctrl and C.
#[cfg(unix)]
fn ask_to_stop(child: &Child) {
    if let Some(group) = group_of(child) {
        // It may have ended in the meantime.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::INT);
    }
}

#[cfg(not(unix))]
fn ask_to_stop(_: &Child) {}

#[cfg(unix)]
fn group_of(child: &Child) -> Option<rustix::process::Pid> {
    i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw)
}

/// Ends the program and what it started: VBoxManage is a script on Debian, and a script that is
/// killed leaves its child behind.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = group_of(child) {
        // It may have ended in the meantime.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}
