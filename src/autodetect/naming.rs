use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::schema::{Change, TableName};

/// Beyond this many characters no further change is named, as in Django.
const ENOUGH: usize = 52;

/// The longest slug: a directory's name, version included, must fit every file system and the tools around it.
const LONGEST: usize = 100;

/// A migration's name out of its changes: `create_users`, `add_age_to_users_and_drop_bio_from_users`,
/// `create_users_and_more`. Nothing in it but lower-case letters, digits and `_`.
pub fn slug(changes: &[Change]) -> String {
    let created: BTreeSet<&TableName> = changes
        .iter()
        .filter_map(|change| match change {
            Change::CreateTable { table } => Some(&table.name),
            _ => None,
        })
        .collect();
    let part_of_created =
        |change: &&Change| !matches!(change, Change::CreateTable { .. }) && created.contains(change.table());
    // An enum can be altered twice: under its new names first.
    let mut said = BTreeSet::new();
    let fragments = changes.iter().filter(|change| !part_of_created(change)).map(fragment);
    let mut fragments = fragments.filter(|fragment| said.insert(fragment.clone()));
    let mut name = fragments.next().unwrap_or_else(|| "empty".to_owned());
    for fragment in fragments {
        let longer = format!("{name}_and_{fragment}");
        if longer.len() > ENOUGH {
            name.push_str("_and_more");
            break;
        }
        name = longer;
    }
    cut(&name)
}

/// A migration's name out of what a person typed: `Add users table` is `add_users_table`. Letters that are not
/// ASCII are written with letters that are, as far as one sees them in the letter itself (`é`), and else left out.
///
/// # Errors
/// When nothing is left.
pub fn slug_of_message(message: &str) -> Result<String> {
    let slug = cut(&plain(message));
    if slug.is_empty() {
        return Err(Error::usage(format!("`{}` has no letter or digit to name a directory with", message.trim()))
            .hint("give a message with some in a to z or 0 to 9, or none at all"));
    }
    Ok(slug)
}

fn fragment(change: &Change) -> String {
    let words = match change {
        Change::CreateTable { table } => format!("create {}", table.name.name),
        Change::DropTable { table } => format!("drop {}", table.name.name),
        Change::RenameTable { from, to } => format!("rename {} to {}", from.name, to.name),
        Change::AddColumn { table, column, .. } => format!("add {} to {}", column.name, table.name),
        Change::DropColumn { table, column } => format!("drop {} from {}", column.name, table.name),
        Change::RenameColumn { table, from, to } => format!("rename {from} to {to} on {}", table.name),
        Change::AlterColumn { table, after, .. } => format!("alter {} on {}", after.name, table.name),
        Change::SetPrimaryKey { table, .. } => format!("change primary key of {}", table.name),
        Change::AddUnique { table, unique } => format!("unique {} on {}", unique.columns.join(" "), table.name),
        Change::DropUnique { table, unique } => format!("no unique {} on {}", unique.columns.join(" "), table.name),
        Change::AddIndex { index, table, .. } => format!("add index {} to {}", index_name(index), table.name),
        Change::DropIndex { index, table, .. } => format!("drop index {} from {}", index_name(index), table.name),
        Change::RenameIndex { index, to, .. } => format!("rename index {} to {to}", index_name(index)),
        Change::AddForeignKey { table, key, .. } => format!("{} references {}", table.name, key.table.name),
        Change::DropForeignKey { table, key } => format!("{} no longer references {}", table.name, key.table.name),
        Change::AddCheck { table, check } => format!("add check {} to {}", check_name(check), table.name),
        Change::DropCheck { table, check } => format!("drop check {} from {}", check_name(check), table.name),
        Change::SetComment { table, .. } => format!("comment on {}", table.name),
        Change::CreateEnum { ty } => format!("create enum {}", ty.name.name),
        Change::DropEnum { ty } => format!("drop enum {}", ty.name.name),
        Change::RenameEnum { from, to } => format!("rename enum {} to {}", from.name, to.name),
        Change::AlterEnum { after, .. } => format!("alter enum {}", after.name.name),
        Change::CreateNamespace { name } | Change::EnsureNamespace { name } => format!("create schema {name}"),
        Change::DropNamespace { name } => format!("drop schema {name}"),
        Change::CreateExtension { name } => format!("create extension {name}"),
        Change::DropExtension { name } => format!("drop extension {name}"),
    };
    plain(&words)
}

fn index_name(index: &crate::schema::Index) -> &str {
    index.name.as_deref().unwrap_or_default()
}

fn check_name(check: &crate::schema::Check) -> &str {
    check.name.as_deref().unwrap_or_default()
}

/// Lower-case ASCII letters and digits, with one `_` for whatever stands between.
fn plain(text: &str) -> String {
    let mut slug = String::new();
    for part in text.chars().map(ascii) {
        match part {
            Some(letters) => slug.push_str(letters.as_str()),
            None if !slug.is_empty() && !slug.ends_with('_') => slug.push('_'),
            None => {}
        }
    }
    slug.trim_end_matches('_').to_owned()
}

/// The letter in ASCII and lower case; `None` for what separates words.
fn ascii(letter: char) -> Option<String> {
    if letter.is_ascii_alphanumeric() {
        return Some(letter.to_ascii_lowercase().to_string());
    }
    if letter.is_ascii() || !letter.is_alphanumeric() {
        return None;
    }
    let letters = deunicode::deunicode_char(letter).unwrap_or_default();
    Some(letters.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect())
}

/// At most so long, and not in the middle of a word if there are several.
fn cut(slug: &str) -> String {
    if slug.len() <= LONGEST {
        return slug.to_owned();
    }
    let start = slug.get(..LONGEST).unwrap_or(slug);
    let whole = if slug.as_bytes().get(LONGEST) == Some(&b'_') {
        start
    } else {
        start.rsplit_once('_').map_or(start, |(words, _)| words)
    };
    whole.trim_end_matches('_').to_owned()
}
