//! `enums.rs`: every enum of the model on one page.

use super::field::enum_of;
use super::former::{AliasPage, alias};
use super::head::further_derives;
use super::templates::Templates;
use super::text::{Code, DocLine, Ident, StrLit};
use super::wide;
use crate::config::Settings;
use crate::model::{Enum, EnumStorage, Model, RustType};
use anyhow::Result;
use askama::Template;
use serde::Serialize;
use std::collections::BTreeSet;

/// All enums.
#[derive(Template, Serialize)]
#[template(path = "enums.rs.jinja")]
struct EnumsPage {
    has_enums: bool,
    enums: Vec<EnumPage>,
}

#[derive(Serialize)]
struct EnumPage {
    origin: DocLine,
    comment: Vec<DocLine>,
    derives: Vec<Code>,
    derived: bool,
    in_vec: bool,
    column_type: Code,
    one_line: bool,
    rs_type: StrLit,
    db_type: StrLit,
    native: bool,
    name: StrLit,
    type_name: Ident,
    former: Vec<AliasPage>,
    has_former_variants: bool,
    former_variants: Vec<AliasPage>,
    variants: Vec<VariantPage>,
}

#[derive(Serialize)]
struct VariantPage {
    doc: DocLine,
    is_default: bool,
    value: StrLit,
    name: Ident,
}

/// The text of `enums.rs`.
pub(super) fn text(model: &Model, settings: &Settings, templates: &Templates) -> Result<String> {
    let in_vecs = in_vecs(model);
    let page = |item: &Enum| EnumPage { in_vec: in_vecs.contains(item.type_name.as_str()), ..page(item, settings) };
    let enums = model.enums.iter().map(page).collect();
    templates.print("enums.rs.jinja", &EnumsPage { has_enums: !model.enums.is_empty(), enums })
}

/// The enums that some field has a `Vec` of.
fn in_vecs(model: &Model) -> BTreeSet<&str> {
    let fields = model.all().flat_map(|entity| &entity.fields);
    let names = fields.filter_map(|field| match &field.field_type.rust {
        RustType::Vec(element) => enum_of(element),
        _ => None,
    });
    names.collect()
}

fn page(item: &Enum, settings: &Settings) -> EnumPage {
    let (native, rs_type, db_type, name) = match &item.storage {
        EnumStorage::Native(name) => (true, "Enum", "Enum", name.as_str()),
        EnumStorage::Text(column_type) => (false, "String", column_type.as_str(), item.type_name.as_str()),
    };
    let (rs_type, db_type, name) = (StrLit::new(rs_type), StrLit::new(db_type), StrLit::new(name));
    let mut attribute = format!("rs_type = {rs_type}, db_type = {db_type}");
    if native {
        attribute.push_str(&format!(", enum_name = {name}"));
    }
    let variants = item.variants.iter().enumerate().map(|(idx, variant)| VariantPage {
        doc: DocLine::sentence("", &variant.value, ""),
        is_default: item.default == Some(idx),
        value: StrLit::new(&variant.value),
        name: Ident::new(&variant.name),
    });
    let former = item.former.variants.iter();
    EnumPage {
        origin: match native {
            true => DocLine::sentence("The enum ", &item.origin, "."),
            false => DocLine::sentence("The values of ", &item.origin, "."),
        },
        comment: DocLine::optional(item.comment.as_deref()),
        derives: derives(item, settings),
        derived: item.derived,
        in_vec: false,
        column_type: match &item.storage {
            EnumStorage::Native(_) => Code::of(""),
            EnumStorage::Text(column_type) => Code::of(column_type),
        },
        one_line: attribute.chars().count() <= wide::ATTRIBUTE,
        rs_type,
        db_type,
        native,
        name,
        type_name: Ident::new(&item.type_name),
        former: item.former.types.iter().map(|was| alias(was, &item.type_name)).collect(),
        has_former_variants: !item.former.variants.is_empty(),
        former_variants: former.map(|(was, idx)| alias(was, &item.variants[*idx].name)).collect(),
        variants: variants.collect(),
    }
}

fn derives(item: &Enum, settings: &Settings) -> Vec<Code> {
    let default = if item.default.is_some() { "Default, " } else { "" };
    let derived = if item.derived { ", DeriveActiveEnum" } else { "" };
    let first = Code::of(format_args!("Clone, Copy, Debug, {default}PartialEq, Eq, Hash, EnumIter{derived}"));
    // Every enum has it, whether or not models are asked to.
    let further = further_derives(settings).filter(|derive| derive.to_string() != "Hash");
    [first].into_iter().chain(further).collect()
}
