use std::fmt;
use std::path::{Path, PathBuf};

/// Where a SQLite database is. Read from text as Diesel reads it: `sqlite://…` and `file:…` are URIs,
/// `:memory:` is in memory, anything else is the path of a file, whatever characters it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A database of its own in memory, gone with its session.
    Memory,
    /// A database in memory under a URI, which sessions can share.
    SharedMemory(String),
    /// A file.
    File {
        /// Its path.
        path: PathBuf,
        /// What a URI says beside the path, without `mode`: `cache=private&nolock=1`.
        parameters: String,
    },
}

/// What a session is going to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Look only: the file must be there and is not changed.
    ReadOnly,
    /// Change what is there: the file must be there.
    ReadWrite,
    /// Change, and make the file if there is none.
    Create,
}

impl Access {
    fn mode(self) -> &'static str {
        match self {
            Self::ReadOnly => "ro",
            Self::ReadWrite => "rw",
            Self::Create => "rwc",
        }
    }
}

impl Location {
    /// The file of this path.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::File { path: path.into(), parameters: String::new() }
    }

    /// Reads a path or URL as Diesel does.
    pub fn parse(text: &str) -> Self {
        let uri = match text.strip_prefix("sqlite://") {
            Some(rest) => format!("file:{rest}"),
            None => text.to_owned(),
        };
        match uri.strip_prefix("file:") {
            Some(rest) => Self::parse_uri(&uri, rest),
            None if text == ":memory:" => Self::Memory,
            None => Self::file(text),
        }
    }

    fn parse_uri(uri: &str, rest: &str) -> Self {
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        // `file://localhost/x` and `file:///x` are `/x`; `file:x` is relative.
        let path = match path.strip_prefix("//") {
            Some(after) => after.strip_prefix("localhost").filter(|path| path.starts_with('/')).unwrap_or(after),
            None => path,
        };
        let (modes, others): (Vec<&str>, Vec<&str>) =
            query.split('&').filter(|part| !part.is_empty()).partition(|part| part.starts_with("mode="));
        if path == ":memory:" || modes.contains(&"mode=memory") {
            return if others.contains(&"cache=shared") { Self::SharedMemory(uri.to_owned()) } else { Self::Memory };
        }
        // A URI that asks for reading only is obeyed: then every other mode fails as it should.
        let kept = others.into_iter().chain(modes.contains(&"mode=ro").then_some("mode=ro"));
        Self::File { path: decode(path), parameters: kept.collect::<Vec<_>>().join("&") }
    }

    /// The same location, with a relative path taken from this folder.
    #[must_use]
    pub fn relative_to(self, folder: &Path) -> Self {
        match self {
            Self::File { path, parameters } => Self::File { path: folder.join(path), parameters },
            memory => memory,
        }
    }

    /// The path of the file, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File { path, .. } => Some(path),
            Self::Memory | Self::SharedMemory(_) => None,
        }
    }

    /// What to hand to SQLite for this access.
    pub fn uri(&self, access: Access) -> String {
        match self {
            Self::Memory => ":memory:".to_owned(),
            Self::SharedMemory(uri) => uri.clone(),
            Self::File { path, parameters } => {
                let mut uri = format!("file:{}", encode(path));
                for (place, part) in parameters.split('&').filter(|part| !part.is_empty()).enumerate() {
                    uri.push(if place == 0 { '?' } else { '&' });
                    uri.push_str(part);
                }
                if !parameters.contains("mode=ro") {
                    uri.push(if parameters.is_empty() { '?' } else { '&' });
                    uri.push_str("mode=");
                    uri.push_str(access.mode());
                }
                uri
            }
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str(":memory:"),
            Self::SharedMemory(uri) => f.write_str(uri),
            Self::File { path, .. } => write!(f, "{}", path.display()),
        }
    }
}

/// The path as the path of a URI, an absolute one behind an empty host.
fn encode(path: &Path) -> String {
    use std::fmt::Write as _;

    let bytes = bytes_of(path);
    let mut text = String::with_capacity(bytes.len() + 2);
    if path.is_absolute() {
        text.push_str(if bytes.starts_with(b"/") { "//" } else { "///" });
    }
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(byte)),
            // Writing to a String cannot fail.
            _ => drop(write!(text, "%{byte:02X}")),
        }
    }
    text
}

/// A URI's path with its `%XX` taken back; a `%` that no two hex digits follow stays, as in SQLite.
fn decode(text: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let decoded = match (first, tail) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        match decoded {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    path_of(bytes)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn bytes_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::{Access, Location};

    #[test]
    fn text_is_read_as_diesel_reads_it() {
        for (text, path) in [
            ("db.sqlite3", "db.sqlite3"),
            ("a b?c%23#d.db", "a b?c%23#d.db"),
            ("file:rel.db", "rel.db"),
            ("file:///abs/x%20y%3F.db?cache=private", "/abs/x y?.db"),
            ("file://localhost/abs.db", "/abs.db"),
            ("file:/abs.db#fragment", "/abs.db"),
            ("file:100%.db", "100%.db"),
            ("sqlite://rel/x.db", "rel/x.db"),
            ("sqlite:///abs/x.db", "/abs/x.db"),
            ("sqlite:odd.db", "sqlite:odd.db"),
        ] {
            assert_eq!(Location::parse(text).path(), Some(std::path::Path::new(path)), "{text}");
        }
        for text in [":memory:", "file::memory:", "sqlite://:memory:", "file:x?mode=memory"] {
            assert_eq!(Location::parse(text), Location::Memory, "{text}");
        }
        assert!(matches!(Location::parse("file:x?mode=memory&cache=shared"), Location::SharedMemory(_)));
    }

    #[test]
    fn what_sqlite_gets_means_the_same_file() {
        assert_eq!(Location::file("/a b/c?d%.db").uri(Access::ReadOnly), "file:///a%20b/c%3Fd%25.db?mode=ro");
        assert_eq!(Location::file("//a").uri(Access::Create), "file:////a?mode=rwc");
        assert_eq!(Location::parse("file:a.db?nolock=1&mode=rwc").uri(Access::ReadWrite), "file:a.db?nolock=1&mode=rw");
        assert_eq!(Location::parse("file:a.db?mode=ro").uri(Access::Create), "file:a.db?mode=ro");
    }
}
