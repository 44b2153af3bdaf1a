use super::fixture::{Case, check, schema};
use crate::schema::{Change, TableName};

/// Foreign keys, order and circles: section 4 of the cases.
#[test]
fn foreign_keys_and_order() {
    check(&[
        Case {
            name: "79 the target comes first, in whatever order they are declared",
            before: "",
            after: "struct A { id: i64, #[model(references = \"zs.id\")] z_id: i64 }  struct Z { id: i64 }",
            flags: &[],
            changes: &["Create table zs", "Create table as"],
        },
        Case {
            name: "80 two that refer to each other",
            before: "",
            after: "struct A { id: i64, #[model(references = \"bs.id\")] b_id: Option<i64> }
                struct B { id: i64, #[model(references = \"as.id\")] a_id: i64 }",
            flags: &[],
            changes: &["Create table as", "Create table bs", "Add foreign key from as (b_id) to bs"],
        },
        Case {
            name: "82 four tables crosswise",
            before: "",
            after: "struct A { id: i64, #[model(references = \"ds.id\")] d_id: Option<i64> }
                struct B { id: i64, #[model(references = \"as.id\")] a_id: i64 }
                struct C { id: i64, #[model(references = \"bs.id\")] b_id: i64 }
                struct D { id: i64, #[model(references = \"cs.id\")] c_id: i64 }",
            flags: &[],
            changes: &[
                "Create table as",
                "Create table bs",
                "Create table cs",
                "Create table ds",
                "Add foreign key from as (d_id) to ds",
            ],
        },
        Case {
            name: "83 a table that refers to itself",
            before: "",
            after: "struct Node { id: i64, #[model(references = \"nodes.id\")] parent_id: Option<i64> }",
            flags: &[],
            changes: &["Create table nodes"],
        },
        Case {
            name: "77 a circle with a unique set and an index",
            before: "",
            after: "#[model(unique(b_id, n))] struct A { id: i64, #[model(index)] n: i32,
                    #[model(references = \"bs.id\")] b_id: Option<i64> }
                struct B { id: i64, #[model(references = \"as.id\", index)] a_id: i64,
                    #[model(references = \"bs.id\")] b_id: Option<i64> }",
            flags: &[],
            changes: &["Create table as", "Create table bs", "Add foreign key from as (b_id) to bs"],
        },
        Case {
            name: "85 two that refer to each other go",
            before: "struct A { id: i64, #[model(references = \"bs.id\")] b_id: Option<i64> }
                struct B { id: i64, #[model(references = \"as.id\")] a_id: i64 }  struct C { id: i64 }",
            after: "struct C { id: i64 }",
            flags: &["--drop", "as", "--drop", "bs"],
            changes: &["Drop foreign key from as (b_id) to bs", "Drop table bs", "Drop table as"],
        },
        Case {
            name: "86 a column and its target go",
            before: "struct A { id: i64 }  struct B { id: i64, #[model(references = \"as.id\")] a_id: i64 }",
            after: "struct B { id: i64 }",
            flags: &["--allow-drops"],
            changes: &["Drop foreign key from bs (a_id) to as", "Drop column a_id from bs", "Drop table as"],
        },
        Case {
            name: "100 a join table goes with one side",
            before: "struct A { id: i64 }  struct B { id: i64 }  #[model(primary_key(a_id, b_id))] struct AB {
                #[model(references = \"as.id\")] a_id: i64, #[model(references = \"bs.id\")] b_id: i64 }",
            after: "struct B { id: i64 }",
            flags: &["--allow-drops"],
            changes: &["Drop table a_bs", "Drop table as"],
        },
        Case {
            name: "101 a child goes, the parent stays",
            before: "struct A { id: i64 }  struct B { id: i64, #[model(references = \"as.id\")] a_id: i64 }",
            after: "struct A { id: i64 }",
            flags: &["--drop", "bs"],
            changes: &["Drop table bs"],
        },
        Case {
            name: "an action changes",
            before: "struct A { id: i64 }  struct B { id: i64, #[model(references = \"as.id\")] a_id: i64 }",
            after: "struct A { id: i64 }
                struct B { id: i64, #[model(references = \"as.id\", on_delete = \"cascade\")] a_id: i64 }",
            flags: &[],
            changes: &["Drop foreign key from bs (a_id) to as", "Add foreign key from bs (a_id) to as"],
        },
        Case {
            name: "a key to a column that becomes unique in the same run",
            before: "struct B { id: i64, code: String }  struct A { id: i64 }",
            after: "struct B { id: i64, #[model(unique)] code: String }
                struct A { id: i64, #[model(references = \"bs.code\")] code: Option<String> }",
            flags: &[],
            changes: &["Add column code to as", "Make code unique on bs", "Add foreign key from as (code) to bs"],
        },
        Case {
            name: "a new table with a key to a column that is new and unique",
            before: "struct B { id: i64 }",
            after: "struct B { id: i64, #[model(unique)] code: Option<String> }
                struct A { id: i64, #[model(references = \"bs.code\")] code: Option<String> }",
            flags: &[],
            changes: &["Add column code to bs", "Make code unique on bs", "Create table as"],
        },
    ]);
}

#[test]
fn of_a_web_of_circles_no_more_keys_are_cut_than_lie_on_one() {
    let mut text = String::new();
    for n in 0..40 {
        // Each refers to the next and to one far away; the last one's target is on no circle.
        let (next, far) = ((n + 1) % 40, (n * 7 + 3) % 40);
        text.push_str(&format!(
            "#[model(table = \"t{n:02}\")] struct T{n} {{ id: i64, #[model(references = \"t{next:02}.id\")] a: Option<i64>,
             #[model(references = \"t{far:02}.id\")] b: Option<i64>, #[model(references = \"leaf.id\")] l: Option<i64> }}\n"
        ));
    }
    text.push_str("#[model(table = \"leaf\")] struct Leaf { id: i64 }");
    let schema = schema(&text);
    assert_eq!(schema.tables.len(), 41);
    let changes = super::fixture::detect(&Default::default(), &super::fixture::wanted(&text)).changes;
    assert!(matches!(&changes[0], Change::CreateTable { table } if table.name == TableName::new("leaf")));
    let cut = changes.iter().filter(|change| matches!(change, Change::AddForeignKey { .. })).count();
    assert!((1..40).contains(&cut), "{cut} keys were cut");
    let mut made = Vec::new();
    for change in &changes {
        match change {
            Change::CreateTable { table } => {
                for key in &table.foreign_keys {
                    assert!(
                        key.table == table.name || made.contains(&key.table),
                        "{} before {}",
                        table.name,
                        key.table
                    );
                }
                made.push(table.name.clone());
            }
            Change::AddForeignKey { key, .. } => assert!(made.contains(&key.table) && key.table.name != "leaf"),
            other => panic!("{other:?}"),
        }
    }
}
