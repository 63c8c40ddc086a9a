//! Real schemas of public projects, with every rule on: nothing panics, two looks find the same, and each finding says what is
//! wrong, why it matters and what to do.

use super::findings_with;
use crate::fidelity::{beside, run_script};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_scaffold::config::{Level, Profile, Settings};
use sea_scaffold::database::Backend;
use sea_scaffold::lint::manuals;
use std::collections::BTreeSet;
use std::fs;

/// A few of each database; what a schema is called there, and rules that something in it breaks.
const REAL: &[(&str, Backend, &[&str])] = &[
    ("danbooru", Backend::Postgres, &["time/no-timezone", "polymorphic"]),
    ("pagila", Backend::Postgres, &["fk/unindexed", "fk/missing"]),
    ("umami", Backend::Postgres, &["fk/missing"]),
    ("sakila_mysql", Backend::MySql, &["pk/int-exhaustion", "time/no-timezone"]),
    ("sakila_sqlite", Backend::Sqlite, &["fk/unindexed"]),
    ("temporal_sqlite", Backend::Sqlite, &["fk/missing"]),
];

fn everything(profile: Profile) -> Settings {
    let mut settings = Settings::default();
    settings.lint.profile = profile;
    settings.lint.rules = manuals().iter().map(|manual| (manual.id.to_owned(), Level::Warn)).collect();
    settings.conventions.tenant = vec!["tenant_id".to_owned(), "namespace_id".to_owned()];
    settings
}

#[test]
fn real_schemas_are_looked_at_by_every_rule() -> Result<()> {
    let Some(place) = beside("schemas") else { return Ok(()) };
    for (name, backend, broken) in REAL {
        let Some(server) = servers::database(*backend) else { continue };
        let database = server.database(&format!("lint_{name}"))?;
        let text = fs::read_to_string(place.join(name).join("schema.sql")).with_context(|| (*name).to_owned())?;
        run_script(&database, &text)?;
        for profile in [Profile::Standard, Profile::Seeds, Profile::Postgres] {
            let settings = everything(profile);
            let found = findings_with(&database, &settings)?;
            ensure!(found == findings_with(&database, &settings)?, "{name}: another look finds something else");
            let said: BTreeSet<&str> = found.iter().map(|finding| finding.rule).collect();
            for rule in *broken {
                ensure!(said.contains(rule), "{name}: nothing breaks {rule}");
            }
            let is_mute = |text: &str| text.trim().is_empty() || text.contains("  ");
            let mute = found
                .iter()
                .find(|finding| [&finding.message, &finding.why, &finding.help].into_iter().any(|text| is_mute(text)));
            ensure!(mute.is_none(), "{name}: {mute:?}");
            let mut places = BTreeSet::new();
            let twice = found
                .iter()
                .find(|finding| !places.insert((finding.rule, &finding.schema, &finding.place, &finding.message)));
            ensure!(twice.is_none(), "{name}: told twice: {twice:?}");
        }
    }
    Ok(())
}
