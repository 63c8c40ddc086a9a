//! Primary and unique keys, checks and indexes.

use super::super::ddl::Quote;
use super::super::scope::pick;
use super::super::sketch::{IndexSketch, KeySketch, Name, TableSketch};
use super::super::types::{self, Sort, Type};
use super::Pen;
use super::tables::{self, TablePen};
use sea_scaffold::catalog::{
    AllowedValues, Check, Column, Deferral, Identity, Index, IndexKey, IndexPart, Key, TableKind,
};
use sea_scaffold::database::Backend;

/// The primary key: columns of references that are part of it, and what the sketch says.
pub(super) fn add_primary(pen: &mut Pen, table: &mut TablePen, item: &TableSketch) {
    let referring: Vec<String> = table.table.foreign_keys.iter().flat_map(|key| key.columns.clone()).collect();
    let mut columns: Vec<String> = Vec::new();
    for name in referring {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    match &item.key {
        KeySketch::Number(_) if columns.is_empty() => columns.extend(tables::number(pen, table, item)),
        KeySketch::Number(_) => {}
        KeySketch::Columns(picks) => {
            let places = table.places(|column, type_| column.generated.is_none() && type_.sort.is_ordered());
            columns.extend(table.picked(&places, picks));
            columns.dedup();
        }
        KeySketch::Absent => {}
    }
    let mut seen = Vec::new();
    columns.retain(|name| {
        !seen.contains(name) && {
            seen.push(name.clone());
            true
        }
    });
    if columns.is_empty() {
        return;
    }
    for column in table.table.columns.iter_mut().filter(|column| columns.contains(&column.name)) {
        column.nullable = false;
    }
    if pen.backend == Backend::Sqlite {
        number_rowid(table, &columns);
    }
    let wish = format!("pk_{}", table.table.name);
    let wish = Name::Own(wish);
    let name = match pen.backend {
        Backend::Postgres => Some(pen.schemas[table.schema].objects.give_in_both(&mut table.constraints, &wish)),
        Backend::MySql => None,
        Backend::Sqlite => Some(table.constraints.give(&wish)),
    };
    table.table.primary_key = Some(key(name, columns));
}

/// A key of one column that is declared INTEGER is SQLite's own number of the row.
fn number_rowid(table: &mut TablePen, key: &[String]) {
    let [name] = key else { return };
    let columns = table.table.columns.iter_mut();
    for column in columns.filter(|column| column.name == *name && column.raw_type.eq_ignore_ascii_case("integer")) {
        column.identity = Some(Identity::ByDefault);
    }
}

fn key(name: Option<String>, columns: Vec<String>) -> Key {
    Key::plain(name, columns)
}

/// The unique keys, each over other columns.
pub(super) fn add_uniques(pen: &mut Pen, table: &mut TablePen, item: &TableSketch) {
    for unique in &item.uniques {
        let places = table.places(|column, type_| column.generated.is_none() && type_.sort.is_ordered());
        let columns = table.picked(&places, &unique.columns);
        if columns.is_empty() || table.table.unique_column_sets().iter().any(|known| *known == columns) {
            continue;
        }
        let name = match pen.backend {
            Backend::Sqlite => table.constraints.give(&unique.name),
            _ => pen.schemas[table.schema].objects.give_in_both(&mut table.constraints, &unique.name),
        };
        let deferral = if pen.backend == Backend::Postgres && unique.columns[0] % 8 == 7 {
            Deferral::InitiallyDeferred
        } else {
            Deferral::NotDeferrable
        };
        table.table.unique_keys.push(Key { deferral, ..key(Some(name), columns) });
    }
}

/// The checks: a list of values, or a condition.
pub(super) fn add_checks(pen: &mut Pen, table: &mut TablePen, item: &TableSketch) {
    for check in &item.checks {
        let plain = |column: &Column, type_: &Type| {
            let sorts = [Sort::Whole, Sort::Fraction, Sort::Character];
            let referring = table.table.foreign_keys.iter().any(|key| key.columns.contains(&column.name));
            let free = column.generated.is_none() && column.identity.is_none();
            // MariaDB checks nothing that an action could change.
            free && sorts.contains(&type_.sort) && !(referring && pen.backend == Backend::MySql)
        };
        let Some(&place) = pick(&table.places(plain), check.column) else { continue };
        let column = table.table.columns[place].name.clone();
        let type_ = &table.types[place];
        let quoted = pen.backend.quote(&column);
        let mut values: Vec<String> = Vec::new();
        for value in check.values.iter().map(|value| type_.cut(&super::storable(pen.backend, value))) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let lists = type_.sort == Sort::Character && !values.is_empty();
        let list: Vec<String> = values.iter().map(|value| types::quoted(pen.backend, value)).collect();
        let expression = match type_.sort {
            Sort::Character if lists => format!("{quoted} IN ({})", list.join(", ")),
            Sort::Character => format!("length({quoted}) > 0"),
            _ => format!("{quoted} >= -20"),
        };
        let name = match pen.backend {
            Backend::MySql => pen.schemas[table.schema].objects.give(&check.name),
            _ => table.constraints.give(&check.name),
        };
        table.table.checks.push(Check {
            name: Some(name),
            expression,
            allowed: lists.then_some(AllowedValues { column, values, padded: false }),
            no_null_elements: None,
            validated: true,
        });
    }
}

/// The indexes, in the shapes that the backend has.
pub(super) fn add_indexes(pen: &mut Pen, table: &mut TablePen, item: &TableSketch) {
    for sketch in &item.indexes {
        let drawn = match pen.backend {
            Backend::Postgres => postgres_index(table, sketch),
            Backend::MySql => mysql_index(table, sketch),
            Backend::Sqlite => sqlite_index(table, sketch),
        };
        let Some(mut index) = drawn else { continue };
        if index.unique && table.table.kind == TableKind::Partitioned {
            index.unique = false;
        }
        index.name = match pen.backend {
            Backend::MySql => {
                pen.schemas[table.schema].objects.give_in_both(&mut table.constraints, &sketch.parts.name)
            }
            _ => pen.schemas[table.schema].objects.give(&sketch.parts.name),
        };
        match index.unique_columns() {
            // MySQL does not tell a unique index from a unique key.
            Some(columns) if pen.backend == Backend::MySql => {
                let columns: Vec<String> = columns.into_iter().map(str::to_owned).collect();
                table.table.unique_keys.push(key(Some(index.name), columns));
            }
            _ => table.table.indexes.push(index),
        }
    }
}

fn index(sketch: &IndexSketch, columns: Vec<String>) -> Index {
    let part = |name| IndexPart { descending: sketch.descending, ..IndexPart::plain(IndexKey::Column(name)) };
    Index {
        name: String::new(),
        unique: sketch.unique,
        method: "btree".to_owned(),
        parts: columns.into_iter().map(part).collect(),
        include: Vec::new(),
        predicate: None,
        valid: true,
        nulls_not_distinct: false,
    }
}

/// An index over whole columns, when there are any that can be indexed.
fn plain(table: &TablePen, sketch: &IndexSketch) -> Option<Index> {
    let places = table.places(|_, type_| type_.sort.is_ordered());
    let columns = table.picked(&places, &sketch.parts.columns);
    (!columns.is_empty()).then(|| index(sketch, columns))
}

fn computed(table: &TablePen, sketch: &IndexSketch, backend: Backend) -> Option<Index> {
    let places = table.places(|_, type_| matches!(type_.sort, Sort::Whole | Sort::Character));
    let place = *pick(&places, sketch.parts.columns[0])?;
    let column = backend.quote(&table.table.columns[place].name);
    let whole = table.types[place].sort == Sort::Whole;
    let expression = if whole { format!("({column} + 1)") } else { format!("lower({column})") };
    let mut index = index(sketch, Vec::new());
    let key = IndexKey::Expression(expression);
    index.parts.push(IndexPart { descending: sketch.descending, ..IndexPart::plain(key) });
    Some(index)
}

fn partial(table: &TablePen, sketch: &IndexSketch, backend: Backend) -> Option<Index> {
    let index = plain(table, sketch)?;
    let first = index.parts[0].whole_column().map(|name| backend.quote(name))?;
    Some(Index { predicate: Some(format!("{first} IS NOT NULL")), ..index })
}

fn postgres_index(table: &TablePen, sketch: &IndexSketch) -> Option<Index> {
    match sketch.shape % 8 {
        0 => computed(table, sketch, Backend::Postgres),
        1 => partial(table, sketch, Backend::Postgres),
        2 => {
            let index = plain(table, sketch)?;
            let rest =
                table.places(|column, _| !index.parts.iter().any(|part| part.whole_column() == Some(&column.name)));
            Some(Index { include: table.picked(&rest, &[sketch.shape]), ..index })
        }
        3 => plain(table, sketch).map(|index| Index { nulls_not_distinct: index.unique, ..index }),
        4 => {
            let places = table.places(|_, type_| matches!(type_.sort, Sort::Whole | Sort::Character | Sort::Instant));
            let columns = table.picked(&places, &sketch.parts.columns[..1]);
            let hash = IndexSketch { unique: false, descending: false, ..sketch.clone() };
            (!columns.is_empty()).then(|| Index { method: "hash".to_owned(), ..index(&hash, columns) })
        }
        _ => plain(table, sketch),
    }
}

fn mysql_index(table: &TablePen, sketch: &IndexSketch) -> Option<Index> {
    let mut index = plain(table, sketch)?;
    // A foreign key can use no index that descends, and MariaDB does not notice.
    let referring = |name: &str| table.table.foreign_keys.iter().any(|key| key.columns.iter().any(|own| own == name));
    for part in &mut index.parts {
        part.descending &= !part.whole_column().is_some_and(referring);
    }
    // A prefix of a character string that is longer.
    if sketch.shape.is_multiple_of(4) {
        for part in &mut index.parts {
            let type_ = table.table.columns.iter().zip(&table.types);
            let mut type_ = type_.filter(|(column, _)| part.key == IndexKey::Column(column.name.clone()));
            let long = type_.next().is_some_and(|(_, type_)| type_.raw == "varchar(255)");
            part.prefix = long.then_some(10);
        }
    }
    Some(index)
}

fn sqlite_index(table: &TablePen, sketch: &IndexSketch) -> Option<Index> {
    match sketch.shape % 4 {
        0 => computed(table, sketch, Backend::Sqlite),
        1 => partial(table, sketch, Backend::Sqlite),
        _ => plain(table, sketch),
    }
}
