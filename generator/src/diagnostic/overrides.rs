//! Codes `C05…`: settings and comments that speak of single tables, columns and relations.

use super::Diagnostic;
use super::introspect::{closest, meant, suggestion};

impl Diagnostic {
    /// Settings of a schema that was not read. `known` are those that were.
    pub fn override_of_unknown_schema(place: &str, name: &str, known: &[&str]) -> Self {
        Self::error("C057", place, "there is no such schema among those that were read")
            .help(&suggestion("schemas", &closest(name, known.iter().copied())))
    }

    /// Settings of a table or view that was not read. `known` are those that were.
    pub fn override_of_unknown_table(place: &str, name: &str, known: &[&str]) -> Self {
        let bare = name.rsplit('.').next().unwrap_or(name);
        Self::error("C050", place, "there is no such table or view among those that were read")
            .help(&suggestion("tables and views", &closest(bare, known.iter().copied())))
    }

    /// Settings of tables each of which has others that go before.
    pub fn override_overruled(place: &str) -> Self {
        Self::error("C050", place, "other settings decide about every table and view of this name")
            .help("settings of a view, and those that name the schema, go before others: keep one of them")
    }

    /// Settings that name a column that the table or view does not have. `known` are those that it has.
    pub fn override_of_unknown_column(place: &str, column: &str, known: &[&str]) -> Self {
        Self::error("C051", place, &format!("there is no column `{column}`"))
            .help(&suggestion("columns", &closest(column, known.iter().copied())))
    }

    /// Settings that name a relation that the entity does not have. `known` are those that it has.
    pub fn override_of_unknown_relation(place: &str, relation: &str, known: &[&str]) -> Self {
        let close = closest(relation, known.iter().copied());
        let help = meant(&close, || match known {
            [] => "there are no relations".to_owned(),
            known => format!("there are {}", known.join(", ")),
        });
        Self::error("C052", place, &format!("there is no relation and no foreign key `{relation}`")).help(&help)
    }

    /// Names that users have chosen for two objects and that are one.
    pub fn names_clash(place: &str, [one, other]: [&str; 2]) -> Self {
        Self::error("C053", place, &format!("the names that were chosen for `{one}` and `{other}` are one"))
            .help("choose another one for either; case and underscores do not tell names apart")
    }

    /// A column that is to be left out and cannot, for a reason.
    pub fn column_is_needed(place: &str, reason: &str) -> Self {
        Self::error("C054", place, &format!("the column cannot be left out: {reason}"))
            .help("give it a default in a migration, or let it stay")
    }

    /// A name that a user has chosen and that would hide a type of Rust or SeaORM.
    pub fn name_is_reserved(place: &str, name: &str) -> Self {
        Self::error("C055", place, &format!("a type `{name}` would hide the one that everybody knows"))
            .help("choose another name")
    }

    /// A key, or columns that are never NULL, that settings name for a table.
    pub fn key_of_a_table(place: &str) -> Self {
        Self::error("C058", place, "this is for views: of a table, the database says it")
            .help("add the key or the NOT NULL in a migration")
    }

    /// An extra relation of a view.
    pub fn extra_relation_of_view(place: &str) -> Self {
        Self::error("C059", place, "a view has no relations").help("name the relation of the table behind it")
    }

    /// An extra relation with another number of columns at either end.
    pub fn extra_relation_is_uneven(place: &str, near: usize, far: usize) -> Self {
        Self::error("C060", place, &format!("the relation has {near} columns here and {far} there"))
            .help("name as many in `columns` as in `references`, or as the primary key there has")
    }

    /// An extra relation to columns that are no key.
    pub fn extra_relation_to_no_key(place: &str, columns: &str) -> Self {
        Self::error("C061", place, &format!("({columns}) is no key there, so that a row could belong to several"))
            .help("name the columns of a primary or unique key, or tell the relation of the other table")
    }

    /// An extra relation between columns whose values the database does not compare.
    pub fn extra_relation_of_two_types(place: &str, [near, far]: [String; 2]) -> Self {
        Self::error("C062", place, &format!("values of `{near}` do not compare with those of `{far}`"))
            .help("name columns of like types")
    }

    /// An extra relation that the database declares itself.
    pub fn extra_relation_is_declared(place: &str, table: &str) -> Self {
        Self::error("C063", place, &format!("the database declares this foreign key to `{table}`"))
            .help("give its relation a name in [table.<name>.relation.<relation>]")
    }

    /// A tag in a comment whose key there is not. `known` are those that there are.
    pub fn unknown_tag(place: &str, tag: &str, (key, known): (&str, &[&str])) -> Self {
        let close = closest(key, known.iter().copied());
        let names = if close.is_empty() { known } else { &close };
        Self::error("C056", place, &format!("the comment says `{tag}`, which means nothing"))
            .help(&format!("after @scaffold comes one of {}", names.join(", ")))
    }

    /// A tag in a comment with a value that it cannot have.
    pub fn tag_value(place: &str, tag: &str, reason: &str) -> Self {
        Self::error("C056", place, &format!("the comment says `{tag}`: {reason}"))
            .help("change the comment in a migration, or leave it out and say it in scaffold.toml")
    }

    /// A table, view or column that is left out because somebody wants it so.
    pub fn excluded(place: &str) -> Self {
        Self::note("G023", place, "left out, as its settings or its comment say")
            .help("remove `exclude` there to have it back")
    }

    /// What is named was renamed, and its settings followed.
    pub(crate) fn settings_followed(place: &str, now: &str) -> Self {
        Self::note("G024", place, &format!("a migration renamed it to `{now}`; these settings hold for that"))
            .help("call it by its new name here, before something else gets the old one")
    }
}
