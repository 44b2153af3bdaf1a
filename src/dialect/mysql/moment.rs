//! Dates and times as MySQL's literals spell them.

use crate::dialect::moment::{is_date, number};

/// Whether it is `23:59`, `23:59:59` or `23:59:59.5`.
pub(super) fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<Option<u32>> = clock.split(':').map(|part| number(part, 2)).collect();
    let fits = match parts.as_slice() {
        [Some(hour), Some(minute)] => *hour < 24 && *minute < 60,
        [Some(hour), Some(minute), Some(second)] => *hour < 24 && *minute < 60 && *second < 60,
        _ => false,
    };
    fits && (1..=6).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is a date and a time. MySQL knows no zone here before 8.0.19, and MariaDB none at all.
pub(super) fn is_timestamp(text: &str) -> bool {
    text.split_once([' ', 'T']).is_some_and(|(date, time)| is_date(date) && is_time(time))
}
