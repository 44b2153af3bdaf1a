use crate::schema::ColumnType;

/// A literal that a column of this type can hold. `None` for texts and numbers, which the type's name tells of.
pub(super) fn sample(ty: &ColumnType, row: usize) -> Option<String> {
    let base = ty.base();
    let has = |words: &[&str]| words.iter().any(|word| base.starts_with(word));
    let number = row + 1;
    match () {
        () if has(&["json"]) => Some(format!("'{{\"row\": {number}}}'")),
        () if has(&["uuid"]) => Some(format!("'00000000-0000-4000-8000-{number:012}'")),
        () if has(&["year"]) => Some((2001 + row % 50).to_string()),
        () if has(&["bit"]) => Some("b'1'".to_owned()),
        () if has(&["decimal", "numeric"]) => Some((number % 10).to_string()),
        () if has(&["tinyint(1)"]) || ty.key() == "tinyint(1)" => Some((row % 2).to_string()),
        () if has(&["inet4"]) => Some(format!("'10.0.0.{number}'")),
        () if has(&["inet6"]) => Some(format!("'fe80::{number}'")),
        () => None,
    }
}
