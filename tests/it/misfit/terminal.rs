use insta::assert_snapshot;

use super::repair::broken;
use super::signs;
use crate::screen::{DOWN, ENTER, ESC, Kind, ORDINARY, Screen, UP};

#[test]
fn each_finding_is_asked_about_and_enter_alone_changes_nothing() {
    let project = broken();
    let root = project.path().display().to_string();
    let kind = Kind { columns: 200, ..ORDINARY };
    let mut screen = Screen::on(kind, &project, &["repair"]);
    screen.wait("Enter;");
    assert_snapshot!(screen.shown().replace(&root, "[ROOT]"), @r"
    To repair on default ([ROOT]/db.sqlite3):
    ? 2026-01-01-000000-0000_users: changed after it was applied. What is right?
        1  it is right as it is now: the journal takes its checksum
      > 2  leave it as it is
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(UP).at("> 1", ENTER).wait("posts").wait("Enter;");
    screen.press(ENTER).wait("stopped after").wait("Enter;");
    screen.press(DOWN).at("> 1", DOWN).at("> 2", ENTER);
    assert_snapshot!(screen.ends(0).replace(&root, "[ROOT]"), @r"
    To repair on default ([ROOT]/db.sqlite3):
    * 2026-01-01-000000-0000_users: changed after it was applied. What is right? it is right as it is now: the journal takes its checksum
    * 2026-01-02-000000-0000_posts: applied, but there is no such directory. What is right? leave it as it is
    * 2026-01-04-000000-0000_half: stopped after 1 of 2 statements. What is right? it is not done: the journal forgets that it was begun
    Repaired default ([ROOT]/db.sqlite3):
      accepted 2026-01-01-000000-0000_users as it is now
      forgot that it was begun: 2026-01-04-000000-0000_half
      left 2026-01-02-000000-0000_posts: applied, but there is no such directory
    ");
    assert_eq!(signs(&project), "[X][?][X][ ]");
    let mut screen = Screen::on(kind, &project, &["repair"]);
    screen.wait("Enter;").press(ENTER);
    assert_snapshot!(screen.ends(0).replace(&root, "[ROOT]"), @r"
    To repair on default ([ROOT]/db.sqlite3):
    * 2026-01-02-000000-0000_posts: applied, but there is no such directory. What is right? leave it as it is
    Nothing is changed on default ([ROOT]/db.sqlite3)
    ");
    let mut screen = Screen::on(kind, &project, &["repair"]);
    screen.wait("Enter;").press(ESC);
    assert_snapshot!(screen.ends(3).replace(&root, "[ROOT]"), @r"
    To repair on default ([ROOT]/db.sqlite3):
    x 2026-01-02-000000-0000_posts: applied, but there is no such directory. What is right?
    error: a question needs an answer: 2026-01-02-000000-0000_posts: applied, but there is no such directory. What is right?
    hint: answer it with `--prune 2026-01-02-000000-0000_posts`
    ");
    assert_eq!(signs(&project), "[X][?][X][ ]");
}
