//! A schema that is written as models, and read back, is the same.

use std::collections::BTreeMap;

use diesel_manage::internals::models::{models_text, read_back};
use diesel_manage::internals::schema::{Change, Schema};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::build::wanted;
use super::plan::{Plan, plan};
use super::{Ground, Words};
use crate::chance::Chance;
use crate::project::Project;

#[test]
fn what_is_inspected_is_what_the_models_say_on_sqlite() {
    hold(Words::SQLITE, None, 200);
}

#[test]
fn what_is_inspected_is_what_the_models_say_on_postgresql() {
    hold(Words::POSTGRES, Some(&Project::postgres("")), 20);
}

#[test]
fn what_is_inspected_is_what_the_models_say_on_mariadb() {
    hold(Words::MYSQL, Some(&Project::mysql("")), 20);
}

fn hold(words: Words, project: Option<&Project>, rounds: u32) {
    let rounds = std::env::var("MANAGE_TEST_ROUNDS").map_or(rounds, |rounds| rounds.parse().expect("a number"));
    let mut chance = Chance::seeded();
    let seed: Vec<u8> = (0..32).map(|_| u8::try_from(chance.below(256)).expect("a byte")).collect();
    let config = Config { cases: rounds, failure_persistence: None, max_shrink_iters: 100, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    if let Err(error) = runner.run(&plan(), |plan| law(&words, project, &plan)) {
        panic!("{error}");
    }
}

fn law(words: &Words, project: Option<&Project>, plan: &Plan) -> Result<(), TestCaseError> {
    let ground = &mut Ground::new(*words, project);
    let nothing = Schema::default();
    let changes = ground.detect(&nothing, &wanted(words, plan, None));
    ground.run(&nothing, &changes);
    let found = ground.introspect();

    let written = models_text(&found, words.dialect(), &[], &BTreeMap::new());
    prop_assert_eq!(&written.left_out, &Vec::new());
    prop_assert!(written.tables.iter().all(|table| table.unmanaged.is_none()), "{:?}", written.tables);
    let wanted = match read_back(&written.text, words.dialect(), None, false) {
        Ok(wanted) => wanted,
        Err(mistakes) => return Err(TestCaseError::fail(format!("{mistakes:?}\n{}", written.text))),
    };
    let changes = ground.detect(&found, &wanted);
    prop_assert_eq!(changes, Vec::<Change>::new(), "nothing has changed in\n{}", written.text);

    // What they make of nothing is the same once more.
    let changes = ground.detect(&nothing, &wanted);
    let ground = &mut Ground::new(*words, project);
    ground.run(&nothing, &changes);
    let again = ground.introspect();
    prop_assert_eq!(ground.detect(&again, &wanted), Vec::<Change>::new());
    let twice = models_text(&again, words.dialect(), &[], &BTreeMap::new());
    prop_assert_eq!(twice.text, written.text);
    Ok(())
}
