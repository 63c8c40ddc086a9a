//! What a table asks of its rows, put together from the catalog for making many of them.

use super::check::{Constraint, Hint};
use super::kind::Kind;
use super::literal::{Dialect, Literal};
use super::order::{Order, Timing, may_be_null};
use crate::catalog::{
    Catalog, Column, DataType, ForeignKey, Identity, Index, IndexKey, ObjectKind, QualifiedName, Schema, Table,
    TableKind,
};

/// What a table asks of its rows.
pub(super) struct Facts {
    pub(super) name: QualifiedName,
    /// The columns that are given values: neither generated nor always numbered by the database.
    pub(super) slots: Vec<Slot>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) uniques: Vec<Unique>,
    pub(super) links: Vec<Link>,
    /// The columns of the primary key.
    pub(super) key: Vec<String>,
    /// Columns that go on from a sequence of the database's.
    pub(super) sequences: Vec<String>,
}

/// A column that is given values.
pub(super) struct Slot {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) nullable: bool,
    /// Whether it may be left out.
    pub(super) has_default: bool,
    /// Whether the database would number it.
    pub(super) numbered: bool,
    /// Whether it takes part in a unique key.
    pub(super) unique: bool,
    /// Whether rows refer to it before it is there, so that its value must be known from the row's number.
    pub(super) awaited: bool,
    pub(super) edges: Vec<Literal>,
    /// Values that constraints name.
    pub(super) hints: Vec<Literal>,
    /// Other slots that constraints compare it with.
    pub(super) like: Vec<usize>,
    /// Where partitions begin.
    pub(super) partitions: Vec<Literal>,
}

/// Parts that must differ from row to row.
pub(super) struct Unique {
    pub(super) parts: Vec<Part>,
    /// Whether NULL equals NULL.
    pub(super) nulls_equal: bool,
}

/// One part of a unique key.
pub(super) enum Part {
    /// A slot, or its first characters.
    Slot(usize, Option<usize>),
    Expression(Box<Constraint>),
}

/// A foreign key.
pub(super) struct Link {
    /// The slots, pairwise with the target's columns.
    pub(super) slots: Vec<usize>,
    /// The place of the target in the list of tables; none where it is not in the list.
    pub(super) target: Option<usize>,
    pub(super) target_name: QualifiedName,
    pub(super) target_columns: Vec<String>,
    pub(super) nullable: bool,
    pub(super) timing: Timing,
    /// Whether no two rows may refer to the same.
    pub(super) alone: bool,
}

/// Where a table stands.
pub(super) struct Place<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) dialect: Dialect,
    pub(super) order: &'a Order,
    pub(super) targets: &'a [Vec<Option<usize>>],
}

impl Slot {
    /// The few values that constraints name, where they name any.
    pub(super) fn demands(&self) -> Vec<Literal> {
        match &self.kind {
            Kind::OneOf(values) => values.iter().take(DEMANDS).map(Literal::text).collect(),
            _ => self.hints.iter().take(DEMANDS).cloned().collect(),
        }
    }
}

/// How many values of a column are asked of the keys that it refers to.
const DEMANDS: usize = 3;

impl Facts {
    /// The facts of the table in that place of the list.
    pub(super) fn of(at: usize, schema: &str, table: &Table, place: &Place<'_>) -> Self {
        let given = table.columns.iter().filter(|column| is_given(column));
        let computed = computed(table);
        let mut slots: Vec<Slot> = given.map(|column| slot((column, table), &computed, schema, place)).collect();
        let constraints = constraints(table, place.catalog);
        let uniques = uniques(table, &slots);
        for (name, hint) in constraints.iter().flat_map(Constraint::hints) {
            add_hint(&mut slots, &name, &hint, place.dialect);
        }
        if let Some(schema) = place.catalog.schema(schema) {
            add_partitions(&mut slots, schema, table);
        }
        let numbered = table.columns.iter().filter(|column| column.identity == Some(Identity::ByDefault));
        Self {
            name: QualifiedName { schema: schema.to_owned(), name: table.name.clone() },
            sequences: numbered.map(|column| column.name.clone()).collect(),
            links: links(at, table, &slots, place),
            key: table.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default(),
            slots,
            constraints,
            uniques,
        }
    }

