//! Recipes: what any number of plain rows of a table hold, decided once, for programs that make rows by themselves.
//!
//! The rules:
//!
//! 1. A column that may be left out is, unless a constraint that is understood asks for it. A foreign key that a row must
//!    have is a matter of the row that it refers to.
//! 2. What must be unique is numbered, every column of a unique key that can be. Everything else is the same in all rows.
//! 3. A recipe that breaks a constraint for certain, with any of some numbers, gives way to the next one for the column, or
//!    for two columns at once. The first ones are those that people like to read.
//! 4. What decides the partition of a row is where a partition begins.
//! 5. Where no part of a unique key can differ from row to row, somebody has to say what it is.
//!
//! They are the same whichever database the facts come from.

use super::Checking;
use super::check::Constraint;
use super::facts::{Facts, Part, Place, Slot, Unique};
use super::kind::Kind;
use super::literal::{Dialect, Literal};
use super::order::{self, Order};
use super::value::{self, FORMS};
use crate::catalog::{Catalog, DefaultValue, QualifiedName, Table};
use std::collections::{BTreeMap, BTreeSet};

/// What the columns of a row are made by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// The same value in every row.
    Same(Literal),
    /// A whole number between two.
    Counted {
        /// The least.
        least: i128,
        /// The greatest.
        most: i128,
    },
    /// A text with a number in it.
    Coded(Code),
    /// A day, a time or a moment; which one is the column's matter.
    Dated,
    /// A UUID.
    Uuid,
    /// That many bytes.
    Bytes(usize),
    /// The key of another row.
    Parent,
    /// Nobody knows.
    Unknown,
}

/// A text with a number in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// What stands before the number.
    pub before: String,
    /// The digits, from zero.
    pub letters: &'static str,
    /// How many digits there are.
    pub width: usize,
    /// What stands behind the number.
    pub after: String,
}

const LOWER: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
const SMALL: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";

/// Digits of which there are as many numbers as anybody needs.
const WIDE: usize = 13;

/// Numbers that recipes are tried with.
const SAMPLES: [u64; 6] = [0, 1, 35, 1_000_003, 0xffff_ffff, 0x9e37_79b9_7f4a_7c15];

/// How many changes are made to one row.
const CHANGES: usize = 16;

/// The recipes of one table, by column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipes {
    /// For the columns that a row is given.
    pub row: BTreeMap<String, Recipe>,
    /// For those that are NULL otherwise, and take part in a unique key.
    pub keys: BTreeMap<String, Recipe>,
}

/// The recipes by table.
pub fn recipes(catalog: &Catalog) -> BTreeMap<QualifiedName, Recipes> {
    let tables = order::tables(catalog);
    let targets = order::targets(&tables);
    let order = Order::of(&tables, &targets, Checking::Off);
    let place = Place { catalog, dialect: Dialect::Postgres, order: &order, targets: &targets };
    let all = tables.iter().enumerate();
    all.map(|(at, (schema, table))| {
        let facts = Facts::of(at, schema, table, &place);
        let kitchen = Kitchen { facts: &facts, table, numbered: numbered(&facts) };
        let row = kitchen.row();
        let named = |row: Row| {
            let named = facts.slots.iter().zip(row).filter_map(|(slot, recipe)| Some((slot.name.clone(), recipe?)));
            named.collect()
        };
        let recipes = Recipes { keys: named(kitchen.keys(&row)), row: named(row) };
        (facts.name, recipes)
    })
    .collect()
}

/// The slots that take part in a unique key, by themselves and not by a foreign key.
fn numbered(facts: &Facts) -> BTreeSet<usize> {
    let slots = facts.uniques.iter().flat_map(|unique| slots_of(facts, unique));
    slots.filter(|at| !facts.links.iter().any(|link| link.slots.contains(at))).collect()
}

fn slots_of(facts: &Facts, unique: &Unique) -> Vec<usize> {
    let slots = |part: &Part| match part {
        Part::Slot(at, _) => vec![*at],
        Part::Expression(of) => of.columns.iter().filter_map(|name| facts.slot(name)).collect(),
    };
    unique.parts.iter().flat_map(slots).collect()
}

/// One recipe for each slot; none leaves the column out.
type Row = Vec<Option<Recipe>>;

struct Kitchen<'a> {
    facts: &'a Facts,
    table: &'a Table,
    numbered: BTreeSet<usize>,
}

