//! Patterns over names in settings: globs, compiled while the file is read, so that a broken one is named with its line.
//!
//! They know nothing of what the names stand for.

use globset::{Glob, GlobBuilder, GlobMatcher, GlobSet, GlobSetBuilder};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A glob over the names of tables, columns or domains: `*`, `?`, `[a-z]`, `{one,other}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern(GlobMatcher);

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let glob = Glob::new(&text).map_err(|error| format!("`{text}` is no pattern: {}", error.kind()))?;
        Ok(Self(glob.compile_matcher()))
    }
}

impl Pattern {
    /// Whether it fits the name.
    pub fn fits(&self, name: &str) -> bool {
        self.0.is_match(name)
    }

    /// Whether it fits the bare name or, when it holds a dot, `schema.name`.
    pub fn fits_in(&self, schema: &str, name: &str) -> bool {
        self.fits(name) || (self.text().contains('.') && self.fits(&format!("{schema}.{name}")))
    }

    /// The pattern as it was written.
    pub fn text(&self) -> &str {
        self.0.glob().glob()
    }
}

/// A glob over database types: `*` and `?` alone are special, so that `integer[]` is an array, and case does not matter.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct TypePattern {
    text: String,
    matcher: GlobMatcher,
}

impl TryFrom<String> for TypePattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let literal = |c: char| if "[]{}\\".contains(c) { format!("[{c}]") } else { c.to_string() };
        let glob: String = text.chars().map(literal).collect();
        let glob = GlobBuilder::new(&glob).case_insensitive(true).backslash_escape(false).build();
        let glob = glob.map_err(|error| format!("`{text}` is no pattern: {}", error.kind()))?;
        Ok(Self { matcher: glob.compile_matcher(), text })
    }
}

impl TypePattern {
    /// Whether it fits the type as the backend spells it, with or without what stands in parentheses, and with or
    /// without its schema: `varchar(80)` is fitted by `varchar(*)` and `varchar`, `app.mood` by `app.*` and `mood`.
    pub fn fits(&self, raw_type: &str) -> bool {
        let bare = without_schema(raw_type);
        let whole = [raw_type, bare, bare.trim_matches('"')];
        whole.iter().any(|name| self.matcher.is_match(name) || self.matcher.is_match(base_name(name)))
    }

    /// The pattern as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A type without its length, precision or values.
fn base_name(raw_type: &str) -> String {
    match (raw_type.find('('), raw_type.rfind(')')) {
        (Some(open), Some(close)) if open < close => [raw_type[..open].trim_end(), &raw_type[close + 1..]].concat(),
        _ => raw_type.to_owned(),
    }
}

/// A type without the schema in front; a point in quotes or parentheses is part of the name or of a value.
fn without_schema(raw_type: &str) -> &str {
    let name = raw_type.split('(').next().unwrap_or_default();
    let outside = |at: &usize| name[*at..].matches('"').count().is_multiple_of(2);
    let point = name.match_indices('.').map(|(at, _)| at).rfind(outside);
    point.map_or(raw_type, |at| &raw_type[at + 1..])
}

/// What a setting is for: `false`, `true`, or a list of patterns.
#[derive(Clone, Debug, Default)]
pub enum Selection {
    /// For nothing.
    #[default]
    Nothing,
    /// For everything.
    Everything,
    /// For what one of the patterns fits.
    Matching(Vec<Pattern>),
}

impl Selection {
    /// Whether an object is selected.
    pub fn holds(&self, schema: &str, name: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Matching(patterns) => patterns.iter().any(|pattern| pattern.fits_in(schema, name)),
        }
    }

    /// The patterns, where there are any.
    pub fn patterns(&self) -> &[Pattern] {
        match self {
            Self::Nothing | Self::Everything => &[],
            Self::Matching(patterns) => patterns,
        }
    }
}

impl<'de> Deserialize<'de> for Selection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SelectionVisitor)
    }
}

struct SelectionVisitor;

impl<'de> Visitor<'de> for SelectionVisitor {
    type Value = Selection;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false or a list of patterns")
    }

    fn visit_bool<E: Error>(self, all: bool) -> Result<Selection, E> {
        Ok(if all { Selection::Everything } else { Selection::Nothing })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Selection, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(Selection::Matching)
    }
}

/// A list of globs, ready to match; those that are none were refused when the settings were read.
pub fn globs(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|pattern| Glob::new(pattern).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_else(|_| GlobSet::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_with_or_without_their_schema() {
        let fits = |pattern: &str, schema, name| Pattern::try_from(pattern.to_owned()).unwrap().fits_in(schema, name);
        assert!(fits("order*", "public", "orders") && fits("app.*", "app", "users") && fits("a.b", "public", "a.b"));
        assert!(!fits("app*", "app", "users"), "a pattern without a dot speaks of names, not of schemas");
    }

    #[test]
    fn types_fit_with_or_without_their_parentheses() {
        let fits = |pattern: &str, raw| TypePattern::try_from(pattern.to_owned()).unwrap().fits(raw);
        for pattern in ["VARCHAR(80)", "varchar", "varchar(*)", "var*"] {
            assert!(fits(pattern, "varchar(80)"), "{pattern}");
        }
        assert!(
            fits("int unsigned", "int(11) unsigned")
                && fits("timestamp without time zone", "timestamp(3) without time zone")
        );
        assert!(fits("integer[]", "integer[]") && fits("*[]", "text[]") && !fits("integer", "integer[]"));
        assert!(fits("enum", "enum('a.b','c)')") && !fits("int", "bigint") && !fits("c*", "enum('a.b','c)')"));
    }

    #[test]
    fn types_fit_with_or_without_their_schema() {
        let fits = |pattern: &str, raw| TypePattern::try_from(pattern.to_owned()).unwrap().fits(raw);
        assert!(fits("mood", "app.mood") && fits("app.mood", "app.mood") && fits("app.*", "app.mood[]"));
        assert!(fits("geometry", "gis.geometry(Point,4326)") && fits("geometry(point*", "gis.geometry(Point,4326)"));
        assert!(fits("my.mood", "app.\"my.mood\"") && !fits("mood\"", "app.\"my.mood\""));
    }
}
