//! `routine.rs`: a function per routine, the structs of their rows and arguments, and the calls that they share.
//!
//! What a call says is decided by the model; here it is put into a chain of links, on one line where that fits.

use super::field::{enum_of, holds_composite, rust_type};
use super::head::further_derives;
use super::templates::Templates;
use super::text::{Code, DocLine, Ident, StrLit};
use super::types::is_own;
use super::wide;
use crate::config::Settings;
use crate::model::{Argument, Model, Passing, Routine, RoutineResult, RowField, RowKind, RowOf, RowType, RustType};
use anyhow::Result;
use askama::Template;
use serde::Serialize;

/// All routines.
#[derive(Template, Serialize)]
#[template(path = "routine/routines.rs.jinja")]
struct RoutinesPage {
    imports: Vec<Ident>,
    routines: Vec<RoutinePage>,
    arguments: Vec<ArgumentsPage>,
    rows: Vec<RowPage>,
}

/// What they share.
#[derive(Template, Serialize)]
#[template(path = "routine/call.rs.jinja")]
struct CallPage {}

#[derive(Serialize)]
struct RoutinePage {
    head: DocLine,
    notes: Vec<DocLine>,
    comment: Vec<DocLine>,
    name: Ident,
    one_line: bool,
    parameters: Vec<ParameterPage>,
    returns: Code,
    call_one_line: bool,
    binding: Code,
    call: Code,
    links: Vec<Code>,
    end: Code,
    has_rows: bool,
}

/// A parameter of a function, or a field of a struct of arguments.
#[derive(Serialize)]
struct ParameterPage {
    name: Ident,
    type_: Code,
}

#[derive(Serialize)]
struct ArgumentsPage {
    head: DocLine,
    derives: Code,
    type_name: Ident,
    fields: Vec<ParameterPage>,
}

#[derive(Serialize)]
struct RowPage {
    head: DocLine,
    derives: Vec<Code>,
    type_name: Ident,
    fields: Vec<RowFieldPage>,
    has_rows: bool,
    is_selected: bool,
    one_line: bool,
}

#[derive(Serialize)]
struct RowFieldPage {
    name: Ident,
    type_: Code,
    names_column: bool,
    column: StrLit,
    read: Code,
}

/// The text of `routine.rs`.
pub(super) fn text(model: &Model, settings: &Settings, templates: &Templates) -> Result<String> {
    let routines = &model.routines;
    templates.print(
        "routine/routines.rs.jinja",
        &RoutinesPage {
            imports: imports(model),
            routines: routines.functions.iter().map(routine).collect(),
            arguments: routines.functions.iter().filter_map(arguments).collect(),
            rows: routines.row_types.iter().map(|row_type| row(row_type, settings)).collect(),
        },
    )
}

/// The text of `routine/call.rs`.
pub(super) fn call_text(templates: &Templates) -> Result<String> {
    templates.print("routine/call.rs.jinja", &CallPage {})
}

/// The modules beside this one that it names.
fn imports(model: &Model) -> Vec<Ident> {
    let entities = || model.routines.functions.iter().flat_map(entities);
    let names_enums = rust_types(model).any(|rust| enum_of(rust).is_some());
    let modules = [
        ("composites", rust_types(model).any(holds_composite)),
        ("entity", entities().any(|of| !of.view)),
        ("enums", names_enums),
        ("types", rust_types(model).any(is_own)),
        ("view", entities().any(|of| of.view)),
    ];
    modules.into_iter().filter(|(_, named)| *named).map(|(module, _)| Ident::new(module)).collect()
}

/// The entities whose rows go in or come out.
fn entities(routine: &Routine) -> impl Iterator<Item = &RowOf> {
    let result = match &routine.result {
        RoutineResult::Entity { of, .. } => Some(of),
        _ => None,
    };
    routine.arguments.iter().filter_map(|argument| argument.row.as_ref()).chain(result)
}

/// Every type that the file names.
pub(super) fn rust_types(model: &Model) -> impl Iterator<Item = &RustType> {
    let routines = &model.routines;
    let arguments = routines.functions.iter().flat_map(|routine| routine.arguments.iter().filter(|it| is_taken(it)));
    let values = routines.functions.iter().filter_map(|routine| match &routine.result {
        RoutineResult::Value { rust, .. } => Some(rust),
        _ => None,
    });
    let fields = routines.row_types.iter().flat_map(|row_type| &row_type.fields);
    let arguments = arguments.filter(|argument| argument.row.is_none());
    arguments.map(|argument| &argument.rust).chain(values).chain(fields.map(|field| &field.rust))
}

/// Whether the caller gives it.
fn is_taken(argument: &Argument) -> bool {
    argument.passing != Passing::Out
}

