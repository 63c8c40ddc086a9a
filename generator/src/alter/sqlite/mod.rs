//! x
use super::steps::Script;
use super::Side;
pub(super) fn script(_from: Side<'_>, _to: Side<'_>) -> Script { Script::default() }
