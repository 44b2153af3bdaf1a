//! When it builds, and what happens when it cannot.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::project::{LAUNCHER, Project, Run, touch};

#[test]
fn it_builds_when_a_source_is_newer_and_else_runs_at_once() {
    for project in [Project::new(), Project::with_management()] {
        let run = project.run();
        assert_eq!(run.out, project.printed(1));
        run.built(1);
        project.settle();
        let run = project.run();
        assert_eq!(run.out, project.printed(1));
        run.at_once(1);
        project.number("2");
        project.run().built(2);
    }
}

#[test]
fn a_build_that_fails_says_so_and_the_last_good_one_runs() {
    let project = Project::new();
    project.run().built(1);
    project.number("\"three\"");
    for _ in 0..2 {
        let run = project.run();
        assert_eq!((run.code, run.out), (Some(1), project.printed(1)));
        assert!(run.err.contains("error[E0308]") && run.err.contains("running the last good build"), "{}", run.err);
    }
    project.number("4");
    project.run().built(4);

    // A source that is gone, and a manifest that has changed.
    project.settle();
    project.run().at_once(4);
    fs::remove_file(project.path("src/number.rs")).expect("a file");
    let run = project.run();
    assert_eq!(run.code, Some(4));
    assert!(run.err.contains("E0583") || run.err.contains("couldn't read"), "{}", run.err);
    project.number("5");
    project.run().built(5);
    project.settle();
    project.write("Cargo.toml", "this is no manifest");
    touch(&project.path("Cargo.toml"), SystemTime::now() + Duration::from_secs(2));
    let run = project.run();
    assert_eq!(run.code, Some(5));
    assert!(run.err.contains("running the last good build"), "{}", run.err);

    // Nothing is left lying about, and old builds are not kept for ever.
    let left: Vec<String> = fs::read_dir(project.path("target/launcher"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(left.iter().all(|name| name == "built-from" || name.starts_with("manage-")), "{left:?}");
    assert!(left.len() <= 4, "{left:?}");
}

#[test]
fn what_has_no_lock_yet_is_not_built_twice() {
    let project = Project::new();
    fs::remove_file(project.path("Cargo.lock")).expect("a file");
    project.settle();
    project.run().built(1);
    project.run().at_once(1);
}

#[test]
fn settings_of_cargo_that_come_later_count() {
    let project = Project::new();
    project.run().built(1);
    project.settle();
    project.run().at_once(1);
    project.write(".cargo/config.toml", "[env]\nSOMETHING = \"1\"\n");
    touch(&project.path(".cargo/config.toml"), SystemTime::now() - Duration::from_secs(3600));
    project.run().built(1);
    project.run().at_once(1);
}

#[test]
fn sources_with_odd_names_and_outside_of_the_project_count() {
    let project = Project::new();
    let odd = "it's *one* [of] $those \\ \"files\".rs";
    let outside = project.around().join("out side/src/lib.rs");
    crate::project::write(
        &project.around().join("out side/Cargo.toml"),
        "[package]\nname = \"outside\"\nversion = \"0.1.0\"\n[workspace]\n",
    );
    crate::project::write(&outside, "pub const FOUR: i32 = 4;");
    let manifest = format!(
        "{}[dependencies]\noutside = {{ path = \"../out side\" }}\n[workspace]\n",
        crate::project::manifest("probe")
    );
    project.write("Cargo.toml", &manifest);
    project.write(&format!("src/{odd}"), "pub const THREE: i32 = 3;");
    project.write(
        "src/number.rs",
        &format!("#[path = {odd:?}]\nmod odd;\npub const NUMBER: i32 = odd::THREE + outside::FOUR;\n"),
    );
    project.settle();
    project.run().built(7);
    project.run().at_once(7);
    let later = SystemTime::now() + Duration::from_secs(60);
    project.write(&format!("src/{odd}"), "pub const THREE: i32 = 5;");
    touch(&project.path(&format!("src/{odd}")), later);
    project.run().built(9);
    touch(&project.path(&format!("src/{odd}")), SystemTime::now() - Duration::from_secs(60));
    project.run().at_once(9);
    crate::project::write(&outside, "pub const FOUR: i32 = 6;");
    touch(&outside, later);
    project.run().built(11);
    touch(&outside, SystemTime::now() - Duration::from_secs(60));
    project.run().at_once(11);
    // Its manifest counts, too.
    touch(&project.around().join("out side/Cargo.toml"), SystemTime::now() + Duration::from_secs(2));
    project.run().built(11);
}

#[test]
fn without_cargo_or_without_a_build_it_says_so() {
    let project = Project::new();
    let tools = project.path_without_cargo();
    let without = || {
        let mut command = project.command(project.path("manage"));
        Run::of(command.env("PATH", &tools).env("HOME", &tools).env_remove("CARGO_HOME"))
    };
    let run = without();
    assert_eq!((run.code, run.out.as_str()), (Some(6), ""));
    assert!(run.err.contains("it is not built yet, and cargo is not installed"), "{}", run.err);

    project.number("broken");
    let run = project.run();
    assert_eq!(run.code, Some(6));
    assert!(run.err.contains("the build failed, see above, and there is no earlier one"), "{}", run.err);

    project.number("7");
    project.run().built(7);
    project.settle();
    without().at_once(7);
    project.number("8");
    let run = without();
    assert_eq!(run.code, Some(7));
    assert!(run.err.contains("cargo is not installed: running that build"), "{}", run.err);
}

#[test]
fn several_at_once_all_run_the_newest() {
    let project = Project::new();
    for number in ["1", "2"] {
        project.number(number);
        let run = || Run::of(&mut project.command(project.path("manage")));
        thread::scope(|scope| {
            let launchers: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
            for launcher in launchers {
                launcher.join().expect("a run").built(number.parse().expect("a number"));
            }
        });
        project.settle();
        project.run().at_once(number.parse().expect("a number"));
    }
}

#[test]
fn an_interrupted_build_leaves_nothing() {
    let project = Project::new();
    project.write("build.rs", "fn main() { std::thread::sleep(std::time::Duration::from_secs(60)); }");
    let mut command = project.command("setsid");
    let mut launcher = command.arg(project.path("manage")).stderr(Stdio::null()).spawn().expect("a launcher");
    let store = project.path("target/launcher");
    let since = Instant::now();
    while !store.join(format!(".build-{}.json", launcher.id())).exists() && since.elapsed().as_secs() < 20 {
        thread::sleep(Duration::from_millis(20));
    }
    // Ctrl-C reaches all that is in the foreground.
    let killed = std::process::Command::new("kill").args(["-INT", "--", &format!("-{}", launcher.id())]).status();
    assert!(killed.expect("kill").success());
    assert_eq!(launcher.wait().expect("an end").code(), Some(130));
    assert_eq!(fs::read_dir(store).expect("a folder").count(), 0);
}

#[test]
fn it_is_executable() {
    let mode = fs::metadata(Path::new(LAUNCHER)).expect("the launcher").permissions().mode();
    assert_eq!(mode & 0o111, 0o111);
}
