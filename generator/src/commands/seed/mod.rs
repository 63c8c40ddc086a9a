//! `scaffold seed`: the rows that the project keeps as code, or made-up ones in great numbers.
//!
//! Rows as code all go into the database in one transaction, or none of them do.

mod made_up;
mod written;

use super::arguments::SeedArguments;
use super::exit::Exit;
use super::interrupt;
use super::output::Output;
use crate::config::Config;
use anyhow::Result;

/// Does what is asked for.
pub(super) async fn run(config: &Config, arguments: &SeedArguments, output: Output) -> Result<Exit> {
    interrupt::ends(async {
        match arguments.rows {
            Some(rows) => made_up::run(config, (arguments, rows), output).await,
            None => written::run(config, arguments, output).await,
        }
    })
    .await
}
