use super::default::plain;
use super::literal::literal;
use super::names::TableNames;
use super::source::Scene;
use crate::dialect::{Driver, NameKind};
use crate::schema::{Index, IndexKey, IndexPart, NullsOrder, Table, Timing, Unique};

/// Words that stand alone among the parts of an index, so that a column of that name is written as a text.
const FLAGS: [&str; 4] = ["nulls_not_distinct", "concurrently", "deferrable", "deferred"];

/// An index or a unique set, to be written at its field or at the struct.
#[derive(Clone, Debug)]
pub(super) struct IndexText {
    /// `index` or `unique`.
    key: &'static str,
    /// Each part with what is said of it, and the column where it is one.
    parts: Vec<(String, String)>,
    options: Vec<String>,
    /// The only column.
    pub(super) column: Option<String>,
}

impl IndexText {
    pub(super) fn of_index(scene: &Scene<'_>, table: &Table, names: &TableNames, index: &Index) -> Self {
        let kind = if index.unique { NameKind::Unique } else { NameKind::Index };
        let columns: Vec<&str> = index.parts.iter().map(|part| column(part).unwrap_or("expr")).collect();
        let mut options = Vec::new();
        options.extend(name(scene, table, kind, &columns, index.name.as_deref()));
        options.extend(index.predicate.as_ref().map(|own| format!("where = {}", literal(&plain(own.text())))));
        options.extend(index.using.as_ref().map(|own| format!("using = {}", literal(own))));
        options.extend(include(names, &index.include));
        options.extend(index.nulls_not_distinct.then(|| "nulls_not_distinct".to_owned()));
        let only = match index.parts.as_slice() {
            [only] => column(only).map(str::to_owned),
            _ => None,
        };
        let parts = index.parts.iter().map(|part| (key(names, part), order(part))).collect();
        Self { key: if index.unique { "unique" } else { "index" }, parts, options, column: only }
    }

    pub(super) fn of_unique(scene: &Scene<'_>, table: &Table, names: &TableNames, unique: &Unique) -> Self {
        let index = Index {
            name: unique.name.clone(),
            unique: true,
            include: unique.include.clone(),
            nulls_not_distinct: unique.nulls_not_distinct,
            ..Index::on(&unique.columns)
        };
        let mut text = Self::of_index(scene, table, names, &index);
        text.options.extend(timing(unique.timing));
        text
    }

    /// At the field of its column.
    pub(super) fn at_field(&self) -> String {
        let order = self.parts.first().map(|(_, order)| order.trim().to_owned()).filter(|own| !own.is_empty());
        let inside: Vec<String> = order.into_iter().chain(self.options.iter().cloned()).collect();
        if inside.is_empty() { self.key.to_owned() } else { format!("{}({})", self.key, inside.join(", ")) }
    }

    /// At the struct.
    pub(super) fn at_struct(&self) -> String {
        let parts = self.parts.iter().map(|(key, order)| format!("{key}{order}"));
        format!("{}({})", self.key, parts.chain(self.options.iter().cloned()).collect::<Vec<_>>().join(", "))
    }
}

fn column(part: &IndexPart) -> Option<&str> {
    match &part.key {
        IndexKey::Column(name) => Some(name),
        IndexKey::Expr(_) => None,
    }
}

fn key(names: &TableNames, part: &IndexPart) -> String {
    match &part.key {
        IndexKey::Column(name) => match names.field(name) {
            Some(field) if FLAGS.contains(&field) => literal(field),
            Some(field) => field.to_owned(),
            None => literal(name),
        },
        IndexKey::Expr(expr) => literal(&plain(expr.text())),
    }
}

/// What follows a part, with a space before each word.
fn order(part: &IndexPart) -> String {
    let mut text = String::new();
    if part.desc {
        text += " desc";
    }
    if let Some(collation) = &part.collation {
        text += &format!(" collate {}", literal(collation));
    }
    if let Some(class) = &part.opclass {
        text += &format!(" opclass {}", literal(class));
    }
    match part.nulls {
        Some(NullsOrder::First) => text += " nulls first",
        Some(NullsOrder::Last) => text += " nulls last",
        None => {}
    }
    if let Some(length) = part.prefix {
        text += &format!(" length {length}");
    }
    text
}

fn include(names: &TableNames, columns: &[String]) -> Option<String> {
    let fields: Vec<&str> = columns.iter().filter_map(|own| names.field(own)).collect();
    (!fields.is_empty()).then(|| format!("include({})", fields.join(", ")))
}

/// When a constraint is checked.
pub(super) fn timing(timing: Option<Timing>) -> Option<String> {
    timing.map(|own| match own {
        Timing::Deferrable => "deferrable".to_owned(),
        Timing::Deferred => "deferred".to_owned(),
    })
}

/// `name = "…"`, unless the name is the one that it would get anyway, from us or from the server.
pub(super) fn name(
    scene: &Scene<'_>,
    table: &Table,
    kind: NameKind,
    columns: &[&str],
    own: Option<&str>,
) -> Option<String> {
    let own = own?;
    let by_server = scene.dialect.driver() == Driver::Mysql && is_given_by_mysql(table, kind, columns, own);
    let usual = scene.dialect.default_name(&Table::new(table.name.clone()), kind, columns);
    (own != usual && !by_server).then(|| format!("name = {}", literal(own)))
}

/// Whether MySQL or MariaDB names it so when nobody says how.
fn is_given_by_mysql(table: &Table, kind: NameKind, columns: &[&str], own: &str) -> bool {
    let numbered = |start: String| {
        let rest = own.strip_prefix(&start);
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match kind {
        NameKind::Index | NameKind::Unique => columns.first() == Some(&own),
        NameKind::ForeignKey => numbered(format!("{}_ibfk_", table.name.name)),
        NameKind::Check => numbered("CONSTRAINT_".to_owned()) || numbered(format!("{}_chk_", table.name.name)),
    }
}
