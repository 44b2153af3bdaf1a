use std::error::Error as _;
use std::fs;

use tempfile::TempDir;

use super::{Models, read};
use crate::dialect::Sqlite;
use crate::error::{Error, Result};
use crate::schema::{Action, Column, Expr, IndexKey, Table, TableName, Wanted};

/// A folder with these files in it.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn read_all(files: &[(&str, &str)]) -> Result<Wanted> {
    let folder = folder(files);
    read(folder.path(), &[".".to_owned()], "default", &Sqlite)
}

fn models(text: &str) -> Wanted {
    read_all(&[("models.rs", text)]).unwrap_or_else(|error| panic!("{}", told(&error)))
}

/// The error with its hints, as a person sees it.
fn told(error: &Error) -> String {
    let mut text = error.to_string();
    if let Some(source) = error.source() {
        text.push_str(&format!("\ncause: {source}"));
    }
    for hint in error.hints() {
        text.push_str(&format!("\nhint: {hint}"));
    }
    text
}

fn mistake(text: &str) -> String {
    told(&read_all(&[("models.rs", text)]).unwrap_err())
}

fn table<'a>(wanted: &'a Wanted, name: &str) -> &'a Table {
    wanted.schema.table(&TableName::new(name)).unwrap()
}

fn macros(text: &str) -> String {
    let folder = folder(&[("models.rs", text)]);
    Models::read(folder.path(), &["models.rs".to_owned()], "default", &Sqlite).unwrap().table_macros()
}

const TEAM: &str = "#[derive(Model)] pub struct Team { pub id: i64, #[model(unique)] pub code: String }\n";

#[test]
fn the_model_of_the_design() {
    let wanted = models(&format!(
        r#"{TEAM}
        #[derive(Model, Queryable, Selectable, Identifiable, Insertable, Associations)]
        #[diesel(table_name = crate::schema::users, belongs_to(Team))]
        #[model(index(team_id, joined_at), unique(team_id, username), check(name = "users_age", expr = "age >= 0"))]
        pub struct User {{
            /// The key.
            pub id: i64,
            #[model(max_length = 50, unique)]
            pub username: String,
            pub email: Option<String>,
            #[model(default = 0)]
            pub age: i32,
            #[model(references = "teams.id", on_delete = "cascade", index)]
            pub team_id: i64,
            #[model(default = sql("CURRENT_TIMESTAMP"))]
            pub joined_at: chrono::NaiveDateTime,
        }}"#
    ));
    let users = table(&wanted, "users");
    assert_eq!(
        users.columns,
        [
            Column::new("id", "INTEGER"),
            Column::new("username", "VARCHAR(50)"),
            Column::new("email", "TEXT").nullable(),
            Column::new("age", "INTEGER").default("0"),
            Column::new("team_id", "BIGINT"),
            Column::new("joined_at", "TIMESTAMP").default("CURRENT_TIMESTAMP"),
        ]
    );
    assert_eq!(users.key_columns(), ["id"]);
    let uniques: Vec<_> = users.uniques.iter().map(|unique| unique.columns.join(",")).collect();
    assert_eq!(uniques, ["username", "team_id,username"]);
    let indexes: Vec<_> = users.indexes.iter().map(|index| index.parts.len()).collect();
    assert_eq!(indexes, [1, 2]);
    assert_eq!((users.checks[0].name.as_deref(), users.checks[0].expr.text()), (Some("users_age"), "age >= 0"));
    let [key] = users.foreign_keys.as_slice() else { panic!("{:?}", users.foreign_keys) };
    assert_eq!((key.columns.join(","), key.references.join(",")), ("team_id".to_owned(), "id".to_owned()));
    assert_eq!(
        (&key.table, key.on_delete, key.on_update),
        (&TableName::new("teams"), Action::Cascade, Action::NoAction)
    );
    let declaration = &wanted.declarations[&users.name];
    assert_eq!(declaration.place.to_string(), "models.rs:6:20");
    assert!(declaration.managed && declaration.diesel_types.is_none());
}

