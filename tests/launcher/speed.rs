//! What it costs when there is nothing to build.

use std::time::{Duration, Instant};

use crate::project::{Project, Run};

#[test]
fn with_nothing_to_build_it_calls_no_program_and_takes_under_ten_milliseconds() {
    let project = Project::with_management();
    let mut main = "#![allow(dead_code)]\nmod number;\n".to_owned();
    for number in 0..500 {
        project.write(&format!("management/src/a_module_with_a_name_{number}.rs"), "pub fn it() {}\n");
        main += &format!("mod a_module_with_a_name_{number};\n");
    }
    main += "fn main() { std::process::exit(number::NUMBER); }\n";
    project.write("management/src/main.rs", &main);
    project.run().built(1);
    project.settle();

    // Without PATH there is nothing that it could call.
    let run = || Run::of(project.command(project.path("manage")).env("PATH", "/nonexistent"));
    run().at_once(1);
    // The fastest of many: other work on the machine slows down some.
    let fastest = (0..50).map(|_| {
        let since = Instant::now();
        run();
        since.elapsed()
    });
    let fastest = fastest.min().expect("a time");
    assert!(fastest < Duration::from_millis(10), "{fastest:?}");
}
