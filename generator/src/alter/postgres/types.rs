//! Types, extensions and collations: what tables are made of.

use super::spell::{check, comment, constraint, expression, name, placed, text};
use super::{Both, Writer};
use crate::alter::order;
use crate::alter::pairs::{Pair, pairs};
use crate::alter::steps::Phase;
use crate::catalog::{Check, Composite, Domain, Enum, ObjectKind, QualifiedName, Schema};
use std::collections::BTreeMap;

/// What a type is called while another one takes its place.
const FORMER: &str = "former_";

/// A type as its statement says it.
struct Type<'a> {
    name: &'a str,
    /// `TYPE` or `DOMAIN`.
    word: &'static str,
    /// What follows the name where it is made.
    body: String,
    comment: Option<&'a String>,
}

impl<'a> Writer<'a> {
    /// Types that come, change and go.
    pub(super) fn types(&mut self, both: Both<'a>) {
        let (old, new) = (types(both.old), types(both.new));
        let texts: Vec<(&str, &str)> = new.iter().map(|(name, own)| (*name, own.body.as_str())).collect();
        let changed: Vec<&str> =
            new.keys().copied().filter(|name| old.contains_key(name) && self.changes(both, name)).collect();
        let remade = order::affected(&texts, |name, text| {
            changed.iter().any(|changed| name == *changed || order::mentions(text, changed))
        });
        for own in order::in_order(&texts) {
            let Some(now) = new.get(own) else { continue };
            let quoted = placed(both.any(), own);
            match old.get(own) {
                Some(before) if remade.contains(own) => {
                    let former = format!("{FORMER}{own}");
                    let rename = format!("ALTER {} {quoted} RENAME TO {}", before.word, name(&former));
                    self.steps.add(Phase::Type, rename);
                    let own = QualifiedName { schema: both.any().name.clone(), name: own.to_owned() };
                    self.touched.types.insert(own);
                }
                Some(before) => {
                    if before.comment != now.comment {
                        let what = format!("{} {quoted}", now.word);
                        self.steps.add(Phase::Comment, comment(&what, now.comment));
                    }
                    continue;
                }
                None => {}
            }
            self.steps.add(Phase::Type, format!("CREATE {} {quoted} {}", now.word, now.body));
            if now.comment.is_some() {
                self.steps.add(Phase::Comment, comment(&format!("{} {quoted}", now.word), now.comment));
            }
        }
        // What is over others goes before them.
        let texts: Vec<(&str, &str)> = old.iter().map(|(name, own)| (*name, own.body.as_str())).collect();
        for own in order::in_order(&texts).into_iter().rev() {
            let gone = match new.contains_key(own) {
                true if remade.contains(own) => format!("{FORMER}{own}"),
                true => continue,
                false => own.to_owned(),
            };
            let word = old.get(own).map_or("TYPE", |own| own.word);
            self.steps.add(Phase::DropType, format!("DROP {word} {}", placed(both.any(), &gone)));
        }
    }

    /// Whether a type of that name has to be made anew; what can be altered of it is.
    fn changes(&mut self, both: Both<'a>, own: &str) -> bool {
        let quoted = placed(both.any(), own);
        let enums =
            both.old.enums.iter().find(|old| old.name == own).zip(both.new.enums.iter().find(|new| new.name == own));
        if let Some((old, new)) = enums {
            return old.values != new.values && !self.values_are_added(both, &quoted, (old, new));
        }
        let domains = both
            .old
            .domains
            .iter()
            .find(|old| old.name == own)
            .zip(both.new.domains.iter().find(|new| new.name == own));
        if let Some((old, new)) = domains {
            if old.raw_type != new.raw_type {
                return true;
            }
            self.domain(&quoted, old, new);
            return false;
        }
        let body = |schema| types(schema).remove(own).map(|own| (own.word, own.body));
        body(both.old) != body(both.new)
    }

    /// Adds values where that is all, and nothing that comes with them uses one: it cannot in one transaction.
    fn values_are_added(&mut self, both: Both<'a>, quoted: &str, (old, new): (&Enum, &Enum)) -> bool {
        let kept: Vec<&String> = new.values.iter().filter(|value| old.values.contains(value)).collect();
        let is_more = kept.len() == old.values.len() && kept.iter().zip(&old.values).all(|(one, other)| *one == other);
        let added: Vec<&String> = new.values.iter().filter(|value| !old.values.contains(value)).collect();
        if !is_more || added.iter().any(|value| uses(both.new, &text(value))) {
            return false;
        }
        for (place, value) in new.values.iter().enumerate().filter(|(_, value)| added.contains(value)) {
            let place = match (place.checked_sub(1).and_then(|before| new.values.get(before)), kept.first()) {
                (Some(before), _) => format!(" AFTER {}", text(before)),
                (None, Some(first)) => format!(" BEFORE {}", text(first)),
                (None, None) => String::new(),
            };
            self.steps.add(Phase::Type, format!("ALTER TYPE {quoted} ADD VALUE {}{place}", text(value)));
        }
        true
    }

