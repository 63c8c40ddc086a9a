//! What migrations leave out on a kind of database, as they say it themselves: in statements that do nothing else.

use crate::diagnostic::printable;
use crate::lint::migration::left_out;

/// All that the statements say is left out.
pub(super) fn all(statements: &[String]) -> Vec<String> {
    statements
        .iter()
        .filter_map(|statement| left_out(statement))
        .map(printable)
        .map(|words| words.to_string())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_told_from_what_is_done() {
        let said =
            ["SELECT 1", "SELECT 1 /* scaffold: left out: policy \"a * /\" on \"b\" */", "SELECT 1 /* left out */"];
        assert_eq!(all(&said.map(str::to_owned)), ["policy \"a * /\" on \"b\""]);
    }
}