impl Kitchen<'_> {
    fn row(&self) -> Row {
        let slots = || 0..self.facts.slots.len();
        let choices: Vec<Row> = slots().map(|at| self.choices(at)).collect();
        let mut row: Row = choices.iter().map(|choices| choices.first().cloned().flatten()).collect();
        for _ in 0..CHANGES {
            let broken = self.broken(&row);
            let better = broken.iter().find_map(|constraint| self.better(&row, constraint, (&choices, broken.len())));
            match better {
                Some(better) => row = better,
                None => break,
            }
        }
        for unique in &self.facts.uniques {
            let slots = slots_of(self.facts, unique);
            if !slots.iter().any(|at| self.differs(*at, &row, unique.nulls_equal))
                && let Some(recipe) = slots.first().and_then(|at| row.get_mut(*at))
            {
                *recipe = Some(Recipe::Unknown);
            }
        }
        row
    }

    /// What the columns of unique keys may hold that are left out of a row, and NULL.
    fn keys(&self, row: &Row) -> Row {
        let count = self.broken(row).len();
        let key = |(at, slot): (usize, &Slot)| {
            let is_open = self.numbered.contains(&at) && row.get(at)?.is_none() && slot.nullable && !slot.has_default;
            let choices = numbers(slot).into_iter().filter(|_| is_open).map(Some);
            choices.into_iter().find(|choice| self.broken(&self.changed(row, at, choice)).len() <= count).flatten()
        };
        self.facts.slots.iter().enumerate().map(key).collect()
    }

    /// What may become of a slot, the best first.
    fn choices(&self, at: usize) -> Row {
        let Some(slot) = self.facts.slots.get(at) else { return Vec::new() };
        let may_be_left_out = slot.nullable || slot.has_default || slot.numbered;
        let links = || self.facts.links.iter().filter(|link| link.slots.contains(&at));
        let first = may_be_left_out.then_some(None);
        if links().next().is_some() {
            let built = links().all(|link| link.target.is_some());
            let recipe = if built { Recipe::Parent } else { Recipe::Unknown };
            return first.into_iter().chain([Some(recipe)]).collect();
        }
        let mut recipes = match self.numbered.contains(&at) {
            true => numbers(slot),
            false => Vec::new(),
        };
        if recipes.is_empty() {
            recipes = constants(slot);
        }
        recipes.splice(0..0, slot.partitions.iter().cloned().map(Recipe::Same));
        // A default that is the same in every row is none for a key.
        let fixed = self.numbered.contains(&at) && self.repeats(slot) && !self.is_beside_a_number(at);
        let first = first.filter(|_| !fixed || recipes.iter().all(|recipe| matches!(recipe, Recipe::Same(_))));
        first.into_iter().chain(recipes.into_iter().map(Some)).collect()
    }

    /// What the database puts in, where that is certain.
    fn default(&self, slot: &Slot) -> Option<Literal> {
        let column = self.table.column(&slot.name)?;
        Some(match column.default.as_ref().map(|default| &default.value) {
            None if slot.has_default => return None,
            None | Some(DefaultValue::Null) => Literal::Null,
            Some(DefaultValue::Boolean(truth)) => Literal::Boolean(*truth),
            Some(DefaultValue::Integer(number)) => Literal::number(number),
            Some(DefaultValue::Number(digits)) => Literal::Number(digits.clone()),
            Some(DefaultValue::Text(text)) => Literal::text(text),
            Some(DefaultValue::CurrentTimestamp | DefaultValue::Expression) => return None,
        })
    }

    /// Whether the database puts the same into all rows, or into all that one transaction makes.
    fn repeats(&self, slot: &Slot) -> bool {
        let default = self.table.column(&slot.name).and_then(|column| column.default.as_ref());
        let is_now = default.is_some_and(|default| default.value == DefaultValue::CurrentTimestamp);
        is_now || self.default(slot).is_some_and(|it| it != Literal::Null)
    }

    /// Whether the database numbers the rows, or computes what differs, in every unique key that a slot takes part in.
    fn is_beside_a_number(&self, at: usize) -> bool {
        let keys = self.facts.uniques.iter().map(|unique| slots_of(self.facts, unique));
        let is_computed = |slot: &Slot| slot.has_default && !self.repeats(slot) && self.default(slot).is_none();
        let is_numbered = |at: &usize| self.facts.slots.get(*at).is_some_and(|slot| slot.numbered || is_computed(slot));
        keys.filter(|slots| slots.contains(&at)).all(|slots| slots.iter().any(is_numbered))
    }

    fn broken(&self, row: &Row) -> Vec<&Constraint> {
        let is_broken = |constraint: &&Constraint| {
            let value = |n: u64, name: &str| {
                let at = self.facts.slot(name)?;
                let slot = self.facts.slots.get(at)?;
                match row.get(at)? {
                    Some(recipe) => recipe.value(slot, n),
                    None => self.default(slot),
                }
            };
            SAMPLES.iter().any(|n| constraint.is_broken(&|name| value(*n, name)))
        };
        self.facts.constraints.iter().filter(is_broken).collect()
    }

    /// The row with one or two other recipes, if less of it is broken. Foreign keys are changed last.
    fn better(&self, row: &Row, broken: &Constraint, (choices, count): (&[Row], usize)) -> Option<Row> {
        let is_link = |at: &usize| self.facts.links.iter().any(|link| link.slots.contains(at));
        let mut slots: Vec<usize> = broken.columns.iter().filter_map(|name| self.facts.slot(name)).collect();
        slots.sort_by_key(is_link);
        let changes = || slots.iter().flat_map(|at| choices[*at].iter().map(move |choice| (*at, choice)));
        let one = |row: &Row, (at, choice): (usize, &Option<Recipe>)| self.changed(row, at, choice);
        let fits = |row: &Row| self.broken(row).len() < count;
        let single = changes().map(|change| one(row, change)).find(fits);
        single.or_else(|| {
            let firsts = changes().map(|change| (change.0, one(row, change)));
            let pairs = firsts.flat_map(|(at, first)| {
                let others: Vec<Row> =
                    changes().filter(|other| other.0 > at).map(|change| one(&first, change)).collect();
                others
            });
            pairs.into_iter().find(fits)
        })
    }

    /// The row with another recipe for a slot; all columns of a foreign key go together.
    fn changed(&self, row: &Row, at: usize, choice: &Option<Recipe>) -> Row {
        let mut row = row.clone();
        let links = self.facts.links.iter().filter(|link| link.slots.contains(&at));
        let together = links.flat_map(|link| link.slots.iter().copied());
        for at in together.chain([at]) {
            row.splice(at..=at, [choice.clone()]);
        }
        row
    }

    /// Whether a slot differs from row to row by itself, or takes no part in a key.
    fn differs(&self, at: usize, row: &Row, nulls_equal: bool) -> bool {
        let Some(slot) = self.facts.slots.get(at) else { return false };
        match row.get(at) {
            _ if self.facts.links.iter().any(|link| link.slots.contains(&at) && !link.nullable) => true,
            Some(Some(recipe)) => !matches!(recipe, Recipe::Same(_)),
            _ if slot.numbered => true,
            _ if self.repeats(slot) => false,
            _ => self.default(slot).is_none_or(|_| !nulls_equal),
        }
    }
}

