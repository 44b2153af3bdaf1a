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
    insta::assert_snapshot!(help.stdout, @r"
    Django's manage.py for Diesel: migrations made from Rust structs

    Usage: manage [OPTIONS] <COMMAND>

    Changes:
      makemigrations  Write migrations for what changed in the models
      merge           Join branches of migrations that collide

    Running:
      migrate         Apply migrations
      downgrade       Undo migrations
      stamp           Write down what is applied, and run nothing
      repair          Put right what the records of a database say

    Looking:
      showmigrations  List migrations and what has become of them
      current         Print where databases stand
      heads           Print the newest migrations
      history         List migrations, newest first, and where they are applied
      show            Show one migration
      sqlmigrate      Print the SQL of a migration
      check           Look whether settings, models, migrations and databases fit together
      verify          Try every migration on a scratch database: forward, back, and forward again, with
                      rows in the tables
      printschema     Print the models as `table!` macros, as `schema!()` has them
      inspectdb       Print models for an existing database

    Project:
      init            Make a new project, or settings for an existing one
      startcommand    Add a command of the project's own
      completions     Print what makes a shell complete command lines
      help            Tell about a command, or about all of them

    Options:
      -h, --help     Print help; -h: in short
      -V, --version  Print version

    Global options:
          --settings <FILE>  The settings file [default: settings.json here or in a folder above]
          --no-input         Ask nothing: an open question ends the command [alias: --noinput]
          --json             Print data as JSON
          --color <WHEN>     When to use colours: auto, always, never [default: auto]
      -v, --verbose...       Say more; twice: each statement that a database is sent as well
      -q, --quiet            Say nothing but warnings and errors

    Environment:
      MANAGE_SETTINGS  the settings file, unless --settings names one
      DATABASE_URL     the database, where there is no settings file
      MANAGE_NOW       the time to go by, such as 2026-11-21T10:15:00Z
      CI               no questions, unless it is 0 or false
      NO_COLOR         no colours, whatever it is set to

    Files:
      settings.json                     the databases; looked for here and in the folders above
      .env                              variables for the settings, beside them
      app_migrations/ALIAS              the migrations of a database, unless the settings say otherwise
      app_migrations/ALIAS/schema.json  what they lead to; safe to delete

    Exit codes:
      0         done
      1         the answer is no: a check found something
      2         the command line is wrong
      3         a question needs an answer
      4         the lock was not had in time
      5         the history needs repair: edited, missing, colliding, half done
      6         an error: settings, models, database, SQL, files
      10-99     commands of this project only
      130, 143  interrupted, terminated

    Over several databases the gravest counts. `manage help COMMAND` tells about a command.
    ");
}

