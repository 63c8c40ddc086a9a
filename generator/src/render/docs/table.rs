//! The page of a table: what it is for, columns, keys, indexes and why they exist, relationships both ways, queries, code
//! and history.

use super::super::file::stem;
use super::super::rust_type;
use super::book::{Book, Placed, StoryPage};
use super::mermaid::{self, DiagramPage};
use super::query::{self, QueryPage};
use super::text::MdText;
use super::why;
use crate::catalog::{
    self, Action, Column, Deferral, ForeignKey, Generated, Identity, Key, ObjectKind, QualifiedName, TableKind,
};
use crate::history::Kind;
use crate::model::{Entity, RelationKind};
use askama::Template;
use serde::Serialize;

/// A table.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "docs/table.md.jinja")]
pub(super) struct TablePage {
    pub(super) name: MdText,
    pub(super) kind: MdText,
    pub(super) purpose: Vec<MdText>,
    pub(super) has_purpose: bool,
    /// The purpose on one line.
    pub(super) summary: MdText,
    pub(super) domain: MdText,
    pub(super) columns: Vec<ColumnPage>,
    pub(super) has_keys: bool,
    pub(super) keys: Vec<KeyPage>,
    pub(super) has_indexes: bool,
    pub(super) indexes: Vec<IndexPage>,
    pub(super) has_relationships: bool,
    pub(super) refers: Vec<RelationshipPage>,
    pub(super) referred: Vec<RelationshipPage>,
    pub(super) many: Vec<RelationshipPage>,
    pub(super) has_others: bool,
    pub(super) others: Vec<OtherPage>,
    pub(super) queries: Vec<QueryPage>,
    pub(super) has_code: bool,
    pub(super) code: Vec<MdText>,
    pub(super) has_story: bool,
    pub(super) story: Vec<StoryPage>,
    pub(super) diagrams: Vec<DiagramPage>,
}

/// A column of a table or view.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ColumnPage {
    /// The place in the page that links lead to.
    pub(super) anchor: MdText,
    pub(super) name: MdText,
    pub(super) data_type: MdText,
    pub(super) constraints: MdText,
    pub(super) default: MdText,
    pub(super) description: MdText,
    pub(super) field: MdText,
}

/// A key or a check.
#[derive(Clone, Debug, Serialize)]
pub(super) struct KeyPage {
    pub(super) name: MdText,
    pub(super) kind: MdText,
    pub(super) definition: MdText,
}

/// An index.
#[derive(Clone, Debug, Serialize)]
pub(super) struct IndexPage {
    pub(super) name: MdText,
    pub(super) parts: MdText,
    pub(super) method: MdText,
    pub(super) why: MdText,
}

/// A relationship, from one end.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RelationshipPage {
    pub(super) text: MdText,
}

/// What else acts on a table.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OtherPage {
    pub(super) kind: MdText,
    pub(super) name: MdText,
}

/// The page of a table.
pub(super) fn page(book: &Book<'_>, key: &str, placed: Placed<'_>) -> TablePage {
    let (schema, table) = (placed.schema, placed.table);
    let entity = book.entity(schema, &table.name);
    let comment = table.comment.as_deref().unwrap_or_default();
    let keys = keys(book, placed);
    let indexes = indexes(placed, entity);
    let refers: Vec<_> = table.foreign_keys.iter().map(|key| refers(book, placed, key)).collect();
    let referred: Vec<_> =
        book.inbound(placed).iter().map(|inbound| referred(book, inbound.from, inbound.key)).collect();
    let many = entity.map(|entity| many(book, entity)).unwrap_or_default();
    let others = others(placed);
    let code = entity.map(|entity| code(book, entity)).unwrap_or_default();
    let story = book.story((Kind::Table, schema, &table.name));
    let domain = book.layout.places.get(key).map_or(crate::diagram::ALONE, |place| &place.domain);
    let domain_path = format!("../domain/{}.md", super::domain_stem(domain));
    TablePage {
        name: MdText::code(&placed.label()),
        kind: MdText::own(kind(table.kind)),
        purpose: MdText::paragraphs(comment),
        has_purpose: !comment.trim().is_empty(),
        summary: MdText::paragraphs(comment).into_iter().next().unwrap_or_else(|| MdText::own("")),
        domain: MdText::link(&book.domain_title(domain), &domain_path),
        columns: table.columns.iter().map(|column| self::column(book, placed, column)).collect(),
        has_keys: !keys.is_empty(),
        keys,
        has_indexes: !indexes.is_empty(),
        indexes,
        has_relationships: !(refers.is_empty() && referred.is_empty() && many.is_empty()),
        refers,
        referred,
        many,
        has_others: !others.is_empty(),
        others,
        queries: query::of_table(book, placed),
        has_code: !code.is_empty(),
        code,
        has_story: !story.is_empty(),
        story,
        diagrams: mermaid::around(book, key),
    }
}

