//! Versions and names for new migrations, as `diesel migration generate` gives them.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::{History, Version};
use crate::error::{Error, Result};

/// The longest name that is given, in characters; file systems take 255 bytes for the whole.
const LONGEST_SLUG: usize = 100;

/// What the directory of a new migration is called before the `_`: the later of now and one second after the newest
/// parent, since clocks differ, and what nothing else is called.
pub(super) fn new_version(history: &History, parents: &[Version], now: DateTime<Utc>) -> Result<String> {
    let later = |time: NaiveDateTime| time.checked_add_signed(TimeDelta::seconds(1));
    // It may need the tables of other directories' migrations, which no line of its header can name.
    let others = history.migrations.iter().filter(|own| !history.is_own(own)).filter_map(|own| time_of(&own.version));
    let now = others.filter_map(later).fold(now.naive_utc(), NaiveDateTime::max);
    let Some(newest) = parents.iter().max() else { return Ok(unused(history, now)) };
    let time = time_of(newest).and_then(later).map_or(now, |after| after.max(now));
    let prefix = unused(history, time);
    if Version::new(&prefix) > *newest {
        return Ok(prefix);
    }
    // The parent was numbered by hand, with something that sorts after any date.
    numbered_after(history, newest)
}

/// The directory's name for the time, or for the first second after it that is not taken.
fn unused(history: &History, time: NaiveDateTime) -> String {
    let mut time = time;
    loop {
        let prefix = time.format("%Y-%m-%d-%H%M%S-0000").to_string();
        match time.checked_add_signed(TimeDelta::seconds(1)) {
            Some(next) if history.get(&Version::new(&prefix)).is_some() => time = next,
            _ => return prefix,
        }
    }
}

/// The time that a version is made of, if it is.
fn time_of(version: &Version) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(version.as_str().get(..14)?, "%Y%m%d%H%M%S").ok()
}

/// The next number with as many digits, or with one more if there is none.
fn numbered_after(history: &History, newest: &Version) -> Result<String> {
    let mut version = newest.as_str().to_owned();
    loop {
        version = next_number(&version)
            .filter(|version| version.len() <= Version::MAX_LENGTH)
            .ok_or_else(|| {
                Error::history(format!("no date sorts after the version `{newest}`, which a new migration builds on"))
                    .hint("name its directory as diesel does (YYYY-MM-DD-HHMMSS-0000_name); in databases that have it, give its row in __diesel_schema_migrations the new version")
            })?;
        if history.get(&Version::new(&version)).is_none() {
            return Ok(version);
        }
    }
}

fn next_number(digits: &str) -> Option<String> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nines = digits.len() - digits.trim_end_matches('9').len();
    let (head, _) = digits.split_at(digits.len() - nines);
    let Some(last) = head.chars().last() else { return Some(format!("{digits}0")) };
    let next = char::from_digit(last.to_digit(10)? + 1, 10)?;
    Some(format!("{}{next}{}", head.get(..head.len() - 1)?, "0".repeat(nines)))
}

/// The text as the part of a directory's name after the `_`: lower case, `_` for what could trouble a file system.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    slug.truncate(LONGEST_SLUG);
    let slug = slug.trim_end_matches('_');
    if slug.is_empty() { "migration".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::super::fixture::Folder;
    use super::super::{History, Version};
    use super::{new_version, next_number, slug};

    fn now() -> DateTime<Utc> {
        "2026-11-21T10:15:00Z".parse().unwrap()
    }

    fn after(names: &[&str]) -> crate::error::Result<String> {
        let folder = Folder::new();
        for name in names {
            folder.file(&format!("{name}/up.sql"), "SELECT 1;");
        }
        let history: History = folder.history();
        let parents: Vec<Version> = history.heads().iter().map(|head| head.version.clone()).collect();
        new_version(&history, &parents, now())
    }

    #[test]
    fn a_version_is_later_than_now_and_than_its_parents() {
        for (names, expected) in [
            (&[][..], "2026-11-21-101500-0000"),
            (&["2020-01-01-000000-0000_x"], "2026-11-21-101500-0000"),
            (&["2026-11-21-101500-0000_x"], "2026-11-21-101501-0000"),
            (&["2026-11-21-101500_x"], "2026-11-21-101501-0000"),
            (&["2026-12-31-235959-00ff_x"], "2027-01-01-000000-0000"),
            (&["0001_x"], "2026-11-21-101500-0000"),
            (&["9001_x"], "9002"),
            (&["9999_x"], "99990"),
            (&["9_x", "99_y"], "990"),
            (&["99999999999999_x"], "999999999999990"),
        ] {
            let version = after(names).unwrap();
            assert_eq!(version, expected, "{names:?}");
            for name in names {
                assert!(Version::new(&version) > Version::of_directory(name));
            }
        }
        assert!(after(&["noversion"]).unwrap_err().to_string().contains("sorts after the version `noversion`"));
        assert!(after(&[&"9".repeat(50)]).is_err());
    }

    #[test]
    fn a_version_that_is_taken_is_not_given_again() {
        let folder =
            Folder::with(&[("2026-11-21-101500-0000_a", "SELECT 1;"), ("2026-11-21-101501-0000_b", "SELECT 1;")]);
        assert_eq!(new_version(&folder.history(), &[], now()).unwrap(), "2026-11-21-101502-0000");
    }

    #[test]
    fn numbers_go_up() {
        for (number, next) in [("0", "1"), ("09", "10"), ("0199", "0200"), ("99", "990")] {
            assert_eq!(next_number(number).as_deref(), Some(next));
            assert!(next > number);
        }
        assert_eq!(next_number("1a"), None);
    }

    #[test]
    fn slugs_trouble_no_file_system() {
        for (text, expected) in [
            ("Add users table", "add_users_table"),
            ("../../etc/passwd", "etc_passwd"),
            ("  __a--b__  ", "a_b"),
            ("🦀", "migration"),
            ("", "migration"),
            ("naïve\u{0}", "na_ve"),
        ] {
            assert_eq!(slug(text), expected);
        }
        assert_eq!(slug(&"a b".repeat(1000)).len(), 100);
    }
}
