//! The table of the rules of schemas; those of migrations are in `migration/rule`. Each is a file whose head is its manual page: what is wrong, why, and what to do.
//!
//! The file of `fk/unindexed` is `fk_unindexed.rs`. Ids are for good: settings, comments and baselines name them.

mod bool_nullable;
mod cascade_cycle;
mod cascade_depth;
mod cascade_paths;
mod columns_standard;
mod consistency_same_name_type;
mod constraint_not_validated;
mod cursor_order_index;
mod default_null_string;
mod doc_missing_comment;
mod entity_drift;
mod enum_text_without_check;
mod fk_action_missing;
mod fk_duplicate;
mod fk_intersecting;
mod fk_missing;
mod fk_partly_nullable;
mod fk_tenant;
mod fk_type_mismatch;
mod fk_unindexed;
mod function_search_path;
mod index_array_btree;
mod index_duplicate;
mod index_invalid;
mod index_json_btree;
mod index_low_cardinality;
mod index_needless_predicate;
mod index_nullable_unique;
mod index_redundant_prefix;
mod index_timestamp_in_middle;
mod index_too_many;
mod index_too_wide;
mod lint_unused_ignore;
mod money_float;
mod money_scale;
mod naming_column;
mod naming_constraint;
mod naming_length;
mod naming_reserved;
mod naming_table;
mod pk_int_exhaustion;
mod pk_missing;
mod pk_serial;
mod policy_idle;
mod policy_missing;
mod polymorphic;
mod shape_all_nullable;
mod shape_empty;
mod shape_multi_value;
mod shape_repeating_group;
mod shape_single_column;
mod shape_too_many_columns;
mod shape_too_many_lobs;
mod shape_transitive_dep;
mod shape_unrelated;
mod softdelete_cascade;
mod softdelete_unindexed;
mod softdelete_unique;
mod time_no_timezone;
mod type_char_n;
mod type_json;
mod type_varchar_size;
mod version_optimistic_lock;
mod view_security;

use super::Finding;
use super::context::{Context, Flaw};
use super::mend::Change;
use super::migration::rule as of_migrations;
use crate::config::Level;
use serde::Serialize;
use std::sync::LazyLock;

/// A rule.
pub(super) struct Rule {
    /// Its name, for good.
    pub(super) id: &'static str,
    /// How grave a breach is, unless a profile or the settings say otherwise.
    pub(super) level: Level,
    /// What breaks it.
    pub(super) check: fn(&Context<'_>) -> Vec<Flaw>,
}

/// What mends what breaks a rule, where the schema alone tells how.
pub(super) struct Remedy {
    /// The rule.
    pub(super) rule: &'static str,
    /// What it does, for people.
    pub(super) does: &'static str,
    /// The changes, or why there are none for this finding.
    pub(super) mend: fn(&Context<'_>, &Finding) -> Result<Vec<Change>, String>,
}

/// The rules that can be mended, in the order in which they are.
pub(super) const REMEDIES: &[Remedy] = &[
    pk_int_exhaustion::REMEDY,
    pk_serial::REMEDY,
    fk_type_mismatch::REMEDY,
    type_json::REMEDY,
    type_char_n::REMEDY,
    default_null_string::REMEDY,
    columns_standard::REMEDY,
    version_optimistic_lock::REMEDY,
    softdelete_unique::REMEDY,
    index_needless_predicate::REMEDY,
    fk_unindexed::REMEDY,
    cursor_order_index::REMEDY,
    index_duplicate::REMEDY,
    index_redundant_prefix::REMEDY,
    naming_constraint::REMEDY,
];

/// Why no other rule is mended: what somebody has to choose or know.
const CHOICES: &[(&str, &str)] = &[
    ("bool/nullable", "what NULL means in the rows that have it"),
    ("constraint/not-validated", "rows may be there that break it"),
    ("fk/missing", "rows may refer to nothing"),
    ("function/search-path", "where the names in its body are looked up"),
    ("index/invalid", "how long it may lock the table, and a duplicate may be why it failed"),
    ("index/nullable-unique", "rows may be there twice"),
    ("money/float", "how many digits the amounts have, and how those that are there are rounded"),
    ("money/scale", "how many digits the amounts have"),
    ("naming/length", "which name is meant"),
    ("policy/idle", "who is to see which rows"),
    ("policy/missing", "who is to see which rows"),
    ("pk/missing", "which columns tell a row from others"),
    ("softdelete/unindexed", "which index is used most"),
    ("view/security", "whether it is meant to show more"),
    ("time/no-timezone", "which time zone the values that are there are of"),
];

/// What has to be known before a rule can be mended, where that can be said of all its findings.
pub(super) fn choice(rule: &str) -> Option<&'static str> {
    CHOICES.iter().find(|(id, _)| *id == rule).map(|(_, choice)| *choice)
}

/// All rules.
pub(super) const RULES: &[Rule] = &[
    bool_nullable::RULE,
    cascade_cycle::RULE,
    cascade_depth::RULE,
    cascade_paths::RULE,
    columns_standard::RULE,
    consistency_same_name_type::RULE,
    constraint_not_validated::RULE,
    cursor_order_index::RULE,
    default_null_string::RULE,
    doc_missing_comment::RULE,
    entity_drift::RULE,
    enum_text_without_check::RULE,
    fk_action_missing::RULE,
    fk_duplicate::RULE,
    fk_intersecting::RULE,
    fk_missing::RULE,
    fk_partly_nullable::RULE,
    fk_tenant::RULE,
    fk_type_mismatch::RULE,
    fk_unindexed::RULE,
    function_search_path::RULE,
    index_array_btree::RULE,
    index_duplicate::RULE,
    index_invalid::RULE,
    index_json_btree::RULE,
    index_low_cardinality::RULE,
    index_needless_predicate::RULE,
    index_nullable_unique::RULE,
    index_redundant_prefix::RULE,
    index_timestamp_in_middle::RULE,
    index_too_many::RULE,
    index_too_wide::RULE,
    lint_unused_ignore::RULE,
    money_float::RULE,
    money_scale::RULE,
    naming_column::RULE,
    naming_constraint::RULE,
    naming_length::RULE,
    naming_reserved::RULE,
    naming_table::RULE,
    pk_int_exhaustion::RULE,
    pk_missing::RULE,
    pk_serial::RULE,
    policy_idle::RULE,
    policy_missing::RULE,
    polymorphic::RULE,
    shape_all_nullable::RULE,
    shape_empty::RULE,
    shape_multi_value::RULE,
    shape_repeating_group::RULE,
    shape_single_column::RULE,
    shape_too_many_columns::RULE,
    shape_too_many_lobs::RULE,
    shape_transitive_dep::RULE,
    shape_unrelated::RULE,
    softdelete_cascade::RULE,
    softdelete_unindexed::RULE,
    softdelete_unique::RULE,
    time_no_timezone::RULE,
    type_char_n::RULE,
    type_json::RULE,
    type_varchar_size::RULE,
    version_optimistic_lock::RULE,
    view_security::RULE,
];

/// The rule that the engine itself looks after.
pub(super) const UNUSED_IGNORE: Rule = lint_unused_ignore::RULE;

/// The page of a rule.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Manual {
    /// The rule.
    pub id: &'static str,
    /// What breaks it, in a line.
    pub title: &'static str,
    /// All of it, in Markdown.
    pub text: &'static str,
    /// How grave a breach is by itself.
    #[serde(serialize_with = "super::word")]
    pub level: Level,
    /// What `lint --fix` does about it, where it does anything.
    pub fix: Option<&'static str>,
    /// What has to be known before anything can be done, where that is known.
    pub choice: Option<&'static str>,
}

