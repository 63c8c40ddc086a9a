//! The table of the rules of migrations. Each is a file whose head is its manual page, as those of schemas are.

mod compat_rename;
mod data_drop_cascade;
mod data_drop_column;
mod data_drop_schema;
mod data_drop_table;
mod data_narrowing;
mod data_not_null_no_default;
mod data_truncate;
mod data_unbounded_backfill;
mod data_unique_would_fail;
mod down_missing;
mod history_uses_entities;
mod idempotence;
mod lock_check_validate;
mod lock_concurrently_in_tx;
mod lock_fk_validate;
mod lock_held_while_working;
mod lock_index_not_concurrent;
mod lock_no_timeout;
mod lock_set_not_null;
mod lock_two_tables;
mod lock_unique_constraint;
mod matview;
mod merge_alter;
mod portability_ignored;
mod rewrite_type_change;
mod rewrite_volatile_default;
mod tx_enum_use;
mod tx_mysql_partial;

use super::super::context::Flaw;
use super::moment::Moment;
use super::source::Source;
use crate::config::Level;

/// A rule.
pub(in crate::lint) struct Rule {
    /// Its name, for good.
    pub(in crate::lint) id: &'static str,
    /// How grave a breach is, unless a profile or the settings say otherwise.
    pub(in crate::lint) level: Level,
    /// Whether it says why a statement was refused.
    pub(in crate::lint) of_refused: bool,
    /// What breaks it at a statement.
    pub(in crate::lint) check: fn(&Moment<'_>) -> Vec<Flaw>,
}

/// A rule of the source of a migration.
pub(in crate::lint) struct SourceRule {
    /// Its name, for good.
    pub(in crate::lint) id: &'static str,
    /// How grave a breach is, unless a profile or the settings say otherwise.
    pub(in crate::lint) level: Level,
    /// What breaks it.
    pub(in crate::lint) check: fn(&Source<'_>) -> Vec<Flaw>,
}

/// The rules of sources.
pub(in crate::lint) const SOURCE_RULES: &[SourceRule] = &[down_missing::RULE, history_uses_entities::RULE];

/// All rules of migrations, each with the level that it has by itself.
pub(in crate::lint) fn all() -> impl Iterator<Item = (&'static str, Level)> {
    let of_statements = RULES.iter().map(|rule| (rule.id, rule.level));
    of_statements.chain(SOURCE_RULES.iter().map(|rule| (rule.id, rule.level)))
}

impl Rule {
    /// A rule of statements that the server takes.
    const fn new(id: &'static str, level: Level, check: fn(&Moment<'_>) -> Vec<Flaw>) -> Self {
        Self { id, level, of_refused: false, check }
    }
}

/// The rules of statements.
pub(in crate::lint) const RULES: &[Rule] = &[
    compat_rename::RULE,
    data_drop_cascade::RULE,
    data_drop_column::RULE,
    data_drop_schema::RULE,
    data_drop_table::RULE,
    data_narrowing::RULE,
    data_not_null_no_default::RULE,
    data_truncate::RULE,
    data_unbounded_backfill::RULE,
    data_unique_would_fail::RULE,
    idempotence::RULE,
    lock_check_validate::RULE,
    lock_concurrently_in_tx::RULE,
    lock_fk_validate::RULE,
    lock_held_while_working::RULE,
    lock_index_not_concurrent::RULE,
    lock_no_timeout::RULE,
    lock_set_not_null::RULE,
    lock_two_tables::RULE,
    lock_unique_constraint::RULE,
    matview::RULE,
    merge_alter::RULE,
    portability_ignored::RULE,
    rewrite_type_change::RULE,
    rewrite_volatile_default::RULE,
    tx_enum_use::RULE,
    tx_mysql_partial::RULE,
];
