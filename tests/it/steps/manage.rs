//! A project's own `manage` for the tests of Rust steps. `STEPS` says which migrations have one (`up:REVISION`,
//! `down:REVISION`, separated by spaces), `STEP` what it does beside its work. The command `ask` asks in the middle of
//! something that takes longer.

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use diesel_manage::{Context, Error, Manage, Outcome, Result, RustStep, clap};

fn main() -> ExitCode {
    let mut manage = Manage::new().function(clap::Command::new("ask"), |context, _| ask(context)).function(
        clap::Command::new("deploy"),
        |context, _| {
            context.call("migrate", &[])?;
            context.ui.say("deployed");
            Ok(Outcome::Done)
        },
    );
    for given in std::env::var("STEPS").unwrap_or_default().split_whitespace() {
        manage = match given.split_once(':') {
            Some(("up", revision)) => manage.migration(revision, step),
            Some(("down", revision)) => manage.migration_back(revision, step),
            _ => panic!("STEPS holds {given}"),
        };
    }
    manage.run()
}

fn ask(context: &mut Context) -> Result<Outcome> {
    let _work = context.ui.work("counting", None);
    thread::sleep(Duration::from_millis(1300));
    if context.questions().confirm("Go on?", false, "--go-on")? {
        context.ui.say("going on");
        thread::sleep(Duration::from_millis(300));
    }
    Ok(Outcome::Done)
}

/// Makes every name longer, so that doing it twice shows.
fn step(step: &mut RustStep<'_>) -> Result<()> {
    let what = step.variable("STEP")?.unwrap_or("work").to_owned();
    if step.inspector().has_column("users", "name")? {
        let connection: &mut SqliteConnection = step.connection()?;
        connection.batch_execute("UPDATE users SET name = name || '!'")?;
    }
    match what.as_str() {
        "work" => {
            let told = format!("{:?} in {:?} of {}", step.direction(), step.environment(), step.alias());
            step.say(told);
            Ok(())
        }
        "fail" => Err(Error::failure("the names are odd").hint("make them even")),
        "panic" => panic!("at the disco"),
        "commit" => Ok(step.connection::<SqliteConnection>()?.batch_execute("COMMIT")?),
        "orphan" => Ok(step
            .connection::<SqliteConnection>()?
            .batch_execute("PRAGMA defer_foreign_keys = ON; INSERT INTO posts (id, user_id) VALUES (1, 77)")?),
        "wait" => {
            std::fs::write("waits", "").map_err(|error| Error::failure("no file").because(error))?;
            while !std::path::Path::new("go").exists() {
                step.check_interrupted()?;
                thread::sleep(Duration::from_millis(5));
            }
            Ok(())
        }
        "hang" => {
            std::fs::write("hangs", "").map_err(|error| Error::failure("no file").because(error))?;
            loop {
                thread::sleep(Duration::from_secs(1));
            }
        }
        other => Err(Error::failure(format!("STEP is {other}"))),
    }
}
