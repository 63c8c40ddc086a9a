//! The command line of the migrations: `cargo run -p accounts-migration -- up`, `down`, `status`.

use accounts_migration::{Migrator, cli};

#[tokio::main]
async fn main() {
    cli::run_cli(Migrator).await;
}
