//! Profiles: what a set of rules is set to before the settings speak. What a profile does not name has the rule's own level.

use crate::config::{Level, Profile};

/// What the conventions of this generator ask for.
const SEEDS: &[(&str, Level)] = &[
    ("naming/table", Level::Warn),
    ("naming/column", Level::Warn),
    ("naming/constraint", Level::Info),
    ("columns/standard", Level::Warn),
    ("type/varchar-size", Level::Warn),
    // Half of the examples that it follows have a timestamp without time zone.
    ("time/no-timezone", Level::Info),
];

/// What suits PostgreSQL.
const POSTGRES: &[(&str, Level)] = &[
    ("pk/serial", Level::Warn),
    ("type/varchar-size", Level::Warn),
    ("type/char-n", Level::Warn),
    ("type/json", Level::Warn),
];

/// The level of a rule in a profile, where that says one.
pub(super) fn level(profile: Profile, rule: &str) -> Option<Level> {
    let levels = match profile {
        Profile::Standard => &[][..],
        Profile::Seeds => SEEDS,
        Profile::Postgres => POSTGRES,
    };
    levels.iter().find(|(id, _)| *id == rule).map(|(_, level)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::manual;

    #[test]
    fn profiles_name_rules_that_there_are() {
        for (rule, _) in SEEDS.iter().chain(POSTGRES) {
            assert!(manual(rule).is_some(), "{rule}");
        }
    }
}
