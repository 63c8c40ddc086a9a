//! Relations: both ends of every foreign key, and many-to-many through pure junctions.
//!
//! The rules:
//!
//! 1. A foreign key is called after its columns without the name of what they refer to: `category_id` is
//!    `category`, `country_code` to `country.code` is `country`. Columns of a composite key that have the same name
//!    on both sides do not count; when none is left, the key is called after its target. When all that is left says
//!    the same, that is said once, of the target: `to_country` and `to_code` are `to_warehouse`.
//! 2. A name that is the column's own gets the target behind it: `created_by` is `created_by_user`, variant
//!    `CreatedBy`.
//! 3. The other end is called after its entity, in the plural unless a valid, whole, plain-column unique key proves
//!    that there is at most one. When the key is not called after its target, its name comes first: a message's
//!    `sender_id` makes `sender_messages`. The other end of a self reference called `parent…` is `children`.
//! 4. Many-to-many is called after its target when the junction is called after both ends, else it says so:
//!    `users_via_post_like`. When the far key is not called after its target, its own plural is the name: `followers`.
//! 5. A name taken twice in one entity stays with belongs-to before the other end before many-to-many; who gives way
//!    says more: `owner_team`, `messages_by_sender_id`, `tags_via_post_tag`. Those that still say the same, because
//!    their columns fold to the same words, all get a hash of their columns.
//! 6. Two columns are unlike when a value of one needs more than `=` to find its equals in the other: when they hold
//!    different Rust types, when the value is of a `char(n)`, which PostgreSQL fills up with blanks that a text does not
//!    lose, or when both may be NULL, which SeaORM's `eq` finds and a key does not.
//! 7. A relation by a foreign key that the database does not declare is called what the user calls it, and that is the name
//!    of the key.
//! 8. A name that the user gives stays, and the others give way as by rule 5. Two that are one are a mistake. A relation is
//!    known by the name that it has without all of that, belongs-to by the constraint's name as well.
//!
//! So a name depends on its own key and tables, never on how many other keys there are.

mod rivals;

use super::entities::Entities;
use super::extras::Extra;
use super::inflect::plural;
use super::junctions::pure_junction;
use super::names;
use super::overrides::Overrides;
use super::{Entity, Field, Origin, Relation, RelationKind, RustType, place};
use crate::catalog::{Action, Catalog, ForeignKey, QualifiedName, Schema, Table};
use crate::diagnostic::Diagnostic;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One foreign key between two entities, with all that naming needs.
struct Edge<'a> {
    table: &'a Table,
    key: &'a ForeignKey,
    child: QualifiedName,
    /// The name by rule 1.
    base: String,
    /// Whether the name is the column's own, rule 2.
    whole_column: bool,
    child_module: String,
    parent_module: String,
    from: Ends,
    to: Ends,
    optional: bool,
    one_to_one: bool,
    /// Whether the database has the key.
    declared: bool,
}

/// The columns at one end of a key.
#[derive(Clone)]
struct Ends {
    variants: Vec<String>,
    fields: Vec<String>,
    traits: Vec<Traits>,
}

/// What rule 6 asks of a column.
#[derive(Clone)]
struct Traits {
    rust: Option<RustType>,
    is_char: bool,
    nullable: bool,
}

impl Traits {
    fn of(field: &Field) -> Self {
        Self {
            rust: field.field_type.rust.underlying().cloned(),
            is_char: field.field_type.column_type.as_ref().is_some_and(|name| name.starts_with("Char(")),
            nullable: field.nullable,
        }
    }
}

/// A relation that still has to win its name, rule 5.
struct Draft {
    owner: QualifiedName,
    /// The edge it comes from, as an index, and its far edge for many-to-many.
    edges: (usize, Option<usize>),
    rank: u8,
    name: String,
    origin: Origin,
    variant: String,
    /// The name to take when `name` is taken, and the one to take when that is taken too.
    longer: String,
    longest: String,
    /// What it stands for, in the database's own names.
    raw: String,
}

