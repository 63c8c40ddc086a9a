//! Entries of the keys, checks and indexes of a table: which of them the code says, and in which words.
//!
//! 1. A primary key is the entity's key. A unique key, or an index as good as one, is an attribute of its field or
//!    fields; where the form of the entity has no attribute for several fields, the database keeps it alone.
//! 2. A foreign key is a relation, at both ends.
//! 3. A check is code when an enum was made of it, which the first check is that lists the values of a column.

use super::tables::{Owner, is_key, key_name};
use super::{Entry, Kind};
use crate::catalog::{Check, ForeignKey, Index, Key, Table};
use crate::config::Format;
use crate::model::{Entity, EnumSource, Relation, RelationKind};

/// The parts of one table.
pub(super) struct Parts<'a> {
    pub(super) owner: &'a Owner<'a>,
    pub(super) table: &'a Table,
}

impl Parts<'_> {
    /// Rule 1.
    pub(super) fn primary_key(&self, key: &Key) -> Entry {
        let entry = self.owner.part(Kind::PrimaryKey, &key_name(key));
        match self.owner.entity {
            Some(entity) if is_key(entity, &key.columns) => {
                entry.generated(vec![format!("{}::PrimaryKey", entity.module)], &[])
            }
            _ => entry.left(UNUSABLE_KEY),
        }
    }

    /// Rule 1.
    pub(super) fn unique_key(&self, key: &Key) -> Entry {
        let entry = self.owner.part(Kind::UniqueKey, &key_name(key));
        self.unique(entry, &key.columns)
    }

    /// Rule 1 for an index.
    pub(super) fn index(&self, index: &Index) -> Entry {
        let entry = self.owner.part(Kind::Index, &index.name);
        match index.unique_columns() {
            Some(columns) => self.unique(entry, &columns.into_iter().map(str::to_owned).collect::<Vec<_>>()),
            None if !index.valid => entry.left(INVALID_INDEX),
            None if index.unique => entry.left(PARTLY_UNIQUE),
            None => entry.left(PLAIN_INDEX),
        }
    }

    fn unique(&self, entry: Entry, columns: &[String]) -> Entry {
        let Some(entity) = self.owner.entity else { return entry.left(LEFT_OUT_KEY) };
        match unique(entity, columns) {
            Some(code) if code.is_empty() => entry.left(EXPANDED_KEY),
            Some(code) => entry.generated(code, &[]),
            None => entry.left(LEFT_OUT_KEY),
        }
    }

    /// Rule 2.
    pub(super) fn foreign_key(&self, key: &ForeignKey) -> Entry {
        let name = key.name.clone().unwrap_or_else(|| listed(&key.columns));
        let entry = self.owner.part(Kind::ForeignKey, &name);
        let place = format!("{}.{}", self.owner.place, key.columns.join("+"));
        let mut said = self.owner.page.said(Kind::ForeignKey, &place);
        let code = self.relations(key);
        if code.is_empty() {
            said.retain(|said| said.code != REPEATED);
            return entry.left_as_said(&said, NO_RELATION);
        }
        // Other keys over the same columns are in the same place.
        let mut earlier = self.table.foreign_keys.iter().take_while(|other| !std::ptr::eq(*other, key));
        let repeats = earlier.any(|other| is_alike(key, other));
        said.retain(|said| repeats && said.code == REPEATED);
        entry.generated(code, &said)
    }

    /// Both ends of the foreign key's relation.
    fn relations(&self, key: &ForeignKey) -> Vec<String> {
        let (near, far) = (self.owner.entity, self.owner.page.book.entity(&key.target));
        let Some((near, far)) = near.zip(far) else { return Vec::new() };
        let goes = |relation: &&Relation| {
            matches!(relation.kind, RelationKind::BelongsTo { .. })
                && relation.target == far.module
                && are(near, &relation.from_fields, &key.columns)
                && are(far, &relation.to_fields, &key.target_columns)
        };
        let Some(relation) = near.relations.iter().find(goes) else { return Vec::new() };
        let there = format!("{}::Relation::{}", near.module, relation.variant);
        vec![there, format!("{}::Relation::{}", far.module, relation.reverse)]
    }

    /// Rule 3.
    pub(super) fn check(&self, idx: usize) -> Entry {
        let check = &self.table.checks[idx];
        let name = check.name.as_deref().unwrap_or(&check.expression);
        let entry = self.owner.part(Kind::Check, name);
        let Some(column) = listed_column(check) else { return entry.left(PLAIN_CHECK) };
        if self.table.checks[..idx].iter().any(|earlier| listed_column(earlier) == Some(column)) {
            return entry.left(PLAIN_CHECK);
        }
        let table = self.owner.qualified();
        let source = EnumSource::Check { schema: table.schema, table: table.name, column: column.to_owned() };
        let said = self.owner.page.said(Kind::Check, &format!("{}.{column}", self.owner.place));
        match self.owner.page.book.enums.get(&source) {
            Some(made) => entry.generated(vec![format!("enums::{}", made.type_name)], &said),
            None => entry.left_as_said(&said, PLAIN_CHECK),
        }
    }
}

