//! What a database calls an object by itself, whatever people call it: the material of exact renames.

use super::Object;
use std::collections::BTreeMap;

/// The identities of all objects at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identities {
    /// The object behind each. Schemas are named here, the default one too.
    pub objects: BTreeMap<Identity, Object>,
    /// What they are worth.
    pub proof: Proof,
}

/// A number of a table, type, key or routine, and of the part where it is one: PostgreSQL's oid and attnum, InnoDB's table
/// id and position, the row of sqlite_master and cid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// What the number counts, since two kinds of objects may have one number.
    pub class: String,
    /// The number.
    pub number: i64,
    /// The number of the part.
    pub part: i64,
}

/// What it takes for an identity to mean that an object is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proof {
    /// Nothing: the database gives no number twice (PostgreSQL, MySQL).
    #[default]
    Enough,
    /// SQLite gives the numbers of what was dropped again. It counts the statements that change the schema, so that far:
    /// where there were as many as renames and everything else need, none was dropped and made again.
    Statements(i64),
    /// InnoDB gives a column that was dropped and another that was added one position. Whatever does that without making a
    /// new table is counted, over the whole server: where no more was counted than tables had columns come and go, columns
    /// of the other tables stayed what they are.
    InstantAlters(i64),
}
