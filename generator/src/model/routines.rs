//! Routines: one Rust function per function and procedure of the database, with the types of its arguments and result.
//!
//! The rules:
//!
//! 1. Left out are aggregates, window and trigger functions; whatever takes or gives a type that no client can pass
//!    or read; functions whose columns only the call decides; procedures that carry out what CALL would have to cast.
//! 2. A function is named after the routine, with the schema in front where that is not the default one. Where others
//!    have the routine's name, all of them get the types of their arguments behind: `add_integer_integer`.
//! 3. An argument is named after its parameter; one without a name is `argument_1` and so on.
//! 4. A routine that answers NULL with NULL (`STRICT`) takes values. Any other can be given NULL for a parameter, but
//!    is mostly not, so both a value and an `Option` will do.
//! 5. A parameter with a default is an `Option`, and `None` leaves it out. That takes names for it and all behind it,
//!    no other routine that the shorter call could mean, and no array of any number of values: else it must be given.
//! 6. More than four arguments travel in a struct of their own.
//! 7. A result may be NULL, in a set and in each column of a row too, for no constraint says otherwise. A row of a
//!    table or view is a `Model` of its entity.
//! 8. A parameter of a table's or view's row type takes a `Model`, where that has all of the columns.
//! 9. An argument is cast where the database would not take the driver's type for the parameter's, and to its very
//!    type where that tells it from others of the name.

use super::entities::Entities;
use super::names::{self, Wish};
use super::outputs::{Named, Outputs, RowType};
use super::types::{Known, field_type, vec_type};
use super::{Entity, FieldType, RustType};
use crate::catalog::{
    Catalog, DataType, Parameter, ParameterMode, QualifiedName, Returns, RoutineKind, Schema, TypedName,
};
use crate::diagnostic::Diagnostic;
use serde::Serialize;

/// The most arguments that a function takes one by one.
const ARGUMENTS: usize = 4;

/// The routines of a model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Routines {
    /// The functions, by name.
    pub functions: Vec<Routine>,
    /// The structs of what they give back, by name.
    pub row_types: Vec<RowType>,
    /// The routines that have no function, by name.
    pub left_out: Vec<LeftOut>,
}

/// A function that calls a routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Routine {
    /// The function.
    pub name: String,
    /// The routine's schema, where a call must name it.
    pub schema: Option<String>,
    /// The routine.
    pub routine: String,
    /// The routine with its own schema.
    pub source: QualifiedName,
    /// The types of its arguments as the database spells them, which tell overloads apart.
    pub overload: String,
    /// Whether it is a procedure.
    pub procedure: bool,
    /// The routine with its parameters, for its documentation.
    pub signature: String,
    /// The routine's comment.
    pub comment: Option<String>,
    /// The arguments in the order of the call.
    pub arguments: Vec<Argument>,
    /// The struct in which the arguments travel, if they do.
    pub arguments_type: Option<String>,
    /// What a call gives back.
    pub result: RoutineResult,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Argument {
    /// The argument, in snake_case.
    pub name: String,
    /// The Rust type, without `Option`.
    pub rust: RustType,
    /// Whether and how it is given.
    pub passing: Passing,
    /// The type to cast it to.
    pub cast: Option<String>,
    /// The parameter, where the call must name it.
    pub parameter: Option<String>,
    /// Whether it is any number of values as one array.
    pub variadic: bool,
    /// The entity whose row it is, if it is one; the Rust type is its `Model` then.
    pub row: Option<RowOf>,
}

/// An entity by whose `Model` a row goes in or comes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowOf {
    /// The entity's module.
    pub module: String,
    /// Whether it is the entity of a view.
    pub view: bool,
}

/// Whether and how an argument is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Passing {
    /// It is a value.
    Value,
    /// It is a value or NULL.
    Nullable,
    /// It is a value or left out.
    Optional,
    /// It only marks the place of what comes out.
    Out,
}

