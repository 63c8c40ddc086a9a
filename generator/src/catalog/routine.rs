//! Routines: functions and procedures as the database declares them, overloads apart.

use super::{DataType, QualifiedName};
use serde::{Deserialize, Serialize};

/// A function or procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routine {
    /// The routine's name, which overloads share.
    pub name: String,
    /// The types of the arguments as the backend spells them, which tell overloads apart.
    pub signature: String,
    /// What kind of routine it is.
    pub kind: RoutineKind,
    /// The parameters in order, but for the columns of a function's `RETURNS TABLE`.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// What a call gives back; of a procedure, besides what its parameters carry out.
    pub returns: Returns,
    /// Whether a NULL among the arguments makes the result NULL without a call.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// Whether others have its name, so that a call means the one that the types of the arguments fit best.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overloaded: bool,
    /// Whether the server has a routine of its own by this name, which a call without a schema could mean.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shadowed: bool,
    /// Whether it runs with the rights of its owner, and not with those of who calls it (PostgreSQL).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub security_definer: bool,
    /// The settings that hold while it runs, as the server spells them: `search_path=""` (PostgreSQL).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<String>,
    /// The routine's comment.
    pub comment: Option<String>,
}

/// The kinds of routine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutineKind {
    /// Called in an expression or a FROM clause.
    #[default]
    Function,
    /// Called by CALL.
    Procedure,
    /// A function over the rows of a group.
    Aggregate,
    /// A function over the rows of a window.
    Window,
    /// A function that only a trigger can call.
    Trigger,
}

/// A parameter of a routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// The parameter's name, if it has one.
    pub name: Option<String>,
    /// Which way values travel.
    pub mode: ParameterMode,
    /// The normalized type.
    pub data_type: DataType,
    /// The type as the backend spells it.
    pub raw_type: String,
    /// The table or view whose row it is, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_of: Option<QualifiedName>,
    /// Whether a call may leave it out.
    #[serde(default)]
    pub has_default: bool,
}

/// Which way the values of a parameter travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParameterMode {
    /// Into the routine.
    #[default]
    In,
    /// Out of the routine.
    Out,
    /// Both ways.
    InOut,
    /// Into the routine, any number of values as one array.
    Variadic,
}

impl ParameterMode {
    /// Whether a value goes in.
    pub fn carries_in(self) -> bool {
        self != Self::Out
    }

    /// Whether a value comes out.
    pub fn carries_out(self) -> bool {
        matches!(self, Self::Out | Self::InOut)
    }
}

/// What a call gives back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Returns {
    /// Nothing, or only what the parameters carry out.
    #[default]
    Nothing,
    /// One value, or with `set` any number of rows of one value.
    Value {
        /// The normalized type.
        data_type: DataType,
        /// The type as the backend spells it.
        raw_type: String,
        /// Whether there is any number of them.
        #[serde(default)]
        set: bool,
    },
    /// A row of these columns, or with `set` any number of rows.
    Row {
        /// The table, view or composite type whose row it is; none where the routine itself names the columns.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<QualifiedName>,
        /// The columns in order.
        #[serde(default)]
        columns: Vec<TypedName>,
        /// Whether there is any number of them.
        #[serde(default)]
        set: bool,
    },
    /// Rows whose columns only the call decides (`record`, or a procedure's own SELECTs).
    Unknown,
}

/// A name with its type: a column of a result, an attribute of a composite type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedName {
    /// The name.
    pub name: String,
    /// The normalized type.
    pub data_type: DataType,
    /// The type as the backend spells it.
    pub raw_type: String,
}
