use super::fixture::{Case, check};

/// Tables and columns: section 1 of the cases.
#[test]
fn tables_and_columns() {
    check(&[
        Case {
            name: "01 a new table",
            before: "",
            after: "struct User { id: i64, name: String }",
            flags: &[],
            changes: &["Create table users"],
        },
        Case {
            name: "02 a table goes",
            before: "struct User { id: i64, name: String }  struct Tag { id: i64 }",
            after: "struct User { id: i64, name: String }",
            flags: &["--drop", "tags"],
            changes: &["Drop table tags"],
        },
        Case {
            name: "04 a column with a default",
            before: "struct User { id: i64 }",
            after: "struct User { id: i64, #[model(default = 0)] age: i32 }",
            flags: &[],
            changes: &["Add column age to users"],
        },
        Case {
            name: "07 three columns with the time as default",
            before: "struct User { id: i64 }",
            after: "struct User { id: i64,
                #[model(default = sql(\"CURRENT_TIMESTAMP\"))] a: chrono::NaiveDateTime,
                #[model(default = sql(\"CURRENT_TIMESTAMP\"))] b: chrono::NaiveDateTime,
                #[model(default = sql(\"CURRENT_TIMESTAMP\"))] c: chrono::NaiveDateTime }",
            flags: &[],
            changes: &["Add column a to users", "Add column b to users", "Add column c to users"],
        },
        Case {
            name: "10 columns that must hold something",
            before: "struct User { id: i64 }",
            after: "struct User { id: i64, a: String, b: String }",
            flags: &["--backfill", "users.a=x", "--backfill", "users.b=''"],
            changes: &["Add column a to users", "Add column b to users"],
        },
        Case {
            name: "11 a new key that counts up, the old one is demoted",
            before: "#[model(primary_key(code))] struct User { code: i32, name: String }",
            after: "struct User { code: i32, name: String, id: i64 }",
            flags: &[],
            changes: &["Add column id to users", "Set primary key of users to id"],
        },
        Case {
            name: "13 a generated column on a new foreign key",
            before: "struct User { id: i64 }",
            after: "struct Team { id: i64 } struct User { id: i64,
                #[model(references = \"teams.id\")] team_id: Option<i64>,
                #[model(generated = \"team_id + 1\")] next: Option<i64> }",
            flags: &[],
            changes: &[
                "Create table teams",
                "Add column team_id to users",
                "Add column next to users",
                "Add foreign key from users (team_id) to teams",
            ],
        },
        Case {
            name: "14 a column goes",
            before: "struct User { id: i64, age: i32 }",
            after: "struct User { id: i64 }",
            flags: &["--drop", "users.age"],
            changes: &["Drop column age from users"],
        },
        Case {
            name: "16 a generated column and what it is made of go",
            before: "struct User { id: i64, a: i32, z: i32, #[model(generated = \"a + z\")] m: Option<i32> }",
            after: "struct User { id: i64 }",
            flags: &["--allow-drops"],
            changes: &["Drop column m from users", "Drop column a from users", "Drop column z from users"],
        },
        Case {
            name: "17 a generated column goes and one of its sources",
            before: "struct User { id: i64, a: i32, z: i32, #[model(generated = \"a + z\")] m: Option<i32> }",
            after: "struct User { id: i64, z: i32 }",
            flags: &["--drop", "users.a", "--drop", "users.m"],
            changes: &["Drop column m from users", "Drop column a from users"],
        },
        Case {
            name: "20 NULL becomes NOT NULL with a default",
            before: "struct User { id: i64, name: Option<String> }",
            after: "struct User { id: i64, #[model(default = \"x\")] name: String }",
            flags: &[],
            changes: &["Alter column name on users: NOT NULL, default 'x'"],
        },
        Case {
            name: "22 NULL becomes NOT NULL with an answer",
            before: "struct User { id: i64, name: Option<String> }",
            after: "struct User { id: i64, name: String }",
            flags: &["--backfill", "users.name=Some Name"],
            changes: &["Alter column name on users: NOT NULL"],
        },
    ]);
}

