//! Diagrams read by the real Mermaid, DBML by its own parser, and `schema.json` by Liam, in node.
//!
//! `.ci/run` installs them. Where they are not there, the test says so aloud; under `CI=true` it fails.

use super::{PAYLOADS, documentation, schema};
use crate::servers;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Reads `{ diagrams: [text], dbml: [text] }` and prints what is in each, or why it cannot be read.
const READER: &str = r#"
import { JSDOM } from "jsdom";
import { readFileSync } from "node:fs";
const page = new JSDOM("");
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import("mermaid");
const { Parser } = await import("@dbml/core");
// It learns the kinds of diagram with the first one.
await mermaid.parse("erDiagram");
const given = JSON.parse(readFileSync(process.argv[2], "utf8"));
const read = async (texts, reader) => {
  const told = [];
  for (const text of texts) {
    try {
      told.push(await reader(text));
    } catch (error) {
      told.push({ error: String(error.message ?? JSON.stringify(error.diags ?? error)).slice(0, 300) });
    }
  }
  return told;
};
const diagrams = await read(given.diagrams, async (text) => {
  const found = await mermaid.mermaidAPI.getDiagramFromText(text);
  return [found.type, found.db.getEntities().size, found.db.getRelationships().length];
});
const dbml = await read(given.dbml, async (text) => {
  const found = new Parser().parse(text, "dbmlv2");
  const all = (of) => found.schemas.flatMap((schema) => schema[of]).length;
  return [all("tables"), all("refs")];
});
console.log(JSON.stringify({ diagrams, dbml }));
"#;

/// Where node finds the parsers.
fn modules() -> Option<PathBuf> {
    let found = || {
        servers::program("node")?;
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().context("the directory of what is built")?;
        let modules = target.join("mermaid/node_modules");
        for package in ["mermaid", "@liam-hq/cli"] {
            ensure!(modules.join(package).is_dir(), "{} has no {package}; .ci/run installs it", modules.display());
        }
        Ok(modules)
    };
    match found() {
        Ok(modules) => Some(modules),
        Err(error) => {
            servers::missing("mermaid", &error);
            None
        }
    }
}

fn read(modules: &Path, given: &Value) -> Result<Value> {
    let place = tempfile::tempdir()?;
    let (script, texts) = (place.path().join("reader.mjs"), place.path().join("texts.json"));
    fs::write(&script, READER)?;
    fs::write(&texts, given.to_string())?;
    std::os::unix::fs::symlink(modules, place.path().join("node_modules"))?;
    let output = Command::new(servers::program("node")?).arg(&script).arg(&texts).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What a diagram of ours holds: the names of tables begin a line, and so do those of links.
fn expected(diagram: &str) -> Value {
    let lines = || diagram.lines().filter(|line| line.starts_with("    \""));
    let links = lines().filter(|line| line.contains("\" }o--") || line.contains("\" |o--")).count();
    json!(["er", lines().count() - links, links])
}

#[test]
fn the_parsers_of_mermaid_and_dbml_read_what_is_written_whatever_names_there_are() -> Result<()> {
    let Some(modules) = modules() else { return Ok(()) };
    let (mut diagrams, mut dbml, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    let many = PAYLOADS.iter().map(|payload| schema(5, payload)).chain([schema(260, "")]);
    for catalog in many {
        let catalog = catalog?;
        let tables = catalog.schemas.iter().flat_map(|schema| &schema.tables);
        sizes.push(json!([tables.clone().count(), tables.map(|table| table.foreign_keys.len()).sum::<usize>()]));
        for (path, text) in documentation(&catalog)? {
            if path.ends_with(".md") {
                diagrams.extend(
                    text.split("```mermaid\n").skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned),
                );
            } else if path.ends_with(".dbml") {
                dbml.push(text);
            }
        }
    }
    let told = read(&modules, &json!({ "diagrams": diagrams, "dbml": dbml }))?;
    ensure!(diagrams.len() > 500 && dbml.len() == PAYLOADS.len() + 1, "{} diagrams", diagrams.len());
    for (diagram, told) in diagrams.iter().zip(told["diagrams"].as_array().context("what is told")?) {
        ensure!(*told == expected(diagram), "{told} is not {}:\n{diagram}", expected(diagram));
    }
    for ((text, size), told) in dbml.iter().zip(&sizes).zip(told["dbml"].as_array().context("what is told")?) {
        ensure!(told == size, "{told} is not {size}:\n{}", text.chars().take(2000).collect::<String>());
    }
    Ok(())
}

/// What Liam finds in a `schema.json`: for each table its columns and foreign keys.
fn liam(modules: &Path, text: &str) -> Result<Value> {
    let place = tempfile::tempdir()?;
    fs::write(place.path().join("schema.json"), text)?;
    let mut command = Command::new(servers::program("node")?);
    command.arg(modules.join(".bin/liam")).args(["erd", "build", "--format", "tbls", "--input", "schema.json"]);
    let output = command.args(["--output-dir", "out"]).current_dir(place.path()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&fs::read(place.path().join("out/schema.json"))?)?)
}

#[test]
fn liam_reads_every_table_column_and_reference() -> Result<()> {
    let Some(modules) = modules() else { return Ok(()) };
    for (count, text) in [(260, ""), (5, "\""), (5, "é日本"), (5, "</script><script>window.pwned=1</script>")] {
        let catalog = schema(count, text)?;
        let files = documentation(&catalog)?;
        let told = liam(&modules, files.get("docs/schema.json").context("there is one")?)?;
        let told = told["tables"].as_object().context("tables")?;
        ensure!(told.len() == count, "{} tables of {count}", told.len());
        for table in catalog.schemas.iter().flat_map(|schema| &schema.tables) {
            let found = &told[&table.name];
            let keys = found["constraints"].as_object().context("constraints")?.values();
            let keys = keys.filter(|key| key["type"] == "FOREIGN KEY").count();
            let columns = found["columns"].as_object().context("columns")?.len();
            let expected = (table.columns.len(), table.foreign_keys.len());
            ensure!(
                (columns, keys) == expected,
                "{:?}: {:?} is not {expected:?}: {found}",
                table.name,
                (columns, keys)
            );
        }
    }
    Ok(())
}
