//! What a program does that the suite wrote: uses its trees on the databases that a file describes.

use crate::usage::{self, Sides, Used};
use anyhow::{Context, Result};
use sea_scaffold::catalog::Catalog;
use serde::{Deserialize, Serialize};
use std::env;
use std::fs;
use std::process::ExitCode;

/// The databases of one tree.
#[derive(Serialize, Deserialize)]
pub struct Job {
    /// The tree's name.
    pub name: String,
    /// The URL of the database that holds rows.
    pub a: String,
    /// The URL of the empty one.
    pub b: String,
    /// What both hold.
    pub catalog: Catalog,
}

/// Reads the job in the file that the first argument names, and prints each failure as a line of JSON.
pub fn main(trees: &[Used]) -> ExitCode {
    match run(trees) {
        Ok(failures) => {
            failures.iter().for_each(|failure| println!("{}", serde_json::json!(failure)));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(trees: &[Used]) -> Result<Vec<String>> {
    let path = env::args().nth(1).context("the first argument names the file of a job")?;
    let job: Job = serde_json::from_str(&fs::read_to_string(path)?)?;
    let tree = trees.iter().find(|tree| tree.name == job.name).with_context(|| format!("no tree {}", job.name))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let sides = Sides::connect(&job.a, &job.b, job.catalog).await?;
        usage::check(tree, &sides).await
    })
}
