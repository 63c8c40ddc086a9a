//! The structs of routines: what they give back as rows, and arguments that travel together.
//!
//! The rules:
//!
//! 1. A row type of the database has one struct, whichever routines give it; a table or view with an entity has none,
//!    for its `Model` is the row.
//! 2. A struct is named after the row type or the function that gives it, and ends in what it is for: `AddressRow`,
//!    `FilmSearchRow`, what a procedure carries out as `TransferOut`, and arguments as `FilmSearchArguments`.
//! 3. Names that fold to one are settled as everywhere.

use super::names::{self, Wish};
use super::routines::{Context, RoutineResult, RowOf, Typed, outgoing, qualified_words, typed};
use super::{Entity, RustType};
use crate::catalog::{QualifiedName, Returns, Routine, RoutineKind, TypedName};
use crate::diagnostic::Diagnostic;
use serde::Serialize;
use std::collections::BTreeMap;

/// A struct that a call gives back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowType {
    /// The struct.
    pub type_name: String,
    /// What its values are, for its documentation.
    pub kind: RowKind,
    /// The row type or routine that it is made from.
    pub origin: String,
    /// The fields in order.
    pub fields: Vec<RowField>,
}

/// What the values of a struct are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Values of a row type of the database.
    Type,
    /// Rows of one function.
    Function,
    /// What the parameters of one procedure carry out.
    Out,
    /// The same, and the rows that it selects.
    OutAndRows,
}

/// A field of a row; every one may be NULL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowField {
    /// The field, in snake_case.
    pub name: String,
    /// The column.
    pub column: String,
    /// The Rust type, without `Option`.
    pub rust: RustType,
    /// The type to cast it to when reading.
    pub cast: Option<String>,
}

/// A routine and the name of its function.
pub(super) type Named<'a> = (&'a Routine, &'a str);

/// What a struct is made from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// A row type of the database.
    Type(QualifiedName),
    /// The rows of that function.
    Rows(String),
    /// What that function's procedure carries out.
    Out(String),
    /// The arguments of that function.
    Arguments(String),
}

/// The structs of all routines, by what they are made from.
pub(super) struct Outputs<'a> {
    context: Context<'a>,
    type_names: BTreeMap<Source, String>,
}

