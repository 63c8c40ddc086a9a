//! What a random schema is drawn from: a tree of small numbers and texts, which proptest makes and makes smaller.
//!
//! A sketch says nothing that could be invalid: it picks, and whoever draws it takes each pick modulo what there is to
//! pick from. So every sketch can be drawn for every backend, and every smaller sketch too.

use super::words;
use proptest::collection::vec;
use proptest::prelude::*;

/// What names and texts are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Words of business and the types that most columns have.
    Realistic,
    /// Whatever a database lets through, and every type.
    Hostile,
}

/// A feature that a schema may do without.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Feature {
    Arrays,
    Checks,
    Comments,
    Composite,
    Defaults,
    Domains,
    Enums,
    ForeignKeys,
    Generated,
    Indexes,
    Joins,
    Keyless,
    Partitions,
    Schemas,
    Twins,
    Uniques,
    Views,
}

/// The features of one schema: each seed switches some off, so that those that are left meet more often.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Swarm(u32);

/// A schema to be.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    /// Schemas beside the default one.
    pub(crate) schemas: Vec<Name>,
    pub(crate) enums: Vec<EnumSketch>,
    pub(crate) domains: Vec<DomainSketch>,
    pub(crate) tables: Vec<TableSketch>,
    pub(crate) views: Vec<ViewSketch>,
}

/// A name to be.
#[derive(Clone, Debug)]
pub(crate) enum Name {
    /// As it stands.
    Own(String),
    /// Another one's, spelled differently: which one, and how.
    Twin(u8, u8),
}

/// An enum type to be.
#[derive(Clone, Debug)]
pub(crate) struct EnumSketch {
    pub(crate) schema: u8,
    pub(crate) name: Name,
    pub(crate) values: Vec<String>,
    pub(crate) comment: Option<String>,
}

/// A domain to be.
#[derive(Clone, Debug)]
pub(crate) struct DomainSketch {
    pub(crate) schema: u8,
    pub(crate) name: Name,
    pub(crate) base: TypeSketch,
    pub(crate) not_null: bool,
}

/// A column type to be.
#[derive(Clone, Debug)]
pub(crate) struct TypeSketch {
    pub(crate) wrap: Wrap,
    pub(crate) pick: u8,
    pub(crate) size: u8,
}

/// What a type is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrap {
    /// A type of the backend's own.
    Plain,
    /// An enum type.
    Enum,
    /// A domain.
    Domain,
    /// An array of a type of the backend's own.
    Array,
    /// An array of an enum type.
    EnumArray,
}

/// A table to be.
#[derive(Clone, Debug)]
pub(crate) struct TableSketch {
    pub(crate) schema: u8,
    pub(crate) name: Name,
    pub(crate) columns: Vec<ColumnSketch>,
    pub(crate) key: KeySketch,
    pub(crate) uniques: Vec<PartsSketch>,
    pub(crate) references: Vec<ReferenceSketch>,
    pub(crate) checks: Vec<CheckSketch>,
    pub(crate) indexes: Vec<IndexSketch>,
    pub(crate) partitions: u8,
    pub(crate) comment: Option<String>,
}

/// A column to be.
#[derive(Clone, Debug)]
pub(crate) struct ColumnSketch {
    pub(crate) name: Name,
    pub(crate) type_: TypeSketch,
    pub(crate) nullable: bool,
    pub(crate) default: Option<(u8, String)>,
    /// Which earlier column it is computed from, and how.
    pub(crate) generated: Option<(u8, u8)>,
    pub(crate) comment: Option<String>,
}

/// A primary key to be.
#[derive(Clone, Debug)]
pub(crate) enum KeySketch {
    /// A column of its own, which the database numbers: always, or by default.
    Number(bool),
    /// Columns of the table.
    Columns(Vec<u8>),
    /// No key at all.
    Absent,
}

/// The columns of a key to be, with its name.
#[derive(Clone, Debug)]
pub(crate) struct PartsSketch {
    pub(crate) name: Name,
    pub(crate) columns: Vec<u8>,
}

/// A foreign key to be.
#[derive(Clone, Debug)]
pub(crate) struct ReferenceSketch {
    pub(crate) name: Name,
    /// Which table.
    pub(crate) target: u8,
    /// Which of its keys.
    pub(crate) key: u8,
    /// What the referring column is called, when the reference makes one.
    pub(crate) column: Name,
    /// Whether its columns are part of the primary key.
    pub(crate) in_key: bool,
    pub(crate) nullable: bool,
    pub(crate) on_update: u8,
    pub(crate) on_delete: u8,
    pub(crate) deferral: u8,
}

/// A check to be.
#[derive(Clone, Debug)]
pub(crate) struct CheckSketch {
    pub(crate) name: Name,
    pub(crate) column: u8,
    /// The values it lists; none for a condition.
    pub(crate) values: Vec<String>,
}

