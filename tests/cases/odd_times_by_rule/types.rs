//! What the user of the case `odd_times_by_rule` has written beside the generated code.

use sea_orm::entity::prelude::*;
use std::fmt;
use std::io::Error;
use std::str::FromStr;

/// So many microseconds, forwards or backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Span(pub i64);

/// The microseconds of a second.
const SECOND: i64 = 1_000_000;

impl FromStr for Span {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (sign, size) = text.strip_prefix('-').map_or((1, text), |size| (-1, size));
        let (whole, fraction) = size.split_once('.').unwrap_or((size, ""));
        let mut seconds = 0;
        for part in whole.split(':') {
            seconds = seconds * 60 + part.parse::<i64>().map_err(Error::other)?;
        }
        let micros: i64 = format!("{fraction:0<6}").parse().map_err(Error::other)?;
        Ok(Self(sign * (seconds * SECOND + micros)))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        let (seconds, micros) = (size / SECOND, size % SECOND);
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{hours:02}:{minutes:02}:{:02}.{micros:06}", seconds % 60)
    }
}
