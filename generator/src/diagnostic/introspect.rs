//! Codes `I…`: what the database shows that cannot be read or was not found. Exit code 3.

use super::Diagnostic;

impl Diagnostic {
    /// A schema that was asked for does not exist. `known` are those that do.
    pub fn unknown_schema(schema: &str, known: &[String]) -> Self {
        Self::error("I001", schema, "this schema does not exist in the database")
            .help(&suggestion("schemas", &closest(schema, known.iter().map(String::as_str))))
    }

    /// A schema that was asked for is hidden from the connected role.
    pub fn hidden_schema(schema: &str) -> Self {
        Self::error("I002", schema, "the connected role may not use this schema, so its tables cannot be read")
            .help("grant USAGE on the schema to the role, or connect as another role")
    }

    /// The role sees a foreign key, but not its actions. MariaDB shows those to no role that has SELECT alone.
    pub fn hidden_actions(table: &str, foreign_key: &str) -> Self {
        let message =
            format!("the connected role cannot see what the foreign key {foreign_key} does on update and delete");
        Self::error("I006", table, &message)
            .help("grant the role a privilege on the table besides SELECT, such as REFERENCES, or connect as its owner")
    }

    /// No schema was named and the connection has none of its own.
    pub fn no_default_schema(place: &str) -> Self {
        Self::error("I003", place, "the connection has no current schema that the role may use")
            .help("name the schemas to read in [database] schemas, or grant USAGE on the schema in the search path")
    }

    /// No table and no view passed the filters; `found` were there before them.
    pub fn nothing_matched(schemas: &[String], found: usize) -> Self {
        let place = schemas.join(", ");
        match found {
            0 => Self::error("I004", &place, "there are no tables and no views to read")
                .help("apply the migrations first, or check [database] schemas"),
            _ => Self::error("I004", &place, &format!("the patterns leave out all {found} tables and views"))
                .help("check [database] include and exclude"),
        }
    }

    /// An include pattern fits none of the tables and views that were found, each written `schema.name`.
    pub fn pattern_without_match(pattern: &str, found: &[String]) -> Self {
        Self::error("I005", pattern, "this include pattern fits no table and no view")
            .help(&suggestion("tables and views", &closest_object(pattern, found)))
    }

    /// An include pattern fits none of the routines that were found, each written `schema.name`.
    pub fn routine_pattern_without_match(pattern: &str, found: &[String]) -> Self {
        Self::error("I005", pattern, "this include pattern fits no function and no procedure")
            .help(&suggestion("functions and procedures", &closest_object(pattern, found)))
    }

    /// Other sessions alter the schema, or hold locks on it, for longer than a reader waits.
    pub fn catalog_altered(place: &str, reason: &str) -> Self {
        Self::error("I007", place, &format!("the schema cannot be read while others alter it: {reason}"))
            .help("try again when the migration or ALTER TABLE that runs there has finished")
    }

    /// An include or exclude pattern is not a glob. A mistake in the configuration, met where it is used.
    pub fn invalid_pattern(key: &str, pattern: &str, reason: &str) -> Self {
        Self::error("C027", key, &format!("`{pattern}` is not a valid pattern: {reason}"))
            .help("use `*`, `?`, `[a-z]` and `{one,other}`, over `table` or `schema.table`")
    }
}

/// Names to try instead.
pub(super) fn suggestion(kind: &str, close: &[&str]) -> String {
    meant(close, || format!("check the spelling; none of the {kind} there has a similar name"))
}

/// The names that may have been meant, or else something else to go on.
pub(super) fn meant(close: &[&str], otherwise: impl FnOnce() -> String) -> String {
    if close.is_empty() { otherwise() } else { format!("did you mean {}?", close.join(", ")) }
}

/// The objects, each written `schema.name`, that a pattern could have been meant for.
fn closest_object<'a>(pattern: &str, found: &'a [String]) -> Vec<&'a str> {
    let name = pattern.rsplit('.').next().unwrap_or(pattern);
    let bare =
        |object: &&str| object.split_once('.').is_some_and(|(_, bare)| near(name, bare) || near(pattern, object));
    found.iter().map(String::as_str).filter(bare).take(3).collect()
}

/// The known names that are close to `name`.
pub(super) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    known.filter(|known| near(name, known)).take(3).collect()
}

/// Whether one name is likely to be a misspelling of the other.
fn near(name: &str, other: &str) -> bool {
    let (name, other) = (name.to_lowercase(), other.to_lowercase());
    strsim::damerau_levenshtein(&name, &other) <= 2.max(name.chars().count() / 4)
        || (name.len() > 3 && (other.starts_with(&name) || name.starts_with(&other)))
}