impl Recipe {
    /// What the slot holds in the row with that number.
    fn value(&self, slot: &Slot, n: u64) -> Option<Literal> {
        Some(match self {
            Self::Same(literal) => literal.clone(),
            // The ends are looked at first.
            Self::Counted { least, .. } if n == 0 => Literal::number(least),
            Self::Counted { most, .. } if n == 1 => Literal::number(most),
            Self::Counted { least, most } => Literal::number(least + i128::from(n) % (most - least + 1).max(1)),
            Self::Coded(code) => Literal::Text(code.text(n)),
            Self::Dated | Self::Uuid | Self::Bytes(_) | Self::Parent => slot.kind.plain(n, Dialect::Postgres),
            Self::Unknown => return None,
        })
    }
}

impl Code {
    fn text(&self, mut n: u64) -> String {
        let letters: Vec<char> = self.letters.chars().collect();
        let mut digits: Vec<char> = Vec::new();
        for _ in 0..self.width {
            let count = u64::try_from(letters.len()).unwrap_or(1).max(1);
            digits.extend(usize::try_from(n % count).ok().and_then(|place| letters.get(place)).copied());
            n /= count;
        }
        [self.before.clone(), digits.into_iter().rev().collect(), self.after.clone()].concat()
    }

    fn length(&self) -> usize {
        self.before.chars().count() + self.width + self.after.chars().count()
    }
}