impl TablePage {
    /// The same without what stands in pages alone. Links between pages lead to the pages all the same.
    pub(super) fn in_one_file(&self) -> Self {
        let mut page = self.clone();
        let texts = page.columns.iter_mut().map(|column| &mut column.constraints);
        let refers = page.refers.iter_mut().chain(&mut page.referred).chain(&mut page.many);
        texts.chain(refers.map(|relationship| &mut relationship.text)).for_each(MdText::move_up);
        page
    }
}

fn kind(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Base => "Table",
        TableKind::Partitioned => "Partitioned table",
        TableKind::Foreign => "Foreign table",
        TableKind::Virtual => "Virtual table",
    }
}

fn column(book: &Book<'_>, placed: Placed<'_>, column: &Column) -> ColumnPage {
    let mut constraints = Vec::new();
    let names = |key: &Key| key.columns.contains(&column.name);
    if placed.table.primary_key.as_ref().is_some_and(names) {
        constraints.push(MdText::own("PK"));
    }
    for key in placed.table.foreign_keys.iter().filter(|key| key.columns.contains(&column.name)) {
        constraints.push(MdText::sentence("FK → {}", &[&book.link(&key.target)]));
    }
    if placed.is_unique(std::slice::from_ref(&column.name)) && !placed.table.primary_key.as_ref().is_some_and(names) {
        constraints.push(MdText::own("UNIQUE"));
    }
    if !column.nullable {
        constraints.push(MdText::own("NOT NULL"));
    }
    let allowed = placed.table.checks.iter().filter_map(|check| check.allowed.as_ref());
    for allowed in allowed.filter(|allowed| allowed.column == column.name) {
        constraints.push(MdText::sentence("one of {}", &[&MdText::codes(&allowed.values)]));
    }
    let entity = book.entity(placed.schema, &placed.table.name);
    column_page(column, constraints, entity)
}

/// A column with what is known of its constraints.
pub(super) fn column_page(column: &Column, mut constraints: Vec<MdText>, entity: Option<&Entity>) -> ColumnPage {
    if let Some(identity) = column.identity {
        constraints.push(MdText::own(match identity {
            Identity::Always => "numbered always",
            Identity::ByDefault => "numbered",
        }));
    }
    if let Some(Generated { expression, stored }) = &column.generated {
        let sentence = if *stored { "stored as {}" } else { "computed as {}" };
        constraints.push(MdText::sentence(sentence, &[&MdText::code(expression)]));
    }
    let field = entity.and_then(|entity| entity.fields.iter().find(|field| field.column == column.name));
    let data_type = match &column.domain {
        Some(domain) => MdText::sentence("{} ({})", &[&MdText::code(&domain.name), &MdText::code(&column.raw_type)]),
        None => MdText::code(&column.raw_type),
    };
    ColumnPage {
        anchor: MdText::sentence("<a id=\"{}\"></a>", &[&MdText::key(&stem(&column.name))]),
        name: MdText::code(&column.name),
        data_type,
        constraints: MdText::join(&constraints, ", "),
        default: column.default.as_ref().map_or_else(|| MdText::own(""), |default| MdText::code(&default.raw)),
        description: MdText::join(&MdText::paragraphs(column.comment.as_deref().unwrap_or_default()), " "),
        field: field.map_or_else(|| MdText::own(""), field_text),
    }
}

fn field_text(field: &crate::model::Field) -> MdText {
    let rust = rust_type(&field.field_type.rust);
    let rust = if field.nullable { format!("Option<{rust}>") } else { rust };
    MdText::code(&format!("{}: {rust}", field.name))
}