impl<'a> Outputs<'a> {
    /// Names every struct; `packed` are the functions whose arguments travel together.
    pub(super) fn new(
        context: Context<'a>,
        functions: &[Named<'_>],
        packed: &[&str],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let rows = functions.iter().filter_map(|(routine, name)| context.source(routine, name));
        let mut sources: Vec<Source> = rows.collect();
        sources.extend(packed.iter().map(|name| Source::Arguments((*name).to_owned())));
        sources.sort();
        sources.dedup();
        let wishes: Vec<Wish> = sources.iter().map(|source| context.wish(source)).collect();
        let (settled, moved) = names::settle(&wishes);
        for idx in moved {
            diagnostics.push(Diagnostic::renamed(&wishes[idx].raw, &settled[idx]));
        }
        Self { context, type_names: sources.into_iter().zip(settled).collect() }
    }

    /// The struct of a function's arguments, if they travel together.
    pub(super) fn arguments_type(&self, name: &str) -> Option<String> {
        self.type_names.get(&Source::Arguments(name.to_owned())).cloned()
    }

    /// What a call gives back.
    pub(super) fn result(&self, (routine, name): Named<'_>) -> RoutineResult {
        let source = self.context.source(routine, name);
        let type_name = source.and_then(|source| self.type_names.get(&source)).cloned();
        let selects = routine.kind == RoutineKind::Procedure && routine.returns == Returns::Unknown;
        match (&routine.returns, type_name) {
            (Returns::Row { of: None, set: false, .. }, Some(type_name)) => RoutineResult::Record(type_name),
            (Returns::Row { set, .. }, Some(type_name)) => RoutineResult::Row { type_name, set: *set },
            (Returns::Row { of, set, .. }, None) => match of.as_ref().and_then(|of| self.context.entity(of)) {
                Some(entity) => RoutineResult::Entity { of: RowOf::of(entity), set: *set },
                None => RoutineResult::Nothing,
            },
            (_, Some(type_name)) => RoutineResult::Out { type_name, rows: selects },
            (_, None) if selects => RoutineResult::Rows,
            (Returns::Value { data_type, set, .. }, None) => match typed(data_type, self.context.known) {
                Some(Typed { rust, read, .. }) => RoutineResult::Value { rust, cast: read, set: *set },
                None => RoutineResult::Nothing,
            },
            (Returns::Nothing | Returns::Unknown, None) => RoutineResult::Nothing,
        }
    }

    /// Every struct of rows, by name.
    pub(super) fn row_types(&self, named: &[Named<'_>], functions: &[super::Routine]) -> Vec<RowType> {
        let mut row_types: BTreeMap<&str, RowType> = BTreeMap::new();
        for ((routine, name), function) in named.iter().zip(functions) {
            let Some(source) = self.context.source(routine, name) else { continue };
            let Some(type_name) = self.type_names.get(&source) else { continue };
            let (kind, origin) = match (&source, &routine.returns) {
                (Source::Type(of), _) => (RowKind::Type, of.name.clone()),
                (Source::Out(_), Returns::Unknown) => (RowKind::OutAndRows, function.signature.clone()),
                (Source::Out(_), _) => (RowKind::Out, function.signature.clone()),
                _ => (RowKind::Function, function.signature.clone()),
            };
            let fields = self.fields(&columns(routine), kind);
            row_types.insert(type_name, RowType { type_name: type_name.clone(), kind, origin, fields });
        }
        row_types.into_values().collect()
    }

    fn fields(&self, columns: &[TypedName], kind: RowKind) -> Vec<RowField> {
        let ident = |name: &str| if kind == RowKind::OutAndRows { names::output(name) } else { names::field(name) };
        let wishes = columns.iter().map(|column| Wish { raw: column.name.clone(), ident: ident(&column.name) });
        let (names, _) = names::settle(&wishes.collect::<Vec<_>>());
        let fields = columns.iter().zip(names).filter_map(|(column, name)| {
            let Typed { rust, read, .. } = typed(&column.data_type, self.context.known)?;
            Some(RowField { name, column: column.name.clone(), rust, cast: read })
        });
        fields.collect()
    }
}

/// The columns of what a routine gives back.
fn columns(routine: &Routine) -> Vec<TypedName> {
    match &routine.returns {
        Returns::Row { columns, .. } => columns.clone(),
        _ => outgoing(&routine.parameters),
    }
}

impl Context<'_> {
    fn entity(&self, of: &QualifiedName) -> Option<&Entity> {
        self.entities.of(of)
    }

    /// What the struct of a routine's rows is made from, if it has one.
    fn source(&self, routine: &Routine, name: &str) -> Option<Source> {
        match &routine.returns {
            Returns::Row { of: Some(of), .. } if self.entity(of).is_some() => None,
            Returns::Row { of: Some(of), .. } => Some(Source::Type(of.clone())),
            Returns::Row { of: None, .. } => Some(Source::Rows(name.to_owned())),
            _ if routine.kind != RoutineKind::Procedure || outgoing(&routine.parameters).is_empty() => None,
            _ => Some(Source::Out(name.to_owned())),
        }
    }

    /// Rule 2.
    fn wish(&self, source: &Source) -> Wish {
        let (raw, words) = match source {
            Source::Type(of) => {
                let words = qualified_words(self.catalog.schema(&of.schema), &of.schema, &of.name);
                (format!("type {}.{}", of.schema, of.name), format!("{words}_row"))
            }
            Source::Rows(name) => (format!("rows of {name}"), format!("{name}_row")),
            Source::Out(name) => (format!("out of {name}"), format!("{name}_out")),
            Source::Arguments(name) => (format!("arguments of {name}"), format!("{name}_arguments")),
        };
        Wish { raw, ident: names::type_name(&words, "") }
    }
}