fn routine(routine: &Routine) -> RoutinePage {
    let kind = if routine.procedure { "procedure" } else { "function" };
    let parameters = parameters(routine);
    let returns = Code::of(format_args!("Result<{}, DbErr>", returned(&routine.result)));
    let width = format!("pub async fn {}() ->  {{", routine.name).len() + returns.width();
    let list = parameters.iter().map(|it| it.name.to_string().len() + it.type_.width() + 4).sum::<usize>() - 2;
    let has_rows = matches!(routine.result, RoutineResult::Out { rows: true, .. });
    let page = RoutinePage {
        head: DocLine::sentence(&format!("Calls the {kind} "), &routine.signature, "."),
        notes: notes(routine),
        comment: DocLine::optional(routine.comment.as_deref()),
        name: Ident::new(&routine.name),
        one_line: width + list <= wide::LINE,
        parameters,
        returns,
        call_one_line: true,
        binding: Code::of(binding(&routine.result)),
        call: Code::of(format_args!("Call::new({})", StrLit::new(&routine.routine))),
        links: links(routine),
        end: Code::of(end(&routine.result)),
        has_rows,
    };
    page.measured()
}

impl RoutinePage {
    /// The same page, its call broken into lines where it is too wide for one.
    fn measured(mut self) -> Self {
        let links: usize = self.links.iter().map(|link| link.width() + 1).sum();
        let chain = self.call.width() + links;
        self.call_one_line = chain <= wide::CHAIN;
        self
    }
}

/// The parameters of the function: the connection, and the arguments one by one or together.
fn parameters(routine: &Routine) -> Vec<ParameterPage> {
    let connection = ParameterPage { name: Ident::new("db"), type_: Code::of("&impl ConnectionTrait") };
    let given: Vec<ParameterPage> = match &routine.arguments_type {
        Some(type_name) => {
            vec![ParameterPage { name: Ident::new("arguments"), type_: Code::of(Ident::new(type_name)) }]
        }
        None => routine.arguments.iter().filter(|argument| is_taken(argument)).map(parameter).collect(),
    };
    [connection].into_iter().chain(given).collect()
}

/// An argument as a parameter of the function, which borrows rows.
fn parameter(argument: &Argument) -> ParameterPage {
    let rust = argument_type(argument);
    let type_ = match argument.passing {
        _ if argument.row.is_some() => format!("&{rust}"),
        Passing::Value | Passing::Out => rust,
        Passing::Nullable => format!("impl Into<Option<{rust}>>"),
        Passing::Optional => format!("Option<{rust}>"),
    };
    ParameterPage { name: Ident::new(&argument.name), type_: Code::of(type_) }
}

/// An argument as a field of a struct, which owns rows.
fn argument_field(argument: &Argument) -> ParameterPage {
    let rust = argument_type(argument);
    let type_ = match argument.passing {
        Passing::Value | Passing::Out => rust,
        Passing::Nullable | Passing::Optional => format!("Option<{rust}>"),
    };
    ParameterPage { name: Ident::new(&argument.name), type_: Code::of(type_) }
}

fn argument_type(argument: &Argument) -> String {
    match &argument.row {
        Some(of) => format!("{}::Model", entity_path(of)),
        None => rust_type(&argument.rust),
    }
}

/// What the function gives back when all goes well.
fn returned(result: &RoutineResult) -> String {
    match result {
        RoutineResult::Nothing => "()".to_owned(),
        RoutineResult::Value { rust, set: false, .. } => format!("Option<{}>", rust_type(rust)),
        RoutineResult::Value { rust, set: true, .. } => format!("Vec<Option<{}>>", rust_type(rust)),
        RoutineResult::Record(type_name) | RoutineResult::Out { type_name, .. } => Ident::new(type_name).to_string(),
        RoutineResult::Row { type_name, set } => some_or_all(&Ident::new(type_name).to_string(), *set),
        RoutineResult::Entity { of, set } => some_or_all(&format!("{}::Model", entity_path(of)), *set),
        RoutineResult::Rows => "Vec<QueryResult>".to_owned(),
    }
}

fn some_or_all(row: &str, set: bool) -> String {
    if set { format!("Vec<{row}>") } else { format!("Option<{row}>") }
}

fn entity_path(of: &RowOf) -> String {
    format!("{}::{}", if of.view { "view" } else { "entity" }, Ident::new(&of.module))
}

fn notes(routine: &Routine) -> Vec<DocLine> {
    let optional = routine.arguments.iter().any(|argument| argument.passing == Passing::Optional);
    let default = "An argument that is an `Option` has a default, which `None` leaves it to.";
    let rows = "What it gives are the rows that the procedure selects, set after set.";
    let notes = [(optional, default), (routine.result == RoutineResult::Rows, rows)];
    notes.into_iter().filter(|(said, _)| *said).map(|(_, note)| DocLine::own(note)).collect()
}

/// The links of the chain that makes the call.
fn links(routine: &Routine) -> Vec<Code> {
    let mut links = Vec::new();
    links.extend(routine.schema.as_ref().map(|schema| format!("schema({})", StrLit::new(schema))));
    for argument in &routine.arguments {
        links.extend(argument_links(argument, routine.arguments_type.is_some()));
    }
    if let RoutineResult::Value { cast: Some(cast), .. } = &routine.result {
        links.push(format!("read({})", StrLit::new(cast)));
    }
    links.push(format!("{}(db)", method(routine)));
    links.push("await".to_owned());
    links.into_iter().map(Code::of).collect()
}

