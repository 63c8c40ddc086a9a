//! What the files hold: a fact of the catalog, with what tells where in the catalog it belongs.

use crate::catalog::{Composite, Domain, Enum, Object, Routine, Schema, Table, View};
use crate::database::Backend;
use crate::history::{self, Effects, Kind};
use crate::model::Name;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a file of its own is written for.
pub(super) trait Fact: Clone + Serialize + DeserializeOwned {
    /// The folder of such files.
    const FOLDER: &'static str;

    /// What such an object is.
    const KIND: Kind;

    /// The object's name.
    fn name(&self) -> &str;

    /// Puts the object where it belongs.
    fn put_into(self, schema: &mut Schema);
}

/// One object of a schema.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Shard<T> {
    /// The schema, unless it is the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<String>,
    /// Whether the database has it no more.
    #[serde(default)]
    pub(super) orphan: bool,
    /// The object.
    #[serde(flatten)]
    pub(super) fact: T,
    /// What code calls it, and what belongs to it.
    #[serde(default)]
    pub(super) names: Vec<Name>,
    /// What acts on it.
    #[serde(default)]
    pub(super) objects: Vec<Object>,
}

/// The routines of one name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Overloads {
    pub(super) routines: Vec<Routine>,
}

/// What is said once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DatabaseShard {
    pub(super) backend: Backend,
    #[serde(default)]
    pub(super) migrated: bool,
    #[serde(default)]
    pub(super) assumed_integers: bool,
    #[serde(default)]
    pub(super) times_are_spans: bool,
    pub(super) schemas: Vec<SchemaShard>,
    #[serde(default)]
    pub(super) objects: Vec<ObjectShard>,
}

/// What a migration did.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct MigrationShard {
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) effects: Effects,
}

impl MigrationShard {
    /// The folder of such files.
    pub(super) const FOLDER: &str = "migration";
}

/// A schema that was read, whether or not there is anything in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SchemaShard {
    pub(super) name: String,
    #[serde(default)]
    pub(super) is_default: bool,
}

/// An object that acts on no table or view.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ObjectShard {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<String>,
    #[serde(flatten)]
    pub(super) object: Object,
}

macro_rules! facts {
    ($($type:ident: $folder:literal => $list:ident,)*) => {
        $(impl Fact for $type {
            const FOLDER: &'static str = $folder;
            const KIND: Kind = Kind::$type;

            fn name(&self) -> &str {
                &self.name
            }

            fn put_into(self, schema: &mut Schema) {
                schema.$list.push(self);
            }
        })*
    };
}

facts! {
    Table: "table" => tables,
    View: "view" => views,
    Enum: "enum" => enums,
    Domain: "domain" => domains,
    Composite: "composite" => composites,
}

impl Fact for Overloads {
    const FOLDER: &'static str = "routine";
    const KIND: Kind = Kind::Routine;

    fn name(&self) -> &str {
        self.routines.first().map_or("", |routine| &routine.name)
    }

    fn put_into(self, schema: &mut Schema) {
        schema.routines.extend(self.routines);
    }
}

impl<T: Fact> Shard<T> {
    /// What it is about.
    pub(super) fn object(schema: Option<&str>, fact: &T) -> history::Object {
        history::Object { kind: T::KIND, schema: schema.map(str::to_owned), of: None, name: fact.name().to_owned() }
    }
}