/// Alterations of every sort.
#[test]
fn alterations() {
    check(&[
        Case {
            name: "22 NULL becomes NOT NULL, and somebody else sees to the rows",
            before: "struct User { id: i64, name: Option<String> }",
            after: "struct User { id: i64, name: String }",
            flags: &["--allow", "users.name"],
            changes: &["Alter column name on users: NOT NULL"],
        },
        Case {
            name: "a wider type",
            before: "struct User { id: i64, #[model(max_length = 50)] name: String }",
            after: "struct User { id: i64, #[model(max_length = 80)] name: String }",
            flags: &[],
            changes: &["Alter column name on users: VARCHAR(50) to VARCHAR(80)"],
        },
        Case {
            name: "a narrower type, allowed",
            before: "struct User { id: i64, #[model(max_length = 80)] name: String }",
            after: "struct User { id: i64, #[model(max_length = 50)] name: String }",
            flags: &["--allow", "users.name"],
            changes: &["Alter column name on users: VARCHAR(80) to VARCHAR(50)"],
        },
        Case {
            name: "a cast, told",
            before: "struct User { id: i64, age: String }",
            after: "struct User { id: i64, age: i32 }",
            flags: &["--using", "users.age=sql(CAST(age AS INTEGER))"],
            changes: &["Alter column age on users: TEXT to INTEGER"],
        },
        Case {
            name: "a default and a collation",
            before: "struct User { id: i64, #[model(default = 1)] age: i32, name: String }",
            after: "struct User { id: i64, age: i32, #[model(collate = \"NOCASE\")] name: String }",
            flags: &[],
            changes: &["Alter column age on users: no default", "Alter column name on users: collation"],
        },
        Case {
            name: "31 a composite key becomes a single one",
            before: "#[model(primary_key(a, b))] struct User { a: i32, b: i32 }",
            after: "#[model(primary_key(a))] struct User { a: i32, b: i32 }",
            flags: &[],
            changes: &["Set primary key of users to a"],
        },
        Case {
            name: "29 a column becomes a key of another name to a new table",
            before: "struct Book { id: i64, author: String }",
            after: "struct Author { id: i64 }
                struct Book { id: i64, #[model(references = \"authors.id\")] author_id: Option<i64> }",
            flags: &["--drop", "books.author"],
            changes: &[
                "Create table authors",
                "Add column author_id to books",
                "Add foreign key from books (author_id) to authors",
                "Drop column author from books",
            ],
        },
        Case {
            name: "206 a key's type changes and what refers to it follows",
            before: "struct Team { id: i32 } struct User { id: i64, #[model(references = \"teams.id\")] team_id: i32 }",
            after: "struct Team { id: String } struct User { id: i64, #[model(references = \"teams.id\")] team_id: String }",
            flags: &[],
            changes: &["Alter column id on teams: INTEGER to TEXT", "Alter column team_id on users: INTEGER to TEXT"],
        },
    ]);
}

/// The same twice is no change.
#[test]
fn nothing_changes() {
    let every = "#[model(index(name, age desc, \"lower(name)\"), unique(name, age), check(expr = \"age >= 0\"))]
        struct User { id: i64, #[model(max_length = 50, unique)] name: String, #[model(default = 0)] age: i32,
            #[model(references = \"users.id\", on_delete = \"cascade\", index)] parent_id: Option<i64>,
            #[model(generated = \"age + 1\")] next: Option<i32>,
            #[model(collate = \"NOCASE\")] nick: Option<String>, at: chrono::NaiveDateTime, blob: Vec<u8> }";
    check(&[
        Case { name: "23 the same", before: every, after: every, flags: &[], changes: &[] },
        Case {
            name: "25 names that differ in case alone",
            before: "struct Team { id: i64, Name: String }
                #[model(index(Title))] struct User { id: i64, Title: String, #[model(references = \"teams.id\")] team_id: i64 }",
            after: "#[model(table = \"TEAMS\", primary_key(ID))] struct Team { ID: i64, name: String }
                #[model(table = \"Users\", index(title))] struct User { id: i64, title: String,
                #[model(references = \"TEAMS.ID\")] Team_Id: i64 }",
            flags: &[],
            changes: &[],
        },
        Case {
            name: "26 a check that says the same in other words",
            before: "#[model(check(expr = \"age >= 0\"))] struct User { id: i64, age: i32 }",
            after: "#[model(check(expr = \"( Age>=0 )\"))] struct User { id: i64, age: i32 }",
            flags: &[],
            changes: &[],
        },
        Case {
            name: "52 fields in another order",
            before: "struct User { id: i64, a: i32, b: String }",
            after: "struct User { b: String, a: i32, id: i64 }",
            flags: &[],
            changes: &[],
        },
        Case {
            name: "34 a table that is not managed",
            before: "struct User { id: i64 }",
            after: "struct User { id: i64 } #[model(managed = false)] struct Report { id: i64 }",
            flags: &[],
            changes: &[],
        },
        Case {
            name: "35 a table that is no longer managed",
            before: "struct User { id: i64 } struct Report { id: i64, a: i32 }",
            after: "struct User { id: i64 } #[model(managed = false)] struct Report { id: i64, b: String }",
            flags: &[],
            changes: &[],
        },
    ]);
}
