use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Result, Token};

use crate::key::{comma, literal_text, name, nearest, once, unknown, with_hint};
use crate::{Located, Position, TimingSyntax};

/// `foreign_key(team_id, role, references = "members(team_id, role)", on_delete = "cascade", name = "…")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKeySyntax {
    /// The columns that refer, in order.
    pub columns: Vec<Located<String>>,
    /// The constraint's name.
    pub name: Option<Located<String>>,
    /// What they refer to.
    pub reference: ReferenceSyntax,
}

/// What a foreign key refers to, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceSyntax {
    /// `"teams.id"`, `"teams"` or `"members(team_id, role)"`.
    pub references: Located<String>,
    /// `on_delete`: one of the actions, in lower case, with spaces.
    pub on_delete: Option<Located<String>>,
    /// `on_update`.
    pub on_update: Option<Located<String>>,
    /// `deferrable`, `deferred`.
    pub timing: Option<TimingSyntax>,
}

const ACTIONS: [&str; 5] = ["cascade", "restrict", "set null", "set default", "no action"];

impl ForeignKeySyntax {
    /// Reads what follows the key.
    pub(crate) fn parse(key: &Ident, input: ParseStream<'_>) -> Result<Self> {
        let content;
        syn::parenthesized!(content in input);
        let mut columns = Vec::new();
        let mut timing = None;
        let (mut given, mut references, mut on_delete, mut on_update) = (None, None, None, None);
        while !content.is_empty() {
            let word = Ident::parse_any(&content)?;
            if content.peek(Token![=]) {
                match word.to_string().as_str() {
                    "name" => once(&mut given, &word, name(&content)?)?,
                    "references" => once(&mut references, &word, name(&content)?)?,
                    "on_delete" => once(&mut on_delete, &word, action(&content)?)?,
                    "on_update" => once(&mut on_update, &word, action(&content)?)?,
                    _ => {
                        let known = ["references", "on_delete", "on_update", "name"];
                        return Err(unknown(&word, "foreign_key(...)", &known));
                    }
                }
            } else if word == "deferrable" {
                timing = Some(TimingSyntax::Deferrable);
            } else if word == "deferred" {
                timing = Some(TimingSyntax::Deferred);
            } else {
                columns.push(crate::key::located(&word));
            }
            comma(&content)?;
        }
        let example = "foreign_key(team_id, role, references = \"members(team_id, role)\")";
        let error = |message| syn::Error::new(key.span(), with_hint(message, example));
        if columns.is_empty() {
            return Err(error("the foreign key names no column"));
        }
        let references = references.ok_or_else(|| error("the foreign key does not say what it references"))?;
        Ok(Self { columns, name: given, reference: ReferenceSyntax { references, on_delete, on_update, timing } })
    }

    /// Where it stands.
    pub fn at(&self) -> Position {
        self.columns.first().map_or(self.reference.references.at, |column| column.at)
    }
}

/// `= "cascade"`.
pub(crate) fn action(input: ParseStream<'_>) -> Result<Located<String>> {
    input.parse::<Token![=]>()?;
    let span = input.span();
    let given = literal_text(input)?;
    let word = given.value.trim().to_lowercase().replace(['_', '-'], " ");
    if ACTIONS.contains(&word.as_str()) {
        return Ok(Located { value: word, at: given.at });
    }
    let hint = match nearest(&word, ACTIONS) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("it is one of {}", ACTIONS.join(", ")),
    };
    Err(syn::Error::new(span, with_hint(&format!("`{}` is no action of a foreign key", given.value), &hint)))
}
