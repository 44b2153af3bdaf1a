use bigdecimal::BigDecimal;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;
use diesel_manage::{Model, ModelEnum};
use serde_json::Value;

use crate::schema::*;

#[derive(ModelEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[diesel(sql_type = crate::schema::sql_types::ThingsMoodEnum, sql_type = crate::schema::sql_types::ThingsOtherMoodEnum)]
pub enum Mood {
    Happy,
    #[model(value = "so so")]
    SoSo,
    Sad,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
pub struct Number {
    pub id: i64,
    pub yes: bool,
    pub tiny: i8,
    pub small: i16,
    pub middle: i32,
    #[model(unique)]
    pub large: i64,
    pub byte: u8,
    pub word: u16,
    pub long_word: u32,
    pub quad: u64,
    pub single: f32,
    pub double: f64,
    #[model(precision = 30, scale = 5)]
    pub exact: BigDecimal,
    #[model(precision = 20, scale = 4)]
    pub price: rust_decimal::Decimal,
    pub maybe: Option<u32>,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
#[model(comment = "Words of all kinds")]
pub struct Text {
    pub id: u32,
    pub long: String,
    #[model(max_length = 50, comment = "not long")]
    pub short: String,
    #[model(max_length = 100000)]
    pub longer: String,
    #[model(max_length = 100000000)]
    pub longest: String,
    #[model(sql_type = "char(3)")]
    pub three: String,
    #[model(sql_type = "tinytext")]
    pub tiny: String,
    pub bytes: Vec<u8>,
    #[model(max_length = 16)]
    pub short_bytes: Vec<u8>,
    #[model(sql_type = "binary(4)")]
    pub four_bytes: Vec<u8>,
    #[model(max_length = 100000)]
    pub more_bytes: Vec<u8>,
    #[model(sql_type = "longblob")]
    pub most_bytes: Vec<u8>,
    #[model(max_length = 40, collate = "utf8mb4_bin")]
    pub exact_case: Option<String>,
    #[model(references = "numbers.id", on_delete = "cascade")]
    pub number_id: Option<i64>,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
pub struct Moment {
    pub id: i16,
    pub naive_date: NaiveDate,
    pub naive_time: NaiveTime,
    pub naive: NaiveDateTime,
    pub date: time::Date,
    pub time: time::Time,
    pub primitive: time::PrimitiveDateTime,
    pub offset: time::OffsetDateTime,
    #[model(sql_type = "timestamp", default = sql("CURRENT_TIMESTAMP"), on_update_now)]
    pub stamp: NaiveDateTime,
    pub maybe: Option<NaiveDateTime>,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
#[model(primary_key(a, b))]
pub struct Thing {
    pub a: i32,
    #[model(max_length = 20)]
    pub b: String,
    #[model(default = Mood::SoSo)]
    pub mood: Mood,
    pub other_mood: Option<Mood>,
    #[diesel(column_name = type_)]
    #[model(column = "type", max_length = 9)]
    pub kind: String,
}

/// What MariaDB keeps as a text, and MySQL as what it is.
#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
pub struct Document {
    pub id: i64,
    pub value: Value,
    pub maybe: Option<Value>,
}
