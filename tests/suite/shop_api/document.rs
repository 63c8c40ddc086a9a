//! Holds requests and answers against an OpenAPI document: what it says is there is there, and nothing else is.

use super::client::Answer;
use anyhow::{Context, Result, bail, ensure};
use sea_orm::prelude::DateTimeWithTimeZone;
use serde_json::{Map, Value as Json};

/// What schemas may say here; a word that nobody checks would be a hole.
const KNOWN: &[&str] = &[
    "$ref",
    "additionalProperties",
    "default",
    "description",
    "enum",
    "example",
    "format",
    "items",
    "minimum",
    "oneOf",
    "properties",
    "required",
    "type",
];

/// Fails unless the document speaks of the call and of its answer, and both are as it says.
pub(super) fn check(document: &Json, call: &str, body: Option<&Json>, answer: &Answer) -> Result<()> {
    let (method, target) = call.split_once(' ').context("a method and a path")?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let paths = document["paths"].as_object().context("paths")?;
    let Some((_, operations)) = paths.iter().find(|(template, _)| is_of(template, path)) else {
        ensure!(answer.status == 404, "the document does not speak of {path}");
        return Ok(());
    };
    let operation = &operations[method.to_lowercase()];
    if operation.is_null() {
        ensure!(answer.status == 405, "the document does not speak of {method}");
        return Ok(());
    }
    let refused = answer.status >= 400;
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let known: Vec<&Json> = parameters.filter(|each| each["in"] == "query").map(|each| &each["name"]).collect();
    let mut asked = query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty());
    ensure!(refused || asked.all(|name| known.iter().any(|known| **known == name)), "parameters other than {known:?}");
    if let Some(body) = body.filter(|_| !refused) {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        fits(document, schema, body).context("the request")?;
    }
    let exact = &operation["responses"][answer.status.to_string()];
    let response = if exact.is_null() && refused { &operation["responses"]["default"] } else { exact };
    ensure!(!response.is_null(), "the document does not speak of status {}", answer.status);
    let headers = response["headers"].as_object();
    for name in headers.into_iter().flat_map(Map::keys) {
        ensure!(answer.headers.contains_key(name), "{name} is missing");
    }
    match response["content"].as_object() {
        Some(content) => {
            let schema = &content.get(answer.header("content-type")?).context("another kind of content")?["schema"];
            fits(document, schema, &answer.body).context("the answer")
        }
        None => {
            ensure!(answer.text.is_empty(), "nothing should be there");
            Ok(())
        }
    }
}

fn is_of(template: &str, path: &str) -> bool {
    let (parts, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let same = |(part, given): (&&str, &&str)| part.starts_with('{') || part == given;
    parts.len() == given.len() && parts.iter().zip(&given).all(same)
}

/// Fails unless the value is one of the schema.
fn fits(document: &Json, schema: &Json, value: &Json) -> Result<()> {
    let words = schema.as_object().with_context(|| format!("no schema: {schema}"))?;
    if let Some(unknown) = words.keys().find(|word| !KNOWN.contains(&word.as_str())) {
        bail!("`{unknown}` is not checked");
    }
    if let Some(place) = schema["$ref"].as_str() {
        let pointed = document.pointer(place.trim_start_matches('#')).with_context(|| format!("{place} is missing"))?;
        return fits(document, pointed, value).with_context(|| place.to_owned());
    }
    if let Some(several) = schema["oneOf"].as_array() {
        let right = several.iter().filter(|schema| fits(document, schema, value).is_ok()).count();
        ensure!(right == 1, "{value} fits {right} of {schema}");
        return Ok(());
    }
    let kinds = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
    ensure!(kinds.iter().any(|kind| is_a(kind, value)), "{value} is none of {kinds:?}");
    if let Some(values) = schema["enum"].as_array() {
        ensure!(values.contains(value), "{value} is none of {values:?}");
    }
    if let (Some("date-time"), Some(text)) = (schema["format"].as_str(), value.as_str()) {
        text.parse::<DateTimeWithTimeZone>().with_context(|| text.to_owned())?;
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        fits(document, &schema["items"], item).with_context(|| format!("item {number}"))?;
    }
    value.as_object().map_or(Ok(()), |value| members(document, schema, value))
}

fn members(document: &Json, schema: &Json, value: &Map<String, Json>) -> Result<()> {
    // What may be there besides is nothing, whether a schema says so or not.
    ensure!(schema["additionalProperties"].as_bool() != Some(true), "anything may be there");
    for name in schema["required"].as_array().into_iter().flatten() {
        ensure!(name.as_str().is_some_and(|name| value.contains_key(name)), "{name} is missing");
    }
    for (name, value) in value {
        let schema = schema["properties"].get(name).with_context(|| format!("{name} is too much"))?;
        fits(document, schema, value).with_context(|| name.clone())?;
    }
    Ok(())
}

fn is_a(kind: &Json, value: &Json) -> bool {
    match kind.as_str() {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    }
}

#[test]
fn what_is_not_as_the_document_says_is_seen() {
    use serde_json::json;
    let document = json!({ "components": { "schemas": { "Size": { "type": "string", "enum": ["S", "L"] } } } });
    let schema = json!({
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": { "type": "integer" },
            "at": { "type": ["string", "null"], "format": "date-time" },
            "size": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Size" }] },
            "names": { "type": "array", "items": { "type": "string" } },
        },
    });
    let is = |value: Json| fits(&document, &schema, &value).is_ok();
    assert!(is(json!({ "id": 1, "at": "2026-01-01T00:00:00Z", "size": "L", "names": ["a"] })));
    assert!(is(json!({ "id": 1, "at": null, "size": null, "names": [] })));
    for wrong in [
        json!({}),
        json!([]),
        json!({ "id": "1" }),
        json!({ "id": 1, "other": 1 }),
        json!({ "id": 1, "at": "today" }),
        json!({ "id": 1, "size": "M" }),
        json!({ "id": 1, "names": [1] }),
    ] {
        assert!(!is(wrong.clone()), "{wrong}");
    }
    assert!(fits(&document, &json!({ "type": "string", "pattern": "a" }), &json!("a")).is_err(), "an unknown word");
}
