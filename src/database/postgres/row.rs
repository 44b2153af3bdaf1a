use diesel::QueryableByName;
use diesel::deserialize::Result;
use diesel::pg::Pg;
use diesel::row::{Field, NamedRow, Row};

/// A row of a query that Diesel's connection has run, each value as text.
pub(super) struct TextRow(pub(super) Vec<Option<String>>);

impl QueryableByName<Pg> for TextRow {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> Result<Self> {
        let mut values = Vec::with_capacity(row.field_count());
        for place in 0..row.field_count() {
            let field = Row::get(row, place).ok_or("a row is shorter than it says")?;
            values.push(match field.value() {
                Some(value) => Some(text(value.as_bytes(), value.get_oid().get())?),
                None => None,
            });
        }
        Ok(Self(values))
    }
}

/// The value in the server's own spelling; it comes in the binary form of its type.
fn text(bytes: &[u8], oid: u32) -> Result<String> {
    Ok(match oid {
        16 => if bytes == [1] { "t" } else { "f" }.to_owned(),
        20 => i64::from_be_bytes(bytes.try_into()?).to_string(),
        21 => i16::from_be_bytes(bytes.try_into()?).to_string(),
        23 => i32::from_be_bytes(bytes.try_into()?).to_string(),
        26 | 28 => u32::from_be_bytes(bytes.try_into()?).to_string(),
        // void
        2278 => String::new(),
        // "char", name, text, json, xml, unknown, char(n), varchar, cstring
        18 | 19 | 25 | 114 | 142 | 705 | 1042 | 1043 | 2275 => String::from_utf8_lossy(bytes).into_owned(),
        _ => return Err(format!("a value of the type {oid} cannot be read as text: cast it to text").into()),
    })
}

/// The fields of a row that the server has written as one value, `(1,,"a ""b""")`.
pub(super) fn fields(record: &str) -> Vec<Option<String>> {
    let inside = record.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(record);
    let mut fields = Vec::new();
    let (mut field, mut quoted, mut within) = (String::new(), false, false);
    let mut characters = inside.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if within && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            '"' => {
                within = !within;
                quoted = true;
            }
            '\\' => field.extend(characters.next()),
            ',' if !within => {
                let value = std::mem::take(&mut field);
                fields.push((quoted || !value.is_empty()).then_some(value));
                quoted = false;
            }
            other => field.push(other),
        }
    }
    fields.push((quoted || !field.is_empty()).then_some(field));
    fields
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn a_record_is_taken_apart_as_the_server_puts_it_together() {
        let of = |record: &str| -> Vec<Option<String>> { fields(record) };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of("(1,t,)"), [some("1"), some("t"), None]);
        assert_eq!(of(r#"("",,"a ""b"", \\c")"#), [some(""), None, some(r#"a "b", \c"#)]);
        assert_eq!(of(r#"("{""(1,2)"",x}",é)"#), [some(r#"{"(1,2)",x}"#), some("é")]);
        assert_eq!(of("()"), [None]);
    }
}
