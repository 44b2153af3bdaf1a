use std::time::Duration;

/// How long somebody is ready to wait for the lock.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Patience {
    /// How long to wait for another `manage` that works on the database: seconds, or `500ms`, `2m`, `1h`; 0 tries once
    #[arg(long, value_name = "TIME", default_value = "60", value_parser = time)]
    pub(super) lock_timeout: Duration,
}

/// A time that somebody is ready to wait.
fn time(text: &str) -> Result<Duration, String> {
    const UNITS: [(&str, f64); 4] = [("ms", 0.001), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];
    let unit = UNITS.iter().find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, *seconds)));
    let (number, seconds) = unit.unwrap_or((text, 1.0));
    let known = |char: char| char.is_ascii_digit() || char == '.';
    let wrong = || "a time is a number of seconds, or has a unit: `90`, `500ms`, `2m`, `1h`; 0 tries once".to_owned();
    let number: f64 =
        if number.chars().all(known) { number.parse().map_err(|_| wrong())? } else { return Err(wrong()) };
    // More than a century is for ever.
    Ok(Duration::from_secs_f64((number * seconds).min(100.0 * 365.0 * 24.0 * 3600.0)))
}