#[test]
fn short_help_is_what_one_gets_without_a_command() {
    let project = Project::empty();
    let short = project.manage(["-h"]).ok();
    insta::assert_snapshot!(short.stdout, @r"
    Django's manage.py for Diesel: migrations made from Rust structs

    Usage: manage [OPTIONS] <COMMAND>

    Changes:
      makemigrations  Write migrations for what changed in the models
      merge           Join branches of migrations that collide

    Running:
      migrate         Apply migrations
      downgrade       Undo migrations
      stamp           Write down what is applied, and run nothing
      repair          Put right what the records of a database say

    Looking:
      showmigrations  List migrations and what has become of them
      current         Print where databases stand
      heads           Print the newest migrations
      history         List migrations, newest first, and where they are applied
      show            Show one migration
      sqlmigrate      Print the SQL of a migration
      check           Look whether settings, models, migrations and databases fit together
      verify          Try every migration on a scratch database: forward, back, and forward again, with
                      rows in the tables
      printschema     Print the models as `table!` macros, as `schema!()` has them
      inspectdb       Print models for an existing database

    Project:
      init            Make a new project, or settings for an existing one
      startcommand    Add a command of the project's own
      completions     Print what makes a shell complete command lines
      help            Tell about a command, or about all of them

    Options:
      -h, --help     Print help (see more with '--help')
      -V, --version  Print version

    Global options:
          --settings <FILE>  The settings file [default: settings.json here or in a folder above]
          --no-input         Ask nothing: an open question ends the command [alias: --noinput]
          --json             Print data as JSON
          --color <WHEN>     When to use colours: auto, always, never [default: auto]
      -v, --verbose...       Say more; twice: each statement that a database is sent as well
      -q, --quiet            Say nothing but warnings and errors

    `manage help COMMAND` tells about a command, `manage help` about files and exit codes too.
    ");
    let none = project.manage::<&str>([]).expect(2);
    assert_eq!((none.stdout.as_str(), none.stderr), ("", short.stdout));
}

#[test]
fn help_of_a_command() {
    let project = Project::empty();
    let help = project.manage(["help", "migrate"]).ok();
    assert_eq!(project.manage(["migrate", "--help"]).ok().stdout, help.stdout);
    insta::assert_snapshot!(help.stdout, @r"
    Apply migrations

    Applies what is not applied yet, in all databases of the settings or in one. Each migration runs in
    a transaction of its own, under a lock: who comes second waits, finds nothing to do and is done. The
    first database that fails ends the command, since later ones may build on it; what was applied
    before stays applied.

    Usage: manage migrate [OPTIONS] [TARGET]

    Arguments:
      [TARGET]
              Where to go: a migration, `head`, or `+N`; with `--sql` also FROM:TO [default: everything]

    Options:
          --database <ALIAS>
              Only this database; can be given several times [default: all, or with a target the default
              one]

          --plan
              Print what would be run, and run nothing

          --sql
              Print what would be run as a script for `sqlite3`, `psql` or `mysql`, and run nothing

          --fake
              Write down that it ran, and run nothing

          --lock-timeout <TIME>
              How long to wait for another `manage` that works on the database: seconds, or `500ms`,
              `2m`, `1h`; 0 tries once

              [default: 60]

          --fake-initial
              Count the first migrations as applied where the database holds what they make: every
              definition is compared

          --check
              Exit with 1 if something is not applied, and apply nothing

          --allow-late
              Apply migrations that are older than applied ones, whatever they touch

      -h, --help
              Print help (see a summary with '-h')

    Global options:
      --settings, --no-input, --json, --color, -v, -q  see `manage help`

    Examples:
      manage migrate                          everything, in all databases
      manage migrate --plan                   what would be applied
      manage migrate +1                       one more, in the default database
      manage migrate --database analytics     everything, in one database
      manage migrate --sql create_users:head  a script that leads from one place to another
      manage migrate --fake-initial           a database that was made in another way is taken over
      manage migrate --fake-initial --plan    the same, and nothing written
      manage migrate --check                  in a deployment: is everything applied?

    Exit codes:
      1  `--check`: something is not applied
      4  another `manage` held the lock for too long
      5  a migration was edited or deleted after it was applied, or is too late

    See also: showmigrations, repair, downgrade
    ");
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

#[test]
fn help_has_colours_where_they_are_wanted() {
    let project = Project::empty();
    for arguments in [&["help", "--color", "always"][..], &["--color=always", "--help"], &["-h", "--color", "always"]] {
        let help = project.manage(arguments).ok().stdout;
        for styled in ["\u{1b}[1mChanges:\u{1b}[0m", "mmigrate\u{1b}[0m", "\u{1b}[1mGlobal options:\u{1b}[0m"] {
            assert!(help.contains(styled), "{arguments:?}: {styled:?} in {help:?}");
        }
    }
    let plain = project.manage(["help", "migrate", "--color", "never"]).ok().stdout;
    assert!(!plain.contains('\u{1b}'), "{plain}");
}

/// What a manual points to is there.
#[test]
fn every_page_is_whole() {
    let project = Project::empty();
    let help = project.manage(["help"]).ok().stdout;
    let commands = help.split("Options:").next().expect("the commands").lines();
    let names: Vec<&str> = commands
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        // What is told in two lines has no name on the second.
        .filter(|name| !name.is_empty())
        .collect();
    assert!(names.contains(&"migrate") && names.contains(&"help"), "{names:?}");
    for name in &names {
        let page = project.manage(["help", name]).ok().stdout;
        assert!(page.contains("\nExamples:\n  "), "{name} has no examples\n{page}");
        let also = page.lines().find_map(|line| line.strip_prefix("See also: ")).unwrap_or_default();
        for other in also.split(", ").filter(|other| !other.is_empty()) {
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
             _manage '{}' '{}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            line[0], line[last]
        );
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", &script]).current_dir(project.path());
        project.run(&mut bash).ok().stdout.lines().map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(proposed(&["manage", "showm"]), ["showmigrations"]);
    assert_eq!(proposed(&["./manage", "migrate", "--allow"]), ["--allow-late"]);
    assert_eq!(proposed(&["manage", "migrate", "--no-i"]), ["--no-input"]);
    assert_eq!(proposed(&["manage", "completions", "f"]), ["fish"]);
    assert_eq!(proposed(&["manage", "help", "down"]), ["downgrade"]);
    assert_eq!(proposed(&["manage", "--color", "al"]), ["always"]);
}
