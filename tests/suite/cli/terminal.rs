//! What a database is made of reaches a terminal as text: nothing in it is obeyed, and nothing hides.

use super::place::{Outcome, Place};
use crate::random;
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_scaffold::diagnostic::is_hidden;

/// Fails when a terminal would obey some of it.
fn is_plain(run: &Outcome) -> Result<()> {
    let said = run.both();
    let hidden: Vec<char> = said.chars().filter(|c| is_hidden(*c) && *c != '\n').collect();
    ensure!(hidden.is_empty(), "{hidden:?} in\n{}", said.escape_debug());
    Ok(())
}

#[test]
fn no_command_prints_what_a_terminal_obeys() -> Result<()> {
    for server in servers::databases() {
        for payload in ["\u{1b}[2J\u{1b}[31mred", "\u{9b}31m\u{7f}", "a\u{8}\u{7}b\rc", "\u{202e}gnp\u{200b}\u{feff}"] {
            let (place, database) = (Place::empty()?, server.database("terminal")?);
            let example = random::injected(payload, server.backend);
            database.execute(&example.statements.into_iter().map(|made| made.sql + ";\n").collect::<String>())?;
            let schemas = example.settings.database.schemas;
            place.write("scaffold.toml", &format!("[database]\nschemas = {}\n", toml::Value::from(schemas)))?;
            let mut said = String::new();
            for stage in ["catalog", "model", "files", "plan", "ledger"] {
                let run = place.run_on(&database.url, &["inspect", "--stage", stage])?;
                is_plain(run.ends_with_code(0)?).with_context(|| format!("{stage} on {}", server.backend))?;
                said += &run.stdout;
            }
            ensure!(said.contains("\\u00") || said.contains("\\r") || said.contains("\\u2"), "nothing of it is said");
            for arguments in [
                &["generate", "--output", "entity"][..],
                &["generate", "--output", "entity", "--format", "json"],
                &["inspect", "--stage", "model", "--only", payload],
                &["generate", "--output", payload],
            ] {
                is_plain(&place.run_on(&database.url, arguments)?).with_context(|| format!("{arguments:?}"))?;
            }
            is_plain(&place.run_on(&format!("{}{payload}", database.url), &["inspect", "--stage", "model"])?)?;
        }
    }
    Ok(())
}
