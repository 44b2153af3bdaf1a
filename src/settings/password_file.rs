use std::fs;
use std::path::Path;

use super::Host;

/// The password that libpq would find in this file, `.pgpass`: of the first line that fits.
pub(super) fn password(
    file: &Path,
    host: &Host,
    database: &str,
    user: &str,
    notes: &mut Vec<String>,
) -> Option<String> {
    let text = fs::read(file).ok()?;
    if open_to_others(file) {
        let note = format!("{0} was passed over, since others may read it: `chmod 600 {0}`", file.display());
        if !notes.contains(&note) {
            notes.push(note);
        }
        return None;
    }
    let socket = host.is_socket() && ["/var/run/postgresql", "/run/postgresql", "/tmp"].contains(&host.name.as_str());
    let name = if socket { "localhost" } else { host.name.as_str() };
    let port = host.port.to_string();
    let wanted = [name, port.as_str(), database, user];
    String::from_utf8_lossy(&text).lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let (fields, password) = cut(line)?;
        fields.iter().zip(wanted).all(|(field, wanted)| field == "*" || unescaped(field) == wanted).then_some(password)
    })
}

/// The four fields as they stand, and the password.
fn cut(line: &str) -> Option<(Vec<String>, String)> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            ':' if fields.len() < 5 => fields.push(String::new()),
            '\\' => {
                let field = fields.last_mut()?;
                field.push('\\');
                field.extend(characters.next());
            }
            other => fields.last_mut()?.push(other),
        }
    }
    (fields.len() == 5).then_some(())?;
    let password = unescaped(&fields.pop()?);
    (!password.is_empty()).then_some((fields, password))
}

fn unescaped(field: &str) -> String {
    let mut characters = field.chars();
    let mut plain = String::new();
    while let Some(character) = characters.next() {
        if character == '\\' {
            plain.extend(characters.next());
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(unix)]
fn open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_file: &Path) -> bool {
    false
}
