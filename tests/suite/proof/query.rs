//! Random queries over the tables of `tables.sql` and over each other, written so that most of them mean something to
//! every server. The dice are loaded towards what makes NULL: outer joins, empty groups, missing branches.

use sea_scaffold::database::Backend;

/// The kinds of column and expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Text,
    Real,
    Flag,
}

const KINDS: [Kind; 4] = [Kind::Int, Kind::Text, Kind::Real, Kind::Flag];

/// A table or view to select from.
#[derive(Clone)]
pub(super) struct Relation {
    pub(super) name: String,
    pub(super) columns: Vec<(String, Kind)>,
    /// How many views lie under it, at the deepest; itself counted.
    pub(super) height: usize,
}

/// A stream of numbers that the same seed gives again.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap_or_default()
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())].clone()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

/// How many tables there are.
pub(super) const TABLES: usize = 4;

/// The tables of `tables.sql`.
pub(super) fn tables() -> Vec<Relation> {
    use Kind::{Flag, Int, Real, Text};
    let table = |name: &str, columns: &[(&str, Kind)]| Relation {
        name: name.to_owned(),
        height: 0,
        columns: columns.iter().map(|&(name, kind)| (name.to_owned(), kind)).collect(),
    };
    vec![
        table(
            "a",
            &[
                ("id", Int),
                ("b_id", Int),
                ("n", Int),
                ("zero", Int),
                ("name", Text),
                ("nick", Text),
                ("price", Real),
                ("rate", Real),
                ("flag", Flag),
            ],
        ),
        table("b", &[("id", Int), ("name", Text), ("note", Text), ("flag", Flag)]),
        table("c", &[("id", Int), ("a_id", Int), ("b_id", Int), ("name", Text)]),
        table("nobody", &[("id", Int), ("n", Int), ("name", Text)]),
    ]
}

/// Writes queries for one backend.
pub(super) struct Writer<'w> {
    pub(super) dice: &'w mut Dice,
    pub(super) backend: Backend,
    pub(super) relations: &'w [Relation],
    /// How many aliases were given out.
    pub(super) aliases: usize,
    /// The height of the highest relation that was used.
    pub(super) height: usize,
}

/// The columns in sight, qualified.
type Sight = Vec<(String, Kind)>;

