//! The generator of large projects, which the benches use, makes what `manage` itself would have made.

#[path = "../../benches/whole_processes/large_history.rs"]
#[allow(dead_code)]
mod large_history;
#[path = "../../benches/whole_processes/large_project.rs"]
mod large_project;

use large_history::{Author, LargeHistory};
use large_project::LargeProject;

use crate::project::Project;

const MODELS: usize = 4;

#[test]
fn the_generated_history_is_what_manage_would_have_written() {
    let made = Project::empty();
    for models in 1..=MODELS {
        LargeProject { models, one_more_column: false }.write(made.path()).unwrap();
        made.run(made.command(["makemigrations"]).env("MANAGE_NOW", "2026-01-01T00:00:00Z")).ok();
    }
    let generated = Project::empty();
    LargeProject { models: MODELS, one_more_column: false }.write(generated.path()).unwrap();
    let history = LargeHistory { migrations: MODELS, author: Author::Manage };
    history.write(&generated.file("app_migrations/default")).unwrap();
    assert_eq!(generated.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
    assert_eq!(generated.files(), made.files());
    generated.manage(["makemigrations", "--check"]).ok();
    generated.manage(["migrate"]).ok();
}

#[test]
fn an_old_diesel_history_is_the_same_without_headers() {
    let project = Project::empty();
    LargeProject { models: MODELS, one_more_column: false }.write(project.path()).unwrap();
    let history = LargeHistory { migrations: MODELS, author: Author::Diesel };
    history.write(&project.file("app_migrations/default")).unwrap();
    assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
    project.diesel(&["migration", "run"]).ok();
    assert!(project.manage(["migrate"]).ok().stderr.contains("nothing to apply"));
}
