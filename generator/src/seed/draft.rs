//! One row: values for every column, parents for every foreign key, and changes until nothing known is broken.
//!
//! The first attempt takes values from the edges of each type, then plain ones. Where the database refuses it, for a
//! constraint or trigger that is not understood, the next attempts take other values, and leave out what may be left
//! out. Changes are made the way a puzzle is solved by hand: look at something broken, change one column of it, keep
//! the change unless it breaks more.

use super::dice::{Dice, number_of};
use super::facts::{Facts, Link, Part, Slot, Unique};
use super::kind::Kind;
use super::literal::{Dialect, Literal};
use super::memory::Memory;
use super::order::Timing;
use super::value;

/// How many changes are tried.
const CHANGES: usize = 400;

/// Plain values of other attempts begin this far away from those of the first.
const FAR: u64 = 1_000_003;

/// The attempt from which on texts have a form.
const FORMED: u32 = 4;

/// A row in the making. A value that is none is left out, so that the database puts in the default.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) values: Vec<Option<Literal>>,
}

/// What a row is made from.
pub(super) struct Bench<'a> {
    pub(super) table: usize,
    pub(super) facts: &'a Facts,
    pub(super) all: &'a [Facts],
    pub(super) memories: &'a [Memory],
    pub(super) dialect: Dialect,
}

/// Which row, and which try.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    pub(super) seed: u64,
    pub(super) index: u64,
    pub(super) attempt: u32,
}

/// Something that is broken, by the slots that could mend it.
type Broken = Vec<usize>;

