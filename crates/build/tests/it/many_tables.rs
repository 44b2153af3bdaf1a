use std::fmt::Write as _;

use crate::project::Project;

const TABLES: usize = 135;

const LIBRARY: &str = r#"
pub mod models;
pub mod schema {
    diesel_manage::schema!();
}

use diesel::prelude::*;
use libsqlite3_sys as _;
use models::{Table0, Table134};
use schema::{table0s, table134s, table99s};

// The first and the last table are in two chunks, and no foreign key joins them.
pub fn far_apart(connection: &mut SqliteConnection) -> QueryResult<Vec<(Table0, Table134)>> {
    table0s::table
        .inner_join(table134s::table.on(table0s::id.eq(table134s::id)))
        .inner_join(table99s::table.on(table99s::id.eq(table134s::id)))
        .select((Table0::as_select(), Table134::as_select()))
        .load(connection)
}
"#;

/// A chain of tables. Only the two ends are read in queries: what counts is the tables.
fn models() -> String {
    let mut text = String::from("use crate::schema::*;\nuse diesel::prelude::*;\nuse diesel_manage::Model;\n");
    for number in 0..TABLES {
        let is_end = number == 0 || number == TABLES - 1;
        let derives = if is_end { "Model, Queryable, Selectable" } else { "Model" };
        let _ = writeln!(text, "#[derive({derives})]\npub struct Table{number} {{\n    pub id: i64,");
        if let Some(parent) = number.checked_sub(1) {
            let _ = writeln!(text, "    #[model(references = \"table{parent}s.id\")]\n    pub parent_id: Option<i64>,");
        }
        text.push_str("}\n");
    }
    text
}

/// More tables than Diesel's macro takes in one call, and any two of them can meet in a query.
#[test]
fn more_tables_than_one_call_takes() {
    let project = Project::new("many_tables", "src/models.rs");
    project.write("src/lib.rs", LIBRARY);
    project.write("src/models.rs", &models());
    let (success, said) = project.check();
    assert!(success, "{said}");
}
