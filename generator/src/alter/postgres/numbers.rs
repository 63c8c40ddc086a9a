//! Sequences, and the columns that draw from them.
//!
//! The facts tell a `serial` column from an identity column, and of a sequence that no column owns only one table that draws from
//! it. A live database tells the rest: from which one a default draws.

use super::spell::{comment, generated_as, placed, text};
use super::tables::Placed;
use super::{Both, Writer, sequences, table};
use crate::alter::Side;
use crate::alter::pairs::{Pair, pairs};
use crate::alter::steps::Phase;
use crate::catalog::{Column, Identity, Object, ObjectKind, TextKind};
use crate::seed::Dialect;

/// How a column numbers its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// Not at all.
    None,
    /// By itself, from a sequence with these options.
    Identity(Identity, String),
    /// By this word in the place of its type, which makes the sequence and the default.
    Serial(&'static str),
    /// By a default that draws from a sequence.
    Default(String),
    /// By a default that is not known.
    Unknown,
}

/// What the statement that makes a sequence says.
pub(super) struct Sequence<'a> {
    /// The name as a statement has it.
    pub(super) quoted: &'a str,
    data_type: &'a str,
    /// All between the type and the column that owns it.
    steps: &'a str,
    /// The column that owns it, as a statement has it.
    owner: Option<&'a str>,
}

impl<'a> Sequence<'a> {
    /// What the definition of a sequence says.
    pub(super) fn of(object: &'a Object) -> Option<Self> {
        if object.kind != ObjectKind::Sequence {
            return None;
        }
        let rest = object.definition.as_deref()?.strip_prefix("CREATE SEQUENCE ")?;
        let (quoted, rest) = rest.rsplit_once(" AS ")?;
        let (data_type, steps) = rest.split_once(' ')?;
        let (steps, owner) = steps.split_once(" OWNED BY ").map_or((steps, None), |(steps, own)| (steps, Some(own)));
        Some(Self { quoted, data_type, steps, owner })
    }

    /// Whether it belongs to the column.
    fn is_of(&self, of: Placed<'_>, column: &Column) -> bool {
        // The server quotes only names that need it.
        let local = bare(&format!("{}.{}", of.table.name, column.name));
        self.owner.is_some_and(|owner| {
            let owner = bare(owner);
            owner == local || owner == format!("{}.{local}", bare(&of.schema.name))
        })
    }

    /// Whether it is what a column that numbers rows makes by itself.
    fn is_usual(&self, of: Placed<'_>, column: &Column) -> bool {
        let most = match self.data_type {
            "smallint" => i64::from(i16::MAX),
            "integer" => i64::from(i32::MAX),
            _ => i64::MAX,
        };
        let usual = format!("{}_{}_seq", of.table.name, column.name);
        let called = bare(self.quoted);
        self.data_type == column.raw_type
            && self.steps == format!("START 1 INCREMENT 1 MINVALUE 1 MAXVALUE {most} CACHE 1")
            // A longer name is cut, and a name that is taken gets a number.
            && usual.len() < 60
            && (called == bare(&usual) || called == bare(&format!("{}.{usual}", of.schema.name)))
    }

    /// A default that draws from it.
    fn drawn(&self) -> Numbers {
        Numbers::Default(format!("nextval({})", text(self.quoted)))
    }

    /// Whether a default draws from it.
    fn is_drawn(&self, default: &str) -> bool {
        default.contains(self.quoted)
    }

    /// The word in the place of a type that makes such a one.
    fn word(&self) -> &'static str {
        match self.data_type {
            "smallint" => "smallserial",
            "integer" => "serial",
            _ => "bigserial",
        }
    }

    fn create(&self) -> String {
        format!("CREATE SEQUENCE {} AS {} {}", self.quoted, self.data_type, self.steps)
    }
}

fn bare(text: &str) -> String {
    text.replace('"', "")
}

/// The sequence that a column owns.
fn owned<'a>(side: Side<'a>, of: Placed<'_>, column: &Column) -> Option<Sequence<'a>> {
    let all = side.catalog.schemas.iter().flat_map(sequences).filter_map(Sequence::of);
    all.into_iter().find(|own| own.is_of(of, column))
}

