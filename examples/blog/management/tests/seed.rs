//! The project's own command, as the real program, on a database of its own.

use std::path::Path;
use std::process::{Command, Output};

fn manage(settings: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_manage"));
    command.args(["--settings".as_ref(), settings.as_os_str()]).args(arguments).output().expect("manage")
}

#[test]
fn it_fills_the_database_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let settings = std::fs::read_to_string(project.join("settings.json")).expect("the settings");
    let own = folder.path().join("settings.json");
    let elsewhere = |path: &str| format!("\"{}/{path}", project.display());
    let settings = settings.replace("\"../..", &elsewhere("../..")).replace("\"src/", &elsewhere("src/"));
    std::fs::write(&own, settings).expect("settings with a database here");
    let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();

    let early = manage(&own, &["seed"]);
    assert_eq!(early.status.code(), Some(6));
    assert!(said(&early).contains("hint: `manage migrate` creates it"), "{}", said(&early));
    let migrated = manage(&own, &["migrate"]);
    assert_eq!(migrated.status.code(), Some(0), "{}", said(&migrated));
    for expected in ["a user and 5 posts\n", "there are users already\n"] {
        let seeded = manage(&own, &["seed", "--posts", "5"]);
        assert_eq!((seeded.status.code(), said(&seeded).as_str()), (Some(0), expected));
    }
    assert_eq!(manage(&own, &["seed", "--posts", "0"]).status.code(), Some(2));
    let help = manage(&own, &["help"]);
    assert!(String::from_utf8_lossy(&help.stdout).contains("Fill the database with rows to look at"));
}
