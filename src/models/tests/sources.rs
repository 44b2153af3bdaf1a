use super::*;

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
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/blog/management");
    let wanted = read(&base, &["crate:blog".to_owned()], "default", &Sqlite).unwrap();
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
        let only = fs::read_to_string(case.join("only")).unwrap_or_default();
        let dialect: &dyn Dialect = match only.split_whitespace().next() {
            Some("postgres") => &Postgres,
            Some("mysql") => &Mysql,
            _ => &Sqlite,
        };
        for file in ["before.rs", "after.rs"] {
            // A case may begin with nothing, which as a source would be a mistake.
            if fs::read_to_string(case.join(file)).is_ok_and(|text| !text.trim().is_empty())
                && let Err(error) = read(&case, &[file.to_owned()], "default", dialect)
            {
                failed.push(format!("{}: {}", case.display(), told(&error)));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
