use crate::schema::ObjectKind;

/// How a kind of object is found in the catalog: number, schema, name, schema and name of its table, statement. It is asked
/// for only where a look says that there is some: to plan a query takes longer than to find that there is nothing.
pub(super) struct Kind {
    pub(super) kind: ObjectKind,
    /// The catalog that it is numbered in.
    pub(super) class: &'static str,
    /// The condition under which there is some.
    pub(super) when: &'static str,
    pub(super) query: &'static str,
}
