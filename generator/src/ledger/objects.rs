//! Entries of types, routines and all other objects, with the reasons why most of them need no code.

use super::{Entry, Kind, Page};
use crate::catalog::{Check, Composite, Domain, Enum, Object, ObjectKind, QualifiedName, Routine, RoutineKind};
use crate::model::{EnumSource, place};

/// An enum type.
pub(super) fn enumeration(page: &Page<'_>, item: &Enum) -> Entry {
    let table = item.owner.as_ref().map(|owner| owner.table.as_str());
    let entry = page.entry(Kind::Enum, table, &item.name);
    let origin = item.owner.as_ref().map(|owner| format!("{}.{}", owner.table, owner.column));
    let said = page.said(Kind::Enum, &place(page.schema, origin.as_deref().unwrap_or(&item.name)));
    let source = EnumSource::Native(QualifiedName { schema: page.schema.name.clone(), name: item.name.clone() });
    match page.book.enums.get(&source) {
        Some(made) => entry.generated(vec![format!("enums::{}", made.type_name)], &said),
        None => entry.left_as_said(&said, ("columns of it are strings", "nothing to do")),
    }
}

/// A domain and its checks.
pub(super) fn domain(page: &Page<'_>, item: &Domain) -> Vec<Entry> {
    let domain = page.entry(Kind::Domain, None, &item.name);
    let domain = match page.book.domains.get(&place(page.schema, &item.name)) {
        Some(made) => domain.generated(vec![format!("newtypes::{}", made.type_name)], &[]),
        None => domain.left((
            "columns of it have its base type in code; the database keeps its checks",
            "nothing to do; typed_domains in [entity] makes it a type of its own",
        )),
    };
    let check = |check: &Check| {
        let name = check.name.as_deref().unwrap_or(&check.expression);
        page.entry(Kind::Check, Some(&item.name), name).left((
            "the database keeps it",
            "nothing to do; expect an error of the database for a value that breaks it",
        ))
    };
    std::iter::once(domain).chain(item.checks.iter().map(check)).collect()
}

/// A composite type.
pub(super) fn composite(page: &Page<'_>, item: &Composite) -> Entry {
    let entry = page.entry(Kind::Composite, None, &item.name);
    let source = QualifiedName { schema: page.schema.name.clone(), name: item.name.clone() };
    match page.book.composites.get(&source) {
        Some(made) => entry.generated(vec![format!("composites::{}", made.type_name)], &[]),
        None => entry.left((
            "it has no attributes, or one that no client can read, so values of it travel as text, `(a,b)`",
            "to read its attributes one by one, select them in a view: (address).street AS street",
        )),
    }
}

/// A function or procedure.
pub(super) fn routine(page: &Page<'_>, item: &Routine) -> Entry {
    let entry = page.entry(Kind::Routine, None, &format!("{}({})", item.name, item.signature));
    let source = QualifiedName { schema: page.schema.name.clone(), name: item.name.clone() };
    if let Some(made) = page.book.routines.get(&(&source, item.signature.as_str())) {
        let kind = if item.kind == RoutineKind::Procedure { "procedure " } else { "" };
        let said = page.said(Kind::Routine, &format!("{kind}{}", place(page.schema, &entry.name)));
        return entry.generated(vec![format!("routine::{}", made.name)], &said);
    }
    entry.left(match item.kind {
        RoutineKind::Trigger => ("only a trigger can call it", "nothing to do"),
        RoutineKind::Aggregate | RoutineKind::Window => (
            "it works on the rows of a query, not on values of a program",
            "use it in a view, or with `Func::cust` in a query of your own",
        ),
        RoutineKind::Function | RoutineKind::Procedure => {
            ("its types or its rows have no counterpart in code", "call it in a statement of your own, or from a view")
        }
    })
}

/// Any other object.
pub(super) fn object(page: &Page<'_>, item: &Object) -> Entry {
    let kind = match item.kind {
        ObjectKind::Index => Kind::Index,
        kind => Kind::Object(kind),
    };
    page.entry(kind, item.table.as_deref(), &item.name).left(reason(item))
}

/// Why there is no code for it, and what to do.
fn reason(item: &Object) -> (&'static str, &'static str) {
    match item.kind {
        ObjectKind::Partition => ("its rows are rows of the whole table, whose entity reads and writes them", NOTHING),
        ObjectKind::Index | ObjectKind::Constraint => (
            "only one partition has it, and the entity is that of the whole table",
            "to see it in code, have it on the whole table",
        ),
        ObjectKind::Inheritance => (
            "SeaORM knows no inheritance: both tables are entities of their own, and a query of the parent finds the \
             rows of both",
            "nothing to do; to tell the rows apart, select tableoid in a view",
        ),
        ObjectKind::Sequence if item.table.is_some() => {
            ("a column draws from it, or owns it, and the database does so by itself", NOTHING)
        }
        ObjectKind::Sequence => (
            "no column draws from it by itself",
            "ask for its next number in a statement of your own, or make it the default of a column",
        ),
        ObjectKind::Trigger => (
            "the database runs it by itself, whoever writes the rows",
            "read a row again after it was written where a trigger may have changed it",
        ),
        ObjectKind::Policy => (
            "the database applies it to every query of the role, and shows fewer rows without an error",
            "connect as the role that the program is to be, and set what its condition reads in each transaction",
        ),
        ObjectKind::Exclusion => (
            "the database keeps it; no attribute can say that ranges must not overlap",
            "expect an error of the database for a row that breaks it",
        ),
        ObjectKind::PeriodKey => (
            "it refers to all rows that cover a time, and a relation joins rows with equal columns",
            "join in a query of your own, on the other columns and on overlapping periods",
        ),
        ObjectKind::Rule => (
            "the database rewrites statements by it, whoever sends them",
            "check that statements on its table do what they say; a trigger is easier to foresee",
        ),
        kind => inner_reason(kind),
    }
}

/// The same for what works inside the server.
fn inner_reason(kind: ObjectKind) -> (&'static str, &'static str) {
    match kind {
        ObjectKind::Statistics => ("it helps the planner of the database", NOTHING),
        ObjectKind::Range => ("columns of it are ranges in code: `types::Range`", NOTHING),
        ObjectKind::BaseType => ("columns of it are read and written as text", NOTHING),
        ObjectKind::Operator => ("operators work inside queries", "use it with `Expr::cust` in a query of your own"),
        ObjectKind::Collation => ("the database compares by it; in code its columns are strings", NOTHING),
        ObjectKind::Extension => (
            "what it owns is the extension's; columns of its types are read and written as text",
            "nothing to do; install it in the migration that first needs it",
        ),
        ObjectKind::ForeignServer => ("its foreign tables are entities like others", NOTHING),
        ObjectKind::EventTrigger => ("the database runs it when its schema changes, not its rows", NOTHING),
        ObjectKind::Event => ("the database runs it at its time", NOTHING),
        ObjectKind::ShadowTable => ("it is how a virtual table keeps its rows", "read and write the virtual table"),
        _ => ("it works inside the server", NOTHING),
    }
}

const NOTHING: &str = "nothing to do";
