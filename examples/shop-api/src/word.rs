//! The enums of the schema in JSON and in the document, by the values that the database has for them.

use entity::enums::OrderStatus;
use sea_orm::ActiveEnum;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// The status of an order.
pub(crate) type Status = Word<OrderStatus>;

/// A value of an enum of the schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<E>(pub(crate) E);

impl<E: ActiveEnum<Value = String>> Serialize for Word<E> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0.to_value())
    }
}

impl<'de, E: ActiveEnum<Value = String>> Deserialize<'de> for Word<E> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let given = String::deserialize(from)?;
        let known = || format!("`{given}` is none of {}", E::values().join(", "));
        E::try_from_value(&given).map(Self).map_err(|_| D::Error::custom(known()))
    }
}

impl<E: ActiveEnum<Value = String>> PartialSchema for Word<E> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(E::values())).into()
    }
}

impl<E: ActiveEnum<Value = String>> ToSchema for Word<E> {}
