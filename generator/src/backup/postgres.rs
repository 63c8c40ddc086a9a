//! PostgreSQL: `pg_dump` at a moment that our own counts see too, `pg_restore` into an empty database, and both halves of a
//! replacement in one transaction.

use super::tool::{self, Tool};
use super::{Dumped, Roles, client, count};
use crate::database::{Session, unreadable};
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{self, AsyncWriteExt};
use tokio::process::{ChildStdin, Command};

/// Tables with rows of their own. `pg_dump` leaves out what belongs to an extension.
pub(super) const TABLES: &str = "SELECT format('ONLY %I.%I', n.nspname, c.relname) \
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' \
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d \
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')";

/// The schemas of a database, and whether something in each belongs to an extension.
const SCHEMAS: &str = "SELECT n.nspname::text, EXISTS (SELECT FROM pg_catalog.pg_depend s \
        JOIN pg_catalog.pg_depend e ON e.classid = s.classid AND e.objid = s.objid AND e.deptype = 'e' \
        WHERE s.refclassid = 'pg_catalog.pg_namespace'::regclass AND s.refobjid = n.oid) \
    FROM pg_catalog.pg_namespace n WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' \
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d \
        WHERE d.classid = 'pg_catalog.pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e') ORDER BY 1";

/// What is in no schema and made by somebody.
const OTHERS: &str = "SELECT format('DROP %s IF EXISTS %s CASCADE', upper(o.type), o.identity) FROM ( \
        SELECT 'pg_catalog.pg_publication'::regclass AS class, oid FROM pg_catalog.pg_publication \
        UNION ALL SELECT 'pg_catalog.pg_event_trigger'::regclass, oid FROM pg_catalog.pg_event_trigger \
        UNION ALL SELECT 'pg_catalog.pg_foreign_server'::regclass, oid FROM pg_catalog.pg_foreign_server) found \
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(found.class, found.oid, 0) o \
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d \
        WHERE d.classid = found.class AND d.objid = found.oid AND d.deptype = 'e') ORDER BY 1";

pub(super) async fn dump(url: &str, file: &Path) -> Result<Dumped> {
    let tool = Tool::find(&["pg_dump"]).await?;
    let mut session = Session::open(url).await?;
    let dumped = dump_with((&tool, &mut session), url, file).await;
    session.close().await;
    dumped.map_err(|error| unreadable(error, url))
}

async fn dump_with((tool, session): (&Tool, &mut Session), url: &str, file: &Path) -> Result<Dumped> {
    let server = session.version().await?;
    if let Some((ours, theirs)) = tool.major().zip(tool::leading(&server)).filter(|(ours, theirs)| ours < theirs) {
        return Err(Diagnostic::tool_too_old(&tool.version, ours, theirs).into());
    }
    // As long as this transaction is open, the tool sees what it sees. Rows that a policy hides would be counted as none.
    session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    session.execute("SET LOCAL row_security = off").await?;
    let moment = session.texts("SELECT pg_catalog.pg_export_snapshot()".to_owned()).await?;
    let rows = count(session).await?;
    let mut command = command(tool, url)?;
    command.args(["--format=custom", "--no-password", "--snapshot"]).args(moment).arg("--file").arg(file);
    tool.run(command, url).await?;
    Ok(Dumped { tool: tool.version.clone(), rows, moved: Vec::new() })
}

pub(super) async fn load(url: &str, file: &Path, roles: Roles) -> Result<()> {
    let tool = Tool::find(&["pg_restore"]).await?;
    let mut command = command(&tool, url)?;
    let name = crate::database::whereabouts(url).name;
    command.args(["--exit-on-error", "--no-password", "--dbname", &name]).args(flags(roles)).arg(file);
    tool.run(command, url).await
}

