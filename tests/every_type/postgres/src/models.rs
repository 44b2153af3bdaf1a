use std::net::IpAddr;
use std::ops::Bound;
use std::time::SystemTime;

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::data_types::{PgInterval, PgMoney};
use diesel::pg::data_types::PgLsn;
use diesel::prelude::*;
use diesel_manage::{Model, ModelEnum};
use ipnet::IpNet;
use ipnetwork::IpNetwork;
use serde_json::Value;
use uuid::Uuid;

use crate::schema::*;

#[derive(ModelEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[diesel(sql_type = crate::schema::sql_types::Mood)]
pub enum Mood {
    Happy,
    #[model(value = "so so")]
    SoSo,
    Sad,
}

/// In a schema of its own, under a name of its own.
#[derive(ModelEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[model(name = "user_role", schema = "people")]
#[diesel(sql_type = crate::schema::sql_types::UserRole, sql_type = crate::schema::people::sql_types::UserRole)]
pub enum Role {
    Admin,
    Guest,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
pub struct Number {
    pub id: i64,
    pub yes: bool,
    pub small: i16,
    pub middle: i32,
    #[model(unique)]
    pub large: i64,
    pub single: f32,
    pub double: f64,
    pub exact: BigDecimal,
    #[model(precision = 20, scale = 4)]
    pub fee: rust_decimal::Decimal,
    #[model(precision = 10, scale = 2)]
    pub price: BigDecimal,
    #[model(sql_type = "MONEY")]
    pub money: PgMoney,
    #[model(sql_type = "OID")]
    pub object: u32,
    pub maybe: Option<i32>,
    pub maybe_not: Option<BigDecimal>,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
#[model(index("lower(short)"), comment = "Words of all kinds")]
pub struct Text {
    pub id: i32,
    pub long: String,
    #[model(max_length = 50, comment = "not long")]
    pub short: String,
    #[model(sql_type = "CHAR(3)")]
    pub three: String,
    #[model(sql_type = "CITEXT")]
    pub any_case: String,
    pub bytes: Vec<u8>,
    pub maybe: Option<String>,
    #[model(references = "numbers.id", on_delete = "cascade")]
    pub number_id: Option<i64>,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
pub struct Moment {
    pub id: i16,
    pub naive_date: NaiveDate,
    pub naive_time: NaiveTime,
    pub naive: NaiveDateTime,
    pub zoned: DateTime<Utc>,
    pub date: time::Date,
    pub time: time::Time,
    pub primitive: time::PrimitiveDateTime,
    pub offset: time::OffsetDateTime,
    pub system: SystemTime,
    #[model(sql_type = "INTERVAL")]
    pub span: PgInterval,
    pub maybe: Option<DateTime<Utc>>,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
#[diesel(primary_key(name))]
pub struct Thing {
    pub name: Uuid,
    pub value: Value,
    #[model(sql_type = "JSON")]
    pub plain_value: Value,
    pub place: IpNetwork,
    pub network: IpNet,
    #[model(sql_type = "CIDR")]
    pub block: IpNetwork,
    #[model(sql_type = "MACADDR")]
    pub card: [u8; 6],
    #[model(sql_type = "MACADDR8")]
    pub long_card: [u8; 8],
    #[model(sql_type = "PG_LSN")]
    pub position: PgLsn,
    #[model(default = Mood::SoSo)]
    pub mood: Mood,
    pub other_mood: Option<Mood>,
    pub role: Role,
    #[diesel(column_name = type_)]
    #[model(column = "type")]
    pub kind: Option<String>,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
#[model(primary_key(a, b))]
pub struct List {
    pub a: i32,
    pub b: i32,
    pub numbers: Vec<i32>,
    pub gaps: Vec<Option<i32>>,
    pub words: Option<Vec<String>>,
    #[model(max_length = 9)]
    pub short_words: Vec<Option<String>>,
    pub moods: Vec<Mood>,
    pub maybe_moods: Vec<Option<Mood>>,
    pub names: Vec<Uuid>,
    pub times: Vec<Option<NaiveDateTime>>,
    pub chunks: Vec<Vec<u8>>,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
pub struct Range {
    pub id: i64,
    #[model(sql_type = "INT4RANGE")]
    pub ints: (Bound<i32>, Bound<i32>),
    #[model(sql_type = "INT8RANGE")]
    pub longs: (Bound<i64>, Bound<i64>),
    #[model(sql_type = "NUMRANGE")]
    pub exacts: (Bound<BigDecimal>, Bound<BigDecimal>),
    #[model(sql_type = "DATERANGE")]
    pub dates: (Bound<NaiveDate>, Bound<NaiveDate>),
    #[model(sql_type = "TSRANGE")]
    pub naives: (Bound<NaiveDateTime>, Bound<NaiveDateTime>),
    #[model(sql_type = "TSTZRANGE")]
    pub zoned: Option<(Bound<DateTime<Utc>>, Bound<DateTime<Utc>>)>,
    #[model(sql_type = "INT4MULTIRANGE")]
    pub several: Vec<(Bound<i32>, Bound<i32>)>,
}

/// The same name as a table of the default schema, and a key that leads there.
#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
#[model(schema = "people")]
#[diesel(table_name = crate::schema::people::texts)]
pub struct PeopleText {
    pub id: i32,
    pub role: Role,
    #[model(references = "texts.id")]
    pub text_id: i32,
}

#[derive(Model, Queryable, Selectable, Insertable, Clone, Debug, PartialEq)]
#[model(schema = "people")]
#[diesel(table_name = crate::schema::people::persons)]
pub struct Person {
    pub id: i64,
    #[model(references = "people.texts.id")]
    pub text_id: i32,
    #[model(references = "numbers.id")]
    pub number_id: i64,
}

/// What no column says of itself.
pub fn host() -> IpAddr {
    IpAddr::from([10, 0, 0, 1])
}
