//! What rules of migrations see of the source of one.

use super::super::Finding;
use super::super::context::Flaw;
use super::super::judged;
use super::Migration;
use super::rule::SOURCE_RULES;
use crate::config::Settings;

/// The source of a migration.
pub(in crate::lint) struct Source<'m> {
    pub(in crate::lint) migration: &'m Migration,
    pub(in crate::lint) text: &'m str,
    pub(in crate::lint) file: &'m syn::File,
    /// What code calls the crate of the entities.
    pub(in crate::lint) entity: &'m str,
}

impl Source<'_> {
    /// What breaks a rule at a part of the migration, called as messages do.
    pub(in crate::lint) fn flaw(&self, part: &str, message: impl Into<String>) -> Flaw {
        Flaw {
            schema: String::new(),
            table: self.migration.name.clone(),
            kind: "migration",
            place: format!("{}.{part}", self.migration.name),
            columns: Vec::new(),
            message: message.into(),
            why: String::new(),
            help: String::new(),
        }
    }
}

/// What breaks rules in the source of a migration, where that is known and is Rust.
pub(super) fn found(migration: &Migration, settings: &Settings) -> Vec<Finding> {
    let Some(text) = migration.source.as_deref() else { return Vec::new() };
    let Ok(file) = syn::parse_file(text) else { return Vec::new() };
    let source = Source { migration, text, file: &file, entity: &settings.entity.crate_name };
    let rules = SOURCE_RULES.iter();
    rules.flat_map(|rule| judged(&settings.lint, (rule.id, rule.level), || (rule.check)(&source))).collect()
}
