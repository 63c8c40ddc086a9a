//! Codes `M010` to `M049`: `scaffold migrate`. Exit code 4, but for M03…, which are mistakes on the command line.

use super::Diagnostic;
use super::introspect::{closest, meant};

impl Diagnostic {
    /// Cargo does not understand the manifest of the migration crate.
    pub fn manifest_not_understood(place: &str, reason: &str) -> Self {
        Self::error("M010", place, &format!("cargo cannot say what this crate is: {reason}"))
            .help("mend its Cargo.toml, until `cargo metadata` understands it")
    }

    /// The migration crate cannot be linked.
    pub fn migration_crate_no_library(place: &str) -> Self {
        Self::error("M011", place, "the migration crate is no library, so that nothing can link its migrations").help(
            "move the migrations and `pub struct Migrator` from src/main.rs to src/lib.rs, as in the template of \
             `sea-orm-cli migrate init`; until then, `scaffold migrate up` without --to and `scaffold sync` run its program",
        )
    }

    /// The migration crate does not depend on SeaORM's.
    pub fn migration_crate_without_sea_orm(place: &str) -> Self {
        Self::error("M012", place, "the migration crate does not depend on sea-orm-migration itself")
            .help("add the version that it uses under [dependencies] of its Cargo.toml")
    }

    /// There is a library, but not what is expected of it.
    pub fn migrator_missing(place: &str) -> Self {
        Self::error("M013", place, "the migration crate's library has no public `Migrator` at its root")
            .help("add to its src/lib.rs: pub use path::to::YourMigrator as Migrator;")
    }

    /// The runner, and with it the migration crate, did not compile. `said` is what the compiler said.
    pub fn runner_not_built(place: &str, said: &str) -> Self {
        Self::error("M014", place, &format!("the migration crate does not build:\n{said}"))
            .help("mend what the compiler names and run again; the database was not changed")
    }

    /// A migration returned an error. `statements` are those that it had sent.
    pub fn migration_step_failed(name: &str, verb: &str, (reason, statements): (&str, &[String])) -> Self {
        let last = statements.last().map_or_else(String::new, |last| {
            let place = match statements.len() {
                1 => "1st".to_owned(),
                2 => "2nd".to_owned(),
                3 => "3rd".to_owned(),
                more => format!("{more}th"),
            };
            format!("\nthe last statement that got to the database was its {place}: {}", super::printable(last))
        });
        Self::error("M015", name, &format!("its `{verb}` failed: {reason}{last}"))
            .help("mend the migration and run again; what was done before it stays done")
    }

    /// The same, of a migration that waited for somebody.
    pub fn blocked_by(mut self, blocker: &str) -> Self {
        self.message.push_str(&format!("; it waited for {blocker}"));
        self
    }

    /// The migration says itself that this kind of database has not what it is about.
    pub(crate) fn migration_leaves_out(name: &str, what: &str) -> Self {
        Self::note("M019", name, &format!("left out on this kind of database: {what}"))
    }

    /// The runner ended instead of answering. `tail` is what it said last.
    pub fn runner_ended(name: &str, tail: &str) -> Self {
        Self::error("M016", name, &format!("the migration ended the process; its last words:\n{tail}"))
            .help("mend the migration and run again; what was done before it stays done")
    }

    /// Migrations are applied that the crate no longer holds.
    pub fn migrations_missing(names: &[String]) -> Self {
        let (first, others) = names.split_first().map_or(("", &[][..]), |(first, others)| (first.as_str(), others));
        let more = if others.is_empty() { String::new() } else { format!(", and so are {}", others.join(", ")) };
        Self::error("M017", first, &format!("applied, and not in the migration crate{more}")).help(
            "check out the revision that holds it, or put its file back; SeaORM goes neither up nor down without it",
        )
    }

    /// A migration goes up in an empty database, and not in one with rows.
    pub fn migration_fails_on_rows(name: &str, reason: &str) -> Self {
        Self::error("M020", name, &format!("it goes up only while the tables are empty: {reason}"))
            .help("a new column needs a default or NULL until its rows are filled; a new constraint, rows that meet it")
    }

    /// A migration cannot be taken back.
    pub fn migration_has_no_way_back(name: &str, reason: &str) -> Self {
        Self::warning("M021", name, &format!("it cannot be taken back: {reason}"))
            .help("write its `down`, unless a backup is the way back")
    }

    /// A schema is another one after a migration was applied and taken back.
    pub fn migration_leaves_a_trace(name: &str, diff: &str) -> Self {
        Self::error("M022", name, &format!("its `down` does not leave the schema as it was:\n{diff}"))
            .help("let `down` undo all that `up` does, in the opposite order")
    }

    /// Values are gone after a migration was applied and taken back.
    pub fn migration_loses_data(name: &str, columns: &[String]) -> Self {
        Self::warning("M023", name, &format!("up and down again lose values of {}", columns.join(", "))).help(
            "keep them in another column or table until nobody wants to go back any more, or take a backup before",
        )
    }

    /// A migration that was taken back cannot be applied any more.
    pub fn migration_cannot_go_up_again(name: &str, reason: &str) -> Self {
        Self::error("M024", name, &format!("after its `down` it cannot go up again: {reason}"))
            .help("let `down` undo all that `up` does")
    }

