//! Dates and times as literals spell them.

/// Whether it is `2026-12-31`.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split('-').zip([4, 2, 2]).map(|(part, digits)| number(part, digits)).collect();
    let [Some(year), Some(month), Some(day)] = parts.as_slice() else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    text.matches('-').count() == 2 && (1..=days).contains(day)
}

/// Whether it is `23:59`, `23:59:59` or `23:59:59.5`.
pub(super) fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':');
    let hour = parts.next().and_then(|part| number(part, 2));
    let minute = parts.next().and_then(|part| number(part, 2));
    let second = parts.next().map_or(Some(0), |part| number(part, 2));
    let rest = parts.next();
    matches!((hour, minute, second, rest), (Some(0..24), Some(0..60), Some(0..60), None))
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is a date and a time, with or without a zone.
pub(super) fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.split_once([' ', 'T']) else { return false };
    let (time, zone) = match time.find(['Z', '+', '-']) {
        Some(place) => time.split_at(place),
        None => (time, "Z"),
    };
    let zone_fits = zone == "Z" || zone.get(1..).is_some_and(|zone| zone.len() == 5 && is_time(zone));
    is_date(date) && is_time(time) && zone_fits
}

pub(super) fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}
