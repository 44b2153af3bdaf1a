use std::fmt;

use super::Version;

/// The comment that a migration made by `manage` begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The first line.
    pub message: String,
    /// `Revision`.
    pub revision: Version,
    /// `Revises`, empty for the first migration.
    pub revises: Vec<Version>,
    /// `Created`, as it stands.
    pub created: String,
}

/// What `Revises` says when there is nothing before.
const NOTHING: &str = "base";

impl Header {
    /// The header of a script, which is the comment at its very beginning. `None` unless it has both `Revision` and
    /// `Revises`: any other comment is just a comment.
    pub fn parse(script: &str) -> Option<Self> {
        let mut header =
            Self { message: String::new(), revision: Version::new(""), revises: Vec::new(), created: String::new() };
        let mut revises = None;
        for line in script.lines().map(str::trim).skip_while(|line| line.is_empty()) {
            let Some(line) = line.strip_prefix("--") else { break };
            let line = line.trim();
            match line.split_once(':').map(|(key, value)| (key.trim_end(), value.trim())) {
                Some(("Revision", value)) => header.revision = Version::new(value),
                Some(("Revises", value)) => revises = Some(versions(value)),
                Some(("Created", value)) => value.clone_into(&mut header.created),
                _ if header.message.is_empty() => line.clone_into(&mut header.message),
                _ => {}
            }
        }
        header.revises = revises?;
        (!header.revision.as_str().is_empty()).then_some(header)
    }
}

impl Header {
    /// Whether the comment at the beginning says `Revises` and versions, as a header does.
    pub(super) fn says_what_it_revises(script: &str) -> bool {
        let lines = script.lines().map(str::trim).skip_while(|line| line.is_empty());
        let said = lines.map_while(|line| line.strip_prefix("--")).filter_map(|line| line.trim().split_once(':'));
        let is_version = |own: &Version| own.as_str().bytes().all(|byte| byte.is_ascii_digit());
        said.filter(|(key, _)| key.trim_end() == "Revises").any(|(_, value)| {
            value.trim() == NOTHING || (!value.trim().is_empty() && versions(value).iter().all(is_version))
        })
    }
}

/// The versions of a `Revises` line, with commas or spaces between them.
fn versions(text: &str) -> Vec<Version> {
    text.split([',', ' ', '\t']).filter(|part| !part.is_empty() && *part != NOTHING).map(Version::new).collect()
}

/// The message as one line that a terminal can show: what it would obey is left out.
pub(super) fn one_line(message: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    message.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Header {
    /// The lines as they stand in the file, each with a line end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A message of several lines would end the comment.
        let message = one_line(&self.message);
        let revises = match self.revises.as_slice() {
            [] => NOTHING.to_owned(),
            versions => versions.iter().map(Version::as_str).collect::<Vec<_>>().join(", "),
        };
        writeln!(f, "-- {message}\n--")?;
        writeln!(f, "-- Revision: {}\n-- Revises: {revises}\n-- Created: {}", self.revision, self.created)
    }
}

#[cfg(test)]
mod tests {
    use super::{Header, Version};

    fn header(revises: &[&str]) -> Header {
        Header {
            message: "Add users table".to_owned(),
            revision: Version::new("202611211015000000"),
            revises: revises.iter().map(|text| Version::new(text)).collect(),
            created: "2026-11-21 10:15:00 UTC".to_owned(),
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for revises in [&[][..], &["1"], &["202611201203070000", "202611201203080000"]] {
            let header = header(revises);
            let text = format!("{header}\nCREATE TABLE t (a);\n");
            assert_eq!(Header::parse(&text).as_ref(), Some(&header));
            assert_eq!(Header::parse(&text.replace('\n', "\r\n")), Some(header));
        }
        assert_eq!(
            header(&[]).to_string(),
            "-- Add users table\n--\n-- Revision: 202611211015000000\n-- Revises: base\n-- Created: 2026-11-21 10:15:00 UTC\n"
        );
    }

    #[test]
    fn dashes_in_versions_and_the_order_of_lines_do_not_count() {
        let text = "\n--Revises: 2026-11-20-120307-0000,1\n--   Revision: 2026-11-21-101500-0000\n-- Add users table\n\
                    -- Created: 2026-11-21 10:15:00 UTC";
        assert_eq!(Header::parse(text), Some(header(&["202611201203070000", "1"])));
    }

    #[test]
    fn a_message_cannot_leave_the_comment() {
        let header = Header { message: "one\nDROP TABLE t;\r\n-- two".to_owned(), ..header(&[]) };
        assert!(header.to_string().starts_with("-- one DROP TABLE t; -- two\n--\n"));
    }

    #[test]
    fn other_comments_are_no_header() {
        for text in [
            "",
            "-- Your SQL goes here\nCREATE TABLE t (a);",
            "-- Revision: 1\n",
            "-- Revises: 1\n",
            "-- Revision:\n-- Revises: 1",
            "SELECT 1;\n-- Revision: 1\n-- Revises: base\n",
            "-- a comment\n\n-- Revision: 1\n-- Revises: base\n",
        ] {
            assert_eq!(Header::parse(text), None, "{text:?}");
        }
    }
}
