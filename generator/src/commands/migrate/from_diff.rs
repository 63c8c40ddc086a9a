//! `scaffold migrate new NAME --from-diff TARGET`: the migration that turns the migrated schema into another one.
//!
//! It is offered when it is proved, in a scratch database in which all migrations are applied: see [`proof`]. Where that fails
//! nothing is written.

use super::super::diff;
use super::super::exit::Exit;
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::new::{self, Made};
use super::page::page;
use super::proof::{self, Aim, Found};
use super::standing::Standing;
use super::trial::{Trial, on_scratch};
use crate::config::Config;
use crate::database::{Backend, Missing};
use crate::diagnostic::Diagnostic;
use anyhow::Result;
use serde_json::json;

/// Finds the statements, proves them, and writes the migration.
pub(super) async fn run(config: &Config, (name, target): (&str, &str), output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let standing = Standing::of(config, None, &mut phases).await?;
    let wanted = diff::in_full(config, target, output).await?;
    let url = stages::database_url(config, Missing::Create)?;
    let backend = Backend::of(&url)?;
    if wanted.0.backend != backend {
        let (old, new) = (backend.to_string(), wanted.0.backend.to_string());
        return Err(Diagnostic::states_of_two_databases(("migrations", &old), (target, &new)).into());
    }
    phases.begin("prove", "trying the difference in a scratch database");
    let found = on_scratch((config, &url), &standing, async |trial: &mut Trial| {
        trial.up_all(&standing.all).await?;
        let base = trial.in_full().await?;
        if proof::difference(&base, &wanted)?.is_none() {
            return Ok(None);
        }
        proof::proved(trial, Aim { target, base: &base, wanted: &wanted, imagined: false }, output).await.map(Some)
    })
    .await?;
    phases.finish();
    let Some(found) = found else {
        if output.is_json() {
            output.json(&json!({ "name": null, "up": [], "down": [], "diagnostics": [] }))?;
        }
        output.line(&format!("nothing differs: the migrations make what {target} says"))?;
        return Ok(Exit::Fine);
    };
    let made = new::write(config, (name, false), page(backend, (&title(target), &[]), &found)?, output).await?;
    told(&made, &found, output)?;
    Ok(Exit::Fine)
}

fn told(made: &Made, found: &Found, output: Output) -> Result<()> {
    if output.is_json() {
        let ([up, down], diagnostics) = (found.texts(), &found.diagnostics);
        output.json(&json!({ "migration": made, "up": up, "down": down, "diagnostics": diagnostics }))?;
    } else {
        output.diagnostics(&found.diagnostics)?;
    }
    made.tell(output)?;
    let (up, down) = (found.up.statements.len(), found.down.statements.len());
    output.line(&format!("proved   {up} statements up and {down} down, in a scratch database"))
}

/// What the migration does. A URL holds secrets, and a place that is nobody else's.
fn title(target: &str) -> String {
    match Backend::of(target) {
        Ok(_) => "Makes the schema what another database says.".to_owned(),
        Err(_) => format!("Makes the schema what `{target}` said."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_no_secret() {
        assert_eq!(title("main"), "Makes the schema what `main` said.");
        assert!(!title("postgres://a:secret@b/c").contains("secret"));
    }
}
