//! A program in a pseudo-terminal, and what its user sees.

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::project::{NOW, Project};

/// Nothing takes longer, even on a machine that is busy.
const LONGEST: Duration = Duration::from_secs(30);

pub(crate) const UP: &str = "\u{1b}[A";
pub(crate) const DOWN: &str = "\u{1b}[B";
pub(crate) const ENTER: &str = "\r";
pub(crate) const ESC: &str = "\u{1b}";
pub(crate) const CTRL_C: &str = "\u{3}";
pub(crate) const CTRL_D: &str = "\u{4}";

/// How a terminal is: its size, and what the environment says of it.
#[derive(Clone, Copy)]
pub(crate) struct Kind<'a> {
    pub(crate) rows: u16,
    pub(crate) columns: u16,
    pub(crate) variables: &'a [(&'a str, &'a str)],
}

/// An ordinary terminal.
pub(crate) const ORDINARY: Kind<'_> = Kind { rows: 40, columns: 100, variables: &[("TERM", "xterm-256color")] };
/// One that can do nothing but print lines.
pub(crate) const DUMB: Kind<'_> = Kind { rows: 60, variables: &[("TERM", "dumb")], ..ORDINARY };

/// `manage` in a pseudo-terminal.
pub(crate) struct Screen {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    child: Box<dyn Child + Send + Sync>,
    master: Option<(Box<dyn MasterPty + Send>, Box<dyn Write + Send>)>,
}

struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// Whether nobody looks at the screen any more.
    closing: bool,
    over: bool,
}

impl Screen {
    /// Runs `manage` in an ordinary terminal.
    pub(crate) fn of(project: &Project, arguments: &[&str]) -> Self {
        Self::on(ORDINARY, project, arguments)
    }

    /// Runs `manage` in a terminal of this kind.
    pub(crate) fn on(kind: Kind<'_>, project: &Project, arguments: &[&str]) -> Self {
        let program = [env!("CARGO_BIN_EXE_manage")];
        Self::running(kind, project, &program.iter().chain(arguments).copied().collect::<Vec<_>>())
    }

