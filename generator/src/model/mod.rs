//! Catalog → [`Model`]: every name, type and relation that the generated code will have.
//!
//! Pure decisions over facts. It never sees a backend, never fails, and reports what it could not express.

mod called;
mod composites;
mod dense;
mod entities;
mod enums;
mod extend;
mod extras;
mod factories;
mod follow;
mod former;
mod ids;
pub(crate) mod inflect;
mod junctions;
mod links;
mod looks;
pub(crate) mod names;
mod newtypes;
mod outputs;
mod overrides;
mod partial;
mod relations;
mod repositories;
mod routines;
mod rules;
pub(crate) mod tags;
#[cfg(test)]
mod tests;
mod types;
mod views;

pub use called::{Name, Named, Names};
pub use composites::{Attribute, CompositeType};
pub use factories::{Factory, Need, Parent, Value};
pub use follow::follow;
pub use former::{FormerEnum, FormerNames};
pub use links::{Link, Way};
pub use outputs::{RowField, RowKind, RowType};
pub use partial::{PartialKey, Term, Test};
pub use repositories::{Constraint, ConstraintKind, Conventions, Finder, Repository, Types};
pub use routines::{Argument, LeftOut, Passing, Reason, Routine, RoutineResult, Routines, RowOf};

use crate::catalog::{Catalog, QualifiedName, Schema};
use crate::config::{Format, RustAttribute, RustPath, Settings};
use crate::diagnostic::Diagnostic;
use crate::extension::Hooks;
use overrides::Overrides;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Everything that is decided about the generated code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Model {
    /// The entities of tables, by module.
    pub entities: Vec<Entity>,
    /// The read-only entities of views, by module.
    pub views: Vec<Entity>,
    /// The enums, by type name.
    pub enums: Vec<Enum>,
    /// The newtypes, by type name.
    pub newtypes: Vec<Newtype>,
    /// The structs of composite types, by type name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub composites: Vec<CompositeType>,
    /// The functions that call routines.
    pub routines: Routines,
}

/// A SeaORM entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// The module, singular and in snake_case.
    pub module: String,
    /// The type that the prelude exports.
    pub type_name: String,
    /// The schema, where it is not the connection's default.
    pub schema: Option<String>,
    /// The table or view.
    pub table: String,
    /// Who chose the type and, with it, the module.
    pub origin: Origin,
    /// What it is made from.
    pub source: Source,
    /// The comment of the table or view.
    pub comment: Option<String>,
    /// Derives of the model, besides those of its form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derives: Vec<RustPath>,
    /// Further attributes of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<RustAttribute>,
    /// The form in which it is written.
    #[serde(skip)]
    pub format: Format,
    /// The fields, in the order of the columns.
    pub fields: Vec<Field>,
    /// The fields of the primary key in key order, as indexes into `fields`.
    pub key: Vec<usize>,
    /// Whether the key is none, and stands here because SeaORM asks for one.
    #[serde(skip)]
    pub stands_in: bool,
    /// Whether the database numbers the rows.
    pub auto_increment: bool,
    /// Sets of two or more fields that are unique together, as indexes into `fields`.
    pub unique_keys: Vec<Vec<usize>>,
    /// What SeaORM's finders by these sets are called after, in the same order.
    pub unique_key_names: Vec<String>,
    /// The relations, by kind and name.
    pub relations: Vec<Relation>,
    /// Who implements its `ActiveModelBehavior`.
    #[serde(skip_serializing_if = "Behavior::is_generated")]
    pub behavior: Behavior,
    /// Its data layer, unless it is to have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<Repository>,
    /// What makes rows of it for tests, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factory: Option<Factory>,
    /// What it was called.
    #[serde(skip_serializing_if = "FormerNames::is_empty")]
    pub former: FormerNames,
}

impl Entity {
    /// The fields that one of its relations goes by.
    pub fn near_fields(&self, relation: &Relation) -> impl Iterator<Item = &Field> {
        relation.from_fields.iter().filter_map(|name| self.fields.iter().find(|field| field.name == *name))
    }
}

/// Who chose a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The rules, from names of the database.
    #[default]
    Auto,
    /// The user.
    User,
}

/// What an entity is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A table with a key: rows can be read and written.
    Table,
    /// A table without any key: rows can be read.
    KeylessTable,
    /// A view.
    View,
    /// A materialized view.
    MaterializedView,
}

/// Who implements an entity's `ActiveModelBehavior`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Behavior {
    /// The generated code.
    #[default]
    Generated,
    /// An extension file, with these hooks.
    Extension(Hooks),
}

