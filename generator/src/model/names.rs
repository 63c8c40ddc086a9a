//! Names: how identifiers are made from database names, and how collisions are settled.
//!
//! The only user of heck, and the only place where a name is changed because another one exists. It knows words
//! and nothing of tables or relations.
//!
//! The rules, in order:
//!
//! 1. Text is transliterated to ASCII; what cannot be is spelled by its code points (`c_1f525`).
//! 2. Everything that is no letter or digit separates words; words are joined in snake_case or PascalCase.
//! 3. An identifier that would begin with a digit gets an `n` in front: `2fa` becomes `n2fa`.
//! 4. An identifier that Rust or the generated crate needs for itself gets a `_` behind: `type_`.
//! 5. Names that fold to one identifier (without regard to case, since file systems may have none) all get four
//!    hexadecimal digits of a hash of their own name. None of them keeps the plain identifier: code that used it must
//!    not compile and mean another one. A name that a user has chosen stays; the others give way.

mod reserved;

use super::Origin;
use heck::{ToSnakeCase, ToUpperCamelCase};
use reserved::{
    GRAMMAR, KEYWORDS, RESERVED_COLUMNS, RESERVED_ENUMS, RESERVED_METHODS, RESERVED_MODULES, RESERVED_TYPES,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Words in snake_case by rules 1 to 3, without regard to keywords.
pub(crate) fn words(name: &str) -> String {
    if is_snake(name) {
        return name.to_owned();
    }
    let ascii: String = name.chars().map(ascii_char).collect();
    let spaced: String = ascii.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let snake = spaced.to_snake_case();
    match snake.chars().next() {
        None => spelled(name),
        Some(c) if c.is_ascii_digit() => format!("n{snake}"),
        Some(_) => snake,
    }
}

/// Whether a name is as [`words`] would make it, which most are.
fn is_snake(name: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('_').all(word)
}

fn ascii_char(c: char) -> String {
    if c.is_ascii() {
        return c.to_string();
    }
    match any_ascii::any_ascii_char(c) {
        "" => format!(" {:x} ", u32::from(c)),
        text => text.to_owned(),
    }
}

/// What is seen of a name, in ASCII: characters without a shape of their own are not there.
pub(super) fn seen(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).map(any_ascii::any_ascii_char).collect()
}

/// A name without any letter or digit, spelled by its code points.
fn spelled(name: &str) -> String {
    let points: Vec<String> = name.chars().map(|c| format!("{:x}", u32::from(c))).collect();
    format!("c_{}", points.join("_"))
}

/// A field, by rule 4.
pub(crate) fn field(name: &str) -> String {
    escaped(words(name), KEYWORDS)
}

/// An argument of a routine's function, by rule 4; the connection is called `db` there.
pub(super) fn argument(name: &str) -> String {
    escaped(field(name), &["db"])
}

/// What a procedure carries out, by rule 4; the rows that it selects are called `rows` there.
pub(super) fn output(name: &str) -> String {
    escaped(field(name), &["rows"])
}

/// A module, by rule 4; `words` are already in snake_case.
pub(crate) fn module(words: &str) -> String {
    escaped(escaped(words.to_owned(), KEYWORDS), RESERVED_MODULES)
}

/// The longest module: its file's name fits into any archive and file system.
const LONGEST_MODULE: usize = 100;

/// A module that is short enough for a file, with a hash of the object's own name where it had to be cut.
pub(super) fn short(module: &str, raw: &str) -> String {
    match module.get(..LONGEST_MODULE) {
        Some(start) if start.len() < module.len() => hashed(start, raw),
        _ => module.to_owned(),
    }
}

/// A type, from words in snake_case. One that would hide a type of a prelude gets `kind` behind, which reads better
/// in a type than the underscore of rule 4: `OptionEnum`.
pub(crate) fn type_name(words: &str, kind: &str) -> String {
    let name = pascal(words);
    if is_reserved_type(&name) { format!("{name}{kind}") } else { name }
}

/// An enum's type, from words in snake_case.
pub(super) fn enum_name(words: &str) -> String {
    let name = type_name(words, "Enum");
    if RESERVED_ENUMS.contains(&name.as_str()) { format!("{name}Enum") } else { name }
}

/// Whether the database finds a type by this name without quotes.
pub(crate) fn is_plain(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    starts && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') && !GRAMMAR.contains(&name)
}

