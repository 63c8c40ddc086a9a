//! `scaffold`: SeaORM migrations in, a compiled entity crate out.
//!
//! ```text
//! scaffold.toml ─ config ─┐
//!                         ▼
//! database ─ introspect ─► Catalog ─ model::build ─► Model ─ render ─► Vec<File> ─ plan ─► Plan ─ disk ─► entity/
//!    ▲                       │  ▲      ▲                                            │
//! migration           snapshot: schema/ extension                                  └► check: the diff, exit 1
//! ```
//!
//! Four kinds of data, four types, never mixed: facts ([`catalog`]), decisions ([`model`]), text
//! ([`render::File`]) and changes to the disk ([`plan`]). Each stage is a plain function. The outside world is
//! met at the two ends only; the middle never fails on strange input, it returns [`diagnostic::Diagnostic`]s, and the
//! [`ledger`] accounts for every object of the catalog: the code it became, or why there is none.
//! [`commands`] is the only place where stages meet and the only one that prints. What a module may name is a table
//! in `tests/suite/tidy/layers.rs`, and a test.
//!
//! What is generated leaves room for what is written by hand beside it, [`extension`] files: what they implement is
//! one more fact for the model.
//!
//! The catalog is written down beside the code, as a [`snapshot`] that takes the place of a database where there is none;
//! two of them make a [`mod@diff`], and three a merge, as git asks for. What lies between two looks at a database is written
//! there too: the [`history`] of what each migration did, which alone tells a rename from one object that went and another
//! that came. What lies between the project file and the schema is a list of [`tasks`], of which some may be left for later.
//!
//! One stage stands beside the flow: [`seed`] makes rows that the constraints of a catalog accept, and tells the model how
//! generated factories make them; [`rows`] puts them into a database and reads what is there. Rows that a project keeps as code
//! are [`data`].
//!
//! What a live database says of its own use is asked by [`doctor`].
//!
//! What a database holds is kept by [`backup`], with the tools that each system brings.
//!
//! A schema is documented where the settings ask for it, by [`render`] too: pages for people, and a [`diagram`] in which tables
//! keep their places.
//!
//! Another looks at the catalog and makes nothing of it: [`mod@lint`] is a table of rules, each a file whose head is its
//! manual page. What the schema alone tells how to mend, it mends in the catalog. Rules of [`lint::migration`] look at what
//! migrations said in a scratch database, between the catalog before and the one after.
//!
//! Two catalogs also make a migration: [`alter`] finds the statements that turn one into the other.
//!
//! What a new migration is made of where sea-query stops lies in `templates/migration/blocks`: compiled with the examples,
//! and the user's own from the moment that it is written. What it leaves out on a kind of database it says to the database, so
//! that whoever hears the statements can tell.
//!
//! A project may have [`mod@templates`] of its own: they begin as the built-in ones, and are printed at run time.
//!
//! Decisions that shape the whole:
//!
//! - **No formatter runs.** The templates write what rustfmt would, so the output is the same on every machine,
//!   whichever rustfmt it has or lacks, and costs no process. `syn` parses every file before it is written.
//! - **No SeaORM in here.** Facts are read with sqlx alone, and migrations run one by one in a small program that is built
//!   beside the user's crate and links it, or, where nothing can link that, as its own program. So any version of a migration
//!   crate will do, and `cargo install` stays small.
//! - **Backends end in [`introspect`].** What one cannot say is recovered from its spelling where that is certain,
//!   and a diagnostic names it where it is not. RESTRICT and NO ACTION are one to the generated code, since MariaDB
//!   reports one for the other.
//! - **A name depends on its own object.** Two objects that want one name both get a longer one, so that code never
//!   compiles and means another table. A name that a user has chosen stays, whatever else there is.

pub mod alter;
pub mod backup;
pub mod catalog;
pub mod commands;
pub mod config;
pub mod data;
pub mod database;
pub mod diagnostic;
pub mod diagram;
pub mod diff;
pub mod disk;
pub mod doctor;
pub mod extension;
pub mod history;
pub mod introspect;
pub mod ledger;
pub mod lint;
pub mod migration;
pub mod model;
pub mod plan;
pub mod render;
pub mod rows;
pub mod seed;
pub mod snapshot;
pub mod tasks;
pub mod templates;

pub use commands::{check, verify};
