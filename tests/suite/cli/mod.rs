//! The command line, run as people run it: the real programs, in directories of their own, every sentence about them a
//! test.
//!
//! `place` runs them; each other module is one subject. The migrations are the shop's own program, started by a
//! stand-in for cargo that builds nothing; `workspace` alone builds with the real one.

mod backup;
mod blocks;
mod check;
mod diff;
mod disk;
mod docs;
mod doctor;
mod edges;
mod examples;
mod extend;
mod faults;
mod fix;
mod from_diff;
mod generate;
mod history;
mod init;
mod inspect;
mod killed;
mod library;
mod lint;
mod lint_migrations;
mod merge;
mod migrate;
mod month;
mod offline;
mod overrides;
mod place;
mod readme;
mod refusals;
mod repair;
mod secrets;
mod seed;
mod settings;
mod shell;
mod sync;
mod tasks;
mod templates;
mod terminal;
mod verify;
mod watch;
mod workspace;

pub(crate) use place::program;
