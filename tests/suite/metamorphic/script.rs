//! SQL scripts taken apart into statements, and run in other orders.

use crate::servers::{self, Database};
use anyhow::{Result, bail};
use sea_orm::ConnectionTrait;

/// A source of chance that is the same every time.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }

    /// Puts the items into another order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for idx in (1..items.len()).rev() {
            items.swap(idx, self.below(idx + 1));
        }
    }
}

/// The statements of a script of PostgreSQL: what semicolons end, outside of quotes and comments.
pub(super) fn statements(text: &str) -> Vec<String> {
    let mut statements = vec![String::new()];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '$' => match rest[1..].find('$') {
                Some(end) if rest[1..=end].chars().all(|c| c == '_' || c.is_alphanumeric()) => {
                    let tag = &rest[..end + 2];
                    rest[tag.len()..].find(tag).map_or(rest.len(), |end| end + 2 * tag.len())
                }
                _ => 1,
            },
            _ => first.len_utf8(),
        };
        if first == ';' {
            statements.push(String::new());
        } else {
            statements.last_mut().into_iter().for_each(|statement| statement.push_str(&rest[..length]));
        }
        rest = &rest[length..];
    }
    statements.retain(|statement| statement.lines().any(|line| !line.trim().is_empty() && !line.starts_with("--")));
    statements
}

/// Runs the statements in that order, those that need a later one again after it: a random order of all that work.
pub(super) fn run(database: &Database, mut waiting: Vec<String>) -> Result<()> {
    servers::wait(|| async {
        let db = database.connect().await?;
        loop {
            let mut refused = Vec::new();
            let before = waiting.len();
            for statement in waiting {
                if let Err(error) = db.execute_unprepared(&statement).await {
                    refused.push((statement, error));
                }
            }
            match refused.as_slice() {
                [] => return Ok(()),
                [(statement, error), ..] if refused.len() == before => bail!("{error}\n{statement}"),
                _ => waiting = refused.into_iter().map(|(statement, _)| statement).collect(),
            }
        }
    })
}

#[test]
fn a_script_is_taken_apart_at_the_right_places() {
    let text = "-- a; b\nCREATE TABLE \"x;\"\"y\" (a text DEFAULT 'it''s;');\nDO $f$ a; $$; b $f$; /* ; */ SELECT 1;\n";
    let found = statements(text);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[1].ends_with("$f$") && found[2].ends_with("SELECT 1"), "{found:#?}");
}
