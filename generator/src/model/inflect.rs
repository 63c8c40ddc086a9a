//! Singular and plural of English nouns: a library, corrected where it was measured to be wrong.
//!
//! The rules, in order: the user's own word list; the built-in exceptions; words that are kept as they are (up to
//! three letters, or ending in `ss`, `us` or `is`, unless listed as plurals); the library.

use crate::config::NameSettings;

/// Plural and singular where the library is wrong, and words that are both.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("analytics", "analytics"),
    ("aliases", "alias"),
    ("atlases", "atlas"),
    ("axes", "axis"),
    ("axis", "axis"),
    ("bases", "base"),
    ("biases", "bias"),
    ("bias", "bias"),
    ("caches", "cache"),
    ("canvas", "canvas"),
    ("canvases", "canvas"),
    ("children", "child"),
    ("criteria", "criterion"),
    ("data", "data"),
    ("dies", "die"),
    ("feedback", "feedback"),
    ("gases", "gas"),
    ("indices", "index"),
    ("indexes", "index"),
    ("lens", "lens"),
    ("lenses", "lens"),
    ("leaves", "leave"),
    ("media", "media"),
    ("menus", "menu"),
    ("metadata", "metadata"),
    ("movies", "movie"),
    ("news", "news"),
    ("people", "person"),
    ("series", "series"),
    ("species", "species"),
    ("staff", "staff"),
    ("statistics", "statistic"),
    ("statuses", "status"),
    ("taxis", "taxi"),
    ("viruses", "virus"),
    ("vertices", "vertex"),
];

/// Singular words whose plural the library gets wrong.
const PLURALS: &[(&str, &str)] = &[
    ("alias", "aliases"),
    ("axis", "axes"),
    ("base", "bases"),
    ("bias", "biases"),
    ("cache", "caches"),
    ("canvas", "canvases"),
    ("child", "children"),
    ("data", "data"),
    ("feedback", "feedback"),
    ("index", "indexes"),
    ("leave", "leaves"),
    ("lens", "lenses"),
    ("media", "media"),
    ("metadata", "metadata"),
    ("news", "news"),
    ("person", "people"),
    ("series", "series"),
    ("species", "species"),
    ("staff", "staff"),
    ("status", "statuses"),
    ("virus", "viruses"),
];

/// `words` with its last word in the singular: `order_items` becomes `order_item`.
pub(crate) fn singular(words: &str, settings: &NameSettings) -> String {
    last_word(words, |word| {
        if let Some(own) = settings.singular.get(word) {
            return own.clone();
        }
        if let Some((_, singular)) = EXCEPTIONS.iter().find(|(plural, _)| *plural == word) {
            return (*singular).to_owned();
        }
        let kept = word.len() <= 3 || ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
        if kept { word.to_owned() } else { pluralizer::pluralize(word, 1, false) }
    })
}

/// `words` with its last word in the plural.
pub(crate) fn plural(words: &str) -> String {
    last_word(words, |word| match PLURALS.iter().find(|(singular, _)| *singular == word) {
        Some((_, plural)) => (*plural).to_owned(),
        None => pluralizer::pluralize(word, 2, false),
    })
}

fn last_word(words: &str, change: impl Fn(&str) -> String) -> String {
    match words.rsplit_once('_') {
        Some((head, last)) => format!("{head}_{}", change(last)),
        None => change(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_table_names_are_singular_in_code() {
        let settings = NameSettings::default();
        for (plural, expected) in [
            ("orders", "order"),
            ("order_items", "order_item"),
            ("categories", "category"),
            ("addresses", "address"),
            ("people", "person"),
            ("statuses", "status"),
            ("status", "status"),
            ("sms", "sms"),
            ("aws", "aws"),
            ("news", "news"),
            ("data", "data"),
            ("user_data", "user_data"),
            ("caches", "cache"),
            ("lens", "lens"),
            ("virus", "virus"),
            ("basis", "basis"),
            ("product", "product"),
            ("companies", "company"),
            ("boxes", "box"),
            ("product_inventory_view", "product_inventory_view"),
        ] {
            assert_eq!(singular(plural, &settings), expected, "{plural}");
        }
    }

    #[test]
    fn plural_of_plural_is_itself() {
        for word in ["orders", "categories", "people", "addresses", "children", "statuses"] {
            assert_eq!(plural(word), word);
        }
    }

    #[test]
    fn the_users_word_list_wins() {
        let settings = NameSettings {
            singular: [("criteria".to_owned(), "criteria".to_owned())].into(),
            ..NameSettings::default()
        };
        assert_eq!(singular("search_criteria", &settings), "search_criteria");
    }
}