    fn domain(&mut self, quoted: &str, old: &Domain, new: &Domain) {
        let alter = |what: String| format!("ALTER DOMAIN {quoted} {what}");
        if old.default.as_ref().map(|default| &default.raw) != new.default.as_ref().map(|default| &default.raw) {
            let default = new.default.as_ref().map(|default| format!("SET DEFAULT {}", default.raw));
            self.steps.add(Phase::Type, alter(default.unwrap_or_else(|| "DROP DEFAULT".to_owned())));
        }
        for pair in pairs(&old.checks, &new.checks, |check| &check.name) {
            if matches!(pair, Pair::Stayed(old, new) if is_alike(old, new)) {
                continue;
            }
            if let Some(own) = pair.before().and_then(|check| check.name.as_deref()) {
                self.steps.add(Phase::Type, alter(format!("DROP CONSTRAINT {}", name(own))));
            }
            if let Some(new) = pair.now() {
                self.steps.add(Phase::Constraint, alter(format!("ADD {}", check(new))));
            }
        }
        match (old.nullable, new.nullable) {
            (true, false) => self.steps.add(Phase::Constraint, alter("SET NOT NULL".to_owned())),
            (false, true) => self.steps.add(Phase::Type, alter("DROP NOT NULL".to_owned())),
            _ => {}
        }
    }
}

fn is_alike(one: &Check, other: &Check) -> bool {
    (&one.expression, one.validated) == (&other.expression, other.validated)
}

/// Whether a default, a condition or a view of the schema holds a text.
fn uses(schema: &Schema, literal: &str) -> bool {
    let tables = schema.tables.iter().any(|table| {
        let defaults = table.columns.iter().filter_map(|column| Some(&column.default.as_ref()?.raw));
        let generated = table.columns.iter().filter_map(|column| Some(&column.generated.as_ref()?.expression));
        let checks = table.checks.iter().map(|check| &check.expression);
        let predicates = table.indexes.iter().filter_map(|index| index.predicate.as_ref());
        defaults.chain(generated).chain(checks).chain(predicates).any(|text| text.contains(literal))
    });
    tables
        || schema.views.iter().any(|view| view.definition.contains(literal))
        || schema.domains.iter().any(|domain| domain.default.as_ref().is_some_and(|own| own.raw.contains(literal)))
        || schema.objects.iter().any(|object| object.definition.as_ref().is_some_and(|text| text.contains(literal)))
}

/// The types that a statement makes.
fn types(schema: &Schema) -> BTreeMap<&str, Type<'_>> {
    let enums = schema.enums.iter().filter(|own| own.owner.is_none()).map(enumeration);
    let ranges = schema.objects.iter().filter(|object| object.kind == ObjectKind::Range).filter_map(|range| {
        let (_, body) = range.definition.as_deref()?.rsplit_once(" AS RANGE ")?;
        let (name, comment) = (range.name.as_str(), range.comment.as_ref());
        Some(Type { name, word: "TYPE", body: format!("AS RANGE {body}"), comment })
    });
    let all =
        enums.chain(schema.domains.iter().map(domain)).chain(schema.composites.iter().map(composite)).chain(ranges);
    all.map(|own| (own.name, own)).collect()
}

fn enumeration(own: &Enum) -> Type<'_> {
    let values = own.values.iter().map(|value| text(value)).collect::<Vec<_>>().join(", ");
    Type { name: &own.name, word: "TYPE", body: format!("AS ENUM ({values})"), comment: own.comment.as_ref() }
}

fn composite(own: &Composite) -> Type<'_> {
    let attributes = own.attributes.iter().map(|attribute| format!("{} {}", name(&attribute.name), attribute.raw_type));
    let body = format!("AS ({})", attributes.collect::<Vec<_>>().join(", "));
    Type { name: &own.name, word: "TYPE", body, comment: own.comment.as_ref() }
}

fn domain(own: &Domain) -> Type<'_> {
    let mut body = format!("AS {}", own.raw_type);
    if let Some(default) = &own.default {
        body += &format!(" DEFAULT {}", default.raw);
    }
    if !own.nullable {
        body += " NOT NULL";
    }
    for check in &own.checks {
        // A domain that is made has no rows to be looked at.
        body += &format!(" {}CHECK ({})", constraint(check.name.as_ref()), expression(&check.expression));
    }
    Type { name: &own.name, word: "DOMAIN", body, comment: own.comment.as_ref() }
}