/// Adds the relations to the entities.
pub(super) fn add(
    entities: &mut Entities,
    (catalog, extras): (&Catalog, &[Extra<'_>]),
    overrides: &Overrides<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut edges = edges(entities, catalog, diagnostics);
    edges.extend(extras.iter().filter_map(|extra| extra_edge(entities, extra)));
    let mut drafts = drafts(&edges, entities);
    rivals::settle(&mut drafts);
    rivals::rename(&mut drafts, &edges, overrides, diagnostics);
    let counts = pair_counts(&drafts, &edges);
    let mut relations: Vec<(&QualifiedName, Relation)> =
        drafts.par_iter().map(|draft| (&draft.owner, relation(draft, &drafts, &edges, &counts))).collect();
    relations.sort_by(|(_, a), (_, b)| (a.kind.rank(), &a.name).cmp(&(b.kind.rank(), &b.name)));
    for (owner, relation) in relations {
        if let Some(entity) = entities.of_mut(owner) {
            entity.relations.push(relation);
        }
    }
}

fn edges<'a>(entities: &Entities, catalog: &'a Catalog, diagnostics: &mut Vec<Diagnostic>) -> Vec<Edge<'a>> {
    let mut edges = Vec::new();
    for schema in &catalog.schemas {
        for table in &schema.tables {
            let mut seen = BTreeSet::new();
            for key in &table.foreign_keys {
                let place = format!("{}.{}", place(schema, &table.name), key.columns.join("+"));
                if !seen.insert((&key.columns, &key.target, &key.target_columns)) {
                    diagnostics
                        .push(Diagnostic::duplicate_foreign_key(&place, key.name.as_deref().unwrap_or_default()));
                    continue;
                }
                if is_to_itself(schema, table, key) {
                    diagnostics.push(Diagnostic::foreign_key_to_itself(&place));
                    continue;
                }
                match edge(entities, schema, table, key) {
                    Some(edge) => edges.push(edge),
                    None => diagnostics.push(without_relation(entities, &place, key)),
                }
            }
        }
    }
    edges
}

/// Whether the columns refer to themselves, which MariaDB makes of `REFERENCES` where no columns are named.
fn is_to_itself(schema: &Schema, table: &Table, key: &ForeignKey) -> bool {
    key.target.schema == schema.name && key.target.name == table.name && key.target_columns == key.columns
}

/// Why a foreign key makes no relation.
fn without_relation(entities: &Entities, place: &str, key: &ForeignKey) -> Diagnostic {
    let QualifiedName { schema, name } = &key.target;
    if entities.of(&key.target).is_none() {
        Diagnostic::relation_left_out(place, schema, name)
    } else if key.target_columns.len() != key.columns.len() {
        Diagnostic::unusable_foreign_key(place, name)
    } else {
        Diagnostic::relation_without_field(place, name)
    }
}

fn edge<'a>(entities: &Entities, schema: &Schema, table: &'a Table, key: &'a ForeignKey) -> Option<Edge<'a>> {
    let child = QualifiedName { schema: schema.name.clone(), name: table.name.clone() };
    let (near, far) = (entities.of(&child)?, entities.of(&key.target)?);
    if key.target_columns.len() != key.columns.len() {
        return None;
    }
    let (base, whole_column) = base_name(key, far);
    Some(Edge {
        table,
        key,
        from: ends(near, &key.columns)?,
        to: ends(far, &key.target_columns)?,
        child_module: near.module.clone(),
        parent_module: far.module.clone(),
        optional: key.columns.iter().any(|name| table.is_optional(name)),
        one_to_one: is_one_to_one(table, key),
        declared: true,
        child,
        base,
        whole_column,
    })
}

/// Rule 7.
fn extra_edge<'a>(entities: &Entities, extra: &'a Extra<'_>) -> Option<Edge<'a>> {
    let edge = edge(entities, extra.schema, extra.table, &extra.key)?;
    Some(Edge { base: extra.name.clone(), whole_column: false, optional: true, declared: false, ..edge })
}