/// The heads of the files, by stem.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/manuals.rs"));

static MANUALS: LazyLock<Vec<Manual>> = LazyLock::new(|| {
    let of_schema = RULES.iter().map(|rule| Manual::of(rule.id, rule.level));
    let of_migrations = of_migrations::all().map(|(id, level)| Manual::of(id, level));
    let mut manuals: Vec<Manual> = of_schema.chain(of_migrations).collect();
    manuals.sort_by_key(|manual| manual.id);
    manuals
});

/// The pages of all rules, by id.
pub fn manuals() -> &'static [Manual] {
    &MANUALS
}

/// The page of a rule.
pub fn manual(id: &str) -> Option<&'static Manual> {
    MANUALS.iter().find(|manual| manual.id == id)
}

/// The names of all rules.
pub(super) fn ids() -> Vec<&'static str> {
    manuals().iter().map(|manual| manual.id).collect()
}

/// The level that a rule has by itself.
pub(super) fn level(id: &str) -> Option<Level> {
    manual(id).map(|manual| manual.level)
}

/// Whether a rule is one of migrations.
pub(super) fn is_of_migrations(id: &str) -> bool {
    of_migrations::all().any(|(own, _)| own == id)
}

impl Manual {
    fn of(id: &'static str, level: Level) -> Self {
        let stem = id.replace(['/', '-'], "_");
        let text = PAGES.iter().find(|(name, _)| *name == stem).map_or("", |(_, text)| *text);
        let fix = REMEDIES.iter().find(|remedy| remedy.rule == id).map(|remedy| remedy.does);
        let title = text.lines().next().and_then(|line| line.split_once(": ")).map_or("", |(_, title)| title);
        Self { id, title: title.trim_end_matches('.'), text, level, fix, choice: choice(id) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_page_and_each_page_a_rule() {
        assert_eq!(RULES.len() + of_migrations::all().count(), PAGES.len());
        assert!(RULES.is_sorted_by_key(|rule| rule.id), "the table is sorted");
        assert!(of_migrations::RULES.is_sorted_by_key(|rule| rule.id), "the other table is sorted");
        for manual in manuals() {
            assert!(manual.text.starts_with(&format!("`{}`: ", manual.id)), "{}", manual.id);
            assert!(manual.title.len() > 10 && manual.text.lines().count() > 4, "{} says little", manual.id);
        }
    }
}
