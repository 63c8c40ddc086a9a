//! The command line of the migrations: `cargo run -p catalog-migration -- up`, `down`, `status`.

use catalog_migration::{Migrator, cli};

#[tokio::main]
async fn main() {
    cli::run_cli(Migrator).await;
}
