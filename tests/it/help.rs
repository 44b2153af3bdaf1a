//! `manage help`, and the completions of shells.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::project::Project;

#[test]
fn help_is_a_page_about_all() {
    let project = Project::empty();
    let help = project.manage(["help"]).ok();
    assert_eq!(help.stderr, "");
    assert_eq!(project.manage(["--help"]).ok().stdout, help.stdout);
    insta::assert_snapshot!(help.stdout, @r"");
}

#[test]
fn short_help_is_what_one_gets_without_a_command() {
    let project = Project::empty();
    let short = project.manage(["-h"]).ok();
    insta::assert_snapshot!(short.stdout, @r"");
    let none = project.manage::<&str>([]).expect(2);
    assert_eq!((none.stdout.as_str(), none.stderr), ("", short.stdout));
}

#[test]
fn help_of_a_command() {
    let project = Project::empty();
    let help = project.manage(["help", "migrate"]).ok();
    assert_eq!(project.manage(["migrate", "--help"]).ok().stdout, help.stdout);
    insta::assert_snapshot!(help.stdout, @r"");
    for (asked, hint) in [
        (&["help", "upgrade"][..], "hint: here it is called `manage migrate`\n"),
        (&["help", "migrat"], "hint: did you mean `manage migrate`?\n"),
        (&["help", "nonsense"], "hint: `manage help` lists the commands\n"),
        (&["help", "migrate", "deep"], "hint: `manage help migrate` tells what it takes\n"),
        (&["help", "--", "--json"], "hint: `manage help` lists the commands\n"),
    ] {
        let run = project.manage(asked).expect(2);
        assert!(run.stderr.starts_with("error: ") && run.stderr.ends_with(hint), "{}", run.stderr);
    }
}

/// What a manual points to is there.
#[test]
fn every_page_is_whole() {
    let project = Project::empty();
    let help = project.manage(["help"]).ok().stdout;
    let commands = help.split("Options:").next().expect("the commands").lines();
    let names: Vec<&str> = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    assert!(names.contains(&"migrate") && names.contains(&"help"), "{names:?}");
    for name in &names {
        let page = project.manage(["help", name]).ok().stdout;
        assert!(page.contains("\nExamples:\n  "), "{name} has no examples\n{page}");
        let also = page.lines().find_map(|line| line.strip_prefix("See also: ")).unwrap_or_default();
        for other in also.split(", ").filter(|other| !other.is_empty()) {
            let other = other.trim_matches('`').trim_start_matches("manage help ");
            assert!(names.contains(&other), "{name} points to `{other}`");
        }
        assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    }
}

#[test]
fn completions_are_scripts_that_shells_take() {
    let project = Project::empty();
    for (shell, check) in [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["--no-execute"])] {
        let script = project.manage(["completions", shell]).ok().stdout;
        for word in ["makemigrations", "allow-late", "completions"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        // Where the shell is not installed there is nobody to ask.
        let Ok(mut child) = Command::new(shell).args(check).stdin(Stdio::piped()).spawn() else { continue };
        child.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("a shell that reads");
        assert!(child.wait().expect("an end").success(), "{shell} does not take it");
    }
    for shell in ["powershell", "elvish"] {
        assert!(project.manage(["completions", shell]).ok().stdout.contains("makemigrations"), "{shell}");
    }
    let refused = project.manage(["completions", "bsh"]).expect(2).stderr;
    assert!(refused.contains("[possible values: bash, elvish, fish, powershell, zsh]"), "{refused}");
    assert!(refused.contains("hint: did you mean `bash`?\n"), "{refused}");
}

/// In the shell itself: what the script proposes for the beginning of a word.
#[test]
fn bash_completes() {
    let project = Project::empty();
    project.write("script", project.manage(["completions", "bash"]).ok().stdout);
    let proposed = |line: &[&str]| {
        let words = line.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
        let last = line.len() - 1;
        let before = line[last - 1];
        let script = format!(
            "source ./script; COMP_WORDS=({words}); COMP_CWORD={last}; \
             _manage manage '{}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            line[last]
        );
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", &script]).current_dir(project.path());
        project.run(&mut bash).ok().stdout.lines().map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(proposed(&["manage", "show"]), ["showmigrations"]);
    assert_eq!(proposed(&["./manage", "migrate", "--allow"]), ["--allow-late"]);
    assert_eq!(proposed(&["manage", "migrate", "--no-i"]), ["--no-input"]);
    assert_eq!(proposed(&["manage", "completions", "f"]), ["fish"]);
    assert_eq!(proposed(&["manage", "help", "down"]), ["downgrade"]);
    assert_eq!(proposed(&["manage", "--color", "al"]), ["always"]);
}
