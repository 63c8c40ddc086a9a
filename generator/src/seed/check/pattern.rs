//! Patterns: whether a text matches one, and texts that do.
//!
//! PostgreSQL's and MySQL's regular expressions are close enough to Rust's that most constraints read the same.

use super::evaluate::Value;
use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

/// How many repetitions are tried where there is no upper limit.
const FEW: u32 = 3;

/// Whether a value matches a regular expression, with `flags` before it.
pub(super) fn matches(value: &Value, pattern: &Value, flags: &str) -> Value {
    match (value, pattern) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (Value::Text(text), Value::Text(pattern)) => Regex::new(&format!("{flags}{pattern}"))
            .map_or(Value::Unknown, |regex| Value::Boolean(regex.is_match(text))),
        _ => Value::Unknown,
    }
}

/// Whether a value matches a LIKE pattern.
pub(super) fn like(value: &Value, pattern: &Value, flags: &str) -> Value {
    match pattern {
        Value::Text(pattern) => matches(value, &Value::Text(like_regex(pattern)), flags),
        _ => matches(value, pattern, flags),
    }
}

fn like_regex(pattern: &str) -> String {
    let part = |c: char| match c {
        '%' => "(?s:.*)".to_owned(),
        '_' => "(?s:.)".to_owned(),
        c => regex::escape(&c.to_string()),
    };
    format!("^{}$", pattern.chars().map(part).collect::<String>())
}

/// Texts that match a regular expression; none when it cannot be read.
pub(super) fn samples(pattern: &str) -> Vec<String> {
    let Ok(parsed) = regex_syntax::parse(pattern) else { return Vec::new() };
    (0..4).map(|variant| sample(&parsed, variant)).collect()
}

/// Texts that match a LIKE pattern.
pub(super) fn like_samples(pattern: &str) -> Vec<String> {
    ["", "x", "abc"].into_iter().map(|any| pattern.replace('%', any).replace('_', "a")).collect()
}

/// One text of those that match: different variants take different ways, where there are several.
fn sample(pattern: &Hir, variant: u32) -> String {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(class) => letter(class, variant).map(String::from).unwrap_or_default(),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min + FEW);
            let times = (repetition.min + variant).min(most);
            (0..times).map(|time| sample(&repetition.sub, variant + time)).collect()
        }
        HirKind::Capture(capture) => sample(&capture.sub, variant),
        HirKind::Concat(parts) => parts.iter().map(|part| sample(part, variant)).collect(),
        HirKind::Alternation(ways) => {
            let way = usize::try_from(variant).unwrap_or(0) % ways.len().max(1);
            ways.get(way).map(|way| sample(way, variant)).unwrap_or_default()
        }
    }
}

/// A letter of a class; one that can be seen, if there is any.
fn letter(class: &Class, variant: u32) -> Option<char> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
        }
        Class::Bytes(class) => class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    let all = || ranges.iter().flat_map(|(start, end)| (*start..=*end).take(0x80)).filter_map(char::from_u32);
    let seen: Vec<char> = all().filter(char::is_ascii_alphanumeric).collect();
    let seen = if seen.is_empty() { all().filter(char::is_ascii_graphic).collect() } else { seen };
    let place = usize::try_from(variant).unwrap_or(0).checked_rem(seen.len()).unwrap_or(0);
    seen.get(place).copied().or_else(|| all().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_match_their_pattern() {
        for pattern in
            ["^[a-z]+@[a-z]+\\.[a-z]{2,}$", "^(draft|done)$", "^\\d{3}-\\d{4}$", "@", "^[^ ]+$", "^#[0-9A-F]{6}$"]
        {
            let samples = samples(pattern);
            assert!(!samples.is_empty());
            for sample in samples {
                let (text, pattern) = (Value::Text(sample), Value::Text(pattern.to_owned()));
                assert_eq!(matches(&text, &pattern, ""), Value::Boolean(true), "{text:?} {pattern:?}");
            }
        }
        for sample in like_samples("a_b%c") {
            assert_eq!(like(&Value::Text(sample), &Value::Text("a_b%c".to_owned()), ""), Value::Boolean(true));
        }
    }
}
