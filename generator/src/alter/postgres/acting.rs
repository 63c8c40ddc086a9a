//! Views, and what acts on tables and views: triggers, rules, policies; and all other objects with a statement of their own.

use super::spell::{self, comment, name, placed};
use super::tables::is_told_elsewhere;
use super::{Both, Writer};
use crate::alter::order;
use crate::alter::pairs::{Pair, pairs};
use crate::alter::steps::Phase;
use crate::catalog::{Object, ObjectKind, QualifiedName, Schema, TableKind, View};
use std::collections::BTreeMap;

impl<'a> Writer<'a> {
    /// Views that come, change and go, and those that stand on something that does.
    pub(super) fn views(&mut self, schemas: &[Both<'a>]) {
        let old = views(schemas.iter().map(|both| both.old));
        let new = views(schemas.iter().map(|both| both.new));
        let texts: Vec<(&str, &str)> =
            old.iter().map(|(key, (_, view))| (key.as_str(), view.definition.as_str())).collect();
        let changes = |key: &str, text: &str| {
            let now = new.get(key).map(|(_, view)| view);
            let stays = old.get(key).zip(now).is_some_and(|((_, old), new)| is_alike(old, new));
            !stays || self.touched.concerns(text)
        };
        let remade = order::affected(&by_name(&texts), |name, text| {
            texts.iter().any(|(key, own)| own_name(key) == name && *own == text && changes(key, text))
        });
        let is_remade = |key: &str| remade.contains(own_name(key));
        let went = in_order(&texts).into_iter().rev().filter(|key| is_remade(key));
        let mut gone = Vec::new();
        for key in went {
            let Some((schema, view)) = old.get(key) else { continue };
            gone.push(QualifiedName { schema: schema.name.clone(), name: view.name.clone() });
            self.steps.add(Phase::DropView, format!("DROP {} {}", word(view), placed(schema, &view.name)));
        }
        self.touched.views.extend(gone);
        let texts: Vec<(&str, &str)> =
            new.iter().map(|(key, (_, view))| (key.as_str(), view.definition.as_str())).collect();
        for key in in_order(&texts) {
            let Some((schema, view)) = new.get(key) else { continue };
            match old.get(key).filter(|_| !is_remade(key)) {
                None => self.create_view(schema, view),
                Some((_, before)) => self.change_view(schema, (before, view)),
            }
        }
    }

    fn create_view(&mut self, schema: &Schema, view: &View) {
        let quoted = placed(schema, &view.name);
        let definition = spell::expression(view.definition.trim().trim_end_matches(';'));
        let columns: Vec<&str> = view.columns.iter().map(|column| column.name.as_str()).collect();
        let columns = if columns.is_empty() { String::new() } else { format!(" ({})", spell::names(&columns)) };
        let with = if view.options.is_empty() { String::new() } else { format!(" WITH ({})", view.options.join(", ")) };
        self.steps.add(Phase::View, format!("CREATE {} {quoted}{columns}{with} AS\n{definition}", word(view)));
        view.indexes.iter().for_each(|index| self.steps.add(Phase::View, spell::index(&quoted, index)));
        self.view_comments(schema, (&View::default(), view));
    }

    fn change_view(&mut self, schema: &Schema, (old, new): (&View, &View)) {
        let quoted = placed(schema, &new.name);
        for pair in pairs(&old.indexes, &new.indexes, |index| &index.name) {
            if matches!(pair, Pair::Stayed(one, other) if one == other) {
                continue;
            }
            if let Some(index) = pair.before() {
                self.steps.add(Phase::DropPart, format!("DROP INDEX {}", placed(schema, &index.name)));
            }
            if let Some(index) = pair.now() {
                self.steps.add(Phase::View, spell::index(&quoted, index));
            }
        }
        let came = new.options.iter().filter(|own| !old.options.contains(own)).cloned().collect::<Vec<_>>();
        let option = |text: &String| text.split('=').next().unwrap_or_default().to_owned();
        let stays = |own: &&String| new.options.iter().any(|now| option(now) == option(own));
        let went: Vec<String> = old.options.iter().filter(|own| !stays(own)).map(option).collect();
        for (verb, options) in [("RESET", went), ("SET", came)].into_iter().filter(|(_, options)| !options.is_empty()) {
            self.steps.add(Phase::View, format!("ALTER {} {quoted} {verb} ({})", word(new), options.join(", ")));
        }
        self.view_comments(schema, (old, new));
    }

    fn view_comments(&mut self, schema: &Schema, (old, new): (&View, &View)) {
        let quoted = placed(schema, &new.name);
        if old.comment != new.comment {
            self.steps.add(Phase::Comment, comment(&format!("{} {quoted}", word(new)), new.comment.as_ref()));
        }
        for column in &new.columns {
            let before = old.columns.iter().find(|own| own.name == column.name).and_then(|own| own.comment.as_ref());
            if before != column.comment.as_ref() {
                let what = format!("COLUMN {quoted}.{}", name(&column.name));
                self.steps.add(Phase::Comment, comment(&what, column.comment.as_ref()));
            }
        }
    }

    /// All that is neither table, view, type nor routine.
    pub(super) fn objects(&mut self, both: Both<'a>) {
        let key = |object: &'a Object| (object.kind, &object.table, &object.name);
        for pair in pairs(&both.old.objects, &both.new.objects, key) {
            let (Some(any), old, new) = (pair.now().or(pair.before()), pair.before(), pair.now()) else { continue };
            if is_told_elsewhere(any) {
                continue;
            }
            let stays = matches!(pair, Pair::Stayed(old, new) if old.definition == new.definition && !self.is_shaken_object(both, old));
            if stays && any.kind == ObjectKind::ForeignServer {
                self.change_server(any);
            }
            if !stays {
                old.into_iter().for_each(|old| self.drop_object(both, old));
                new.into_iter().for_each(|new| self.create_object(both, new));
            }
            let before = old.filter(|_| stays).and_then(|old| old.comment.as_ref());
            if let Some(new) = new.filter(|new| new.comment.as_ref() != before)
                && let Some(what) = told(both.new, new)
            {
                self.steps.add(Phase::Comment, comment(&what, new.comment.as_ref()));
            }
        }
    }

    /// Whether an object has to go and come again because of what it belongs to or speaks of.
    fn is_shaken_object(&self, both: Both<'a>, object: &Object) -> bool {
        let text = object.definition.as_deref().unwrap_or_default();
        if object.kind == ObjectKind::Operator {
            return self.loses_routine(text) || self.touched.concerns(text);
        }
        if !acts(object.kind) {
            return false;
        }
        let holder =
            object.table.as_ref().map(|table| QualifiedName { schema: both.old.name.clone(), name: table.clone() });
        holder
            .as_ref()
            .is_some_and(|holder| self.touched.views.contains(holder) || self.touched.concerns_within(holder, text))
            || self.touched.concerns(text)
            || self.touched.views.iter().any(|view| order::mentions(text, &view.name))
    }

    fn drop_object(&mut self, both: Both<'a>, object: &Object) {
        let holder = object.table.as_deref();
        // What belongs to a table that goes goes with it.
        let stays = |holder: &str| {
            both.new.tables.iter().any(|table| table.name == holder)
                || both.new.views.iter().any(|view| view.name == holder)
        };
        if holder.is_some_and(|holder| !stays(holder) && object.kind != ObjectKind::Statistics) {
            return;
        }
        let on = holder.map(|holder| placed(both.old, holder)).unwrap_or_default();
        let own = placed(both.old, &object.name);
        let (phase, sql) = match object.kind {
            ObjectKind::Trigger => (Phase::DropActing, format!("DROP TRIGGER {} ON {on}", name(&object.name))),
            ObjectKind::Policy => (Phase::DropActing, format!("DROP POLICY {} ON {on}", name(&object.name))),
            ObjectKind::Rule => (Phase::DropActing, format!("DROP RULE {} ON {on}", name(&object.name))),
            ObjectKind::Exclusion | ObjectKind::PeriodKey => {
                (Phase::DropForeignKey, format!("ALTER TABLE {on} DROP CONSTRAINT {}", name(&object.name)))
            }
            ObjectKind::Statistics => (Phase::DropActing, format!("DROP STATISTICS {own}")),
            ObjectKind::Index => (Phase::DropPart, format!("DROP INDEX {own}")),
            ObjectKind::Extension => (Phase::DropSchema, format!("DROP EXTENSION {}", name(&object.name))),
            ObjectKind::Collation => (Phase::DropSchema, format!("DROP COLLATION {own}")),
            ObjectKind::EventTrigger => (Phase::DropActing, format!("DROP EVENT TRIGGER {}", name(&object.name))),
            ObjectKind::Partition => (Phase::DropTable, format!("DROP TABLE {own}")),
            ObjectKind::ForeignServer => (Phase::DropType, format!("DROP SERVER {}", name(&object.name))),
            ObjectKind::Operator => {
                let is_early = self.loses_routine(object.definition.as_deref().unwrap_or_default());
                let phase = if is_early { Phase::DropStanding } else { Phase::DropOperator };
                (phase, format!("DROP OPERATOR {}", operator(both.old, object)))
            }
            ObjectKind::Inheritance => {
                let parent = placed(both.old, &object.name);
                (Phase::DropPart, format!("ALTER TABLE {on} NO INHERIT {parent}"))
            }
            _ => return self.cannot_say_object(object),
        };
        match object.kind {
            ObjectKind::Partition => {
                let caution = crate::alter::Caution::Loses(object.name.clone());
                self.steps.add_with(phase, sql, caution);
            }
            _ => self.steps.add(phase, sql),
        }
    }

    fn create_object(&mut self, both: Both<'a>, object: &Object) {
        let Some(text) = object.definition.as_deref() else { return self.cannot_say_object(object) };
        let on = object.table.as_deref().map(|holder| placed(both.new, holder)).unwrap_or_default();
        let (phase, sql) = match object.kind {
            ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::EventTrigger | ObjectKind::Statistics => {
                (Phase::Acting, text.to_owned())
            }
            ObjectKind::Rule => (Phase::Acting, text.trim_end_matches(';').to_owned()),
            ObjectKind::Exclusion => {
                (Phase::Constraint, format!("ALTER TABLE {on} ADD CONSTRAINT {} {text}", name(&object.name)))
            }
            ObjectKind::PeriodKey => {
                (Phase::ForeignKey, format!("ALTER TABLE {on} ADD CONSTRAINT {} {text}", name(&object.name)))
            }
            ObjectKind::Index => (Phase::Index, text.to_owned()),
            ObjectKind::Extension => {
                (Phase::Schema, text.replacen("CREATE EXTENSION", "CREATE EXTENSION IF NOT EXISTS", 1))
            }
            ObjectKind::Collation => (Phase::Schema, text.to_owned()),
            ObjectKind::ForeignServer => return self.create_server(object),
            ObjectKind::Operator => (self.standing(text), text.to_owned()),
            ObjectKind::Partition => (Phase::Table, format!("CREATE TABLE {} {text}", placed(both.new, &object.name))),
            ObjectKind::Inheritance => {
                let is_foreign = both
                    .new
                    .tables
                    .iter()
                    .any(|table| Some(&table.name) == object.table.as_ref() && table.kind == TableKind::Foreign);
                if is_foreign {
                    return self.cannot_say_object(object);
                }
                let parent = text.trim_start_matches("INHERITS (").trim_end_matches(')');
                (Phase::Constraint, format!("ALTER TABLE {on} INHERIT {parent}"))
            }
            _ => return self.cannot_say_object(object),
        };
        self.steps.add(phase, sql);
    }

    fn cannot_say_object(&mut self, object: &Object) {
        let kind = super::super::kind_word(object.kind);
        let reason = match object.kind {
            ObjectKind::BaseType => {
                "its functions are written in C, and come with a library that the server has to have"
            }
            _ => "the facts do not tell enough of it",
        };
        self.steps.cannot_say(format!("{kind} {}", object.name), reason);
    }
}

/// Whether an object does something when a table or view is written to or read, or depends on its columns.
fn acts(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule | ObjectKind::Exclusion | ObjectKind::Statistics
    )
}

