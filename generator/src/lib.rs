//! `scaffold`: SeaORM migrations in, a compiled entity crate out.
//!
//! ```text
//! scaffold.toml ─ config ─┐
//!                         ▼
//! database ─ introspect ─► Catalog ─ model::build ─► Model ─ render ─► Vec<File> ─ plan ─► Plan ─ disk ─► entity/
//!    ▲                                                                              │
//! migration                                                                        └► check: the diff, exit 1
//! ```
//!
//! Four kinds of data, four types, never mixed: facts ([`catalog`]), decisions ([`model`]), text
//! ([`render::File`]) and changes to the disk ([`plan`]). Each stage is a plain function. The outside world is
//! met at the two ends only; the middle never fails on strange input, it returns [`diagnostic::Diagnostic`]s.

pub mod catalog;
pub mod commands;
pub mod config;
pub mod database;
pub mod diagnostic;
pub mod disk;
pub mod introspect;
pub mod migration;
pub mod model;
pub mod plan;
pub mod render;
