//! Codes `M060` to `M069`: `scaffold migrate new --from-diff`. Exit code 4.

use super::Diagnostic;

/// What helps where a part of a difference has to be written by hand.
const BY_HAND: &str = "write a migration for what is named by hand, as `scaffold migrate new NAME` begins it, and ask again for \
                       the rest; or look for a state that is nearer";

impl Diagnostic {
    /// The statements do not make the target; `diff` says in what it differs.
    pub fn difference_not_made(target: &str, direction: &str, (objects, diff): (&[String], &str)) -> Self {
        let message = format!(
            "what was found does not lead there; after `{direction}` these differ: {}\n{diff}",
            objects.join(", ")
        );
        Self::error("M060", target, &message).help(BY_HAND)
    }

    /// The database refuses a statement of the difference.
    pub fn difference_refused(target: &str, direction: &str, (statement, reason): (&str, &str)) -> Self {
        Self::error("M061", target, &format!("a statement of `{direction}` is refused: {reason}\n{statement}"))
            .help(BY_HAND)
    }

    /// There is no statement for a part of the difference.
    pub fn difference_not_said(place: &str, direction: &str, reason: &str) -> Self {
        Self::warning("M062", place, &format!("no statement of `{direction}` makes this: {reason}")).help(BY_HAND)
    }

    /// The statements go through in empty tables alone.
    pub fn difference_fails_on_rows(place: &str, direction: &str, (statement, reason): (&str, &str)) -> Self {
        let message = format!("`{direction}` goes through only while the tables are empty: {reason}\n{statement}");
        Self::warning("M063", place, &message)
            .help("edit the migration: give a new column a default, or its values before it is NOT NULL")
    }

    /// A column that every row must have comes without anything that gives it.
    pub fn column_needs_values(column: &str, direction: &str) -> Self {
        Self::warning("M064", column, &format!("`{direction}` makes this NOT NULL, and nothing gives it values"))
            .help("edit the migration: give it a default, or let it be NULL until an UPDATE has filled it")
    }

    /// Something is taken away with all that it holds.
    pub fn difference_loses(places: &[String], direction: &str) -> Self {
        let place = places.first().map_or("", String::as_str);
        Self::warning("M065", place, &format!("`{direction}` takes away what these hold: {}", places.join(", ")))
            .help("where one of them was only renamed, edit the migration: a rename is never guessed")
    }
}
