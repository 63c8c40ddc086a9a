//! Diagrams in Mermaid: what is around one table, and what belongs together, never more than Mermaid takes.
//!
//! 1. Mermaid refuses a text of more than 50,000 characters and a diagram of more than 500 links, and nobody reads one of
//!    half that size. What would be larger is several diagrams, one after the other.
//! 2. Around a table stand those that it refers to and that refer to it, by domain.
//! 3. Of a table in the middle all columns are shown, of others their keys.

use super::book::{Book, Placed};
use super::text::{MdText, MermaidName, MermaidWord};
use crate::catalog::{Column, ForeignKey};
use crate::diagram::ALONE;
use serde::Serialize;
use std::collections::BTreeSet;

/// What Mermaid takes: characters and links.
const TEXT: usize = 48_000;
const LINKS: usize = 400;

/// How many tables one can look at, with all columns or with keys alone.
const TABLES: usize = 24;

/// How many columns of one table.
const COLUMNS: usize = 60;

/// A diagram.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DiagramPage {
    /// What it shows of several.
    pub(super) title: MdText,
    pub(super) has_title: bool,
    pub(super) tables: Vec<BoxPage>,
    pub(super) links: Vec<LinkPage>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct BoxPage {
    pub(super) name: MermaidName,
    pub(super) has_columns: bool,
    pub(super) columns: Vec<AttributePage>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct AttributePage {
    pub(super) data_type: MermaidWord,
    pub(super) name: MermaidWord,
    pub(super) keys: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct LinkPage {
    pub(super) from: MermaidName,
    pub(super) many: &'static str,
    pub(super) one: &'static str,
    pub(super) to: MermaidName,
    pub(super) label: MermaidName,
}

/// The diagrams around a table.
pub(super) fn around(book: &Book<'_>, key: &str) -> Vec<DiagramPage> {
    let Some(placed) = book.tables.get(key) else { return Vec::new() };
    let out = placed.table.foreign_keys.iter().filter_map(|reference| book.key(&reference.target));
    let inbound = book.inbound(*placed).iter().filter_map(|inbound| {
        let name = (inbound.from.schema, inbound.from.table.name.as_str());
        Some(super::book::key(name.0, name.1)).filter(|key| book.tables.contains_key(key))
    });
    let mut near: BTreeSet<String> = out.map(str::to_owned).chain(inbound).collect();
    near.remove(key);
    if near.len() < TABLES {
        let keys = std::iter::once(key.to_owned()).chain(near).collect::<Vec<_>>();
        return vec![diagram(book, (MdText::own(""), &keys), Some(key))];
    }
    let mut pages = Vec::new();
    for (domain, keys) in book.layout.domains() {
        let own: Vec<String> = keys.into_iter().filter(|key| near.contains(*key)).map(str::to_owned).collect();
        for part in own.chunks(TABLES - 1) {
            let keys: Vec<String> = std::iter::once(key.to_owned()).chain(part.iter().cloned()).collect();
            pages.push(diagram(book, (book.domain_title(domain), &keys), Some(key)));
        }
    }
    pages
}

/// The diagrams of a domain.
pub(super) fn domain(book: &Book<'_>, domain: &str, keys: &[&str]) -> Vec<DiagramPage> {
    if domain == ALONE {
        return Vec::new();
    }
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let parts = keys.chunks(2 * TABLES);
    let title = |number: usize| match keys.len() > 2 * TABLES {
        true => MdText::sentence("Part {}", &[&MdText::number(number + 1)]),
        false => MdText::own(""),
    };
    parts.enumerate().map(|(number, part)| diagram(book, (title(number), part), None)).collect()
}

/// One diagram of these tables; of references only those between them, or of the one in the middle.
fn diagram(book: &Book<'_>, (title, keys): (MdText, &[String]), middle: Option<&str>) -> DiagramPage {
    let mut budget = TEXT;
    let mut page = DiagramPage { has_title: title != MdText::own(""), title, tables: Vec::new(), links: Vec::new() };
    for key in keys {
        let Some(placed) = book.tables.get(key) else { continue };
        page.tables.push(table(*placed, key, (middle == Some(key.as_str()), &mut budget)));
    }
    for key in keys {
        let Some(placed) = book.tables.get(key) else { continue };
        for reference in &placed.table.foreign_keys {
            let Some(target) = book.key(&reference.target).filter(|target| keys.iter().any(|key| key == target)) else {
                continue;
            };
            let is_near = middle.is_none_or(|middle| key == middle || target == middle);
            if is_near && page.links.len() < LINKS && budget > 300 {
                page.links.push(link(book, (*placed, key), reference, target));
                budget -= 250;
            }
        }
    }
    page
}

fn table(placed: Placed<'_>, key: &str, (whole, budget): (bool, &mut usize)) -> BoxPage {
    let in_key = |column: &&Column| placed.is_key(&column.name) || placed.references(&column.name).next().is_some();
    let shown = placed.table.columns.iter().filter(|column| whole || in_key(column)).take(COLUMNS);
    let mut columns = Vec::new();
    for column in shown {
        if *budget < 20_000 {
            break;
        }
        *budget -= 140;
        let (data_type, name) = (MermaidWord::new(&column.raw_type), MermaidWord::new(&column.name));
        columns.push(AttributePage { data_type, name, keys: keys(placed, &column.name) });
    }
    BoxPage { name: MermaidName::new(&placed.label(), key), has_columns: !columns.is_empty(), columns }
}

/// The words that say what a column is for.
fn keys(placed: Placed<'_>, column: &str) -> &'static str {
    let is_foreign = placed.table.foreign_keys.iter().any(|key| key.columns.iter().any(|name| name == column));
    match (placed.is_key(column), is_foreign, placed.is_unique(&[column.to_owned()])) {
        (true, true, _) => " PK,FK",
        (true, false, _) => " PK",
        (false, true, true) => " FK,UK",
        (false, true, false) => " FK",
        (false, false, true) => " UK",
        (false, false, false) => "",
    }
}

fn link(book: &Book<'_>, (placed, key): (Placed<'_>, &str), reference: &ForeignKey, target: &str) -> LinkPage {
    let optional = reference.columns.iter().any(|column| placed.table.is_optional(column));
    LinkPage {
        from: MermaidName::new(&placed.label(), key),
        many: if placed.is_unique(&reference.columns) { "|o" } else { "}o" },
        one: if optional { "o|" } else { "||" },
        to: MermaidName::new(&book.label_of(target), target),
        label: MermaidName::label(&reference.columns),
    }
}

impl Placed<'_> {
    fn is_key(&self, column: &str) -> bool {
        self.table.primary_key.iter().any(|key| key.columns.iter().any(|name| name == column))
    }
}
