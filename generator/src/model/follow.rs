//! Settings of single tables, views and columns follow what they are said of, when a migration gives it another name.
//!
//! 1. A name that something has now means that.
//! 2. A name that nothing has any more means what had it last, and was renamed since. Its settings hold, and a note says what
//!    to call it.

use crate::catalog::{Catalog, Column};
use crate::config::{Settings, TableSettings};
use crate::diagnostic::Diagnostic;
use crate::history::{self, Deed, History, Kind, Object};
use std::collections::BTreeMap;

/// The settings under the names of now, and what there is to say about those that followed.
pub fn follow(settings: &Settings, catalog: &Catalog, history: &History) -> (Settings, Vec<Diagnostic>) {
    let mut settings = settings.clone();
    let mut notes = Vec::new();
    if settings.table.is_empty() && settings.view.is_empty() {
        return (settings, notes);
    }
    let names = Names::of(catalog, history);
    for (section, own) in [("table", &mut settings.table), ("view", &mut settings.view)] {
        for (name, mut said) in std::mem::take(own) {
            let now = names.now(&name);
            notes.extend(names.columns(now.as_deref().unwrap_or(&name), (section, &name), &mut said));
            let now = match now {
                Some(now) if !own.contains_key(&now) => {
                    notes.push(Diagnostic::settings_followed(&format!("{section}.{name}"), &now));
                    now
                }
                _ => name,
            };
            own.insert(now, said);
        }
    }
    (settings, notes)
}

/// What objects are called, and what they were called.
struct Names<'a> {
    catalog: &'a Catalog,
    default: &'a str,
    /// The tables, views and columns by each place that they had.
    former: BTreeMap<String, Object>,
}

impl<'a> Names<'a> {
    fn of(catalog: &'a Catalog, history: &History) -> Self {
        let mut former = BTreeMap::new();
        let wanted = |object: &Object| matches!(object.kind, Kind::Table | Kind::View | Kind::Column);
        for object in history::objects(catalog).into_iter().filter(wanted) {
            for event in history.timeline(&object) {
                if let Deed::Renamed { from } = event.deed {
                    former.insert(from, object.clone());
                }
            }
        }
        let default = catalog.default_schema().map_or("", |schema| &schema.name);
        Self { catalog, default, former }
    }

    /// The present name of a table or view that is not called so any more, said as the former one was.
    fn now(&self, name: &str) -> Option<String> {
        if self.relation(name).is_some() {
            return None;
        }
        let bare = name.strip_prefix(self.default).and_then(|rest| rest.strip_prefix('.'));
        let object = self.former.get(bare.unwrap_or(name)).filter(|object| object.of.is_none())?;
        Some(if bare.is_some() { format!("{}.{}", self.default, object.name) } else { object.place() })
    }

    /// The columns of a table or view.
    fn relation(&self, name: &str) -> Option<&'a [Column]> {
        self.catalog.schemas.iter().find_map(|schema| {
            let is_named = |found: &str| found == name || format!("{}.{found}", schema.name) == name;
            let table = schema.tables.iter().find(|table| is_named(&table.name)).map(|table| table.columns.as_slice());
            table.or_else(|| schema.views.iter().find(|view| is_named(&view.name)).map(|view| view.columns.as_slice()))
        })
    }

    /// Lets what is said of columns follow them, and gives what there is to say about that.
    fn columns(&self, table: &str, (section, name): (&str, &str), said: &mut TableSettings) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        let Some(columns) = self.relation(table) else { return notes };
        let is_column = |name: &str| columns.iter().any(|column| column.name == name);
        let bare = table.strip_prefix(self.default).and_then(|rest| rest.strip_prefix('.')).unwrap_or(table);
        for (column, own) in std::mem::take(&mut said.column) {
            let renamed = self.former.iter().find(|(from, object)| {
                let is_of_table =
                    object.of.as_deref().is_some_and(|of| bare == of || bare.ends_with(&format!(".{of}")));
                is_of_table && from.rsplit_once('.').is_some_and(|(_, last)| last == column)
            });
            let now = renamed.map(|(_, object)| object).filter(|_| !is_column(&column));
            let now = match now {
                Some(object) if !said.column.contains_key(&object.name) => {
                    let place = format!("{section}.{name}.column.{column}");
                    notes.push(Diagnostic::settings_followed(&place, &object.name));
                    object.name.clone()
                }
                _ => column,
            };
            said.column.insert(now, own);
        }
        notes
    }
}
