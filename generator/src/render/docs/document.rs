//! Documents of one file: a design document, and an overview of the schema; the facts of the pages in another order.
//!
//! Which index serves a query, and what may go wrong in production, is for people to say: they are told what the schema
//! says, and the rest is not made up.

use super::book::{Book, StoryPage};
use super::mermaid::{self, DiagramPage};
use super::table::TablePage;
use super::text::{MdBlock, MdText};
use super::{Pages, ddl};
use askama::Template;
use serde::Serialize;

/// `design.md`.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/design.md.jinja")]
pub(super) struct DesignPage {
    pub(super) title: MdText,
    pub(super) system: MdText,
    pub(super) counts: MdText,
    pub(super) diagrams: Vec<DiagramPage>,
    pub(super) tables: Vec<DesignTable>,
    pub(super) has_migrations: bool,
    pub(super) migrations: Vec<StoryPage>,
    pub(super) rules: Vec<MdText>,
}

/// A table with its SQL.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DesignTable {
    pub(super) page: TablePage,
    pub(super) sql: MdBlock,
}

/// `schema.md`.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/schema.md.jinja")]
pub(super) struct OverviewPage {
    pub(super) title: MdText,
    pub(super) diagrams: Vec<DiagramPage>,
    pub(super) tables: Vec<TablePage>,
}

fn diagrams(book: &Book<'_>) -> Vec<DiagramPage> {
    book.layout.domains().into_iter().flat_map(|(domain, keys)| mermaid::domain(book, domain, &keys)).collect()
}

/// The design document.
pub(super) fn design(book: &Book<'_>, title: &str, pages: &Pages) -> DesignPage {
    let table = |(key, page): &(String, TablePage)| {
        let sql = book.tables.get(key).map(|placed| ddl::table(book, *placed)).unwrap_or_default();
        DesignTable { page: page.in_one_file(), sql: MdBlock::new(&sql) }
    };
    let migrations = book.migrations();
    DesignPage {
        title: MdText::new(title),
        system: MdText::own(book.system().name()),
        counts: super::index::counts(book),
        diagrams: diagrams(book),
        tables: pages.tables.iter().map(table).collect(),
        has_migrations: !migrations.is_empty(),
        migrations,
        rules: rules(book),
    }
}

/// The overview.
pub(super) fn schema(book: &Book<'_>, title: &str, pages: &Pages) -> OverviewPage {
    let tables = pages.tables.iter().map(|(_, page)| page.in_one_file()).collect();
    OverviewPage { title: MdText::new(title), diagrams: diagrams(book), tables }
}

/// What the database keeps true, table by table.
fn rules(book: &Book<'_>) -> Vec<MdText> {
    let mut rules = Vec::new();
    for placed in book.tables.values() {
        let table = MdText::code(&placed.label());
        let mut rule = |sentence, text: &MdText| rules.push(MdText::sentence(sentence, &[&table, text]));
        placed.table.unique_keys.iter().for_each(|key| rule("{}: {} is unique", &MdText::codes(&key.columns)));
        placed.table.checks.iter().for_each(|check| rule("{}: {}", &MdText::code(&check.expression)));
        for key in &placed.table.foreign_keys {
            let target = MdText::code(&book.label(&key.target));
            rule("{}: {}", &MdText::sentence("{} refers to {}", &[&MdText::codes(&key.columns), &target]));
        }
    }
    rules
}