/// A field of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The field, in snake_case.
    pub name: String,
    /// Who chose the field.
    pub origin: Origin,
    /// The variant of `Column`.
    pub variant: String,
    /// Whether SeaORM finds the variant from the field by itself.
    pub variant_implied: bool,
    /// The column.
    pub column: String,
    /// Whether SeaORM finds the column from the field by itself.
    pub column_implied: bool,
    /// The column's comment.
    pub comment: Option<String>,
    /// The Rust type and how it maps to the database.
    pub field_type: FieldType,
    /// Whether the field is an `Option`.
    pub nullable: bool,
    /// Whether the column alone is unique, other than by being the primary key.
    pub unique: bool,
    /// The default of the column, where it can be said in Rust.
    pub default: Option<DefaultExpr>,
    /// Whether the database computes the value, so that it must never be written.
    pub generated: bool,
    /// Further attributes, which a type rule or the column's own settings ask for.
    pub attributes: Vec<RustAttribute>,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldType {
    /// The Rust type, without `Option`.
    pub rust: RustType,
    /// SeaORM's column type as an expression after `ColumnType::`, where the Rust type does not imply it.
    pub column_type: Option<String>,
    /// The types to cast to when reading and when writing.
    pub cast: Option<Cast>,
}

/// A Rust type of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RustType {
    /// A type of Rust's or SeaORM's prelude.
    Named(&'static str),
    /// An enum of the generated crate.
    Enum(String),
    /// A `Vec`.
    Vec(Box<RustType>),
    /// An `Array` of the generated crate: elements that may be NULL, in any number of dimensions.
    Array(Box<RustType>),
    /// The `AnyValue` of the generated crate.
    AnyValue,
    /// A `Numeric` of the generated crate: a decimal of that type that may be stored as an integer.
    Numeric(Box<RustType>),
    /// A `Range` of the generated crate.
    Range(Box<RustType>),
    /// A `Multirange` of the generated crate.
    Multirange(Box<RustType>),
    /// The struct of a composite type.
    Composite {
        /// The struct.
        name: String,
        /// Whether values compare without exceptions.
        eq: bool,
    },
    /// A newtype of the generated crate.
    Newtype {
        /// The type.
        name: String,
        /// What it holds.
        inner: Box<RustType>,
    },
    /// A type that a type rule names.
    Custom(CustomType),
}

/// A type that a type rule names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CustomType {
    /// The type, by its path.
    pub path: RustPath,
    /// Whether it is `Eq`.
    pub eq: bool,
    /// Whether it is `Copy`.
    pub copy: bool,
    /// The type that the column would have without the rule, if any.
    pub over: Option<Box<RustType>>,
}

/// A column that travels in another type than it is stored in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cast {
    /// The type to select as, where it is not read as it is stored.
    pub read: Option<String>,
    /// The type to save as, where the database does not find it by itself.
    pub write: Option<String>,
}

/// A default that can be said in Rust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DefaultExpr {
    /// `true` or `false`.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A character string.
    Text(String),
    /// The current date and time.
    CurrentTimestamp,
}

/// A relation from one entity to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Relation {
    /// The name, in snake_case: `created_by_user`.
    pub name: String,
    /// Who chose the name.
    pub origin: Origin,
    /// The variant of `Relation`: `CreatedBy`.
    pub variant: String,
    /// The kind.
    pub kind: RelationKind,
    /// The module of the related entity.
    pub target: String,
    /// Whether both ends are the same entity.
    pub self_reference: bool,
    /// The `Column` variants on this side.
    pub from: Vec<String>,
    /// The fields of the same columns on this side.
    pub from_fields: Vec<String>,
    /// The `Column` variants on the other side, pairwise.
    pub to: Vec<String>,
    /// The fields of the same columns on the other side.
    pub to_fields: Vec<String>,
    /// For each column on this side, whether finding compares with more than `=` to its value: see `relations`, rule 6.
    pub unlike: Vec<bool>,
    /// The variant of the target's `Relation` that leads back; empty for many-to-many.
    pub reverse: String,
    /// Whether it is the only relation between the two entities, so that `Related` is unambiguous.
    pub related: bool,
}

/// The kinds of relation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// This entity holds the foreign key.
    BelongsTo {
        /// Whether there may be no related row.
        optional: bool,
        /// Whether the database has the foreign key.
        declared: bool,
        /// SeaORM's name of the action on update.
        on_update: &'static str,
        /// SeaORM's name of the action on delete.
        on_delete: &'static str,
    },
    /// The other entity holds the foreign key, which is unique.
    HasOne,
    /// The other entity holds the foreign key.
    HasMany,
    /// A pure junction holds foreign keys to both.
    ManyToMany {
        /// The module of the junction.
        junction: String,
        /// The variant of the junction's `Relation` that leads to this entity.
        near: String,
        /// The variant of the junction's `Relation` that leads to the target.
        far: String,
        /// The junction's `Column` variants that refer to this entity.
        near_columns: Vec<String>,
        /// The fields of the same columns.
        near_fields: Vec<String>,
        /// The junction's `Column` variants that refer to the target.
        far_columns: Vec<String>,
        /// The fields of the same columns.
        far_fields: Vec<String>,
    },
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Enum {
    /// The type in snake_case, for a file called after it.
    pub module: String,
    /// The type.
    pub type_name: String,
    /// What it is made from, for its documentation.
    pub origin: String,
    /// What it is made from.
    pub source: EnumSource,
    /// The comment of the database type.
    pub comment: Option<String>,
    /// How the database keeps it.
    pub storage: EnumStorage,
    /// The variants, in the order of the values.
    pub variants: Vec<Variant>,
    /// The variant that is the `Default`, as an index into `variants`.
    pub default: Option<usize>,
    /// Whether SeaORM's derive can tell the values apart; where it cannot, the traits are written out.
    pub derived: bool,
    /// What it was called.
    #[serde(skip_serializing_if = "FormerEnum::is_empty")]
    pub former: FormerEnum,
}

