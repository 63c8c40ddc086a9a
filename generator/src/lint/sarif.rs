//! Findings as SARIF 2.1.0, which code scanning of GitHub, GitLab and Azure reads.
//!
//! A database has no lines, so that a finding is at the file of the project that tells of its table, and names the object
//! itself as a logical location. The fingerprint is that of rule and place: it stays when a wording changes.

use super::rule::{Manual, manuals};
use super::{Finding, Report};
use crate::config::Level;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The log; `file` names the file that a finding is shown at, as a path relative to the root of the sources.
pub fn sarif(report: &Report, file: impl Fn(&Finding) -> String) -> Value {
    let ignored = report.ignored.iter().map(|ignored| {
        let mut result = result(&ignored.finding, &file);
        let suppression = json!([{ "kind": "inSource", "status": "accepted", "justification": ignored.reason }]);
        if let Value::Object(result) = &mut result {
            result.insert("suppressions".to_owned(), suppression);
        }
        result
    });
    let known = report.known.iter().map(|finding| unchanged(result(finding, &file), "unchanged"));
    let new = report.findings.iter().map(|finding| unchanged(result(finding, &file), "new"));
    let results: Vec<Value> = new.chain(known).chain(ignored).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "scaffold",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": manuals().iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "SRCROOT": { "description": { "text": "The directory of scaffold.toml." } } },
            "results": results,
        }],
    })
}

fn unchanged(mut result: Value, state: &str) -> Value {
    if let Value::Object(fields) = &mut result {
        fields.insert("baselineState".to_owned(), json!(state));
    }
    result
}

fn rule(manual: &Manual) -> Value {
    json!({
        "id": manual.id,
        "shortDescription": { "text": manual.title },
        "fullDescription": { "text": manual.text },
        "help": { "text": manual.text, "markdown": manual.text },
        "defaultConfiguration": { "enabled": manual.level > Level::Off, "level": level(manual.level) },
    })
}

fn result(finding: &Finding, file: impl Fn(&Finding) -> String) -> Value {
    let Finding { rule, place, message, why, help, kind, .. } = finding;
    let sentences = [format!("{place}: {message}"), why.clone(), help.clone()];
    let text = sentences.iter().filter(|sentence| !sentence.is_empty()).cloned().collect::<Vec<_>>().join(". ");
    let index = manuals().iter().position(|manual| manual.id == *rule);
    json!({
        "ruleId": rule,
        "ruleIndex": index,
        "level": level(finding.level),
        "message": { "text": text },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&file(finding)), "uriBaseId": "SRCROOT" },
                "region": { "startLine": 1 },
            },
            "logicalLocations": [{ "fullyQualifiedName": place, "kind": kind }],
        }],
        "partialFingerprints": { "object/v1": fingerprint(rule, place) },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "note",
        Level::Off => "none",
    }
}

fn fingerprint(rule: &str, place: &str) -> String {
    let digest = Sha256::digest(format!("{rule}\n{place}"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let part = |part: &str| percent_encoding::utf8_percent_encode(part, percent_encoding::NON_ALPHANUMERIC).to_string();
    let kept = |text: String| text.replace("%2E", ".").replace("%5F", "_").replace("%2D", "-").replace("%7E", "~");
    path.split('/').map(|text| kept(part(text))).collect::<Vec<_>>().join("/")
}
