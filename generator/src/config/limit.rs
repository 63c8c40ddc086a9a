//! How long something may take, as people write it.

use serde::Deserialize;
use std::time::Duration;

/// A time: `10s`, `500ms`, `15min`, `2h 30m`; or `off`, as long as it likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Limit(pub Option<Duration>);

impl Limit {
    /// A limit of so many seconds.
    pub const fn seconds(seconds: u64) -> Self {
        Self(Some(Duration::from_secs(seconds)))
    }
}

impl TryFrom<String> for Limit {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self(None));
        }
        match humantime::parse_duration(&text) {
            Ok(limit) if limit >= Duration::from_millis(1) => Ok(Self(Some(limit))),
            _ => Err(format!("`{text}` is no time such as 10s, 500ms or 15min, nor off")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_nothing_else() {
        let read = |text: &str| Limit::try_from(text.to_owned());
        assert_eq!(read("10s"), Ok(Limit::seconds(10)));
        assert_eq!(read("15min"), Ok(Limit::seconds(900)));
        assert_eq!(read("off"), Ok(Limit(None)));
        for text in ["", "10", "0s", "never", "-1s"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
