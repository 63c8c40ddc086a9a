//! The command line of the migrations: `cargo run -p migration -- up`, `down`, `status`. The database is named by
//! `DATABASE_URL`. Everything else is the library's.

use migration::{Migrator, cli};

#[tokio::main]
async fn main() {
    cli::run_cli(Migrator).await;
}
