//! The text of `scaffold.toml` → [`Settings`]: every mistake is named with file, line, key and the nearest right word.
//!
//! Pure: it is handed the text and touches nothing else.

use super::{Places, Settings};
use crate::diagnostic::Diagnostic;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Parses and checks `text`; `file` is how messages call it.
pub(super) fn parse(text: &str, file: &str) -> Result<Settings, Diagnostic> {
    let document = DeTable::parse(text).map_err(|error| {
        let place = format!("{file}:{}", line(text, error.span()));
        Diagnostic::config_syntax(&place, error.message())
    })?;
    let mut settings: Settings =
        toml::from_str(text).map_err(|error| mistake(&error, text, file, document.get_ref()))?;
    if let Some((path, reason)) = invalid_value(&settings) {
        let span = find(document.get_ref(), &path);
        return Err(Diagnostic::config_value(&format!("{file}:{}: {}", line(text, span), path.join(".")), &reason));
    }
    settings.places = Places::new(document.get_ref(), text, file);
    for (rule, span) in settings.types.iter_mut().zip(blocks(document.get_ref(), "type")) {
        rule.place = format!("{file}:{}: type", line(text, Some(span)));
    }
    for (output, span) in settings.outputs.iter_mut().zip(blocks(document.get_ref(), "output")) {
        output.place = format!("{file}:{}: output", line(text, Some(span)));
    }
    for (number, ignore) in settings.lint.ignore.iter_mut().enumerate() {
        let number = number.to_string();
        ignore.place = settings.places.of(&["lint", "ignore", &number]).unwrap_or_default();
    }
    match settings.types.iter().find(|rule| !rule.has_condition()) {
        None => Ok(settings),
        Some(rule) => Err(Diagnostic::type_rule_without_condition(&rule.place)),
    }
}

/// Where each `[[name]]` stands.
fn blocks(document: &DeTable<'_>, name: &str) -> Vec<Range<usize>> {
    let value = document.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value.get_ref());
    value.and_then(DeValue::as_array).into_iter().flatten().map(Spanned::span).collect()
}

/// The first value that has the right type and still cannot be used, by the path of its key.
fn invalid_value(settings: &Settings) -> Option<(Vec<&str>, String)> {
    let globs = [
        (vec!["database", "include"], &settings.database.include),
        (vec!["database", "exclude"], &settings.database.exclude),
        (vec!["database", "include_routines"], &settings.database.include_routines),
        (vec!["database", "exclude_routines"], &settings.database.exclude_routines),
        (vec!["entity", "dense"], &settings.entity.dense),
        (vec!["conventions", "version"], &settings.conventions.version),
        (vec!["conventions", "created_at"], &settings.conventions.created_at),
        (vec!["conventions", "updated_at"], &settings.conventions.updated_at),
        (vec!["conventions", "deleted_at"], &settings.conventions.deleted_at),
        (vec!["conventions", "created_by"], &settings.conventions.created_by),
        (vec!["conventions", "updated_by"], &settings.conventions.updated_by),
        (vec!["conventions", "tenant"], &settings.conventions.tenant),
    ];
    for (path, patterns) in globs {
        if let Some(error) = patterns.iter().find_map(|pattern| globset::Glob::new(pattern).err()) {
            return Some((path, error.to_string()));
        }
    }
    let of_schemas = settings.schema.iter();
    let of_schemas = of_schemas.map(|(name, own)| (vec!["schema", name, "suffix"], own.suffix.as_deref()));
    let of_project = (vec!["entity", "suffix"], Some(settings.entity.suffix.as_str()));
    for (path, suffix) in of_schemas.chain([of_project]) {
        if let Some(suffix) = suffix.filter(|suffix| !suffix.chars().all(|c| c.is_ascii_alphanumeric())) {
            return Some((path, format!("`{suffix}` holds more than ASCII letters and digits")));
        }
    }
    if settings.entity.factories && !settings.entity.repositories {
        return Some((vec!["entity", "factories"], "factories write through repositories, which are off".to_owned()));
    }
    if settings.entity.tests && !settings.entity.factories {
        return Some((vec!["entity", "tests"], "tests make rows by factories, which are off".to_owned()));
    }
    if let Some(reason) = settings.docs.flaw() {
        return Some((vec!["docs", "directory"], reason));
    }
    if settings.migration.table.is_empty() {
        return Some((vec!["migration", "table"], "a table has a name".to_owned()));
    }
    None
}