fn argument_links(argument: &Argument, packed: bool) -> Vec<String> {
    let name = Ident::new(&argument.name);
    let name = if packed { format!("arguments.{name}") } else { name.to_string() };
    let mut links = vec![match argument.passing {
        _ if argument.row.is_some() => row_link(argument, &name, packed),
        Passing::Nullable if !packed => format!("bind({name}.into())"),
        Passing::Value | Passing::Nullable => format!("bind({name})"),
        Passing::Optional => format!("bind_some({name})"),
        Passing::Out => "out()".to_owned(),
    }];
    links.extend(argument.cast.as_ref().map(|cast| format!("cast({})", StrLit::new(cast))));
    links.extend(argument.parameter.as_ref().map(|name| format!("named({})", StrLit::new(name))));
    links.extend(argument.variadic.then(|| "variadic()".to_owned()));
    links
}

fn row_link(argument: &Argument, name: &str, packed: bool) -> String {
    let path = argument.row.as_ref().map(entity_path).unwrap_or_default();
    format!("bind_row::<{path}::Entity>({}{name})", if packed { "&" } else { "" })
}

/// The method that ends the chain.
fn method(routine: &Routine) -> String {
    let method = match &routine.result {
        RoutineResult::Nothing if routine.procedure => "call",
        RoutineResult::Nothing => "run",
        RoutineResult::Value { set: false, .. } => "value",
        RoutineResult::Value { set: true, .. } => "values",
        RoutineResult::Record(_) => "record",
        RoutineResult::Row { set: false, .. } => "row",
        RoutineResult::Row { set: true, .. } => "rows",
        RoutineResult::Entity { of, set } => {
            let method = if *set { "models" } else { "model" };
            return format!("{method}::<{}::Entity>", entity_path(of));
        }
        RoutineResult::Out { rows: true, type_name } => return format!("outcome::<{}>", Ident::new(type_name)),
        RoutineResult::Out { rows: false, .. } => "carried_out",
        RoutineResult::Rows => "selected",
    };
    method.to_owned()
}

fn binding(result: &RoutineResult) -> &'static str {
    if matches!(result, RoutineResult::Out { rows: true, .. }) { "let (mut out, rows) = " } else { "" }
}

fn end(result: &RoutineResult) -> &'static str {
    if matches!(result, RoutineResult::Out { rows: true, .. }) { "?;" } else { "" }
}

fn arguments(routine: &Routine) -> Option<ArgumentsPage> {
    let type_name = routine.arguments_type.as_ref()?;
    let taken = || routine.arguments.iter().filter(|argument| is_taken(argument));
    let default = if taken().all(|it| it.passing != Passing::Value) { "Default, " } else { "" };
    let eq = if taken().all(|it| it.row.is_none() && it.rust.is_eq()) { ", Eq" } else { "" };
    Some(ArgumentsPage {
        head: DocLine::sentence("The arguments of ", &routine.signature, "."),
        derives: Code::of(format_args!("Clone, Debug, {default}PartialEq{eq}")),
        type_name: Ident::new(type_name),
        fields: taken().map(argument_field).collect(),
    })
}

fn row(row_type: &RowType, settings: &Settings) -> RowPage {
    let fields: Vec<RowFieldPage> = row_type.fields.iter().map(row_field).collect();
    let list: usize = fields.iter().map(|it| it.column.to_string().chars().count() + it.read.width() + 6).sum();
    let head = match row_type.kind {
        RowKind::Type => DocLine::sentence("A value of the row type ", &row_type.origin, "."),
        RowKind::Function => DocLine::sentence("A row that ", &row_type.origin, " gives."),
        RowKind::Out | RowKind::OutAndRows => DocLine::sentence("What ", &row_type.origin, " carries out."),
    };
    RowPage {
        head,
        derives: row_derives(row_type, settings),
        type_name: Ident::new(&row_type.type_name),
        has_rows: row_type.kind == RowKind::OutAndRows,
        is_selected: matches!(row_type.kind, RowKind::Type | RowKind::Function),
        one_line: list - 2 <= wide::ARRAY,
        fields,
    }
}

fn row_derives(row_type: &RowType, settings: &Settings) -> Vec<Code> {
    // The rows that a procedure selects can be neither cloned nor compared.
    if row_type.kind == RowKind::OutAndRows {
        return vec![Code::of("Debug, sea_orm::FromQueryResult")];
    }
    let eq = if row_type.fields.iter().all(|field| field.rust.is_eq()) { "Eq, " } else { "" };
    let first = Code::of(format_args!("Clone, Debug, PartialEq, {eq}sea_orm::FromQueryResult"));
    [first].into_iter().chain(further_derives(settings)).collect()
}

fn row_field(field: &RowField) -> RowFieldPage {
    RowFieldPage {
        name: Ident::new(&field.name),
        type_: Code::of(format_args!("Option<{}>", rust_type(&field.rust))),
        names_column: field.name != field.column,
        column: StrLit::new(&field.column),
        read: Code::of(match &field.cast {
            Some(cast) => format!("Some({})", StrLit::new(cast)),
            None => "None".to_owned(),
        }),
    }
}
