use std::path::Path;

use crate::database::access::Access;
use crate::settings::SqliteAddress;

impl Access {
    /// What to hand to SQLite, and so to Diesel, for this access to a file.
    pub(super) fn uri(self, address: &SqliteAddress) -> String {
        let given =
            |name: &str| address.parameters().iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        // Settings that ask for reading only are obeyed: then writing fails as it should.
        let mode = match self {
            _ if given("mode") == Some("ro") => "ro",
            Self::ReadOnly => "ro",
            Self::ReadWrite => "rw",
            Self::Create => "rwc",
        };
        let mut uri = format!("file:{}?mode={mode}", path(address.path()));
        for (name, value) in address.parameters().iter().filter(|(name, _)| name != "mode") {
            for (sign, text) in [('&', name), ('=', value)] {
                uri.push(sign);
                encode(text.as_bytes(), &mut uri);
            }
        }
        uri
    }
}

/// The path of a URI, an absolute one behind an empty host.
fn path(path: &Path) -> String {
    let bytes = bytes_of(path);
    let mut text = String::with_capacity(bytes.len() + 2);
    if path.is_absolute() {
        text.push_str(if bytes.starts_with(b"/") { "//" } else { "///" });
    }
    encode(&bytes, &mut text);
    text
}

fn encode(bytes: &[u8], text: &mut String) {
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(*byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(not(unix))]
fn bytes_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::database::access::Access;
    use crate::settings::SqliteAddress;

    #[test]
    fn what_sqlite_gets_means_the_same_file() {
        for (path, access, uri) in [
            ("/a b/c?d%.db", Access::ReadOnly, "file:///a%20b/c%3Fd%25.db?mode=ro"),
            ("//a", Access::Create, "file:////a?mode=rwc"),
            ("rel/ü.db", Access::ReadWrite, "file:rel/%C3%BC.db?mode=rw"),
        ] {
            assert_eq!(access.uri(&SqliteAddress::file(path)), uri);
        }
    }

    #[test]
    fn parameters_are_passed_on_and_only_reading_only_stays_as_it_is() {
        let uri = |url, access: Access| access.uri(&SqliteAddress::of_url(url, Path::new("")).unwrap());
        assert_eq!(uri("file:a.db?nolock=1&mode=rwc", Access::ReadWrite), "file:a.db?mode=rw&nolock=1");
        assert_eq!(uri("file:a.db?mode=ro&vfs=x%26y", Access::Create), "file:a.db?mode=ro&vfs=x%26y");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_need_not_be_utf_8() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"/a\xff.db"));
        assert_eq!(Access::ReadOnly.uri(&SqliteAddress::file(path)), "file:///a%FF.db?mode=ro");
    }
}
