//! Views that are made anew where two branches of a history meet: what stands on them or belongs to them goes and comes
//! with them.

use super::dependents::{drop_object, is_view, standing_on};
use super::rights;
use crate::dialect::Rendered;
use crate::schema::{Object, ObjectKind, Schema, TableName};

/// What goes and comes with views that are made anew.
pub(crate) struct Anew {
    /// What goes, in the order in which it was made, the views included.
    pub(crate) gone: Vec<Object>,
    /// The statement before the first of them goes, which reads owners and rights.
    pub(crate) remember: Rendered,
    /// The statement after the last of them is there again.
    pub(crate) give_back: Rendered,
}

/// That of the views that lead from one schema to the other; `None` if there are none. They may be there or not, as it
/// is with what only one of the branches makes.
pub(crate) fn anew(from: &Schema, to: &Schema) -> Option<Anew> {
    let stays = |object: &Object| to.objects.contains(object);
    let changed: Vec<&Object> = from.objects.iter().filter(|own| is_view(own) && !stays(own)).collect();
    let names: Vec<&TableName> = changed.iter().map(|own| &own.name).collect();
    let standing = standing_on(from, &names);
    let gone: Vec<Object> =
        from.objects.iter().filter(|own| changed.contains(own) || standing.contains(own)).cloned().collect();
    let kept: Vec<&TableName> = gone
        .iter()
        .filter(|own| is_view(own) && to.objects.iter().any(|other| is_view(other) && other.name == own.name))
        .map(|own| &own.name)
        .collect();
    let plain = |comment: Option<&str>, sql: String| Rendered {
        comments: comment.map(str::to_owned).into_iter().collect(),
        sql,
    };
    if kept.is_empty() {
        return None;
    }
    let remember = plain(Some(rights::COMMENT), rights::remember_if_there(&kept));
    let give_back = plain(None, rights::GIVE_BACK.to_owned());
    Some(Anew { remember, give_back, gone })
}

impl Anew {
    /// Whether the object goes by itself when its view does, rights included.
    pub(crate) fn takes(&self, object: &Object) -> bool {
        let view = |name: &TableName| self.gone.iter().any(|own| is_view(own) && own.name == *name);
        self.gone.contains(object)
            || object.table.as_ref().is_some_and(view)
            || object.kind == ObjectKind::Comment && object.table.is_none() && view(&object.name)
    }

    /// The statement that drops it, there or not; `None` if it goes with its view.
    pub(crate) fn drop(&self, object: &Object) -> Option<String> {
        let sql = drop_object(object, &self.gone)?;
        const KINDS: [&str; 5] = ["MATERIALIZED VIEW", "VIEW", "RULE", "POLICY", "TRIGGER"];
        let tolerant = KINDS.iter().find_map(|kind| {
            let rest = sql.strip_prefix(&format!("DROP {kind} "))?;
            Some(format!("DROP {kind} IF EXISTS {rest}"))
        });
        Some(tolerant.unwrap_or(sql))
    }
}
