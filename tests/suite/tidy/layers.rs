//! Who may name whom, and who may touch the outside world.
//!
//! The table is the architecture: a module names only those to its right, so that data flows one way and the
//! middle stays pure. A module that is not in the table has no place yet.

use super::source::{self, Source};
use super::{Violation, none};
use std::collections::BTreeSet;

/// One module of `generator/src`.
struct Layer {
    name: &'static str,
    /// The modules it may name besides itself.
    may_name: &'static [&'static str],
    /// What of the outside world it may name.
    effects: &'static [&'static str],
}

const fn layer(name: &'static str, may_name: &'static [&'static str], effects: &'static [&'static str]) -> Layer {
    Layer { name, may_name, effects }
}

const FILES: &str = "files";
const ENVIRONMENT: &str = "environment";
const PROCESS: &str = "process";
const NETWORK: &str = "network";
const PRINTS: &str = "prints";

const ALL: &[&str] = &[
    "alter",
    "backup",
    "catalog",
    "commands",
    "config",
    "data",
    "database",
    "diagnostic",
    "diagram",
    "diff",
    "disk",
    "doctor",
    "extension",
    "history",
    "introspect",
    "ledger",
    "lint",
    "migration",
    "model",
    "plan",
    "render",
    "seed",
    "snapshot",
    "tasks",
    "templates",
];
const EVERYTHING: &[&str] = &[FILES, ENVIRONMENT, PROCESS, NETWORK, PRINTS];

const LAYERS: &[Layer] = &[
    layer("catalog", &[], &[]),
    layer("alter", &["catalog", "seed"], &[]),
    layer("diagnostic", &[], &[]),
    layer("config", &["diagnostic"], &[FILES, ENVIRONMENT]),
    layer("database", &["config", "diagnostic"], &[NETWORK, FILES]),
    layer("backup", &["database", "diagnostic"], &[NETWORK, PROCESS, FILES]),
    layer("migration", &["config", "database", "diagnostic"], &[NETWORK, PROCESS, FILES, ENVIRONMENT]),
    layer("doctor", &["database"], &[NETWORK]),
    layer("history", &["catalog"], &[]),
    layer("introspect", &["catalog", "config", "database", "diagnostic", "history"], &[NETWORK]),
    layer("data", &["catalog", "diagnostic", "seed"], &[]),
    layer("extension", &["diagnostic"], &[]),
    layer("lint", &["catalog", "config", "diagnostic", "model"], &[]),
    layer("model", &["catalog", "config", "diagnostic", "extension", "history", "seed"], &[]),
    layer("diff", &["catalog", "diagnostic", "history", "model", "render"], &[]),
    layer("ledger", &["catalog", "config", "diagnostic", "model"], &[]),
    layer("diagram", &[], &[]),
    layer("render", &["catalog", "config", "diagnostic", "diagram", "extension", "history", "model"], &[PROCESS]),
    layer("rows", &["catalog", "database", "model", "seed"], &[NETWORK]),
    layer("seed", &["catalog", "config", "diagnostic"], &[]),
    layer("plan", &["diagnostic", "render"], &[]),
    layer("snapshot", &["catalog", "database", "diagnostic", "history", "model", "plan", "render"], &[]),
    layer("tasks", &["catalog", "config", "diagnostic", "history", "snapshot"], &[]),
    layer("templates", &["diagnostic", "plan", "render"], &[]),
    layer("disk", &["diagnostic", "extension", "plan", "render", "snapshot"], &[FILES]),
    layer("commands", ALL, EVERYTHING),
    layer("bin", ALL, EVERYTHING),
    layer("lib", &[], &[]),
];

/// What naming a path or a macro does to the outside world.
const EFFECTS: &[(&[&str], &str)] = &[
    (&["std", "fs"], FILES),
    (&["tempfile"], FILES),
    (&["walkdir"], FILES),
    (&["std", "env"], ENVIRONMENT),
    (&["dotenvy"], ENVIRONMENT),
    (&["std", "process"], PROCESS),
    (&["tokio", "process"], PROCESS),
    (&["std", "net"], NETWORK),
    (&["tokio", "net"], NETWORK),
    (&["sqlx"], NETWORK),
    (&["indicatif"], PRINTS),
    (&["anstream"], PRINTS),
    (&["std", "io", "stdout"], PRINTS),
    (&["std", "io", "stderr"], PRINTS),
    (&["io", "stdout"], PRINTS),
    (&["io", "stderr"], PRINTS),
];

const PRINTING_MACROS: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// Words that only some files may hold: the word, where it is at home, and why.
const AT_HOME: &[(&str, &[&str], &str)] =
    &[("heck", &["generator/src/model/names.rs", "generator/src/model/names/"], "case is decided in one place")];

/// Modules on the way to output, where the order of things must be stated.
const ORDERED: &[&str] =
    &["alter", "catalog", "diagram", "extension", "ledger", "model", "render", "templates", "plan", "disk", "tasks"];

/// Every path of two or more parts that the words spell, with `{…}` groups spelled out.
fn paths(words: &[String]) -> BTreeSet<Vec<String>> {
    let mut paths = BTreeSet::new();
    for start in 0..words.len() {
        let inner = start >= 2 && words[start - 1] == ":" && words[start - 2] == ":";
        if is_word(&words[start]) && !inner {
            spell(words, start, &mut Vec::new(), &mut paths);
        }
    }
    paths
}

/// Follows one path from `at` and returns where it ends.
fn spell(words: &[String], mut at: usize, prefix: &mut Vec<String>, paths: &mut BTreeSet<Vec<String>>) -> usize {
    let length = prefix.len();
    loop {
        match words.get(at) {
            Some(open) if open == "Brace<" && !prefix.is_empty() => {
                at += 1;
                while words.get(at).is_some_and(|word| word != "Brace>") {
                    at = spell(words, at, prefix, paths).max(at + 1);
                }
            }
            Some(word) if is_word(word) => {
                prefix.push(word.clone());
                at += 1;
            }
            _ => break,
        }
        let goes_on = words.get(at).zip(words.get(at + 1)).is_some_and(|(a, b)| a == ":" && b == ":");
        if !goes_on {
            break;
        }
        at += 2;
    }
    paths.insert(prefix.clone());
    prefix.truncate(length);
    at
}

fn is_word(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_') && !word.ends_with(['<', '>'])
}

/// The module of the crate that a path leads to, when it leaves the file's own.
fn module_of<'a>(path: &'a [String], source: &Source) -> Option<&'a str> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let rooted = matches!(path.first().map(String::as_str), Some("crate" | "sea_scaffold"));
    let at = if rooted {
        1
    } else if ups > 0 && ups >= source.depth() {
        ups
    } else {
        return None;
    };
    path.get(at).map(String::as_str).filter(|name| ALL.contains(name))
}

