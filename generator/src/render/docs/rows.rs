//! How many rows tables have, in orders of magnitude: `rows.txt`, which is asked for, committed, and read like all else that pages
//! are made from.

use std::collections::BTreeMap;
use std::fmt::Write;

/// The words for numbers of one digit, of two, and so on.
const WORDS: [&str; 10] = [
    "fewer than ten",
    "tens",
    "hundreds",
    "thousands",
    "tens of thousands",
    "hundreds of thousands",
    "millions",
    "tens of millions",
    "hundreds of millions",
    "billions",
];

/// The words for a number of rows.
fn magnitude(rows: u64) -> &'static str {
    let digits = rows.checked_ilog10().and_then(|digits| usize::try_from(digits).ok()).unwrap_or_default();
    WORDS.get(digits).unwrap_or(&WORDS[WORDS.len() - 1])
}

/// What the file says of tables, by their keys. What is not understood is not known: a merge may have left both sides.
pub(super) fn read(text: &str) -> BTreeMap<String, &'static str> {
    let known = |line: &str| {
        let (key, words) = line.split_once(' ')?;
        WORDS.into_iter().find(|own| *own == words).map(|words| (key.to_owned(), words))
    };
    text.lines().filter_map(known).collect()
}

/// What the file says of tables with these words.
pub(super) fn lines<'w>(rows: impl Iterator<Item = (&'w String, &'w str)>) -> String {
    rows.fold(String::new(), |mut text, (key, words)| {
        let _ = writeln!(text, "{key} {words}");
        text
    })
}

/// The same of tables with about so many rows, by their keys.
pub fn row_counts(rows: &BTreeMap<String, u64>) -> String {
    lines(rows.iter().map(|(key, rows)| (key, magnitude(*rows))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_by_their_digits_alone() {
        let words = [0, 9, 10, 99, 100, 12_345, 99_999, 100_000, 2_000_000_000, u64::MAX].map(magnitude);
        let expected = [
            "fewer than ten",
            "fewer than ten",
            "tens",
            "tens",
            "hundreds",
            "tens of thousands",
            "tens of thousands",
            "hundreds of thousands",
            "billions",
            "billions",
        ];
        assert_eq!(words, expected);
        let text = row_counts(&BTreeMap::from([("a".to_owned(), 7), ("b.c".to_owned(), 70_000)]));
        assert_eq!(text, "a fewer than ten\nb.c tens of thousands\n");
        assert_eq!(row_counts(&BTreeMap::new()) + &lines(read(&text).iter().map(|(key, words)| (key, *words))), text);
        assert!(read("<<<<<<< ours\na many\n").is_empty());
    }
}
