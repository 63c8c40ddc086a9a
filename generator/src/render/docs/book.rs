//! The facts of a schema as documentation looks them up: by key, both ways along references, with the code made of them.

use super::text::MdText;
use super::{Documented, System, rows};
use crate::catalog::{Catalog, Enum, ForeignKey, QualifiedName, Schema, Table, View};
use crate::diagram::{self, Graph, Layout, PITCH_Y, Shape};
use crate::history::{Deed, Kind, Object};
use crate::model::{Entity, Routine};
use std::collections::BTreeMap;

/// How many columns of a table a diagram shows.
pub(super) const SHOWN: usize = 24;

/// How high a line of a table is in a diagram, and what it has besides, in pixels.
pub(super) const LINE: i32 = 18;

/// A table where it is.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) schema: &'a Schema,
    pub(super) table: &'a Table,
}

/// What refers to a table.
#[derive(Clone, Copy)]
pub(super) struct Inbound<'a> {
    pub(super) from: Placed<'a>,
    pub(super) key: &'a ForeignKey,
}

/// All that is looked up.
pub(super) struct Book<'a> {
    pub(super) facts: &'a Documented<'a>,
    pub(super) layout: Layout,
    pub(super) graph: Graph,
    /// The tables, by what tells one from all others.
    pub(super) tables: BTreeMap<String, Placed<'a>>,
    keys: BTreeMap<QualifiedName, String>,
    entities: BTreeMap<(Option<String>, String), &'a Entity>,
    inbound: BTreeMap<QualifiedName, Vec<Inbound<'a>>>,
    /// How many rows tables have, by their keys, where that was asked.
    rows: BTreeMap<String, &'static str>,
}

impl<'a> Book<'a> {
    pub(super) fn new(facts: &'a Documented<'a>) -> Self {
        let placed = facts
            .catalog
            .schemas
            .iter()
            .flat_map(|schema| schema.tables.iter().map(move |table| Placed { schema, table }));
        let tables: BTreeMap<String, Placed<'a>> =
            placed.map(|placed| (key(placed.schema, &placed.table.name), placed)).collect();
        let keys = tables.iter().map(|(key, placed)| (placed.name(), key.clone())).collect();
        let mut inbound: BTreeMap<_, Vec<Inbound<'a>>> = BTreeMap::new();
        for from in tables.values().copied() {
            for key in &from.table.foreign_keys {
                inbound.entry(key.target.clone()).or_default().push(Inbound { from, key });
            }
        }
        let entities = facts.model.all().map(|entity| ((entity.schema.clone(), entity.table.clone()), entity));
        let (graph, layout) = (Graph::default(), Layout::default());
        let mut rows = rows::read(facts.rows);
        rows.retain(|key, _| tables.contains_key(key));
        let mut book = Self { facts, layout, graph, tables, keys, entities: entities.collect(), inbound, rows };
        book.graph = book.make_graph();
        book.layout = diagram::layout(&book.graph, &book.places());
        book
    }

    /// Where tables stood last, under the names that they have now.
    fn places(&self) -> Layout {
        let mut layout = Layout::read(self.facts.layout);
        for (key, placed) in &self.tables {
            if layout.places.contains_key(key) {
                continue;
            }
            let schema = (!placed.schema.is_default).then(|| placed.schema.name.clone());
            let object = Object { kind: Kind::Table, schema, of: None, name: placed.table.name.clone() };
            let former = self.facts.history.former_names(&object).into_iter();
            let mut former = former.map(|object| super::table_key(object.schema.as_deref(), &object.name));
            let there = former.find(|key| layout.places.contains_key(key) && !self.tables.contains_key(key));
            there.into_iter().for_each(|former| layout.rename(&former, key));
        }
        layout
    }

    /// What the file of rows says of the tables that there are.
    pub(super) fn row_lines(&self) -> String {
        rows::lines(self.rows.iter().map(|(key, words)| (key, *words)))
    }

