//! Codes `G…`: what generation left out, renamed or could not prove.

use super::Diagnostic;
use super::introspect::{closest, meant, suggestion};
use std::collections::BTreeSet;

impl Diagnostic {
    /// Two names fold to one identifier; this one gave way.
    pub fn renamed(place: &str, name: &str) -> Self {
        Self::warning("G001", place, &format!("another name folds to the same identifier; this one is called `{name}`"))
            .help("rename one of them in a migration for a plainer name")
    }

    /// A name with characters that cannot be seen; `shown` spells them out.
    pub fn hidden_characters(place: &str, shown: &str) -> Self {
        Self::warning("G002", place, &format!("the name holds characters that cannot be seen: {shown}"))
            .help("rename it in a migration; until then the code spells them as numbers")
    }

    /// A name that looks like another one.
    pub fn looks_like_another(place: &str, spellings: [&str; 2]) -> Self {
        let [own, other] = spellings.map(|name| name.escape_default().to_string());
        Self::warning("G002", place, &format!("the name looks like another one: {own} is not {other}"))
            .help("rename one of them in a migration; the code tells them apart by numbers")
    }

    /// An enum type without values.
    pub fn enum_without_values(place: &str) -> Self {
        Self::warning("G010", place, "the enum has no values, so its columns are strings")
            .help("add a value to the type")
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

    /// A column of a type that holds spans is read as a time of day.
    pub fn time_of_day(place: &str) -> Self {
        let message = "read as a time of day, without the sign of a negative span; a span of a day or more fails";
        Self::note("G022", place, message).help(
            "where it holds spans, give it a [[type]] rule with rust = \"String\", read_as = \"char\" and write_as = \
             \"time(6)\", or a type of your own; rust = \"Time\" says that this is right",
        )
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

    /// From the definition of a view nothing could be proved.
    pub fn nothing_proved(place: &str, reason: &str) -> Self {
        Self::note("G032", place, &format!("the definition proves nothing, so every column is an Option: {reason}"))
            .help("name the columns that are never NULL in [view.<name>] not_null, and the key in key")
    }

    /// A view of `[view.<name>]` that was not read. `known` are those that were.
    pub fn unknown_view(place: &str, name: &str, known: &[&str]) -> Self {
        let bare = name.rsplit('.').next().unwrap_or(name);
        Self::error("C031", place, "there is no such view among those that were read")
            .help(&suggestion("views", &closest(bare, known.iter().copied())))
    }

    /// A configured view key that SeaORM cannot have as a key.
    pub fn unusable_view_key(place: &str, columns: &str) -> Self {
        Self::error("C032", place, &format!("SeaORM cannot have ({columns}) for a key"))
            .help("name other columns in [view.<name>] key: twelve at most, of types that can be compared")
    }

    /// No column meets a condition of a type rule: `pattern` fits none of the `what`, which are `known`.
    pub fn type_rule_fits_nothing(place: &str, what: &str, pattern: &str, known: &BTreeSet<String>) -> Self {
        let message = format!("this rule gives no column a type: `{pattern}` fits none of the {what}");
        Self::error("C041", place, &message).help(&alternatives(what, pattern, known))
    }

    /// Every column that meets the other conditions of a type rule is nullable where it asks for none that is, or the
    /// other way about.
    pub fn type_rule_nullable(place: &str) -> Self {
        let message = "this rule gives no column a type: `nullable` fits none of the columns there";
        Self::error("C041", place, message).help("leave it out, or give it the other value")
    }

    /// Later type rules decide every column that this one matches.
    pub fn type_rule_overruled(place: &str) -> Self {
        Self::error("C041", place, "this rule gives no column a type: later rules decide every column that it matches")
            .help("the last rule that matches decides: put the general rule first, or remove it")
    }

    /// A pattern that selects nothing: `pattern` fits none of the `what`, which are `known`.
    pub fn selection_fits_nothing(key: &str, what: &str, pattern: &str, known: &BTreeSet<String>) -> Self {
        Self::error("C042", key, &format!("`{pattern}` fits none of the {what}"))
            .help(&alternatives(what, pattern, known))
    }

    /// A column refers to keys that are different types.
    pub fn several_ids(place: &str) -> Self {
        Self::note("G070", place, "refers to keys of several types, so it has none of them")
            .help("give it a type with a [[type]] rule")
    }

    /// A column refers to a typed key, but its values are of another type.
    pub fn id_of_another_type(place: &str, own: &str, key: &str) -> Self {
        Self::note(
            "G071",
            place,
            &format!("is `{own}` where the key it refers to is `{key}`, so it is not of its type"),
        )
        .help("let a migration give both columns one type")
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

    /// A foreign key from columns to the same columns.
    pub fn foreign_key_to_itself(place: &str) -> Self {
        Self::warning("G044", place, "the foreign key refers to its own columns, so there is no relation")
            .help("drop it; where another column was meant, MariaDB took these since none was named after REFERENCES")
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

    /// Entities that were to be dense and have a neighbour that is not.
    pub fn not_dense(tables: &[String]) -> Self {
        let message = format!("in the compact form, not the dense one: {}", some(tables));
        Self::warning("G051", "entity.format", &message)
            .help(
                "name all tables that they are related to in [entity] dense too; never dense are tables that can only be \
                 read, have a one-to-one relation to themselves or a unique column `self`, and what is related to these",
            )
    }

    /// Routines that no function can call, as a user may not expect; `why` ends a sentence that begins with them.
    pub fn routines_left_out(why: &str, names: &[String]) -> Self {
        Self::note("G080", "routines", &format!("no function calls those that {why}: {}", some(names)))
            .help("call them with a query of your own, or name them in [database] exclude_routines")
    }

    /// An extension file that is called after no entity. `modules` are those that there are.
    pub fn extension_without_entity(path: &str, module: &str, modules: &[&str]) -> Self {
        let help = suggestion("entities", &closest(module, modules.iter().copied()));
        Self::warning("G090", path, &format!("this file is yours, and no entity is called `{module}`"))
            .help(&format!("{help} Rename or remove it; code for no single entity belongs beside src/extension"))
    }

    /// Tables whose primary key SQLite lets NULL into, while a key of SeaORM is never NULL.
    pub fn keys_with_null(places: &[String]) -> Self {
        let tables = some(places);
        Self::note(
            "G033",
            "keys",
            &format!("SQLite lets NULL into the primary key of {tables}; such a row cannot be read"),
        )
        .help("declare the columns of the key NOT NULL")
    }

    /// The manifest of an entity crate that was there before its code used a library.
    pub fn dependency_missing(manifest: &str, name: &str, requirement: &str) -> Self {
        Self::warning("G091", manifest, &format!("the generated code uses `{name}`, which is no dependency here"))
            .help(&format!("add `{name} = \"{requirement}\"` under [dependencies]; a new crate has it"))
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

/// The first names, and how many more there are.
fn some(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().map(String::as_str).take(5).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The names that may have been meant, or else some of those that there are.
fn alternatives(what: &str, pattern: &str, known: &BTreeSet<String>) -> String {
    let close = closest(pattern.rsplit('.').next().unwrap_or(pattern), known.iter().map(String::as_str));
    let some: Vec<&str> = known.iter().map(String::as_str).take(8).collect();
    meant(&close, || match known.len() - some.len() {
        0 if some.is_empty() => format!("there are no {what}"),
        0 => format!("there are {}", some.join(", ")),
        more => format!("there are {} and {more} more", some.join(", ")),
    })
}