    /// A migration told the database something else the second time.
    pub fn migration_says_something_else(name: &str, (first, second): (&str, &str)) -> Self {
        let (first, second) = (super::printable(first), super::printable(second));
        Self::error("M025", name, &format!("it says something else each time: first {first}, then {second}")).help(
            "let it depend on no clock, chance, environment or order of rows; let the database give times and keys",
        )
    }

    /// A migration made another schema the second time.
    pub fn migration_makes_something_else(name: &str, diff: &str) -> Self {
        Self::error("M026", name, &format!("it makes something else the second time:\n{diff}"))
            .help("let `down` undo all that `up` does, and `up` depend on nothing else")
    }

    /// A lock file is none.
    pub fn lock_file_not_understood(place: &str, reason: &str) -> Self {
        Self::error("M040", place, &format!("this is no lock file: {reason}"))
            .help("take it from the repository again, or make it anew with `scaffold migrate lock --force`")
    }

    /// The hashes of a lock file do not follow from each other.
    pub fn lock_file_broken(place: &str, name: &str) -> Self {
        Self::error("M041", place, &format!("at {name} it was edited by hand, or merged from two sides"))
            .help("see that all migrations of both sides are wanted, and run `scaffold migrate lock --force`")
    }

    /// A migration is locked that the crate does not hold.
    pub fn locked_migration_missing(name: &str) -> Self {
        Self::error("M042", name, "it is locked, and not in the migration crate")
            .help("put it back; where it never ran anywhere, run `scaffold migrate lock --force` without it")
    }

    /// A migration stands elsewhere in the list than it was locked.
    pub fn locked_migration_moved(name: &str) -> Self {
        Self::error("M043", name, "it stands before migrations that it was locked after")
            .help("give the migrations of the list the order of the lock file again")
    }

    /// A migration that is not locked stands before one that is.
    pub fn migration_comes_late(name: &str) -> Self {
        Self::error("M044", name, "it is new, and stands before migrations that are locked").help(
            "rename it so that it comes last, as databases that have the others see it; or, where none has, run \
             `scaffold migrate lock --force`",
        )
    }

    /// A migration says something else than when it was locked.
    pub fn locked_migration_edited(name: &str) -> Self {
        Self::error("M045", name, "it was edited: it says something else than when it was locked").help(
            "take the edit back and write another migration; where it never ran anywhere, lock it again with --force",
        )
    }

    /// A migration says the same as when it was locked, and makes another schema.
    pub fn locked_migration_makes_something_else(name: &str) -> Self {
        Self::error("M046", name, "it says what it said when it was locked, and makes another schema").help(
            "look for what else decides, such as the version or the settings of the server; lock it again with --force where \
             that is meant",
        )
    }

    /// A migration is not locked on a kind of database.
    pub fn migration_not_locked(name: &str, backend: &str) -> Self {
        Self::error("M047", name, &format!("it is not locked on {backend}"))
            .help("run `scaffold migrate lock` and commit")
    }

    /// Two migrations have one name.
    pub fn migration_named_twice(name: &str) -> Self {
        Self::error("M048", name, "two migrations have this name, and a database can have one of them applied")
            .help("give the newer one a name of its own")
    }

    /// A name on the command line that no migration has.
    pub fn unknown_migration(name: &str, known: &[String]) -> Self {
        let close = closest(name, known.iter().map(String::as_str));
        let help =
            meant(&close, || "`scaffold migrate list` names them all; a part that only one has is enough".to_owned());
        Self::error("M030", name, "no migration has this name").help(&help)
    }

    /// A part of a name that several migrations have.
    pub fn several_migrations(name: &str, found: &[&str]) -> Self {
        Self::error("M031", name, &format!("several migrations have this in their names: {}", found.join(", ")))
            .help("write more of the one that is meant")
    }

    /// A name that a new migration cannot have.
    pub fn migration_name_invalid(name: &str) -> Self {
        Self::error("M032", name, "this cannot name a migration or a table here")
            .help("use up to 60 letters, digits and `_`, a letter first: add_status_to_orders")
    }

    /// A verb that takes data away, on a database of which nobody said that it is meant.
    pub fn database_name_needed(place: &str, verb: &str, name: &str) -> Self {
        let message = format!("{verb} takes data away, and this database is neither on this machine nor a scratch one");
        Self::error("M033", place, &message).help(&format!("if it is the right one, add: --database-name {name}"))
    }

    /// The name that was given is not that of the database.
    pub fn other_database_name(place: &str, typed: &str, name: &str) -> Self {
        Self::error("M034", place, &format!("this database is called {name}, not {typed}; nothing was changed"))
            .help("check the URL, and the name that was given")
    }

    /// The crate does not list its migrations in a way that can be added to.
    pub fn migrations_not_listed(place: &str, module: &str, reason: &str) -> Self {
        Self::error("M018", place, &format!("the migration cannot be added here: {reason}; nothing was written"))
            .help(&format!("add by hand what is missing: `mod {module};` and Box::new({module}::Migration)"))
    }
}
