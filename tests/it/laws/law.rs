//! What holds.

use diesel_manage::internals::schema::{Schema, invert};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::build::wanted;
use super::plan::{Plan, plan};
use super::{Ground, Words};
use crate::chance::Chance;
use crate::project::Project;

#[test]
fn what_is_rendered_and_run_is_what_was_wanted_on_sqlite() {
    hold(Words::SQLITE, None, 200);
}

#[test]
fn what_is_rendered_and_run_is_what_was_wanted_on_postgresql() {
    hold(Words::POSTGRES, Some(&Project::postgres("")), 20);
}

#[test]
fn what_is_rendered_and_run_is_what_was_wanted_on_mariadb() {
    hold(Words::MYSQL, Some(&Project::mysql("")), 20);
}

/// Tries the laws on as many pairs of schemas.
fn hold(words: Words, project: Option<&Project>, rounds: u32) {
    let rounds = std::env::var("MANAGE_TEST_ROUNDS").map_or(rounds, |rounds| rounds.parse().expect("a number"));
    let mut chance = Chance::seeded();
    let seed: Vec<u8> = (0..32).map(|_| u8::try_from(chance.below(256)).expect("a byte")).collect();
    let config = Config { cases: rounds, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let held = runner.run(&(plan(), plan()), |(first, second)| {
        law(&words, project, &first, &second)?;
        Ok(())
    });
    if let Err(error) = held {
        panic!("{error}");
    }
}

fn law(words: &Words, project: Option<&Project>, first: &Plan, second: &Plan) -> Result<(), TestCaseError> {
    let (first, second) = (wanted(words, first, &Plan::new()), wanted(words, second, first));
    let ground = &mut Ground::new(*words, project);
    let nothing = Schema::default();
    let changes = ground.detect(&nothing, &first);
    ground.run(&nothing, &changes);
    let one = ground.introspect();
    prop_assert_eq!(ground.detect(&one, &first), vec![], "a second look finds nothing");
    let mut said = nothing.after(&changes);
    for (name, table) in &mut said.tables {
        // PostgreSQL names a primary key by itself, and always in the same way.
        let named = one.table(name).and_then(|own| own.primary_key.as_ref()).and_then(|key| key.name.clone());
        if let Some(key) = &mut table.primary_key {
            key.name = key.name.take().or(named);
        }
    }
    let differences = one.differences(&said);
    prop_assert_eq!(differences, Vec::<String>::new(), "what is there is what the changes say");
    ground.fill(&one);

    let changes = ground.detect(&one, &second);
    ground.run(&one, &changes);
    let two = ground.introspect();
    prop_assert_eq!(ground.detect(&two, &second), vec![], "a second look finds nothing");
    prop_assert_eq!(&changes, &ground.detect(&one, &second), "the same list every time");
    ground.has_rows_of(&one, &two);

    ground.run(&two, &invert(&changes));
    let back = ground.introspect();
    prop_assert_eq!(one.differences(&back), Vec::<String>::new(), "down after up gives the same schema back");
    ground.has_rows_of(&one, &two);
    let changes = ground.detect(&back, &second);
    ground.run(&back, &changes);
    Ok(())
}
