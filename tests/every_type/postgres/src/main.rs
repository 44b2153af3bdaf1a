//! Writes one row of every type to the database of DATABASE_URL, and reads it back.

mod models;
/// What the models are to Diesel.
pub mod schema {
    diesel_manage::schema!();
}

use std::ops::Bound::{Excluded, Included, Unbounded};
use std::time::{Duration, SystemTime};

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate};
use diesel::data_types::{PgInterval, PgMoney};
use diesel::pg::data_types::PgLsn;
use diesel::prelude::*;
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use models::*;

/// Inserts the row, and loads it by `Queryable` and by `Selectable`.
macro_rules! there_and_back {
    ($connection:expr, $table:path, $row:ident $fields:tt) => {{
        use $table as t;
        let row = $row $fields;
        diesel::insert_into(t::table).values(&row).execute($connection)?;
        assert_eq!(t::table.load::<$row>($connection)?, [row.clone()]);
        let selected = t::table.select($row::as_select()).load($connection)?;
        assert_eq!(selected, [row.clone()]);
        row
    }};
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL")?;
    let connection = &mut AsyncConnectionWrapper::<AsyncPgConnection>::establish(&url)?;
    let day = NaiveDate::from_ymd_opt(2026, 11, 21).ok_or("a day")?;
    let naive = day.and_hms_micro_opt(10, 15, 0, 123_456).ok_or("a time")?;
    let zoned = DateTime::from_timestamp(1_795_256_100, 0).ok_or("a moment")?;
    let number = there_and_back!(
        connection,
        schema::numbers,
        Number {
            id: 1,
            yes: true,
            small: -1,
            middle: i32::MAX,
            large: i64::MIN,
            single: 1.5,
            double: -2.25,
            exact: "123456789012345678901234567890.5".parse::<BigDecimal>()?,
            fee: "-1234567890123456.7800".parse::<rust_decimal::Decimal>()?,
            price: "9.99".parse()?,
            money: PgMoney(1999),
            object: u32::MAX,
            maybe: None,
            maybe_not: Some("-1".parse()?),
        }
    );
    let text = there_and_back!(
        connection,
        schema::texts,
        Text {
            id: 1,
            long: "ä \"long\" one".repeat(1000),
            short: "short".to_owned(),
            three: "abc".to_owned(),
            any_case: "AbC".to_owned(),
            bytes: (0..=255).collect(),
            maybe: None,
            number_id: Some(number.id),
        }
    );
    there_and_back!(
        connection,
        schema::moments,
        Moment {
            id: 1,
            naive_date: day,
            naive_time: naive.time(),
            naive,
            zoned,
            date: time::Date::from_ordinal_date(2026, 1)?,
            time: time::Time::from_hms_micro(23, 59, 59, 999_999)?,
            primitive: time::PrimitiveDateTime::new(time::Date::from_ordinal_date(2026, 1)?, time::Time::MIDNIGHT),
            offset: time::OffsetDateTime::from_unix_timestamp(1_795_256_100)?,
            system: SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_256_100),
            span: PgInterval::new(5, 4, 3),
            maybe: None,
        }
    );
    there_and_back!(
        connection,
        schema::things,
        Thing {
            name: uuid::Uuid::from_u128(7),
            value: serde_json::json!({"a": [1, null, "b"]}),
            plain_value: serde_json::json!([1]),
            place: host().into(),
            network: "10.1.0.0/16".parse()?,
            block: "10.2.0.0/16".parse()?,
            card: [1, 2, 3, 4, 5, 6],
            long_card: [1, 2, 3, 4, 5, 6, 7, 8],
            position: PgLsn(77),
            mood: Mood::SoSo,
            other_mood: Some(Mood::Sad),
            role: Role::Guest,
            kind: Some("kind".to_owned()),
        }
    );
    let happy =
        schema::things::table.filter(schema::things::mood.eq(Mood::SoSo)).count().get_result::<i64>(connection)?;
    assert_eq!(happy, 1);
    there_and_back!(
        connection,
        schema::lists,
        List {
            a: 1,
            b: 2,
            numbers: vec![1, 2, 3],
            gaps: vec![Some(1), None],
            words: Some(vec!["a".to_owned(), String::new()]),
            short_words: vec![None, Some("b".to_owned())],
            moods: vec![Mood::Happy, Mood::Happy],
            maybe_moods: vec![None, Some(Mood::Sad)],
            names: vec![uuid::Uuid::nil()],
            times: vec![Some(naive), None],
            chunks: vec![vec![0, 1], Vec::new()],
        }
    );
    there_and_back!(
        connection,
        schema::ranges,
        Range {
            id: 1,
            ints: (Included(1), Excluded(5)),
            longs: (Included(1), Unbounded),
            exacts: (Included("0.5".parse()?), Included("1.5".parse()?)),
            dates: (Included(day), Unbounded),
            naives: (Unbounded, Excluded(naive)),
            zoned: Some((Included(zoned), Unbounded)),
            several: vec![(Included(1), Excluded(2)), (Included(5), Excluded(9))],
        }
    );
    let own =
        there_and_back!(connection, schema::people::texts, PeopleText { id: 1, role: Role::Admin, text_id: text.id });
    there_and_back!(connection, schema::people::persons, Person { id: 1, text_id: own.id, number_id: number.id });
    // Tables of one schema, and of two, meet in a query; for two of one name PostgreSQL wants an alias.
    let joined = schema::numbers::table.inner_join(schema::texts::table).count().get_result::<i64>(connection)?;
    let inside = schema::people::persons::table.inner_join(schema::people::texts::table).count();
    let across = schema::people::persons::table.inner_join(schema::numbers::table).count();
    assert_eq!((joined, inside.get_result(connection)?, across.get_result(connection)?), (1, 1_i64, 1_i64));
    println!("every type went there and back");
    Ok(())
}