fn ends(entity: &Entity, columns: &[String]) -> Option<Ends> {
    let field = |column: &String| entity.fields.iter().find(|field| field.column == *column);
    let fields = columns.iter().map(field).collect::<Option<Vec<_>>>()?;
    Some(Ends {
        variants: fields.iter().map(|field| field.variant.clone()).collect(),
        fields: fields.iter().map(|field| field.name.clone()).collect(),
        traits: fields.into_iter().map(Traits::of).collect(),
    })
}

/// Rule 6.
fn unlike(own: &Ends, other: &Ends) -> Vec<bool> {
    let unlike = |(own, other): (&Traits, &Traits)| {
        own.is_char || own.rust.is_none() || own.rust != other.rust || (own.nullable && other.nullable)
    };
    own.traits.iter().zip(&other.traits).map(unlike).collect()
}

/// Rules 1 and 2: the name, and whether it is the name of a column of the key.
fn base_name(key: &ForeignKey, target: &Entity) -> (String, bool) {
    let pairs = key.columns.iter().zip(&key.target_columns);
    let own: Vec<(String, String)> = pairs
        .filter(|(column, target)| key.columns.len() == 1 || column != target)
        .map(|(column, target)| (names::words(column), names::words(target)))
        .collect();
    let stripped: Vec<&str> = own.iter().map(|(column, target)| without_target(column, target)).collect();
    let module = target.module.trim_end_matches('_');
    if stripped.iter().all(|part| part.is_empty()) {
        return (module.to_owned(), false);
    }
    let is_said_once = stripped.len() > 1 && stripped.iter().all(|part| *part == stripped[0]);
    let base = if is_said_once { format!("{}_{module}", stripped[0]) } else { stripped.join("_") };
    let whole_column = own.iter().zip(&stripped).all(|((column, _), stripped)| column == stripped);
    // What is left may begin with a digit.
    (names::words(&base), whole_column && !is_said_once)
}

/// The column's words without the referenced column behind, or a customary word for one before or behind.
fn without_target<'a>(column: &'a str, target: &str) -> &'a str {
    let behind = [target, "id", "fk", "uuid"];
    if behind.contains(&column) {
        return "";
    }
    let cut = behind.iter().find_map(|word| column.strip_suffix(word)?.strip_suffix('_'));
    let cut = cut.or_else(|| ["fk_", "id_"].iter().find_map(|word| column.strip_prefix(word)));
    cut.filter(|rest| !rest.is_empty()).unwrap_or(column)
}

fn drafts(edges: &[Edge<'_>], entities: &Entities) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (idx, edge) in edges.iter().enumerate() {
        drafts.push(belongs_to(idx, edge));
        drafts.push(other_end(idx, edge));
    }
    let by_key: BTreeMap<(&QualifiedName, *const ForeignKey), usize> =
        edges.iter().enumerate().map(|(idx, edge)| ((&edge.child, std::ptr::from_ref(edge.key)), idx)).collect();
    for edge in edges {
        let Some((one, other)) = pure_junction(edge.table).filter(|(one, _)| std::ptr::eq(*one, edge.key)) else {
            continue;
        };
        let (one, other) = (
            by_key.get(&(&edge.child, std::ptr::from_ref(one))),
            by_key.get(&(&edge.child, std::ptr::from_ref(other))),
        );
        if let (Some(&one), Some(&other)) = (one, other)
            && entities.of(&edge.child).is_some_and(|junction| !junction.source.is_read_only())
        {
            drafts.push(many_to_many(edges, one, other));
            drafts.push(many_to_many(edges, other, one));
        }
    }
    drafts
}

