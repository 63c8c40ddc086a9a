//! The migrations of the workspaces under `examples/`, of the one that `EXAMPLE` names: driven as `scaffold migrate` drives
//! them where nothing is asked on the command line, else as their own program.

#[path = "../../templates/runner/runner.rs"]
mod runner;

use sea_orm_migration::{MigratorTrait, cli};
use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::var("EXAMPLE").unwrap_or_default().as_str() {
        "accounts" => drive(accounts_migration::Migrator),
        "blog" => drive(blog_migration::Migrator),
        "catalog" => drive(catalog_migration::Migrator),
        "orders" => drive(orders_migration::Migrator),
        _ => ExitCode::from(2),
    }
}

fn drive<M: MigratorTrait + Sync>(migrator: M) -> ExitCode {
    if std::env::args().len() == 1 {
        return runner::run::<M>();
    }
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().enable_all().build() else {
        return ExitCode::FAILURE;
    };
    runtime.block_on(cli::run_cli(migrator));
    ExitCode::SUCCESS
}
