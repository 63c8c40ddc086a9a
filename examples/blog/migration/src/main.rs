//! The command line of the migrations: `cargo run -p blog-migration -- up`, `down`, `status`.

use blog_migration::{Migrator, cli};

#[tokio::main]
async fn main() {
    cli::run_cli(Migrator).await;
}