/// What a call gives back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutineResult {
    /// Nothing.
    Nothing,
    /// One value that may be NULL, or any number of them.
    Value {
        /// The Rust type, without `Option`.
        rust: RustType,
        /// The type to cast it to when reading.
        cast: Option<String>,
        /// Whether there is any number of them.
        set: bool,
    },
    /// The one row of the parameters that carry values out.
    Record(String),
    /// A row that may be NULL as a whole, or any number of rows, of that struct.
    Row {
        /// The struct.
        type_name: String,
        /// Whether there is any number of them.
        set: bool,
    },
    /// A row that may be NULL as a whole, or any number of rows, of an entity.
    Entity {
        /// The entity.
        of: RowOf,
        /// Whether there is any number of them.
        set: bool,
    },
    /// What the parameters of a procedure carry out, in that struct.
    Out {
        /// The struct.
        type_name: String,
        /// Whether the rows that it selects are there too.
        rows: bool,
    },
    /// The rows that a procedure selects, whatever their columns.
    Rows,
}

/// A routine that has no function.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LeftOut {
    /// The routine.
    pub name: QualifiedName,
    /// The types of its arguments.
    pub signature: String,
    /// Why.
    pub reason: Reason,
}

/// Why a routine has no function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is an aggregate.
    Aggregate,
    /// It is a window function.
    Window,
    /// Only a trigger can call it.
    Trigger,
    /// A type that no client can pass or read.
    Type,
    /// Only a call can say what the columns of its rows are.
    Columns,
    /// What it carries out would have to be cast, which CALL cannot.
    Outgoing,
}

/// A routine on the way to its function.
struct Candidate<'a> {
    schema: &'a Schema,
    routine: &'a crate::catalog::Routine,
}

/// A type as it travels.
pub(super) struct Typed {
    pub(super) rust: RustType,
    /// The type to cast to when reading.
    pub(super) read: Option<String>,
    /// The type to cast to when writing.
    pub(super) write: Option<String>,
}

/// What the types of routines are decided from.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) known: Known<'a>,
    pub(super) entities: &'a Entities,
}

