//! The one test binary: cases with goldens, goldens used on real databases, the command line, and the rules of the
//! house.
//!
//! `BLESS=1 cargo test` rewrites every golden. `servers` starts the databases that a test asks for; it is the
//! only module that knows where they come from.

mod cases;
mod cli;
mod golden;
mod ledger;
mod library;
mod privileges;
mod servers;
mod shop;
mod stability;
mod statements;
mod tidy;
mod usage;
