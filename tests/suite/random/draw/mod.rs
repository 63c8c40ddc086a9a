//! Sketch → the catalog that a server must be read to have, and all that its DDL needs.
//!
//! A drawing is a [`Catalog`] as the backend's own server would show it: so it can be handed to the generator as it is,
//! written as SQL, and compared with what introspection makes of that SQL. It never looks at how the generator names or
//! maps anything. What a backend has not is left out.

mod keys;
mod references;
mod tables;
mod views;

use super::scope::{Scope, storable};
use super::sketch::{Sketch, Wrap};
use super::types::{self, Sort, Type};
use sea_scaffold::catalog::{Catalog, DataType, Domain, Enum, QualifiedName, Schema};
use sea_scaffold::database::Backend;

/// A schema of a backend, drawn.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    pub(crate) backend: Backend,
    /// What the server must be read to have. A column of a view is `nullable` where it can really be NULL; defaults,
    /// conditions and definitions are as the DDL spells them.
    pub(crate) catalog: Catalog,
    /// The views in the order in which they can be made.
    pub(crate) views: Vec<QualifiedName>,
}

/// The name that the connected database has in a drawing of MySQL, where nobody knows it yet.
pub(crate) const DATABASE: &str = "database";

/// Draws the sketch.
pub(crate) fn draw(sketch: &Sketch, backend: Backend) -> Drawn {
    let mut pen = Pen::new(sketch, backend);
    pen.types(sketch);
    let tables = tables::draw(&mut pen, sketch);
    let views = views::draw(&mut pen, sketch, &tables);
    for table in tables {
        let schema = &mut pen.schemas[table.schema].schema;
        schema.enums.extend(table.enums);
        schema.objects.extend(table.partitions);
        schema.tables.push(table.table);
    }
    let order = views.iter().map(|(schema, view)| pen.qualified(*schema, &view.name)).collect();
    for (schema, view) in views {
        pen.schemas[schema].schema.views.push(view);
    }
    let schemas = pen.schemas.into_iter().map(|pen| pen.schema).collect();
    let mut catalog = Catalog { schemas, ..Catalog::default() };
    catalog.sort();
    Drawn { backend, catalog, views: order }
}

/// What is drawn so far.
struct Pen {
    backend: Backend,
    schemas: Vec<SchemaPen>,
    enums: Vec<(QualifiedName, Enum)>,
    domains: Vec<(QualifiedName, Domain, Type)>,
}

struct SchemaPen {
    schema: Schema,
    /// Tables, views, indexes, keys and types: some backend keeps each of these in one space with the others.
    objects: Scope,
}

impl Pen {
    fn new(sketch: &Sketch, backend: Backend) -> Self {
        let default = match backend {
            Backend::Postgres => "public",
            Backend::MySql => DATABASE,
            Backend::Sqlite => "main",
        };
        let mut names = Scope::new(backend);
        let mut all = vec![names.own(default)];
        if backend == Backend::Postgres {
            all.extend(sketch.schemas.iter().map(|name| names.give(name)));
        }
        let schema = |name: String| SchemaPen {
            schema: Schema { is_default: name == default, name, ..Schema::default() },
            objects: Scope::new(backend),
        };
        Self { backend, schemas: all.into_iter().map(schema).collect(), enums: Vec::new(), domains: Vec::new() }
    }

    /// The schema that a pick means.
    fn schema(&self, pick: u8) -> usize {
        // Half of everything is in the default schema.
        if pick.is_multiple_of(2) { 0 } else { usize::from(pick / 2) % self.schemas.len() }
    }

    fn qualified(&self, schema: usize, name: &str) -> QualifiedName {
        QualifiedName { schema: self.schemas[schema].schema.name.clone(), name: name.to_owned() }
    }

    fn comment(&self, text: Option<&String>) -> Option<String> {
        if self.backend == Backend::Sqlite {
            return None;
        }
        text.map(|text| storable(self.backend, text)).filter(|text| !text.is_empty())
    }

    /// The types that only PostgreSQL has apart from columns.
    fn types(&mut self, sketch: &Sketch) {
        if self.backend != Backend::Postgres {
            return;
        }
        for item in &sketch.enums {
            let schema = self.schema(item.schema);
            let name = self.schemas[schema].objects.give(&item.name);
            let values = values(self.backend, &item.values);
            let comment = self.comment(item.comment.as_ref());
            let drawn = Enum { name: name.clone(), values, comment, owner: None };
            self.schemas[schema].schema.enums.push(drawn.clone());
            self.enums.push((self.qualified(schema, &name), drawn));
        }
        for item in &sketch.domains {
            let schema = self.schema(item.schema);
            let name = self.schemas[schema].objects.give(&item.name);
            let base = types::spelled(self.backend, item.base.pick, item.base.size);
            let drawn = Domain {
                name: name.clone(),
                data_type: base.data_type.clone(),
                raw_type: base.raw.clone(),
                nullable: !item.not_null,
                default: None,
                checks: Vec::new(),
                comment: None,
            };
            self.schemas[schema].schema.domains.push(drawn.clone());
            self.domains.push((self.qualified(schema, &name), drawn, base));
        }
    }

    /// The type of a column, with the domain it is of.
    fn type_(&self, sketch: &super::sketch::TypeSketch) -> (Type, Option<(QualifiedName, bool)>) {
        let plain = || types::spelled(self.backend, sketch.pick, sketch.size);
        match sketch.wrap {
            Wrap::Array if self.backend == Backend::Postgres => (array(plain()), None),
            Wrap::Enum | Wrap::EnumArray => match super::scope::pick(&self.enums, sketch.pick) {
                Some((name, _)) if sketch.wrap == Wrap::Enum => (enum_type(name), None),
                Some((name, _)) => (array(enum_type(name)), None),
                None => (plain(), None),
            },
            Wrap::Domain => match super::scope::pick(&self.domains, sketch.pick) {
                Some((name, domain, base)) => {
                    (Type { raw: user_type(name), ..base.clone() }, Some((name.clone(), !domain.nullable)))
                }
                None => (plain(), None),
            },
            _ => (plain(), None),
        }
    }
}

/// Values as an enum can have them: each once.
fn values(backend: Backend, wishes: &[String]) -> Vec<String> {
    let mut scope = Scope::new(backend);
    wishes.iter().map(|wish| scope.value(wish)).collect()
}

fn enum_type(name: &QualifiedName) -> Type {
    Type { raw: user_type(name), data_type: DataType::Enum(name.clone()), sort: Sort::Ordered }
}

fn array(element: Type) -> Type {
    Type {
        raw: format!("{}[]", element.raw),
        data_type: DataType::Array(Box::new(element.data_type)),
        sort: Sort::Unordered,
    }
}

/// The name of a type that a user made, as written where a type is wanted.
fn user_type(name: &QualifiedName) -> String {
    super::ddl::qualified(Backend::Postgres, name)
}
