//! The tour of the README, step by step: its files are written, its commands run, and what they print is what it says.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::project::{NOW, Project};

#[test]
fn the_tour_of_the_readme_is_what_happens() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    let project = Project::empty();
    let mut commands = 0;
    for (info, text) in blocks(&readme) {
        match info.split_once(' ') {
            Some((_language, file)) => project.write(file, text),
            None if info == "console" => {
                for (command, expected) in steps(&text) {
                    assert_eq!(run(&project, &command), expected, "`{command}` prints something else");
                    commands += 1;
                }
            }
            None => {}
        }
    }
    assert!(commands > 8, "the tour has become short: {commands} commands");
}

/// The fenced blocks, each with what stands behind its fence.
pub(crate) fn blocks(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(info), None) => open = Some((info.to_owned(), String::new())),
            (Some(_), Some(block)) => found.push(block),
            (None, Some((info, text))) => open = Some((info, format!("{text}{line}\n"))),
            (None, None) => {}
        }
    }
    found
}

/// The commands of a block, each with what it prints.
pub(crate) fn steps(block: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push((command.to_owned(), String::new())),
            (None, Some((_, printed))) => *printed += &format!("{line}\n"),
            (None, None) => panic!("a block begins with `{line}`"),
        }
    }
    found
}

/// What a shell prints, both streams together, paths and times as the README has them.
fn run(project: &Project, command: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_manage")).parent().expect("its folder");
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{command} 2>&1")]).current_dir(project.path()).env_clear().env("MANAGE_NOW", NOW);
    shell.env("PATH", format!("{}:/usr/bin:/bin", binary.display()));
    let printed = project.run(&mut shell).stdout.replace("[ROOT]/", "");
    let without_times = |line: &str| match line.rsplit_once(" (") {
        Some((line, time)) if time.ends_with("ms)") => line.to_owned(),
        _ => line.to_owned(),
    };
    printed.lines().map(|line| without_times(line) + "\n").collect()
}
