//! The pages of views, enum types and routines.

use super::book::{Book, StoryPage};
use super::query::{self, QueryPage};
use super::table::{ColumnPage, code, column_page};
use super::text::{MdBlock, MdText};
use crate::catalog::{Column, DataType, Enum, Parameter, ParameterMode, QualifiedName, Returns, Routine, RoutineKind};
use crate::catalog::{Schema, View};
use crate::history::Kind;
use crate::model::{EnumSource, place};
use askama::Template;
use serde::Serialize;
use std::collections::BTreeSet;

/// A view.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/view.md.jinja")]
pub(super) struct ViewPage {
    pub(super) name: MdText,
    pub(super) kind: MdText,
    pub(super) purpose: Vec<MdText>,
    pub(super) summary: MdText,
    pub(super) columns: Vec<ColumnPage>,
    pub(super) has_key: bool,
    pub(super) key: MdText,
    pub(super) has_sources: bool,
    pub(super) sources: MdText,
    pub(super) definition: MdBlock,
    pub(super) queries: Vec<QueryPage>,
    pub(super) has_code: bool,
    pub(super) code: Vec<MdText>,
    pub(super) has_story: bool,
    pub(super) story: Vec<StoryPage>,
}

/// An enum type.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/enum.md.jinja")]
pub(super) struct EnumPage {
    pub(super) name: MdText,
    pub(super) purpose: Vec<MdText>,
    pub(super) summary: MdText,
    pub(super) values: Vec<ValuePage>,
    pub(super) has_users: bool,
    pub(super) users: Vec<MdText>,
    pub(super) has_code: bool,
    pub(super) type_name: MdText,
    pub(super) has_story: bool,
    pub(super) story: Vec<StoryPage>,
}

/// A value, and the variant that it is in code.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ValuePage {
    pub(super) value: MdText,
    pub(super) variant: MdText,
}

/// The overloads of a routine.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/routine.md.jinja")]
pub(super) struct RoutinePage {
    pub(super) name: MdText,
    pub(super) summary: MdText,
    pub(super) overloads: Vec<OverloadPage>,
    pub(super) has_code: bool,
    pub(super) code: Vec<MdText>,
}

/// One routine.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OverloadPage {
    pub(super) kind: MdText,
    pub(super) call: MdText,
    pub(super) purpose: Vec<MdText>,
    pub(super) has_parameters: bool,
    pub(super) parameters: Vec<ParameterPage>,
    pub(super) returns: MdText,
    pub(super) has_columns: bool,
    pub(super) columns: Vec<ParameterPage>,
    pub(super) has_story: bool,
    pub(super) story: Vec<StoryPage>,
}

/// A parameter, or a column of a result.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ParameterPage {
    pub(super) name: MdText,
    pub(super) mode: MdText,
    pub(super) data_type: MdText,
}

fn first(paragraphs: &[MdText]) -> MdText {
    paragraphs.first().cloned().unwrap_or_else(|| MdText::own(""))
}

/// The page of a view.
pub(super) fn view(book: &Book<'_>, schema: &Schema, view: &View) -> ViewPage {
    let entity = book.entity(schema, &view.name);
    let purpose = MdText::paragraphs(view.comment.as_deref().unwrap_or_default());
    let column = |column: &Column| {
        let origin = column
            .origin
            .as_ref()
            .map(|origin| MdText::sentence("from {}.{}", &[&book.link(&origin.table), &MdText::code(&origin.column)]));
        let never = (!column.nullable).then(|| MdText::own("NOT NULL"));
        column_page(column, never.into_iter().chain(origin).collect(), entity)
    };
    let tables: BTreeSet<&QualifiedName> =
        view.columns.iter().filter_map(|column| Some(&column.origin.as_ref()?.table)).collect();
    let sources: Vec<MdText> = tables.into_iter().map(|name| book.link(name)).collect();
    let code = entity.map(|entity| code(book, entity)).unwrap_or_default();
    let story = book.story((Kind::View, schema, &view.name));
    ViewPage {
        name: MdText::code(&place(schema, &view.name)),
        kind: MdText::own(if view.materialized { "Materialized view" } else { "View" }),
        summary: first(&purpose),
        purpose,
        columns: view.columns.iter().map(column).collect(),
        has_key: !view.key.is_empty(),
        key: MdText::codes(&view.key),
        has_sources: !sources.is_empty(),
        sources: MdText::join(&sources, ", "),
        definition: MdBlock::new(&view.definition),
        queries: query::of_view(book, schema, &view.name),
        has_code: !code.is_empty(),
        code,
        has_story: !story.is_empty(),
        story,
    }
}