fn keys(book: &Book<'_>, placed: Placed<'_>) -> Vec<KeyPage> {
    let table = placed.table;
    let name = |name: &Option<String>| name.as_ref().map_or_else(|| MdText::own(""), |name| MdText::code(name));
    let of_key = |kind, key: &Key| {
        let nulls = if key.nulls_not_distinct { "NULLs are equal" } else { "" };
        let parts = [MdText::codes(&key.columns), deferral(key.deferral), MdText::own(nulls)];
        KeyPage { name: name(&key.name), kind: MdText::own(kind), definition: MdText::join(&parts, ", ") }
    };
    let primary = table.primary_key.iter().map(|key| of_key("Primary key", key));
    let unique = table.unique_keys.iter().map(|key| of_key("Unique key", key));
    let foreign = table.foreign_keys.iter().map(|key| {
        let to = MdText::sentence(
            "{} → {} ({})",
            &[&MdText::codes(&key.columns), &book.link(&key.target), &MdText::codes(&key.target_columns)],
        );
        let valid = if key.validated { "" } else { "not checked for old rows" };
        let parts = [to, actions(key), deferral(key.deferral), MdText::own(valid)];
        KeyPage { name: name(&key.name), kind: MdText::own("Foreign key"), definition: MdText::join(&parts, ", ") }
    });
    let checks = table.checks.iter().map(|check| {
        let valid = if check.validated { "" } else { "not checked for old rows" };
        let parts = [MdText::code(&check.expression), MdText::own(valid)];
        KeyPage { name: name(&check.name), kind: MdText::own("Check"), definition: MdText::join(&parts, ", ") }
    });
    primary.chain(unique).chain(foreign).chain(checks).collect()
}

fn deferral(deferral: Deferral) -> MdText {
    MdText::own(match deferral {
        Deferral::NotDeferrable => "",
        Deferral::InitiallyImmediate => "deferrable",
        Deferral::InitiallyDeferred => "deferred",
    })
}

fn action(action: Action) -> &'static str {
    match action {
        Action::NoAction => "",
        Action::Restrict => "RESTRICT",
        Action::Cascade => "CASCADE",
        Action::SetNull => "SET NULL",
        Action::SetDefault => "SET DEFAULT",
    }
}

fn actions(key: &ForeignKey) -> MdText {
    let told = |sentence, action: &'static str| match action {
        "" => MdText::own(""),
        action => MdText::sentence(sentence, &[&MdText::own(action)]),
    };
    let parts = [told("ON DELETE {}", action(key.on_delete)), told("ON UPDATE {}", action(key.on_update))];
    MdText::join(&parts, ", ")
}

fn indexes(placed: Placed<'_>, entity: Option<&Entity>) -> Vec<IndexPage> {
    let of_key = |(key, why): (&Key, &'static str)| IndexPage {
        name: key.name.as_ref().map_or_else(|| MdText::own("of the key"), |name| MdText::code(name)),
        parts: MdText::codes(&key.columns),
        method: MdText::own("key"),
        why: MdText::own(why),
    };
    let table = placed.table;
    let primary = table.primary_key.iter().map(|key| (key, "finds a row by its key"));
    let unique = table.unique_keys.iter().map(|key| (key, "keeps the columns unique and finds a row by them"));
    let others = table.indexes.iter().map(|index| IndexPage {
        name: MdText::code(&index.name),
        parts: why::parts(index),
        method: MdText::code(&index.method),
        why: why::of_index(placed, index, entity),
    });
    primary.chain(unique).map(of_key).chain(others).collect()
}

/// A foreign key from the side that has it.
fn refers(book: &Book<'_>, placed: Placed<'_>, key: &ForeignKey) -> RelationshipPage {
    let one = placed.is_unique(&key.columns);
    let optional = key.columns.iter().any(|column| placed.table.is_optional(column));
    let kind = MdText::own(match (one, optional) {
        (true, true) => "one-to-one, optional",
        (true, false) => "one-to-one",
        (false, true) => "many-to-one, optional",
        (false, false) => "many-to-one",
    });
    let columns = MdText::codes(&key.columns);
    let to = MdText::sentence("belongs to {} by {}", &[&book.link(&key.target), &columns]);
    let parts = [to, kind, on_delete(key), in_code(book, placed, key)];
    RelationshipPage { text: MdText::join(&parts, "; ") }
}

/// The same from the other side.
fn referred(book: &Book<'_>, from: Placed<'_>, key: &ForeignKey) -> RelationshipPage {
    let name = from.name();
    let sentence = if from.is_unique(&key.columns) { "has one {} by {}" } else { "has many {} by {}" };
    let to = MdText::sentence(sentence, &[&book.link(&name), &MdText::codes(&key.columns)]);
    RelationshipPage { text: MdText::join(&[to, on_own_delete(key)], "; ") }
}

/// What becomes of a row when the one that it refers to is deleted.
fn on_delete(key: &ForeignKey) -> MdText {
    MdText::own(match key.on_delete {
        Action::NoAction | Action::Restrict => "it cannot be deleted before",
        Action::Cascade => "deleted with it",
        Action::SetNull => "set to NULL when it is deleted",
        Action::SetDefault => "set to its default when it is deleted",
    })
}

