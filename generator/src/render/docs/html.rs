//! One file with a diagram to move about in, and the diagram as a picture.
//!
//! 1. The file asks nothing of anybody: styles, scripts and facts are in it, and its own policy forbids it the network.
//! 2. Facts are JSON in which no `<` stands, read by the script, which puts texts into the page only as texts.
//! 3. Places are those of `diagram`; nothing is laid out where it is looked at.
//! 4. Of comments the beginning is told, so that a table takes about a kilobyte.

use super::super::text::{is_invisible, typed_text};
use super::Changed;
use super::book::{Book, LINE, Placed, SHOWN};
use crate::catalog::{Column, ForeignKey};
use crate::diagram::{ALONE, PITCH_X, PITCH_Y};
use anyhow::Result;
use askama::Template;
use serde::Serialize;
use serde_json::{Value, json};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How many characters of a comment on a table and on a column are told.
const COMMENT: usize = 300;
const REMARK: usize = 80;

/// How wide a box is, and how high its head, in pixels.
const WIDTH: i32 = 232;
const HEAD: i32 = 24;

/// How many columns of a table the picture shows.
const PICTURED: usize = 8;

typed_text! {
    /// Text in HTML or SVG, or in an attribute of either.
    HtmlText
}

typed_text! {
    /// JSON within an element of HTML.
    JsonText
}

impl HtmlText {
    /// Any text.
    pub(super) fn new(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '&' => escaped.push_str("&amp;"),
                '"' => escaped.push_str("&quot;"),
                '\'' => escaped.push_str("&#39;"),
                c if is_invisible(c) => escaped.push('\u{fffd}'),
                c => escaped.push(c),
            }
        }
        Self(escaped)
    }
}

impl JsonText {
    fn new(value: &Value) -> Result<Self> {
        let json = serde_json::to_string(value)?;
        let mut escaped = String::with_capacity(json.len());
        for c in json.chars() {
            match c {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => escaped.push(c),
            }
        }
        Ok(Self(escaped))
    }
}

/// The file.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/html/page.html.jinja")]
pub(super) struct HtmlPage {
    title: HtmlText,
    data: JsonText,
}

/// The picture.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/diagram.svg.jinja")]
pub(super) struct SvgPage {
    title: HtmlText,
    left: i32,
    top: i32,
    width: i32,
    height: i32,
    links: Vec<SvgLink>,
    boxes: Vec<SvgBox>,
}

/// A reference.
#[derive(Clone, Debug, Serialize)]
struct SvgLink {
    x1: i32,
    y1: i32,
    x2: i32,
    y2: i32,
    bend1: i32,
    bend2: i32,
}

/// A table.
#[derive(Clone, Debug, Serialize)]
struct SvgBox {
    x: i32,
    y: i32,
    text_x: i32,
    text_y: i32,
    width: i32,
    height: i32,
    hue: usize,
    name: HtmlText,
    lines: Vec<SvgLine>,
}

#[derive(Clone, Debug, Serialize)]
struct SvgLine {
    y: i32,
    text: HtmlText,
}

/// The file with the diagram.
pub(super) fn page(book: &Book<'_>, title: &str, changes: Option<&[Changed]>) -> Result<HtmlPage> {
    let positions: BTreeMap<&str, usize> = book.tables.keys().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
    let domains = domains(book);
    let types: BTreeSet<&str> = columns(book).map(|column| column.raw_type.as_str()).collect();
    let types: BTreeMap<&str, usize> = types.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
    let table = |(key, placed): (&String, &Placed<'_>)| {
        let place = book.layout.places.get(key);
        let domain = place.and_then(|place| domains.iter().position(|domain| **domain == *place.domain)).unwrap_or(0);
        let columns: Vec<Value> =
            placed.table.columns.iter().map(|column| self::column(*placed, column, &types)).collect();
        let (x, y) = place.map_or((0, 0), |place| (place.x, place.y));
        let mut row = vec![json!(placed.label()), json!(key), json!(domain), json!(x), json!(y), json!(columns)];
        row.extend(placed.table.comment.as_ref().map(|comment| json!(shortened(comment, COMMENT))));
        Value::Array(row)
    };
    let edges = references(book).map(|(from, placed, key, to)| {
        let (many, optional) = (!placed.is_unique(&key.columns), is_optional(placed, key));
        json!([
            positions.get(from),
            positions.get(to),
            key.columns,
            key.target_columns,
            u8::from(many),
            u8::from(optional)
        ])
    });
    let named = domains.iter().map(|domain| match *domain {
        ALONE => json!(["without references", 0]),
        domain => json!([book.label_of(domain), 1]),
    });
    let data = json!({
        "tables": book.tables.iter().map(table).collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
        "types": types.keys().collect::<Vec<_>>(),
        "domains": named.collect::<Vec<_>>(),
        "pitch": [PITCH_X, PITCH_Y],
        "shown": SHOWN,
        "changes": changes.map(|changes| changes.iter().map(|own| json!([own.key, own.kind.word(), own.lines])).collect::<Vec<_>>()),
    });
    Ok(HtmlPage { title: HtmlText::new(title), data: JsonText::new(&data)? })
}

