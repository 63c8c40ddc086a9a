//! Settings of single tables, views and columns follow what they are said of, when a migration gives it another name.
//!
//! 1. A name that something has now means that.
//! 2. A name that nothing has any more means what had it last, and was renamed since. Its settings hold, and a note says what
//!    to call it.

use crate::catalog::{Catalog, Column};
use crate::config::{Settings, TableSettings};
use crate::diagnostic::Diagnostic;
use crate::history::{History, Kind, Object};

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
    /// The tables, views and columns by each name that they had, and by that of now; the last rename last.
    renamed: Vec<(Object, Object)>,
}

impl<'a> Names<'a> {
    fn of(catalog: &'a Catalog, history: &History) -> Self {
        let default = catalog.default_schema().map_or("", |schema| &schema.name);
        Self { catalog, default, renamed: history.renamed() }
    }

    /// The name without the default schema in front.
    fn bare<'n>(&self, name: &'n str) -> &'n str {
        name.strip_prefix(self.default).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name)
    }

    /// The present name of a table or view that is not called so any more, said as the former one was.
    fn now(&self, name: &str) -> Option<String> {
        if self.relation(name).is_some() {
            return None;
        }
        let bare = self.bare(name);
        let is_meant = |then: &Object| matches!(then.kind, Kind::Table | Kind::View) && then.place() == bare;
        let now = self.renamed.iter().rev().find(|(then, _)| is_meant(then)).map(|(_, now)| now.place())?;
        let now = if bare == name { now } else { format!("{}.{now}", self.default) };
        self.relation(&now).is_some().then_some(now)
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
        let is_there = |name: &str| columns.iter().any(|column| column.name == name);
        let bare = self.bare(table);
        let is_of_table = |now: &Object| {
            let of = now.of.as_deref();
            of == Some(bare) || now.schema.as_ref().zip(of).is_some_and(|(schema, of)| format!("{schema}.{of}") == bare)
        };
        for (column, own) in std::mem::take(&mut said.column) {
            let renamed =
                self.renamed.iter().rev().filter(|(then, _)| then.kind == Kind::Column && then.name == column);
            let now = renamed.map(|(_, now)| now).find(|now| is_of_table(now) && is_there(&now.name));
            let now = now.filter(|_| !is_there(&column));
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