    /// How many rows a table has, in words; empty where that is not known.
    pub(super) fn rows_of(&self, key: &str) -> &'static str {
        self.rows.get(key).copied().unwrap_or_default()
    }

    pub(super) fn catalog(&self) -> &'a Catalog {
        self.facts.catalog
    }

    pub(super) fn system(&self) -> System {
        self.facts.system
    }

    fn make_graph(&self) -> Graph {
        let shape = |(key, placed): (&String, &Placed<'_>)| {
            let lines = i32::try_from(placed.table.columns.len().min(SHOWN + 1)).unwrap_or(0) + 1;
            Shape { key: key.clone(), height: (lines * LINE + PITCH_Y) / PITCH_Y + 1 }
        };
        let positions: BTreeMap<&str, usize> =
            self.tables.keys().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
        let links = self.tables.iter().flat_map(|(key, placed)| {
            let targets = placed.table.foreign_keys.iter().filter_map(|reference| self.key(&reference.target));
            targets.map(move |target| (key.as_str(), target))
        });
        let edges = links.filter_map(|(from, to)| Some((*positions.get(from)?, *positions.get(to)?)));
        Graph { edges: edges.collect(), shapes: self.tables.iter().map(shape).collect() }
    }

    /// The key of a table, where it is documented.
    pub(super) fn key(&self, name: &QualifiedName) -> Option<&str> {
        self.keys.get(name).map(String::as_str)
    }

    /// What refers to a table, by the tables that do.
    pub(super) fn inbound(&self, placed: Placed<'_>) -> &[Inbound<'a>] {
        self.inbound.get(&placed.name()).map_or(&[], Vec::as_slice)
    }

    /// The entity of a table or view.
    pub(super) fn entity(&self, schema: &Schema, name: &str) -> Option<&'a Entity> {
        let schema = (!schema.is_default).then(|| schema.name.clone());
        self.entities.get(&(schema, name.to_owned())).copied()
    }

    /// Whether a name means an object of a schema. What the model calls the default schema may be another name than the one
    /// that is written down for it.
    pub(super) fn is_of(&self, of: &QualifiedName, schema: &Schema, name: &str) -> bool {
        let is_elsewhere = || self.catalog().schemas.iter().any(|other| !other.is_default && other.name == of.schema);
        of.name == name && (of.schema == schema.name || (schema.is_default && !is_elsewhere()))
    }

    /// The functions that call the overloads of a routine.
    pub(super) fn functions(&self, schema: &Schema, name: &str) -> Vec<&'a Routine> {
        let functions = self.facts.model.routines.functions.iter();
        functions.filter(|routine| self.is_of(&routine.source, schema, name)).collect()
    }

    /// A name as people call it: with its schema, where that is not the default one.
    pub(super) fn label(&self, name: &QualifiedName) -> String {
        match self.catalog().schema(&name.schema) {
            Some(schema) => crate::model::place(schema, &name.name),
            None => format!("{}.{}", name.schema, name.name),
        }
    }

    /// The name of a table by its key.
    pub(super) fn label_of(&self, key: &str) -> String {
        self.tables.get(key).map_or_else(|| key.to_owned(), |placed| placed.label())
    }

    /// The name of a table as a link to its page from a page in a folder beside it; as code where it has none.
    pub(super) fn link(&self, name: &QualifiedName) -> MdText {
        let label = MdText::code(&self.label(name));
        match self.key(name) {
            Some(key) => MdText::link(&label, &format!("../table/{key}.md")),
            None => label,
        }
    }

    /// What a domain is called.
    pub(super) fn domain_title(&self, domain: &str) -> MdText {
        match domain == diagram::ALONE {
            true => MdText::own("Tables without references"),
            false => MdText::sentence("Around {}", &[&MdText::code(&self.label_of(domain))]),
        }
    }

    /// What each migration did.
    pub(super) fn migrations(&self) -> Vec<StoryPage> {
        let page = |(name, effects): (&String, &crate::history::Effects)| {
            let made = effects.made.iter().map(|object| tell(&Deed::Made, object));
            let changed = effects.changed.iter().map(|object| tell(&Deed::Changed, object));
            let renamed = effects
                .renamed
                .iter()
                .map(|rename| tell(&Deed::Renamed { from: rename.before().place() }, &rename.object));
            let dropped = effects.dropped.iter().map(|object| {
                MdText::sentence("dropped {} {}", &[&MdText::own(object.kind.word()), &MdText::code(&object.place())])
            });
            let deeds: Vec<MdText> = renamed.chain(changed).chain(made).chain(dropped).collect();
            StoryPage { migration: MdText::code(name), deeds: MdText::join(&deeds, ", ") }
        };
        self.facts.history.migrations.iter().map(page).collect()
    }

    /// What migrations did to an object and its parts.
    pub(super) fn story(&self, (kind, schema, name): (Kind, &Schema, &str)) -> Vec<StoryPage> {
        let schema = (!schema.is_default).then(|| schema.name.clone());
        let object = Object { kind, schema, of: None, name: name.to_owned() };
        let mut pages: Vec<StoryPage> = Vec::new();
        for (migration, deed, part) in self.facts.history.story(&object) {
            let deed = tell(&deed, &part);
            match pages.last_mut().filter(|page| page.migration == MdText::code(migration)) {
                Some(page) => page.deeds = MdText::join(&[page.deeds.clone(), deed], ", "),
                None => pages.push(StoryPage { migration: MdText::code(migration), deeds: deed }),
            }
        }
        pages
    }
}

