//! What the user of the case `type_rules` has written beside the generated code.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A document of `purchase.meta`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct PurchaseMeta {
    /// Whether it is a present.
    pub gift: bool,
    /// What else there is to know.
    pub notes: Vec<String>,
}

/// A string with an `@`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Email(String);

impl FromStr for Email {
    type Err = std::io::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.contains('@') {
            true => Ok(Self(text.to_owned())),
            false => Err(std::io::Error::other("an address has an @")),
        }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A key that the user has a type for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveValueType)]
pub struct PurchaseNumber(pub i32);

/// A number that is not `Eq`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, DeriveValueType)]
pub struct Score(pub f64);

/// An enum of the user's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(10))")]
pub enum State {
    /// Not yet sent.
    #[sea_orm(string_value = "open")]
    Open,
    /// Sent.
    #[sea_orm(string_value = "shipped")]
    Shipped,
}

/// The PostgreSQL enum `mood`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "Enum", db_type = "Enum", enum_name = "mood")]
pub enum Temper {
    /// Content.
    #[sea_orm(string_value = "good")]
    Sunny,
    /// Not so.
    #[sea_orm(string_value = "bad")]
    Grim,
}

/// An address as text, which the database casts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveValueType)]
pub struct Address(pub String);

/// A document that is one string.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Noted(pub String);
