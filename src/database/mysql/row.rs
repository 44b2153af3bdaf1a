use diesel::QueryableByName;
use diesel::deserialize::{FromSql, Result};
use diesel::mysql::data_types::MysqlTime;
use diesel::mysql::{Mysql, MysqlType, MysqlValue};
use diesel::row::{Field, NamedRow, Row};
use diesel::sql_types::{Datetime, Double, Float};

/// A row of a query that Diesel's connection has run, each value as text.
pub(super) struct TextRow(pub(super) Vec<Option<String>>);

impl QueryableByName<Mysql> for TextRow {
    fn build<'a>(row: &impl NamedRow<'a, Mysql>) -> Result<Self> {
        let mut values = Vec::with_capacity(row.field_count());
        for place in 0..row.field_count() {
            let field = Row::get(row, place).ok_or("a row is shorter than it says")?;
            values.push(field.value().map(text).transpose()?);
        }
        Ok(Self(values))
    }
}

/// The value as the server would spell it; it comes in the binary form of its type.
fn text(value: MysqlValue<'_>) -> Result<String> {
    use MysqlType as T;
    Ok(match value.value_type() {
        T::Tiny | T::Short | T::Long | T::LongLong => signed(value.as_bytes()).to_string(),
        T::UnsignedTiny | T::UnsignedShort | T::UnsignedLong | T::UnsignedLongLong => {
            unsigned(value.as_bytes()).to_string()
        }
        T::Float => <f32 as FromSql<Float, Mysql>>::from_sql(value)?.to_string(),
        T::Double => <f64 as FromSql<Double, Mysql>>::from_sql(value)?.to_string(),
        kind @ (T::Time | T::Date | T::DateTime | T::Timestamp) => {
            time(&<MysqlTime as FromSql<Datetime, Mysql>>::from_sql(value)?, kind)
        }
        _ => String::from_utf8_lossy(value.as_bytes()).into_owned(),
    })
}

fn unsigned(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn signed(bytes: &[u8]) -> i64 {
    let unused = 64 - 8 * u32::try_from(bytes.len().clamp(1, 8)).unwrap_or(8);
    (unsigned(bytes) << unused).cast_signed() >> unused
}

fn time(time: &MysqlTime, kind: MysqlType) -> String {
    let date = format!("{:04}-{:02}-{:02}", time.year, time.month, time.day);
    let fraction = if time.second_part == 0 { String::new() } else { format!(".{:06}", time.second_part) };
    let sign = if time.neg { "-" } else { "" };
    match kind {
        MysqlType::Date => date,
        MysqlType::Time => {
            let hours = time.hour + 24 * time.day;
            format!("{sign}{hours:02}:{:02}:{:02}{fraction}", time.minute, time.second)
        }
        _ => format!("{date} {:02}:{:02}:{:02}{fraction}", time.hour, time.minute, time.second),
    }
}

#[cfg(test)]
mod tests {
    use super::{signed, unsigned};

    #[test]
    fn whole_numbers_come_with_their_lowest_byte_first() {
        assert_eq!([signed(&[255]), signed(&[254, 255]), signed(&[1, 0, 0, 0]), signed(&[127])], [-1, -2, 1, 127]);
        assert_eq!(signed(&i64::MIN.to_le_bytes()), i64::MIN);
        assert_eq!([unsigned(&[255]), unsigned(&u64::MAX.to_le_bytes()), unsigned(&[])], [255, u64::MAX, 0]);
    }
}