    /// The slot of a column.
    pub(super) fn slot(&self, name: &str) -> Option<usize> {
        position(&self.slots, name)
    }
}

/// Whether rows are put into tables of that kind.
pub(super) fn is_filled(table: &Table) -> bool {
    table.kind != TableKind::Foreign
}

fn is_given(column: &Column) -> bool {
    column.generated.is_none() && column.identity != Some(Identity::Always)
}

fn position(slots: &[Slot], name: &str) -> Option<usize> {
    // An expression may spell a name in another case than the table does.
    let same = |slot: &&Slot| slot.name == name;
    let exact = slots.iter().find(same).or_else(|| slots.iter().find(|slot| slot.name.eq_ignore_ascii_case(name)))?;
    slots.iter().position(|slot| slot.name == exact.name)
}

fn slot((column, table): (&Column, &Table), computed: &Computed, schema: &str, place: &Place<'_>) -> Slot {
    let known = match table
        .checks
        .iter()
        .filter_map(|check| check.allowed.as_ref())
        .find(|allowed| allowed.column == column.name)
    {
        Some(allowed) => Kind::OneOf(allowed.values.clone()),
        None => Kind::of(column, place.catalog, place.dialect),
    };
    let kind = match known {
        // What refers to it can have no fraction.
        Kind::Single | Kind::Double | Kind::Decimal { .. } if is_counted_by(column, table, schema, place) => {
            Kind::Integer { least: 0, most: 100 }
        }
        kind if computed.is_from(column) => moderate(kind, place.dialect),
        kind => kind,
    };
    let keys = table.primary_key.iter().chain(&table.unique_keys).flat_map(|key| &key.columns);
    let indexed = table.indexes.iter().filter(|index| index.unique).flat_map(|index| &index.parts);
    let indexed = indexed.filter_map(|part| match &part.key {
        IndexKey::Column(name) => Some(name),
        IndexKey::Expression(_) => None,
    });
    let whole = table.checks.iter().any(|check| check.no_null_elements.as_ref() == Some(&column.name));
    let fits = |edge: &Literal| !whole || !matches!(edge, Literal::Text(text) if text.contains("NULL"));
    Slot {
        name: column.name.clone(),
        edges: kind.edges(place.dialect).into_iter().filter(fits).collect(),
        kind,
        // SQLite lets NULL into a key, and no program expects it there.
        nullable: table.is_optional(&column.name),
        has_default: column.default.is_some() || column.identity.is_some(),
        numbered: column.identity.is_some(),
        unique: keys.chain(indexed).any(|name| *name == column.name),
        awaited: false,
        hints: Vec::new(),
        like: Vec::new(),
        partitions: Vec::new(),
    }
}

/// The greatest number that every float holds exactly.
const EXACT: i128 = 1 << 53;

/// The expressions that the database computes columns of a table by; none for one that is not understood.
struct Computed(Vec<Option<Constraint>>);

impl Computed {
    /// Whether some column may be computed from this one.
    fn is_from(&self, column: &Column) -> bool {
        self.0.iter().any(|parsed| parsed.as_ref().is_none_or(|parsed| parsed.columns.contains(&column.name)))
    }
}

fn computed(table: &Table) -> Computed {
    let expressions = table.columns.iter().filter_map(|column| Some(&column.generated.as_ref()?.expression));
    Computed(expressions.map(|expression| Constraint::parse(expression, None)).collect())
}

/// The kind without numbers that what is computed from them may have no room for: SQLite makes fractions of sums above
/// the greatest number, and PostgreSQL refuses to read a virtual column that does not fit its own type.
fn moderate(kind: Kind, dialect: Dialect) -> Kind {
    let room = if dialect == Dialect::Sqlite { EXACT } else { 1_000 };
    match kind {
        Kind::Integer { least, most } if least < room => {
            Kind::Integer { least: least.max(-room), most: most.min(room) }
        }
        Kind::Decimal { whole, scale } if dialect != Dialect::Sqlite => Kind::Decimal { whole: whole.min(3), scale },
        kind => kind,
    }
}

