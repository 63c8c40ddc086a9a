//! Made by `scaffold migrate`: links the migration crate, and does what it is asked to on its standard input.

mod runner;

fn main() -> std::process::ExitCode {
    runner::run::<migration::Migrator>()
}