impl<'a> Writer<'a> {
    /// How a column of one side numbers its rows.
    pub(super) fn numbers(&self, side: Side<'a>, of: Placed<'a>, column: &Column) -> Numbers {
        let Some(identity) = column.identity else { return Numbers::None };
        let own = owned(side, of, column);
        if !column.serial {
            return match own {
                Some(own) if identity == Identity::Always || own.data_type == column.raw_type => {
                    let options = match own.is_usual(of, column) {
                        true => String::new(),
                        false => format!(" (SEQUENCE NAME {} {})", own.quoted, own.steps),
                    };
                    Numbers::Identity(identity, options)
                }
                Some(own) => own.drawn(),
                None => drawn(side, of),
            };
        }
        let raw = side.texts.of_part(TextKind::Numbering, (&of.schema.name, &of.table.name), &column.name);
        match (raw, own) {
            (raw, Some(own)) if raw.is_none_or(|raw| own.is_drawn(raw)) && own.is_usual(of, column) => {
                Numbers::Serial(own.word())
            }
            (Some(raw), _) => Numbers::Default(raw.to_owned()),
            (None, Some(own)) => own.drawn(),
            (None, None) => drawn(side, of),
        }
    }

    /// Says that it is not known how a column numbers its rows, where that is so.
    pub(super) fn note_unknown(&mut self, of: Placed<'a>, column: &Column, numbers: &Numbers) {
        if *numbers == Numbers::Unknown {
            let place = format!("column {}", of.shown(Some(&column.name)));
            self.steps.cannot_say(place, "which sequence it draws from is not known");
        }
    }

