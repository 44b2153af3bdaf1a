//! `schema.json` out of git: put together without a server where that can be done.

use std::fs;

use super::{
    On, SERVERS, STATE, commit, git, git_run, make_at, merge_both, model, on_different_tables, on_the_same_table,
};
use crate::project::Project;

/// The server is somewhere where nobody listens.
fn without_server(project: &Project) {
    let settings = project.read("settings.json");
    let port = project.database().server.port;
    project.write("settings.json", settings.replace(&format!(":{port}/"), ":1/"));
}

fn with_server(project: &Project) {
    let settings = project.read("settings.json");
    let port = project.database().server.port;
    project.write("settings.json", settings.replace(":1/", &format!(":{port}/")));
}

/// The file is what a replay makes of it, the order of columns aside.
fn is_right(project: &Project) {
    let merged = project.read(STATE);
    with_server(project);
    fs::remove_file(project.file(STATE)).expect("a file");
    project.manage(["makemigrations"]).ok();
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&merged), sorted(&project.read(STATE)));
}

#[test]
fn out_of_a_conflict() {
    for on in SERVERS {
        let project = on_different_tables(on);
        git_run(&project, &["merge", "-q", "one"]).expect(1);
        without_server(&project);
        let run = project.manage(["makemigrations", "--check"]).ok();
        assert!(run.stderr.contains("were not tried in all orders"), "{}", run.stderr);
        project.manage(["makemigrations"]).ok();
        is_right(&project);
    }
}

#[test]
fn out_of_a_merge_that_was_resolved_in_favour_of_one_side() {
    for on in SERVERS {
        for side in ["--ours", "--theirs"] {
            let project = on_different_tables(on);
            git_run(&project, &["merge", "-q", "one"]).expect(1);
            git(&project, &["checkout", side, STATE]);
            git(&project, &["add", "-A"]);
            without_server(&project);
            project.manage(["makemigrations", "--check"]).ok();
            with_server(&project);
            commit(&project, "merge");
            project.write("README", "more");
            commit(&project, "more");
            without_server(&project);
            project.manage(["makemigrations", "--check"]).ok();
            project.manage(["makemigrations"]).ok();
            is_right(&project);
        }
    }
}

#[test]
fn out_of_a_rebase() {
    for on in SERVERS {
        let project = on_different_tables(on);
        git_run(&project, &["rebase", "one"]).expect(1);
        without_server(&project);
        project.manage(["makemigrations"]).ok();
        is_right(&project);
    }
}

#[test]
fn a_new_change_on_top_of_both_needs_no_server_either() {
    let project = on_different_tables(SERVERS[0]);
    git_run(&project, &["merge", "-q", "one"]).expect(1);
    without_server(&project);
    project.write("src/more.rs", model("More", "    size: i32,\n"));
    let run = make_at(&project, 5, &["more", "--no-verify"]).ok();
    assert!(run.stdout.contains("_more"), "{}", run.stdout);
    with_server(&project);
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
}

#[test]
fn what_changed_on_both_sides_is_replayed() {
    for on in SERVERS {
        let project = on_the_same_table(on);
        merge_both(&project);
        project.manage(["merge"]).ok();
        fs::write(project.file(STATE), "<<<<<<< ours\n").expect("a file");
        let run = project.manage(["makemigrations", "--check"]).ok();
        assert!(run.stderr.contains("holds a merge conflict: it is computed anew"), "{}", run.stderr);
        without_server(&project);
        let run = project.manage(["makemigrations", "--check"]).expect(6);
        assert!(run.stderr.contains("it is needed to find out what the migrations lead to"), "{}", run.stderr);
    }
}

#[test]
fn a_migration_that_was_edited_since_is_replayed() {
    let project = on_different_tables(SERVERS[0]);
    git_run(&project, &["merge", "-q", "one"]).expect(1);
    let up = project.migrations("default").pop().expect("a migration").join("up.sql");
    let text = fs::read_to_string(&up).expect("up.sql").replace("title TEXT", "title VARCHAR(20)");
    fs::write(&up, text).expect("an edit");
    let run = project.manage(["makemigrations", "--check"]).expect(1);
    assert!(run.stdout.contains("Alter column title on posts"), "{}", run.stdout);
}

#[test]
fn without_git_or_outside_a_repository_it_is_replayed() {
    for on in [On::Sqlite, SERVERS[0]] {
        let project = on_different_tables(on);
        git_run(&project, &["merge", "-q", "one"]).expect(1);
        let mut command = project.command(["makemigrations", "--check"]);
        let run = project.run(command.env("PATH", "/nowhere")).ok();
        assert!(run.stderr.contains("holds a merge conflict: it is computed anew"), "{}", run.stderr);
        fs::remove_dir_all(project.file(".git")).expect("a repository");
        let run = project.manage(["makemigrations", "--check"]).ok();
        assert!(run.stderr.contains("holds a merge conflict: it is computed anew"), "{}", run.stderr);
        project.manage(["makemigrations"]).ok();
        assert!(!project.read(STATE).contains("<<<<<<< "));
    }
}
