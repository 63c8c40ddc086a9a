//! Overrides: what is said of single schemas, tables, views, columns and relations.
//!
//! The rules:
//!
//! 1. Of a view speaks `[view.<name>]`, else `[table.<name>]`, which speaks of tables too. A name with the schema in front
//!    goes before the bare one, which is for the tables of that name in every schema. One of them decides, alone.
//! 2. Derives and attributes of the project, the schema and the table add up; of suffix and form the nearest holds.
//! 3. A column that rows cannot do without is not left out: one that is NOT NULL and has no default, or that is part of
//!    a primary or unique key.
//! 4. An override that nothing is there for is a mistake.
//!
//! What comments of the database say beside the settings is told by `tags`.

use super::{Entity, Origin, names, place, tags};
use crate::catalog::{Catalog, Column, Schema, Table};
use crate::config::{ColumnSettings, Format, Places, Settings, TableSettings, TypeRule};
use crate::diagnostic::Diagnostic;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is said of the objects of a catalog.
pub(super) struct Overrides<'a> {
    settings: &'a Settings,
    /// By schema and name.
    own: BTreeMap<&'a str, BTreeMap<&'a str, Own<'a>>>,
    /// Whether comments say some of it.
    tagged: bool,
}

/// What is said of one table or view.
pub(super) struct Own<'a> {
    pub(super) said: TableSettings,
    /// The rules that its columns make of their types.
    rules: BTreeMap<String, TypeRule>,
    places: &'a Places,
    /// The section and name under which it stands, unless comments alone say it.
    section: Option<[&'a str; 2]>,
    /// What diagnostics call the table or view.
    object: String,
}

/// A table or view.
#[derive(Clone, Copy)]
struct Object<'a> {
    schema: &'a Schema,
    name: &'a str,
    comment: Option<&'a str>,
    columns: &'a [Column],
    /// The table, unless it is a view.
    table: Option<&'a Table>,
}

impl<'a> Overrides<'a> {
    /// Finds what is said of each object, by rules 1, 3 and 4.
    pub(super) fn new(catalog: &'a Catalog, settings: &'a Settings, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut overrides = Self { settings, own: BTreeMap::new(), tagged: false };
        let objects = objects(catalog);
        let mut used = BTreeSet::new();
        for object in &objects {
            let tags = object.tags(diagnostics);
            let settings = object.settings(settings);
            if tags.is_none() && settings.is_none() {
                continue;
            }
            overrides.tagged |= tags.is_some();
            used.extend(settings.map(|(section, _)| section));
            let own = Own::new(object, tags.unwrap_or_default(), (settings, &overrides.settings.places));
            own.check(object, diagnostics);
            overrides.own.entry(&object.schema.name).or_default().insert(object.name, own);
        }
        diagnostics.extend(overrides.unknown(catalog, &objects, &used));
        overrides
    }

