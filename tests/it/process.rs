//! A program that runs beside the test, and what it has said until now.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::project::{Project, Run};

/// Nothing takes longer, even on a machine that is busy.
const LONGEST: Duration = Duration::from_secs(60);

/// Waits until this is so.
#[track_caller]
pub(crate) fn until(what: &str, mut is: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is() {
        assert!(begin.elapsed() < LONGEST, "it never came to this: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Waits until there is such a file.
#[track_caller]
pub(crate) fn until_there(path: &Path) {
    until(&path.display().to_string(), || path.exists());
}

/// A program that runs.
pub(crate) struct Process {
    child: Child,
    stdout: Stream,
    stderr: Stream,
}

struct Stream {
    text: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Process {
    /// Starts it.
    pub(crate) fn start(command: &mut Command) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("a program that starts");
        let stdout = Stream::of(child.stdout.take().expect("its stdout"));
        let stderr = Stream::of(child.stderr.take().expect("its stderr"));
        Self { child, stdout, stderr }
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has said on stderr until now.
    pub(crate) fn stderr(&self) -> String {
        self.stderr.text.lock().expect("no panic").clone()
    }

    /// Waits until it has said this on stderr.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) {
        until(text, || self.stderr().contains(text));
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.id().to_string()]).status().expect("kill");
        assert!(sent.success());
    }

    /// Whether it has not ended yet.
    pub(crate) fn runs(&mut self) -> bool {
        self.child.try_wait().expect("a process").is_none()
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn ends(mut self, project: &Project) -> Run {
        let begin = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a process") {
                break status;
            }
            assert!(begin.elapsed() < LONGEST, "it does not end:\n{}", self.stderr());
            thread::sleep(Duration::from_millis(5));
        };
        let text = |stream: &mut Stream| {
            stream.reader.take().expect("a reader").join().expect("no panic");
            project.same(&stream.text.lock().expect("no panic"))
        };
        Run { code: status.code().unwrap_or(-1), stdout: text(&mut self.stdout), stderr: text(&mut self.stderr) }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already, unless a test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Stream {
    fn of(mut from: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let own = Arc::clone(&text);
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                own.lock().expect("no panic").push_str(&String::from_utf8_lossy(&buffer[..count]));
            }
        });
        Self { text, reader: Some(reader) }
    }
}