/// The column whose values a check lists.
fn listed_column(check: &Check) -> Option<&str> {
    check.allowed.as_ref().map(|allowed| allowed.column.as_str())
}

/// Whether two foreign keys say the same.
fn is_alike(one: &ForeignKey, other: &ForeignKey) -> bool {
    (&one.columns, &one.target, &one.target_columns) == (&other.columns, &other.target, &other.target_columns)
}

/// Whether these fields are those of the columns.
fn are(entity: &Entity, fields: &[String], columns: &[String]) -> bool {
    let column = |name: &String| entity.fields.iter().find(|field| field.name == *name).map(|field| &field.column);
    fields.iter().map(column).eq(columns.iter().map(Some))
}

/// Where the code says that these columns are unique: nowhere if the list is empty, and of none that is no field.
fn unique(entity: &Entity, columns: &[String]) -> Option<Vec<String>> {
    if is_key(entity, columns) {
        return Some(vec![format!("{}::PrimaryKey", entity.module)]);
    }
    let position = |column: &String| entity.fields.iter().position(|field| field.column == *column);
    let fields = columns.iter().map(position).collect::<Option<Vec<usize>>>()?;
    let is_said = match fields.as_slice() {
        [alone] => entity.fields[*alone].unique,
        several => entity.unique_keys.iter().any(|key| key == several) && has_attributes(entity),
    };
    let code = |idx: usize| format!("{}::Model.{}", entity.module, entity.fields[idx].name);
    Some(if is_said { fields.into_iter().map(code).collect() } else { Vec::new() })
}

/// Whether fields have attributes: the expanded form, in which what can only be read is written always, has none.
fn has_attributes(entity: &Entity) -> bool {
    entity.format != Format::Expanded && !entity.source.is_read_only()
}

/// Columns in parentheses, for what has no name.
pub(super) fn listed(columns: &[String]) -> String {
    format!("({})", columns.join(", "))
}

/// The code of a foreign key that says what another one does.
const REPEATED: &str = "G040";

/// A reason, and what to do.
type Reason = (&'static str, &'static str);

pub(super) const PLAIN_INDEX: Reason = ("the database uses an index by itself; code does not name it", "nothing to do");
const PARTLY_UNIQUE: Reason = (
    "it is unique for some rows, for the start of a value or for an expression, which no attribute can say",
    "nothing to do: the database keeps it, and refuses a second row",
);
const INVALID_INDEX: Reason =
    ("its build failed, so the database does not use it", "REINDEX it, or drop it in a migration");
const EXPANDED_KEY: Reason = (
    "the expanded form has no attribute for a key of several columns",
    "nothing to do: the database keeps it, and refuses a second row",
);
const LEFT_OUT_KEY: Reason =
    ("a column of it is left out", "nothing to do: the database keeps it, and refuses a second row");
const UNUSABLE_KEY: Reason = (
    "SeaORM cannot use it: it has more than twelve columns, or one that is a float, an array or left out",
    "add a unique key over NOT NULL columns of other types, which then takes its place",
);
const NO_RELATION: Reason =
    ("a column at one of its ends is left out, so there is no relation", "join in a query of your own");
const PLAIN_CHECK: Reason = (
    "the database keeps it; code does not repeat it",
    "nothing to do; a check `column IN ('a', 'b')` alone over a character column becomes an enum",
);
