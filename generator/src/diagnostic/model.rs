//! Codes `G…`: what generation left out, renamed or could not prove.

use super::Diagnostic;

impl Diagnostic {
    /// Two names fold to one identifier; this one gave way.
    pub fn renamed(place: &str, name: &str) -> Self {
        Self::warning("G001", place, &format!("another name folds to the same identifier; this one is called `{name}`"))
            .help("rename one of them in a migration for a plainer name")
    }

    /// An enum type without values.
    pub fn enum_without_values(place: &str) -> Self {
        Self::warning("G010", place, "the enum has no values, so its columns are strings")
            .help("add a value to the type")
    }

    /// Values of an enum that SeaORM's derive cannot tell apart.
    pub fn enum_values_alike(place: &str) -> Self {
        Self::warning("G011", place, "SeaORM's derive cannot tell the enum's values apart, so its columns are strings")
            .help("rename the values, or match on the strings")
    }

    /// A column whose type cannot be read.
    pub fn column_left_out(place: &str, raw_type: &str) -> Self {
        Self::warning("G020", place, &format!("columns of type `{raw_type}` cannot be read, so the column is left out"))
            .help("read it with a query of your own; if it is NOT NULL without a default, rows cannot be inserted")
    }

    /// A table or view without any readable column.
    pub fn nothing_to_read(place: &str) -> Self {
        Self::warning("G021", place, "no column can be read, so there is no entity")
            .help("add a column, or exclude the table")
    }

    /// A table without any key.
    pub fn no_key(place: &str) -> Self {
        Self::warning("G030", place, "no key that SeaORM can use, so rows can be read and not written")
            .help("add a primary key, or a unique key over NOT NULL columns")
    }

    /// A unique key stands in for the missing primary key.
    pub fn unique_key_as_key(place: &str, columns: &str) -> Self {
        Self::note("G031", place, &format!("no usable primary key; the unique key ({columns}) takes its place"))
    }

    /// A configured view key that is no key.
    pub fn unknown_view_key(place: &str, columns: &str) -> Self {
        Self::error("C030", place, &format!("the configured key ({columns}) names columns that the view does not have"))
            .help("name columns of the view in [view.<name>] key")
    }

    /// Two constraints that say the same.
    pub fn duplicate_foreign_key(place: &str, name: &str) -> Self {
        Self::note("G040", place, &format!("the foreign key `{name}` repeats another one and makes no second relation"))
    }

    /// A foreign key to something that is not generated.
    pub fn relation_left_out(place: &str, schema: &str, table: &str) -> Self {
        Self::warning(
            "G041",
            place,
            &format!("refers to {schema}.{table}, which is not generated, so there is no relation"),
        )
        .help("add the schema or table to [database], or leave it at that")
    }

    /// A foreign key that the database itself does not use, as SQLite finds out only when a row is written.
    pub fn unusable_foreign_key(place: &str, table: &str) -> Self {
        let message = format!("the foreign key does not fit the columns of {table}, so there is no relation");
        Self::warning("G042", place, &message)
            .help("SQLite refuses to write such rows: let it refer to the primary key, or to columns that are unique")
    }

    /// A foreign key with a column that is no field.
    pub fn relation_without_field(place: &str, table: &str) -> Self {
        let message = format!("a column of it, or of {table} that it refers to, is left out, so there is no relation");
        Self::warning("G043", place, &message).help("join in a query of your own")
    }

    /// Entities in the dense form cost much more to compile, and beyond some number do not compile at all.
    pub fn dense_form(entities: usize) -> Self {
        let message = format!("{entities} connected entities are written in the dense form");
        let help = "rustc overflows (E0275) at about 50 connected dense entities, and a raised recursion_limit makes a \
                    hundred of them take about a minute; name single tables in [entity] dense";
        if entities > 40 {
            Self::warning("G050", "entity.format", &message).help(help)
        } else {
            Self::note("G050", "entity.format", &message).help(help)
        }
    }

    /// SQLite does not tell `integer()` and `big_integer()` of a migration apart.
    pub fn assumed_integers() -> Self {
        let message = "SQLite keeps every integer of a migration as `integer`; they are taken for 32 bits wide";
        Self::note("G060", "database.sqlite_integer", message).help(
            "where migrations use big_integer(), sync from PostgreSQL or MySQL, which tell the widths apart; or set \
             sqlite_integer = \"i64\" for all of them, or \"i32\" to say that this is right",
        )
    }
}
