//! The day that counts as today: asked for once, at the edge.
//!
//! In: `--today`, else `SOURCE_DATE_EPOCH`, else the clock. Out: a day. Never: asked again in one
//! turn.

use crate::model::date::{Date, DateReading, parse_date};
use std::time::{SystemTime, UNIX_EPOCH};

/// Reads the value of `--today`.
pub(super) fn argument(text: &str) -> Result<Date, String> {
    match parse_date(text) {
        DateReading::Date(date @ Date::Day { .. }) => Ok(date),
        _ => Err("a day such as 2026-03-16 is wanted".to_owned()),
    }
}

/// Returns today, in UTC: the same everywhere at one moment.
pub(super) fn today(argument: Option<Date>) -> Option<Date> {
    argument.or_else(source_date).or_else(clock)
}

/// `SOURCE_DATE_EPOCH` (reproducible-builds.org): seconds since 1970 that count as now.
fn source_date() -> Option<Date> {
    let seconds: i64 = std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?;
    Date::from_unix_time(seconds)
}

fn clock() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Date::from_unix_time(i64::try_from(seconds).ok()?)
}