    /// Runs any program.
    pub(crate) fn running(kind: Kind<'_>, project: &Project, words: &[&str]) -> Self {
        let size = PtySize { rows: kind.rows, cols: kind.columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::from_argv(words.iter().map(Into::into).collect());
        command.cwd(project.path());
        command.env_clear();
        command.env("HOME", project.path());
        command.env("MANAGE_NOW", NOW);
        command.env("PATH", "/usr/bin:/bin");
        kind.variables.iter().for_each(|(name, value)| command.env(name, value));
        let child = pair.slave.spawn_command(command).expect("a program that starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let parser = vt100::Parser::new(kind.rows, kind.columns, 1000);
        let seen =
            Arc::new((Mutex::new(Seen { parser, bytes: Vec::new(), closing: false, over: false }), Condvar::new()));
        let told = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let (seen, changed) = &*told;
                let mut seen = seen.lock().expect("no panic");
                seen.parser.process(&buffer[..count]);
                seen.bytes.extend(&buffer[..count]);
                seen.over = count == 0 || seen.closing;
                if seen.over {
                    drop(reader);
                    changed.notify_all();
                    return;
                }
                changed.notify_all();
            }
        });
        Self { seen, child, master: Some((pair.master, writer)) }
    }

    /// Waits until this stands on the screen.
    #[track_caller]
    pub(crate) fn wait(&mut self, text: &str) -> &mut Self {
        self.until(&format!("{text:?}"), |seen| contents(seen).contains(text));
        self
    }

    /// Waits until this stands on the screen, and stands there once.
    #[track_caller]
    pub(crate) fn once(&mut self, text: &str) -> &mut Self {
        self.until(&format!("{text:?} once"), |seen| contents(seen).matches(text).count() == 1);
        self
    }

    /// Waits until just this stands on the screen.
    #[track_caller]
    pub(crate) fn becomes(&mut self, text: &str) -> &mut Self {
        self.until(&format!("only\n{text}\n"), |seen| contents(seen) == text);
        self
    }

    #[track_caller]
    fn until(&self, what: &str, is: impl Fn(&Seen) -> bool) {
        let (seen, changed) = &*self.seen;
        let start = Instant::now();
        let mut seen = seen.lock().expect("no panic");
        while !is(&seen) {
            let left = LONGEST.saturating_sub(start.elapsed());
            assert!(!left.is_zero() && !seen.over, "{what} never came:\n{}", contents(&seen));
            seen = changed.wait_timeout(seen, left).expect("no panic").0;
        }
    }

    /// Presses these keys.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        let (_, writer) = self.master.as_mut().expect("a terminal that is open");
        writer.write_all(keys.as_bytes()).and_then(|()| writer.flush()).expect("keys");
        self
    }

    /// Waits for the text, then presses the keys.
    #[track_caller]
    pub(crate) fn at(&mut self, text: &str, keys: &str) -> &mut Self {
        self.wait(text);
        self.press(keys)
    }

    /// Waits for the prompt that comes again after what was said about an answer, and types.
    pub(crate) fn again(&mut self, said: &str, prompt: &str, keys: &str) -> &mut Self {
        self.until(prompt, |seen| contents(seen).split_once(said).is_some_and(|(_, rest)| rest.contains(prompt)));
        self.press(keys)
    }

    /// Sends a signal to the program alone.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().expect("a process").to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &id]).status().expect("kill");
        assert!(sent.success());
    }

    /// Makes the window so wide.
    pub(crate) fn resize(&self, rows: u16, columns: u16) {
        let (master, _) = self.master.as_ref().expect("a terminal that is open");
        self.seen.0.lock().expect("no panic").parser.screen_mut().set_size(rows, columns);
        master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).expect("a size");
    }

    /// Closes the window, once the key has brought something to the screen.
    pub(crate) fn close(&mut self, key: &str) {
        self.seen.0.lock().expect("no panic").closing = true;
        self.press(key);
        let (seen, changed) = &*self.seen;
        let seen = seen.lock().expect("no panic");
        let (seen, late) = changed.wait_timeout_while(seen, LONGEST, |seen| !seen.over).expect("no panic");
        assert!(!late.timed_out(), "nothing came");
        drop(seen);
        self.master = None;
    }

    /// What stands on the screen, once nothing more is drawn.
    pub(crate) fn shown(&self) -> String {
        const QUIET: Duration = Duration::from_millis(50);
        let (seen, changed) = &*self.seen;
        let mut seen = seen.lock().expect("no panic");
        loop {
            let bytes = seen.bytes.len();
            let (now, waited) = changed.wait_timeout(seen, QUIET).expect("no panic");
            seen = now;
            if waited.timed_out() && seen.bytes.len() == bytes {
                return contents(&seen);
            }
        }
    }

    /// Everything that was written to it.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.seen.0.lock().expect("no panic").bytes).into_owned()
    }

    /// Waits for the end with this exit code; the cursor must be there, and the screen is given.
    #[track_caller]
    pub(crate) fn ends(mut self, code: u32) -> String {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a process") {
                break status;
            }
            assert!(start.elapsed() < LONGEST, "it does not end:\n{}", self.shown());
            std::thread::sleep(Duration::from_millis(10));
        };
        if self.master.is_some() {
            let (seen, changed) = &*self.seen;
            let seen = seen.lock().expect("no panic");
            let (seen, late) = changed.wait_timeout_while(seen, LONGEST, |seen| !seen.over).expect("no panic");
            assert!(!late.timed_out(), "the terminal is still open");
            assert!(!seen.parser.screen().hide_cursor(), "the cursor is hidden:\n{}", contents(&seen));
        }
        assert_eq!(status.exit_code(), code, "exit code\n{}", self.shown());
        self.shown()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It is over already, unless a test has failed.
        let _ = self.child.kill();
    }
}

fn contents(seen: &Seen) -> String {
    let screen = seen.parser.screen();
    let (_, columns) = screen.size();
    let lines: Vec<String> = screen.rows(0, columns).map(|row| row.trim_end().to_owned()).collect();
    lines.join("\n").trim_end().to_owned() + "\n"
}
