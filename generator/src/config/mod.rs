//! The settings of a run: what `scaffold.toml`, the environment and the flags say, merged and checked.
//!
//! Precedence, highest first: flag, environment variable, `.env`, `scaffold.toml`, default. This module must
//! not connect to anything; it reads files and the environment only.

mod docs;
mod limit;
mod lint;
mod load;
mod output;
mod pattern;
mod place;
mod rule;
mod rust;
mod syntax;
mod table;

pub use docs::{DocsFormat, DocsSettings, Document};
pub use limit::Limit;
pub use lint::{Ignore, Level, Limits, LintSettings, Profile};
pub use load::{Environment, Overrides};
pub use output::{OutputSettings, Subject};
pub use pattern::{Pattern, Selection, TypePattern, globs};
pub use place::Places;
pub use rule::TypeRule;
pub use rust::{ColumnType, FieldName, RustAttribute, RustPath, TypeName};
pub use table::{ColumnSettings, ExtraRelation, RelationSettings, SchemaSettings, TableSettings};

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name of the configuration file.
pub const FILE_NAME: &str = "scaffold.toml";

/// All settings of one run. Relative paths are relative to [`Config::root`].
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The directory that holds `scaffold.toml`; the current directory where there is none.
    pub root: PathBuf,
    /// What the file says, with flags and environment laid over it.
    pub settings: Settings,
}

/// The contents of `scaffold.toml`. Every key is optional; an unknown key is an error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where the schema is read from.
    pub database: DatabaseSettings,
    /// The crate that makes the schema.
    pub migration: MigrationSettings,
    /// The crate that is generated.
    pub entity: EntitySettings,
    /// The rows that the project keeps as code.
    pub seed: SeedSettings,
    /// The columns that repositories keep by themselves.
    pub conventions: ConventionSettings,
    /// How names are made.
    pub names: NameSettings,
    /// The documentation of the schema.
    pub docs: DocsSettings,
    /// What the code is printed with.
    pub templates: TemplateSettings,
    /// The rules of the schema.
    pub lint: LintSettings,
    /// Files that templates of the project's own make.
    #[serde(rename = "output")]
    pub outputs: Vec<OutputSettings>,
    /// Rust types of columns, the general rules first: the last one that matches decides.
    #[serde(rename = "type")]
    pub types: Vec<TypeRule>,
    /// Settings of all tables and views of a schema.
    pub schema: BTreeMap<String, SchemaSettings>,
    /// Settings of single tables and views, by `table` or `schema.table`.
    pub table: BTreeMap<String, TableSettings>,
    /// The same for views alone, which go before.
    pub view: BTreeMap<String, TableSettings>,
    /// Where the settings stand, for messages; filled in by whoever reads the file.
    #[serde(skip)]
    pub places: Places,
}

/// `[database]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseSettings {
    /// The connection URL: `postgres://`, `mysql://` or `sqlite://`. `DATABASE_URL` overrides it.
    pub url: Option<String>,
    /// The schemas to read; empty means the connection's default schema.
    pub schemas: Vec<String>,
    /// Glob patterns over `table` or `schema.table`; empty means every table and view.
    pub include: Vec<String>,
    /// Glob patterns of tables and views to leave out.
    pub exclude: Vec<String>,
    /// Glob patterns over `routine` or `schema.routine`; empty means every function and procedure.
    pub include_routines: Vec<String>,
    /// Glob patterns of functions and procedures to leave out; `["*"]` leaves out all of them.
    pub exclude_routines: Vec<String>,
    /// What a column declared `integer` in SQLite is: SeaORM's migrations spell every width so. Unset means `i32` in a
    /// database that they made, and `i64` in any other.
    pub sqlite_integer: Option<SqliteInteger>,
}

/// The width of a column that SQLite declares as `integer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SqliteInteger {
    /// 32 bits, as `integer()` in a migration.
    I32,
    /// 64 bits, as `big_integer()` in a migration.
    I64,
}

/// `[migration]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MigrationSettings {
    /// The directory of the SeaORM migration crate.
    pub directory: PathBuf,
    /// The table in which SeaORM records applied migrations.
    pub table: String,
    /// The PostgreSQL schema in which the migrations work; SeaORM's own default is `public`.
    /// `DATABASE_SCHEMA` overrides it, and is how the migration crate learns of it.
    pub schema: Option<String>,
    /// How long a statement of a migration waits for a lock: meanwhile everybody who comes after it waits too. SQLite's
    /// driver has a limit of its own.
    pub lock_timeout: Limit,
    /// How long a statement of a migration may take.
    pub statement_timeout: Limit,
}

impl Default for MigrationSettings {
    fn default() -> Self {
        Self {
            directory: PathBuf::from("migration"),
            table: "seaql_migrations".to_owned(),
            schema: None,
            lock_timeout: Limit::seconds(10),
            statement_timeout: Limit::seconds(15 * 60),
        }
    }
}

/// `[seed]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SeedSettings {
    /// The directory of the files of rows.
    pub directory: PathBuf,
}

impl Default for SeedSettings {
    fn default() -> Self {
        Self { directory: PathBuf::from("seed") }
    }
}