/// Decides about every routine of the catalog.
pub(super) fn build(context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Routines {
    let (candidates, left_out) = candidates(context);
    report(&left_out, diagnostics);
    let names = function_names(&candidates, diagnostics);
    let named: Vec<Named<'_>> =
        candidates.iter().zip(&names).map(|(candidate, name)| (candidate.routine, name.as_str())).collect();
    let packed: Vec<&str> =
        named.iter().filter(|(routine, _)| taken(routine) > ARGUMENTS).map(|(_, name)| *name).collect();
    let outputs = Outputs::new(context, &named, &packed, diagnostics);
    let functions = candidates.iter().zip(&names);
    let mut functions: Vec<Routine> =
        functions.map(|(candidate, name)| function(candidate, name, context, &outputs)).collect();
    let row_types = outputs.row_types(&named, &functions);
    functions.sort_by(|a, b| a.name.cmp(&b.name));
    Routines { functions, row_types, left_out }
}

/// The routines that become functions, and those that do not.
fn candidates(context: Context<'_>) -> (Vec<Candidate<'_>>, Vec<LeftOut>) {
    let (mut candidates, mut left_out) = (Vec::new(), Vec::new());
    for schema in &context.catalog.schemas {
        for routine in &schema.routines {
            match refusal(routine, context.known) {
                None => candidates.push(Candidate { schema, routine }),
                Some(reason) => left_out.push(LeftOut {
                    name: QualifiedName { schema: schema.name.clone(), name: routine.name.clone() },
                    signature: routine.signature.clone(),
                    reason,
                }),
            }
        }
    }
    left_out.sort();
    (candidates, left_out)
}

/// Rule 1.
fn refusal(routine: &crate::catalog::Routine, known: Known<'_>) -> Option<Reason> {
    match routine.kind {
        RoutineKind::Aggregate => return Some(Reason::Aggregate),
        RoutineKind::Window => return Some(Reason::Window),
        RoutineKind::Trigger => return Some(Reason::Trigger),
        RoutineKind::Function if routine.returns == Returns::Unknown => return Some(Reason::Columns),
        RoutineKind::Function | RoutineKind::Procedure => {}
    }
    let untyped = |data_type: &DataType| typed(data_type, known).is_none();
    let untyped_result = match &routine.returns {
        Returns::Value { data_type, .. } => untyped(data_type),
        Returns::Row { columns, .. } => columns.iter().any(|column| untyped(&column.data_type)),
        Returns::Nothing | Returns::Unknown => false,
    };
    if untyped_result || routine.parameters.iter().any(|parameter| untyped(&parameter.data_type)) {
        return Some(Reason::Type);
    }
    let outgoing = routine.parameters.iter().filter(|parameter| parameter.mode.carries_out());
    let mut types = outgoing.filter_map(|parameter| typed(&parameter.data_type, known));
    let cast = routine.kind == RoutineKind::Procedure && types.any(|typed| typed.read.is_some());
    cast.then_some(Reason::Outgoing)
}

/// One note per reason that a user may not expect; the others speak for themselves.
fn report(left_out: &[LeftOut], diagnostics: &mut Vec<Diagnostic>) {
    for reason in [Reason::Type, Reason::Columns, Reason::Outgoing] {
        let names = left_out.iter().filter(|left| left.reason == reason);
        let names: Vec<String> = names.map(|left| format!("{}({})", left.name.name, left.signature)).collect();
        if !names.is_empty() {
            diagnostics.push(Diagnostic::routines_left_out(reason.text(), &names));
        }
    }
}

/// Rule 2.
fn function_names(candidates: &[Candidate<'_>], diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let wishes: Vec<Wish> = candidates.iter().map(Candidate::wish).collect();
    let (settled, moved) = names::settle(&wishes);
    for idx in moved {
        diagnostics.push(Diagnostic::renamed(&wishes[idx].raw, &settled[idx]));
    }
    settled
}

impl Candidate<'_> {
    fn wish(&self) -> Wish {
        let Self { schema, routine } = self;
        let mut words = qualified_words(Some(schema), &schema.name, &routine.name);
        if routine.overloaded {
            let types = routine.parameters.iter().filter(|parameter| parameter.mode.carries_in());
            let types: Vec<String> = types.map(|parameter| type_words(&parameter.raw_type)).collect();
            let types = if types.is_empty() { "without_arguments".to_owned() } else { types.join("_") };
            words = format!("{words}_{types}");
        }
        let kind = if routine.kind == RoutineKind::Procedure { "procedure " } else { "" };
        let schema = if schema.is_default { String::new() } else { format!("{}.", schema.name) };
        let raw = format!("{kind}{schema}{}({})", routine.name, routine.signature);
        Wish { raw, ident: names::field(&words) }
    }

    /// The routine with its parameters: by their types where those tell it from others.
    fn signature(&self) -> String {
        let routine = self.routine;
        if routine.overloaded {
            return format!("{}({})", routine.name, routine.signature);
        }
        let given = given(routine).into_iter();
        let names = given.map(|parameter| parameter.name.as_deref().unwrap_or(&parameter.raw_type));
        format!("{}({})", routine.name, names.collect::<Vec<_>>().join(", "))
    }

    /// Whether a call that leaves arguments out can mean no other routine, by rule 5.
    fn can_leave_out(&self) -> bool {
        let is_variadic = |given: &[&Parameter]| given.iter().any(|it| it.mode == ParameterMode::Variadic);
        let own = given(self.routine);
        let namesakes = self.schema.routines.iter().filter(|other| other.name == self.routine.name);
        let mut others = namesakes.filter(|other| other.signature != self.routine.signature).map(given);
        let could_mean =
            |other: &[&Parameter]| (required(&own)..own.len()).any(|count| takes_alike(&own, other, count));
        !is_variadic(&own) && !others.any(|other| is_variadic(&other) || could_mean(&other))
    }
}

/// The words of a name with its schema in front, where that is not the default one.
pub(super) fn qualified_words(schema: Option<&Schema>, schema_name: &str, name: &str) -> String {
    let words = names::words(name);
    let is_default = schema.is_some_and(|schema| schema.is_default);
    if is_default { words } else { format!("{}_{words}", names::words(schema_name)) }
}

/// A type as words, without its schema.
fn type_words(raw_type: &str) -> String {
    let element = raw_type.trim_end_matches("[]");
    let name = names::words(element.rsplit('.').next().unwrap_or(element));
    if element == raw_type { name } else { format!("{name}_array") }
}

/// The parameters that have a place in a call: CALL keeps one for what comes out.
fn given(routine: &crate::catalog::Routine) -> Vec<&Parameter> {
    let is_given = |parameter: &&Parameter| parameter.mode.carries_in() || routine.kind == RoutineKind::Procedure;
    routine.parameters.iter().filter(is_given).collect()
}

/// The fewest arguments that a call can have.
fn required(given: &[&Parameter]) -> usize {
    given.iter().filter(|parameter| !parameter.has_default).count()
}

/// Whether a call with the first so many arguments of the one could also mean the other.
fn takes_alike(own: &[&Parameter], other: &[&Parameter], count: usize) -> bool {
    let types = |given: &[&Parameter]| given.iter().take(count).map(|it| it.raw_type.clone()).collect::<Vec<_>>();
    (required(other)..=other.len()).contains(&count) && types(own) == types(other)
}

/// The type of a value on its way out, and of any but an array on its way in.
pub(super) fn typed(data_type: &DataType, known: Known<'_>) -> Option<Typed> {
    field_type(data_type, known).map(|found| passed(found, data_type))
}

/// The type of a value on its way in: whoever makes an array knows whether an element of it is NULL.
fn taken_type(data_type: &DataType, known: Known<'_>) -> Option<Typed> {
    vec_type(data_type, known).map(|found| passed(found, data_type))
}

fn passed(found: FieldType, data_type: &DataType) -> Typed {
    let (read, write) = found.cast.map_or((None, None), |cast| (cast.read, cast.write));
    Typed { rust: found.rust, read, write: write.or_else(|| unlike_the_drivers(data_type)) }
}

/// The driver sends every document as `jsonb`, which the database does not take for `json`.
fn unlike_the_drivers(data_type: &DataType) -> Option<String> {
    match data_type {
        DataType::Json => Some("json".to_owned()),
        DataType::Array(element) => unlike_the_drivers(element).map(|element| format!("{element}[]")),
        _ => None,
    }
}

/// How many arguments a caller gives.
fn taken(routine: &crate::catalog::Routine) -> usize {
    routine.parameters.iter().filter(|parameter| parameter.mode.carries_in()).count()
}

fn function(candidate: &Candidate<'_>, name: &str, context: Context<'_>, outputs: &Outputs<'_>) -> Routine {
    let Candidate { schema, routine } = candidate;
    Routine {
        name: name.to_owned(),
        schema: (!schema.is_default || routine.shadowed).then(|| schema.name.clone()),
        routine: routine.name.clone(),
        source: QualifiedName { schema: schema.name.clone(), name: routine.name.clone() },
        overload: routine.signature.clone(),
        procedure: routine.kind == RoutineKind::Procedure,
        comment: routine.comment.clone(),
        signature: candidate.signature(),
        arguments: arguments(candidate, context),
        arguments_type: outputs.arguments_type(name),
        result: outputs.result((routine, name)),
    }
}

/// Rules 3 to 5, 8 and 9.
fn arguments(candidate: &Candidate<'_>, context: Context<'_>) -> Vec<Argument> {
    let routine = candidate.routine;
    let given = given(routine);
    let can_leave_out = candidate.can_leave_out();
    let mut arguments = Vec::new();
    let mut left_out = false;
    for (idx, parameter) in given.iter().enumerate() {
        let Some(Typed { rust, write, .. }) = taken_type(&parameter.data_type, context.known) else { continue };
        let named_from_here = given[idx..].iter().all(|parameter| parameter.name.is_some());
        let optional = parameter.has_default && can_leave_out && named_from_here;
        left_out |= optional;
        let row = parameter.row_of.as_ref().and_then(|of| context.whole_row(of)).filter(|_| !optional);
        let exact = routine.overloaded || routine.shadowed || row.is_some();
        arguments.push(Argument {
            name: String::new(),
            rust,
            passing: match parameter.mode {
                ParameterMode::Out => Passing::Out,
                _ if optional => Passing::Optional,
                ParameterMode::Variadic => Passing::Value,
                _ if routine.strict || row.is_some() => Passing::Value,
                _ => Passing::Nullable,
            },
            cast: if exact { Some(parameter.raw_type.clone()) } else { write },
            parameter: parameter.name.clone().filter(|_| left_out),
            variadic: parameter.mode == ParameterMode::Variadic,
            row,
        });
    }
    name_arguments(&mut arguments, &given);
    arguments
}

impl Context<'_> {
    /// The entity of a table or view, where its `Model` has every column in order: a row must be given as a whole.
    fn whole_row(&self, of: &QualifiedName) -> Option<RowOf> {
        let entity = self.entities.of(of)?;
        let schema = self.catalog.schema(&of.schema)?;
        let table = schema.tables.iter().find(|table| table.name == of.name).map(|table| &table.columns);
        let view = schema.views.iter().find(|view| view.name == of.name).map(|view| &view.columns);
        let columns = table.or(view)?.iter().map(|column| &column.name);
        columns.eq(entity.fields.iter().map(|field| &field.column)).then(|| RowOf::of(entity))
    }
}

