//! Entries of tables and views: the table itself, its columns, keys, checks and indexes.

use super::parts::{Parts, listed};
use super::{Entry, Kind, Page};
use crate::catalog::{Column, Key, QualifiedName, Table, View};
use crate::model::{Entity, Source, place};

/// Adds a table and all that belongs to it.
pub(super) fn add_table(page: &Page<'_>, table: &Table, entries: &mut Vec<Entry>) {
    let entity = page.entity(&table.name);
    let place = place(page.schema, &table.name);
    let owner = Owner { page, name: &table.name, place: &place, entity };
    entries.push(owner.itself(Kind::Table));
    entries.extend(table.columns.iter().map(|column| owner.column(Kind::Column, column)));
    let parts = Parts { owner: &owner, table };
    entries.extend(table.primary_key.iter().map(|key| parts.primary_key(key)));
    entries.extend(table.unique_keys.iter().map(|key| parts.unique_key(key)));
    entries.extend(table.foreign_keys.iter().map(|key| parts.foreign_key(key)));
    entries.extend((0..table.checks.len()).map(|idx| parts.check(idx)));
    entries.extend(table.indexes.iter().map(|index| parts.index(index)));
}

/// Adds a view and all that belongs to it.
pub(super) fn add_view(page: &Page<'_>, view: &View, entries: &mut Vec<Entry>) {
    let entity = page.entity(&view.name);
    let place = place(page.schema, &view.name);
    let owner = Owner { page, name: &view.name, place: &place, entity };
    entries.push(owner.itself(Kind::View));
    entries.extend(view.columns.iter().map(|column| owner.column(Kind::ViewColumn, column)));
    let of_view = |name: &String| page.entry(Kind::Index, Some(&view.name), name);
    entries.extend(view.indexes.iter().map(|index| of_view(&index.name).left(super::parts::PLAIN_INDEX)));
}

/// A table or view, whose parts are looked up in its entity.
pub(super) struct Owner<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) name: &'a str,
    /// What diagnostics call it.
    pub(super) place: &'a str,
    pub(super) entity: Option<&'a Entity>,
}

impl<'a> Owner<'a> {
    fn itself(&self, kind: Kind) -> Entry {
        let entry = self.page.entry(kind, None, self.name);
        let said = self.page.said(kind, self.place);
        match self.entity {
            Some(entity) => entry.generated(vec![format!("{}::Entity", entity.module)], &said),
            None => entry.left_as_said(&said, NO_ENTITY),
        }
    }

    fn column(&self, kind: Kind, column: &Column) -> Entry {
        let entry = self.part(kind, &column.name);
        let mut said = self.page.said(kind, &format!("{}.{}", self.place, column.name));
        if self.entity.is_none() && said.is_empty() {
            said = self.page.said(kind, self.place);
        }
        match self.entity.and_then(|entity| field(entity, &column.name)) {
            Some(code) => entry.generated(vec![code], &said),
            None => entry.left_as_said(&said, NO_ENTITY),
        }
    }

    /// The entry of something that belongs to it.
    pub(super) fn part(&self, kind: Kind, name: &str) -> Entry {
        self.page.entry(kind, Some(self.name), name)
    }

    /// Its schema and name.
    pub(super) fn qualified(&self) -> QualifiedName {
        QualifiedName { schema: self.page.schema.name.clone(), name: self.name.to_owned() }
    }
}

/// The field of a column as code.
pub(super) fn field(entity: &Entity, column: &str) -> Option<String> {
    let field = entity.fields.iter().find(|field| field.column == column)?;
    Some(format!("{}::Model.{}", entity.module, field.name))
}

/// Whether the entity has these columns as its key.
pub(super) fn is_key(entity: &Entity, columns: &[String]) -> bool {
    let key = entity.key.iter().map(|&idx| entity.fields[idx].column.as_str());
    entity.source == Source::Table && key.eq(columns.iter().map(String::as_str))
}

/// The name of a key, or its columns.
pub(super) fn key_name(key: &Key) -> String {
    key.name.clone().unwrap_or_else(|| listed(&key.columns))
}

const NO_ENTITY: (&str, &str) =
    ("no column of its table or view can be read, so there is no entity", "add a column that can be read");