/// What an enum is made from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EnumSource {
    /// An enum type of the database.
    Native(QualifiedName),
    /// A CHECK constraint that lists the values of a column.
    Check {
        /// The schema of the table.
        schema: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

/// How the database keeps an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EnumStorage {
    /// As an enum type of that name.
    Native(String),
    /// As a character string of that column type, an expression after `ColumnType::`.
    Text(String),
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Variant {
    /// The variant.
    pub name: String,
    /// The value in the database.
    pub value: String,
}

/// A type of its own around a value of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Newtype {
    /// The type.
    pub type_name: String,
    /// What it holds.
    pub inner: RustType,
    /// What it is made from.
    pub origin: NewtypeOrigin,
    /// The comment of the domain.
    pub comment: Option<String>,
    /// The conditions that the database checks, as it spells them.
    pub checks: Vec<String>,
}

/// What a newtype is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NewtypeOrigin {
    /// The key of a table.
    Key(Whole),
    /// A domain.
    Domain(Whole),
}

/// An object of a schema by its name, which it shows with the schema where that is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Whole {
    /// The schema, unless it is the default one.
    pub schema: Option<String>,
    /// The name.
    pub name: String,
}

impl fmt::Display for Whole {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.schema.iter().try_for_each(|schema| write!(out, "{schema}."))?;
        out.write_str(&self.name)
    }
}

/// Decides everything about the generated code.
pub fn build(catalog: &Catalog, settings: &Settings) -> (Model, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let overrides = Overrides::new(catalog, settings, &mut diagnostics);
    diagnostics.extend(overrides.notes(catalog));
    let kept = overrides.kept(catalog);
    let catalog = kept.as_ref();
    let enums = enums::build(catalog, settings, &mut diagnostics);
    let composites = composites::build(catalog, &enums, &mut diagnostics);
    let known = types::Known { enums: &enums, composites: &composites };
    let mut entities = entities::build((catalog, known), settings, &overrides, &mut diagnostics);
    let extras = extras::find(&entities, catalog, &overrides, &mut diagnostics);
    let newtypes = newtypes::add(&mut entities, (catalog, &extras), &settings.entity, &mut diagnostics);
    looks::check(catalog, &mut diagnostics);
    relations::add(&mut entities, (catalog, &extras), &overrides, &mut diagnostics);
    let context = routines::Context { catalog, known, entities: &entities };
    let routines = routines::build(context, &mut diagnostics);
    if settings.entity.repositories {
        repositories::add(&mut entities, catalog, settings);
        links::add(&mut entities);
    }
    let (views, entities): (Vec<_>, Vec<_>) =
        entities.into_entities().into_iter().partition(|entity| entity.source.is_view());
    let composites = composites.into_types();
    let mut model = Model { entities, views, enums: enums.into_enums(), newtypes, composites, routines };
    model.entities.sort_by(|a, b| a.module.cmp(&b.module));
    model.views.sort_by(|a, b| a.module.cmp(&b.module));
    dense::settle(&mut model.entities, &mut diagnostics);
    if settings.entity.factories {
        factories::add(&mut model, catalog);
    }
    if catalog.assumed_integers {
        diagnostics.push(Diagnostic::assumed_integers());
    }
    diagnostics.extend(entities::keys_with_null(catalog));
    diagnostics.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
    (model, diagnostics)
}

/// How diagnostics call a table or a type: with its schema, where that is not the default one.
pub fn place(schema: &Schema, name: &str) -> String {
    if schema.is_default { name.to_owned() } else { format!("{}.{name}", schema.name) }
}

impl Source {
    /// Whether it is a view of either kind.
    pub fn is_view(self) -> bool {
        matches!(self, Self::View | Self::MaterializedView)
    }

    /// Whether rows can only be read.
    pub fn is_read_only(self) -> bool {
        self != Self::Table
    }
}

impl RelationKind {
    /// The place of the kind where relations are listed.
    fn rank(&self) -> u8 {
        match self {
            Self::BelongsTo { .. } => 0,
            Self::HasOne => 1,
            Self::HasMany => 2,
            Self::ManyToMany { .. } => 3,
        }
    }
}

impl Model {
    /// How many relations the entities have, each direction counted.
    pub fn relation_count(&self) -> usize {
        self.entities.iter().map(|entity| entity.relations.len()).sum()
    }
}
