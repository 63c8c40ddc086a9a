//! Why an index exists: what it keeps true, and which reads it serves, as far as the schema tells.
//!
//! 1. A unique index keeps its columns unique, for the rows that its condition names.
//! 2. An index that begins with the columns of a foreign key finds the rows that refer to one, which a delete there asks for.
//! 3. A finder of the repository over its leading columns reads by it.
//! 4. Other methods than a tree say what they are for.
//! 5. One that cannot be used, or whose columns another begins with, is called what it is.

use super::book::Placed;
use super::text::MdText;
use crate::catalog::{Index, IndexKey, Table};
use crate::model::Entity;

/// The reasons, most important first; never none.
pub(super) fn of_index(placed: Placed<'_>, index: &Index, entity: Option<&Entity>) -> MdText {
    let mut reasons = Vec::new();
    let columns: Vec<&str> = index.parts.iter().map_while(|part| part.whole_column()).collect();
    if !index.valid {
        reasons.push(MdText::own("cannot be used: building it failed"));
    }
    if index.unique {
        reasons.push(MdText::sentence("keeps {} unique", &[&parts(index)]));
    }
    reasons.extend(references(placed.table, &columns));
    if let Some(finder) = entity.and_then(|entity| finder(entity, &columns)) {
        reasons.push(MdText::sentence("serves {}", &[&MdText::code(&finder)]));
    }
    reasons.extend(method(&index.method));
    if reasons.is_empty() {
        reasons.push(MdText::sentence("finds and sorts rows by {}", &[&parts(index)]));
    }
    if let Some(condition) = &index.predicate {
        reasons.push(MdText::sentence("only where {}", &[&MdText::code(condition)]));
    }
    let is_whole = !columns.is_empty() && columns.len() == index.parts.len() && index.method == "btree";
    if is_whole && keyed(placed.table, &columns) {
        reasons.push(MdText::own("a key of the same columns does all of that"));
    }
    if let Some(other) = longer(placed.table, index, &columns) {
        reasons.push(MdText::sentence("{} begins with the same columns", &[&MdText::code(other)]));
    }
    MdText::join(&reasons, "; ")
}

/// What an index is over, with directions and prefixes.
pub(super) fn parts(index: &Index) -> MdText {
    let part = |part: &crate::catalog::IndexPart| {
        let text = match &part.key {
            IndexKey::Column(name) | IndexKey::Expression(name) => MdText::code(name),
        };
        let text = match part.prefix {
            Some(length) => MdText::sentence("{} (first {})", &[&text, &MdText::number(length as usize)]),
            None => text,
        };
        if part.descending { MdText::sentence("{} descending", &[&text]) } else { text }
    };
    let parts = MdText::join(&index.parts.iter().map(part).collect::<Vec<_>>(), ", ");
    match index.include.is_empty() {
        true => parts,
        false => MdText::sentence("{} with {}", &[&parts, &MdText::codes(&index.include)]),
    }
}

/// Rule 2.
fn references(table: &Table, columns: &[&str]) -> Option<MdText> {
    let begins = |key: &&crate::catalog::ForeignKey| {
        let mut wanted: Vec<&str> = key.columns.iter().map(String::as_str).collect();
        let mut first: Vec<&str> = columns.iter().take(wanted.len()).copied().collect();
        wanted.sort_unstable();
        first.sort_unstable();
        wanted == first
    };
    let key = table.foreign_keys.iter().find(begins)?;
    Some(MdText::sentence("finds rows by what they refer to in {}", &[&MdText::code(&key.target.name)]))
}

/// Rule 3.
fn finder(entity: &Entity, columns: &[&str]) -> Option<String> {
    let repository = entity.repository.as_ref()?;
    let is_served = |fields: &[usize]| {
        let named = fields.iter().filter_map(|idx| entity.fields.get(*idx)).map(|field| field.column.as_str());
        columns.iter().copied().take(fields.len()).eq(named)
    };
    let finder = repository.finders.iter().filter(|finder| is_served(&finder.fields));
    let finder = finder.max_by_key(|finder| finder.fields.len())?;
    let verb = if finder.unique { "find" } else { "list" };
    Some(format!("{verb}_by_{}", finder.name))
}

/// Rule 4.
fn method(method: &str) -> Option<MdText> {
    Some(MdText::own(match method {
        "gin" => "finds what lies within a document, an array or a text",
        "gist" | "spgist" => "finds what overlaps, contains or is near",
        "brin" => "skips blocks of rows that lie in the order of the column",
        "hash" => "finds one value by its hash",
        "fulltext" => "finds words in a text",
        "spatial" | "rtree" => "finds what is in an area",
        _ => return None,
    }))
}

/// Rule 5: whether a key is over the same columns, which has an index of its own.
fn keyed(table: &Table, columns: &[&str]) -> bool {
    let keys = table.primary_key.iter().chain(&table.unique_keys);
    keys.into_iter().any(|key| key.columns.iter().map(String::as_str).eq(columns.iter().copied()))
}

/// Rule 5.
fn longer<'a>(table: &'a Table, index: &Index, columns: &[&str]) -> Option<&'a str> {
    let is_plain = !index.unique && index.predicate.is_none() && columns.len() == index.parts.len();
    let begins = |other: &&Index| {
        let others = other.parts.iter().map_while(|part| part.whole_column());
        other.name != index.name
            && other.method == index.method
            && other.predicate.is_none()
            && other.valid
            && other.parts.len() > index.parts.len()
            && others.take(columns.len()).eq(columns.iter().copied())
    };
    is_plain.then(|| table.indexes.iter().find(begins)).flatten().map(|other| other.name.as_str())
}
