//! What the user of the case `endless_by_rule` has written beside the generated code.

use sea_orm::entity::prelude::*;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// A moment, or the want of one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum Until {
    /// Before every moment.
    Ever,
    /// A moment.
    At(DateTimeWithTimeZone),
    /// A moment in a year that chrono does not know, as the database spells it.
    Beyond(String),
    /// After every moment.
    Never,
}

impl FromStr for Until {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "-infinity" => Self::Ever,
            "infinity" => Self::Never,
            text => match DateTimeWithTimeZone::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z") {
                Ok(moment) => Self::At(moment),
                Err(_) => Self::Beyond(text.to_owned()),
            },
        })
    }
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ever => f.write_str("-infinity"),
            Self::At(moment) => f.write_str(&moment.to_rfc3339()),
            Self::Beyond(text) => f.write_str(text),
            Self::Never => f.write_str("infinity"),
        }
    }
}
