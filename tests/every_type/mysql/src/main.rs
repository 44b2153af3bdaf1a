//! Writes one row of every type to the database of DATABASE_URL, and reads it back.

mod models;
/// What the models are to Diesel.
pub mod schema {
    diesel_manage::schema!();
}

use bigdecimal::BigDecimal;
use chrono::{NaiveDate, Timelike};
use diesel::prelude::*;
use diesel_async::AsyncMysqlConnection;
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
    let connection = &mut AsyncConnectionWrapper::<AsyncMysqlConnection>::establish(&url)?;
    let day = NaiveDate::from_ymd_opt(2026, 11, 21).ok_or("a day")?;
    let naive = day.and_hms_micro_opt(10, 15, 0, 123_456).ok_or("a time")?;
    let number = there_and_back!(
        connection,
        schema::numbers,
        Number {
            id: 1,
            yes: true,
            tiny: i8::MIN,
            small: i16::MIN,
            middle: i32::MAX,
            large: i64::MIN,
            byte: u8::MAX,
            word: u16::MAX,
            long_word: u32::MAX,
            quad: u64::MAX,
            single: 1.5,
            double: -2.25,
            exact: "1234567890123456789012345.50000".parse::<BigDecimal>()?,
            price: "-1234567890123456.7800".parse::<rust_decimal::Decimal>()?,
            maybe: None,
        }
    );
    there_and_back!(
        connection,
        schema::texts,
        Text {
            id: 1,
            long: "ä \"long\" one".repeat(1000),
            short: "short".to_owned(),
            longer: "x".repeat(100_000),
            longest: "ö".repeat(100_000),
            three: "abc".to_owned(),
            tiny: "tiny".to_owned(),
            bytes: (0..=255).collect(),
            short_bytes: vec![0, 255],
            four_bytes: vec![0, 1, 2, 3],
            more_bytes: vec![7; 70_000],
            most_bytes: Vec::new(),
            exact_case: None,
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
            date: time::Date::from_ordinal_date(2026, 1)?,
            // Of these Diesel writes whole seconds.
            time: time::Time::from_hms(23, 59, 59)?,
            primitive: time::PrimitiveDateTime::new(time::Date::from_ordinal_date(2026, 1)?, time::Time::MIDNIGHT),
            offset: time::OffsetDateTime::from_unix_timestamp(1_795_256_100)?,
            stamp: naive.with_nanosecond(0).ok_or("a time")?,
            maybe: None,
        }
    );
    there_and_back!(
        connection,
        schema::things,
        Thing { a: 1, b: "b".to_owned(), mood: Mood::SoSo, other_mood: Some(Mood::Sad), kind: "kind".to_owned() }
    );
    let some =
        schema::things::table.filter(schema::things::mood.eq(Mood::SoSo)).count().get_result::<i64>(connection)?;
    assert_eq!(some, 1);
    there_and_back!(
        connection,
        schema::documents,
        Document { id: 1, value: serde_json::json!({"a": [1, null, "b"]}), maybe: None }
    );
    let joined = schema::numbers::table.inner_join(schema::texts::table).count().get_result::<i64>(connection)?;
    assert_eq!(joined, 1);
    println!("every type went there and back");
    Ok(())
}
