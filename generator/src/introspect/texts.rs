//! Database → [`Texts`]: what it says of its objects in words of its own, for a comparison. Nothing else needs it, and no
//! sync asks for it.

use crate::catalog::{ObjectKind, RoutineKind, Schema, TextKind, TextOf, Texts};
use crate::database::{Backend, Session};
use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, FromRow};

/// A row of the statements that list texts.
#[derive(FromRow)]
struct TextRow {
    kind: String,
    schema: String,
    name: String,
    part: String,
    text: String,
}

/// The texts of the objects of these schemas.
///
/// Errors: the connection broke, or a text may not be read.
pub async fn texts(session: &mut Session, schemas: &[Schema]) -> Result<Texts> {
    let mut texts = Texts::default();
    texts.asked = true;
    match session.backend() {
        Backend::Postgres => {
            let names: Vec<String> = schemas.iter().map(|schema| schema.name.clone()).collect();
            // As the facts are read: no name is spelled in view of who reads it.
            session.execute("BEGIN; SET LOCAL search_path = ''").await?;
            let query = sqlx::query_as(include_str!("postgres/texts.sql")).bind(names);
            let rows = session.postgres(query).await;
            session.execute(if rows.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
            add(&mut texts, rows.context("reading what the server says of its objects")?);
        }
        Backend::Sqlite => {
            let query = sqlx::query_as(include_str!("sqlite/texts.sql"));
            add(&mut texts, session.sqlite(query).await.context("reading the text of the tables")?);
        }
        Backend::MySql => {
            routines(session, schemas, &mut texts).await?;
            objects(session, schemas, &mut texts).await?;
            let names = serde_json::to_string(&schemas.iter().map(|schema| &schema.name).collect::<Vec<_>>())?;
            let query = sqlx::query_as(include_str!("mysql/texts.sql")).bind(names);
            add(&mut texts, session.mysql(query).await.context("reading the names of the indexes")?);
        }
    }
    Ok(texts)
}

/// The statements that make the routines, which MySQL tells one by one.
async fn routines(session: &mut Session, schemas: &[Schema], texts: &mut Texts) -> Result<()> {
    for (schema, routine) in schemas.iter().flat_map(|schema| schema.routines.iter().map(move |own| (schema, own))) {
        let (kind, word) = match routine.kind {
            RoutineKind::Procedure => (TextKind::Procedure, "PROCEDURE"),
            _ => (TextKind::Function, "FUNCTION"),
        };
        let sql = format!("SHOW CREATE {word} {}.{}", quoted(&schema.name), quoted(&routine.name));
        let rows: Vec<(String, String, Option<String>)> = session.mysql(sqlx::query_as(AssertSqlSafe(sql))).await?;
        // Whose it is, is a matter of who runs the statement; what ended it among several, MySQL keeps with it.
        let text = rows.into_iter().find_map(|row| row.2);
        let text = text.map(|text| without_definer(text.trim_end_matches([';', ' ', '\n'])));
        if let Some(text) = text {
            let (schema, name) = (schema.name.clone(), routine.name.clone());
            texts.add(TextOf { kind, schema, name, part: routine.signature.clone() }, text);
        }
    }
    Ok(())
}

/// The statements that make sequences, and what follows the columns of tables in parts.
async fn objects(session: &mut Session, schemas: &[Schema], texts: &mut Texts) -> Result<()> {
    for (schema, object) in schemas.iter().flat_map(|schema| schema.objects.iter().map(move |own| (schema, own))) {
        let (kind, word, name) = match (object.kind, &object.table) {
            (ObjectKind::Sequence, _) => (TextKind::Sequence, "SEQUENCE", &object.name),
            (ObjectKind::Partition, Some(table)) => (TextKind::Partitioning, "TABLE", table),
            _ => continue,
        };
        if texts.of(kind, &schema.name, name).is_some() {
            continue;
        }
        let sql = format!("SHOW CREATE {word} {}.{}", quoted(&schema.name), quoted(name));
        let rows: Vec<(String, String)> = session.mysql(sqlx::query_as(AssertSqlSafe(sql))).await?;
        let text = rows.into_iter().next().map(|row| row.1);
        let text = match kind {
            TextKind::Partitioning => text.as_deref().and_then(partitioning),
            _ => text,
        };
        if let Some(text) = text {
            let (schema, name) = (schema.name.clone(), name.clone());
            texts.add(TextOf { kind, schema, name, part: String::new() }, text);
        }
    }
    Ok(())
}

/// What follows the columns and options in the text of a table: a line of its own, which MySQL hides from servers of old.
fn partitioning(text: &str) -> Option<String> {
    let starts = [" PARTITION BY ", "/*!50100 PARTITION BY ", "/*!50500 PARTITION BY "];
    let at = starts.iter().find_map(|start| text.find(&format!("\n{start}")))?;
    let tail = text.get(at..)?.trim();
    let tail = match tail.strip_prefix("/*!") {
        Some(hidden) => hidden.trim_end_matches("*/").trim_start_matches(|c: char| c.is_ascii_digit()).trim(),
        None => tail,
    };
    Some(tail.to_owned())
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

fn without_definer(text: &str) -> String {
    match text.split_once(" DEFINER=") {
        Some(("CREATE", rest)) => rest
            .find(" FUNCTION ")
            .or(rest.find(" PROCEDURE "))
            .and_then(|at| rest.get(at..))
            .map_or_else(|| text.to_owned(), |rest| format!("CREATE{rest}")),
        _ => text.to_owned(),
    }
}

fn add(texts: &mut Texts, rows: Vec<TextRow>) {
    for row in rows {
        let kind = match row.kind.as_str() {
            "table" => TextKind::Table,
            "view" => TextKind::View,
            "partitioning" => TextKind::Partitioning,
            "index" => TextKind::Index,
            "numbering" => TextKind::Numbering,
            "foreign_table" => TextKind::ForeignTable,
            "foreign_server" => TextKind::ForeignServer,
            "procedure" => TextKind::Procedure,
            _ => TextKind::Function,
        };
        texts.add(TextOf { kind, schema: row.schema, name: row.name, part: row.part }, row.text);
    }
}