/// The variant of `Column` for a field, and whether SeaORM's derive would find it by itself.
pub(super) fn column_variant(field: &str) -> (String, bool) {
    let variant = pascal(field);
    if RESERVED_COLUMNS.contains(&variant.as_str()) { (format!("{variant}Column"), false) } else { (variant, true) }
}

/// Whether SeaORM's derive, which finds the variant by itself, would find the column from it too.
pub(super) fn implies_column(field: &str, variant: &str, column: &str) -> bool {
    field == column && variant.to_snake_case() == field
}

/// A variant of `Relation`, from words in snake_case. SeaORM's macro for dense entities writes it in PascalCase once
/// more, so it has to be one that stays: `Ab` and not `AB`.
pub(super) fn relation_variant(words: &str) -> String {
    let mut name = pascal(words);
    while pascal(&name) != name {
        name = pascal(&name);
    }
    if name == "Self" { "SelfRelation".to_owned() } else { name }
}

/// The method that gives a repository, by rule 4 over the module's name.
pub(super) fn method(module: &str) -> String {
    escaped(module.to_owned(), RESERVED_METHODS)
}

/// What the types of a repository are called after: the module in PascalCase.
pub(super) fn stem(module: &str) -> String {
    pascal(module)
}

/// The constant of a field.
pub(super) fn constant(field: &str) -> String {
    field.trim_end_matches('_').to_ascii_uppercase()
}

/// The variant of a constraint, from its columns or its name.
pub(super) fn constraint_variant(name: &str) -> String {
    escaped(pascal(&words(name)), &["Self"])
}

/// A variant of an enum, from its value.
pub(super) fn enum_variant(value: &str) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    let mut text = String::new();
    for (idx, c) in value.char_indices() {
        match c {
            // A sign or a point between digits is part of the number, not a separator.
            '-' if idx == 0 && value.len() > 1 => text.push_str("minus "),
            '+' if idx == 0 => text.push_str("plus "),
            '.' if value[idx + 1..].starts_with(|c: char| c.is_ascii_digit()) => text.push_str(" point "),
            _ => text.push(c),
        }
    }
    escaped(pascal(&words(&text)), &["Self"])
}

/// PascalCase. A leading digit cannot come out of [`words`], but can follow an underscore that case removes.
fn pascal(snake: &str) -> String {
    snake.to_upper_camel_case()
}

fn escaped(ident: String, reserved: &[&str]) -> String {
    if reserved.contains(&ident.as_str()) { format!("{ident}_") } else { ident }
}

/// One wish for an identifier.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    /// The object's own full name in the database, unlike that of any other.
    pub(super) raw: String,
    /// The identifier it asks for, in snake_case or PascalCase.
    pub(super) ident: String,
}

/// Settles wishes by rule 5. The answer has the order of the wishes; the second part names those that gave way.
pub(super) fn settle(wishes: &[Wish]) -> (Vec<String>, Vec<usize>) {
    settle_around(wishes, &vec![Origin::Auto; wishes.len()])
}

/// The same where users have chosen some of the names.
pub(super) fn settle_around(wishes: &[Wish], origins: &[Origin]) -> (Vec<String>, Vec<usize>) {
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    for wish in wishes {
        *claims.entry(folded(&wish.ident)).or_default() += 1;
    }
    let gives_way = |(wish, origin): (&Wish, &Origin)| *origin == Origin::Auto && claims[&folded(&wish.ident)] > 1;
    let taken: Vec<bool> = wishes.iter().zip(origins).map(gives_way).collect();
    let idents = wishes.iter().zip(&taken).map(|(wish, taken)| match taken {
        true => hashed(&wish.ident, &wish.raw),
        false => wish.ident.clone(),
    });
    (idents.collect(), (0..wishes.len()).filter(|&idx| taken[idx]).collect())
}

/// The names of users that fold to one that came before, each with the place of that one.
pub(super) fn clashes(wishes: &[Wish], origins: &[Origin]) -> Vec<(usize, usize)> {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let chosen = (0..wishes.len()).filter(|&idx| origins[idx] == Origin::User);
    let clash = |idx: usize| match *first.entry(folded(&wishes[idx].ident)).or_insert(idx) {
        earlier if earlier == idx => None,
        earlier => Some((earlier, idx)),
    };
    chosen.filter_map(clash).collect()
}

