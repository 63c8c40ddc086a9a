//! A role that may only SELECT gets what the owner gets.

use super::{Subject, differences, subjects, text};
use crate::cases;
use crate::golden::difference;
use crate::servers::{self, Server};
use anyhow::{Context, Result};
use sea_scaffold::database::Backend;

const PASSWORD: &str = "reader";

fn check(subject: &Subject, server: &'static Server, role: &str) -> Result<Option<String>> {
    let database = subject.database(server, "")?;
    let owner = cases::generate(&database.url, &subject.settings)?;
    for schema in &owner.catalog.schemas {
        let name = format!("\"{}\"", schema.name.replace('"', "\"\""));
        database.execute(&format!(
            "GRANT USAGE ON SCHEMA {name} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO {role}"
        ))?;
    }
    let reader = text(&database.url_as(role, PASSWORD)?, &subject.settings).context("as the reader")?;
    let owner = text(&database.url, &subject.settings)?;
    Ok((owner != reader).then(|| difference(&subject.name, &owner, &reader)))
}

#[test]
fn select_only_role_gets_the_code_of_the_owner() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let role = format!("reader_{}", std::process::id());
    server.administrate(format!("CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'"))?;
    let subjects = subjects(Backend::Postgres)?;
    let found = differences(&subjects, |subject| check(subject, server, &role));
    server.administrate(format!("DROP ROLE IF EXISTS {role}"))?;
    found.finish();
    Ok(())
}