/// What a comment calls an object.
fn told(schema: &Schema, object: &Object) -> Option<String> {
    let on = object.table.as_deref().map(|holder| placed(schema, holder)).unwrap_or_default();
    let own = placed(schema, &object.name);
    Some(match object.kind {
        ObjectKind::Trigger => format!("TRIGGER {} ON {on}", name(&object.name)),
        ObjectKind::Policy => format!("POLICY {} ON {on}", name(&object.name)),
        ObjectKind::Rule => format!("RULE {} ON {on}", name(&object.name)),
        ObjectKind::Exclusion | ObjectKind::PeriodKey => format!("CONSTRAINT {} ON {on}", name(&object.name)),
        ObjectKind::Statistics => format!("STATISTICS {own}"),
        ObjectKind::Partition => format!("TABLE {own}"),
        ObjectKind::Index => format!("INDEX {own}"),
        ObjectKind::Extension => format!("EXTENSION {}", name(&object.name)),
        ObjectKind::Collation => format!("COLLATION {own}"),
        ObjectKind::EventTrigger => format!("EVENT TRIGGER {}", name(&object.name)),
        ObjectKind::ForeignServer => format!("SERVER {}", name(&object.name)),
        ObjectKind::Operator => format!("OPERATOR {}", operator(schema, object)),
        _ => return None,
    })
}

