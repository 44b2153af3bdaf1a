use super::*;

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
fn a_model_names_a_database_of_the_settings() {
    let text = "#[derive(Model)] #[model(database = \"othr\")] struct A { id: i32 }
        #[derive(Model)] struct B { id: i32 }";
    let files = folder(&[("models.rs", text)]);
    let read = || Models::read(files.path(), &["models.rs".to_owned()], "default", &Sqlite).unwrap();
    assert!(read().belonging_to(["default", "othr"]).is_ok());
    let error = told(&read().belonging_to(["default", "other"]).unwrap_err());
    assert_eq!(error, "models.rs:1:37: the settings have no database `othr`\nhint: did you mean `other`?");
    let error = told(&read().belonging_to(["default"]).unwrap_err());
    assert!(error.ends_with("hint: they have default"), "{error}");
}

#[test]
fn a_text_in_an_index_that_names_a_column_is_the_column() {
    let wanted = models(
        "#[derive(Model)] #[model(index(\"order\"), index(\"\\\"order\\\"\" desc), unique(\"a b\"))] struct A { id: i32, order: i32, #[model(column = \"a b\")] c: i32 }",
    );
    let table = table(&wanted, "as");
    for index in &table.indexes {
        assert_eq!(index.parts[0].key, IndexKey::Column("order".to_owned()));
    }
    assert_eq!(table.uniques[0].columns, ["a b"]);
}
