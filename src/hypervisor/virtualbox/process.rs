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

/// Runs a program to its end, without standard input and with a time limit.
///
/// # Errors
/// [`RunError`]; how the program ended is no error here.
pub fn run(mut command: Command, limit: Duration) -> Result<Output, RunError> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    in_own_group(&mut command);
    let mut child = command.spawn().map_err(RunError::Broken)?;
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
    match wait(&mut child, limit) {
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

/// How the program ended; `None` if it still runs at the end of the time.
fn wait(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            return Ok(None);
        }
        std::thread::sleep(PATIENCE);
    }
}

/// What a stream has given so far; filled by a thread of its own, so that neither stream can block
/// the program.
struct Collected(Arc<Mutex<Vec<u8>>>);

impl Collected {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
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

/// Ends the program and what it started: VBoxManage is a script on Debian, and a script that is
/// killed leaves its child behind.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // It may have ended in the meantime.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}
