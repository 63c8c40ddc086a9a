//! A role that may only SELECT gets the same code as the owner, byte for byte.

use crate::cases::{self, Case};
use crate::golden::{Goldens, difference};
use crate::servers;
use anyhow::{Context, Result};
use sea_scaffold::database::Backend;

const PASSWORD: &str = "reader";

fn check(case: &Case, role: &str) -> Result<Option<String>> {
    let Some(database) = case.database(Backend::Postgres)? else { return Ok(None) };
    let settings = case.settings()?;
    let owner = cases::generate(&database.url, &settings)?;
    for schema in &owner.catalog.schemas {
        let name = format!("\"{}\"", schema.name.replace('"', "\"\""));
        database.execute(&format!(
            "GRANT USAGE ON SCHEMA {name} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO {role}"
        ))?;
    }
    let reader = cases::generate(&database.url_as(role, PASSWORD)?, &settings).context("as the reader")?;
    let (owner, reader) = (owner.text()?, reader.text()?);
    Ok((owner != reader).then(|| difference(&case.name, &owner, &reader)))
}

#[test]
fn select_only_role_gets_the_code_of_the_owner() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let role = format!("reader_{}", std::process::id());
    server.administrate(format!("CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'"))?;
    let cases: Vec<Case> =
        cases::all().into_iter().filter(|case| case.backends().contains(&Backend::Postgres)).collect();
    let mut goldens = Goldens::default();
    for (case, checked) in cases.iter().zip(cases::parallel(&cases, |case| check(case, &role))) {
        match checked {
            Ok(different) => different.into_iter().for_each(|text| goldens.fail(text)),
            Err(error) => goldens.fail(format!("{}: {error:#}", case.name)),
        }
    }
    server.administrate(format!("DROP ROLE IF EXISTS {role}"))?;
    goldens.finish();
    Ok(())
}