/// `[entity]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EntitySettings {
    /// The directory of the generated crate.
    pub directory: PathBuf,
    /// The form of the SeaORM entities.
    pub format: Format,
    /// Tables, as `table` or `schema.table` globs, that are written in the dense form whatever `format` says.
    pub dense: Vec<String>,
    /// Appended to every type name: `Entity` makes `OrderItemEntity`.
    pub suffix: String,
    /// Whether models and enums derive `serde::Serialize` and `serde::Deserialize`.
    pub serde: bool,
    /// Further derives of every model.
    pub derive: Vec<RustPath>,
    /// Further attributes of every model, each without its brackets.
    pub attributes: Vec<RustAttribute>,
    /// Whether the keys of tables, or of those that a `table` or `schema.table` glob names, are types of their own.
    pub typed_ids: Selection,
    /// Whether domains, or those that a `domain` or `schema.domain` glob names, are types of their own; the others are
    /// the type that they are made from.
    pub typed_domains: Selection,
    /// What the array columns hold.
    pub array_elements: ArrayElements,
    /// Whether every table and view gets a repository.
    pub repositories: bool,
    /// Whether every table gets a factory, which makes rows for tests and the rows that they refer to. A factory writes
    /// through the table's repository.
    pub factories: bool,
    /// Whether `tests/generated.rs` of the crate tests every repository on a scratch database, which `TEST_DATABASE_URL`
    /// names. It makes rows by factories.
    pub tests: bool,
    /// Of how many of the last migrations the renames leave the former names in code, as deprecated aliases.
    pub former_names: usize,
    /// What becomes of tables and views that the database has no more.
    pub orphans: Orphans,
    /// Whether `schema::verify` of the crate tells a running program how its database differs from the schema.
    pub verify: bool,
    /// How code outside the crate calls it: what its `Cargo.toml` says, once it is there; no setting. A path names a
    /// module instead.
    #[serde(skip)]
    pub crate_name: String,
    /// Whether its `Cargo.toml` has the library that streams of rows come from; no setting. A new one does.
    #[serde(skip)]
    pub streams: bool,
}

impl Default for EntitySettings {
    fn default() -> Self {
        Self {
            directory: PathBuf::from("entity"),
            format: Format::Compact,
            dense: Vec::new(),
            suffix: String::new(),
            serde: false,
            derive: Vec::new(),
            attributes: Vec::new(),
            typed_ids: Selection::Nothing,
            typed_domains: Selection::Nothing,
            array_elements: ArrayElements::Nullable,
            repositories: true,
            factories: false,
            tests: false,
            former_names: 10,
            orphans: Orphans::Remove,
            verify: false,
            crate_name: "entity".to_owned(),
            streams: true,
        }
    }
}

/// What the array columns of PostgreSQL hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrayElements {
    /// Whatever the server lets in: NULL among the elements, any number of dimensions.
    #[default]
    Nullable,
    /// Values in one dimension, so that a field is a plain `Vec`. A row with anything else cannot be read.
    Required,
}

/// What becomes of tables and views that the database has no more, each unless `sync --only` names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Orphans {
    /// They go.
    #[default]
    Remove,
    /// Their facts and their code stay.
    Keep,
    /// Their facts stay, without code.
    Exclude,
    /// Nothing at all is written.
    Error,
}

impl Orphans {
    /// Whether their facts stay.
    pub fn stay(self) -> bool {
        matches!(self, Self::Keep | Self::Exclude)
    }

    /// The word for it in the settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Remove => "remove",
            Self::Keep => "keep",
            Self::Exclude => "exclude",
            Self::Error => "error",
        }
    }
}

/// The forms in which SeaORM entities can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// `DeriveEntityModel` and `DeriveRelation`.
    #[default]
    Compact,
    /// Every trait implemented in plain sight; the fastest to compile.
    Expanded,
    /// `#[sea_orm::model]` with relation fields; stops compiling at about fifty connected tables.
    Dense,
}

/// `[conventions]`: columns by name, as globs over `column` or `table.column`. An empty list switches one off.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConventionSettings {
    /// Counts the changes of a row.
    pub version: Vec<String>,
    /// Holds when the row was created.
    pub created_at: Vec<String>,
    /// Holds when the row was changed last.
    pub updated_at: Vec<String>,
    /// Holds when the row was deleted, which then only hides it.
    pub deleted_at: Vec<String>,
    /// Holds who created the row, where the session says who acts.
    pub created_by: Vec<String>,
    /// Holds who changed the row last.
    pub updated_by: Vec<String>,
    /// Holds whose the row is: a session for one tenant sees no other's.
    pub tenant: Vec<String>,
}

impl Default for ConventionSettings {
    fn default() -> Self {
        let list = |name: &str| vec![name.to_owned()];
        Self {
            version: vec!["version".to_owned(), "lock_version".to_owned()],
            created_at: list("created_at"),
            updated_at: list("updated_at"),
            deleted_at: list("deleted_at"),
            created_by: list("created_by"),
            updated_by: list("updated_by"),
            tenant: Vec::new(),
        }
    }
}

/// `[names]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NameSettings {
    /// Prefixes of table names to leave out, such as `tbl_`; the first that fits is used.
    pub strip_prefix: Vec<String>,
    /// Singular forms by plural word, over the built-in rules: `data = "data"`.
    pub singular: BTreeMap<String, String>,
}

/// `[templates]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TemplateSettings {
    /// The directory of the project's own templates, whose files stand in for the built-in ones of their names.
    pub directory: PathBuf,
}

impl Default for TemplateSettings {
    fn default() -> Self {
        Self { directory: PathBuf::from("templates") }
    }
}

impl Config {
    /// The absolute directory of the generated crate.
    pub fn entity_directory(&self) -> PathBuf {
        self.absolute(&self.settings.entity.directory)
    }

    /// The absolute directory of the migration crate.
    pub fn migration_directory(&self) -> PathBuf {
        self.absolute(&self.settings.migration.directory)
    }

    /// The absolute directory of the project's own templates.
    pub fn template_directory(&self) -> PathBuf {
        self.absolute(&self.settings.templates.directory)
    }

    /// The absolute path of the findings that are known.
    pub fn lint_baseline(&self) -> PathBuf {
        self.absolute(&self.settings.lint.baseline)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }
}