impl Writer<'_> {
    /// A query and the kinds of its columns, which are called `c0`, `c1` and so on.
    pub(super) fn query(&mut self, depth: usize) -> (String, Vec<Kind>) {
        let kinds: Vec<Kind> = (0..2 + self.dice.roll(4)).map(|_| self.dice.pick(&KINDS)).collect();
        let mut query = self.select(&kinds, depth);
        while self.dice.chance(12) {
            let operator = self.dice.pick(&["UNION ALL", "UNION", "EXCEPT", "INTERSECT"]);
            query = format!("{query} {operator} {}", self.select(&kinds, depth));
        }
        if self.dice.chance(10) {
            let (inner, inner_kinds) = (self.select(&kinds, depth), &kinds);
            let columns: Vec<String> = (0..inner_kinds.len()).map(|idx| format!("w.c{idx} AS c{idx}")).collect();
            query = format!("WITH w AS ({inner}) SELECT {} FROM w", columns.join(", "));
        }
        (query, kinds)
    }

    fn select(&mut self, kinds: &[Kind], depth: usize) -> String {
        let (from, sight) = self.from(depth);
        let condition = if self.dice.chance(45) { format!(" WHERE {}", self.flag(&sight, 2)) } else { String::new() };
        match self.dice.roll(10) {
            0..=2 => self.grouped(kinds, &sight, (&from, &condition)),
            3 => {
                let results = self.results(kinds, |writer, kind| writer.aggregate(kind, &sight));
                format!("SELECT {results} FROM {from}{condition}")
            }
            4 => {
                let results = self.results(kinds, |writer, kind| writer.window(kind, &sight));
                format!("SELECT {results} FROM {from}{condition}")
            }
            _ => {
                let results = self.results(kinds, |writer, kind| writer.expression(kind, &sight, 2));
                let distinct = if self.dice.chance(10) { "DISTINCT " } else { "" };
                format!("SELECT {distinct}{results} FROM {from}{condition}")
            }
        }
    }

    fn results(&mut self, kinds: &[Kind], mut result: impl FnMut(&mut Self, Kind) -> String) -> String {
        let results = kinds.iter().enumerate().map(|(idx, &kind)| format!("{} AS c{idx}", result(self, kind)));
        results.collect::<Vec<_>>().join(", ")
    }

    fn grouped(&mut self, kinds: &[Kind], sight: &Sight, (from, condition): (&str, &str)) -> String {
        let by: Sight = (0..1 + self.dice.roll(2)).map(|_| self.dice.pick(sight)).collect();
        let names = by.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        let group = match (self.backend, self.dice.roll(5)) {
            (Backend::Postgres, 0) => format!("ROLLUP ({names})"),
            (Backend::Postgres, 1) => format!("GROUPING SETS (({names}), ())"),
            (Backend::MySql, 0) => format!("{names} WITH ROLLUP"),
            _ => names,
        };
        let results = self.results(kinds, |writer, kind| {
            let known: Sight = by.iter().filter(|(_, of)| *of == kind).cloned().collect();
            if known.is_empty() || writer.dice.chance(50) {
                writer.aggregate(kind, sight)
            } else if writer.dice.chance(50) {
                writer.expression(kind, &known, 1)
            } else {
                writer.dice.pick(&known).0
            }
        });
        format!("SELECT {results} FROM {from}{condition} GROUP BY {group}")
    }

    /// A FROM clause and the columns it brings.
    fn from(&mut self, depth: usize) -> (String, Sight) {
        let (mut from, mut sight) = self.relation(depth);
        let mut within = sight.clone();
        for _ in 0..self.dice.roll(4) {
            let (relation, columns) = if depth > 0 && self.dice.chance(15) {
                let (inner, columns) = self.from(0);
                if inner.contains(" JOIN ") && !inner.contains(',') {
                    (format!("({inner})"), columns)
                } else {
                    self.relation(0)
                }
            } else {
                self.relation(depth.saturating_sub(1))
            };
            sight.extend(columns.clone());
            within.extend(columns.clone());
            let join = match (self.dice.roll(9), self.backend) {
                (0, _) => {
                    from = format!("{from}, {relation}");
                    within = columns;
                    continue;
                }
                (1, _) => {
                    from = format!("{from} CROSS JOIN {relation}");
                    continue;
                }
                (2 | 3, _) => "JOIN",
                (4, _) => "RIGHT JOIN",
                (5, Backend::Postgres | Backend::Sqlite) => "FULL JOIN",
                _ => "LEFT JOIN",
            };
            let condition = self.join_condition(&within, &columns, join);
            from = format!("{from} {join} {relation} ON {condition}");
        }
        (from, sight)
    }

    /// PostgreSQL joins in full by equations alone.
    fn join_condition(&mut self, sight: &Sight, new: &Sight, join: &str) -> String {
        let ints = |sight: &Sight| -> Vec<String> {
            sight.iter().filter(|(_, kind)| *kind == Kind::Int).map(|(name, _)| name.clone()).collect()
        };
        let (left, right) = (ints(sight), ints(new));
        if right.is_empty() || (self.dice.chance(20) && join != "FULL JOIN") {
            return self.flag(sight, 1);
        }
        let equation = format!("{} = {}", self.dice.pick(&left), self.dice.pick(&right));
        if self.dice.chance(25) && join != "FULL JOIN" {
            return format!("{equation} AND {}", self.flag(sight, 1));
        }
        equation
    }

    fn relation(&mut self, depth: usize) -> (String, Sight) {
        let alias = format!("t{}", self.aliases);
        self.aliases += 1;
        if depth > 0 && self.dice.chance(20) {
            let (query, kinds) = self.query(depth - 1);
            let columns = kinds.into_iter().enumerate().map(|(idx, kind)| (format!("{alias}.c{idx}"), kind));
            return (format!("({query}) AS {alias}"), columns.collect());
        }
        // Seldom a view, for views over views over views take the servers long.
        let relations = if self.dice.chance(30) { self.relations } else { &self.relations[..TABLES] };
        let relation = self.dice.pick(relations);
        self.height = self.height.max(relation.height);
        let columns = relation.columns.iter().map(|(name, kind)| (format!("{alias}.{name}"), *kind)).collect();
        (format!("{} AS {alias}", relation.name), columns)
    }

    fn column(&mut self, kind: Kind, sight: &Sight) -> String {
        let fit: Vec<String> = sight.iter().filter(|(_, of)| *of == kind).map(|(name, _)| name.clone()).collect();
        if fit.is_empty() { self.literal(kind) } else { self.dice.pick(&fit) }
    }

    fn literal(&mut self, kind: Kind) -> String {
        let literals: &[&str] = match kind {
            Kind::Int => &["0", "1", "2", "7", "-1"],
            Kind::Text => &["'x'", "''", "'7'", "'two'"],
            Kind::Real => &["0.5", "1.25", "0.0"],
            Kind::Flag => &["TRUE", "FALSE"],
        };
        self.dice.pick(literals).to_owned()
    }

    fn expression(&mut self, kind: Kind, sight: &Sight, depth: usize) -> String {
        if depth == 0 || self.dice.chance(30) {
            return if self.dice.chance(88) { self.column(kind, sight) } else { self.literal(kind) };
        }
        let depth = depth - 1;
        match self.dice.roll(8) {
            0 => format!("COALESCE({}, {})", self.expression(kind, sight, depth), self.expression(kind, sight, depth)),
            1 => {
                let (test, yes) = (self.flag(sight, depth), self.expression(kind, sight, depth));
                let no = self.expression(kind, sight, depth);
                let otherwise = if self.dice.chance(75) { format!(" ELSE {no}") } else { String::new() };
                format!("CASE WHEN {test} THEN {yes}{otherwise} END")
            }
            2 => format!("NULLIF({}, {})", self.expression(kind, sight, depth), self.expression(kind, sight, depth)),
            3 if kind == Kind::Int => self.subquery(sight),
            _ => self.operation(kind, sight, depth),
        }
    }

    fn operation(&mut self, kind: Kind, sight: &Sight, depth: usize) -> String {
        let mut part = |kind| self.expression(kind, sight, depth);
        let (one, two, text) = (part(kind), part(kind), part(Kind::Text));
        let divides = self.backend != Backend::Postgres;
        let choices: Vec<String> = match kind {
            Kind::Flag => return self.flag(sight, depth),
            Kind::Int => vec![
                format!("({one} + {two})"),
                format!("({one} - {two})"),
                format!("(- {one})"),
                format!("({one} / {})", if divides { two.as_str() } else { "2" }),
                format!("({one} % {})", if divides { two.as_str() } else { "3" }),
                format!("ABS({one})"),
                format!("LENGTH({text})"),
            ],
            Kind::Real => vec![
                format!("({one} + {two})"),
                format!("({one} - {two})"),
                format!("({one} * {two})"),
                format!("({one} / {})", if divides { two.as_str() } else { "2" }),
                format!("ROUND({one})"),
            ],
            Kind::Text => {
                let joined = if self.backend == Backend::MySql {
                    format!("CONCAT({one}, {two})")
                } else {
                    format!("({one} || {two})")
                };
                vec![joined, format!("LOWER({one})"), format!("TRIM({one})"), format!("SUBSTR({one}, 1, 2)")]
            }
        };
        self.dice.pick(&choices)
    }

    fn flag(&mut self, sight: &Sight, depth: usize) -> String {
        let kind = self.dice.pick(&[Kind::Int, Kind::Int, Kind::Text]);
        let (one, two) = (self.expression(kind, sight, depth / 2), self.expression(kind, sight, depth / 2));
        let column = self.column(kind, sight);
        let operator = self.dice.pick(&["=", "<>", "<", ">="]);
        match self.dice.roll(11) {
            0 => format!("{column} IS NOT NULL"),
            1 => format!("{one} IS NULL"),
            2 => format!("{one} IN ({two}, {column})"),
            3 => format!("{one} BETWEEN {two} AND {column}"),
            4 if depth > 0 => format!("({} AND {})", self.flag(sight, depth - 1), self.flag(sight, depth - 1)),
            5 if depth > 0 => format!("({} OR {})", self.flag(sight, depth - 1), self.flag(sight, depth - 1)),
            6 if depth > 0 => format!("(NOT {})", self.flag(sight, depth - 1)),
            7 => self.column(Kind::Flag, sight),
            8 => format!("EXISTS (SELECT 1 FROM c AS x WHERE x.a_id = {})", self.column(Kind::Int, sight)),
            _ => format!("({one} {operator} {two})"),
        }
    }

    fn subquery(&mut self, sight: &Sight) -> String {
        let outer = self.column(Kind::Int, sight);
        let result =
            self.dice.pick(&["COUNT(*)", "COUNT(x.id)", "MAX(x.id)", "COALESCE(MAX(x.a_id), 0)", "SUM(x.b_id)"]);
        let tail = self.dice.pick(&["", "", "", " LIMIT 0", " HAVING COUNT(*) > 1"]);
        format!("(SELECT {result} FROM c AS x WHERE x.a_id = {outer}{tail})")
    }

    fn aggregate(&mut self, kind: Kind, sight: &Sight) -> String {
        let value = self.expression(kind, sight, 1);
        match (kind, self.dice.roll(6)) {
            (Kind::Int, 0) => "COUNT(*)".to_owned(),
            (Kind::Int, 1) => format!("COUNT({value})"),
            (Kind::Int, 2) => format!("COALESCE(MAX({value}), 0)"),
            (Kind::Flag, _) => format!("(COUNT(*) > MAX({}))", self.expression(Kind::Int, sight, 1)),
            (Kind::Real, 0 | 1) => format!("AVG({value})"),
            (Kind::Real, 2 | 3) => format!("SUM({value})"),
            (_, 4) if self.backend != Backend::MySql => {
                format!("MIN({value}) FILTER (WHERE {})", self.flag(sight, 1))
            }
            (_, 5) => format!("MIN({value})"),
            _ => format!("MAX({value})"),
        }
    }

    fn window(&mut self, kind: Kind, sight: &Sight) -> String {
        let value = self.expression(kind, sight, 1);
        let by = self.column(Kind::Int, sight);
        let frame = self.dice.pick(&["", "", " ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING"]);
        match (kind, self.dice.roll(5)) {
            (Kind::Flag, _) => self.flag(sight, 1),
            (Kind::Int, 0) => format!("ROW_NUMBER() OVER (ORDER BY {by})"),
            (Kind::Int, 1) => format!("COUNT({value}) OVER (PARTITION BY {by})"),
            (_, 2) => format!("LAG({value}) OVER (ORDER BY {by})"),
            (_, 3) => format!("MAX({value}) OVER (PARTITION BY {by})"),
            _ => format!("MAX({value}) OVER (ORDER BY {by}{frame})"),
        }
    }
}