#[test]
fn every_key_of_a_struct_and_of_a_field() {
    let wanted = models(&format!(
        r#"{TEAM}
        #[derive(diesel_manage::Model)]
        #[model(table = "order", renamed_from = "purchases", comment = "what was bought")]
        #[model(
            index(price desc, "lower(note)", name = "by_price", where = "price > 0"),
            unique("lower(note)", name = "one_note"),
            unique(code collate "NOCASE"),
            unique(team, code, name = "team_code"),
            foreign_key(team, code, references = "lines(team, number)", on_update = "set_null", name = "fk"),
            check("price >= 0"),
            managed = false,
        )]
        struct Purchase {{
            #[model(primary_key, identity)]
            number: i32,
            #[model(column = "what it costs", precision = 10, scale = 2, check = "price < 1000", comment = "net")]
            price: BigDecimal,
            #[model(collate = "NOCASE", renamed_from = "text", index(desc, name = "notes", where = "note <> ''"))]
            note: Option<String>,
            #[model(references = "teams", on_update = "restrict")]
            team: i64,
            #[model(generated("upper(note)", stored))]
            code: Option<String>,
            #[model(generated = "lower(note)", stored)]
            low: Option<String>,
            #[model(sql_type = "NUMERIC(3)", unique(name = "odd"))]
            odd: Odd,
        }}
        #[derive(Model)]
        #[model(primary_key(team, number))]
        struct Line {{ team: i64, number: String }}"#
    ));
    let order = table(&wanted, "order");
    let declaration = &wanted.declarations[&order.name];
    assert!(!declaration.managed);
    assert_eq!(declaration.renamed_from, Some(TableName::new("purchases")));
    assert_eq!(declaration.columns_renamed_from["note"], "text");
    assert_eq!(order.comment.as_deref(), Some("what was bought"));
    assert_eq!(order.key_columns(), ["number"]);
    assert!(order.column("number").unwrap().identity.is_some());
    assert_eq!(order.column("what it costs").unwrap().ty.text(), "NUMERIC(10, 2)");
    assert_eq!(order.column("what it costs").unwrap().comment.as_deref(), Some("net"));
    assert_eq!(order.column("note").unwrap().collation.as_deref(), Some("NOCASE"));
    let generated = order.column("code").unwrap().generated.clone().unwrap();
    assert_eq!((generated.expr, generated.stored), (Expr::new("upper(note)"), true));
    assert_eq!(order.column("odd").unwrap().ty.text(), "NUMERIC(3)");
    let uniques: Vec<_> = order.uniques.iter().map(|unique| (unique.name.as_deref(), unique.columns.len())).collect();
    assert_eq!(uniques, [(Some("odd"), 1), (Some("team_code"), 2)]);
    let names: Vec<_> = order.indexes.iter().map(|index| (index.name.as_deref(), index.unique)).collect();
    assert_eq!(names, [(Some("one_note"), true), (None, true), (Some("notes"), false), (Some("by_price"), false)]);
    let by_price = &order.indexes[3];
    assert_eq!(by_price.parts[0].key, IndexKey::Column("what it costs".to_owned()));
    assert!(by_price.parts[0].desc && !by_price.parts[1].desc);
    assert_eq!(by_price.parts[1].key, IndexKey::Expr(Expr::new("lower(note)")));
    assert_eq!(by_price.predicate, Some(Expr::new("price > 0")));
    assert!(order.indexes[2].parts[0].desc && order.indexes[2].predicate.is_some());
    assert_eq!(order.checks.len(), 2);
    let keys: Vec<_> = order.foreign_keys.iter().map(|key| (key.name.as_deref(), key.on_update)).collect();
    assert_eq!(keys, [(None, Action::Restrict), (Some("fk"), Action::SetNull)]);
    assert_eq!(order.foreign_keys[1].references, ["team", "number"]);
    assert_eq!(order.foreign_keys[0].references, ["id"]);
}

