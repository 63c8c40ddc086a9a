//! What a text speaks of, and the order of things that speak of each other.

use std::collections::BTreeSet;

/// Whether a text has a name as a word, quoted or not. Case counts not: some systems fold it.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    let text = text.to_lowercase();
    let name = name.to_lowercase();
    // Within quotes, a quote of the name is doubled.
    [name.clone(), name.replace('"', "\"\""), name.replace('`', "``")].iter().any(|name| has_word(&text, name))
}

fn has_word(text: &str, word: &str) -> bool {
    let is_inner = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let ends_open = |c: Option<char>| !is_inner(c);
    !word.is_empty()
        && text.match_indices(word).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let after = text[at + found.len()..].chars().next();
            // A name that itself begins or ends with another character needs no gap there.
            (ends_open(before) || !is_inner(word.chars().next()))
                && (ends_open(after) || !is_inner(word.chars().next_back()))
        })
}

/// Names with their texts, each behind those that its text speaks of. Where some speak of each other in a circle, as
/// they seem to where a column is called like one of them, the first by name goes first.
pub(super) fn in_order<'a>(items: &[(&'a str, &str)]) -> Vec<&'a str> {
    let mut left: Vec<(&'a str, &str)> = items.to_vec();
    left.sort_unstable();
    let mut ordered = Vec::new();
    while !left.is_empty() {
        let waits = |item: &(&str, &str)| left.iter().any(|other| other.0 != item.0 && mentions(item.1, other.0));
        let ready = left.iter().position(|item| !waits(item)).unwrap_or_default();
        ordered.push(left.remove(ready).0);
    }
    ordered
}

/// All of `items` that are `changed`, by name and text, or speak of such an item.
pub(super) fn affected<'a>(items: &[(&'a str, &str)], changed: impl Fn(&str, &str) -> bool) -> BTreeSet<&'a str> {
    let mut found: BTreeSet<&'a str> =
        items.iter().filter(|(name, text)| changed(name, text)).map(|(name, _)| *name).collect();
    loop {
        let more: Vec<&'a str> = items
            .iter()
            .filter(|(name, text)| !found.contains(name) && found.iter().any(|other| mentions(text, other)))
            .map(|(name, _)| *name)
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_mentioned_as_a_word() {
        for (text, name, is_mentioned) in [
            ("SELECT a FROM orders", "orders", true),
            ("SELECT a FROM orders_old", "orders", false),
            ("SELECT \"Or\"\"d\" FROM x", "Or\"d", true),
            ("SELECT a FROM ORDERS", "orders", true),
            ("SELECT a-b FROM t", "a-b", true),
            ("SELECT a", "", false),
        ] {
            assert_eq!(mentions(text, name), is_mentioned, "{text} {name}");
        }
    }

    #[test]
    fn what_speaks_of_another_comes_behind_it() {
        let items = [("a", "SELECT * FROM c"), ("b", "SELECT 1"), ("c", "SELECT * FROM b")];
        assert_eq!(in_order(&items), ["b", "c", "a"]);
        assert_eq!(in_order(&[("x", "y"), ("y", "x")]), ["x", "y"]);
        assert_eq!(affected(&items, |name, _| name == "b"), BTreeSet::from(["a", "b", "c"]));
        assert_eq!(affected(&items, |_, text| mentions(text, "c")), BTreeSet::from(["a"]));
    }
}
