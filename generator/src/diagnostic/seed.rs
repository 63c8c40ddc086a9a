//! Codes `S…`: rows that cannot be made up, which is nothing wrong with the generated code; from `S010` on, rows that a
//! project keeps as code and that its database does not take.

use super::Diagnostic;
use super::introspect::{closest, meant};

impl Diagnostic {
    /// Each of these tables needs a row of the next before it can have one, and the last of the first.
    pub fn circle_of_keys(tables: &[&str]) -> Self {
        let circle = tables.iter().chain(tables.first()).copied().collect::<Vec<_>>().join(" → ");
        let message = format!("no row can be added: each refers to the next, and none of the keys may wait: {circle}");
        Self::warning("S001", tables.first().copied().unwrap_or_default(), &message)
            .help("let the columns of one of the foreign keys be NULL, or declare it DEFERRABLE")
    }

    /// A file of rows is none.
    pub fn data_not_understood(place: &str, reason: &str) -> Self {
        Self::error("S010", place, &format!("this is no file of rows: {reason}")).help(
            "it holds mode, profiles and keys, and rows as [[rows.TABLE]] with a line for each column; nothing was changed",
        )
    }

    /// There are no files of rows.
    pub fn no_data(place: &str) -> Self {
        Self::error("S011", place, "there are no files of rows here")
            .help("write some, seed/roles.toml for example, with rows as [[rows.roles]]; or make rows up: scaffold seed --rows 100")
    }

    /// Rows of a table that there is not.
    pub fn data_of_no_table(place: &str, name: &str, known: &[String]) -> Self {
        let help =
            instead(name, known, || "`scaffold migrate status` says whether all migrations are applied".to_owned());
        Self::error("S012", place, &format!("the database has no table {name}; nothing was changed")).help(&help)
    }

    /// A value for a column that there is not.
    pub fn data_of_no_column(place: &str, name: &str, known: &[String]) -> Self {
        let help = instead(name, known, || format!("its columns are {}", known.join(", ")));
        Self::error("S013", place, &format!("the table has no column {name}; nothing was changed")).help(&help)
    }

    /// A value that a column cannot hold.
    pub fn data_unfit(place: &str, column: &str, reason: &str) -> Self {
        Self::error("S014", place, &format!("{column}: {reason}"))
            .help("write another value, or leave the column out; nothing was changed")
    }

    /// A key for rows that there are none of.
    pub fn key_of_no_rows(place: &str, name: &str, known: &[String]) -> Self {
        let help = instead(name, known, || format!("it has rows of {}", known.join(", ")));
        Self::error("S020", place, &format!("[keys] names {name}, of which the file has no rows; nothing was changed"))
            .help(&help)
    }

    /// A profile that no file is a part of.
    pub fn no_such_profile(name: &str, known: &[String]) -> Self {
        let help = match known {
            [] => "files name theirs at their head: profiles = [\"demo\"]".to_owned(),
            known => instead(name, known, || format!("there are {}", known.join(", "))),
        };
        Self::error("S021", name, "no file of rows is a part of this profile; nothing was changed").help(&help)
    }

    /// A row that cannot be told from others.
    pub fn data_without_key(place: &str) -> Self {
        Self::error("S015", place, "it gives no primary or unique key, so that it cannot be found again")
            .help("give one, or say by which columns its rows are found, under [keys]: TABLE = [\"COLUMN\"]; nothing was changed")
    }

    /// A row that is written twice.
    pub fn data_twice(place: &str) -> Self {
        Self::error("S016", place, "another row has the same key")
            .help("take one of them out, or put them into profiles of their own; nothing was changed")
    }

    /// A row that is named, and is not there or not the only one.
    pub fn data_reference(place: &str, (told, count): (&str, &str)) -> Self {
        let message = match count {
            "0" => format!("it refers to {told}, and there is none"),
            count => format!("it refers to {told}, of which there are {count}"),
        };
        Self::error("S017", place, &message)
            .help("add that row before, or name it so that it is the only one; nothing was changed")
    }

    /// A statement that the database refused.
    pub fn data_refused(place: &str, reason: &str) -> Self {
        Self::error("S018", place, &format!("the database refuses it: {reason}"))
            .help("mend the file; nothing was changed")
    }

    /// Tables that accepted no made-up row.
    pub fn rows_refused(table: &str, reason: &str) -> Self {
        Self::warning("S019", table, &format!("it accepted no row: {reason}"))
            .help("its triggers or checks ask for what cannot be guessed: add its rows as code, in seed/")
    }
}

/// What to try instead of a name: the known ones that are close to it, or else something else to go on.
fn instead(name: &str, known: &[String], otherwise: impl FnOnce() -> String) -> String {
    meant(&closest(name, known.iter().map(String::as_str)), otherwise)
}
