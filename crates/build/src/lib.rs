//! The build step of a project with models: one call in `build.rs` makes what `schema!()` includes.
//!
//! ```no_run
//! // In the `main` of build.rs:
//! diesel_manage_build::run();
//! ```

mod generate;

use std::error::Error as _;
use std::path::{Path, PathBuf};

use diesel_manage::Error;
use generate::{Generated, generate, settings_file};

/// Writes `table!`, `joinable!` and `allow_tables_to_appear_in_same_query!` for the models of every database of the
/// settings into `OUT_DIR`, and tells cargo which files and folders to rebuild for.
///
/// The settings are `settings.json` in the package's folder or in the nearest folder above that has one; the variable
/// `MANAGE_SETTINGS` names another file. A mistake in the settings or the models ends the build with its message.
pub fn run() {
    println!("cargo::rerun-if-env-changed=MANAGE_SETTINGS");
    match from_environment() {
        Ok(generated) => {
            for path in &generated.watched {
                println!("cargo::rerun-if-changed={}", path.display());
            }
            for warning in &generated.warnings {
                println!("cargo::warning={}", line(warning));
            }
        }
        Err(error) => report(&error),
    }
}

fn from_environment() -> Result<Generated, Error> {
    let variable = |name: &str| {
        std::env::var_os(name).map(PathBuf::from).ok_or_else(|| {
            Error::failure(format!("{name} is not set"))
                .hint("call diesel_manage_build::run() in build.rs, under cargo")
        })
    };
    let package = variable("CARGO_MANIFEST_DIR")?;
    let out = variable("OUT_DIR")?;
    let given = std::env::var_os("MANAGE_SETTINGS").filter(|given| !given.is_empty());
    generate(&settings_file(&package, given.as_deref().map(Path::new))?, &out)
}

/// Tells cargo, which prints each line as an error of the package and ends the build.
fn report(error: &Error) {
    println!("cargo::error={}", line(&error.to_string()));
    let mut cause = error.source();
    while let Some(source) = cause {
        println!("cargo::error=because: {}", line(&source.to_string()));
        cause = source.source();
    }
    for hint in error.hints() {
        println!("cargo::error=hint: {}", line(hint));
    }
    error.others().iter().for_each(report);
}

/// What cargo is told ends at the end of the line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
