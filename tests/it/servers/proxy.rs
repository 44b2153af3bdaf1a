//! A line to a server that can be cut.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use super::Server;

/// When a line is cut by itself, seen from a statement that passes. Without TLS only: else nothing can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The server never sees the statement that holds this text.
    Before(String),
    /// The server has answered it, and the client never hears.
    After(String),
}

/// Listens on a port of its own, and forwards everything to a server until it is cut.
pub(crate) struct Proxy {
    /// Its port on 127.0.0.1.
    pub(crate) port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    cut: AtomicBool,
    streams: Mutex<Vec<TcpStream>>,
    moment: Option<Moment>,
}

impl Proxy {
    /// A line that lives until [`cut`](Self::cut).
    pub(crate) fn to(server: &Server) -> Self {
        Self::start(server, None, "127.0.0.1")
    }

    /// The same at another address of this machine, which stands in no certificate.
    pub(crate) fn elsewhere(server: &Server) -> Self {
        Self::start(server, None, "127.0.0.2")
    }

    /// A line that is cut at this moment, and that nobody can open afterwards.
    pub(crate) fn cut_at(server: &Server, moment: Moment) -> Self {
        Self::start(server, Some(moment), "127.0.0.1")
    }

    fn start(server: &Server, moment: Option<Moment>, address: &str) -> Self {
        let listener = TcpListener::bind((address, 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared { cut: AtomicBool::new(false), streams: Mutex::default(), moment });
        let (own, place) = (Arc::clone(&shared), (server.host.clone(), server.port));
        thread::spawn(move || {
            for client in listener.incoming() {
                if own.cut.load(Ordering::SeqCst) {
                    break;
                }
                let (Ok(client), Ok(server)) = (client, TcpStream::connect(&place)) else { continue };
                let mut streams = own.streams.lock().expect("no panic");
                for stream in [&client, &server] {
                    stream.set_nodelay(true).expect("an option");
                    streams.push(stream.try_clone().expect("a stream"));
                }
                drop(streams);
                own.pump(client, server);
            }
        });
        Self { port, shared }
    }

    /// Cuts every connection; nobody can connect any more.
    pub(crate) fn cut(&self) {
        self.shared.cut(self.port);
    }

    /// Whether it has been cut.
    pub(crate) fn is_cut(&self) -> bool {
        self.shared.cut.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
    }
}

impl Shared {
    fn cut(&self, port: u16) {
        if self.cut.swap(true, Ordering::SeqCst) {
            return;
        }
        for stream in self.streams.lock().expect("no panic").drain(..) {
            // The other side may be gone.
            let _ = stream.shutdown(Shutdown::Both);
        }
        // Wakes the listener, which sees that it is over.
        drop(TcpStream::connect(("127.0.0.1", port)));
    }

    fn pump(self: &Arc<Self>, client: TcpStream, server: TcpStream) {
        let port = client.local_addr().expect("an address").port();
        let asked = Arc::new(AtomicBool::new(false));
        let streams = (client.try_clone().expect("a stream"), server.try_clone().expect("a stream"));
        let (shared, seen) = (Arc::clone(self), Arc::clone(&asked));
        thread::spawn(move || {
            let mut tail: Vec<u8> = Vec::new();
            forward(client, server, |bytes| {
                let Some(Moment::Before(text) | Moment::After(text)) = &shared.moment else { return true };
                tail.extend_from_slice(bytes);
                if tail.windows(text.len()).any(|window| window == text.as_bytes()) {
                    if matches!(shared.moment, Some(Moment::Before(_))) {
                        shared.cut(port);
                        return false;
                    }
                    seen.store(true, Ordering::SeqCst);
                }
                let start = tail.len().saturating_sub(text.len());
                tail.drain(..start);
                true
            });
        });
        let shared = Arc::clone(self);
        thread::spawn(move || {
            forward(streams.1, streams.0, |_| {
                let over = asked.load(Ordering::SeqCst);
                if over {
                    shared.cut(port);
                }
                !over
            });
        });
    }
}

/// Until one of them ends, or what passes is not to.
fn forward(mut from: TcpStream, mut to: TcpStream, mut passes: impl FnMut(&[u8]) -> bool) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if !passes(&buffer[..count]) || to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    for stream in [from, to] {
        // The other side may be gone.
        let _ = stream.shutdown(Shutdown::Both);
    }
}