/// Values that are the same in every row.
fn constants(slot: &Slot) -> Vec<Recipe> {
    let plain = (0..3).map(|n| slot.kind.plain(n, Dialect::Postgres));
    let mut first: Vec<Literal> = match &slot.kind {
        Kind::Text { most } => {
            let word = (slot.name.chars().count() <= *most).then(|| Literal::text(&slot.name));
            word.into_iter().chain((0..FORMS).map(|form| value::formed(0, *most, form))).collect()
        }
        Kind::Array(_) | Kind::Multirange(_) => vec![Literal::text("{}")],
        Kind::Range(_) => vec![Literal::text("empty")],
        Kind::OneOf(values) => values.iter().map(Literal::text).collect(),
        _ => Vec::new(),
    };
    let mut hints = slot.hints.clone();
    hints.sort_by_key(|hint| Dialect::Postgres.literal(hint));
    first.extend(plain.chain(hints).chain(slot.edges.iter().cloned()));
    first.into_iter().map(Recipe::Same).collect()
}

/// Recipes whose values differ from row to row.
fn numbers(slot: &Slot) -> Vec<Recipe> {
    match &slot.kind {
        Kind::Integer { least, most } => {
            let given = slot.hints.iter().filter_map(|hint| match hint {
                Literal::Number(digits) => digits.parse::<i128>().ok(),
                _ => None,
            });
            let given: BTreeSet<i128> = given.filter(|number| (least..=most).contains(&number)).collect();
            let least = (*least).max(1);
            let between = given.iter().flat_map(|from| given.iter().rev().map(move |to| (*from, *to)));
            let whole = [(least, *most)].into_iter().chain(given.iter().map(|from| (*from, *most)));
            let ranges = whole.chain(given.iter().map(|to| (least, *to))).chain(between);
            let mut ranges: Vec<(i128, i128)> = ranges.filter(|(least, most)| least < most).collect();
            ranges.sort_by_key(|(least, most)| (least - most, *least));
            ranges.into_iter().map(|(least, most)| Recipe::Counted { least, most }).collect()
        }
        Kind::Decimal { whole, .. } => vec![Recipe::Counted { least: 1, most: ends(*whole) }],
        Kind::Double => vec![Recipe::Counted { least: 1, most: i32::MAX.into() }],
        Kind::Single => vec![Recipe::Counted { least: 1, most: i16::MAX.into() }],
        Kind::Text { most } => coded(slot, *most, |length| length <= *most),
        Kind::Char { length } => coded(slot, *length, |found| found == *length),
        Kind::Bytes { least, most } if *most > 0 => vec![Recipe::Bytes((*most).min(16).max(*least))],
        Kind::Date | Kind::Time | Kind::Moment | Kind::Instant => vec![Recipe::Dated],
        Kind::Uuid => vec![Recipe::Uuid],
        _ => Vec::new(),
    }
}

/// The greatest number of that many digits, within reason.
fn ends(digits: usize) -> i128 {
    10_i128.pow(u32::try_from(digits.min(15)).unwrap_or(0)) - 1
}

/// Texts with a number in them and a length that fits.
fn coded(slot: &Slot, most: usize, fits: impl Fn(usize) -> bool) -> Vec<Recipe> {
    codes(slot, most).into_iter().filter(|code| fits(code.length())).map(Recipe::Coded).collect()
}

/// Texts with a number in them; the lengths are for the caller to look at.
fn codes(slot: &Slot, most: usize) -> Vec<Code> {
    let code = |before: &str, letters: &'static str, (width, after): (usize, &str)| Code {
        before: before.to_owned(),
        letters,
        width,
        after: after.to_owned(),
    };
    let filled = |letters: &'static str, width: usize| {
        let first = letters.get(..1).unwrap_or_default();
        code(&first.repeat(most.saturating_sub(width)), letters, (width.min(most), ""))
    };
    let address = code("", LOWER, (WIDE, "@example.org"));
    let link = code("https://example.org/", LOWER, (WIDE, ""));
    let name = slot.name.to_lowercase();
    let mut codes = Vec::new();
    codes.extend(name.contains("mail").then(|| address.clone()));
    codes.extend((name.contains("url") || name.contains("link")).then(|| link.clone()));
    codes.push(code(&format!("{name}-"), LOWER, (WIDE, "")));
    codes.extend([(LOWER, WIDE), (DIGITS, 19), (UPPER, WIDE), (SMALL, WIDE)].map(|(letters, width)| {
        match matches!(slot.kind, Kind::Char { .. }) {
            true => filled(letters, width),
            false => code("", letters, (width.min(most), "")),
        }
    }));
    codes.extend([address, link]);
    let mut hints: Vec<&str> = slot.hints.iter().filter_map(text_of).collect();
    hints.sort_unstable();
    codes.extend(hints.iter().map(|hint| code(hint, LOWER, (WIDE, ""))));
    codes.extend(hints.iter().flat_map(|hint| numbered_within(hint)));
    codes
}

fn text_of(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}