/// Whether a column of whole numbers refers to this one.
fn is_counted_by(column: &Column, table: &Table, schema: &str, place: &Place<'_>) -> bool {
    let tables = place.catalog.schemas.iter().flat_map(|schema| &schema.tables);
    let keys = tables.flat_map(|other| other.foreign_keys.iter().map(move |key| (other, key)));
    let mut keys = keys.filter(|(_, key)| key.target.name == table.name && key.target.schema == schema);
    keys.any(|(other, key)| {
        let mut pairs = key.columns.iter().zip(&key.target_columns).filter(|(_, to)| **to == column.name);
        pairs.any(|(from, _)| other.column(from).is_some_and(|from| is_whole(&from.data_type)))
    })
}

/// Whether it is a type of whole numbers.
fn is_whole(data_type: &DataType) -> bool {
    use DataType as T;
    matches!(data_type, T::TinyInteger | T::SmallInteger | T::Integer | T::BigInteger)
        || matches!(data_type, T::TinyUnsigned | T::SmallUnsigned | T::Unsigned | T::BigUnsigned)
}

/// The table's own constraints and those of its columns' domains.
fn constraints(table: &Table, catalog: &Catalog) -> Vec<Constraint> {
    let own = table.checks.iter().filter_map(|check| Constraint::parse(&check.expression, None));
    let of_domains = table.columns.iter().flat_map(|column| {
        let domain = column.domain.as_ref().and_then(|name| {
            let domains = &catalog.schema(&name.schema)?.domains;
            domains.iter().find(|domain| domain.name == name.name)
        });
        let checks = domain.map(|domain| domain.checks.as_slice()).unwrap_or_default();
        checks.iter().filter_map(|check| Constraint::parse(&check.expression, Some(&column.name)))
    });
    own.chain(of_domains).collect()
}

fn uniques(table: &Table, slots: &[Slot]) -> Vec<Unique> {
    let keys = table.primary_key.iter().chain(&table.unique_keys).filter_map(|key| {
        let parts = key.columns.iter().map(|name| Some(Part::Slot(position(slots, name)?, None)));
        Some(Unique { parts: parts.collect::<Option<_>>()?, nulls_equal: key.nulls_not_distinct })
    });
    // A partial index is taken for a whole one, which is stricter and never wrong.
    let index = |index: &Index| {
        let parts = index.parts.iter().map(|part| match &part.key {
            IndexKey::Column(name) => {
                Some(Part::Slot(position(slots, name)?, part.prefix.and_then(|length| usize::try_from(length).ok())))
            }
            IndexKey::Expression(sql) => Constraint::parse(sql, None).map(|parsed| Part::Expression(Box::new(parsed))),
        });
        Some(Unique { parts: parts.collect::<Option<_>>()?, nulls_equal: index.nulls_not_distinct })
    };
    keys.chain(table.indexes.iter().filter(|index| index.unique).filter_map(index)).collect()
}

fn links(at: usize, table: &Table, slots: &[Slot], place: &Place<'_>) -> Vec<Link> {
    let alone = |key: &ForeignKey| {
        let within = |set: Vec<&str>| set.iter().all(|column| key.columns.iter().any(|name| name == column));
        table.unique_column_sets().into_iter().any(within)
    };
    let link = |(number, key): (usize, &ForeignKey)| {
        let slots = key.columns.iter().map(|name| position(slots, name)).collect::<Option<_>>()?;
        Some(Link {
            slots,
            target: place.targets.get(at)?.get(number).copied()?,
            target_name: key.target.clone(),
            target_columns: key.target_columns.clone(),
            nullable: may_be_null(table, key),
            timing: place.order.timings.get(at)?.get(number).copied()?,
            alone: alone(key),
        })
    };
    table.foreign_keys.iter().enumerate().filter_map(link).collect()
}

