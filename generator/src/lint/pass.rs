//! What lets a finding pass: settings, tags in comments and the baseline, and which of them let nothing pass.

use super::baseline::Baseline;
use super::baseline::Known;
use super::context::{Flaw, qualified};
use super::{Finding, level_of, rule};
use crate::catalog::{Catalog, Schema};
use crate::config::{Ignore, Level, LintSettings};
use crate::model::tags;

/// What lets findings pass, and whether it did.
pub(super) struct Passes<'a> {
    settings: Vec<(&'a Ignore, bool)>,
    tags: Vec<(Tag<'a>, bool)>,
    inlines: Vec<(Inline, bool)>,
    baseline: &'a Baseline,
    known: Vec<bool>,
    scope: Scope<'a>,
}

/// What is looked at, so that it is known what could have let something pass.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// The schema.
    Schema,
    /// These migrations.
    Migrations {
        /// Their names.
        names: &'a [String],
        /// Whether these are all.
        whole: bool,
    },
}

/// A comment in a statement of a migration.
#[derive(Clone, Debug)]
pub(super) struct Inline {
    pub(super) migration: String,
    /// The statement; none for all of the migration.
    pub(super) number: Option<usize>,
    pub(super) rule: String,
    pub(super) reason: String,
}

/// A tag in a comment.
struct Tag<'a> {
    schema: &'a Schema,
    table: &'a str,
    /// The column, unless the comment is that of the table or view.
    column: Option<&'a str>,
    rule: &'a str,
    reason: &'a str,
}

impl<'a> Passes<'a> {
    pub(super) fn of_schema(settings: &'a LintSettings, baseline: &'a Baseline, catalog: &'a Catalog) -> Self {
        let tags = tags_of(catalog).into_iter().map(|tag| (tag, false)).collect();
        Self { tags, ..Self::new(settings, baseline, Scope::Schema) }
    }

    pub(super) fn of_migrations(
        settings: &'a LintSettings,
        baseline: &'a Baseline,
        (scope, inlines): (Scope<'a>, Vec<Inline>),
    ) -> Self {
        let inlines = inlines.into_iter().map(|inline| (inline, false)).collect();
        Self { inlines, ..Self::new(settings, baseline, scope) }
    }

    fn new(settings: &'a LintSettings, baseline: &'a Baseline, scope: Scope<'a>) -> Self {
        Self {
            settings: settings.ignore.iter().map(|ignore| (ignore, false)).collect(),
            tags: Vec::new(),
            inlines: Vec::new(),
            baseline,
            known: vec![false; baseline.known.len()],
            scope,
        }
    }

    /// Why a finding may be, where anything says so.
    pub(super) fn reason(&mut self, finding: &Finding) -> Option<String> {
        let mut reason = None;
        for (ignore, used) in &mut self.settings {
            let fits = ignore.rule == finding.rule
                && (ignore.object.fits(&finding.place) || ignore.object.fits_in(&finding.schema, &finding.table));
            if fits {
                *used = true;
                reason.get_or_insert_with(|| ignore.reason.clone());
            }
        }
        for (tag, used) in self.tags.iter_mut().filter(|(tag, _)| tag.is_of(finding)) {
            *used = true;
            reason.get_or_insert_with(|| tag.reason.to_owned());
        }
        for (inline, used) in self.inlines.iter_mut().filter(|(inline, _)| inline.is_of(finding)) {
            *used = true;
            reason.get_or_insert_with(|| inline.reason.clone());
        }
        reason
    }

    /// Whether the baseline knows a finding.
    pub(super) fn is_known(&mut self, finding: &Finding) -> bool {
        let place = self.baseline.known.iter().position(|known| known.is(finding));
        let is_known = place.and_then(|place| self.known.get_mut(place));
        is_known.map(|used| *used = true).is_some()
    }

    /// What let nothing pass, though its rule was looked at.
    pub(super) fn unused(&self, settings: &LintSettings) -> Vec<Flaw> {
        let is_on = |id: &str| rule::level(id).is_some_and(|level| level_of(settings, (id, level)) > Level::Off);
        let could = |ignore: &Ignore| is_on(&ignore.rule) && self.scope.covers(ignore);
        let of_settings = self.settings.iter().filter(|(ignore, used)| !used && could(ignore)).map(|(ignore, _)| {
            let message = format!("{} at {} lets nothing pass", ignore.rule, ignore.object.text());
            unused_one(&ignore.place, message, "remove it, or see whether the object has another name now")
        });
        let of_tags = self.tags.iter().filter(|(tag, used)| !used && is_on(tag.rule)).map(|(tag, _)| {
            let message = format!("the comment ignores {}, which nothing breaks here", tag.rule);
            let column = tag.column.map(|column| format!(".{column}")).unwrap_or_default();
            let place = format!("{}{column}", qualified(tag.schema, tag.table));
            let flaw = unused_one(&place, message, "take the line out of the comment in a migration");
            Flaw { schema: tag.schema.name.clone(), table: tag.table.to_owned(), kind: "comment", ..flaw }
        });
        let unknown = self.tags.iter().filter(|(tag, _)| rule::manual(tag.rule).is_none()).map(|(tag, _)| {
            let message = format!("the comment ignores {}, and there is no such rule", tag.rule);
            let flaw = unused_one(&qualified(tag.schema, tag.table), message, "correct the line in a migration");
            Flaw { schema: tag.schema.name.clone(), table: tag.table.to_owned(), kind: "comment", ..flaw }
        });
        let known = self.baseline.known.iter().zip(&self.known);
        let was_looked_at = |known: &Known| is_on(&known.rule) && self.scope.knows(known);
        let of_baseline = known.filter(|(known, used)| !**used && was_looked_at(known)).map(|(known, _)| {
            let message = format!("{} at {} is put right", known.rule, known.object);
            unused_one(&self.baseline.file, message, self.scope.renewal())
        });
        let of_inlines = self.inlines.iter().filter(|(inline, used)| !used && !is_off(settings, &inline.rule));
        let of_inlines = of_inlines.map(|(inline, _)| inline.unused());
        of_settings.chain(of_tags).chain(unknown).chain(of_baseline).chain(of_inlines).collect()
    }
}

fn is_off(settings: &LintSettings, id: &str) -> bool {
    rule::level(id).is_some_and(|level| level_of(settings, (id, level)) == Level::Off)
}

impl Scope<'_> {
    /// Whether rules of that name were asked.
    fn asks(self, id: &str) -> bool {
        rule::is_of_migrations(id) == matches!(self, Self::Migrations { .. })
    }

