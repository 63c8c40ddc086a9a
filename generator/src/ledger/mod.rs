//! Catalog, model and diagnostics → the ledger: what became of each object of the database.
//!
//! Every object of the catalog is one [`Entry`], and none is left out: it is generated, generated with warnings, or
//! not generated, and then with the reason and a way out. What is refused with an error never comes this far. The
//! ledger decides nothing; it looks up in the model what was decided.
//!
//! 1. Generated is what code names or spells: a field, a relation, an attribute, an enum. What the database does by
//!    itself, as an index or a trigger does, is not, however well the code gets on with it.
//! 2. A diagnostic belongs to the entry of the object that it speaks of, by place and code.

mod count;
mod objects;
mod parts;
mod tables;
#[cfg(test)]
mod tests;

pub use count::{Counts, counts, left_out};

use crate::catalog::{Catalog, ObjectKind, QualifiedName, Schema};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{CompositeType, Entity, Enum, EnumSource, Model, Newtype, NewtypeOrigin, Routine};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One object of the database and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// The schema that it is in.
    pub schema: String,
    /// The table, view, partition or domain that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Its name; of a key or check without a name, its columns or condition.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
    /// The code that it became, as paths in the generated crate; a field is written `Model.field`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code: Vec<String>,
    /// The codes of the diagnostics that speak of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<&'static str>,
    /// Why it is not generated.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub reason: Cow<'static, str>,
    /// What to do about that.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub help: Cow<'static, str>,
}

/// What can become of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// There is code for it.
    Generated,
    /// There is code for it, and a warning about that code.
    GeneratedWithWarnings,
    /// There is no code for it.
    NotGenerated,
}

/// The kinds of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A schema.
    Schema,
    /// A table of any kind.
    Table,
    /// A column of a table.
    Column,
    /// A primary key.
    PrimaryKey,
    /// A UNIQUE constraint.
    UniqueKey,
    /// A foreign key.
    ForeignKey,
    /// A CHECK constraint.
    Check,
    /// An index that no constraint owns.
    Index,
    /// A view or materialized view.
    View,
    /// A column of a view.
    ViewColumn,
    /// An enum type.
    Enum,
    /// A domain.
    Domain,
    /// A composite type.
    Composite,
    /// A function or procedure.
    Routine,
    /// Any other object.
    #[serde(untagged)]
    Object(ObjectKind),
}

/// The ledger of a catalog, in its order, each table and view followed by its parts.
pub fn build(catalog: &Catalog, model: &Model, diagnostics: &[Diagnostic]) -> Vec<Entry> {
    let book = Book::of(catalog, model, diagnostics);
    let mut entries = Vec::new();
    for schema in &catalog.schemas {
        entries.push(schema_entry(schema, &book));
        let page = Page { schema, book: &book };
        schema.tables.iter().for_each(|table| tables::add_table(&page, table, &mut entries));
        schema.views.iter().for_each(|view| tables::add_view(&page, view, &mut entries));
        entries.extend(schema.enums.iter().map(|item| objects::enumeration(&page, item)));
        entries.extend(schema.domains.iter().flat_map(|item| objects::domain(&page, item)));
        entries.extend(schema.composites.iter().map(|item| objects::composite(&page, item)));
        entries.extend(schema.routines.iter().map(|item| objects::routine(&page, item)));
        entries.extend(schema.objects.iter().map(|item| objects::object(&page, item)));
    }
    entries
}

/// All that was decided and said, to be looked up.
struct Book<'a> {
    /// The entities of tables and views, by schema and name.
    entities: BTreeMap<(&'a str, &'a str), &'a Entity>,
    enums: BTreeMap<&'a EnumSource, &'a Enum>,
    /// The functions that call routines, by routine and the types of its arguments.
    routines: BTreeMap<(&'a QualifiedName, &'a str), &'a Routine>,
    /// The newtypes of domains.
    domains: BTreeMap<String, &'a Newtype>,
    composites: BTreeMap<&'a QualifiedName, &'a CompositeType>,
    diagnostics: BTreeMap<&'a str, Vec<&'a Diagnostic>>,
}

