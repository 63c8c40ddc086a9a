//! The one test binary: cases with goldens, goldens used on real databases, the command line, and the rules of the
//! house.
//!
//! `BLESS=1 cargo test` rewrites every golden. `servers` starts the databases that a test asks for; it is the
//! only module that knows where they come from.

mod alter;
mod cargo;
mod cases;
mod cli;
mod docs;
mod driver;
mod examples;
mod fidelity;
mod generated;
mod golden;
mod goldens;
mod ledger;
mod library;
mod lint;
mod metamorphic;
mod proof;
mod random;
mod repository;
#[cfg(not(blessing))]
mod routines;
mod schema;
mod servers;
mod shop;
mod shop_api;
mod stability;
mod statements;
mod surroundings;
mod tidy;
#[cfg(not(blessing))]
mod typed;
#[path = "../usage/mod.rs"]
mod usage;

/// Where the pages of new migrations look for them; see `examples::pages`.
use blog_migration::blocks;

/// Tens of thousands of schemas are mostly small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