/// Says what serde could not read, in terms of the file.
fn mistake(error: &toml::de::Error, text: &str, file: &str, document: &DeTable<'_>) -> Diagnostic {
    let span = error.span().unwrap_or_default();
    let mut path = Vec::new();
    enclosing(document, &span, &mut path);
    let place = format!("{file}:{}: {}", line(text, Some(span)), path.join("."));
    // serde names the unknown word first and the valid ones after it, all between backticks.
    let words: Vec<String> = error.message().split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let (word, valid) = words.split_first().map_or(("", &[][..]), |(word, valid)| (word.as_str(), valid));
    if error.message().starts_with("unknown field") {
        Diagnostic::config_unknown_key(&place, nearest(word, valid), valid)
    } else if error.message().starts_with("unknown variant") {
        let shown = if word.contains("://") { "a URL" } else { word };
        Diagnostic::config_unknown_word(&place, shown, nearest(word, valid), valid)
    } else {
        Diagnostic::config_value(&place, &without_text(error.message()))
    }
}

/// The message without the text that was found, which may be a URL with a password.
fn without_text(message: &str) -> String {
    match (message.find(" \""), message.rfind("\", expected")) {
        (Some(start), Some(end)) if start < end => [&message[..start], &message[end + 1..]].concat(),
        _ => message.to_owned(),
    }
}

/// The valid word that is closest to `word`, when it is close enough to be what was meant.
fn nearest<'a>(word: &str, valid: &'a [String]) -> Option<&'a str> {
    // One slip of the finger is close, however short the word.
    let score = |candidate: &str| match strsim::damerau_levenshtein(word, candidate) {
        0..=1 => 1.0,
        _ => strsim::jaro_winkler(word, candidate),
    };
    let scored = valid.iter().map(|candidate| (score(candidate), candidate.as_str()));
    scored.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, candidate)| candidate)
}

/// Collects the keys that lead to the text at `span`.
fn enclosing(table: &DeTable<'_>, span: &Range<usize>, path: &mut Vec<String>) -> bool {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        let inside = |range: Range<usize>| range.start <= span.start && span.end <= range.end;
        // The tables of an array stand apart from each other, so that only each of them has a place.
        let elements = value.get_ref().as_array().into_iter().flatten();
        let values = || [value].into_iter().chain(elements.clone());
        let mut tables = values().filter_map(|value| value.get_ref().as_table());
        let deeper = tables.any(|table| enclosing(table, span, path));
        if deeper || inside(key.span()) || values().any(|value| inside(value.span())) {
            return true;
        }
        path.pop();
    }
    false
}

/// Where the value of the key at `path` stands.
fn find(table: &DeTable<'_>, path: &[&str]) -> Option<Range<usize>> {
    let (first, rest) = path.split_first()?;
    let value: &Spanned<DeValue<'_>> = table.iter().find(|(key, _)| key.get_ref() == first)?.1;
    match rest {
        [] => Some(value.span()),
        rest => find(value.get_ref().as_table()?, rest),
    }
}

