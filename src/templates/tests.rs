use std::collections::BTreeMap;
use std::error::Error as _;
use std::fs;
use std::path::Path;

use minijinja::{Value, context};
use tempfile::TempDir;

use super::{MigrationTemplate, Templates, render};
use crate::dialect::Driver;
use crate::error::{Error, ErrorKind};

/// A project's templates in a temporary folder.
struct Own(TempDir);

impl Own {
    fn new(files: &[(&str, &str)]) -> Self {
        let own = Self(TempDir::new().unwrap());
        for (name, text) in files {
            own.write(name, text);
        }
        own
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn templates(&self) -> Templates {
        Templates::in_folder(self.0.path(), Path::new("templates")).for_driver(Driver::Sqlite)
    }

    fn render(&self, name: &str) -> Result<String, String> {
        self.templates().render(name, blanks()).map_err(|error| shown(&error))
    }
}

fn blanks() -> Value {
    let statements = vec![
        context! { comments => vec!["<first>", "{{ second }}"], sql => "SELECT '<a>' AS \"b\"" },
        context! { comments => Vec::<&str>::new(), sql => "SELECT 2" },
        context! { comments => vec!["alone"], sql => "" },
    ];
    context! { header => "-- A\n-- B\n", message => "Add a", statements }
}

/// The error with its causes and hints, a line each.
fn shown(error: &Error) -> String {
    let cause = error.source().map(|cause| format!("\n{cause}")).unwrap_or_default();
    let hints: String = error.hints().iter().map(|hint| format!("\nhint: {hint}")).collect();
    format!("{error}{cause}{hints}")
}

const UP: &str = "-- A\n-- B\n\n-- <first>\n-- {{ second }}\nSELECT '<a>' AS \"b\";\n\nSELECT 2;\n\n-- alone\n";

#[test]
fn what_is_filled_in_stands_as_it_is() {
    assert_eq!(render("migration/up.sql", blanks()).unwrap(), UP);
    let down = render("migration/down.sql", blanks()).unwrap();
    assert_eq!(down, UP.replace("-- A\n-- B\n", "-- Undoes: Add a\n"));
    let nothing = context! { header => "-- A\n", message => "A", statements => Vec::<Value>::new() };
    assert_eq!(render("migration/up.sql", nothing.clone()).unwrap(), "-- A\n\nSELECT 1;\n");
    assert_eq!(render("migration/down.sql", nothing).unwrap(), "-- Undoes: A\n\nSELECT 1;\n");
    // PostgreSQL's Diesel refuses a file without a statement.
    let words = context! { header => "-- A\n", statements => vec![context! { comments => vec!["alone"], sql => "" }] };
    assert_eq!(render("migration/up.sql", words).unwrap(), "-- A\n\n-- alone\n\nSELECT 1;\n");
    let metadata = render("migration/metadata.toml", context! { run_in_transaction => false }).unwrap();
    assert_eq!(metadata, "run_in_transaction = false\n");
}

#[test]
fn a_blank_that_is_not_filled_in_is_an_error() {
    let error = render("migration/down.sql", context! {}).unwrap_err();
    assert_eq!(error.to_string(), "the built-in template migration/down.sql:8: undefined value `message`");
    assert_eq!(
        render("migration/sideways.sql", context! {}).unwrap_err().to_string(),
        "there is no template migration/sideways.sql"
    );
}

#[test]
fn an_own_template_stands_for_the_built_in_one() {
    for (file, text, expected) in [
        ("migration/up.sql.j2", "{{ header }}", "-- A\n-- B\n".to_owned()),
        ("migration/up.sql", "{{ header }}\n\n\n", "-- A\n-- B\n".to_owned()),
        ("migration/up.sql.j2", "\u{feff}{{ message }}", "Add a\n".to_owned()),
        (
            "migration/up.sql.j2",
            "{% extends \"built-in/migration/up.sql\" %}{% block end %}\nSELECT 3;\n{% endblock %}",
            format!("{UP}\nSELECT 3;\n"),
        ),
        (
            "migration/up.sql.j2",
            "{% extends 'migration/down.sql.j2' %}",
            render("migration/down.sql", blanks()).unwrap(),
        ),
        ("models/x.rs.j2", "nothing to do with it", UP.to_owned()),
        ("pages/up.sql.j2", "nor this", UP.to_owned()),
        ("migration", "and this is a file", UP.to_owned()),
    ] {
        let own = Own::new(&[(file, text)]);
        assert_eq!(own.render("migration/up.sql").unwrap(), expected, "{text}");
    }
    let own = Own::new(&[
        (
            "migration/up.sql.j2",
            "{% import 'migration/parts.sql' as parts %}{% include 'migration/head.sql.j2' %}{{ parts.two() }}",
        ),
        ("migration/parts.sql.j2", "{% macro two() %}SELECT 2;{% endmacro %}"),
        ("migration/head.sql", "{{ header }}"),
    ]);
    assert_eq!(own.render("migration/up.sql").unwrap(), "-- A\n-- B\nSELECT 2;\n");
    let filled = own.templates().fill("migration/up.sql", blanks()).unwrap();
    assert_eq!(
        filled.own.iter().filter_map(|path| path.to_str()).collect::<Vec<_>>(),
        ["templates/migration/up.sql.j2", "templates/migration/parts.sql.j2", "templates/migration/head.sql"]
    );
    assert!(own.templates().fill("migration/down.sql", blanks()).unwrap().own.is_empty());
}

#[test]
fn a_broken_template_is_an_error_with_file_and_line() {
    for (text, expected) in [
        (
            "{{ header }}\n\n-- {{ mesage }}",
            "templates/migration/up.sql.j2:3: undefined value `mesage`\nhint: did you mean `message`?\nhint: known there: `header`, `message`, `statements`",
        ),
        ("\n{% if message %}", "templates/migration/up.sql.j2:2: syntax error: unexpected end of input"),
        ("{{ statements[0].sq }}", "templates/migration/up.sql.j2:1: undefined value `statements[0].sq`"),
        (
            "{{ message | quot }}",
            "templates/migration/up.sql.j2:1: unknown filter: filter quot is unknown\nhint: beside minijinja's own",
        ),
        (
            "\n{% include 'html/x.sql' %}",
            "templates/migration/up.sql.j2:2: tried to include non-existing template 'html/x.sql'\nhint: a template is called",
        ),
        ("{% include 'migration/../../x' %}", "templates/migration/up.sql.j2:1: tried to include"),
        ("{% include 'migration/broken.sql' %}", "templates/migration/broken.sql.j2:2: undefined value `nothing`"),
        ("{% extends 'migration/up.sql' %}", "templates/migration/up.sql.j2"),
        (
            "{% macro x() %}{{ x() }}{% endmacro %}{{ x() }}",
            "templates/migration/up.sql.j2:1: recursion limit exceeded",
        ),
        (
            "{% for a in range(99999) %}\n{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "templates/migration/up.sql.j2:2: the template does not come to an end\nhint: look for a loop",
        ),
        (
            "{% for a in range(99999) %}{{ 'x' * 99999 }}{% endfor %}",
            "templates/migration/up.sql.j2: the template makes more text than",
        ),
        ("{{ fail('not here') }}", "templates/migration/up.sql.j2:1: not here"),
    ] {
        let own = Own::new(&[("migration/up.sql.j2", text), ("migration/broken.sql.j2", "\n{{ nothing }}")]);
        let error = own.render("migration/up.sql").unwrap_err();
        assert!(error.starts_with(expected), "{text}: {error}");
    }
}

#[test]
fn a_file_that_cannot_be_a_template_is_an_error_that_names_it() {
    let expect = |own: &Own, expected: &str| {
        let error = own.render("migration/up.sql").unwrap_err();
        assert!(error.starts_with(expected), "{error}");
        assert!(error.contains("hint: ") || error.contains("symbolic"), "{error}");
    };
    expect(
        &Own::new(&[("migration/up.sql", ""), ("migration/up.sql.j2", "")]),
        "templates/migration/up.sql and templates/migration/up.sql.j2 are the same template",
    );
    expect(&Own::new(&[("migration/up.sql/x", "")]), "the template templates/migration/up.sql is no file");
    let own = Own::new(&[]);
    own.write("migration/up.sql", b"\n\xff\xfe");
    expect(&own, "templates/migration/up.sql:2: the template is not UTF-8");
    own.write("migration/up.sql", vec![b' '; (1 << 20) + 1]);
    expect(&own, "the template templates/migration/up.sql is longer than 1048576 bytes");
    #[cfg(unix)]
    {
        let link = |to: &str| {
            let own = Own::new(&[("migration/x", "")]);
            std::os::unix::fs::symlink(to, own.0.path().join("migration/up.sql")).unwrap();
            own
        };
        expect(
            &link("up.sql"),
            "cannot read the template templates/migration/up.sql\nToo many levels of symbolic links",
        );
        expect(&link("nowhere"), "cannot read the template templates/migration/up.sql\nNo such file");
        assert_eq!(link("x").render("migration/up.sql").unwrap(), "\n");
        assert!(link("/dev/zero").render("migration/up.sql").unwrap_err().contains("is no file"));
    }
}

#[test]
fn sql_has_filters_of_its_own() {
    for (template, expected) in [
        ("{{ 'order' | quote }} {{ 'a\"b' | quote }} {{ 'users' | quote }}", Ok("\"order\" \"a\"\"b\" users")),
        (
            "{{ \"it's\" | literal }} {{ 1 | literal }} {{ none | literal }} {{ true | literal }}",
            Ok("'it''s' 1 NULL TRUE"),
        ),
        ("{{ 'a\r\nDROP TABLE t;' | comment }}", Ok("-- a\n-- DROP TABLE t;")),
        ("{{ 'lower(a) -- why\n' | expression }}", Ok("lower(a)")),
        ("{{ 'a); DROP TABLE t; --' | expression }}", Err("a `)` too many")),
        (
            "{{ 'order, b DESC, \"odd one\" asc, lower(a, b)' | parts }}",
            Ok("\"order\", b DESC, \"odd one\", lower(a, b)"),
        ),
        ("{{ 'a; b' | parts }}", Err("more than an expression")),
        (
            "{{ default_name('t', 'a, b desc', false) }} {{ default_name('t', 'f(a)', true) }}",
            Ok("t_a_b_idx t_expr_key"),
        ),
        ("{{ 'no' | truth }} {{ 'TRUE' | truth }} {{ false | truth }}", Ok("False True False")),
        ("{{ 'maybe' | truth }}", Err("`maybe` is neither true nor false")),
        ("{{ '' | quote }}", Err("\"\" cannot be a name")),
        ("{{ '7' | whole(1, 7) }} {{ 7 | whole(1, 7) }}", Ok("7 7")),
        ("{{ 8 | whole(1, 7) }}", Err("`8` is no whole number from 1 to 7")),
        ("{{ nothing | literal }}", Err("undefined value `nothing`")),
        ("{{ nothing | expression }}", Err("undefined value `nothing`")),
        ("{{ nothing | truth }}", Err("undefined value `nothing`")),
        ("{{ nothing | whole(1, 2) }}", Err("undefined value `nothing`")),
        ("{{ dialect }}", Ok("sqlite")),
    ] {
        let made = Own::new(&[("migration/x", template)]).render("migration/x");
        match expected {
            Ok(expected) => assert_eq!(made.as_deref(), Ok(format!("{expected}\n").as_str()), "{template}"),
            Err(expected) => {
                assert!(made.as_ref().is_err_and(|error| error.contains(expected)), "{template}: {made:?}");
            }
        }
    }
}

fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn every_blank_that_is_missing_is_named_and_only_those() {
    let own = Own::new(&[
        (
            "migration/grant/up.sql.j2",
            "{# role: who gets it\n  #}{{ header }}GRANT {{ what | default('SELECT') }} TO {{ role | quote }}{% if option is defined %}{{ option }}{{ more }}{% endif %};{% for x in [1] %}{{ x }}{{ loop.index }}{{ range(2) }}{% endfor %}",
        ),
        ("migration/grant/down.sql", "{% include 'migration/revoke.sql' %}-- {{ message }}"),
        ("migration/revoke.sql", "REVOKE {{ places | int }};"),
    ]);
    let template = MigrationTemplate::find(&own.templates(), "grant").unwrap();
    let error = template.check(&values(&[])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Question);
    assert_eq!(
        shown(&error),
        "the template `grant` needs 2 values\nnot given:\n    --set places=VALUE\n    --set role=VALUE     who gets it\n\
         hint: call the command again with these flags\nhint: it also takes --set more=VALUE\nhint: it also takes --set option=VALUE\n\
         hint: it also takes --set what=VALUE"
    );
    let error = template.check(&values(&[("places", "2"), ("role", "x"), ("option", "y")])).unwrap_err();
    assert!(
        shown(&error).starts_with("the template `grant` needs a value\nnot given:\n    --set more=VALUE\nhint"),
        "{}",
        shown(&error)
    );
    template.check(&values(&[("places", "2"), ("role", "x")])).unwrap();
    for (name, expected) in [
        ("rol", "--set rol: the template `grant` has no such blank\nhint: did you mean `role`?"),
        (
            "zzz",
            "--set zzz: the template `grant` has no such blank\nhint: it has `more`, `option`, `places`, `role`, `what`",
        ),
        ("header", "--set header: `header` is filled in by manage"),
        ("dialect", "--set dialect: the template `grant` has no such blank"),
        ("a b", "--set a b: the template `grant` has no such blank\nhint: write `--set NAME=VALUE`"),
    ] {
        let error = template.check(&values(&[("places", "2"), ("role", "x"), (name, "1")])).unwrap_err();
        assert!(shown(&error).starts_with(expected), "{}", shown(&error));
        assert_eq!(error.kind(), ErrorKind::Usage);
    }
    assert_eq!(template.message(&values(&[])).unwrap(), None);
}

#[test]
fn a_template_that_is_not_there_is_told_with_those_that_are() {
    let own = Own::new(&[("migration/half/up.sql", ""), ("migration/.hidden/up.sql", ""), ("migration/up.sql", "")]);
    let error = |name: &str| {
        let error = MigrationTemplate::find(&own.templates(), name).unwrap_err();
        (error.kind(), shown(&error))
    };
    assert_eq!(
        error("dta"),
        (
            ErrorKind::Usage,
            "\"dta\" is no template\nhint: did you mean `data`?\nhint: the templates are `data`, `empty`, `half`, `index`\n\
             hint: your own ones are folders: templates/migration/NAME/up.sql.j2, and down.sql.j2 beside it"
                .to_owned()
        )
    );
    for hostile in ["", ".", "..", "../../etc", "/etc", "a/b", "a\\b", "empty/", "\0", ".hidden", "é", &"a".repeat(65)]
    {
        let (kind, text) = error(hostile);
        assert!(kind == ErrorKind::Usage && text.contains("cannot be the name of a template"), "{text}");
    }
    let (kind, text) = error("half");
    assert!(
        kind == ErrorKind::Failure
            && text.starts_with("the template `half` lacks templates/migration/half/down.sql.j2"),
        "{text}"
    );
}