#[test]
fn types_by_name_wherever_they_come_from() {
    let wanted = models(
        r#"
        type Id = i64;
        type When = Option<chrono::NaiveDateTime>;
        pub mod nested {
            #[derive(Model)]
            pub struct All<'a> {
                id: super::Id, a: bool, b: i16, c: f32, d: f64, e: Vec<u8>, f: Option<Vec<u8>>, g: NaiveDate, h: time::Time,
                i: When, j: DateTime<chrono::Utc>, k: serde_json::Value, l: std::time::SystemTime, m: &'a str,
                n: Cow<'a, str>, o: Status, p: Option<crate::Status>, r#type: std::option::Option<std::string::String>,
            }
        }
        #[derive(ModelEnum)]
        #[model(name = "post_status")]
        enum Status { Draft, #[model(value = "in print")] Printed, ComingSoon }
        #[cfg(test)]
        mod tests { #[derive(Model)] struct Nothing { a: Unknown } }
        #[cfg(all(unix, test))]
        #[derive(Model)] struct Nothing { a: Unknown }
        "#,
    );
    assert_eq!(wanted.schema.tables.len(), 1);
    let all = table(&wanted, "alls");
    let types: Vec<String> =
        all.columns.iter().map(|column| format!("{}{}", column.ty, if column.nullable { "?" } else { "" })).collect();
    assert_eq!(
        types.join(" "),
        "INTEGER BOOLEAN SMALLINT FLOAT DOUBLE BLOB BLOB? DATE TIME TIMESTAMP? TIMESTAMP TEXT TIMESTAMP TEXT TEXT TEXT \
         TEXT? TEXT?"
    );
    let values = Some(vec!["draft".to_owned(), "in print".to_owned(), "coming_soon".to_owned()]);
    assert_eq!((&all.column("o").unwrap().values, &all.column("p").unwrap().values), (&values, &values));
    assert!(all.column("type").is_some());
}

#[test]
fn defaults_of_enums_by_value_or_by_variant() {
    let text = |default: &str| {
        format!(
            "#[derive(ModelEnum)] enum Status {{ Draft, Out }}
             #[derive(Model)] struct Post {{ id: i32, #[model(default = {default})] status: Status }}"
        )
    };
    for default in ["\"out\"", "Status::Out", "crate::Status::Out", "Out", "sql(\"'out'\")"] {
        let wanted = models(&text(default));
        assert_eq!(table(&wanted, "posts").column("status").unwrap().default, Some(Expr::new("'out'")), "{default}");
    }
    for default in ["\"gone\"", "Status::Gone", "Other::Out", "1", "null"] {
        assert!(mistake(&text(default)).starts_with("models.rs:2:"), "{default}");
    }
}

#[test]
fn keys_are_found_in_this_order() {
    for (text, key) in [
        ("struct A { id: i32, b: i32 }", "id"),
        ("struct A { id: i32, #[model(primary_key)] b: i32 }", "b"),
        ("#[diesel(primary_key(b))] struct A { id: i32, b: i32 }", "b"),
        ("#[diesel(primary_key(b))] struct A { #[model(primary_key)] id: i32, b: i32 }", "id"),
        ("#[diesel(primary_key(b))] #[model(primary_key(b, id))] struct A { id: i32, b: i32 }", "b,id"),
        ("struct A { #[model(primary_key)] a: i32, #[model(primary_key)] b: i32 }", "a,b"),
        ("struct A { #[model(column = \"id\")] key: i32 }", "id"),
        ("#[model(primary_key(key))] struct A { #[model(column = \"the key\")] key: i32 }", "the key"),
    ] {
        let wanted = models(&format!("#[derive(Model)] {text}"));
        assert_eq!(table(&wanted, "as").key_columns().join(","), key, "{text}");
    }
    // An integer is SQLite's counted key only where it stands alone.
    let wanted = models("#[derive(Model)] #[model(primary_key(a, b))] struct A { a: i64, b: i64 }");
    assert_eq!(table(&wanted, "as").columns[0].ty.text(), "BIGINT");
}

#[test]
fn odd_names_are_names() {
    let wanted = models(
        r#"#[derive(Model)] #[model(table = "we \"quote\" 🦀")]
        struct Odd { id: i32, #[model(column = "select")] word: i32, #[model(column = "a.b (c)")] dotted: i32,
            #[model(references = "\"we \"\"quote\"\" 🦀\".id")] parent: Option<i32>,
            #[diesel(column_name = other)] own: i32 }"#,
    );
    let odd = table(&wanted, "we \"quote\" 🦀");
    let names: Vec<&str> = odd.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "select", "a.b (c)", "parent", "other"]);
    assert_eq!(odd.foreign_keys[0].table, odd.name);
}

#[test]
fn a_database_of_its_own() {
    let text = "#[derive(Model)] #[model(database = \"other\")] struct A { id: i32 }
        #[derive(Model)] struct B { id: i32, #[model(references = \"as.id\")] a: Option<i32> }";
    let error = mistake(text);
    assert!(error.starts_with("models.rs:2:"), "{error}");
    assert!(error.contains("hint: as belongs to the database `other` (models.rs:1:"), "{error}");
    let files = folder(&[("models.rs", text)]);
    let other = read(files.path(), &["models.rs".to_owned()], "other", &Sqlite).unwrap();
    assert_eq!(other.schema.tables.len(), 2);
}

