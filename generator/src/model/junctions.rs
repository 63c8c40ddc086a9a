//! Junctions: tables that are nothing but a many-to-many relation.
//!
//! A junction is pure when it has exactly two foreign keys, every other column is its own generated number, and the
//! columns of both keys together are NOT NULL and unique. Anything with more to say stays an entity with two
//! ordinary relations.

use crate::catalog::{ForeignKey, Table};
use std::collections::BTreeSet;

/// The two foreign keys of a pure junction.
pub(super) fn pure_junction(table: &Table) -> Option<(&ForeignKey, &ForeignKey)> {
    let [one, other] = table.foreign_keys.as_slice() else {
        return None;
    };
    let linking: BTreeSet<&str> = one.columns.iter().chain(&other.columns).map(String::as_str).collect();
    let unique =
        table.unique_column_sets().into_iter().any(|columns| columns.into_iter().collect::<BTreeSet<_>>() == linking);
    let pure = table.columns.iter().all(|column| match linking.contains(column.name.as_str()) {
        true => !table.is_optional(&column.name) && column.generated.is_none(),
        false => column.identity.is_some(),
    });
    (unique && pure && one.columns != other.columns).then_some((one, other))
}