/// An operator with its schema and operands, which are the object's name: `public.===(integer, integer)`.
fn operator(schema: &Schema, object: &Object) -> String {
    format!("{}.{}", name(&schema.name), object.name)
}

fn is_alike(old: &View, new: &View) -> bool {
    let columns = |view: &View| view.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    (&old.definition, old.materialized) == (&new.definition, new.materialized) && columns(old) == columns(new)
}

fn word(view: &View) -> &'static str {
    if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" }
}

type Views<'a> = BTreeMap<String, (&'a Schema, &'a View)>;

/// The views of all schemas, by schema and name.
fn views<'a>(schemas: impl Iterator<Item = &'a Schema>) -> Views<'a> {
    let all = schemas.flat_map(|schema| schema.views.iter().map(move |view| (schema, view)));
    all.map(|(schema, view)| (format!("{}\n{}", schema.name, view.name), (schema, view))).collect()
}

fn own_name(key: &str) -> &str {
    key.split_once('\n').map_or(key, |(_, name)| name)
}

fn by_name<'k>(texts: &[(&'k str, &'k str)]) -> Vec<(&'k str, &'k str)> {
    texts.iter().map(|(key, text)| (own_name(key), *text)).collect()
}

/// The keys, each behind those that its text speaks of.
fn in_order<'k>(texts: &[(&'k str, &'k str)]) -> Vec<&'k str> {
    let names = order::in_order(&by_name(texts));
    let mut keys: Vec<&str> = texts.iter().map(|(key, _)| *key).collect();
    let place = |key: &str| names.iter().position(|name| *name == own_name(key)).unwrap_or_default();
    keys.sort_by_key(|key| place(key));
    keys
}