fn check(source: &Source) -> Result<Vec<Violation>, String> {
    let module = source.module();
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == module) else {
        return Ok(vec![format!("{}: `{module}` is not in the table of tests/suite/tidy/layers.rs", source.path)]);
    };
    let words = source.words()?;
    let mut violations = BTreeSet::new();
    for path in paths(&words) {
        if let Some(named) = module_of(&path, source)
            && named != module
            && !layer.may_name.contains(&named)
        {
            violations.insert(format!("{}: {module} may not name {named}", source.path));
        }
        let touched = EFFECTS
            .iter()
            .filter(|(start, _)| path.iter().map(String::as_str).take(start.len()).eq(start.iter().copied()));
        for (start, effect) in touched.filter(|(_, effect)| !layer.effects.contains(effect)) {
            violations.insert(format!("{}: {module} has no such effect: {effect} ({})", source.path, start.join("::")));
        }
    }
    for pair in words.windows(2).filter(|pair| pair[1] == "!" && PRINTING_MACROS.contains(&pair[0].as_str())) {
        if !layer.effects.contains(&PRINTS) {
            violations.insert(format!("{}: only commands print ({}!)", source.path, pair[0]));
        }
    }
    Ok(violations.into_iter().collect())
}

fn check_words(source: &Source) -> Result<Vec<Violation>, String> {
    let words = source.words()?;
    let mut violations = Vec::new();
    for (word, home, why) in AT_HOME {
        let elsewhere = !home.iter().any(|path| source.path.starts_with(path));
        if elsewhere && words.iter().any(|found| found == word) {
            violations.push(format!("{}: names {word}, which belongs in {home:?}: {why}", source.path));
        }
    }
    let unordered = |word: &&String| matches!(word.as_str(), "HashMap" | "HashSet");
    if ORDERED.contains(&source.module())
        && let Some(word) = words.iter().find(unordered)
    {
        violations.push(format!("{}: no {word} on the way to output; BTreeMap has an order", source.path));
    }
    Ok(violations)
}

#[test]
fn modules_name_only_what_the_table_allows() {
    let sources = source::rust(&["generator/src/"]);
    let violations = sources.iter().flat_map(|source| check(source).unwrap_or_else(|error| vec![error]));
    none("the module table of tests/suite/tidy/layers.rs", violations.collect());
}

#[test]
fn words_stay_where_they_are_at_home() {
    let sources = source::rust(&["generator/src/"]);
    let violations = sources.iter().flat_map(|source| check_words(source).unwrap_or_else(|error| vec![error]));
    none("words that belong in one place", violations.collect());
}

#[test]
fn the_check_sees_what_it_must_not_miss() {
    let breach = |path: &str, text: &str| {
        let source = Source { path: format!("generator/src/{path}"), text: text.to_owned() };
        check(&source).unwrap_or_default().len() + check_words(&source).unwrap_or_default().len()
    };
    assert_eq!(breach("catalog.rs", "use crate::model::Model;"), 1);
    assert_eq!(breach("model/mod.rs", "use crate::{catalog::Catalog, render::{File, render}};"), 1);
    assert_eq!(breach("model/a.rs", "fn f() { super::super::render::render() }"), 1);
    assert_eq!(breach("model/a.rs", "fn f() { super::render::render() }"), 0);
    assert_eq!(breach("plan.rs", "fn f() { vec![crate::disk::read()]; }"), 1);
    assert_eq!(breach("plan.rs", "use std::{collections::BTreeMap, fs};"), 1);
    assert_eq!(breach("model/mod.rs", "use heck::ToSnakeCase; use std::collections::HashMap;"), 2);
    assert_eq!(breach("disk.rs", "fn f() { println!(\"x\") }"), 1);
    assert_eq!(breach("model/mod.rs", "#[cfg(test)] mod tests { use std::fs; use crate::disk; }"), 0);
    assert_eq!(breach("stray.rs", ""), 1);
}
