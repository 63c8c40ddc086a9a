//! `history/uses-entities`: a migration that uses the entity crate.
//!
//! Entities say what the schema is now; a migration runs when the schema is what it was then. The day that a column comes, an old migration
//! that inserts through its entity writes it too, into a table that has it not yet: every new database fails at a migration that has worked
//! for years. And the entity crate cannot be generated before the migrations compile, which need it.
//!
//! ```rust,ignore
//! use entity::user;                                                  // bad
//! user::Entity::find().all(manager.get_connection()).await?;
//!
//! let users = Query::select().column("id").from("users").take();     // good: what this migration knows of
//! ```
//!
//! What to do: name tables and columns by words, or keep in the migration the few lines of an entity that it needs.

use super::super::super::context::Flaw;
use super::super::source::Source;
use super::SourceRule;
use crate::config::Level;
use proc_macro2::{TokenStream, TokenTree};

pub(super) const RULE: SourceRule = SourceRule { id: "history/uses-entities", level: Level::Warn, check };

fn check(source: &Source<'_>) -> Vec<Flaw> {
    // A path that begins at the crate itself, where entities are a module of it.
    let name = source.entity.rsplit("::").next().unwrap_or(source.entity);
    let own = source.file.items.iter().any(|item| matches!(item, syn::Item::Mod(own) if own.ident == name));
    if own || !source.text.parse::<TokenStream>().is_ok_and(|tokens| names(tokens, name)) {
        return Vec::new();
    }
    let message = format!("uses the entities of `{name}`");
    let why = "they say what the schema is now, and the migration runs when it is what it was then";
    vec![source.flaw("entities", message).why(why).help("name tables and columns by words, as they are at this point")]
}

/// Whether the crate of that name is used: a path begins with it.
fn names(tokens: TokenStream, name: &str) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    // What stands in parentheses or braces is looked at by itself.
    let inner = tokens.iter().any(|token| matches!(token, TokenTree::Group(group) if names(group.stream(), name)));
    let word = |token: &TokenTree| match token {
        TokenTree::Group(_) => String::new(),
        other => other.to_string(),
    };
    let words: Vec<String> = tokens.iter().map(word).collect();
    inner || (0..words.len()).any(|at| words[at] == name && is_crate(&words, at))
}

/// Whether the word at that place is the crate that a path begins with, or that is brought in as a whole.
fn is_crate(words: &[String], at: usize) -> bool {
    let word = |place: usize| words.get(place).map_or("", String::as_str);
    let back = |steps: usize| at.checked_sub(steps).map_or("", word);
    if back(1) == "crate" || back(1) == "use" {
        return ["as", ";", ":"].contains(&word(at + 1));
    }
    // `::entity::user` begins with it, `crate::entity::user` does not.
    let is_name = |word: &str| word != "use" && word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_within = back(1) == "." || (back(1) == ":" && is_name(back(3)));
    word(at + 1) == ":" && word(at + 2) == ":" && !is_within
}