/// What becomes of the rows that refer to one which is deleted.
fn on_own_delete(key: &ForeignKey) -> MdText {
    MdText::own(match key.on_delete {
        Action::NoAction | Action::Restrict => "to be deleted before it",
        Action::Cascade => "deleted with it",
        Action::SetNull => "set to NULL when it is deleted",
        Action::SetDefault => "set to their default when it is deleted",
    })
}

/// What the relation is called in code.
fn in_code(book: &Book<'_>, placed: Placed<'_>, key: &ForeignKey) -> MdText {
    let relation = book.entity(placed.schema, &placed.table.name).and_then(|entity| {
        let column = |name: &String| entity.fields.iter().find(|field| field.column == *name).map(|field| &field.name);
        let fields: Option<Vec<&String>> = key.columns.iter().map(column).collect();
        let fields = fields?;
        let mut relations = entity.relations.iter();
        relations.find(|relation| {
            matches!(relation.kind, RelationKind::BelongsTo { .. })
                && relation.from_fields.iter().eq(fields.iter().copied())
        })
    });
    match relation {
        Some(relation) => MdText::sentence("{} in code", &[&MdText::code(&format!("find_{}", relation.name))]),
        None => MdText::own(""),
    }
}

fn many(book: &Book<'_>, entity: &Entity) -> Vec<RelationshipPage> {
    let through = entity.relations.iter().filter_map(|relation| match &relation.kind {
        RelationKind::ManyToMany { junction, .. } => Some((relation, junction)),
        _ => None,
    });
    let table = |module: &str| book.facts.model.entities.iter().find(|entity| entity.module == module);
    let named = |module: &str| {
        let Some(entity) = table(module) else { return MdText::code(module) };
        let default = book.catalog().default_schema().map(|schema| schema.name.clone());
        let schema = entity.schema.clone().or(default).unwrap_or_default();
        book.link(&QualifiedName { schema, name: entity.table.clone() })
    };
    let page = |(relation, junction): (&crate::model::Relation, &String)| {
        let call = MdText::code(&format!("find_{}", relation.name));
        let text = MdText::sentence(
            "many-to-many with {} through {}; {} in code",
            &[&named(&relation.target), &named(junction), &call],
        );
        RelationshipPage { text }
    };
    through.map(page).collect()
}

/// Triggers, policies and whatever else acts on the table.
fn others(placed: Placed<'_>) -> Vec<OtherPage> {
    let own = placed.schema.objects.iter().filter(|object| object.table.as_ref() == Some(&placed.table.name));
    let page = |object: &catalog::Object| {
        let kind = MdText::own(match object.kind {
            ObjectKind::Trigger => "Trigger",
            ObjectKind::Policy => "Policy",
            ObjectKind::Partition => "Partition",
            ObjectKind::Rule => "Rule",
            ObjectKind::Exclusion => "Exclusion constraint",
            ObjectKind::Sequence => "Sequence",
            ObjectKind::Inheritance => "Inherits from",
            ObjectKind::Statistics => "Statistics",
            ObjectKind::PeriodKey => "Foreign key over periods",
            ObjectKind::ShadowTable => "Shadow table",
            _ => "Besides",
        });
        OtherPage { kind, name: MdText::code(&object.name) }
    };
    own.map(page).collect()
}

/// What the entity and its repository are called.
pub(super) fn code(book: &Book<'_>, entity: &Entity) -> Vec<MdText> {
    let folder = if entity.source.is_view() { "view" } else { "entity" };
    let crate_name = &book.facts.crate_name;
    let path = format!("src/generated/{folder}/{}.rs", entity.module);
    let type_name = format!("{crate_name}::{}", entity.type_name);
    let mut lines = vec![MdText::sentence("Entity {} in {}", &[&MdText::code(&type_name), &MdText::code(&path)])];
    let Some(repository) = &entity.repository else { return lines };
    lines.push(MdText::sentence("Repository {}", &[&MdText::code(&format!("db.{}()", repository.method))]));
    let finder = |finder: &crate::model::Finder| {
        let fields = finder.fields.iter().filter_map(|idx| entity.fields.get(*idx));
        let fields: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
        let verb = if finder.unique { "find" } else { "list" };
        MdText::code(&format!("{verb}_by_{}({})", finder.name, fields.join(", ")))
    };
    if !repository.finders.is_empty() {
        let finders: Vec<MdText> = repository.finders.iter().map(finder).collect();
        lines.push(MdText::sentence("Finders {}", &[&MdText::join(&finders, ", ")]));
    }
    lines
}
