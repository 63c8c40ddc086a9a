//! The index, and the pages of domains: what there is, and what it is for.

use super::book::{Book, Placed, enums, views};
use super::mermaid::{self, DiagramPage};
use super::others::{EnumPage, RoutinePage, ViewPage};
use super::table::TablePage;
use super::text::MdText;
use super::{Pages, domain_stem};
use crate::catalog::{Composite, Domain};
use crate::model::place;
use askama::Template;
use serde::Serialize;

/// The first page.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/index.md.jinja")]
pub(super) struct IndexPage {
    pub(super) title: MdText,
    pub(super) system: MdText,
    pub(super) counts: MdText,
    pub(super) domains: Vec<DomainPage>,
    pub(super) has_views: bool,
    pub(super) views: Vec<RowPage>,
    pub(super) has_enums: bool,
    pub(super) enums: Vec<RowPage>,
    pub(super) has_types: bool,
    pub(super) types: Vec<RowPage>,
    pub(super) has_routines: bool,
    pub(super) routines: Vec<RowPage>,
}

/// What belongs together.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/domain.md.jinja")]
pub(super) struct DomainPage {
    pub(super) title: MdText,
    pub(super) link: MdText,
    pub(super) count: MdText,
    /// Whether it is known of any table how many rows it has.
    pub(super) has_rows: bool,
    pub(super) tables: Vec<RowPage>,
    pub(super) has_diagrams: bool,
    pub(super) diagrams: Vec<DiagramPage>,
}

/// One object: a link from the index and one from a page in a folder, and what it is for.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RowPage {
    pub(super) link: MdText,
    pub(super) link_from_folder: MdText,
    pub(super) count: MdText,
    pub(super) rows: MdText,
    pub(super) summary: MdText,
}

fn row(folder: &str, (key, name): (&str, &MdText), count: usize, summary: MdText) -> RowPage {
    RowPage {
        link: MdText::link(name, &format!("{folder}/{key}.md")),
        link_from_folder: MdText::link(name, &format!("../{folder}/{key}.md")),
        count: MdText::number(count),
        rows: MdText::own(""),
        summary,
    }
}

/// The page of each domain, by the stem of its file.
pub(super) fn domains(book: &Book<'_>, tables: &[(String, TablePage)]) -> Vec<(String, DomainPage)> {
    let page = |(domain, keys): (&str, Vec<&str>)| {
        let own = tables.iter().filter(|(key, _)| keys.binary_search(&key.as_str()).is_ok());
        let rows = own.map(|(key, page)| {
            let row = row("table", (key, &page.name), page.columns.len(), page.summary.clone());
            RowPage { rows: MdText::own(book.rows_of(key)), ..row }
        });
        let diagrams = mermaid::domain(book, domain, &keys);
        let (stem, title) = (domain_stem(domain), book.domain_title(domain));
        let page = DomainPage {
            link: MdText::link(&title, &format!("domain/{stem}.md")),
            title,
            count: MdText::number(keys.len()),
            has_rows: keys.iter().any(|key| !book.rows_of(key).is_empty()),
            tables: rows.collect(),
            has_diagrams: !diagrams.is_empty(),
            diagrams,
        };
        (stem.to_owned(), page)
    };
    book.layout.domains().into_iter().map(page).collect()
}

/// The index of all pages.
pub(super) fn index(book: &Book<'_>, title: &str, pages: &Pages) -> IndexPage {
    let view = |(key, page): &(String, ViewPage)| row("view", (key, &page.name), 0, page.summary.clone());
    let item = |(key, page): &(String, EnumPage)| row("enum", (key, &page.name), 0, page.summary.clone());
    let routine = |(key, page): &(String, RoutinePage)| row("routine", (key, &page.name), 0, page.summary.clone());
    let types = types(book);
    IndexPage {
        title: MdText::new(title),
        system: MdText::own(book.system().name()),
        counts: counts(book),
        domains: pages.domains.iter().map(|(_, page)| page.clone()).collect(),
        has_views: !pages.views.is_empty(),
        views: pages.views.iter().map(view).collect(),
        has_enums: !pages.enums.is_empty(),
        enums: pages.enums.iter().map(item).collect(),
        has_types: !types.is_empty(),
        types,
        has_routines: !pages.routines.is_empty(),
        routines: pages.routines.iter().map(routine).collect(),
    }
}

/// How much there is.
pub(super) fn counts(book: &Book<'_>) -> MdText {
    let schemas = || book.catalog().schemas.iter();
    let counted = [
        ("{} tables", book.tables.len()),
        ("{} views", views(book.catalog()).count()),
        ("{} enum types", enums(book.catalog()).count()),
        ("{} routines", schemas().map(|schema| schema.routines.len()).sum()),
        ("{} foreign keys", book.tables.values().map(|placed: &Placed<'_>| placed.table.foreign_keys.len()).sum()),
    ];
    let told = counted.iter().filter(|(_, count)| *count > 0);
    let told: Vec<MdText> = told.map(|(text, count)| MdText::sentence(text, &[&MdText::number(*count)])).collect();
    MdText::join(&told, ", ")
}

/// Domains and composite types, which are told here alone.
fn types(book: &Book<'_>) -> Vec<RowPage> {
    let mut rows = Vec::new();
    for schema in &book.catalog().schemas {
        let summary = |text: MdText, comment: Option<&String>| {
            let comment = MdText::paragraphs(comment.map(String::as_str).unwrap_or_default());
            MdText::join(&[vec![text], comment].concat(), ". ")
        };
        let of_domain = |domain: &Domain| {
            let checks = domain.checks.iter().map(|check| MdText::code(&check.expression)).collect::<Vec<_>>();
            let base = MdText::sentence("{} {}", &[&MdText::code(&domain.raw_type), &MdText::join(&checks, " and ")]);
            (domain.name.clone(), summary(base, domain.comment.as_ref()))
        };
        let of_composite = |composite: &Composite| {
            let attributes = composite.attributes.iter().map(|attribute| {
                MdText::sentence("{} {}", &[&MdText::code(&attribute.name), &MdText::code(&attribute.raw_type)])
            });
            let attributes = MdText::join(&attributes.collect::<Vec<_>>(), ", ");
            (composite.name.clone(), summary(attributes, composite.comment.as_ref()))
        };
        let domains = schema.domains.iter().map(of_domain);
        for (name, summary) in domains.chain(schema.composites.iter().map(of_composite)) {
            let name = MdText::code(&place(schema, &name));
            rows.push(RowPage {
                link: name.clone(),
                link_from_folder: name,
                count: MdText::own(""),
                rows: MdText::own(""),
                summary,
            });
        }
    }
    rows
}