/// The page of an enum type.
pub(super) fn enumeration(book: &Book<'_>, schema: &Schema, item: &Enum) -> EnumPage {
    let purpose = MdText::paragraphs(item.comment.as_deref().unwrap_or_default());
    let name = QualifiedName { schema: schema.name.clone(), name: item.name.clone() };
    let made = book
        .facts
        .model
        .enums
        .iter()
        .find(|made| matches!(&made.source, EnumSource::Native(of) if book.is_of(of, schema, &item.name)));
    let variant = |value: &String| {
        let variant = made.and_then(|made| made.variants.iter().find(|variant| variant.value == *value));
        let variant = variant.map_or_else(|| MdText::own(""), |variant| MdText::code(&variant.name));
        ValuePage { value: MdText::code(value), variant }
    };
    let mut users = Vec::new();
    for placed in book.tables.values() {
        for column in placed.table.columns.iter().filter(|column| is_of(&column.data_type, &name)) {
            let of = placed.name();
            users.push(MdText::sentence("{}.{}", &[&book.link(&of), &MdText::code(&column.name)]));
        }
    }
    let story = book.story((Kind::Enum, schema, &item.name));
    let type_name = made.map(|made| format!("{}::{}", book.facts.crate_name, made.type_name));
    EnumPage {
        name: MdText::code(&place(schema, &item.name)),
        summary: first(&purpose),
        purpose,
        values: item.values.iter().map(variant).collect(),
        has_users: !users.is_empty(),
        users,
        has_code: type_name.is_some(),
        type_name: MdText::code(&type_name.unwrap_or_default()),
        has_story: !story.is_empty(),
        story,
    }
}

fn is_of(data_type: &DataType, name: &QualifiedName) -> bool {
    match data_type {
        DataType::Enum(of) => of == name,
        DataType::Array(inner) => is_of(inner, name),
        _ => false,
    }
}

/// The page of all routines of one name.
pub(super) fn routine(book: &Book<'_>, schema: &Schema, overloads: &[Routine]) -> RoutinePage {
    let name = overloads.first().map(|routine| routine.name.as_str()).unwrap_or_default();
    let function = |routine: &crate::model::Routine| {
        let call = format!("{}::routine::{}", book.facts.crate_name, routine.name);
        MdText::sentence("Function {}", &[&MdText::code(&call)])
    };
    let code: Vec<MdText> = book.functions(schema, name).into_iter().map(function).collect();
    let comments = overloads.iter().filter_map(|routine| routine.comment.as_deref());
    RoutinePage {
        name: MdText::code(&place(schema, name)),
        summary: first(&comments.flat_map(MdText::paragraphs).collect::<Vec<_>>()),
        overloads: overloads.iter().map(|routine| overload(book, schema, routine)).collect(),
        has_code: !code.is_empty(),
        code,
    }
}

fn overload(book: &Book<'_>, schema: &Schema, routine: &Routine) -> OverloadPage {
    let parameter = |parameter: &Parameter| ParameterPage {
        name: parameter.name.as_ref().map_or_else(|| MdText::own(""), |name| MdText::code(name)),
        mode: MdText::own(match (parameter.mode, parameter.has_default) {
            (ParameterMode::In, false) => "in",
            (ParameterMode::In, true) => "in, may be left out",
            (ParameterMode::Out, _) => "out",
            (ParameterMode::InOut, _) => "in and out",
            (ParameterMode::Variadic, _) => "any number",
        }),
        data_type: MdText::code(&parameter.raw_type),
    };
    let parameters: Vec<ParameterPage> = routine.parameters.iter().map(parameter).collect();
    let (returns, columns) = returns(&routine.returns);
    let object = format!("{}({})", routine.name, routine.signature);
    let story = book.story((Kind::Routine, schema, &object));
    OverloadPage {
        kind: MdText::own(match routine.kind {
            RoutineKind::Function => "Function",
            RoutineKind::Procedure => "Procedure",
            RoutineKind::Aggregate => "Aggregate",
            RoutineKind::Window => "Window function",
            RoutineKind::Trigger => "Trigger function",
        }),
        call: MdText::code(&object),
        purpose: MdText::paragraphs(routine.comment.as_deref().unwrap_or_default()),
        has_parameters: !parameters.is_empty(),
        parameters,
        returns,
        has_columns: !columns.is_empty(),
        columns,
        has_story: !story.is_empty(),
        story,
    }
}

fn returns(returns: &Returns) -> (MdText, Vec<ParameterPage>) {
    match returns {
        Returns::Nothing => (MdText::own("nothing"), Vec::new()),
        Returns::Unknown => (MdText::own("rows whose columns the call decides"), Vec::new()),
        Returns::Value { raw_type, set, .. } => {
            let sentence = if *set { "any number of {}" } else { "{}" };
            (MdText::sentence(sentence, &[&MdText::code(raw_type)]), Vec::new())
        }
        Returns::Row { columns, set, .. } => {
            let page = |column: &crate::catalog::TypedName| ParameterPage {
                name: MdText::code(&column.name),
                mode: MdText::own("column"),
                data_type: MdText::code(&column.raw_type),
            };
            let text = if *set { "rows of these columns" } else { "a row of these columns" };
            (MdText::own(text), columns.iter().map(page).collect())
        }
    }
}
