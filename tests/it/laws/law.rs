//! What holds.

use diesel_manage::internals::schema::{Schema, TableName};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::build::wanted;
use super::ground::Values;
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
    let first = wanted(words, first, None);
    let second = wanted(words, second, Some(&first.schema));
    let ground = &mut Ground::new(*words, project);
    // Nothing but the rights that a new database of the tests has.
    let nothing = ground.introspect();
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
    let held = ground.values(&one);

    let changes = ground.detect(&one, &second);
    let legs = ground.forward(&one, &changes);
    let two = ground.introspect();
    prop_assert_eq!(ground.detect(&two, &second), vec![], "a second look finds nothing");
    prop_assert_eq!(&changes, &ground.detect(&one, &second), "the same list every time");
    let now = ground.values(&two);
    prop_assert_eq!(kept(&held, &one, &two), kept(&now, &one, &two), "rows hold what they held");

    ground.back(&legs);
    let back = ground.introspect();
    prop_assert_eq!(one.differences(&back), Vec::<String>::new(), "down after up gives the same schema back");
    let now = ground.values(&back);
    prop_assert_eq!(kept(&held, &one, &two), kept(&now, &one, &two), "and hold it after the way back");
    let changes = ground.detect(&back, &second);
    ground.forward(&back, &changes);
    Ok(())
}

/// A column with its values.
type Kept<'a> = (&'a (TableName, String), &'a Vec<Option<String>>);

/// The values of the columns that are alike in both schemas.
fn kept<'a>(values: &'a Values, one: &Schema, two: &Schema) -> Vec<Kept<'a>> {
    let alike = |(table, name): &(TableName, String)| {
        let of = |schema: &Schema| schema.table(table).and_then(|own| own.column(name)).cloned();
        of(one).zip(of(two)).is_some_and(|(one, two)| (one.ty, one.nullable) == (two.ty, two.nullable))
    };
    values.iter().filter(|(column, _)| alike(column)).collect()
}
