//! docs/models.md: its examples are run on the databases that they name, and its types are what comes out.

use std::fs;
use std::path::Path;

use crate::project::Project;
use crate::tour::blocks;

const DIALECTS: [&str; 3] = ["sqlite", "postgresql", "mysql"];

fn text() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/models.md")).expect("docs/models.md")
}

fn project(dialect: &str, models: &str) -> Project {
    match dialect {
        "sqlite" => Project::sqlite(models),
        "postgresql" => Project::postgres(models),
        "mysql" => Project::mysql(models),
        other => panic!("no database is called {other}"),
    }
}

#[test]
fn the_examples_of_the_models_hold() {
    let mut run = 0;
    for (info, models) in blocks(&text()) {
        let named =
            info.strip_prefix("rust on ").unwrap_or_else(|| panic!("a block that nothing is done with: {info}"));
        for dialect in DIALECTS.iter().filter(|own| named == "all" || named == **own) {
            let project = project(dialect, &models);
            project.manage(["makemigrations", "first"]).ok();
            project.manage(["migrate"]).ok();
            project.manage(["makemigrations", "--check"]).ok();
            project.manage(["check"]).ok();
            project.manage(["downgrade", "base"]).ok();
            project.manage(["printschema"]).ok();
            run += 1;
        }
    }
    assert!(run > 7, "the examples have become few: {run}");
}

/// A Rust type of the table with its options, and what it is in one database; `None` where that has nothing for it.
struct Row {
    rust: String,
    options: Option<String>,
    sql: Option<String>,
}

/// The rows of the table for the database in this column. Several types in one row are several rows.
fn rows(column: usize) -> Vec<Row> {
    let text = text();
    let table = text.split_once("| Rust |").expect("a table").1.split("\n\n").next().expect("its rows");
    let mut found = Vec::new();
    for line in table.lines().skip(2) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let quoted = |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
        let (options, types): (Vec<String>, Vec<String>) =
            quoted(cells[0]).into_iter().partition(|text| text.contains('='));
        let sql = quoted(cells[column]);
        for (place, rust) in types.into_iter().enumerate() {
            let sql = sql.get(place).or(sql.first()).cloned();
            found.push(Row { rust, options: options.first().cloned(), sql });
        }
    }
    assert!(found.len() > 30, "the table has become short");
    found
}

fn field(place: usize, row: &Row) -> String {
    let options = row.options.as_ref().map_or(String::new(), |options| format!("#[model({options})] "));
    format!("    {options}c{place}: {},\n", row.rust)
}

#[test]
fn every_type_is_what_the_table_says() {
    for (place, dialect) in DIALECTS.iter().enumerate() {
        let rows = rows(place + 1);
        let (known, unknown): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.sql.is_some());
        let fields: String = known.iter().enumerate().map(|(place, row)| field(place, row)).collect();
        let project = project(dialect, &format!("#[derive(Model)]\npub struct Thing {{\n    id: i64,\n{fields}}}\n"));
        project.manage(["makemigrations", "types"]).ok();
        let written = fs::read_to_string(project.migrations("default")[0].join("up.sql")).expect("up.sql");
        for (place, row) in known.iter().enumerate() {
            let line = format!("    c{place} {} NOT NULL", row.sql.as_deref().unwrap_or_default());
            let found = written.lines().any(|own| own.trim_end_matches(',') == line);
            assert!(found, "{dialect}: {} is not `{line}` in\n{written}", row.rust);
        }
        for row in unknown {
            project.models(&format!("#[derive(Model)]\npub struct Thing {{\n    id: i64,\n{}}}\n", field(0, row)));
            let refused = project.manage(["makemigrations", "--check"]).expect(6).stderr;
            assert!(refused.contains("src/models.rs:4"), "{dialect}: {}: {refused}", row.rust);
        }
    }
}