/// What a migration did.
#[derive(Clone, Debug, serde::Serialize)]
pub(super) struct StoryPage {
    pub(super) migration: MdText,
    pub(super) deeds: MdText,
}

fn tell(deed: &Deed, object: &Object) -> MdText {
    let what = MdText::sentence("{} {}", &[&MdText::own(object.kind.word()), &MdText::code(&object.name)]);
    match deed {
        Deed::Made => MdText::sentence("made {}", &[&what]),
        Deed::Changed => MdText::sentence("changed {}", &[&what]),
        Deed::Renamed { from } => MdText::sentence("renamed {}, formerly {}", &[&what, &MdText::code(from)]),
    }
}

impl<'a> Placed<'a> {
    pub(super) fn name(&self) -> QualifiedName {
        QualifiedName { schema: self.schema.name.clone(), name: self.table.name.clone() }
    }

    pub(super) fn label(&self) -> String {
        crate::model::place(self.schema, &self.table.name)
    }

    /// Whether a column alone makes a row unique.
    pub(super) fn is_unique(&self, columns: &[String]) -> bool {
        let mut wanted: Vec<&str> = columns.iter().map(String::as_str).collect();
        wanted.sort_unstable();
        self.table.unique_column_sets().into_iter().any(|mut set| {
            set.sort_unstable();
            set == wanted
        })
    }

    /// The foreign keys that a column takes part in.
    pub(super) fn references(&self, column: &'a str) -> impl Iterator<Item = &'a ForeignKey> {
        self.table.foreign_keys.iter().filter(move |key| key.columns.iter().any(|name| name == column))
    }
}

/// What tells an object from all others of its kind; also how its page is called.
pub(super) fn key(schema: &Schema, name: &str) -> String {
    super::table_key((!schema.is_default).then_some(schema.name.as_str()), name)
}

/// The views of all schemas.
pub(super) fn views(catalog: &Catalog) -> impl Iterator<Item = (&Schema, &View)> {
    catalog.schemas.iter().flat_map(|schema| schema.views.iter().map(move |view| (schema, view)))
}

/// The enum types of all schemas.
pub(super) fn enums(catalog: &Catalog) -> impl Iterator<Item = (&Schema, &Enum)> {
    catalog.schemas.iter().flat_map(|schema| schema.enums.iter().map(move |item| (schema, item)))
}
