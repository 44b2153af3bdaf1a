//! Whoever leaves a question finds the terminal as it was, and nothing written.

use insta::assert_snapshot;

use crate::project::Project;
use crate::screen::{CTRL_C, CTRL_D, DUMB, ENTER, ESC, Kind, ORDINARY, Screen};
use crate::terminal::{changed, model};

/// One that asks for a choice, a value and whether that is right.
fn project() -> Project {
    changed(&model("User", "name: String,"), &model("User", "name: String,\n    age: i32,"))
}

/// Ways to get to each kind of prompt, and what is seen there.
const WAYS: [(&[(&str, &str)], &str); 3] = [
    (&[], "> 1"),
    (&[("> 1", ENTER)], "Value of"),
    (&[("> 1", ENTER), ("Value of", "18"), ("> 18", ENTER)], "(Y/n) yes"),
];
const DUMB_WAYS: [(&[(&str, &str)], &str); 3] =
    [(&[], "[1]:"), (&[("[1]:", "\n")], "sql(...)\n  >"), (&[("[1]:", "\n"), ("sql(...)\n  >", "18\n")], "(Y/n)")];

/// Goes to each kind of prompt, leaves there, and checks the end.
fn leaving(kind: Kind<'_>, code: u32, leave: impl Fn(&mut Screen, usize)) -> Vec<String> {
    let project = project();
    let files = project.files();
    let ways = if kind.variables == DUMB.variables { DUMB_WAYS } else { WAYS };
    let ends = ways.iter().enumerate().map(|(place, (way, there))| {
        let mut screen = Screen::on(kind, &project, &["makemigrations"]);
        for (text, keys) in *way {
            screen.at(text, keys);
        }
        screen.wait(there);
        leave(&mut screen, place);
        let shown = screen.ends(code);
        assert!(project.files() == files, "files changed after leaving at {there}:\n{shown}");
        shown
    });
    ends.collect()
}

#[test]
fn ctrl_c() {
    for kind in [ORDINARY, DUMB] {
        for shown in leaving(kind, 130, |screen, _| {
            screen.press(CTRL_C);
        }) {
            assert!(shown.contains("\nerror: interrupted\n"), "{shown}");
        }
    }
}

#[test]
fn signals() {
    for kind in [ORDINARY, DUMB] {
        leaving(kind, 130, |screen, _| screen.signal("INT"));
        for shown in leaving(kind, 143, |screen, _| screen.signal("TERM")) {
            assert!(shown.contains("\nerror: terminated\n"), "{shown}");
        }
    }
}

#[test]
fn end_of_input() {
    // From the value it leads back to the choice.
    let twice = |keys: &'static str| {
        move |screen: &mut Screen, place: usize| {
            screen.press(keys);
            if place == 1 {
                screen.at("> 1", keys);
            }
        }
    };
    for keys in [CTRL_D, ESC] {
        let shown = leaving(ORDINARY, 3, twice(keys));
        insta::allow_duplicates!(assert_snapshot!(shown[0], @r"
        x What do the rows of users get in the new column age, which is NOT NULL?
        error: stopped at the question about users.age: nothing is written
        "));
        insta::allow_duplicates!(assert_snapshot!(shown[2], @r"
        * fill users.age with 18
        x Write the migration?
        error: not confirmed: nothing is written
        hint: the answers that were given, as flags: --backfill users.age=18
        "));
    }
    leaving(DUMB, 3, |screen, place| {
        screen.press(CTRL_D);
        if place == 1 {
            // The same list once more, below.
            screen.at("quit: nothing is written\n  1 to 4 [1]:\n? Value", "").at(">\n? What do", "");
            screen.at("4) quit", CTRL_D);
        }
    });
}

#[test]
fn a_window_that_is_closed() {
    for kind in [ORDINARY, DUMB] {
        let project = project();
        let files = project.files();
        // Without a shell between, the hangup would end it.
        let line = format!("trap '' HUP; {} makemigrations; echo $? > code", env!("CARGO_BIN_EXE_manage"));
        let mut screen = Screen::running(kind, &project, &["sh", "-c", &line]);
        screen.wait("1");
        screen.wait("quit").close("j");
        let code = project.file("code");
        let start = std::time::Instant::now();
        while !std::fs::read_to_string(&code).is_ok_and(|code| code.ends_with('\n')) {
            assert!(start.elapsed().as_secs() < 30, "it does not end");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert_eq!(project.read("code"), "3\n");
        std::fs::remove_file(code).unwrap();
        assert!(project.files() == files, "files changed");
    }
}

#[test]
fn the_modes_of_the_terminal_are_given_back() {
    let project = project();
    let line =
        format!("stty -g > before; {} makemigrations; echo $? > code; stty -g > after", env!("CARGO_BIN_EXE_manage"));
    for (keys, code) in [(CTRL_C, "130\n"), (ESC, "3\n")] {
        let mut screen = Screen::running(ORDINARY, &project, &["sh", "-c", &line]);
        screen.at("> 1", keys);
        screen.ends(0);
        assert_eq!(project.read("code"), code);
        assert_eq!(project.read("before"), project.read("after"));
        assert!(!project.read("before").is_empty());
    }
}

#[test]
fn an_answer_that_is_typed_ahead_waits_for_its_question() {
    let project = project();
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.at("> 1", "\r18\r\r");
    let shown = screen.ends(0);
    assert!(shown.contains("* fill users.age with 18\n") && shown.contains("Migrations for default"), "{shown}");
    assert!(!shown.contains("\n18\n"), "what is typed is shown once: {shown}");
}

#[test]
fn arrow_keys_of_every_sort_and_slow_ones() {
    let project = project();
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.at("> 1", "\u{1b}OB").at("> 2", "\u{1b}[A").at("> 1", "j").at("> 2", "\u{1b}[F").at("> 4", "\u{1b}OH");
    // An escape character and what belongs to it, in two pieces.
    screen.at("> 1", "\u{1b}").press("[B").at("> 2", "k").at("> 1", "9").press("0").press("\t").at("> 2", ESC);
    screen.ends(3);
}
