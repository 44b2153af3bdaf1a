use super::fixture::{Case, check};

/// Renames: section 2 of the cases.
#[test]
fn renames() {
    check(&[
        Case {
            name: "37 a column",
            before: "struct User { id: i64, name: String }",
            after: "struct User { id: i64, username: String }",
            flags: &["--rename", "users.name:username"],
            changes: &["Rename column name to username on users"],
        },
        Case {
            name: "37 a column, answered in the source",
            before: "struct User { id: i64, name: String }",
            after: "struct User { id: i64, #[model(renamed_from = \"name\")] username: String }",
            flags: &[],
            changes: &["Rename column name to username on users"],
        },
        Case {
            name: "40 a unique column that others refer to",
            before: "struct Team { id: i64, #[model(unique)] code: String }
                struct User { id: i64, #[model(references = \"teams.code\")] team: String }",
            after: "struct Team { id: i64, #[model(unique)] slug: String }
                struct User { id: i64, #[model(references = \"teams.slug\")] team: String }",
            flags: &["--rename", "teams.code:slug"],
            changes: &["Rename column code to slug on teams"],
        },
        Case {
            name: "41 a key that others refer to",
            before: "struct Team { id: i64 }  struct User { id: i64, #[model(references = \"teams.id\")] team_id: i64 }",
            after: "#[model(primary_key(number))] struct Team { number: i64 }
                struct User { id: i64, #[model(references = \"teams.number\")] team_id: i64 }",
            flags: &["--rename", "teams.id:number"],
            changes: &["Rename column id to number on teams"],
        },
        Case {
            name: "43 the columns of a composite key",
            before: "#[model(primary_key(a, b))] struct P { a: i64, b: i64 }
                #[model(foreign_key(x, y, references = \"ps(a, b)\"))] struct C { id: i64, x: i64, y: i64 }",
            after: "#[model(primary_key(a, b))] struct P { a: i64, b: i64 }
                #[model(foreign_key(p_a, p_b, references = \"ps(a, b)\"))] struct C { id: i64, p_a: i64, p_b: i64 }",
            flags: &["--rename", "cs.x:p_a", "--rename", "cs.y:p_b"],
            changes: &["Rename column x to p_a on cs", "Rename column y to p_b on cs"],
        },
        Case {
            name: "44 a column in a unique set, an index, a check and an expression",
            before: "#[model(unique(name, age), index(\"lower(name)\", age desc, where = \"name <> ''\"), check(expr = \"name <> ''\"))]
                struct User { id: i64, name: String, age: i32, #[model(generated = \"upper(name)\")] loud: Option<String> }",
            after: "#[model(unique(label, age), index(\"lower(label)\", age desc, where = \"label <> ''\"), check(expr = \"label <> ''\"))]
                struct User { id: i64, label: String, age: i32, #[model(generated = \"upper(label)\")] loud: Option<String> }",
            flags: &["--rename", "users.name:label"],
            changes: &["Rename column name to label on users"],
        },
        Case {
            name: "47 a column is renamed and its unique set shrinks",
            before: "#[model(unique(name, age))] struct User { id: i64, name: String, age: i32 }",
            after: "#[model(unique(label))] struct User { id: i64, label: String, age: i32 }",
            flags: &["--rename", "users.name:label"],
            changes: &[
                "Rename column name to label on users",
                "Make label, age not unique on users",
                "Make label unique on users",
            ],
        },
        Case {
            name: "49 a table that others refer to",
            before: "struct User { id: i64, name: String }  struct Post { id: i64, #[model(references = \"users.id\")] user_id: i64 }",
            after: "struct Account { id: i64, name: String }
                struct Post { id: i64, #[model(references = \"accounts.id\")] user_id: i64 }",
            flags: &["--rename", "users:accounts"],
            changes: &["Rename table users to accounts"],
        },
        Case {
            name: "52 a table whose fields stand in another order",
            before: "struct User { id: i64, name: String, age: i32 }",
            after: "#[model(renamed_from = \"users\")] struct Account { age: i32, name: String, id: i64 }",
            flags: &[],
            changes: &["Rename table users to accounts"],
        },
        Case {
            name: "a table and its column",
            before: "struct User { id: i64, name: String }",
            after: "struct Account { id: i64, full_name: String }",
            flags: &["--rename", "users:accounts", "--rename", "users.name:full_name"],
            changes: &["Rename table users to accounts", "Rename column name to full_name on accounts"],
        },
        Case {
            name: "a table and its column, named as the models have it",
            before: "struct User { id: i64, name: String }",
            after: "struct Account { id: i64, full_name: String }",
            flags: &["--rename", "users:accounts", "--rename", "accounts.name:full_name"],
            changes: &["Rename table users to accounts", "Rename column name to full_name on accounts"],
        },
        Case {
            name: "a rename with another type on top",
            before: "struct User { id: i64, age: i32 }",
            after: "struct User { id: i64, years: Option<i64> }",
            flags: &["--rename", "users.age:years"],
            changes: &["Rename column age to years on users", "Alter column years on users: INTEGER to BIGINT, NULL"],
        },
        Case {
            name: "one column of two is renamed, the other goes",
            before: "struct User { id: i64, first: String, last: String }",
            after: "struct User { id: i64, full: String }",
            flags: &["--drop", "users.first", "--rename", "users.last:full"],
            changes: &["Rename column last to full on users", "Drop column first from users"],
        },
        Case {
            name: "to a name that looks nothing like it",
            before: "struct User { id: i64, a: String }",
            after: "struct User { id: i64, zzz: Option<f64> }",
            flags: &["--rename", "users.a:zzz", "--using", "users.zzz=sql(1.0)"],
            changes: &["Rename column a to zzz on users", "Alter column zzz on users: TEXT to DOUBLE, NULL"],
        },
        Case {
            name: "a name is given on: b was a, c was b",
            before: "struct User { id: i64, a: String, b: i32 }",
            after: "struct User { id: i64, #[model(renamed_from = \"a\")] b: String, #[model(renamed_from = \"b\")] c: i32 }",
            flags: &[],
            changes: &["Rename column b to c on users", "Rename column a to b on users"],
        },
        Case {
            name: "a table is renamed and its name used for a new one",
            before: "struct User { id: i64, a: String }",
            after: "#[model(renamed_from = \"users\")] struct Account { id: i64, a: String }  struct User { id: i64, b: i32 }",
            flags: &[],
            changes: &["Rename table users to accounts", "Create table users"],
        },
        Case {
            name: "an old name in the source says nothing any more",
            before: "struct User { id: i64, name: String }",
            after: "#[model(renamed_from = \"people\")] struct User { id: i64, #[model(renamed_from = \"label\")] name: String }",
            flags: &[],
            changes: &[],
        },
        Case {
            name: "names that change places in the source cannot be told from names that did so long ago",
            before: "struct User { id: i64, a: String, b: String }",
            after: "struct User { id: i64, #[model(renamed_from = \"b\")] a: String, #[model(renamed_from = \"a\")] b: String }",
            flags: &[],
            changes: &[],
        },
        Case {
            name: "a column goes and another gets its name",
            before: "struct User { id: i64, a: String, b: i32 }",
            after: "struct User { id: i64, a: i32 }",
            flags: &["--rename", "users.b:a", "--drop", "users.a"],
            changes: &[
                "Rename column a to manage_moved_a_0 on users",
                "Rename column b to a on users",
                "Drop column manage_moved_a_0 from users",
            ],
        },
        Case {
            name: "an enum's value is renamed, another replaced, a third added",
            before: "#[model(check(expr = \"s IN ('a', 'b', 'c')\"))] struct Post { id: i64, s: String }",
            after: "#[model(check(expr = \"s IN ('a', 'bb', 'd')\"))] struct Post { id: i64, s: String }",
            flags: &["--rename-value", "posts.s.b:bb", "--drop-value", "s.c=a"],
            changes: &["Alter column s on posts: values"],
        },
    ]);
}
