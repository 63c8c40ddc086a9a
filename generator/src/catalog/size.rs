//! How the size of a type is written down: as it is, or `"any"` where the type sets none.
//!
//! Not every format can write that there is nothing.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Size<T> {
    Set(T),
    Unset(Unset),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Unset {
    Any,
}

pub(super) fn serialize<T: Serialize, S: Serializer>(size: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    size.as_ref().map_or(Size::Unset(Unset::Any), Size::Set).serialize(serializer)
}

pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Ok(match Size::deserialize(from)? {
        Size::Set(size) => Some(size),
        Size::Unset(Unset::Any) => None,
    })
}