/// The text with a number in place of its longest part of digits, of small letters or of capital ones.
fn numbered_within(text: &str) -> Vec<Code> {
    let part = |letters: &'static str, is: fn(char) -> bool| {
        let runs = text.split(|c| !is(c)).filter(|run| !run.is_empty());
        let run = runs.max_by_key(|run| run.len())?;
        let (before, after) = text.split_once(run)?;
        Some(Code { before: before.to_owned(), letters, width: run.len(), after: after.to_owned() })
    };
    let digits = part(DIGITS, |c| c.is_ascii_digit());
    let capital = part(UPPER, |c| c.is_ascii_uppercase());
    let small = part(SMALL, |c| c.is_ascii_lowercase());
    [digits, capital, small].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(name: &str, kind: Kind, hints: &[&str]) -> Slot {
        Slot {
            name: name.to_owned(),
            edges: kind.edges(Dialect::Postgres),
            kind,
            nullable: false,
            has_default: false,
            numbered: false,
            unique: true,
            awaited: false,
            hints: hints.iter().map(|text| Literal::text(*text)).collect(),
            like: Vec::new(),
            partitions: Vec::new(),
        }
    }

    /// What a table of one key holds in two rows, where the constraints accept it.
    fn rows(slot: Slot, checks: &[&str]) -> Option<[Literal; 2]> {
        let facts = facts(slot, checks);
        let recipe = recipe_of(&facts)?;
        let value = |n| recipe.value(&facts.slots[0], n);
        Some([value(2)?, value(3)?])
    }

    fn recipe(slot: Slot, checks: &[&str]) -> Option<Recipe> {
        recipe_of(&facts(slot, checks))
    }

    fn recipe_of(facts: &Facts) -> Option<Recipe> {
        let table = Table::default();
        let row = Kitchen { facts, table: &table, numbered: numbered(facts) }.row();
        row.into_iter().next().flatten()
    }

    fn facts(slot: Slot, checks: &[&str]) -> Facts {
        Facts {
            name: QualifiedName { schema: "s".to_owned(), name: "t".to_owned() },
            constraints: checks.iter().filter_map(|sql| Constraint::parse(sql, None)).collect(),
            uniques: vec![Unique { parts: vec![Part::Slot(0, None)], nulls_equal: false }],
            links: Vec::new(),
            key: Vec::new(),
            sequences: Vec::new(),
            slots: vec![slot],
        }
    }

    #[test]
    fn numbers_stand_where_constraints_let_them() {
        let text = |most| Kind::Text { most };
        let texts = |slot, checks: &[&str]| rows(slot, checks).map(|rows| rows.map(|row| format!("{row:?}")));
        let given = |one: &str, two: &str| Some([Literal::text(one), Literal::text(two)].map(|row| format!("{row:?}")));
        assert_eq!(texts(slot("sku", text(40), &[]), &[]), given("sku-0000000000002", "sku-0000000000003"));
        assert_eq!(texts(slot("sku", text(3), &[]), &[]), given("002", "003"));
        let address = given("0000000000002@example.org", "0000000000003@example.org");
        assert_eq!(texts(slot("login", text(80), &[]), &["login LIKE '%@%'"]), address);
        let upper = texts(slot("code", text(6), &[]), &["code = upper(code)", "code ~ '^[A-Z]+$'"]);
        assert_eq!(upper, given("AAAAAC", "AAAAAD"));
        let form = slot("plate", text(10), &["AAA-000"]);
        assert_eq!(texts(form, &["plate ~ '^[A-Z]{3}-[0-9]{3}$'"]), given("AAA-002", "AAA-003"));
        let ranged = slot("level", Kind::Integer { least: -9, most: 9_999 }, &[]);
        let within = slot("level", Kind::Integer { least: -9, most: 9_999 }, &[]);
        let levels = ["(level >= 1) AND (level <= 500)"];
        let hints = ["0", "1", "2", "499", "500", "501"].map(|digits| Literal::Number(digits.to_owned()));
        let within = Slot { hints: hints.to_vec(), ..within };
        assert_eq!(recipe(within, &levels), Some(Recipe::Counted { least: 1, most: 500 }));
        assert_eq!(rows(ranged, &[]), Some([Literal::number(3), Literal::number(4)]));
    }

    #[test]
    fn what_cannot_differ_is_for_others_to_say() {
        assert_eq!(rows(slot("kind", Kind::OneOf(vec!["a".to_owned()]), &[]), &[]), None);
        assert_eq!(rows(slot("flag", Kind::Boolean, &[]), &[]), None);
    }
}
