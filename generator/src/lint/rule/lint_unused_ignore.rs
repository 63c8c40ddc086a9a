//! `lint/unused-ignore`: an ignore that lets nothing pass.
//!
//! An entry of `[[lint.ignore]]`, a line `@scaffold ignore=…` in a comment of the database, a comment `scaffold:ignore …` in a
//! statement of a migration, or a line of the baseline names a finding that is not there. Somebody has put it right, or the object
//! has another name now.
//!
//! An ignore that stays behind lets the next breach pass unseen.
//!
//! What to do: take it out. For the baseline, `scaffold lint --write-baseline` does it. An ignore of a rule that is off is
//! not looked at, nor one of a migration that is not.

use super::Rule;
use crate::config::Level;

/// The engine alone knows what was let pass.
pub(super) const RULE: Rule = Rule { id: "lint/unused-ignore", level: Level::Warn, check: |_| Vec::new() };
