//! A line to MariaDB on which every statement is counted, and whose client is killed at one of them.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::Server;

/// On which side of a statement its client dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The server never sees it.
    Before,
    /// The server has it, and nobody waits for its answer.
    During,
    /// The server has answered, and nobody hears.
    After,
}

/// Listens on a port of its own.
pub(crate) struct Packets {
    /// Its port on 127.0.0.1.
    pub(crate) port: u16,
    shared: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    seen: Vec<String>,
    at: Option<(usize, Side)>,
    victim: Option<u32>,
}

impl Packets {
    /// A line on which nobody dies.
    pub(crate) fn to(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::<Mutex<State>>::default();
        let (own, place) = (Arc::clone(&shared), (server.host.clone(), server.port));
        thread::spawn(move || {
            for client in listener.incoming() {
                let (Ok(client), Ok(server)) = (client, TcpStream::connect(&place)) else { continue };
                pump(&own, client, server);
            }
        });
        Self { port, shared }
    }

    /// Forgets what has passed; who is named next dies at the statement of this number, counted from 1.
    pub(crate) fn begin(&self, at: Option<(usize, Side)>) {
        *self.shared.lock().expect("no panic") = State { at, ..State::default() };
    }

    /// Who dies.
    pub(crate) fn victim(&self, process: u32) {
        self.shared.lock().expect("no panic").victim = Some(process);
    }

    /// The statements that have passed, or were to.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.shared.lock().expect("no panic").seen.clone()
    }
}

fn pump(shared: &Arc<Mutex<State>>, mut client: TcpStream, mut server: TcpStream) {
    for stream in [&client, &server] {
        stream.set_nodelay(true).expect("an option");
    }
    let deaf = Arc::new(AtomicBool::new(false));
    let mut back = (server.try_clone().expect("a stream"), client.try_clone().expect("a stream"));
    let (own, listens) = (Arc::clone(shared), Arc::clone(&deaf));
    thread::spawn(move || {
        let mut buffer = vec![0; 16 * 1024];
        while let Ok(count @ 1..) = back.0.read(&mut buffer) {
            if listens.load(Ordering::SeqCst) {
                kill(&own);
                break;
            }
            if back.1.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        close(&back.0, &back.1);
    });
    let shared = Arc::clone(shared);
    thread::spawn(move || {
        while let Ok(packet) = packet(&mut client) {
            let side = asked(&packet).and_then(|text| count(&shared, text));
            if side == Some(Side::Before) {
                kill(&shared);
                break;
            }
            deaf.store(side == Some(Side::After), Ordering::SeqCst);
            if server.write_all(&packet).is_err() {
                break;
            }
            if side == Some(Side::During) {
                kill(&shared);
                break;
            }
        }
        close(&client, &server);
    });
}

/// A whole packet: three bytes of length, its number, and the rest.
fn packet(from: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = [0; 4];
    from.read_exact(&mut head)?;
    let length = usize::from(head[0]) | usize::from(head[1]) << 8 | usize::from(head[2]) << 16;
    let mut packet = head.to_vec();
    packet.resize(4 + length, 0);
    from.read_exact(&mut packet[4..])?;
    Ok(packet)
}

/// The statement that is sent to be run (3), prepared (22) or run as prepared (23).
fn asked(packet: &[u8]) -> Option<String> {
    let command = *packet.get(4)?;
    let text = || String::from_utf8_lossy(&packet[5..]).split_whitespace().collect::<Vec<_>>().join(" ");
    match (packet[3], command) {
        (0, 3 | 22) => Some(text()),
        (0, 23) => Some("(prepared)".to_owned()),
        _ => None,
    }
}

fn count(shared: &Mutex<State>, text: String) -> Option<Side> {
    let mut state = shared.lock().expect("no panic");
    state.seen.push(text);
    let number = state.seen.len();
    state.at.filter(|(at, _)| *at == number).map(|(_, side)| side)
}

fn kill(shared: &Mutex<State>) {
    // Who started it has to say who it is first.
    let victim = loop {
        if let Some(victim) = shared.lock().expect("no panic").victim {
            break victim;
        }
        thread::sleep(Duration::from_millis(1));
    };
    let process = Pid::from_raw(i32::try_from(victim).expect("a number")).expect("a process");
    kill_process(process, Signal::KILL).expect("a process that can be killed");
}

fn close(one: &TcpStream, other: &TcpStream) {
    for stream in [one, other] {
        // The other side may be gone.
        let _ = stream.shutdown(Shutdown::Both);
    }
}