/// All in one transaction of `psql`, which is over only when it is told so: whatever fails, the database is as it was.
pub(super) async fn replace(url: &str, file: &Path, roles: Roles) -> Result<()> {
    let (restore, psql) = (Tool::find(&["pg_restore"]).await?, Tool::find(&["psql"]).await?);
    let directory = tempfile::tempdir()?;
    let (drops, stay) = drops(url).await?;
    let list = directory.path().join("list");
    fs::write(&list, without(&contents(&restore, file).await?, &stay))?;
    let mut command = command(&psql, url)?;
    command.args(["--no-psqlrc", "--no-password", "--quiet", "--set", "ON_ERROR_STOP=1", "--output"]);
    command.arg(directory.path().join("said")).stdin(Stdio::piped());
    let mut client = command.spawn().context("starting psql")?;
    let input = client.stdin.take().context("psql has an input")?;
    let script = async {
        let mut input = input;
        let prelude = format!("\\set VERBOSITY terse\nBEGIN;\n{}", drops.join(";\n") + ";\n");
        input.write_all(prelude.as_bytes()).await?;
        let mut dump = restore.command();
        dump.arg("--file=-").arg("--use-list").arg(&list).args(flags(roles)).arg(file);
        printed(&restore, dump, (&mut input, url)).await?;
        // What is not told to last does not.
        input.write_all(b"\nCOMMIT;\n").await?;
        input.shutdown().await?;
        anyhow::Ok(())
    };
    let (told, ended) = tokio::join!(script, client.wait_with_output());
    // Where the client gives up, its reason says more than that nobody listens any longer.
    psql.ended(&ended.context("waiting for psql")?, url)?;
    told
}

/// Runs a command that prints a script, to its end, and passes that on.
async fn printed(tool: &Tool, mut command: Command, (input, url): (&mut ChildStdin, &str)) -> Result<()> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("starting pg_restore")?;
    let mut script = child.stdout.take().context("pg_restore has an output")?;
    let (copied, ended) = tokio::join!(io::copy(&mut script, input), child.wait_with_output());
    tool.ended(&ended.context("waiting for pg_restore")?, url)?;
    copied?;
    Ok(())
}

/// What empties the database, and the schemas that stay nevertheless.
async fn drops(url: &str) -> Result<(Vec<String>, Vec<String>)> {
    let mut session = Session::open(url).await?;
    let found = async {
        let schemas: Vec<(String, bool)> = session.postgres(sqlx::query_as(SCHEMAS)).await?;
        // The server makes public itself, and no script does; without an extension in it another one goes as a whole.
        let (stay, go): (Vec<_>, Vec<_>) =
            schemas.into_iter().partition(|(name, of_extension)| name == "public" || *of_extension);
        let stay: Vec<String> = stay.into_iter().map(|(name, _)| name).collect();
        let mut drops = session.texts(OTHERS.to_owned()).await?;
        drops.extend(go.iter().map(|(name, _)| format!("DROP SCHEMA \"{}\" CASCADE", name.replace('"', "\"\""))));
        drops.extend(session.drops(&stay).await?);
        anyhow::Ok((drops, stay))
    };
    let found: Result<_> = found.await;
    session.close().await;
    found.map_err(|error| unreadable(error, url))
}

/// What is in a dump, a line for each piece.
async fn contents(restore: &Tool, file: &Path) -> Result<String> {
    let mut command = restore.command();
    command.arg("--list").arg(file).stdout(Stdio::piped());
    let output = command.output().await.context("starting pg_restore")?;
    restore.ended(&output, "")?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The list without the schemas that are there: `6; 2615 16385 SCHEMA - extensions owner`.
fn without(list: &str, stay: &[String]) -> String {
    let makes = |line: &str| {
        let words = line.split_once(" SCHEMA - ").map(|(_, words)| words);
        words.is_some_and(|words| stay.iter().any(|name| words.starts_with(&format!("{name} "))))
    };
    list.lines().filter(|line| !makes(line)).map(|line| format!("{line}\n")).collect()
}

fn flags(roles: Roles) -> &'static [&'static str] {
    match roles {
        Roles::Kept => &[],
        Roles::Dropped => &["--no-owner", "--no-privileges"],
    }
}

fn command(tool: &Tool, url: &str) -> Result<Command> {
    let mut command = tool.command();
    command.envs(client::postgres(url)?);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_that_stay_are_not_made_again() {
        let list = "; head\n6; 2615 16385 SCHEMA - ext a\n7; 2615 16386 SCHEMA - extra a\n8; 1259 1 TABLE ext t a\n";
        let left = "; head\n7; 2615 16386 SCHEMA - extra a\n8; 1259 1 TABLE ext t a\n";
        assert_eq!(without(list, &["public".to_owned(), "ext".to_owned()]), left);
    }
}