fn columns<'a>(book: &'a Book<'_>) -> impl Iterator<Item = &'a Column> {
    book.tables.values().flat_map(|placed| &placed.table.columns)
}

fn domains<'a>(book: &'a Book<'_>) -> Vec<&'a str> {
    book.layout.domains().into_iter().map(|(domain, _)| domain).collect()
}

/// References between tables that are documented: who has it, what it is, and whom it means.
fn references<'a>(book: &'a Book<'_>) -> impl Iterator<Item = (&'a str, Placed<'a>, &'a ForeignKey, &'a str)> {
    book.tables.iter().flat_map(move |(from, placed)| {
        let own = placed.table.foreign_keys.iter();
        own.filter_map(move |key| Some((from.as_str(), *placed, key, book.key(&key.target)?)))
    })
}

fn is_optional(placed: Placed<'_>, key: &ForeignKey) -> bool {
    key.columns.iter().any(|column| placed.table.is_optional(column))
}

fn column(placed: Placed<'_>, column: &Column, types: &BTreeMap<&str, usize>) -> Value {
    let in_key = placed.table.primary_key.iter().any(|key| key.columns.contains(&column.name));
    let refers = placed.table.foreign_keys.iter().any(|key| key.columns.contains(&column.name));
    let unique = !in_key && placed.is_unique(std::slice::from_ref(&column.name));
    let flags = u8::from(in_key) + 2 * u8::from(refers) + 4 * u8::from(unique);
    let mut row = vec![json!(column.name), json!(types.get(column.raw_type.as_str())), json!(flags)];
    row.extend(column.comment.as_ref().map(|comment| json!(shortened(comment, REMARK))));
    Value::Array(row)
}

/// Rule 4.
fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The picture: all tables with the columns that keys are made of.
pub(super) fn picture(book: &Book<'_>, title: &str) -> SvgPage {
    let domains = domains(book);
    let boxes: BTreeMap<&str, SvgBox> =
        book.tables.iter().map(|(key, placed)| (key.as_str(), svg_box(book, (key, *placed), &domains))).collect();
    let links = references(book).filter_map(|(from, _, _, to)| Some(svg_link(boxes.get(from)?, boxes.get(to)?)));
    let links = links.collect();
    let left = boxes.values().map(|own| own.x).min().unwrap_or(0) - 40;
    let top = boxes.values().map(|own| own.y).min().unwrap_or(0) - 40;
    let right = boxes.values().map(|own| own.x + own.width).max().unwrap_or(0) + 40;
    let bottom = boxes.values().map(|own| own.y + own.height).max().unwrap_or(0) + 40;
    let (width, height) = (right - left, bottom - top);
    SvgPage { title: HtmlText::new(title), left, top, width, height, links, boxes: boxes.into_values().collect() }
}

fn svg_box(book: &Book<'_>, (key, placed): (&str, Placed<'_>), domains: &[&str]) -> SvgBox {
    let place = book.layout.places.get(key);
    let (x, y) = place.map_or((0, 0), |place| (place.x * PITCH_X, place.y * PITCH_Y));
    let domain = place.and_then(|place| domains.iter().position(|domain| **domain == *place.domain)).unwrap_or(0);
    let in_key = |column: &&Column| {
        placed.table.primary_key.iter().any(|key| key.columns.contains(&column.name))
            || placed.table.foreign_keys.iter().any(|key| key.columns.contains(&column.name))
    };
    let shown = placed.table.columns.iter().filter(in_key).take(PICTURED);
    let mut at = y + HEAD + 13;
    let mut lines = Vec::new();
    for column in shown {
        lines.push(SvgLine { y: at, text: HtmlText::new(&shortened(&column.name, 34)) });
        at += LINE;
    }
    let name = HtmlText::new(&shortened(&placed.label(), 30));
    // Colours far apart for neighbours in the list, whole numbers of degrees.
    let hue = domain * 137 % 360;
    SvgBox { x, y, text_x: x + 8, text_y: y + 16, width: WIDTH, height: at - y - 8, hue, name, lines }
}

fn svg_link(from: &SvgBox, to: &SvgBox) -> SvgLink {
    let right = from.x < to.x;
    let (x1, bend1) = if from.x <= to.x { (from.x + from.width, 46) } else { (from.x, -46) };
    let (x2, bend2) = if right { (to.x, -46) } else { (to.x + to.width, 46) };
    let middle = |own: &SvgBox| own.y + HEAD / 2;
    SvgLink { x1, y1: middle(from), x2, y2: middle(to), bend1: x1 + bend1, bend2: x2 + bend2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_place() {
        assert_eq!(
            HtmlText::new("<a href='x'>&\"\u{202e}").to_string(),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\u{fffd}"
        );
        let value = json!({ "</script><!--": "\u{2028}]]>&" });
        let text = JsonText::new(&value).unwrap().to_string();
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
