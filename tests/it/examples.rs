//! The programs under `examples/`, as processes in a project.

use crate::example;
use crate::project::Project;

#[test]
fn commands() {
    let project = Project::sqlite("#[derive(Model)] struct Author { id: i64, name: String }");
    let run = |arguments: &[&str]| project.run(&mut example::command(&project, "commands", arguments));
    run(&["makemigrations"]).ok();
    let help = run(&["help"]).ok().stdout;
    let listed = "Data:\n  seed            Fill the database with authors to look at\n  authors         List the authors [also: people]\n\
                  \nCommands of this project:\n  reset           Empty the database, and fill it again\n";
    assert!(help.contains(listed), "{help}");
    assert_eq!(run(&["seed", "--count", "2"]).ok().stderr, "2 authors added\n");
    assert_eq!(run(&["seed"]).expect(10).stderr, "warning: there are authors already\n");
    assert_eq!(run(&["authors", "2"]).ok().stdout, "2  author 2\n");
    let json = "{\n  \"version\": 1,\n  \"authors\": [\n    \"author 1\",\n    \"author 2\"\n  ]\n}\n";
    assert_eq!(run(&["people", "--json"]).ok().stdout, json);
    run(&["authors", "nobody", "--check"]).expect(1);
    let open = "error: a question needs an answer: Undo every migration?\nhint: answer it with `--sure`\n";
    assert_eq!(run(&["downgrade", "base"]).expect(3).stderr, open);
    run(&["reset"]).ok();
    assert_eq!(run(&["authors"]).ok().stdout.lines().count(), 3);
    let refused = run(&["seed", "--count", "0"]).expect(2).stderr;
    assert!(refused.starts_with("error: invalid value '0' for '--count <COUNT>': 0 is not in 1..=1000\n"), "{refused}");
}