#[test]
fn diesels_own_tables_say_what_they_can() {
    let wanted = models(
        r#"
        // @generated automatically by Diesel CLI.
        pub mod sql_types { }
        diesel::table! {
            use diesel::sql_types::*;
            /// All users.
            #[sql_name = "Users"]
            users (user_id) {
                user_id -> BigInt,
                #[max_length = 50]
                #[sql_name = "first name"]
                first_name -> Nullable<Varchar>,
                score -> diesel::sql_types::Double,
                seen -> Timestamp,
            }
        }
        table! { posts { id -> Integer, author_id -> Integer, r#type -> Text } }
        diesel::joinable!(posts -> users (author_id));
        diesel::allow_tables_to_appear_in_same_query!(posts, users,);
        "#,
    );
    let users = table(&wanted, "Users");
    let columns: Vec<String> =
        users.columns.iter().map(|column| format!("{} {} {}", column.name, column.ty, column.nullable)).collect();
    assert_eq!(
        columns,
        ["user_id INTEGER false", "first name VARCHAR(50) true", "score DOUBLE false", "seen TIMESTAMP false"]
    );
    assert_eq!(users.key_columns(), ["user_id"]);
    let types = wanted.declarations[&users.name].diesel_types.clone().unwrap();
    let types: Vec<String> = types.iter().map(|(column, ty)| format!("{column}: {ty}")).collect();
    let double = "score: diesel::sql_types::Double";
    assert_eq!(types, ["first name: Nullable<Varchar>", double, "seen: Timestamp"], "any integer key will do");
    let posts = table(&wanted, "posts");
    assert_eq!(posts.columns[2].name, "type");
    assert!(posts.foreign_keys.is_empty());
    assert_eq!(wanted.declarations[&posts.name].joinable["author_id"], users.name);
}

#[test]
fn mistakes_are_told_with_their_place() {
    let mut failed = Vec::new();
    let model = |text: &str| format!("#[derive(Model)]\nstruct A {{ id: i32, {text} }}");
    for (text, place, part) in [
        ("#[derive(Model)]\nstruct A {\n    id i32,\n}".to_owned(), "3:8", "unexpected token"),
        ("#[derive(Model)]\nstruct A { id: i32".to_owned(), "2:10", "this is no Rust"),
        ("fn f() { let a = \"open; }".to_owned() + TEAM, "1:18", "this is no Rust"),
        (model("#[model(lenght = 5)] a: String"), "2:29", "unknown key `lenght`"),
        (model("#[model(max_lenght = 5)] a: String"), "2:29", "did you mean `max_length`?"),
        ("#[derive(Model)]\n#[model(indx(a))]\nstruct A { id: i32 }".to_owned(), "2:9", "did you mean `index`?"),
        (
            model("a: Money"),
            "2:24",
            "the type `Money` of `a` is not known\nhint: say what the database is to hold: #[model(sql_type",
        ),
        (model("a: Vec<String>"), "2:24", "SQLite has no arrays"),
        (model("a: u64"), "2:24", "integers end at i64"),
        (model("a: Uuid"), "2:24", "sql_type"),
        (model("a: (i32, i32)"), "2:24", "the type `(i32, i32)`"),
        (model("a: Option<Option<i32>>"), "2:24", "an Option in an Option"),
        (model("#[model(default = \"x\")] a: i32"), "2:39", "the default of `a` does not fit: \"x\" is no integer"),
        (model("#[model(default = 300000000000)] a: i32"), "2:39", "does not fit 32 bits"),
        (model("#[model(default = sql(\"(1\"))] a: i32"), "2:39", "a `)` is missing"),
        (model("#[model(default = b\"x\")] a: Vec<u8>"), "2:39", "such a literal cannot be a default"),
        (model("#[model(default = 1, default = 2)] a: i32"), "2:42", "`default` is given twice"),
        (model("#[model(references = \"teams.id\")] a: i32"), "2:42", "there is no table teams"),
        (
            format!("{TEAM}{}", model("#[model(references = \"team.id\")] a: i32")),
            "3:42",
            "there is no table team\nhint: did you mean `teams`?",
        ),
        (model("#[model(references = \"as.nr\")] a: i32"), "2:42", "as has no column `nr`"),
        (model("#[model(references = \"as.b\")] a: i32, b: i32"), "2:42", "b of as is not unique"),
        (model("#[model(references = \"as(id, a)\")] a: i32"), "2:42", "not as many"),
        (model("#[model(references = \"\")] a: i32"), "2:42", "a name is expected"),
        (model("#[model(references = \"..\")] a: i32"), "2:42", "`..` is no reference"),
        (model("#[model(references = \"as\", on_delete = \"delete\")] a: i32"), "2:60", "`delete` is no action"),
        (model("#[model(on_delete = \"cascade\")] a: i32"), "2:53", "nothing without references"),
        (model("#[model(max_length = 5)] a: i32"), "2:49", "max_length is for text and bytes"),
        (model("#[model(max_length = -5)] a: String"), "2:42", "a whole number is expected"),
        (model("#[model(sql_type = \"TEXT\", max_length = 5)] a: String"), "2:40", "says all there is to say"),
        (model("#[model(sql_type = \"TEXT); DROP TABLE a\")] a: String"), "2:40", "a `)` too many"),
        (model("#[model(sql_type = \"thing\")] a: Thing"), "2:53", "Diesel knows no type"),
        (model("#[model(check = \"a > 'x\")] a: i32"), "2:37", "is not closed"),
        (model("#[model(check(name = \"x\"))] a: i32"), "2:29", "the check has no condition"),
        (model("#[model(generated)] a: i32"), "2:38", "an expression is expected"),
        (model("#[model(stored)] a: i32"), "2:29", "stored says nothing without generated"),
        (model("#[model(generated(\"1\"), default = 1)] a: i32"), "2:8", "cannot have a default"),
        (model("#[model(identity)] a: i32"), "2:8", "counts up (identity) only an integer"),
        (model("#[model(primary_key)] a: Option<i32>"), "2:46", "cannot be an Option"),
        (
            model("#[model(primary_key)] a: i32").replace("struct", "#[model(primary_key(id))] struct"),
            "2:69",
            "given twice",
        ),
        (
            model("a: i32").replace("struct", "#[model(primary_key(nr))] struct"),
            "2:21",
            "the primary key: as has no column `nr`",
        ),
        (model("a: i32").replace("struct", "#[model(primary_key(id, id))] struct"), "2:25", "names `id` twice"),
        (model("a: i32").replace("struct", "#[model(index(nr))] struct"), "2:15", "index: as has no column `nr`"),
        (model("title: i32").replace("struct", "#[model(unique(titel))] struct"), "2:16", "did you mean `title`?"),
        (
            model("a: i32").replace("struct", "#[model(index(a), index(a))] struct"),
            "2:19",
            "the same index is there twice",
        ),
        (
            model("#[model(unique)] a: i32").replace("struct", "#[model(unique(a))] struct"),
            "2:9",
            "unique(a) is there twice",
        ),
        (model("a: i32").replace("struct", "#[model(index())] struct"), "2:9", "`index` names no column"),
        (model("a: i32").replace("struct", "#[model(index(a sideways))] struct"), "2:17", "unknown key `sideways`"),
        (
            model("a: i32").replace("struct", "#[model(index(a, using = \"gin\"))] struct"),
            "2:",
            "no index method `gin`",
        ),
        (model("a: i32").replace("struct", "#[model(schema = \"app\")] struct"), "2:", "SQLite has no schemas"),
        (
            model("a: i32").replace("struct", "#[model(foreign_key(a))] struct"),
            "2:9",
            "does not say what it references",
        ),
        (
            model("a: i32").replace("struct", "#[model(foreign_key(b, references = \"as\"))] struct"),
            "2:21",
            "the foreign key: as has no column `b`",
        ),
        (model("a: i32").replace("struct", "#[model(table = \"sqlite_a\")] struct"), "2:", "begins with `sqlite_`"),
        (
            model("a: i32").replace("struct", "#[model(table = \"__MANAGE_journal\")] struct"),
            "2:",
            "begins with `__manage_`",
        ),
        (
            model("a: i32").replace("struct", "#[model(table = \"__diesel_schema_migrations\")] struct"),
            "2:",
            "is taken",
        ),
        (model("a: i32, #[model(column = \"a\")] b: i32"), "2:8", "has the column `a` twice"),
        (model("a: i32, #[model(column = \"A\")] b: i32"), "2:8", "which are one to the database"),
        (model("table: i32"), "2:8", "hint: call the field `table_`"),
        (model("r#as: i32"), "2:8", "Diesel has a use for the name"),
        (model("#[diesel(embed)] a: B"), "2:38", "cannot embed"),
        ("#[derive(Model)]\nstruct A { a: i32 }".to_owned(), "2:8", "as has no primary key"),
        ("#[derive(Model)]\nstruct A {}".to_owned(), "2:8", "a model needs a field"),
        ("#[derive(Model)]\nstruct A(i32);".to_owned(), "2:8", "a model's fields have names"),
        ("#[derive(Model)]\nenum A { B }".to_owned(), "2:6", "Model is for structs\nhint: derive ModelEnum"),
        ("#[derive(Model)]\nfn a() {}".to_owned(), "2:1", "expected one of"),
        (format!("{TEAM}#[derive(ModelEnum)]\nenum A {{ B(i32) }}"), "3:10", "the variant B has fields"),
        (format!("{TEAM}#[derive(ModelEnum)]\nenum A {{ B, #[model(value = \"b\")] C }}"), "3:35", "have one value"),
        (format!("{TEAM}#[derive(ModelEnum)]\nenum A {{}}"), "3:6", "no value to store"),
        (format!("{TEAM}#[derive(ModelEnum)]\nstruct A;"), "3:8", "ModelEnum is for enums"),
        (format!("{TEAM}{TEAM}"), "2:29", "the table teams is declared already, at models.rs:1:29"),
        (format!("{TEAM}table! {{ teams {{ id -> Integer }} }}"), "2:10", "take the table! out"),
        (
            format!("{TEAM}{}", TEAM.replace("#[derive(Model)]", "#[derive(Model)] #[model(table = \"t\")]")),
            "2:51",
            "would be called `teams` in Rust",
        ),
        ("table! { a { id -> Integer, b -> } }".to_owned(), "1:", "expected identifier"),
        ("table! { a { b -> Integer } }".to_owned(), "1:10", "a has no primary key"),
        ("table! { a (b, c) { b -> Integer } }".to_owned(), "1:16", "a has no column `c`"),
        (
            "table! { a { id -> Array<Text> } }".to_owned(),
            "1:20",
            "SQLite has no column type for Diesel's `Array<Text>`",
        ),
        ("table! { a { } }".to_owned(), "1:10", "without columns"),
        ("table! { a { id -> Integer } } joinable!(a -> b (id));".to_owned(), "1:47", "joinable! names `b`"),
        ("table! { a { id -> Integer } } joinable!(a -> a (nr));".to_owned(), "1:50", "a has no column `nr`"),
    ] {
        let error = mistake(&text);
        if !error.starts_with(&format!("models.rs:{place}")) || !error.contains(part) {
            failed.push(format!("{text}\n{error}\nexpected at {place}: {part}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

#[test]
fn the_number_of_further_mistakes_is_told() {
    let error =
        mistake("#[derive(Model)] struct A { id: i32, #[model(x)] a: i32, #[model(y)] b: i32, #[model(z)] c: i32 }");
    assert!(error.contains("unknown key `x` (and 2 more mistakes in the models)"), "{error}");
}

#[test]
fn more_columns_than_diesel_allows() {
    let columns = |count: usize| (1..count).map(|number| format!("c{number}: i32, ")).collect::<String>();
    let text = |count| format!("#[derive(Model)] struct A {{ id: i32, {} }}", columns(count));
    assert_eq!(table(&models(&text(128)), "as").columns.len(), 128);
    assert!(mistake(&text(129)).contains("as has 129 columns, more than Diesel's 128"));
}

#[test]
fn sources_are_files_folders_and_patterns() {
    let struct_of = |name: &str| format!("#[derive(Model)] struct {name} {{ id: i32 }}");
    let (a, b, c, d) = (struct_of("A"), struct_of("B"), struct_of("C"), struct_of("D"));
    let files = folder(&[
        ("src/a.rs", &a),
        ("src/deep/er/b.rs", &b),
        ("src/deep/c.rs", &c),
        ("src/.hidden/d.rs", &d),
        ("src/[odd].rs", &d),
        ("src/none.rs", "struct Nothing;"),
        ("src/notes.txt", &d),
    ]);
    let tables = |sources: &[&str]| {
        let sources: Vec<String> = sources.iter().map(|&source| source.to_owned()).collect();
        let wanted = read(files.path(), &sources, "default", &Sqlite).map_err(|error| told(&error))?;
        Ok::<_, String>(wanted.schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(tables(&["src/a.rs"]).unwrap(), "as");
    assert_eq!(tables(&["./src/../src/a.rs", "src/a.rs", "src/*.rs"]).unwrap(), "as ds");
    assert_eq!(tables(&["src"]).unwrap(), "as bs cs ds");
    assert_eq!(tables(&["src/deep/"]).unwrap(), "bs cs");
    assert_eq!(tables(&["src/deep/**/*.rs"]).unwrap(), "bs cs");
    assert_eq!(tables(&["src/deep/*.rs"]).unwrap(), "cs");
    assert_eq!(tables(&["src/[odd].rs"]).unwrap(), "ds");
    for (sources, part) in [
        (["src/a.rs", "src/x.rs"], "the entry `src/x.rs` of models matches no file"),
        (["src/a.rs", "src/x*.rs"], "the entry `src/x*.rs` of models matches no file"),
        (["src/a.rs", "nowhere/**"], "the entry `nowhere/**` of models matches no file"),
        (["src/a.rs", "src/none.rs"], "the entry `src/none.rs` of models holds no model"),
        (["src/a.rs", "src/[.rs"], "no pattern"),
        (["src/a.rs", "crate:no-such-crate"], "cannot find the sources of the crate `no-such-crate`"),
    ] {
        let error = tables(&sources).unwrap_err();
        assert!(error.contains(part), "{error}");
    }
    let models = Models::read(files.path(), &["src".to_owned()], "default", &Sqlite).unwrap();
    assert!(models.watched.contains(&files.path().join("src")));
}

#[test]
fn a_crate_is_found_through_cargo() {
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let wanted = read(base, &["crate:blog".to_owned()], "default", &Sqlite).unwrap();
    assert!(wanted.schema.tables.contains_key(&TableName::new("post_tags")));
    assert!(wanted.declarations[&TableName::new("users")].place.file.ends_with("examples/blog/src/models.rs"));
}

#[test]
fn files_that_are_no_rust_text() {
    let files = folder(&[("a.rs", TEAM)]);
    let base = files.path();
    let read_file = |name: &str| read(base, &[name.to_owned()], "default", &Sqlite).map_err(|error| told(&error));
    fs::write(base.join("latin.rs"), [TEAM.as_bytes(), b"// caf\xe9"].concat()).unwrap();
    let error = read_file("latin.rs").unwrap_err();
    assert!(error.starts_with("latin.rs:2:7: the file is not UTF-8"), "{error}");
    for text in [format!("\u{feff}{TEAM}"), format!("#!/usr/bin/env run\r\n{}", TEAM.replace('\n', "\r\n"))] {
        fs::write(base.join("odd.rs"), text).unwrap();
        assert_eq!(read_file("odd.rs").unwrap().schema.tables.len(), 1);
    }
    fs::write(base.join("empty.rs"), "").unwrap();
    assert!(read_file("empty.rs").unwrap_err().contains("holds no model"));
    let nested = |depth| format!("{TEAM}const X: u8 = {}1{};", "(".repeat(depth), ")".repeat(depth));
    fs::write(base.join("deep.rs"), nested(150)).unwrap();
    assert!(read_file("deep.rs").is_ok());
    fs::write(base.join("deep.rs"), nested(100_000)).unwrap();
    assert!(read_file("deep.rs").unwrap_err().starts_with("deep.rs:2:215: brackets are nested too deeply"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(base.join("nowhere"), base.join("gone.rs")).unwrap();
        assert!(read_file("gone.rs").is_err());
        fs::create_dir(base.join("loop")).unwrap();
        std::os::unix::fs::symlink(base.join("loop"), base.join("loop/again")).unwrap();
        let error = read_file("loop").unwrap_err();
        assert!(error.contains("cannot look for models in"), "{error}");
    }
}

#[test]
fn code_that_is_being_written_does_not_disturb() {
    let wanted = models(&format!(
        "use a::{{b}};\nfn broken() -> {{ let = ; }}\nimpl X for {{}}\nconst A: [u8; {{1}}] = ;\n{TEAM}"
    ));
    assert_eq!(wanted.schema.tables.len(), 1);
}

#[test]
fn the_text_of_table_is_that_of_print_schema() {
    let text = macros(&format!(
        r#"{TEAM}
        #[derive(Model)] #[diesel(table_name = users)] #[model(table = "Users \"1\"")]
        struct User {{ id: i64, #[model(max_length = 9)] r#type: Option<String>, #[model(column = "b c")] b: bool,
            #[model(references = "teams.id")] team: i64, #[model(references = "\"Users \"\"1\"\"\".id")] boss: Option<i64>,
            at: DateTime<Utc>, extra: Option<serde_json::Value>, #[diesel(column_name = other)] own: i16 }}
        #[derive(Model)] #[model(primary_key(team, to))]
        struct Game {{ #[model(references = "teams")] team: i64, #[model(references = "teams")] to: i64 }}
        #[derive(Model)]
        struct Note {{ id: i32, #[model(references = "teams.code")] code: String }}
        table! {{ others {{ id -> Integer }} }}"#
    ));
    assert_eq!(
        text,
        r#"// @generated by diesel_manage from the models.

diesel::table! {
    #[sql_name = "Users \"1\""]
    users (id) {
        id -> BigInt,
        r#type -> Nullable<Text>,
        #[sql_name = "b c"]
        b -> Bool,
        team -> BigInt,
        boss -> Nullable<BigInt>,
        at -> TimestamptzSqlite,
        extra -> Nullable<Json>,
        #[sql_name = "other"]
        other -> SmallInt,
    }
}

diesel::table! {
    games (team, to) {
        team -> BigInt,
        to -> BigInt,
    }
}

diesel::table! {
    notes (id) {
        id -> Integer,
        code -> Text,
    }
}

diesel::table! {
    teams (id) {
        id -> BigInt,
        code -> Text,
    }
}

diesel::joinable!(users -> teams (team));

diesel::allow_tables_to_appear_in_same_query!(users, games, notes, teams,);
"#
        .replace("        #[sql_name = \"other\"]\n", "")
    );
}

#[test]
fn every_pair_of_tables_is_allowed_once() {
    let all: String = (0..130).map(|n| format!("#[derive(Model)] struct T{n} {{ id: i32 }}\n")).collect();
    let text = macros(&all);
    let mut pairs = std::collections::BTreeSet::new();
    for call in text.split("allow_tables_to_appear_in_same_query!(").skip(1) {
        let inside = call.split(");").next().unwrap();
        let names: Vec<&str> = inside.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        assert!(names.len() <= 100);
        for (place, one) in names.iter().enumerate() {
            for other in &names[place + 1..] {
                assert!(pairs.insert(((*one).min(*other), (*one).max(*other))), "{one} and {other} twice");
            }
        }
    }
    assert_eq!(pairs.len(), 130 * 129 / 2);
    assert!(!macros(TEAM).contains("allow_tables"));
}

#[test]
fn the_same_sources_give_the_same_models() {
    let files: Vec<(String, String)> = (0..40)
        .map(|n| {
            (
                format!("m{n}.rs"),
                format!(
                    "#[derive(Model)] struct T{n} {{ id: i32, a: E{} }}\n#[derive(ModelEnum)] enum E{n} {{ A }}",
                    (n + 1) % 40
                ),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let first = format!("{:?}", read_all(&files).unwrap());
    for _ in 0..5 {
        assert_eq!(format!("{:?}", read_all(&files).unwrap()), first);
    }
}

#[test]
fn the_models_of_all_cases_are_read() {
    let cases = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut failed = Vec::new();
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap().path();
        for file in ["before.rs", "after.rs"] {
            // A case may begin with nothing, which as a source would be a mistake.
            if fs::read_to_string(case.join(file)).is_ok_and(|text| !text.trim().is_empty())
                && let Err(error) = read(&case, &[file.to_owned()], "default", &Sqlite)
            {
                failed.push(format!("{}: {}", case.display(), told(&error)));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    /// Whatever is cut out of a source or put into it, reading ends with models or with a mistake.
    #[test]
    fn no_text_makes_it_panic(at in 0_usize..6000, length in 0_usize..40, put in "[(){}\\[\\]#=,.\"'a-z0-9 é!<>:;-]{0,12}") {
        let source = include_str!("../../examples/blog/src/models.rs").replace("use crate", "table! { a { id -> Integer, } } use crate");
        let boundary = |mut at: usize| {
            while !source.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (from, to) = (boundary(at.min(source.len())), boundary((at + length).min(source.len())));
        let text = format!("{}{put}{}", &source[..from], &source[to..]);
        let folder = folder(&[("models.rs", &text)]);
        if let Err(error) = read(folder.path(), &["models.rs".to_owned()], "default", &Sqlite) {
            proptest::prop_assert!(error.to_string().starts_with("models.rs:"), "{error}");
        }
    }
}