    /// What is said of a table or view.
    pub(super) fn of(&self, schema: &str, table: &str) -> Option<&Own<'a>> {
        self.own.get(schema)?.get(table)
    }

    /// What is said of each table and view that something is said of, with its schema and name.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'a str, &'a str, &Own<'a>)> {
        self.own.iter().flat_map(|(schema, own)| own.iter().map(|(name, own)| (*schema, *name, own)))
    }

    /// What the type of a column is by its own settings.
    pub(super) fn rule(&self, schema: &str, table: &str, column: &str) -> Option<&TypeRule> {
        self.of(schema, table)?.rules.get(column)
    }

    /// The catalog without the tables and views that are left out, without what would only be code for columns that are,
    /// and without tags in comments.
    pub(super) fn kept(&self, catalog: &'a Catalog) -> Cow<'a, Catalog> {
        let excludes_column = |own: &Own<'_>| own.said.column.values().any(ColumnSettings::is_excluded);
        let excludes = self.all().any(|(.., own)| own.said.is_excluded() || excludes_column(own));
        if !excludes && !self.tagged {
            return Cow::Borrowed(catalog);
        }
        let mut kept = catalog.clone();
        for schema in &mut kept.schemas {
            let Some(own) = self.own.get(schema.name.as_str()) else { continue };
            let is_kept = |name: &str| own.get(name).is_none_or(|own| !own.said.is_excluded());
            schema.tables.retain(|table| is_kept(&table.name));
            schema.views.retain(|view| is_kept(&view.name));
            for table in &mut schema.tables {
                let Some(own) = own.get(table.name.as_str()) else { continue };
                let leaves_out = |column: &str| own.column(column).is_some_and(ColumnSettings::is_excluded);
                table.checks.retain(|check| !check.allowed.as_ref().is_some_and(|allowed| leaves_out(&allowed.column)));
            }
            let tables = schema.tables.iter_mut().map(|table| (&mut table.comment, &mut table.columns));
            let views = schema.views.iter_mut().map(|view| (&mut view.comment, &mut view.columns));
            for (comment, columns) in tables.chain(views) {
                *comment = comment.as_deref().and_then(tags::documentation);
                for column in columns {
                    column.comment = column.comment.as_deref().and_then(tags::documentation);
                }
            }
        }
        Cow::Owned(kept)
    }

    /// What there is to say of the tables and views that are left out.
    pub(super) fn notes(&self, catalog: &Catalog) -> Vec<Diagnostic> {
        let left_out = objects(catalog)
            .into_iter()
            .filter(|object| self.of(&object.schema.name, object.name).is_some_and(|own| own.said.is_excluded()));
        left_out.map(|object| Diagnostic::excluded(&place(object.schema, object.name))).collect()
    }

    /// What is appended to the types of a schema: rule 2.
    pub(super) fn suffix(&self, schema: &str) -> &str {
        let own = self.settings.schema.get(schema).and_then(|own| own.suffix.as_deref());
        own.unwrap_or(&self.settings.entity.suffix)
    }

    /// The form of the entities of a schema, where its settings decide it: rule 2.
    pub(super) fn format(&self, schema: &str) -> Option<Format> {
        self.settings.schema.get(schema)?.format
    }

    /// Gives an entity its own name, and its derives and attributes by rule 2.
    pub(super) fn settle(&self, entity: &mut Entity, (schema, own): (&str, Option<&Own<'_>>)) {
        let (project, schema) = (&self.settings.entity, self.settings.schema.get(schema));
        let derives = project.derive.iter().chain(schema.iter().flat_map(|schema| &schema.derive));
        let attributes = project.attributes.iter().chain(schema.iter().flat_map(|schema| &schema.attributes));
        let said = own.map(|own| &own.said);
        for derive in derives.chain(said.iter().flat_map(|said| &said.derive)) {
            if !entity.derives.contains(derive) {
                entity.derives.push(derive.clone());
            }
        }
        entity.attributes.extend(attributes.chain(said.iter().flat_map(|said| &said.attributes)).cloned());
        if let Some(name) = said.and_then(|said| said.name.as_ref()) {
            entity.type_name = name.to_string();
            entity.module = names::module(&names::words(&entity.type_name));
            entity.origin = Origin::User;
        }
    }

    /// Rule 4 for schemas, tables and views; `used` are the settings that some object has.
    fn unknown(&self, catalog: &Catalog, objects: &[Object<'_>], used: &BTreeSet<[&str; 2]>) -> Vec<Diagnostic> {
        let place = |path: [&str; 2]| self.settings.places.of(&path).unwrap_or_else(|| path.join("."));
        let known: Vec<&str> = catalog.schemas.iter().map(|schema| schema.name.as_str()).collect();
        let schemas = self.settings.schema.keys().filter(|name| catalog.schema(name).is_none());
        let schemas =
            schemas.map(|name| Diagnostic::override_of_unknown_schema(&place(["schema", name]), name, &known));
        let sections = [("table", &self.settings.table), ("view", &self.settings.view)];
        let paths = sections.iter().flat_map(|(section, all)| all.keys().map(|name| [*section, name.as_str()]));
        let unused = paths.filter(|path| !used.contains(path)).map(|path| {
            let is_there = objects.iter().any(|object| object.is_called(path));
            let known = objects.iter().filter(|object| path[0] == "table" || object.table.is_none());
            let known: Vec<&str> = known.map(|object| object.name).collect();
            match path {
                _ if is_there => Diagnostic::override_overruled(&place(path)),
                ["view", name] => Diagnostic::unknown_view(&place(path), name, &known),
                [_, name] => Diagnostic::override_of_unknown_table(&place(path), name, &known),
            }
        });
        schemas.chain(unused).collect()
    }
}

impl<'a> Own<'a> {
    fn new(
        object: &Object<'_>,
        mut said: TableSettings,
        (settings, places): (Option<([&'a str; 2], &TableSettings)>, &'a Places),
    ) -> Self {
        if let Some((_, settings)) = settings {
            tags::lay_over(&mut said, settings);
        }
        let rule = |(name, own): (&String, &ColumnSettings)| Some((name.clone(), TypeRule::of(own.rust.clone()?)));
        let rules = said.column.iter().filter_map(rule).collect();
        let section = settings.map(|(section, _)| section);
        Self { said, rules, places, section, object: place(object.schema, object.name) }
    }

    /// What is said of a column.
    pub(super) fn column(&self, name: &str) -> Option<&ColumnSettings> {
        self.said.column.get(name)
    }

    /// How messages call one of its settings: where it stands, or else the object whose comment says it.
    pub(super) fn place(&self, path: &[&str]) -> String {
        let in_file = self.section.and_then(|section| {
            let path: Vec<&str> = section.iter().chain(path).copied().collect();
            self.places.of(&path)
        });
        in_file.unwrap_or_else(|| match path {
            ["column", column, ..] => format!("{}.{column}", self.object),
            _ => self.object.clone(),
        })
    }

    /// Rules 3 and 4 for columns, and what can be said of some objects alone.
    fn check(&self, object: &Object<'_>, diagnostics: &mut Vec<Diagnostic>) {
        if let Some(name) =
            self.said.name.as_ref().map(ToString::to_string).filter(|name| names::is_reserved_type(name))
        {
            diagnostics.push(Diagnostic::name_is_reserved(&self.place(&["name"]), &name));
        }
        for (setting, columns) in [("key", &self.said.key), ("not_null", &self.said.not_null)] {
            match object.table {
                Some(_) if !columns.is_empty() => diagnostics.push(Diagnostic::key_of_a_table(&self.place(&[setting]))),
                _ => self.check_columns((&[setting], columns), object, diagnostics),
            }
        }
        for (name, own) in &self.said.column {
            let path = ["column", name.as_str()];
            self.check_columns((&path, std::slice::from_ref(name)), object, diagnostics);
            let needed = object.table.filter(|_| own.is_excluded()).and_then(|table| needed(table, name));
            if let Some(reason) = needed {
                diagnostics.push(Diagnostic::column_is_needed(&self.place(&[path[0], name, "exclude"]), reason));
            }
        }
    }

    fn check_columns(
        &self,
        (path, names): (&[&str], &[String]),
        object: &Object<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let known: Vec<&str> = object.columns.iter().map(|column| column.name.as_str()).collect();
        let unknown = names.iter().filter(|name| !known.contains(&name.as_str()));
        diagnostics.extend(unknown.map(|name| Diagnostic::override_of_unknown_column(&self.place(path), name, &known)));
    }
}

/// Rule 3: why rows cannot do without a column.
fn needed(table: &Table, name: &str) -> Option<&'static str> {
    let column = table.column(name)?;
    let holds = |columns: &[&str]| columns.contains(&name);
    let in_key = table.unique_column_sets().iter().any(|columns| holds(columns))
        || table.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|column| column == name));
    let is_filled = column.nullable || column.default.is_some() || column.identity.is_some();
    if in_key {
        Some("it is part of a key")
    } else if !is_filled && column.generated.is_none() {
        Some("it is NOT NULL and has no default, so that no row could be inserted")
    } else {
        None
    }
}

fn objects(catalog: &Catalog) -> Vec<Object<'_>> {
    let mut objects = Vec::new();
    for schema in &catalog.schemas {
        for table in &schema.tables {
            let comment = table.comment.as_deref();
            objects.push(Object { schema, name: &table.name, comment, columns: &table.columns, table: Some(table) });
        }
        for view in &schema.views {
            let comment = view.comment.as_deref();
            objects.push(Object { schema, name: &view.name, comment, columns: &view.columns, table: None });
        }
    }
    objects
}

