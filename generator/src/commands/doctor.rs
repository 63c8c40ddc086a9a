//! `scaffold doctor`: whether all that the other verbs need is there; with `--stats`, what the live database says of its use.
//!
//! Nothing is changed: what it finds comes with the query behind it, and with the statements that would mend it.

use super::arguments::DoctorArguments;
use super::exit::{self, Exit};
use super::interrupt;
use super::migrate::{self, Made, Wanted};
use super::output::{FAINT, Output, STRONG};
use super::phases::Phases;
use super::stages;
use crate::backup;
use crate::config::Config;
use crate::database::{self, Backend, Missing, Scratch, Session, unreadable};
use crate::diagnostic::printable;
use crate::doctor::{self, Finding, Health};
use crate::migration::{self, Program};
use anyhow::Result;
use serde::Serialize;
use serde_json::json;

/// Something that other verbs need.
#[derive(Debug, Serialize)]
struct Need {
    /// What it is.
    name: &'static str,
    /// What was seen, or why it is not so.
    said: String,
    fine: bool,
}

/// Looks and tells. Ends with 1 when something is found or missing.
pub(super) async fn run(config: &Config, arguments: &DoctorArguments, output: Output) -> Result<Exit> {
    interrupt::ends(async {
        match arguments.stats {
            true => stats(config, arguments.write.as_deref(), output).await,
            false => needs(config, output).await,
        }
    })
    .await
}

async fn stats(config: &Config, name: Option<&str>, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = stages::database_url(config, Missing::Refuse)?;
    phases.begin("stats", "reading the statistics of the server");
    let mut session = Session::open(&url).await?;
    let health = doctor::health(&mut session).await;
    session.close().await;
    let health = health.map_err(|error| unreadable(error, &url))?;
    let made = match name {
        Some(name) => written(config, &health, name, (&mut phases, output)).await?,
        None => None,
    };
    phases.finish();
    if output.is_json() {
        let Health { asked, findings, unasked } = &health;
        output.json(&json!({ "asked": asked, "findings": findings, "unasked": unasked, "migration": made }))?;
    } else {
        output.data(&told(&health))?;
    }
    match (&made, name) {
        (Some(made), _) => made.tell(output)?,
        (None, Some(_)) => output.line("no migration mends any of it, and nothing is written")?,
        (None, None) => (),
    }
    Ok(if health.findings.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// Writes the migration that mends what one can; none where that is nothing.
async fn written(config: &Config, health: &Health, name: &str, told: (&mut Phases, Output)) -> Result<Option<Made>> {
    let mended = health.findings.iter().filter_map(|finding| Some((finding, finding.ways()?)));
    let (notes, ways): (Vec<String>, Vec<(&str, &str)>) = mended.map(|(finding, ways)| (note(finding), ways)).unzip();
    if ways.is_empty() {
        return Ok(None);
    }
    let title = "Mends what `scaffold doctor --stats` found.";
    migrate::written(config, Wanted { name, title, notes: &notes, ways: &ways }, told).await.map(Some)
}

fn note(Finding { check, place, message, .. }: &Finding) -> String {
    format!("{check} at {place}: {message}")
}

/// The findings by check, each check with its query.
fn told(health: &Health) -> String {
    let mut text = String::new();
    for findings in health.findings.chunk_by(|one, other| one.check == other.check) {
        text += &format!("{STRONG}{}{STRONG:#}\n", findings[0].check);
        for Finding { place, message, up, down, .. } in findings {
            text += &format!("  {}: {}\n", printable(place), printable(message));
            for (word, statement) in [("up", up), ("down", down)] {
                if let Some(statement) = statement {
                    text += &format!("    {word:<5} {}\n", printable(statement));
                }
            }
        }
        let query = findings[0].query.lines().map(|line| format!("    {FAINT}{line}{FAINT:#}\n"));
        text += &query.collect::<String>();
    }
    for unasked in &health.unasked {
        text += &format!("{} could not be asked: {}\n", unasked.check, printable(&unasked.reason));
    }
    text + &format!("{} questions, {} findings\n", health.asked, health.findings.len())
}

async fn needs(config: &Config, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    phases.begin("doctor", "looking at what is needed");
    let mut needs = database(config).await;
    phases.begin("build", "building the migration crate");
    needs.push(migrations(config).await);
    needs.push(crate_state(config));
    phases.finish();
    let missing = needs.iter().filter(|need| !need.fine).count();
    if output.is_json() {
        output.json(&json!({ "needs": needs, "missing": missing }))?;
    }
    for Need { name, said, fine } in &needs {
        let word = if *fine { "ok" } else { "missing" };
        output.line(&format!("{word:<9}{STRONG}{name}{STRONG:#}  {}", printable(said)))?;
    }
    Ok(if missing == 0 { Exit::Fine } else { Exit::Findings })
}

impl Need {
    fn of(name: &'static str, seen: Result<String>) -> Self {
        match seen {
            Ok(said) => Self { name, said, fine: true },
            Err(error) => {
                let said = exit::diagnostic(&error).map_or_else(|| format!("{error:#}"), ToString::to_string);
                Self { name, said, fine: false }
            }
        }
    }
}

/// The database, a scratch one beside it, and the tools for backups.
async fn database(config: &Config) -> Vec<Need> {
    let url = match stages::database_url(config, Missing::Refuse) {
        Ok(url) => url,
        Err(error) => return vec![Need::of("database", Err(error))],
    };
    let reached = async { anyhow::Ok(format!("{} {}", Backend::of(&url)?, database::version(&url).await?)) };
    let scratch = async {
        Scratch::create(&url).await?.drop().await?;
        anyhow::Ok("a scratch database can be made beside it and removed".to_owned())
    };
    vec![
        Need::of("database", reached.await),
        Need::of("scratch database", scratch.await),
        Need::of("backup", backup::tools(&url).await.map(|tools| tools.join("; "))),
    ]
}

/// What runs single migrations.
async fn migrations(config: &Config) -> Need {
    let seen = async {
        migration::ensure_crate(config)?;
        let listing = Program::build(config).await?.list(config).await?;
        anyhow::Ok(format!("{} in a crate that can be linked, recorded in {}", listing.migrations.len(), listing.table))
    };
    Need::of("migrations", seen.await)
}

/// What the entity crate was made from.
fn crate_state(config: &Config) -> Need {
    let seen = stages::last(config).and_then(|last| match last {
        Ok(last) => Ok(format!("entity/schema is of {}, {} tables", last.backend, last.catalog.table_count())),
        Err(mut problems) => Err(problems.remove(0).into()),
    });
    Need::of("entity crate", seen)
}