impl<'a> Book<'a> {
    fn of(catalog: &'a Catalog, model: &'a Model, said: &'a [Diagnostic]) -> Self {
        let default = catalog.default_schema().map_or("", |schema| &schema.name);
        let entities = model.all();
        let entities = entities
            .map(|entity| ((entity.schema.as_deref().unwrap_or(default), entity.table.as_str()), entity))
            .collect();
        let mut diagnostics: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        for diagnostic in said {
            diagnostics.entry(&diagnostic.place).or_default().push(diagnostic);
        }
        let enums = model.enums.iter().map(|item| (&item.source, item)).collect();
        let functions = model.routines.functions.iter();
        let routines = functions.map(|item| ((&item.source, item.overload.as_str()), item)).collect();
        let domain = |item: &'a Newtype| match &item.origin {
            NewtypeOrigin::Domain(whole) => Some((whole.to_string(), item)),
            NewtypeOrigin::Key(_) => None,
        };
        let domains = model.newtypes.iter().filter_map(domain).collect();
        let composites = model.composites.iter().map(|item| (&item.source, item)).collect();
        Self { entities, enums, routines, domains, composites, diagnostics }
    }

    fn entity(&self, table: &QualifiedName) -> Option<&'a Entity> {
        self.entities.get(&(table.schema.as_str(), table.name.as_str())).copied()
    }
}

/// The part of the ledger that speaks of one schema.
struct Page<'a> {
    schema: &'a Schema,
    book: &'a Book<'a>,
}

impl<'a> Page<'a> {
    fn entry(&self, kind: Kind, table: Option<&str>, name: &str) -> Entry {
        Entry {
            kind,
            schema: self.schema.name.clone(),
            table: table.map(str::to_owned),
            name: name.to_owned(),
            fate: Fate::NotGenerated,
            code: Vec::new(),
            diagnostics: Vec::new(),
            reason: Cow::Borrowed(""),
            help: Cow::Borrowed(""),
        }
    }

    fn entity(&self, table: &str) -> Option<&'a Entity> {
        self.book.entities.get(&(self.schema.name.as_str(), table)).copied()
    }

    /// What was said about the object of that kind at `place`, by rule 2.
    fn said(&self, kind: Kind, place: &str) -> Vec<&'a Diagnostic> {
        let said = self.book.diagnostics.get(place).map(Vec::as_slice).unwrap_or_default();
        said.iter().copied().filter(|diagnostic| speaks_of(diagnostic.code, kind)).collect()
    }
}

/// Whether a diagnostic of that code can be about an object of that kind: places alone do not tell, for a column, a
/// foreign key over it and an enum made from it are in one place.
fn speaks_of(code: &str, kind: Kind) -> bool {
    match code {
        "G001" | "G002" => matches!(
            kind,
            Kind::Table | Kind::View | Kind::Column | Kind::ViewColumn | Kind::Enum | Kind::Check | Kind::Routine
        ),
        _ if code.starts_with("G01") => matches!(kind, Kind::Enum | Kind::Check),
        _ if code.starts_with("G04") => kind == Kind::ForeignKey,
        _ => matches!(kind, Kind::Table | Kind::View | Kind::Column | Kind::ViewColumn | Kind::Routine),
    }
}

impl Entry {
    /// There is code for the object.
    fn generated(mut self, code: Vec<String>, said: &[&Diagnostic]) -> Self {
        let warned = said.iter().any(|diagnostic| diagnostic.severity >= Severity::Warning);
        self.fate = if warned { Fate::GeneratedWithWarnings } else { Fate::Generated };
        self.code = code;
        self.diagnostics = said.iter().map(|diagnostic| diagnostic.code).collect();
        self
    }

    /// There is none, for a reason that is always the same.
    fn left(self, (reason, help): (&'static str, &'static str)) -> Self {
        Self { reason: Cow::Borrowed(reason), help: Cow::Borrowed(help), ..self }
    }

    /// There is none, for the reason that a diagnostic gives, or else for this one.
    fn left_as_said(self, said: &[&Diagnostic], otherwise: (&'static str, &'static str)) -> Self {
        let mut entry = self.left(otherwise);
        entry.diagnostics = said.iter().map(|diagnostic| diagnostic.code).collect();
        if let Some(first) = said.first() {
            entry.reason = Cow::Owned(first.message.clone());
            entry.help = Cow::Owned(first.help.clone());
        }
        entry
    }
}

/// A schema is where names come from; one that gave none has no code.
fn schema_entry(schema: &Schema, book: &Book<'_>) -> Entry {
    let entry = Page { schema, book }.entry(Kind::Schema, None, &schema.name);
    let of_schema = |name: &str| name == schema.name;
    let has_entity = book.entities.keys().any(|(name, _)| of_schema(name));
    let has_enum = book.enums.keys().any(|source| match source {
        EnumSource::Native(name) => of_schema(&name.schema),
        EnumSource::Check { schema, .. } => of_schema(schema),
    });
    if !has_entity && !has_enum {
        return entry.left(("nothing in it becomes code", "leave it out of [database] schemas"));
    }
    let code = if has_entity { "prelude" } else { "enums" };
    entry.generated(vec![code.to_owned()], &[])
}