impl<'a> Object<'a> {
    /// Rule 1: what is said of it, and where.
    fn settings(&self, settings: &'a Settings) -> Option<([&'a str; 2], &'a TableSettings)> {
        let view = self.table.is_none().then_some(("view", &settings.view));
        let mut sections = view.into_iter().chain([("table", &settings.table)]).filter(|(_, all)| !all.is_empty());
        let qualified = format!("{}.{}", self.schema.name, self.name);
        sections.find_map(|(section, all)| {
            let (name, said) = all.get_key_value(&qualified).or_else(|| all.get_key_value(self.name))?;
            Some(([section, name], said))
        })
    }

    /// What its comment and those of its columns say, if they say anything.
    fn tags(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<TableSettings> {
        let object = place(self.schema, self.name);
        let mut said = tags::of_table(self.comment).map(|told| heard(told, &object, diagnostics));
        for column in self.columns {
            let Some(told) = tags::of_column(column.comment.as_deref()) else { continue };
            let own = heard(told, &format!("{object}.{}", column.name), diagnostics);
            said.get_or_insert_default().column.insert(column.name.clone(), own);
        }
        said
    }

    /// Whether the settings at that path are for it, if no others are.
    fn is_called(&self, [section, name]: [&str; 2]) -> bool {
        let is_name = name == self.name || name == format!("{}.{}", self.schema.name, self.name);
        is_name && (section == "table" || self.table.is_none())
    }
}

/// What tags have said, with their mistakes told.
fn heard<T>(told: tags::Told<T>, place: &str, diagnostics: &mut Vec<Diagnostic>) -> T {
    diagnostics.extend(told.mistakes.iter().map(|mistake| match &mistake.reason {
        Some(reason) => Diagnostic::tag_value(place, &mistake.tag, reason),
        None => Diagnostic::unknown_tag(place, &mistake.tag, (&mistake.key, mistake.known)),
    }));
    told.said
}
