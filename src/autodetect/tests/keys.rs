use super::fixture::{Case, check};

/// Indexes, unique sets and checks: section 3 of the cases.
#[test]
fn indexes_unique_sets_and_checks() {
    check(&[
        Case {
            name: "58 a new table with an index",
            before: "",
            after: "struct User { id: i64, #[model(index)] name: String }",
            flags: &[],
            changes: &["Create table users"],
        },
        Case {
            name: "59 an index more",
            before: "struct User { id: i64, name: String }",
            after: "struct User { id: i64, #[model(index)] name: String }",
            flags: &[],
            changes: &["Add index users_name_idx to users"],
        },
        Case {
            name: "59 an index less",
            before: "struct User { id: i64, #[model(index)] name: String }",
            after: "struct User { id: i64, name: String }",
            flags: &[],
            changes: &["Drop index users_name_idx from users"],
        },
        Case {
            name: "56 an index with another name",
            before: "#[model(index(name, name = \"a\"))] struct User { id: i64, name: String }",
            after: "#[model(index(name, name = \"b\"))] struct User { id: i64, name: String }",
            flags: &[],
            changes: &["Rename index a to b on users"],
        },
        Case {
            name: "any name does where the model gives none",
            before: "#[model(index(name, name = \"a\"), unique(name, id, name = \"u\"))] struct User { id: i64, name: String }",
            after: "#[model(index(name), unique(name, id))] struct User { id: i64, name: String }",
            flags: &[],
            changes: &[],
        },
        Case {
            name: "two indexes change names",
            before: "#[model(index(x, name = \"a\"), index(y, name = \"b\"))] struct User { id: i64, x: i32, y: i32 }",
            after: "#[model(index(x, name = \"b\"), index(y, name = \"a\"))] struct User { id: i64, x: i32, y: i32 }",
            flags: &[],
            changes: &[
                "Drop index a from users",
                "Drop index b from users",
                "Add index b to users",
                "Add index a to users",
            ],
        },
        Case {
            name: "an index of another definition under the same name",
            before: "#[model(index(x, name = \"a\"))] struct User { id: i64, x: i32 }",
            after: "#[model(index(x desc, name = \"a\", where = \"x > 0\"))] struct User { id: i64, x: i32 }",
            flags: &[],
            changes: &["Drop index a from users", "Add index a to users"],
        },
        Case {
            name: "an index without a name that takes the dropped one's name",
            before: "#[model(index(x))] struct User { id: i64, x: i32 }",
            after: "#[model(index(x desc))] struct User { id: i64, x: i32 }",
            flags: &[],
            changes: &["Drop index users_x_idx from users", "Add index users_x_idx to users"],
        },
        Case {
            name: "two indexes without names over the same column",
            before: "struct User { id: i64, x: i32 }",
            after: "#[model(index(x), index(x, where = \"x > 0\"))] struct User { id: i64, x: i32 }",
            flags: &[],
            changes: &["Add index users_x_idx to users", "Add index users_x_idx1 to users"],
        },
        Case {
            name: "61 a new foreign key, an index with it and a new target",
            before: "struct Book { id: i64, title: String }",
            after: "struct Author { id: i64 }  #[model(index(title, author_id))] struct Book { id: i64, title: String,
                #[model(references = \"authors.id\")] author_id: Option<i64> }",
            flags: &[],
            changes: &[
                "Create table authors",
                "Add column author_id to books",
                "Add index books_title_author_id_idx to books",
                "Add foreign key from books (author_id) to authors",
            ],
        },
        Case {
            name: "62 the same with a unique set",
            before: "struct Book { id: i64, title: String }",
            after: "struct Author { id: i64 }  #[model(unique(title, author_id))] struct Book { id: i64, title: String,
                #[model(references = \"authors.id\")] author_id: Option<i64> }",
            flags: &[],
            changes: &[
                "Create table authors",
                "Add column author_id to books",
                "Make title, author_id unique on books",
                "Add foreign key from books (author_id) to authors",
            ],
        },
        Case {
            name: "64 a check more",
            before: "struct User { id: i64, age: i32 }",
            after: "#[model(check(name = \"adult\", expr = \"age >= 18\"))] struct User { id: i64, age: i32 }",
            flags: &[],
            changes: &["Add check age >= 18 to users"],
        },
        Case {
            name: "65 a check that says something else",
            before: "#[model(check(name = \"adult\", expr = \"age >= 18\"))] struct User { id: i64, age: i32 }",
            after: "#[model(check(name = \"adult\", expr = \"age >= 21\"))] struct User { id: i64, age: i32 }",
            flags: &[],
            changes: &["Drop check age >= 18 from users", "Add check age >= 21 to users"],
        },
        Case {
            name: "67 a unique set less",
            before: "#[model(unique(a, b))] struct User { id: i64, a: i32, b: i32 }",
            after: "struct User { id: i64, a: i32, b: i32 }",
            flags: &[],
            changes: &["Make a, b not unique on users"],
        },
        Case {
            name: "68 the order in a unique set",
            before: "#[model(unique(a, b))] struct User { id: i64, a: i32, b: i32 }",
            after: "#[model(unique(b, a))] struct User { id: i64, a: i32, b: i32 }",
            flags: &[],
            changes: &["Make a, b not unique on users", "Make b, a unique on users"],
        },
        Case {
            name: "70 a new column in a new unique set",
            before: "struct User { id: i64, a: i32 }",
            after: "#[model(unique(a, b))] struct User { id: i64, a: i32, b: Option<i32> }",
            flags: &[],
            changes: &["Add column b to users", "Make a, b unique on users"],
        },
        Case {
            name: "73 what is unique moves",
            before: "#[model(unique(name))] struct User { id: i64, name: Option<String>, #[model(index)] age: i32 }",
            after: "#[model(unique(age))] struct User { id: i64, #[model(unique)] name: Option<String>, age: i64 }",
            flags: &[],
            changes: &[
                "Drop index users_age_idx from users",
                "Alter column age on users: INTEGER to BIGINT",
                "Make age unique on users",
            ],
        },
        Case {
            name: "76 a foreign key in a unique set goes, and its target",
            before:
                "struct Author { id: i64 }  #[model(unique(title, author_id))] struct Book { id: i64, title: String,
                #[model(references = \"authors.id\")] author_id: i64 }",
            after: "struct Book { id: i64, title: String }",
            flags: &["--drop", "books.author_id", "--drop", "authors"],
            changes: &[
                "Drop foreign key from books (author_id) to authors",
                "Make title, author_id not unique on books",
                "Drop column author_id from books",
                "Drop table authors",
            ],
        },
    ]);
}
