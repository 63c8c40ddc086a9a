//! What the user of the case `overrides` has written beside the generated code.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What stands on a bill.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, DeriveValueType)]
pub struct Serial(pub String);