fn belongs_to(idx: usize, edge: &Edge<'_>) -> Draft {
    let target = edge.parent_module.trim_end_matches('_');
    let ends_in_target = edge.base == target || edge.base.ends_with(&format!("_{target}"));
    let longer = if ends_in_target { format!("{}_ref", edge.base) } else { format!("{}_{target}", edge.base) };
    Draft {
        owner: edge.child.clone(),
        edges: (idx, None),
        rank: 0,
        origin: if edge.declared { Origin::Auto } else { Origin::User },
        name: if edge.whole_column { longer.clone() } else { edge.base.clone() },
        variant: names::relation_variant(&edge.base),
        longest: format!("{longer}_to_{}", joined(&edge.key.target_columns)),
        longer,
        raw: raw(edge),
    }
}

fn other_end(idx: usize, edge: &Edge<'_>) -> Draft {
    let child = edge.child_module.trim_end_matches('_');
    let target = edge.parent_module.trim_end_matches('_');
    let many = |words: &str| if edge.one_to_one { words.to_owned() } else { plural(words) };
    let role = edge.base.strip_suffix(target).map_or(edge.base.as_str(), |role| role.trim_end_matches('_'));
    let name = if edge.child == edge.key.target && role.starts_with("parent") {
        many("child")
    } else if role.is_empty() || edge.base == names::words(&edge.key.target.name) {
        many(child)
    } else {
        format!("{role}_{}", many(child))
    };
    let longer = format!("{}_by_{}", many(child), joined(&edge.key.columns));
    Draft {
        owner: edge.key.target.clone(),
        edges: (idx, None),
        rank: 1,
        origin: Origin::Auto,
        variant: names::relation_variant(&name),
        name,
        longest: format!("{longer}_to_{}", joined(&edge.key.target_columns)),
        longer,
        raw: raw(edge),
    }
}

/// A foreign key in the database's own names, unlike that of any other. Schemas are called differently everywhere.
fn raw(edge: &Edge<'_>) -> String {
    let columns = |columns: &[String]| columns.join(",");
    let (from, to) = (columns(&edge.key.columns), columns(&edge.key.target_columns));
    format!("{}({from}) {}({to})", edge.child_module, edge.parent_module)
}

/// Whether a unique key proves that a parent has at most one child through this foreign key.
fn is_one_to_one(table: &Table, key: &ForeignKey) -> bool {
    let sets = table.unique_column_sets();
    sets.iter().any(|columns| columns.iter().all(|column| key.columns.iter().any(|own| own == column)))
}

fn many_to_many(edges: &[Edge<'_>], near: usize, far: usize) -> Draft {
    let (near_edge, far_edge) = (&edges[near], &edges[far]);
    let [own, target, junction] = [&near_edge.parent_module, &far_edge.parent_module, &near_edge.child_module]
        .map(|module| module.trim_end_matches('_'));
    let (targets, called_after_target) = (plural(target), far_edge.base == target);
    let longer = format!("{targets}_via_{junction}");
    let name = if !called_after_target {
        plural(&far_edge.base)
    } else if is_called_after_both(junction, own, target) {
        targets
    } else {
        longer.clone()
    };
    Draft {
        owner: near_edge.key.target.clone(),
        edges: (near, Some(far)),
        rank: 2,
        origin: Origin::Auto,
        variant: names::relation_variant(&name),
        longest: format!("{longer}_{}", joined(&far_edge.key.columns)),
        longer: if name == longer { format!("{longer}_{}", far_edge.base) } else { longer },
        raw: format!("{} {}", raw(near_edge), raw(far_edge)),
        name,
    }
}

/// `post_tag`, `tag_post`, `posts_tags`: nothing but the two ends.
fn is_called_after_both(junction: &str, one: &str, other: &str) -> bool {
    let (ones, others) = (plural(one), plural(other));
    let orders = [(one, other), (other, one), (&ones, other), (&others, one), (&ones, &others), (&others, &ones)];
    orders
        .iter()
        .any(|(first, second)| junction == format!("{first}_{second}") || junction == format!("{first}{second}"))
}

fn joined(columns: &[String]) -> String {
    columns.iter().map(|column| names::words(column)).collect::<Vec<_>>().join("_")
}

/// How many relations each ordered pair of entities has.
fn pair_counts<'a>(
    drafts: &'a [Draft],
    edges: &'a [Edge<'_>],
) -> BTreeMap<(&'a QualifiedName, &'a QualifiedName), usize> {
    let mut counts = BTreeMap::new();
    for draft in drafts {
        *counts.entry((&draft.owner, target_of(draft, edges))).or_default() += 1;
    }
    counts
}