/// An index to be.
#[derive(Clone, Debug)]
pub(crate) struct IndexSketch {
    pub(crate) parts: PartsSketch,
    pub(crate) unique: bool,
    /// Which of the shapes of its backend.
    pub(crate) shape: u8,
    pub(crate) descending: bool,
}

/// A view to be.
#[derive(Clone, Debug)]
pub(crate) struct ViewSketch {
    pub(crate) schema: u8,
    pub(crate) name: Name,
    /// Which table or earlier view it reads.
    pub(crate) source: u8,
    /// Which other it joins, and how.
    pub(crate) join: Option<(u8, u8)>,
    /// Its columns: what each is called when not as its source, and which column of the sources it is.
    pub(crate) columns: Vec<(Option<Name>, u8)>,
    pub(crate) counts: bool,
    pub(crate) materialized: bool,
    pub(crate) comment: Option<String>,
}

impl Swarm {
    /// A swarm in which about a quarter of the features are off.
    pub(crate) fn of(seed: u64) -> Self {
        let bits = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self(u32::try_from((bits >> 32) | (bits & 0xffff_ffff)).unwrap_or(u32::MAX))
    }

    fn has(self, feature: Feature) -> bool {
        self.0 & (1 << (feature as u32)) != 0
    }

    /// `most`, or nothing when the feature is off.
    fn most(self, feature: Feature, most: usize) -> usize {
        if self.has(feature) { most } else { 0 }
    }

    /// Sometimes a value, and never one when the feature is off.
    fn perhaps<S>(self, feature: Feature, chance: f64, strategy: S) -> BoxedStrategy<Option<S::Value>>
    where
        S: Strategy + 'static,
        S::Value: Clone,
    {
        if self.has(feature) { prop::option::weighted(chance, strategy).boxed() } else { Just(None).boxed() }
    }
}

/// Sketches of schemas.
pub(crate) fn sketch(mode: Mode, swarm: Swarm) -> impl Strategy<Value = Sketch> {
    let maker = Maker { mode, swarm };
    let most = swarm.most(Feature::Schemas, 2);
    let schemas = vec(maker.name(words::Kind::Schema), 0..=most);
    let enums = vec(maker.enumeration(), 0..=swarm.most(Feature::Enums, 2));
    let domains = vec(maker.domain(), 0..=swarm.most(Feature::Domains, 1));
    let tables = vec(maker.table(), 1..=4);
    let views = vec(maker.view(), 0..=swarm.most(Feature::Views, 2));
    (schemas, enums, domains, tables, views).prop_map(|(schemas, enums, domains, tables, views)| Sketch {
        schemas,
        enums,
        domains,
        tables,
        views,
    })
}

#[derive(Clone, Copy)]
struct Maker {
    mode: Mode,
    swarm: Swarm,
}

impl Maker {
    fn name(self, kind: words::Kind) -> impl Strategy<Value = Name> + Clone {
        let own = words::name(self.mode, kind).prop_map(Name::Own);
        let twins = self.mode == Mode::Hostile && self.swarm.has(Feature::Twins);
        let twin = any::<(u8, u8)>().prop_map(|(which, how)| Name::Twin(which, how));
        if twins { prop_oneof![6 => own, 1 => twin].boxed() } else { own.boxed() }
    }

    fn comment(self) -> impl Strategy<Value = Option<String>> + Clone {
        self.swarm.perhaps(Feature::Comments, 0.3, words::text(self.mode))
    }

    fn enumeration(self) -> impl Strategy<Value = EnumSketch> {
        (any::<u8>(), self.name(words::Kind::Type), vec(words::value(self.mode), 1..5), self.comment())
            .prop_map(|(schema, name, values, comment)| EnumSketch { schema, name, values, comment })
    }

    fn domain(self) -> impl Strategy<Value = DomainSketch> {
        let base = any::<(u8, u8)>().prop_map(|(pick, size)| TypeSketch { wrap: Wrap::Plain, pick, size });
        (any::<u8>(), self.name(words::Kind::Type), base, any::<bool>())
            .prop_map(|(schema, name, base, not_null)| DomainSketch { schema, name, base, not_null })
    }

    fn type_(self) -> impl Strategy<Value = TypeSketch> + Clone {
        let on = |feature, weight: u32| if self.swarm.has(feature) { weight } else { 0 };
        let wrap = prop_oneof![
            20 => Just(Wrap::Plain),
            on(Feature::Enums, 3) => Just(Wrap::Enum),
            on(Feature::Domains, 2) => Just(Wrap::Domain),
            on(Feature::Arrays, 2) => Just(Wrap::Array),
            on(Feature::Arrays, 1) => Just(Wrap::EnumArray),
        ];
        // Realistic schemas keep to the types at the head of the list.
        let pick = if self.mode == Mode::Realistic { 0..words::COMMON_TYPES } else { 0..u8::MAX };
        (wrap, pick, 1..60_u8).prop_map(|(wrap, pick, size)| TypeSketch { wrap, pick, size })
    }