impl Bench<'_> {
    /// The row for a turn; none when a foreign key has nothing to refer to.
    pub(super) fn draft(&self, turn: Turn) -> Option<Draft> {
        let place = [turn.seed, number_of(&self.facts.name.schema), number_of(&self.facts.name.name), turn.index];
        let mut dice = Dice::new(&place);
        let mut draft =
            Draft { values: self.facts.slots.iter().map(|slot| self.first(slot, turn, &mut dice)).collect() };
        dice = Dice::new(&[dice.next(), turn.attempt.into()]);
        for (number, link) in self.facts.links.iter().enumerate() {
            let shift = u64::try_from(number).unwrap_or(0);
            let step = if link.alone { turn.index } else { turn.index.wrapping_mul(shift + 1) + shift };
            let step = if link.timing == Timing::Ahead { turn.index } else { step + u64::from(turn.attempt) };
            self.refer(&mut draft, link, Some(step))?;
        }
        self.refer_to_itself(&mut draft);
        self.mend(&mut draft, turn, &mut dice);
        Some(draft)
    }

    /// The value that a slot begins with.
    fn first(&self, slot: &Slot, turn: Turn, dice: &mut Dice) -> Option<Literal> {
        let chance = dice.below(8);
        let index = usize::try_from(turn.index).unwrap_or(usize::MAX);
        let far = turn.index.wrapping_add(u64::from(turn.attempt).wrapping_mul(FAR));
        let free = !slot.unique && !slot.numbered;
        if slot.awaited {
            return Some(slot.kind.plain(turn.index, self.dialect));
        }
        if turn.attempt > 0 && !slot.partitions.is_empty() && chance < 6 {
            return dice.pick(&slot.partitions).cloned();
        }
        match turn.attempt {
            0 if slot.numbered => {}
            0 if slot.nullable && index == 2 => return Some(Literal::Null),
            0 if index < 5 && (free || index < slot.edges.len()) => {
                let place = index.checked_rem(slot.edges.len()).unwrap_or(0);
                return Some(slot.edges.get(place).cloned().unwrap_or(Literal::Null));
            }
            0 if free && slot.nullable && chance == 0 => return Some(Literal::Null),
            0 if free && slot.has_default && chance == 1 => return None,
            0 | 1 => {}
            2 | 3 | 5 if free && slot.has_default => return None,
            2 | 3 | 5 if slot.nullable => return Some(Literal::Null),
            _ if free && chance < 4 => return Some(self.other(slot, dice)),
            _ => {}
        }
        Some(match &slot.kind {
            // Whatever a trigger makes of a text, it is more likely to like one of a form that programs know.
            Kind::Text { most } if turn.attempt >= FORMED => value::formed(far, *most, turn.attempt - FORMED),
            kind => kind.plain(far, self.dialect),
        })
    }

    /// Any value for a slot, those that constraints name before others.
    fn other(&self, slot: &Slot, dice: &mut Dice) -> Literal {
        let plain = slot.kind.plain(dice.next() >> 24, self.dialect);
        let picked = match dice.below(10) {
            0..=5 if !slot.hints.is_empty() => dice.pick(&slot.hints),
            6 if slot.nullable => Some(&Literal::Null),
            7 => dice.pick(&slot.edges),
            _ => None,
        };
        match (&slot.kind, picked) {
            (_, Some(literal)) => literal.clone(),
            // A short plain text is of small letters and digits only, which many patterns like.
            (Kind::Text { most }, None) if dice.once_in(2) => {
                Literal::Text(value::text(dice.next() >> 40, (*most).min(5)))
            }
            (_, None) => plain,
        }
    }

    /// Puts a parent's key into the row: that of the row with the number `step`, or NULL without one.
    fn refer(&self, draft: &mut Draft, link: &Link, step: Option<u64>) -> Option<()> {
        let memory = link.target.and_then(|target| self.memories.get(target));
        let count = memory.map_or(0, |memory| memory.rows.len());
        let itself = link.target == Some(self.table);
        let parent = step.and_then(|step| usize::try_from(step).ok()?.checked_rem(count));
        let key: Vec<Literal> = match (parent, memory) {
            (Some(row), Some(memory)) if link.timing == Timing::WithRow => {
                let value = |name: &String| memory.value(row, name).cloned().unwrap_or(Literal::Null);
                link.target_columns.iter().map(value).collect()
            }
            _ if link.timing == Timing::Ahead => self.ahead(link, step.unwrap_or(0))?,
            _ if link.nullable => return self.leave_out(draft, link),
            _ if itself => {
                let own = |name: &String| self.facts.slot(name).and_then(|at| draft.values.get(at).cloned().flatten());
                link.target_columns.iter().map(own).collect::<Option<_>>()?
            }
            // Rows of a table that is not ours to fill may be there all the same.
            _ if link.target.is_none() => self.given(link),
            _ => return None,
        };
        for (slot, value) in link.slots.iter().zip(key) {
            *draft.values.get_mut(*slot)? = Some(value);
        }
        Some(())
    }

    /// Lets the first row of a table go on referring to itself, whatever became of its key.
    fn refer_to_itself(&self, draft: &mut Draft) {
        if self.memories.get(self.table).is_some_and(|memory| !memory.rows.is_empty()) {
            return;
        }
        let own = |link: &&Link| link.target == Some(self.table) && link.timing == Timing::WithRow && !link.nullable;
        for link in self.facts.links.iter().filter(own) {
            self.refer(draft, link, None).unwrap_or_default();
        }
    }

    /// The key that a row of the target will have, whose table comes later.
    fn ahead(&self, link: &Link, step: u64) -> Option<Vec<Literal>> {
        let target = self.all.get(link.target?)?;
        let value = |name: &String| {
            let at = target.slot(name)?;
            let free = !target.links.iter().any(|link| link.slots.contains(&at));
            free.then(|| target.slots.get(at).map(|slot| slot.kind.plain(step, self.dialect)))?
        };
        link.target_columns.iter().map(value).collect()
    }

    fn given(&self, link: &Link) -> Vec<Literal> {
        let given =
            |column: &String| Literal::Given { table: link.target_name.clone(), column: column.clone(), place: 0 };
        link.target_columns.iter().map(given).collect()
    }

    /// Makes a foreign key NULL in the columns that may be.
    fn leave_out(&self, draft: &mut Draft, link: &Link) -> Option<()> {
        for at in &link.slots {
            if self.facts.slots.get(*at)?.nullable {
                *draft.values.get_mut(*at)? = Some(Literal::Null);
            }
        }
        Some(())
    }

    /// Changes the row until nothing known is broken, or there were changes enough.
    fn mend(&self, draft: &mut Draft, turn: Turn, dice: &mut Dice) {
        let mut broken = self.broken(draft);
        for _ in 0..CHANGES {
            let Some(slots) = dice.pick(&broken) else { return };
            let Some(at) = dice.pick(slots).copied() else { continue };
            let mut changed = draft.clone();
            self.change(&mut changed, (at, turn), dice);
            self.refer_to_itself(&mut changed);
            let now = self.broken(&changed);
            if now.len() <= broken.len() || dice.once_in(5) {
                (*draft, broken) = (changed, now);
            }
        }
    }

    /// Gives a slot another value, or its foreign key another parent.
    fn change(&self, draft: &mut Draft, (at, turn): (usize, Turn), dice: &mut Dice) {
        let Some(slot) = self.facts.slots.get(at).filter(|slot| !slot.awaited) else { return };
        if let Some(link) = self.facts.links.iter().find(|link| link.slots.contains(&at)) {
            let step = if link.nullable && dice.once_in(4) { None } else { Some(dice.next() >> 16) };
            // Where there is no parent there was none before, and the row would not be here.
            return self.refer(draft, link, step).unwrap_or_default();
        }
        let near = dice.pick(&slot.like).and_then(|other| draft.values.get(*other).cloned().flatten());
        let value = match near {
            Some(near) if dice.once_in(2) => beside(&near, dice),
            _ if slot.numbered => slot.kind.plain(turn.index.wrapping_add(dice.next() >> 44), self.dialect),
            _ => self.other(slot, dice),
        };
        draft.values.splice(at..=at, [Some(value)]);
    }

    /// Everything that is broken for certain.
    fn broken(&self, draft: &Draft) -> Vec<Broken> {
        let value = |name: &str| draft.values.get(self.facts.slot(name)?).cloned().flatten();
        let mut broken: Vec<Broken> = Vec::new();
        for constraint in self.facts.constraints.iter().filter(|constraint| constraint.is_broken(&value)) {
            broken.push(constraint.columns.iter().filter_map(|name| self.facts.slot(name)).collect());
        }
        for (slot, value) in self.facts.slots.iter().zip(&draft.values) {
            if *value == Some(Literal::Null) && !slot.nullable {
                broken.push(self.facts.slot(&slot.name).into_iter().collect());
            }
        }
        let memory = self.memories.get(self.table);
        for (number, unique) in self.facts.uniques.iter().enumerate() {
            let taken = self.taken(unique, draft);
            if taken.is_some_and(|taken| memory.is_some_and(|memory| memory.has(number, &taken))) {
                broken.push(self.slots_of(unique));
            }
        }
        broken
    }

    fn slots_of(&self, unique: &Unique) -> Vec<usize> {
        let slots = |part: &Part| match part {
            Part::Slot(at, _) => vec![*at],
            Part::Expression(of) => of.columns.iter().filter_map(|name| self.facts.slot(name)).collect(),
        };
        unique.parts.iter().flat_map(slots).collect()
    }

    /// What a row takes of a unique key, case and blanks aside; none where NULL takes nothing, or nobody knows.
    pub(super) fn taken(&self, unique: &Unique, draft: &Draft) -> Option<String> {
        let value = |name: &str| draft.values.get(self.facts.slot(name)?).cloned().flatten();
        let mut taken = String::new();
        for part in &unique.parts {
            let text = match part {
                Part::Slot(at, length) => match draft.values.get(*at)?.as_ref()? {
                    Literal::Null if !unique.nulls_equal => return None,
                    Literal::Text(text) => text.chars().take(length.unwrap_or(usize::MAX)).collect(),
                    literal => self.dialect.literal(literal),
                },
                Part::Expression(expression) => expression.text(&value)?,
            };
            taken += &format!("{}\u{0}", text.to_lowercase().trim_end());
        }
        Some(taken)
    }
}

/// A value equal to another, or next to it.
fn beside(value: &Literal, dice: &mut Dice) -> Literal {
    match value {
        Literal::Number(digits) => match digits.parse::<f64>() {
            Ok(number) => Literal::number(number + [0.0, 1.0, -1.0].get(dice.below(3)).copied().unwrap_or(0.0)),
            Err(_) => value.clone(),
        },
        value => value.clone(),
    }
}
