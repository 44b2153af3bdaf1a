//! Where it is called from, where it builds, and projects that are elsewhere than they were.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::project::{LAUNCHER, Project, Run, manifest};

#[test]
fn it_runs_through_links_by_name_and_with_every_shell() {
    let project = Project::new();
    project.run().built(1);
    project.settle();
    let folder = project.around();
    symlink("the project/manage", folder.join("relative")).expect("a link");
    symlink(folder.join("relative"), folder.join("absolute")).expect("a link");
    for launcher in ["relative", "absolute"] {
        Run::of(&mut project.command(folder.join(launcher))).at_once(1);
    }
    Run::of(project.command("sh").arg("manage").current_dir(project.root())).at_once(1);
    // By way of PATH, and from a folder that is gone.
    let path = format!("{}:/usr/bin:/bin", project.root().display());
    let gone = ["-c", "mkdir gone; cd gone; rmdir ../gone; exec manage"];
    let run = Run::of(project.command("sh").args(gone).env("PATH", path));
    assert!(run.code == Some(101) && run.err.contains("src/main.rs") && run.err.contains("NotFound"), "{}", run.err);

    for shell in
        [&["dash"][..], &["bash"], &["bash", "--posix"], &["busybox", "sh"], &["ksh"], &["zsh", "--emulate", "sh"]]
    {
        if !["/bin", "/usr/bin"].iter().any(|folder| Path::new(folder).join(shell[0]).exists()) {
            continue;
        }
        let with_it = || Run::of(project.command(shell[0]).args(&shell[1..]).arg(project.path("manage")));
        with_it().at_once(1);
        project.number("2");
        with_it().built(2);
        project.settle();
        with_it().at_once(2);
        project.number("1");
        with_it().built(1);
        project.settle();
    }
}

#[test]
fn a_target_directory_of_the_environment_serves_many_projects() {
    let project = Project::new();
    let second = project.around().join("second");
    fs::create_dir(&second).expect("a folder");
    for name in ["manage", "Cargo.toml", "Cargo.lock"] {
        fs::copy(project.path(name), second.join(name)).expect("a file");
    }
    fs::create_dir(second.join("src")).expect("a folder");
    fs::copy(project.path("src/main.rs"), second.join("src/main.rs")).expect("a file");
    project.number_in(&second, "2");
    let absolute = project.around().join("other target");
    // A relative one starts from the working directory, as with cargo.
    let run =
        |root: &Path, target: &Path| Run::of(project.command(root.join("manage")).env("CARGO_TARGET_DIR", target));
    run(&project.root(), Path::new("other target")).built(1);
    run(&second, &absolute).built(2);
    project.settle();
    project.settle_in(&second);
    for _ in 0..2 {
        run(&project.root(), &absolute).at_once(1);
        run(&second, Path::new("other target")).at_once(2);
    }
    // What does not compile runs its own last good one, not that of the other.
    project.number("broken");
    let run = run(&project.root(), &absolute);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(!project.path("target").exists());
}

#[test]
fn a_project_in_a_workspace_and_a_target_directory_in_cargos_settings() {
    let project = Project::bare("apps/blog/management");
    project.write("Cargo.toml", "[workspace]\nmembers = [\"apps/blog\", \"apps/blog/management\"]\nresolver = \"3\"\n");
    project.write("apps/blog/Cargo.toml", "[package]\nname = \"blog\"\nversion = \"0.1.0\"\n");
    project.write("apps/blog/src/lib.rs", "");
    project.write("apps/blog/management/Cargo.toml", &manifest("management"));
    project.lock(&["blog", "management"]);
    project.source();
    let launcher = project.path("apps/blog/manage");
    fs::copy(LAUNCHER, &launcher).expect("the launcher");
    Run::of(&mut project.command(&launcher)).built(1);
    project.settle();
    Run::of(&mut project.command(&launcher)).at_once(1);
    // Cargo has built where it builds for the whole workspace.
    assert!(project.path("target/release/manage").exists() && !project.path("apps/blog/target/release").exists());

    project.write(".cargo/config.toml", "[build]\ntarget-dir = \"else where\"\n");
    Run::of(&mut project.command(&launcher)).built(1);
    Run::of(&mut project.command(&launcher)).at_once(1);
    assert!(project.path("else where/release/manage").exists());
    project.number("3");
    Run::of(&mut project.command(&launcher)).built(3);
    Run::of(project.command(&launcher).env("MANAGE_PROFILE", "dev")).built(3);
    assert!(project.path("else where/debug/manage").exists());
}

#[test]
fn a_project_that_was_copied_or_moved_builds_its_own() {
    let project = Project::with_management();
    project.run().built(1);
    project.settle();
    let copy = project.around().join("the copy");
    let copied = std::process::Command::new("cp").arg("-a").args([project.root(), copy.clone()]).status();
    assert!(copied.expect("cp").success());
    let run_copy = || Run::of(&mut project.command(copy.join("manage")));
    run_copy().built(1);
    run_copy().at_once(1);
    project.number_in(&copy, "2");
    run_copy().built(2);
    project.settle_in(&copy);
    run_copy().at_once(2);
    project.run().at_once(1);

    let moved = project.around().join("moved");
    fs::rename(&copy, &moved).expect("another name");
    let run_moved = || Run::of(&mut project.command(moved.join("manage")));
    run_moved().built(2);
    run_moved().at_once(2);
    // Moved, and not to be built: what was built elsewhere is better than nothing, and that is said.
    fs::rename(&moved, &copy).expect("another name");
    project.number_in(&copy, "broken");
    let run = run_copy();
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("running the last good build"), "{}", run.err);
}

#[test]
fn a_path_with_a_line_end_or_quotes_works() {
    for name in ["two\nlines", "it's \"quoted\" \\ $HOME *", "-v"] {
        let project = Project::new();
        let root = project.around().join(name);
        fs::rename(project.root(), &root).expect("another name");
        for _ in 0..2 {
            let run = Run::of(&mut project.command(root.join("manage")));
            assert_eq!(run.code, Some(1), "{name}\n{}", run.err);
        }
    }
}
