//! Functions and procedures, which the facts know the face of and the server the text.

use super::spell::{comment, name};
use super::{Both, Writer};
use crate::alter::order;
use crate::alter::pairs::{Pair, pairs};
use crate::alter::steps::Phase;
use crate::catalog::{Routine, RoutineKind, Schema, TextKind};

impl<'a> Writer<'a> {
    /// Routines that come, change and go; aggregates behind the functions that they are made of.
    pub(super) fn routines(&mut self, schemas: &[Both<'a>]) {
        for are_aggregates in [false, true] {
            for both in schemas {
                let key = |routine: &'a Routine| (&routine.name, kind(routine), &routine.signature);
                let all = pairs(&both.old.routines, &both.new.routines, key).into_iter();
                let is_due = |pair: &Pair<'a, Routine>| {
                    let any = pair.now().or(pair.before());
                    any.is_some_and(|own| (own.kind == RoutineKind::Aggregate) == are_aggregates)
                };
                all.filter(is_due).for_each(|pair| self.routine(*both, pair));
            }
        }
    }

    fn routine(&mut self, both: Both<'a>, pair: Pair<'a, Routine>) {
        let (before, now) =
            (self.text(self.from.texts, both.old, pair.before()), self.text(self.to.texts, both.new, pair.now()));
        if let Pair::Stayed(old, new) = pair {
            let is_aggregate = old.kind == RoutineKind::Aggregate;
            let shaken =
                self.is_shaken_routine(old) || is_aggregate && before.is_some_and(|text| self.loses_routine(text));
            let is_known = before.is_some() && now.is_some();
            let same = if is_known { before == now } else { is_alike(old, new) };
            if same && !shaken {
                self.comment_routine(both, (old.comment.as_ref(), new));
                return;
            }
            // There is no other text for an aggregate that is there.
            if face(old) == face(new)
                && !shaken
                && !is_aggregate
                && let Some(now) = now
            {
                // What calls it stays.
                self.create_routine(now.to_owned());
                self.comment_routine(both, (old.comment.as_ref(), new));
                return;
            }
        }
        if let Some(old) = pair.before() {
            let face = face(old);
            let phase = match pair.now().is_some() || self.is_shaken_routine(old) {
                _ if self.touched.views.iter().any(|view| order::mentions(&face, &view.name)) => Phase::DropRowRoutine,
                // It stands on functions.
                _ if old.kind == RoutineKind::Aggregate => Phase::DropStanding,
                true => Phase::DropEarlyRoutine,
                false => Phase::DropRoutine,
            };
            if phase < Phase::DropForeignKey {
                self.touched.routines.insert(old.name.clone());
            }
            self.steps.add(phase, format!("DROP {} {}", word(old), called(both.old, old)));
        }
        if let Some(new) = pair.now() {
            match now.or(before.filter(|_| pair.before().is_some_and(|old| is_alike(old, new)))) {
                Some(text) => self.create_routine(text.to_owned()),
                None => {
                    let place = format!("{} {}({})", word(new).to_lowercase(), new.name, new.signature);
                    self.steps.cannot_say(place, "its text is not known here: only a live database tells it");
                }
            }
            self.comment_routine(both, (None, new));
        }
    }

    fn text(&self, texts: &'a crate::catalog::Texts, schema: &Schema, routine: Option<&Routine>) -> Option<&'a str> {
        let routine = routine?;
        texts.of_part(kind(routine), (&schema.name, &routine.name), &routine.signature)
    }

    /// Adds a routine when all that it speaks of is there: its body is looked at when it is made.
    fn create_routine(&mut self, text: String) {
        let phase = match text.starts_with("CREATE AGGREGATE") {
            true => self.standing(&text),
            false => self.phase(&text),
        };
        self.steps.add(phase, text);
    }

    /// When what stands on routines can come: behind them.
    pub(super) fn standing(&self, text: &str) -> Phase {
        let routines = self.to.texts.iter().filter(|(of, _)| of.kind == TextKind::Function);
        let under = routines.filter(|(of, own)| *own != text && order::mentions(text, &of.name));
        under.map(|(_, text)| self.phase(text)).fold(self.phase(text), Phase::max)
    }

    /// Whether a routine that a text speaks of goes early, be it to come again.
    pub(super) fn loses_routine(&self, text: &str) -> bool {
        self.touched.routines.iter().any(|own| order::mentions(text, own))
    }

    fn phase(&self, text: &str) -> Phase {
        let schemas = &self.to.catalog.schemas;
        let mut tables = schemas.iter().flat_map(|schema| &schema.tables).map(|table| &table.name);
        let mut views = schemas.iter().flat_map(|schema| &schema.views).map(|view| &view.name);
        if views.any(|own| order::mentions(text, own)) {
            Phase::LastRoutine
        } else if tables.any(|own| order::mentions(text, own)) {
            Phase::LateRoutine
        } else {
            Phase::EarlyRoutine
        }
    }

    /// Whether a type of its arguments or result goes, or is made anew.
    fn is_shaken_routine(&self, old: &Routine) -> bool {
        let face = face(old);
        let touched = &self.touched;
        touched.types.iter().chain(&touched.tables).chain(&touched.views).any(|own| order::mentions(&face, &own.name))
    }

    fn comment_routine(&mut self, both: Both<'a>, (before, new): (Option<&String>, &Routine)) {
        if before != new.comment.as_ref() {
            let what = format!("{} {}", word(new), called(both.new, new));
            self.steps.add(Phase::Comment, comment(&what, new.comment.as_ref()));
        }
    }
}

fn called(schema: &Schema, routine: &Routine) -> String {
    let all = routine.kind == RoutineKind::Aggregate && routine.signature.is_empty();
    let signature = if all { "*" } else { &routine.signature };
    // The server may have a routine of its own by this name.
    format!("{}.{}({signature})", name(&schema.name), name(&routine.name))
}

fn word(routine: &Routine) -> &'static str {
    match routine.kind {
        RoutineKind::Procedure => "PROCEDURE",
        RoutineKind::Aggregate => "AGGREGATE",
        _ => "FUNCTION",
    }
}

fn kind(routine: &Routine) -> TextKind {
    match routine.kind {
        RoutineKind::Procedure => TextKind::Procedure,
        _ => TextKind::Function,
    }
}

/// Whether the facts do not tell one from the other.
fn is_alike(old: &Routine, new: &Routine) -> bool {
    let rights = |routine: &Routine| (routine.security_definer, routine.settings.clone());
    face(old) == face(new) && rights(old) == rights(new)
}

/// What callers see of a routine.
fn face(routine: &Routine) -> String {
    format!("{:?} {:?} {:?} {}", routine.kind, routine.parameters, routine.returns, routine.strict)
}
