use super::*;

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
            format!(
                "{}\n#[derive(Model)]\nstruct B {{ id: i32, #[model(index(name = \"I\"))] b: i32 }}",
                model("#[model(index(name = \"i\"))] a: i32")
            ),
            "4:8",
            "the index `I` of bs has the name of the index at",
        ),
        (model("#[model(index(name = \"AS\"))] a: i32"), "2:8", "the index `AS` of as has the name of the table at"),
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
        (model("#[model(max_length = \"5\")] a: String"), "2:42", "a whole number is expected"),
        (model("#[model(references = Team)] a: i32"), "2:42", "a text in quotes is expected here: `\"Team\"`"),
        (model("#[model(references = 5)] a: i32"), "2:42", "a text in quotes is expected here"),
        (model("#[model(stored = 1)] a: i32"), "2:38", "`true` or `false` is expected here"),
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
fn all_mistakes_are_told_in_the_order_of_the_source() {
    let told = |text: &str| -> Vec<String> {
        let error = read_all(&[("models.rs", text)]).unwrap_err();
        std::iter::once(&error).chain(error.others()).map(ToString::to_string).collect()
    };
    let three = "#[derive(Model)]\nstruct A { id: i32, #[model(x)] a: i32, b: Money,\n #[model(z)] c: i32 }";
    let three = told(three);
    assert_eq!(three[0].split(": ").next(), Some("models.rs:2:29"), "{three:?}");
    assert!(
        three.len() > 1 && three.iter().any(|error| error.starts_with("models.rs:3:10: unknown key `z`")),
        "{three:?}"
    );
    let two_kinds = told(
        "#[derive(Model)]\nstruct A { id: i32, a: Money }\n#[derive(Model)]\nstruct B { id: i32, b: i32, #[model(column = \"b\")] c: i32, \
         #[model(references = \"as.id\")] a_id: i32 }",
    );
    assert_eq!(two_kinds.len(), 2, "B refers to A, which is there, if only A were right: {two_kinds:?}");
    assert!(two_kinds[1].contains("has the column `b` twice"), "{two_kinds:?}");
    let fields = |count: usize| (0..count).map(|number| format!("f{number}: Money,\n")).collect::<String>();
    let model = |count| format!("#[derive(Model)] struct A {{ id: i32,\n{} }}", fields(count));
    assert_eq!(told(&model(20)).len(), 20);
    assert_eq!(told(&model(21)).pop().as_deref(), Some("there is one more mistake in the models"));
    let many = told(&model(33));
    assert_eq!((many.len(), many[20].as_str()), (21, "there are 13 more mistakes in the models"));
    assert!(many[19].starts_with("models.rs:21:"), "{}", many[19]);
}

#[test]
fn more_columns_than_diesel_allows() {
    let columns = |count: usize| (1..count).map(|number| format!("c{number}: i32, ")).collect::<String>();
    let text = |count| format!("#[derive(Model)] struct A {{ id: i32, {} }}", columns(count));
    assert_eq!(table(&models(&text(128)), "as").columns.len(), 128);
    assert!(mistake(&text(129)).contains("as has 129 columns, more than Diesel's 128"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    /// Whatever is cut out of a source or put into it, reading ends with models or with a mistake.
    #[test]
    fn no_text_makes_it_panic(at in 0_usize..6000, length in 0_usize..40, put in "[(){}\\[\\]#=,.\"'a-z0-9 é!<>:;-]{0,12}") {
        let source = include_str!("../../../examples/blog/src/models.rs").replace("use crate", "table! { a { id -> Integer, } } use crate");
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