fn target_of<'a>(draft: &Draft, edges: &'a [Edge<'_>]) -> &'a QualifiedName {
    match (draft.rank, draft.edges) {
        (_, (_, Some(far))) => &edges[far].key.target,
        (0, (idx, None)) => &edges[idx].key.target,
        (_, (idx, None)) => &edges[idx].child,
    }
}

fn relation(
    draft: &Draft,
    drafts: &[Draft],
    edges: &[Edge<'_>],
    counts: &BTreeMap<(&QualifiedName, &QualifiedName), usize>,
) -> Relation {
    let edge = &edges[draft.edges.0];
    let target = target_of(draft, edges);
    let forward = draft.rank == 0;
    let kind = kind(draft, drafts, edges);
    let (from, to) = match (draft.edges.1, forward) {
        // Through a junction, the columns are those of the two ends.
        (Some(far), _) => (edge.to.clone(), edges[far].to.clone()),
        (None, true) => (edge.from.clone(), edge.to.clone()),
        (None, false) => (edge.to.clone(), edge.from.clone()),
    };
    // What a junction is asked for is its own key.
    let unlike = if draft.edges.1.is_some() { unlike(&edge.to, &edge.from) } else { unlike(&from, &to) };
    let reverse = match draft.rank {
        0 => variant_of(drafts, draft.edges.0, 1),
        1 => variant_of(drafts, draft.edges.0, 0),
        _ => String::new(),
    };
    Relation {
        name: names::field(&draft.name),
        origin: draft.origin,
        variant: draft.variant.clone(),
        target: match draft.edges.1 {
            Some(far) => edges[far].parent_module.clone(),
            None if forward => edge.parent_module.clone(),
            None => edge.child_module.clone(),
        },
        self_reference: *target == draft.owner,
        related: *target != draft.owner && counts.get(&(&draft.owner, target)) == Some(&1),
        kind,
        from: from.variants,
        from_fields: from.fields,
        to: to.variants,
        to_fields: to.fields,
        unlike,
        reverse,
    }
}

fn kind(draft: &Draft, drafts: &[Draft], edges: &[Edge<'_>]) -> RelationKind {
    let edge = &edges[draft.edges.0];
    match (draft.rank, draft.edges.1) {
        (_, Some(far)) => RelationKind::ManyToMany {
            junction: edge.child_module.clone(),
            near: variant_of(drafts, draft.edges.0, 0),
            far: variant_of(drafts, far, 0),
            near_columns: edge.from.variants.clone(),
            near_fields: edge.from.fields.clone(),
            far_columns: edges[far].from.variants.clone(),
            far_fields: edges[far].from.fields.clone(),
        },
        (0, None) => RelationKind::BelongsTo {
            optional: edge.optional,
            declared: edge.declared,
            on_update: action(edge.key.on_update),
            on_delete: action(edge.key.on_delete),
        },
        (_, None) if edge.one_to_one => RelationKind::HasOne,
        (_, None) => RelationKind::HasMany,
    }
}

/// The variant that the edge's relation of that rank got: [`drafts`] begins with two relations for each edge.
fn variant_of(drafts: &[Draft], edge: usize, rank: usize) -> String {
    drafts.get(2 * edge + rank).map(|draft| draft.variant.clone()).unwrap_or_default()
}

fn action(action: Action) -> &'static str {
    match action {
        Action::NoAction => "NoAction",
        Action::Restrict => "Restrict",
        Action::Cascade => "Cascade",
        Action::SetNull => "SetNull",
        Action::SetDefault => "SetDefault",
    }
}
