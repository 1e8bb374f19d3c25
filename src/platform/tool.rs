//! Running the system's own tools: by a list of arguments, never through a shell, with nothing to read and a time limit.

use std::io;
use std::process::{Command, Stdio};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

use crate::text;

/// These tools answer at once; one that does not hangs.
const LIMIT: Duration = Duration::from_secs(30);
/// How often it is looked whether a tool has ended.
const LOOK: Duration = Duration::from_millis(20);

/// How a tool ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Whether it says that it did what it should.
    pub success: bool,
    /// What it wrote.
    pub output: String,
    /// What it complained of; what it wrote where it did not complain.
    pub words: String,
}

/// Runs a tool to its end.
///
/// # Errors
/// If it is not there, or does not end within half a minute; it is ended then.
pub fn run(program: &str, arguments: &[&str]) -> io::Result<Ended> {
    let mut command = Command::new(program);
    command.args(arguments).env("LC_ALL", "C.UTF-8");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    // Both at a time: a full pipe would hold the tool up.
    let reading = Builder::new().name("tool-output".to_owned()).spawn(move || read(out))?;
    let complaints = Builder::new().name("tool-errors".to_owned()).spawn(move || read(err))?;
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if begin.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::new(io::ErrorKind::TimedOut, text!("platform-tool-silent", program = program)));
        }
        thread::sleep(LOOK);
    };
    let output = reading.join().unwrap_or_default();
    let complaints = complaints.join().unwrap_or_default();
    let words = if complaints.trim().is_empty() { output.trim() } else { complaints.trim() }.to_owned();
    Ok(Ended { success: status.success(), output, words })
}

fn read(stream: Option<impl io::Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        // What was read before an error is still of use.
        stream.read_to_end(&mut bytes).ok();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn what_it_says_and_how_it_ends() {
        let listed = run("ls", &["-d", "/"]).unwrap();
        assert_eq!((listed.success, listed.output.as_str()), (true, "/\n"));
        let failed = run("ls", &["/no such folder; echo $HOME"]).unwrap();
        assert!(!failed.success && failed.words.contains("echo $HOME"), "{failed:?}");
        assert!(run("/no/such/tool", &[]).is_err());
    }
}
