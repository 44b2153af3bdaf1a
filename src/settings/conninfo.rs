//! libpq's other way to write an address: `host=localhost dbname=shop password='a b'`.

/// What the names are by which such a text can be told from the path of a file.
const NAMES: [&str; 11] = [
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "service",
    "sslmode",
    "options",
    "application_name",
    "connect_timeout",
];

/// Whether it is such a text.
pub(super) fn is_conninfo(text: &str) -> bool {
    let first = text.split_once('=').map(|(name, _)| name.trim());
    first.is_some_and(|first| NAMES.contains(&first))
}

/// The names and values in it. An error shows nothing of it.
#[cfg(feature = "cli")]
pub(super) fn pairs(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut pairs = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').ok_or("what follows the last value has no `=`")?;
        let name = name.trim_end();
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err("there is a word without `=`: a value with a space in it stands in quotes, `'a b'`".to_owned());
        }
        let (value, after) = value(after.trim_start())?;
        pairs.push((name.to_owned(), value));
        rest = after.trim_start();
    }
    Ok(pairs)
}

/// The value that the text begins with, and what follows it. A backslash keeps the next character as it is.
#[cfg(feature = "cli")]
fn value(text: &str) -> Result<(String, &str), String> {
    let quoted = text.starts_with('\'');
    let mut value = String::new();
    let mut characters = text.char_indices().skip(usize::from(quoted));
    while let Some((place, character)) = characters.next() {
        match character {
            '\\' => value.extend(characters.next().map(|(_, next)| next)),
            '\'' if quoted => return Ok((value, text.get(place + 1..).unwrap_or_default())),
            blank if !quoted && blank.is_whitespace() => return Ok((value, text.get(place..).unwrap_or_default())),
            other => value.push(other),
        }
    }
    if quoted { Err("a quote is not closed".to_owned()) } else { Ok((value, "")) }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::{is_conninfo, pairs};

    #[test]
    fn it_is_read_as_libpq_reads_it() {
        let of = |text: &str| {
            pairs(text)
                .map(|pairs| pairs.iter().map(|(name, value)| format!("{name}:{value}")).collect::<Vec<_>>().join("|"))
        };
        assert_eq!(
            of("host=a  port = 5 \n user='b c' password=d\\ e\\'f dbname=''").unwrap(),
            "host:a|port:5|user:b c|password:d e'f|dbname:"
        );
        assert_eq!(of("password='it\\'s \\\\' host=h").unwrap(), "password:it's \\|host:h");
        for wrong in ["host=a secret", "host='secret", "host =a b =secret c"] {
            let error = of(wrong).unwrap_err();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn it_is_told_from_a_path() {
        for (text, is) in
            [("host=/tmp dbname=a", true), (" dbname = a", true), ("db=1.sqlite3", false), ("db.sqlite3", false)]
        {
            assert_eq!(is_conninfo(text), is, "{text}");
        }
    }
}
