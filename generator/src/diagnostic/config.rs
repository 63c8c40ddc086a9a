//! Codes `C…`: the command line, `scaffold.toml` and the environment. Exit code 2.

use super::{Diagnostic, introspect};
use std::collections::BTreeSet;

impl Diagnostic {
    /// A file of the configuration is missing or cannot be read.
    pub fn config_unreadable(file: &str, reason: &str) -> Self {
        Self::error("C001", file, &format!("cannot be read: {reason}")).help("check the path given to --config")
    }

    /// `scaffold.toml` is not TOML.
    pub fn config_syntax(place: &str, reason: &str) -> Self {
        Self::error("C002", place, &format!("this is not TOML: {reason}"))
    }

    /// `scaffold.toml` holds a key that does not exist. `near` is the valid key that is closest to it.
    pub fn config_unknown_key(place: &str, near: Option<&str>, valid: &[String]) -> Self {
        Self::error("C003", place, "there is no such key").help(&suggestion(near, valid))
    }

    /// A key of `scaffold.toml` holds a value that it cannot hold.
    pub fn config_value(place: &str, reason: &str) -> Self {
        Self::error("C004", place, reason)
    }

    /// A key of `scaffold.toml` holds a word that is none of its words.
    pub fn config_unknown_word(place: &str, word: &str, near: Option<&str>, valid: &[String]) -> Self {
        Self::error("C004", place, &format!("`{word}` is no value of this key")).help(&suggestion(near, valid))
    }

    /// A line of `.env` cannot be understood. The line itself is not repeated: it may hold a password.
    pub fn dotenv_syntax(file: &str) -> Self {
        Self::error("C005", file, "a line of this file is not of the form NAME=value")
            .help("quote values that hold spaces, # or $ with single quotes")
    }

    /// An environment variable is not Unicode.
    pub fn environment_not_unicode(name: &str) -> Self {
        Self::error("C006", name, "the value of this environment variable is not UTF-8")
    }

    /// The URL's scheme names no supported database.
    pub fn unknown_backend(url: &str) -> Self {
        Self::error("C010", url, "this URL names no supported database").help("use postgres://, mysql:// or sqlite://")
    }

    /// No source names a database.
    pub fn no_database_url() -> Self {
        Self::error("C011", "database.url", "no database is named").help(
            "give --database-url, or set DATABASE_URL in the environment or in .env, or `url` in [database] of \
             scaffold.toml; SQLite needs no server: sqlite://app.db",
        )
    }

    /// An SQLite database in memory cannot be shared between processes.
    pub fn sqlite_in_memory(url: &str) -> Self {
        Self::error("C012", url, "a database in memory is gone before it can be read")
            .help("name a file: sqlite://app.db")
    }

    /// The URL cannot be taken apart.
    pub fn url_not_understood(url: &str, reason: &str) -> Self {
        Self::error("C013", url, &format!("this URL cannot be understood: {reason}"))
            .help("percent-encode special characters of user and password: @ is %40, / is %2F, # is %23")
    }

    /// The place for a new workspace is taken.
    pub fn workspace_place_taken(path: &str) -> Self {
        Self::error("C020", path, "this is there already and is not an empty directory")
            .help("choose another path; `scaffold init` sets up a workspace that exists")
    }

    /// The last part of the path cannot name a crate.
    pub fn workspace_name_invalid(name: &str, reason: &str) -> Self {
        Self::error("C021", name, &format!("this cannot name a workspace: {reason}"))
            .help("use letters, digits, `-` and `_`, starting with a letter, such as `my-shop`")
    }

    /// `init` found a configuration.
    pub fn config_exists(path: &str) -> Self {
        Self::error("C022", path, "this workspace is set up already").help("edit the file, then run `scaffold sync`")
    }

    /// `init` found no migration crate.
    pub fn no_migration_crate_found(root: &str) -> Self {
        Self::error("C023", root, "no crate here depends on sea-orm-migration and has a program").help(
            "make one with `sea-orm-cli migrate init`, start afresh with `scaffold new PATH`, or read a database \
             without migrations with `scaffold generate`",
        )
    }

    /// `init` found several migration crates.
    pub fn several_migration_crates(root: &str, found: &[String]) -> Self {
        Self::error("C024", root, &format!("several crates could hold the migrations: {}", found.join(", ")))
            .help("write scaffold.toml by hand, with `directory` in [migration] naming one of them")
    }

    /// There is no crate at the configured place of the migrations.
    pub fn migration_crate_missing(directory: &str) -> Self {
        Self::error("C025", directory, "there is no migration crate here (no Cargo.toml)").help(
            "`scaffold init` finds the migration crate of a workspace and writes scaffold.toml; \
             `scaffold generate --database-url URL --output DIR` needs no migrations",
        )
    }

    /// `--only` or `--skip` names what is not there and never was. `known` is all that is or was there.
    pub fn no_object_to_pick(flag: &str, pattern: &str, known: &BTreeSet<String>) -> Self {
        let close = introspect::closest(pattern, known.iter().map(String::as_str));
        Self::error("C046", &format!("{flag} {pattern}"), "no table, view, type or routine of the schema has this name")
            .help(&introspect::suggestion("names", &close))
    }

    /// A type rule would hold for every column.
    pub fn type_rule_without_condition(place: &str) -> Self {
        Self::error("C040", place, "this rule does not say which columns it is for")
            .help("give it one or more of table, column, database_type and nullable")
    }

    /// Nothing of that name is in the entity crate. `known` are the tables, views and modules.
    pub fn no_entity_of_that_name(name: &str, known: &BTreeSet<&str>) -> Self {
        Self::error("C028", name, "no table, view or module of the entity crate has this name")
            .help(&introspect::suggestion("names", &introspect::closest(name, known.iter().copied())))
    }

    /// A name of tables in several schemas.
    pub fn several_entities_of_that_name(name: &str, modules: &[&str]) -> Self {
        Self::error("C029", name, "several tables have this name")
            .help(&format!("name the module of the one that is meant: {}", modules.join(", ")))
    }

    /// A state to compare that is none.
    pub fn unknown_state(word: &str) -> Self {
        Self::error("C043", word, "this is no state of the schema: not a word for one, and no revision of git here")
            .help("name `database`, `migrations`, `schema` or a revision such as HEAD, main or a tag")
    }

    /// An object to tell the history of that is none. `known` are the places of all that there are.
    pub(crate) fn unknown_object(name: &str, known: impl Iterator<Item = String>) -> Self {
        let known: Vec<String> = known.collect();
        let close = introspect::closest(name, known.iter().map(String::as_str));
        let help = introspect::meant(&close, || {
            "name a table, `table.column` or a type, as the database calls it now".to_owned()
        });
        Self::error("C045", name, "entity/schema knows nothing of this name").help(&help)
    }

    /// Two states whose facts have nothing in common.
    pub fn states_of_two_databases(before: (&str, &str), after: (&str, &str)) -> Self {
        let message = format!("`{}` is from {}, and `{}` is from {}", before.0, before.1, after.0, after.1);
        Self::error("C044", "diff", &message)
            .help("compare states of one kind of database: each spells a schema its own way")
    }

    /// `--only` names nothing that this stage has.
    pub fn nothing_of_that_name(name: &str, stage: &str) -> Self {
        Self::error("C026", name, &format!("the {stage} holds nothing of this name"))
            .help("name a table or view, or a file for the stages `files` and `plan`; leave --only out to see all")
    }
}

fn suggestion(near: Option<&str>, valid: &[String]) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if valid.is_empty() => "this table holds no keys".to_owned(),
        None => format!("valid here: {}", valid.join(", ")),
    }
}