/// Whether a type of this name would hide one of a prelude.
pub(super) fn is_reserved_type(name: &str) -> bool {
    RESERVED_TYPES.contains(&name)
}

/// What two identifiers must not share: their PascalCase in lower case.
pub(crate) fn folded(ident: &str) -> String {
    if ident.is_ascii() {
        // PascalCase leaves all letters and digits in their order.
        ident.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    } else {
        pascal(ident).to_ascii_lowercase()
    }
}

/// The identifier with a hash of the object's own name behind it, in the case style it already has.
pub(super) fn hashed(ident: &str, raw: &str) -> String {
    let digest = Sha256::digest(raw.as_bytes());
    let hash = format!("{:02x}{:02x}", digest[0], digest[1]);
    let ident = ident.trim_end_matches('_');
    if ident.starts_with(|c: char| c.is_ascii_uppercase()) {
        format!("{ident}X{hash}")
    } else {
        format!("{ident}_x{hash}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(raw: &str) -> Wish {
        Wish { raw: raw.to_owned(), ident: field(raw) }
    }

    #[test]
    fn words_are_ascii_snake_case() {
        assert_eq!(words("OrderItems"), "order_items");
        assert_eq!(words("HTTPServer"), "http_server");
        assert_eq!(words("2fa tokens"), "n2fa_tokens");
        assert_eq!(words("größe"), "grosse");
        assert_eq!(words("_"), "c_5f");
        assert_eq!(words("../../etc/passwd"), "etc_passwd");
        assert_eq!(words(""), "c_");
    }

    #[test]
    fn keywords_and_own_modules_are_escaped() {
        for keyword in ["gen", "type", "self", "super", "crate", "match"] {
            assert_eq!(field(keyword), format!("{keyword}_"));
        }
        assert_eq!(field("Self"), "self_");
        assert_eq!(module("prelude"), "prelude_");
        assert_eq!(module("aux"), "aux_");
        assert_eq!(type_name("option", "Enum"), "OptionEnum");
        assert_eq!(short("orders", "orders"), "orders");
        assert_eq!(short(&"braces_".repeat(20), "{{").len(), LONGEST_MODULE + "_x0000".len());
        assert_eq!(column_variant("err"), ("ErrColumn".to_owned(), false));
        assert_eq!(relation_variant("self"), "SelfRelation");
    }

    #[test]
    fn relation_variants_stay_in_pascal_case() {
        for (words, variant) in [("a_b", "Ab"), ("c_20_t4", "C20t4"), ("z_7189", "Z7189"), ("created_by", "CreatedBy")]
        {
            assert_eq!(relation_variant(words), variant);
            assert_eq!(variant.to_upper_camel_case(), variant);
        }
    }

    #[test]
    fn enum_values_become_variants() {
        for (value, variant) in [
            ("", "Empty"),
            ("in-progress", "InProgress"),
            ("-1", "Minus1"),
            ("1.5", "N1Point5"),
            ("15", "N15"),
            ("self", "Self_"),
            ("-", "C2d"),
        ] {
            assert_eq!(enum_variant(value), variant, "{value:?}");
        }
    }

    #[test]
    fn a_name_taken_twice_goes_to_neither_whatever_the_order() {
        let names = ["UserId", "user_id", "USER_ID"];
        let (forward, moved) = settle(&names.map(wish));
        assert!(forward.iter().all(|name| name.starts_with("user_id_x")), "{forward:?}");
        assert_eq!(moved, [0, 1, 2]);
        let mut reversed = names;
        reversed.reverse();
        let (mut backward, _) = settle(&reversed.map(wish));
        backward.reverse();
        assert_eq!(forward, backward);
    }

    #[test]
    fn a_name_that_was_chosen_stays_and_the_others_give_way() {
        let wishes = ["user_id", "UserId", "users"].map(wish);
        let origins = [Origin::User, Origin::Auto, Origin::User];
        let (names, moved) = settle_around(&wishes, &origins);
        assert_eq!((names[0].as_str(), names[2].as_str(), moved), ("user_id", "users", vec![1]));
        assert!(clashes(&wishes, &origins).is_empty());
        assert_eq!(clashes(&wishes, &[Origin::User; 3]), [(0, 1)]);
    }
}
