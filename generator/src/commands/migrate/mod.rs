//! `scaffold migrate …`: single migrations, by name, on the user's own unedited migration crate.
//!
//! One file per verb. What there is and what is applied is a [`standing::Standing`]; which migrations a verb is about is
//! decided in [`choice`], without any effect; each is then run alone, and told when it is done.

mod arguments;
mod baseline;
mod blocks;
mod choice;
mod down;
mod fix;
mod fresh;
mod from_diff;
pub(super) mod guard;
mod hand;
pub(super) mod inspect;
mod left_out;
mod list;
mod lock;
mod new;
mod page;
mod proof;
mod redo;
mod remedy;
mod repair;
mod safety;
mod sql;
mod standing;
mod status;
mod steps;
mod trial;
mod up;
mod verify;

pub(super) use arguments::MigrateArguments;
pub(super) use fix::Request as Fix;
pub(super) use hand::Hand;
pub(super) use new::Made;
pub(super) use remedy::{Wanted, written};

use super::exit::Exit;
use super::interrupt;
use super::output::Output;
use super::phases::Phases;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use anyhow::Result;
use arguments::MigrateVerb;

/// What `verify` finds wrong with all migrations.
pub(super) async fn problems(config: &Config) -> Result<Vec<Diagnostic>> {
    let output = Output::silent();
    interrupt::ends(async {
        let verdicts = verify::verdicts(config, &[], (&mut Phases::new(output), output)).await?;
        let all = verdicts.into_iter().flat_map(|verdict| verdict.diagnostics);
        Ok(all.filter(|diagnostic| diagnostic.severity == Severity::Error).collect())
    })
    .await
}

/// Writes the migration that mends what breaks rules, or ends when somebody ends it.
pub(super) async fn fix(config: &Config, request: Fix<'_>, output: Output) -> Result<Exit> {
    interrupt::ends(fix::run(config, request, output)).await
}

/// Runs the verb, until it is done or somebody ends it.
pub(super) async fn run(config: &Config, arguments: &MigrateArguments, output: Output) -> Result<Exit> {
    interrupt::ends(async {
        match &arguments.verb {
            MigrateVerb::List => list::run(config, output).await,
            MigrateVerb::Status => status::run(config, output).await,
            MigrateVerb::Up(up) => up::run(config, up, output).await,
            MigrateVerb::Down(down) => down::run(config, down, output).await,
            MigrateVerb::Redo(redo) => redo::run(config, redo, output).await,
            MigrateVerb::Reset(reset) => down::reset(config, reset, output).await,
            MigrateVerb::Fresh(fresh) => fresh::run(config, fresh, output).await,
            MigrateVerb::Sql(sql) => sql::run(config, sql, output).await,
            MigrateVerb::Verify(verify) => verify::run(config, verify, output).await,
            MigrateVerb::Lock(lock) => lock::run(config, lock, output).await,
            MigrateVerb::Repair(repair) => repair::run(config, repair, output).await,
            MigrateVerb::Baseline(baseline) => baseline::run(config, baseline, output).await,
            MigrateVerb::New(new) => new::run(config, new, output).await,
        }
    })
    .await
}
