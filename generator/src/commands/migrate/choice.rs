//! Which migrations are meant, and what is to be done with them: names in, names out.
//!
//! 1. A name is the whole of one; or else what one alone begins with; or else what one alone holds.
//! 2. Up goes through the pending ones in the order of the crate, those first that others were applied past.
//! 3. Down goes through the applied ones in the reverse order of the crate, which is SeaORM's.

use crate::diagnostic::Diagnostic;

/// How far to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Through all.
    All,
    /// Through so many.
    Count(usize),
    /// To the migration with this name.
    To(String),
}

impl Reach {
    /// What was typed, names as the crate has them.
    pub(super) fn typed(
        count: Option<usize>,
        to: Option<&str>,
        otherwise: Self,
        all: &[String],
    ) -> Result<Self, Diagnostic> {
        match (count, to) {
            (_, Some(name)) => Ok(Self::To(named(name, all)?.to_owned())),
            (Some(count), None) => Ok(Self::Count(count)),
            (None, None) => Ok(otherwise),
        }
    }
}

/// The migration that is meant.
///
/// Errors: there is none, or more than one.
pub(super) fn named<'a>(word: &str, all: &'a [String]) -> Result<&'a str, Diagnostic> {
    let fits: [&dyn Fn(&str) -> bool; 3] =
        [&|name| name == word, &|name| name.starts_with(word), &|name| name.contains(word)];
    for fits in fits {
        let found: Vec<&str> = all.iter().map(String::as_str).filter(|name| fits(name)).collect();
        match found[..] {
            [] => (),
            [one] => return Ok(one),
            _ => return Err(Diagnostic::several_migrations(word, &found)),
        }
    }
    Err(Diagnostic::unknown_migration(word, all))
}

/// What is to be applied, in order.
pub(super) fn up(all: &[String], applied: &[String], reach: &Reach) -> Vec<String> {
    let pending = all.iter().filter(|name| !applied.contains(name));
    match reach {
        Reach::All => pending.cloned().collect(),
        Reach::Count(count) => pending.take(*count).cloned().collect(),
        Reach::To(last) => {
            let last = all.iter().position(|name| name == last).map_or(0, |place| place + 1);
            pending.filter(|name| all[..last].contains(name)).cloned().collect()
        }
    }
}

/// What is to be taken back, in order.
pub(super) fn down(all: &[String], applied: &[String], reach: &Reach) -> Vec<String> {
    let there = all.iter().rev().filter(|name| applied.contains(name));
    match reach {
        Reach::All => there.cloned().collect(),
        Reach::Count(count) => there.take(*count).cloned().collect(),
        Reach::To(first) => there.take_while(|name| *name != first).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_part_that_one_alone_has_is_enough() {
        let all = names("m1_users m2_orders m3_order_items m3");
        let found = |word| named(word, &all).map_err(|error| (error.code, error.help));
        assert_eq!(found("m1"), Ok("m1_users"));
        assert_eq!(found("items"), Ok("m3_order_items"));
        assert_eq!(found("m3"), Ok("m3"));
        assert_eq!(found("order").unwrap_err().0, "M031");
        let (code, help) = found("m1_usres").unwrap_err();
        assert_eq!((code, help.as_str()), ("M030", "did you mean m1_users?"));
    }

    #[test]
    fn up_stops_where_it_is_told_and_catches_up_with_what_was_passed() {
        let (all, applied) = (names("a b c d"), names("b"));
        let to = |name: &str| Reach::To(name.to_owned());
        assert_eq!(up(&all, &applied, &Reach::All), ["a", "c", "d"]);
        assert_eq!(up(&all, &applied, &Reach::Count(2)), ["a", "c"]);
        assert_eq!(up(&all, &applied, &to("c")), ["a", "c"]);
        assert_eq!(up(&all, &applied, &to("b")), ["a"]);
    }

    #[test]
    fn down_leaves_the_migration_that_is_named() {
        let (all, applied) = (names("a b c d"), names("a b d"));
        let to = |name: &str| Reach::To(name.to_owned());
        assert_eq!(down(&all, &applied, &Reach::Count(2)), ["d", "b"]);
        assert_eq!(down(&all, &applied, &to("a")), ["d", "b"]);
        assert_eq!(down(&all, &applied, &to("d")), [""; 0]);
        assert_eq!(down(&all, &applied, &Reach::All), ["d", "b", "a"]);
    }
}
