//! Codes `P…`: the project file, `schema/` in the entity crate. Exit code 1.

use super::Diagnostic;

impl Diagnostic {
    pub(crate) fn no_project_file(path: &str) -> Self {
        Self::error("P001", path, "there is no such file, so nothing is known of the schema without a database")
            .help("run `scaffold sync` once with a database; it writes down what it sees")
    }

    pub(crate) fn project_file_unreadable(path: &str, reason: &str) -> Self {
        Self::error("P002", path, &format!("this file does not say what a schema is: {reason}")).help(
            "restore it, for example with `git checkout`, or run `scaffold sync --force` with a database to write it anew",
        )
    }

    pub(crate) fn project_file_in_merge(path: &str) -> Self {
        Self::error("P003", path, "this file is in the middle of a merge: both sides changed one object")
            .help("decide between the sides as for any other file, then run `scaffold sync --offline`")
    }

    pub(crate) fn project_file_twice(path: &str, other: &str) -> Self {
        Self::error("P004", path, &format!("`{other}` describes the same object")).help("delete the copy")
    }

    pub(crate) fn orphan_refused(kind: &str, name: &str) -> Self {
        Self::error(
            "P006",
            name,
            &format!("this {kind} is gone from the database, and `orphans` of [entity] is \"error\""),
        )
        .help(&format!("let its code go with `scaffold sync --only {name}`, or bring it back with a migration"))
    }

    pub(crate) fn orphan_stays(kind: &str, name: &str, word: &str) -> Self {
        let message =
            format!("this {kind} is gone from the database; it stays, as `orphans = \"{word}\"` of [entity] says");
        Self::note("P007", name, &message).help(&format!("let it go with `scaffold sync --only {name}`"))
    }

    pub(crate) fn project_file_cannot_be_picked_from(path: &str, theirs: &str, ours: &str) -> Self {
        let message = format!("it is from {theirs}, and this is {ours}: nothing of it can stay as it is");
        Self::error("P008", path, &message).help("leave out --only and --skip, or sync with the same kind of database")
    }

    pub(crate) fn project_file_of_another(path: &str, theirs: &str, ours: &str) -> Self {
        let message = format!("it is from {theirs}, and this is {ours}: only the code is compared");
        Self::note("P005", path, &message).help("check against the same kind of database, or sync with this one")
    }
}