    fn column(self) -> impl Strategy<Value = ColumnSketch> {
        let default = (any::<u8>(), words::value(self.mode));
        let default = self.swarm.perhaps(Feature::Defaults, 0.3, default);
        let generated = self.swarm.perhaps(Feature::Generated, 0.1, any::<(u8, u8)>());
        (self.name(words::Kind::Column), self.type_(), any::<bool>(), default, generated, self.comment()).prop_map(
            |(name, type_, nullable, default, generated, comment)| ColumnSketch {
                name,
                type_,
                nullable,
                default,
                generated,
                comment,
            },
        )
    }

    fn key(self) -> impl Strategy<Value = KeySketch> {
        let keyless = u32::from(self.swarm.has(Feature::Keyless));
        let width = self.swarm.most(Feature::Composite, 2) + 1;
        prop_oneof![
            6 => any::<bool>().prop_map(KeySketch::Number),
            3 => vec(any::<u8>(), 1..=width).prop_map(KeySketch::Columns),
            keyless => Just(KeySketch::Absent),
        ]
    }

    fn parts(self) -> impl Strategy<Value = PartsSketch> + Clone {
        let width = self.swarm.most(Feature::Composite, 2) + 1;
        (self.name(words::Kind::Constraint), vec(any::<u8>(), 1..=width))
            .prop_map(|(name, columns)| PartsSketch { name, columns })
    }

    fn reference(self) -> impl Strategy<Value = ReferenceSketch> {
        let names = (self.name(words::Kind::Constraint), self.name(words::Kind::Reference));
        let picks = (any::<u8>(), any::<u8>(), prop::bool::weighted(0.25), any::<bool>());
        (names, picks, any::<(u8, u8, u8)>()).prop_map(
            |((name, column), (target, key, in_key, nullable), (on_update, on_delete, deferral))| ReferenceSketch {
                name,
                target,
                key,
                column,
                in_key,
                nullable,
                on_update,
                on_delete,
                deferral,
            },
        )
    }

    fn check(self) -> impl Strategy<Value = CheckSketch> {
        (self.name(words::Kind::Constraint), any::<u8>(), vec(words::value(self.mode), 0..4))
            .prop_map(|(name, column, values)| CheckSketch { name, column, values })
    }

    fn index(self) -> impl Strategy<Value = IndexSketch> {
        (self.parts(), any::<bool>(), any::<u8>(), any::<bool>())
            .prop_map(|(parts, unique, shape, descending)| IndexSketch { parts, unique, shape, descending })
    }

    fn table(self) -> impl Strategy<Value = TableSketch> {
        let most = |feature, most| self.swarm.most(feature, most);
        let body = (vec(self.column(), 1..=5), self.key(), vec(self.parts(), 0..=most(Feature::Uniques, 2)));
        let references = vec(self.reference(), 0..=most(Feature::ForeignKeys, 3));
        let checks = vec(self.check(), 0..=most(Feature::Checks, 1));
        let indexes = vec(self.index(), 0..=most(Feature::Indexes, 2));
        let partitions = if self.swarm.has(Feature::Partitions) { 0..8_u8 } else { 0..1 };
        (any::<u8>(), self.name(words::Kind::Table), body, references, checks, indexes, partitions, self.comment())
            .prop_map(|(schema, name, (columns, key, uniques), references, checks, indexes, partitions, comment)| {
                TableSketch {
                    schema,
                    name,
                    columns,
                    key,
                    uniques,
                    references,
                    checks,
                    indexes,
                    // Few tables are partitioned.
                    partitions: partitions.saturating_sub(5),
                    comment,
                }
            })
    }

    fn view(self) -> impl Strategy<Value = ViewSketch> {
        let join = self.swarm.perhaps(Feature::Joins, 0.5, any::<(u8, u8)>());
        let alias = prop::option::weighted(0.4, self.name(words::Kind::Column));
        let columns = vec((alias, any::<u8>()), 1..5);
        let flags = (any::<bool>(), prop::bool::weighted(0.3));
        (any::<u8>(), self.name(words::Kind::Table), any::<u8>(), join, columns, flags, self.comment()).prop_map(
            |(schema, name, source, join, columns, (counts, materialized), comment)| ViewSketch {
                schema,
                name,
                source,
                join,
                columns,
                counts,
                materialized,
                comment,
            },
        )
    }
}