    /// Whether a column that stays numbers its rows in another way.
    pub(super) fn is_renumbered(&self, (old, new): (Placed<'a>, Placed<'a>), before: &Column, now: &Column) -> bool {
        if (before.identity, before.serial) != (now.identity, now.serial) {
            return true;
        }
        if before.identity.is_none() {
            return false;
        }
        let raw = |side: Side<'a>, of: Placed<'a>| {
            side.texts.of_part(TextKind::Numbering, (&of.schema.name, &of.table.name), &before.name)
        };
        let asked = self.from.texts.asked && self.to.texts.asked;
        let called = |side, of, column| owned(side, of, column).map(|own: Sequence<'a>| own.quoted);
        asked && raw(self.from, old) != raw(self.to, new) || called(self.from, old, before) != called(self.to, new, now)
    }

    /// Takes from a column that stays what numbers its rows.
    pub(super) fn unnumber(&mut self, alter: &impl Fn(&str) -> String, (old, before): (Placed<'a>, &Column)) {
        self.steps.add(Phase::AddColumn, alter("DROP IDENTITY IF EXISTS"));
        self.steps.add(Phase::AddColumn, alter("DROP DEFAULT"));
        if let Some(own) = owned(self.from, old, before) {
            self.steps.add(Phase::AddColumn, format!("DROP SEQUENCE IF EXISTS {}", own.quoted));
        }
    }

    /// Makes a column that stays number its rows, behind those that are there.
    pub(super) fn number(&mut self, alter: &impl Fn(&str) -> String, (new, now): (Placed<'a>, &Column)) {
        let numbers = self.numbers(self.to, new, now);
        self.note_unknown(new, now, &numbers);
        let own = owned(self.to, new, now);
        let raw = match numbers {
            Numbers::Identity(identity, options) => {
                let sql = alter(&format!("ADD {}{options}", generated_as(identity)));
                self.steps.add(Phase::AlterColumn, sql);
                None
            }
            Numbers::Serial(_) => own.as_ref().map(|own| format!("nextval({})", text(own.quoted))),
            Numbers::Default(raw) => Some(raw),
            Numbers::None | Numbers::Unknown => return,
        };
        if let Some(raw) = raw {
            if let Some(own) = &own {
                self.steps.add(Phase::AlterColumn, own.create());
            }
            self.steps.add(Phase::AlterColumn, alter(&format!("SET DEFAULT {raw}")));
            if let (Some(own), Some(owner)) = (&own, own.as_ref().and_then(|own| own.owner)) {
                self.steps.add(Phase::AlterColumn, format!("ALTER SEQUENCE {} OWNED BY {owner}", own.quoted));
            }
        }
        if own.is_some() {
            self.steps.add(Phase::OwnedSequence, Dialect::Postgres.advance_quoted(&new.quoted(), &now.name));
        }
    }

    /// Sequences that come, change and go.
    pub(super) fn sequences(&mut self, both: Both<'a>) {
        let all = |schema| sequences(schema).collect::<Vec<_>>();
        let (olds, news) = (all(both.old), all(both.new));
        for pair in pairs(&olds, &news, |object| &object.name) {
            match pair {
                Pair::Came(new) => self.create_sequence(new),
                Pair::Went(old) => self.drop_sequence(old),
                Pair::Stayed(old, new) => self.change_sequence(old, new),
            }
            let before = pair.before().and_then(|old| old.comment.as_ref());
            if let Some(new) = pair.now().filter(|new| new.comment.as_ref() != before) {
                let what = format!("SEQUENCE {}", placed(both.new, &new.name));
                self.steps.add(Phase::Comment, comment(&what, new.comment.as_ref()));
            }
        }
    }

    fn create_sequence(&mut self, new: &'a Object) {
        let Some(own) = Sequence::of(new).filter(|own| self.is_made_here(own)) else { return };
        self.steps.add(Phase::Sequence, own.create());
        if let Some(owner) = own.owner {
            self.steps.add(Phase::OwnedSequence, format!("ALTER SEQUENCE {} OWNED BY {owner}", own.quoted));
        }
    }

    fn drop_sequence(&mut self, old: &'a Object) {
        let Some(own) = Sequence::of(old) else { return };
        let columns = Self::columns(self.to);
        match own.owner {
            None => self.steps.add(Phase::DropSequence, format!("DROP SEQUENCE {}", own.quoted)),
            // It goes with its column, unless that stays and is numbered no more.
            Some(_) if columns.into_iter().any(|(of, column)| own.is_of(of, column)) => {
                self.steps.add(Phase::DropSequence, format!("DROP SEQUENCE IF EXISTS {}", own.quoted));
            }
            Some(_) => {}
        }
    }

    fn change_sequence(&mut self, old: &'a Object, new: &'a Object) {
        let (Some(before), Some(now)) = (Sequence::of(old), Sequence::of(new)) else { return };
        if (before.data_type, before.steps) != (now.data_type, now.steps) {
            let cycle = if now.steps.ends_with(" CYCLE") { "" } else { " NO CYCLE" };
            let sql = format!("ALTER SEQUENCE {} AS {} {}{cycle}", now.quoted, now.data_type, now.steps);
            self.steps.add(Phase::OwnedSequence, sql);
        }
        if before.owner != now.owner && self.is_made_here(&now) {
            let owner = now.owner.unwrap_or("NONE");
            self.steps.add(Phase::OwnedSequence, format!("ALTER SEQUENCE {} OWNED BY {owner}", now.quoted));
        }
    }

    /// Whether a sequence has a statement of its own, and comes not with the column that owns it.
    fn is_made_here(&self, own: &Sequence<'a>) -> bool {
        let mut columns = Self::columns(self.to).into_iter();
        let Some((of, column)) = columns.find(|(of, column)| own.is_of(*of, column)) else { return true };
        let before =
            table(self.from.catalog, &of.qualified()).and_then(|table| Some((table, table.column(&column.name)?)));
        let schema = self.from.catalog.schema(&of.schema.name);
        if let (Some((table, before)), Some(schema)) = (before, schema)
            && self.is_renumbered((Placed { schema, table }, of), before, column)
        {
            return false;
        }
        !matches!(self.numbers(self.to, of, column), Numbers::Identity(..) | Numbers::Serial(_))
    }

    /// Every column of every table.
    fn columns(side: Side<'a>) -> Vec<(Placed<'a>, &'a Column)> {
        let schemas = side.catalog.schemas.iter();
        let tables = schemas.flat_map(|schema| schema.tables.iter().map(move |table| Placed { schema, table }));
        tables.flat_map(|of| of.table.columns.iter().map(move |column| (of, column))).collect()
    }
}

/// What a column that owns no sequence draws from.
fn drawn(side: Side<'_>, of: Placed<'_>) -> Numbers {
    let draws = |object: &&Object| object.table.as_deref() == Some(of.table.name.as_str());
    let all = side.catalog.schemas.iter().flat_map(sequences).filter(draws).filter_map(Sequence::of);
    let drawn: Vec<Sequence<'_>> = all.filter(|own| own.owner.is_none()).collect();
    match drawn.as_slice() {
        [one] => Numbers::Default(format!("nextval({})", text(one.quoted))),
        _ => Numbers::Unknown,
    }
}