fn line(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start.min(text.len()));
    text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(text: &str) -> (String, String, String) {
        let error = parse(text, "scaffold.toml").unwrap_err();
        (format!("{} {}", error.code, error.place), error.message, error.help)
    }

    #[test]
    fn an_empty_file_means_the_defaults() {
        let settings = parse("", "scaffold.toml").unwrap();
        assert_eq!(settings.migration.table, "seaql_migrations");
        assert_eq!(settings.entity.directory.to_str(), Some("entity"));
    }

    #[test]
    fn unknown_keys_are_named_with_line_and_suggestion() {
        let (place, _, help) = fail("# mine\n[database]\nurll = 'x'\n");
        assert_eq!((place.as_str(), help.as_str()), ("C003 scaffold.toml:3: database.urll", "did you mean `url`?"));
        let (place, _, help) = fail("[migrations]\ndirectory = 'x'\n");
        assert_eq!((place.as_str(), help.as_str()), ("C003 scaffold.toml:1: migrations", "did you mean `migration`?"));
        let (place, _, help) = fail("entity.zzz = 1\n");
        assert_eq!(place, "C003 scaffold.toml:1: entity.zzz");
        assert!(help.starts_with("valid here: directory, format"), "{help}");
        let (place, _, help) = fail("[view.'v x']\nkeys = ['id']\n");
        assert_eq!((place.as_str(), help.as_str()), ("C003 scaffold.toml:2: view.v x.keys", "did you mean `key`?"));
    }

    #[test]
    fn wrong_values_are_named_with_line_and_key() {
        let (place, message, _) = fail("[database]\nurl = 3\n");
        assert_eq!(place, "C004 scaffold.toml:2: database.url");
        assert_eq!(message, "invalid type: integer `3`, expected a string");
        let (_, message, _) = fail("database = 'postgres://a:S3cr3t@h/d'\n");
        assert!(message.contains("string") && !message.contains("S3cr3t"), "{message}");
        let (place, message, help) = fail("\n[entity]\nformat = 'compat'\n");
        assert_eq!(place, "C004 scaffold.toml:3: entity.format");
        assert_eq!((message.as_str(), help.as_str()), ("`compat` is no value of this key", "did you mean `compact`?"));
        let (place, message, _) = fail("[database]\ninclude = ['a', '[b']\n");
        assert_eq!(place, "C004 scaffold.toml:2: database.include");
        assert!(message.contains("[b"), "{message}");
        assert_eq!(fail("[entity]\nsuffix = '-x'\n").0, "C004 scaffold.toml:2: entity.suffix");
        assert_eq!(fail("[entity]\nderive = ['a b']\n").0, "C004 scaffold.toml:2: entity.derive");
        assert_eq!(fail("[schema.a]\nsuffix = '-x'\n").0, "C004 scaffold.toml:2: schema.a.suffix");
        for wrong in ["../docs", "/docs", "src/docs", "schema", ".git", "a//b", ""] {
            assert_eq!(fail(&format!("[docs]\ndirectory = '{wrong}'\n")).0, "C004 scaffold.toml:2: docs.directory");
        }
    }

    #[test]
    fn rules_are_named_with_their_line() {
        let rule = |text: &str| {
            fail(&format!("[entity]\nserde = true\n\n[[type]]\ncolumn = 'a'\nrust = 'i8'\n\n[[type]]\n{text}\n"))
        };
        let (place, _, help) = rule("rust = 'i32'\ncolum = 'a'");
        assert_eq!((place.as_str(), help.as_str()), ("C003 scaffold.toml:10: type.colum", "did you mean `column`?"));
        let (place, message, _) = rule("column = 'a'");
        assert_eq!((place.as_str(), message.as_str()), ("C004 scaffold.toml:8: type", "missing field `rust`"));
        let (place, message, _) = rule("column = '[a'\nrust = 'i32'");
        assert_eq!(place, "C004 scaffold.toml:9: type.column");
        assert!(message.starts_with("`[a` is no pattern: "), "{message}");
        let (place, message, _) = rule("column = 'a'\nrust = 'a b'");
        assert_eq!(place, "C004 scaffold.toml:10: type.rust");
        assert!(message.starts_with("`a b` is no Rust type"), "{message}");
        assert_eq!(
            rule("column = 'a'\nrust = 'i32'\nattributes = ['a', 'b(']").0,
            "C004 scaffold.toml:11: type.attributes"
        );
        assert_eq!(rule("rust = 'i32'").0, "C040 scaffold.toml:8: type");
        assert_eq!(rule("table = 'a'\nrust = 'i32'\neq = 1").0, "C004 scaffold.toml:11: type.eq");
    }

    #[test]
    fn settings_of_single_objects_are_named_with_their_line() {
        let text = "[entity]\nserde = true\n[table.'a.b']\nname = 'X'\n\n[table.'a.b'.column.c]\nexclude = true\n";
        let places = parse(text, "f").unwrap().places;
        assert_eq!(places.of(&["table", "a.b"]).as_deref(), Some("f:3: table.a.b"));
        assert_eq!(places.of(&["table", "a.b", "name"]).as_deref(), Some("f:4: table.a.b.name"));
        assert_eq!(
            places.of(&["table", "a.b", "column", "c", "exclude"]).as_deref(),
            Some("f:7: table.a.b.column.c.exclude")
        );
        assert_eq!((places.of(&["table", "a.b", "format"]), places.of(&["entity", "serde"])), (None, None));
        let (place, message, _) = fail("[table.a]\nname = 'x'\n");
        assert_eq!(place, "C004 scaffold.toml:2: table.a.name");
        assert!(message.contains("PascalCase"), "{message}");
        assert_eq!(fail("[table.a.column.b]\nname = 'type'\n").0, "C004 scaffold.toml:2: table.a.column.b.name");
        let (place, _, help) = fail("[table.a.column.b]\ntpye = 'X'\n");
        assert_eq!(
            (place.as_str(), help.as_str()),
            ("C003 scaffold.toml:2: table.a.column.b.tpye", "did you mean `type`?")
        );
    }

    #[test]
    fn selections_are_all_none_or_some() {
        let ids = |value: &str| {
            parse(&format!("[entity]\ntyped_ids = {value}"), "f").map(|settings| settings.entity.typed_ids)
        };
        assert!(ids("true").unwrap().holds("public", "orders") && !ids("false").unwrap().holds("public", "orders"));
        assert!(ids("['order*']").unwrap().holds("public", "orders") && !ids("['a.*']").unwrap().holds("b", "orders"));
        assert!(ids("'all'").unwrap_err().message.ends_with("expected true, false or a list of patterns"));
        assert_eq!(ids("['[']").unwrap_err().place, "f:2: entity.typed_ids");
    }

    #[test]
    fn broken_toml_is_named_with_its_line() {
        let (place, ..) = fail("[database]\nurl = \n");
        assert_eq!(place, "C002 scaffold.toml:2");
    }
}
