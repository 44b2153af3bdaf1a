//! A deployer that is killed at moments that nobody has chosen, again and again: what comes of it is what comes of one
//! that nothing disturbed.

use std::thread;
use std::time::{Duration, Instant};

use crate::chance::Chance;
use crate::dump::Dump;
use crate::process::{Process, until};
use crate::project::Project;
use crate::servers::Database;
use crate::together::add;

/// How often it is gone through the history.
fn rounds() -> usize {
    std::env::var("MANAGE_TEST_ROUNDS").map_or(2, |rounds| rounds.parse().expect("a number"))
}

/// Migrations of all sorts, each of which shows when something in it is done twice.
fn write(project: &Project) {
    for number in 0..24 {
        let (up, down, outside) = match number % 6 {
            0 => (
                format!("CREATE TABLE t{number} (n SERIAL, i INTEGER);\nINSERT INTO t0 (i) VALUES ({number});"),
                format!("DROP TABLE t{number};"),
                false,
            ),
            1 => (
                "UPDATE t0 SET i = i + 1;\nINSERT INTO t0 (i) SELECT sum(i) FROM t0;".to_owned(),
                "INSERT INTO t0 (i) SELECT max(i) % 1000 FROM t0;".to_owned(),
                false,
            ),
            2 => (
                format!(
                    "INSERT INTO t0 (i) VALUES ({number});\nCREATE INDEX CONCURRENTLY i{number} ON t0 (i);\nUPDATE t0 SET i = i + 7;\nVACUUM t0;\nINSERT INTO t0 (i) SELECT count(*) FROM t0;"
                ),
                format!(
                    "UPDATE t0 SET i = i + 3;\nDROP INDEX CONCURRENTLY i{number};\nINSERT INTO t0 (i) VALUES (-{number});"
                ),
                true,
            ),
            3 => (
                format!(
                    "BEGIN;\nCREATE TABLE o{number} AS SELECT * FROM t0;\nUPDATE t0 SET i = i % 10007 + 1;\nCOMMIT;\nINSERT INTO t0 (i) SELECT count(*) FROM o{number};\nSET search_path = pg_catalog;\nINSERT INTO public.t0 (i) VALUES (0);"
                ),
                format!("BEGIN;\nDROP TABLE o{number};\nUPDATE t0 SET i = i + 1;\nCOMMIT;\nUPDATE t0 SET i = i + 1;"),
                true,
            ),
            4 => (
                format!(
                    "CREATE TYPE e{number} AS ENUM ('a');\nALTER TYPE e{number} ADD VALUE 'b';\nUPDATE t0 SET i = i + 1;"
                ),
                format!("DROP TYPE e{number};\nUPDATE t0 SET i = i + 1;"),
                false,
            ),
            _ => (
                "SELECT pg_sleep(0.01);\nUPDATE t0 SET i = i * 2 % 10007;".to_owned(),
                "UPDATE t0 SET i = i + 5;".to_owned(),
                false,
            ),
        };
        let name = format!("{number:02}_step");
        add(project, &name, &format!("{up}\n"), &format!("{down}\n"));
        if outside {
            project.write(&format!("app_migrations/default/{name}/metadata.toml"), "run_in_transaction = false\n");
        }
    }
}

/// Runs it, and kills it after a while, until it comes to its end. Gives how often it was killed.
fn hunted(project: &Project, arguments: &[&str], chance: &mut Chance, usual: Duration) -> usize {
    let mut killed = 0;
    loop {
        let mut process = Process::start(&mut project.command(arguments));
        // Further each time, so that there is an end to it.
        let most = usual.mul_f64(0.3 + killed as f64 / 20.0);
        let begin = Instant::now();
        let moment = most.mul_f64(f64::from(u16::try_from(chance.below(1000)).expect("small")) / 1000.0);
        while begin.elapsed() < moment && process.runs() {
            thread::sleep(Duration::from_millis(1));
        }
        if !process.runs() {
            process.ends(project).ok();
            return killed;
        }
        process.signal("KILL");
        process.ends(project);
        killed += 1;
    }
}

/// Without what nobody promises: the numbers of rows that were rolled back.
fn seen(database: &Database) -> (String, String) {
    until("nobody is there any more", || database.sessions().is_empty());
    let Dump { schema, .. } = database.dump();
    let rows = database.sql("SELECT CASE WHEN to_regclass('public.t0') IS NULL THEN '' ELSE (SELECT string_agg(x.i::text, ',' ORDER BY x.i) FROM (SELECT (xpath('//i/text()', r))[1]::text AS i FROM unnest(xpath('//row', query_to_xml('SELECT i FROM public.t0', false, false, ''))) AS r) AS x) END");
    let ledger =
        database.sql("SELECT string_agg(version, ',' ORDER BY version) FROM public.__diesel_schema_migrations");
    (schema, format!("{rows}{ledger}"))
}

#[test]
fn at_any_moment() {
    let mut chance = Chance::seeded();
    let quiet = Project::postgres("");
    write(&quiet);
    let begin = Instant::now();
    quiet.manage(["migrate"]).ok();
    let usual = begin.elapsed();
    let up = seen(quiet.database());
    quiet.manage(["downgrade", "01_step"]).ok();
    let down = seen(quiet.database());
    let mut killed = 0;
    for _ in 0..rounds() {
        let project = Project::postgres("");
        write(&project);
        killed += hunted(&project, &["migrate"], &mut chance, usual);
        assert_eq!(seen(project.database()), up);
        killed += hunted(&project, &["downgrade", "01_step"], &mut chance, usual);
        assert_eq!(seen(project.database()), down);
    }
    assert!(killed > 0, "nobody was ever killed: nothing was tested");
}