impl RowOf {
    /// The row of that entity.
    pub(super) fn of(entity: &Entity) -> Self {
        Self { module: entity.module.clone(), view: entity.source.is_view() }
    }
}

fn name_arguments(arguments: &mut [Argument], given: &[&Parameter]) {
    let wishes = given.iter().enumerate().map(|(idx, parameter)| {
        let place = format!("argument {}", idx + 1);
        let name = parameter.name.as_deref().unwrap_or(&place);
        Wish { raw: name.to_owned(), ident: names::argument(name) }
    });
    let (settled, _) = names::settle(&wishes.collect::<Vec<_>>());
    for (argument, name) in arguments.iter_mut().zip(settled) {
        argument.name = name;
    }
}

impl Reason {
    /// The reason, as the end of a sentence that begins with the routines.
    pub fn text(self) -> &'static str {
        match self {
            Self::Aggregate => "work on the rows of a group",
            Self::Window => "work on the rows of a window",
            Self::Trigger => "can be called by triggers alone",
            Self::Type => "take or give a type that no client can pass or read",
            Self::Columns => "give rows whose columns only a call can name",
            Self::Outgoing => "carry out a type that would have to be cast, which CALL cannot",
        }
    }
}

/// The columns that a routine's own row has: of a record, or of the parameters that carry values out.
pub(super) fn outgoing(parameters: &[Parameter]) -> Vec<TypedName> {
    let outgoing = parameters.iter().filter(|parameter| parameter.mode.carries_out());
    let columns = outgoing.enumerate().map(|(idx, parameter)| TypedName {
        name: parameter.name.clone().unwrap_or_else(|| format!("column{}", idx + 1)),
        data_type: parameter.data_type.clone(),
        raw_type: parameter.raw_type.clone(),
    });
    columns.collect()
}