fn add_hint(slots: &mut [Slot], name: &str, hint: &Hint, dialect: Dialect) {
    let Some(at) = position(slots, name) else { return };
    let like = match hint {
        Hint::Like(other) => position(slots, other),
        _ => None,
    };
    let Some(slot) = slots.get_mut(at) else { return };
    slot.like.extend(like);
    if let Some(literal) = literal(hint, &slot.kind, dialect)
        && !slot.hints.contains(&literal)
    {
        slot.hints.push(literal);
    }
}

/// A hint as a value of the kind.
fn literal(hint: &Hint, kind: &Kind, dialect: Dialect) -> Option<Literal> {
    Some(match (hint, kind) {
        (Hint::Number(number), Kind::Boolean) => Literal::Boolean(*number != 0.0),
        (Hint::Number(number), Kind::Text { .. }) => Literal::Text(number.to_string()),
        (Hint::Number(number), _) => Literal::number(number),
        (Hint::Text(text), Kind::Text { most }) => Literal::Text(text.chars().take(*most).collect()),
        (Hint::Text(text), _) if takes(kind, text) => Literal::text(text),
        (Hint::Text(_), _) => return None,
        (Hint::Length(length), Kind::Text { most }) => Literal::Text("a".repeat((*length).min(*most))),
        (Hint::Length(length), Kind::Bytes { most, .. }) => Literal::Bytes(vec![7; (*length).min(*most)]),
        (Hint::Length(length), Kind::Array(element)) => {
            let parts = (0..*length).filter_map(|n| match element.plain(u64::try_from(n).ok()?, dialect) {
                Literal::Number(text) | Literal::Text(text) => Some(text),
                _ => None,
            });
            Literal::Text(format!("{{{}}}", parts.collect::<Vec<_>>().join(",")))
        }
        (Hint::Length(_) | Hint::Like(_), _) => return None,
    })
}

/// Whether a text that some constraint holds may be a value of the kind: it may belong to another column.
fn takes(kind: &Kind, text: &str) -> bool {
    let begins = |what: fn(char) -> bool| text.starts_with(what);
    match kind {
        Kind::Boolean | Kind::Bytes { .. } | Kind::Integer { .. } => false,
        Kind::Single | Kind::Double | Kind::Decimal { .. } => text.parse::<f64>().is_ok(),
        Kind::Date | Kind::Time | Kind::Moment | Kind::Instant => begins(|first| first.is_ascii_digit()),
        Kind::Uuid => begins(|first| first.is_ascii_hexdigit()),
        Kind::Array(_) => begins(|first| first == '{'),
        Kind::Composite(_) => begins(|first| first == '('),
        Kind::Json => serde_json::from_str::<serde_json::Value>(text).is_ok(),
        Kind::OneOf(values) => values.iter().any(|value| value == text),
        _ => true,
    }
}

/// Where the partitions of a table begin, told to every column that its key may hold.
fn add_partitions(slots: &mut [Slot], schema: &Schema, table: &Table) {
    let of_table = |object: &&crate::catalog::Object| {
        object.kind == ObjectKind::Partition && object.table.as_ref() == Some(&table.name)
    };
    let bounds = schema.objects.iter().filter(of_table).filter_map(|object| object.definition.as_deref());
    let bounds: Vec<Literal> = bounds.flat_map(starts).map(Literal::Text).collect();
    let key = table.primary_key.as_ref();
    for slot in slots {
        if key.is_none_or(|key| key.columns.contains(&slot.name)) && !slot.numbered {
            slot.partitions.clone_from(&bounds);
        }
    }
}

/// The texts that a partition's bound begins with: `FROM ('2026-01-01') TO (…)`, `IN ('a', 'b')`.
fn starts(definition: &str) -> Vec<String> {
    let after = |word: &str| definition.split_once(word).map(|(_, rest)| rest);
    let inside = after(" FROM (").or_else(|| after(" IN (")).and_then(|rest| rest.split_once(')'));
    let items = inside.map(|(inside, _)| inside.split(", ")).into_iter().flatten();
    items.map(|item| item.trim_matches('\'').to_owned()).filter(|item| !item.ends_with("VALUE")).collect()
}
