//! Views: over tables and earlier views, joined and counted.

use super::super::ddl::{Quote, qualified};
use super::super::scope::{Scope, pick};
use super::super::sketch::{Name, Sketch, ViewSketch};
use super::super::types;
use super::tables::{TablePen, column};
use super::{Pen, Type};
use sea_scaffold::catalog::{Column, DataType, QualifiedName, View};
use sea_scaffold::database::Backend;

/// Something to select from.
struct Source {
    name: QualifiedName,
    columns: Vec<Column>,
}

/// How two sources are joined, and which side may have no row.
struct Join {
    words: &'static str,
    left: bool,
    right: bool,
}

/// Draws all views, each with the place of its schema.
pub(super) fn draw(pen: &mut Pen, sketch: &Sketch, tables: &[TablePen]) -> Vec<(usize, View)> {
    let of_table = |pen: &TablePen| Source { name: pen.name.clone(), columns: pen.table.columns.clone() };
    let mut sources: Vec<Source> = tables.iter().map(of_table).collect();
    let mut views = Vec::new();
    for item in &sketch.views {
        let schema = pen.schema(item.schema);
        let Some(mut view) = view(pen.backend, item, &sources) else { continue };
        view.name = pen.schemas[schema].objects.give(&item.name);
        view.comment = pen.comment(item.comment.as_ref()).filter(|_| pen.backend == Backend::Postgres);
        view.materialized = item.materialized && pen.backend == Backend::Postgres;
        sources.push(Source { name: pen.qualified(schema, &view.name), columns: view.columns.clone() });
        views.push((schema, view));
    }
    views
}

/// The type as a view shows it: MariaDB's JSON is text with a check, and views have no checks.
fn shown_type(backend: Backend, column: &Column) -> DataType {
    match column.data_type {
        DataType::JsonBinary if backend == Backend::MySql => DataType::Text,
        _ => column.data_type.clone(),
    }
}

fn view(backend: Backend, item: &ViewSketch, sources: &[Source]) -> Option<View> {
    let source = pick(sources, item.source)?;
    let from = qualified(backend, &source.name);
    let mut names = Scope::new(backend);
    if item.counts {
        let name = names.own("number");
        let definition = format!("SELECT count(*) AS {} FROM {from} a", backend.quote(&name));
        let count = Column { nullable: false, ..column(name, &count_type(backend)) };
        return Some(View { columns: vec![count], definition, ..View::default() });
    }
    let joined = item.join.and_then(|(which, how)| Some((pick(sources, which)?, join(backend, how))));
    let (left, right) = joined.as_ref().map_or((false, false), |(_, join)| (join.left, join.right));
    let mut offered = offers("a", source, left);
    let mut from = format!("{from} a");
    if let Some((other, join)) = &joined {
        offered.extend(offers("b", other, right));
        from = format!("{from} {} {} b ON 1 = 1", join.words, qualified(backend, &other.name));
    }
    let mut columns = Vec::new();
    let mut list = Vec::new();
    for (alias, which) in &item.columns {
        let (side, shown) = pick(&offered, *which)?;
        let name = match alias.clone().unwrap_or_else(|| Name::Own(shown.name.clone())) {
            // The server drops the blanks that the name of a view's column begins with.
            Name::Own(wish) if backend == Backend::MySql => Name::Own(wish.trim_start().to_owned()),
            wish => wish,
        };
        let name = names.give(&name);
        list.push(format!("{side}.{} AS {}", backend.quote(&shown.name), backend.quote(&name)));
        columns.push(Column { name, data_type: shown_type(backend, shown), ..shown.clone() });
    }
    Some(View { columns, definition: format!("SELECT {} FROM {from}", list.join(", ")), ..View::default() })
}

/// The columns of a source, as a view shows them. SQLite does not tell a view of bytes from one of no type at all.
fn offers(side: &'static str, source: &Source, may_be_missing: bool) -> Vec<(&'static str, Column)> {
    let shown = |column: &Column| Column {
        nullable: column.nullable || may_be_missing,
        default: None,
        identity: None,
        generated: None,
        comment: None,
        ..column.clone()
    };
    let typed = source.columns.iter().filter(|column| !["", "ANY", "BLOB"].contains(&column.raw_type.as_str()));
    typed.map(|column| (side, shown(column))).collect()
}

fn join(backend: Backend, how: u8) -> Join {
    let join = |words, left, right| Join { words, left, right };
    match how % 4 {
        0 => join("JOIN", false, false),
        1 => join("LEFT JOIN", false, true),
        2 => join("RIGHT JOIN", true, false),
        _ if backend == Backend::MySql => join("LEFT JOIN", false, true),
        _ => join("FULL JOIN", true, true),
    }
}

fn count_type(backend: Backend) -> Type {
    let bigint = types::spelled(backend, 6, 0);
    match backend {
        Backend::Postgres => bigint,
        Backend::MySql => Type { raw: "bigint(21)".to_owned(), ..bigint },
        Backend::Sqlite => Type { raw: String::new(), ..bigint },
    }
}
