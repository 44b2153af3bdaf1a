use crate::schema::TableName;
use crate::sql::{Token, split_name, tokens};

/// What `references = "…"` names: `teams.id`, `teams`, `app.teams.id` or `members(team_id, role)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) table: TableName,
    /// The columns; none means the primary key.
    pub(super) columns: Vec<String>,
}

impl Reference {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let all = tokens(text);
        let Some(open) = all.iter().find(|token| token.is_symbol("(")) else {
            let mut parts = split_name(text)?;
            return Some(match parts.len() {
                1 => Self { table: TableName::new(parts.remove(0)), columns: Vec::new() },
                2 => Self { table: TableName::new(parts.remove(0)), columns: parts },
                3 => Self { table: TableName::qualified(parts.remove(0), parts.remove(0)), columns: parts },
                _ => return None,
            });
        };
        let table: TableName = text.get(..open.start)?.trim_end().parse().ok()?;
        let inner: Vec<&Token<'_>> = all.iter().filter(|token| token.start > open.start && !token.is_blank()).collect();
        let (close, inner) = inner.split_last()?;
        if !close.is_symbol(")") || inner.is_empty() {
            return None;
        }
        let columns: Vec<String> = inner
            .split(|token| token.is_symbol(","))
            .map(|part| match part {
                [token] => token.identifier(),
                _ => None,
            })
            .collect::<Option<_>>()?;
        Some(Self { table, columns })
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;
    use crate::schema::TableName;

    fn reference(table: TableName, columns: &[&str]) -> Option<Reference> {
        Some(Reference { table, columns: columns.iter().map(|&name| name.to_owned()).collect() })
    }

    #[test]
    fn every_spelling_is_read() {
        for (text, expected) in [
            ("teams.id", reference(TableName::new("teams"), &["id"])),
            (" teams ", reference(TableName::new("teams"), &[])),
            ("app.teams.id", reference(TableName::qualified("app", "teams"), &["id"])),
            ("\"a.b\".\"c d\"", reference(TableName::new("a.b"), &["c d"])),
            ("members(team_id, role)", reference(TableName::new("members"), &["team_id", "role"])),
            ("app.members (\"a,b\", 🦀)", reference(TableName::qualified("app", "members"), &["a,b", "🦀"])),
            ("\"odd (name\"(id)", reference(TableName::new("odd (name"), &["id"])),
        ] {
            assert_eq!(Reference::parse(text), expected, "{text}");
        }
        for text in [
            "",
            ".",
            "teams.",
            "a.b.c.d",
            "teams()",
            "teams(a",
            "teams(a,)",
            "teams(a b)",
            "teams(a) x",
            "(a)",
            "\"open",
        ] {
            assert_eq!(Reference::parse(text), None, "{text}");
        }
    }
}
