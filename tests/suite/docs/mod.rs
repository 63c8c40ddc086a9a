//! Documentation as others read it: Mermaid's own parser, that of DBML, and a browser.

mod page;
mod reader;

use anyhow::Result;
use sea_scaffold::catalog::Catalog;
use sea_scaffold::config::{DocsSettings, Document, Settings};
use sea_scaffold::history::History;
use sea_scaffold::model;
use sea_scaffold::render::{self, Documented, System, Templates};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Texts that mean something to Mermaid, DBML, HTML or a browser.
#[rustfmt::skip]
const PAYLOADS: &[&str] = &[
    "", "|", "\"", "` ", "<img src=x onerror=\"window.pwned=1\">", "</script><script>window.pwned=1</script>", "<!--",
    "]]>", "\n", "\" }\nclick X href \"javascript:window.pwned=1\"\n", "} o--o {", "%% ", "%%{init: {}}%%", "\u{202e}",
    "# ", "--", "\u{1b}[2J", "&lt;", ";", "'; DROP TABLE x; --", "'''", "\\", "é日本", "{{ 7 * 7 }}", "${x}", "{", ":",
    "title ", "direction LR\n", "style x fill:red\n", "PK", "erDiagram\n", "Note: 'x' ", "// ", "/*", "\t",
];

/// A schema of that many tables around hubs, each name with a text in front.
fn schema(count: usize, text: &str) -> Result<Catalog> {
    let name = |number: usize| format!("{text}table_{number}");
    let column = |name: String, data_type: &str| json!({ "name": name, "data_type": data_type, "raw_type": format!("{text}{data_type}"), "comment": text });
    let table = |number: usize| {
        let hub = number - number % 12;
        let mut targets = BTreeSet::from([hub, number * 7 / 11]);
        targets.remove(&number);
        let mut columns = vec![column("id".to_owned(), "integer")];
        columns.extend(targets.iter().map(|target| column(format!("{text}{target}_id"), "integer")));
        columns.extend((0..number % 9 + 6).map(|at| column(format!("{text}column_{at}"), "text")));
        let keys = targets.iter().map(|target| {
            json!({
                "columns": [format!("{text}{target}_id")], "target": { "schema": "public", "name": name(*target) },
                "target_columns": ["id"], "on_update": "no_action", "on_delete": "cascade",
                "deferral": "not_deferrable", "validated": true,
            })
        });
        let keys: Vec<Value> = if number % 17 == 3 { Vec::new() } else { keys.collect() };
        json!({
            "name": name(number), "kind": "base", "comment": text, "columns": columns,
            "primary_key": { "columns": ["id"], "deferral": "not_deferrable" }, "foreign_keys": keys,
        })
    };
    let tables: Vec<Value> = (0..count).map(table).collect();
    let mut catalog: Catalog =
        serde_json::from_value(json!({ "schemas": [{ "name": "public", "is_default": true, "tables": tables }] }))?;
    catalog.sort();
    Ok(catalog)
}

/// Its documentation, text by path.
fn documentation(catalog: &Catalog) -> Result<BTreeMap<String, String>> {
    let (model, _) = model::build(catalog, &Settings::default());
    let documents = [Document::Design, Document::Schema].into();
    let docs = DocsSettings { directory: Some("docs".to_owned()), documents, ..DocsSettings::default() };
    let (history, system) = (History::default(), System::Postgres);
    let facts =
        Documented { catalog, model: &model, history: &history, system, layout: "", rows: "", crate_name: "entity" };
    let files = render::documentation(&facts, &docs, &Templates::default())?;
    Ok(files.into_iter().map(|file| (file.path, file.text)).collect())
}
