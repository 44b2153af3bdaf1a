//! A narrowing that was allowed: what fits stays, what does not makes the migration fail whole, there and back.

use crate::project::Project;

#[test]
fn what_does_not_fit_is_never_rounded() {
    let model = |text: &str| format!("#[derive(Model)]\npub struct Item {{\n    id: i64,\n    {text}\n}}\n");
    let decimal = |scale: u32| format!("#[model(precision = 14, scale = {scale})]\n    n: Option<BigDecimal>,");
    let typed = |ty: &str, rust: &str| format!("#[model(sql_type = \"{ty}\")]\n    n: Option<{rust}>,");
    let plain = |rust: &str| format!("n: Option<{rust}>,");
    let cases = [
        (Project::sqlite as fn(&str) -> Project, decimal(4), decimal(2), "1.2345", "1.25"),
        (Project::sqlite, plain("i64"), plain("f64"), "9007199254740993", "5"),
        (Project::postgres, decimal(4), decimal(2), "1.2345", "1.25"),
        (Project::postgres, plain("f64"), plain("i32"), "1.5", "2"),
        (Project::postgres, plain("f64"), plain("f32"), "0.1", "0.5"),
        (Project::postgres, plain("i64"), plain("f64"), "9007199254740993", "5"),
        (Project::postgres, decimal(4), plain("f32"), "1234567.1234", "0.1"),
        (
            Project::postgres,
            typed("TIMESTAMP", "NaiveDateTime"),
            plain("NaiveDate"),
            "'2026-01-01 10:00:00'",
            "'2026-01-01'",
        ),
        (
            Project::postgres,
            typed("TIMESTAMP(6)", "NaiveDateTime"),
            typed("TIMESTAMP(3)", "NaiveDateTime"),
            "'2026-01-01 10:00:00.1234'",
            "'2026-01-01 10:00:00.123'",
        ),
        (Project::postgres, plain("i32"), plain("bool"), "2", "1"),
        (Project::mysql, decimal(4), decimal(2), "1.2345", "1.25"),
        (Project::mysql, plain("f64"), plain("i32"), "1.5", "2"),
        (Project::mysql, plain("NaiveDateTime"), plain("NaiveDate"), "'2026-01-01 10:00:00'", "'2026-01-01'"),
        (Project::mysql, plain("f64"), plain("f32"), "0.1", "0.5"),
        (Project::mysql, plain("f32"), decimal(2), "0.125", "0.5"),
        (Project::mysql, plain("f32"), decimal(1), "1.25", "1.1"),
        (Project::mysql, plain("i64"), plain("f64"), "9007199254740993", "5"),
        (Project::mysql, decimal(4), plain("f32"), "1234567.1234", "0.5"),
        (
            Project::mysql,
            typed("DATETIME(6)", "NaiveDateTime"),
            typed("DATETIME(3)", "NaiveDateTime"),
            "'2026-01-01 10:00:00.1234'",
            "'2026-01-01 10:00:00.123'",
        ),
    ];
    for (make, before, after, misfit, fit) in cases {
        // There, and back from a type that was wider for a while.
        for (first, then, back) in [(&before, &after, false), (&after, &before, true)] {
            let project = make(&model(first));
            project.manage(["makemigrations"]).ok();
            project.models(&model(then));
            let all = ["makemigrations", "--allow", "items.n"];
            let made = project.manage(&all[..if back { 1 } else { 3 }]);
            if made.code != 0 && (back || made.stderr.contains("--using")) {
                // Somebody has to say how.
                continue;
            }
            made.ok();
            let steps = if back { ["migrate", "downgrade"] } else { ["migrate", "migrate"] };
            let go = |step: &str| {
                let mut arguments = vec![step];
                if step == "downgrade" {
                    arguments.push("-1");
                } else if !back {
                    arguments.push("+1");
                }
                project.manage(arguments)
            };
            let sql = |text: &str| execute(&project, text);
            go(steps[0]).ok();
            let what = format!("{before} {after} {back}");
            for (value, code) in [(misfit, 6), (fit, 0)] {
                sql("DELETE FROM items");
                sql(&format!("INSERT INTO items (id, n) VALUES (1, {value}), (2, NULL)"));
                let run = go(steps[1]);
                assert_eq!(run.code, code, "{what} {value}: {}", run.stderr);
            }
        }
    }
}

fn execute(project: &Project, sql: &str) {
    if project.file("db.sqlite3").exists() {
        crate::dump::execute(&project.file("db.sqlite3"), sql);
    } else {
        project.database().sql(&format!("{sql};"));
    }
}
