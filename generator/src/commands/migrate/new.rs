//! `scaffold migrate new NAME`: a file for a migration, declared in the crate and enlisted in its migrator.
//!
//! One run at a time changes a crate, so that of several at once each ends up in it.

use super::super::exit::Exit;
use super::super::output::Output;
use super::super::stages;
use super::arguments::{Kind, NewArguments};
use super::blocks;
use super::from_diff;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, printable};
use crate::disk;
use crate::extension::{self, Declared};
use crate::migration;
use crate::plan::{self, Action, Change, Entry, Overwrite, Tree};
use crate::render::File;
use anyhow::{Context, Result};
use askama::Template;
use serde::Serialize;
use std::fmt;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A name that is a Rust identifier and one of every database: lower-case letters, digits and `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word(String);

/// The text of a migration to begin with.
#[derive(Template)]
enum Page<'a> {
    #[template(path = "migration/create.rs.jinja")]
    Create { object: &'a Word },
    #[template(path = "migration/alter.rs.jinja")]
    Alter { object: &'a Word },
    #[template(path = "migration/data.rs.jinja")]
    Data { object: &'a Word },
    #[template(path = "migration/view.rs.jinja")]
    View { object: &'a Word },
    #[template(path = "migration/index.rs.jinja")]
    Index { object: &'a Word },
    #[template(path = "migration/check.rs.jinja")]
    Check { object: &'a Word },
    #[template(path = "migration/trigger.rs.jinja")]
    Trigger { object: &'a Word },
    #[template(path = "migration/function.rs.jinja")]
    Function { object: &'a Word },
    #[template(path = "migration/policy.rs.jinja")]
    Policy { object: &'a Word },
}

/// Makes the migration.
pub(super) async fn run(config: &Config, arguments: &NewArguments, output: Output) -> Result<Exit> {
    migration::ensure_crate(config)?;
    let name = Word::new(&arguments.name)?;
    if let Some(target) = &arguments.from_diff {
        return from_diff::run(config, (&arguments.name, target), output).await;
    }
    let kind = arguments.kind.unwrap_or_else(|| kind(&name));
    let object = match &arguments.table {
        Some(table) => Word::new(table)?,
        None => object(&name),
    };
    let with_blocks = arguments.blocks || Kind::WITH_BLOCKS.iter().any(|(_, other)| *other == kind);
    let made = write(config, (&arguments.name, with_blocks), page(kind, &object)?, output).await?;
    if output.is_json() {
        output.json(&made)?;
    }
    made.tell(output)?;
    Ok(Exit::Fine)
}

/// A migration that was made.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct Made {
    name: String,
    created: String,
    /// The building blocks that were written with it.
    blocks: Vec<String>,
    written: String,
}

impl Made {
    /// Says where it is.
    pub(in crate::commands) fn tell(&self, output: Output) -> Result<()> {
        let mut created = [&self.created].into_iter().chain(&self.blocks);
        created.try_for_each(|file| output.line(&format!("created  {}", printable(file))))?;
        output.line(&format!("written  {}", printable(&self.written)))
    }
}

/// Writes the text of a migration of that name, declares it and enlists it; with building blocks, where there are none.
pub(super) async fn write(
    config: &Config,
    (name, with_blocks): (&str, bool),
    text_of_page: String,
    output: Output,
) -> Result<Made> {
    let name = Word::new(name)?;
    let library = migration::library(config).await?;
    let directory = library.parent().context("a library lies in a directory")?;
    let root = library.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let lock = stages::lock(directory, output)?;
    let there = blocks::PLACES.iter().map(|path| File::once(*path, "")).chain([File::once(root.as_str(), "")]);
    let tree = disk::read(directory, &there.collect::<Vec<_>>())?;
    let old = text(&tree, &root)?;
    let module = format!("{}_{name}", free_moment(old)?);
    let mut files = vec![File::once(format!("{module}.rs"), text_of_page)];
    if with_blocks && !blocks::PLACES.iter().any(|path| tree.entries.contains_key(*path)) {
        files.extend(blocks::files());
    }
    let mut plan = plan::plan(&files, &disk::read(directory, &files)?, Overwrite::Refuse);
    let new = with_module(old, &module, (with_blocks, &library))?;
    plan.changes.push(Change { path: root.clone(), action: Action::Update { old: old.to_owned(), new } });
    disk::apply(directory, &plan)?;
    drop(lock);
    let shown = |file: &str| stages::shown(config, &directory.join(file));
    let mut created = files.iter().map(|file| shown(&file.path));
    let page = created.next().context("a migration has a file")?;
    Ok(Made { name: module, created: page, blocks: created.collect(), written: shown(&root) })
}

/// The text of the library's root, which must be a file that may be written.
fn text<'a>(tree: &'a Tree, path: &str) -> Result<&'a str> {
    match tree.entries.get(path) {
        Some(Entry::Text(text)) => Ok(text),
        Some(Entry::ReadOnly(_)) => Err(Diagnostic::file_read_only(path).into()),
        Some(Entry::Obstacle(obstacle)) => Err(plan::in_the_way(path, obstacle).into()),
        None => Err(Diagnostic::migrations_not_listed(path, "…", "this file is not there").into()),
    }
}

/// The library with the module declared, perhaps with that of the building blocks, and with its migration at the end of the
/// list.
fn with_module(old: &str, module: &str, (with_blocks, library): (bool, &Path)) -> Result<String> {
    let place = library.display().to_string();
    let problem = |reason: &str| Diagnostic::migrations_not_listed(&place, module, reason);
    let not_rust = |error: syn::Error| problem(&format!("this is not Rust: {error}"));
    let with = with_blocks.then(|| extension::declare_public(old, blocks::MODULE)).transpose().map_err(not_rust)?;
    let old = if let Some(Declared::Now(text)) = &with { text.as_str() } else { old };
    let declared = extension::declare(old, module).map_err(not_rust)?;
    let Declared::Now(text) = declared else { return Err(problem("it is declared already").into()) };
    let listed = migration::enlist(&text, module).map_err(|error| problem(&error.to_string()))?;
    Ok(listed.ok_or_else(|| problem("there is no `migrations` of an `impl MigratorTrait` that ends with vec![…]"))?)
}

fn page(kind: Kind, object: &Word) -> Result<String> {
    let page = match kind {
        Kind::Create => Page::Create { object },
        Kind::Alter => Page::Alter { object },
        Kind::Data => Page::Data { object },
        Kind::View => Page::View { object },
        Kind::Index => Page::Index { object },
        Kind::Check => Page::Check { object },
        Kind::Trigger => Page::Trigger { object },
        Kind::Function => Page::Function { object },
        Kind::Policy => Page::Policy { object },
    };
    // askama takes the last line break of a template away.
    Ok(page.render()? + "\n")
}

/// The words of a name that come before what it speaks of.
const BEFORE: [&str; 4] = ["to", "from", "in", "on"];

/// What a name says of what its migration does.
fn kind(name: &Word) -> Kind {
    let words: Vec<&str> = name.0.split('_').collect();
    // What it makes is the last word, or the one in front of `on orders`; `create_index` is no name of an index.
    let end = words.iter().rposition(|word| BEFORE.contains(word)).unwrap_or(words.len());
    let made = if end < words.len() || end > 2 { words[..end].last() } else { None };
    if let Some((_, kind)) = Kind::WITH_BLOCKS.iter().find(|(word, _)| Some(word) == made) {
        return *kind;
    }
    match (words.first(), words.last()) {
        (_, Some(&"view")) if words.len() > 1 => Kind::View,
        (Some(&"create"), _) => Kind::Create,
        (Some(&("fill" | "backfill" | "seed" | "insert" | "update" | "delete")), _) => Kind::Data,
        _ => Kind::Alter,
    }
}

/// The table or view that a name speaks of: what follows `to`, `from`, `in` or `on`, or else all but the first word.
fn object(name: &Word) -> Word {
    let words: Vec<&str> = name.0.split('_').collect();
    let after = words.iter().rposition(|word| BEFORE.contains(word));
    let words = &words[after.map_or(1, |place| place + 1).min(words.len())..];
    let is_kind =
        |word: &str| ["table", "view"].contains(&word) || Kind::WITH_BLOCKS.iter().any(|(kind, _)| *kind == word);
    let words = if words.last().is_some_and(|word| is_kind(word)) { &words[..words.len() - 1] } else { words };
    Word(if words.is_empty() { name.0.clone() } else { words.join("_") })
}

/// The first moment from now on that no migration is named after.
fn free_moment(library: &str) -> Result<String> {
    let mut now = SystemTime::now().duration_since(UNIX_EPOCH).context("this clock stands before 1970")?;
    loop {
        let moment = moment(now.as_secs());
        if !library.contains(&moment) {
            return Ok(moment);
        }
        now += Duration::from_secs(1);
    }
}

/// Seconds since 1970 as SeaORM's own names have them: `m20260101_000000`.
fn moment(seconds: u64) -> String {
    // Howard Hinnant's algorithm, from the first of March of the year 0 on.
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("m{year:04}{month:02}{day:02}_{hour:02}{minute:02}{second:02}")
}

impl Word {
    /// Checks the name; hyphens and capitals are spelled out.
    fn new(name: &str) -> Result<Self, Diagnostic> {
        let word = name.to_ascii_lowercase().replace('-', "_");
        let fits = word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        match fits && word.starts_with(|c: char| c.is_ascii_lowercase()) && word.len() <= 60 {
            true => Ok(Self(word)),
            false => Err(Diagnostic::migration_name_invalid(name)),
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_are_about() {
        for (name, kind_of, object_of) in [
            ("create_users", Kind::Create, "users"),
            ("create_order_items_table", Kind::Create, "order_items"),
            ("create_totals_view", Kind::View, "totals"),
            ("add_status_to_orders", Kind::Alter, "orders"),
            ("Backfill-status-in-orders", Kind::Data, "orders"),
            ("users", Kind::Alter, "users"),
            ("add_email_index_to_users", Kind::Index, "users"),
            ("create_orders_index", Kind::Index, "orders"),
            ("create_index", Kind::Create, "create_index"),
            ("create_touch_trigger_on_orders", Kind::Trigger, "orders"),
            ("add_price_check_to_products", Kind::Check, "products"),
            ("create_own_rows_policy_on_notes", Kind::Policy, "notes"),
            ("create_tax_function", Kind::Function, "tax"),
            ("index_on_orders", Kind::Index, "orders"),
        ] {
            let name = Word::new(name).unwrap();
            assert_eq!((kind(&name), object(&name).0.as_str()), (kind_of, object_of));
        }
        for name in ["", "2fa", "a b", "a\"b", "ü", "../x"] {
            assert_eq!(Word::new(name).map_err(|error| error.code), Err("M032"), "{name}");
        }
    }

    #[test]
    fn moments_are_those_of_the_calendar() {
        assert_eq!(moment(0), "m19700101_000000");
        assert_eq!(moment(951_827_696), "m20000229_123456");
        let first = free_moment("").unwrap();
        assert!(free_moment(&first).unwrap() > first);
    }

    #[test]
    fn every_page_is_rust() {
        let with_blocks = Kind::WITH_BLOCKS.map(|(_, kind)| kind);
        for kind in [Kind::Create, Kind::Alter, Kind::Data, Kind::View].into_iter().chain(with_blocks) {
            let text = page(kind, &Word::new("users").unwrap()).unwrap();
            assert!(text.contains("users") && text.ends_with("}\n") && syn::parse_file(&text).is_ok(), "{text}");
        }
    }
}
