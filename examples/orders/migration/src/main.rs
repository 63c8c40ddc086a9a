//! The command line of the migrations: `cargo run -p orders-migration -- up`, `down`, `status`.

use orders_migration::{Migrator, cli};

#[tokio::main]
async fn main() {
    cli::run_cli(Migrator).await;
}