    /// Whether what an entry of the settings lets pass would have been found.
    fn covers(self, ignore: &Ignore) -> bool {
        let is_seen = match self {
            Self::Schema | Self::Migrations { whole: true, .. } => true,
            Self::Migrations { names, whole: false } => names.iter().any(|name| ignore.object.fits(name)),
        };
        self.asks(&ignore.rule) && is_seen
    }

    /// Whether what the baseline knows would have been found.
    pub(super) fn knows(self, known: &Known) -> bool {
        let is_seen = match self {
            Self::Schema | Self::Migrations { whole: true, .. } => true,
            Self::Migrations { names, whole: false } => names
                .iter()
                .any(|name| known.object.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('.'))),
        };
        self.asks(&known.rule) && is_seen
    }

    fn renewal(self) -> &'static str {
        match self {
            Self::Schema => "run `scaffold lint --write-baseline`",
            Self::Migrations { .. } => "run `scaffold lint --migrations --write-baseline`",
        }
    }
}

impl Inline {
    fn is_of(&self, finding: &Finding) -> bool {
        let number = finding.statement.as_ref().map(|said| said.number);
        let is_there = self.migration == finding.table && (self.number.is_none() || self.number == number);
        is_there && self.rule == finding.rule && !self.reason.is_empty()
    }

    fn unused(&self) -> Flaw {
        let Self { migration, number, rule, reason } = self;
        let message = match () {
            () if rule::manual(rule).is_none() => format!("a comment ignores {rule}, and there is no such rule"),
            () if reason.is_empty() => format!("a comment ignores {rule} and does not say why"),
            () => format!("a comment ignores {rule}, which nothing breaks here"),
        };
        let place = number.map_or_else(|| migration.clone(), |number| format!("{migration}.{number}"));
        let flaw = unused_one(&place, message, "write /* scaffold:ignore RULE: REASON */, or take it out");
        Flaw { table: migration.clone(), kind: "comment", ..flaw }
    }
}

fn unused_one(place: &str, message: String, help: &str) -> Flaw {
    Flaw {
        schema: String::new(),
        table: String::new(),
        kind: "ignore",
        place: place.to_owned(),
        columns: Vec::new(),
        message,
        why: "the next breach there would pass unseen".to_owned(),
        help: help.to_owned(),
    }
}

impl Tag<'_> {
    fn is_of(&self, finding: &Finding) -> bool {
        let is_there = self.rule == finding.rule && self.schema.name == finding.schema && self.table == finding.table;
        is_there && self.column.is_none_or(|column| finding.columns.iter().any(|name| name == column))
    }
}

fn tags_of(catalog: &Catalog) -> Vec<Tag<'_>> {
    let mut all = Vec::new();
    for schema in &catalog.schemas {
        let tables = schema.tables.iter().map(|table| (&table.name, &table.comment, &table.columns));
        let views = schema.views.iter().map(|view| (&view.name, &view.comment, &view.columns));
        for (table, comment, columns) in tables.chain(views) {
            let of_columns = columns.iter().map(|column| (Some(column.name.as_str()), &column.comment));
            for (column, comment) in [(None, comment)].into_iter().chain(of_columns) {
                let tags = comment.as_deref().map(tags::ignores).unwrap_or_default();
                all.extend(tags.into_iter().map(|(rule, reason)| Tag { schema, table, column, rule, reason }));
            }
        }
    }
    all
}
