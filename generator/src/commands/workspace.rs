//! The files of a new workspace, and the `scaffold.toml` of an old one: page structs and the list of outputs.
//!
//! What reaches a template is typed text: a [`PackageName`] or a [`TomlString`], each made by checking or escaping.

use crate::diagnostic::Diagnostic;
use crate::render::File;
use anyhow::Result;
use askama::Template;
use std::fmt;

/// The name of the first migration of a new workspace, as it is in the templates.
pub(super) const FIRST_MIGRATION: &str = "m20260101_000001_create_users";

/// What that migration makes on SQLite, as `sqlite_schema` tells it.
pub(super) const FIRST_SCHEMA: &str = include_str!("../../templates/workspace/first.sql");

/// A name that a package can have: a Rust identifier but for its hyphens, and no name that means something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PackageName(String);

/// A TOML string with its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TomlString(String);

/// The pages of a workspace.
#[derive(Template)]
enum Page<'a> {
    #[template(path = "workspace/manifest.toml.jinja")]
    Manifest { name: &'a PackageName },
    #[template(path = "workspace/readme.md.jinja")]
    Readme { name: &'a PackageName },
    #[template(path = "workspace/main.rs.jinja")]
    Main,
    #[template(path = "workspace/test.rs.jinja")]
    Test,
    #[template(path = "workspace/migration_manifest.toml.jinja")]
    MigrationManifest,
    #[template(path = "workspace/migration_lib.rs.jinja")]
    MigrationLib,
    #[template(path = "workspace/migration_main.rs.jinja")]
    MigrationMain,
    #[template(path = "workspace/migration_first.rs.jinja")]
    MigrationFirst,
    #[template(path = "workspace/scaffold.toml.jinja")]
    Settings { example: bool, migration: TomlString, entity: TomlString },
    #[template(path = "workspace/env.example.jinja")]
    EnvExample,
    #[template(path = "workspace/gitignore.jinja")]
    GitIgnore,
    #[template(path = "workspace/gitattributes.jinja")]
    GitAttributes,
    #[template(path = "workspace/ci.yml.jinja")]
    Ci,
}

/// Names that cargo, the file system or the workspace itself uses.
const TAKEN: [&str; 25] = [
    "alloc",
    "aux",
    "build",
    "con",
    "core",
    "deps",
    "entity",
    "examples",
    "incremental",
    "migration",
    "nul",
    "prn",
    "proc-macro",
    "proc_macro",
    "sea-orm",
    "sea-orm-migration",
    "sea_orm",
    "sea_orm_migration",
    "std",
    "target",
    "test",
    "tests",
    "tokio",
    "com1",
    "lpt1",
];

/// How long a name may be.
const LONGEST: usize = 64;

impl PackageName {
    /// Checks the name.
    pub(super) fn new(name: &str) -> Result<Self, Diagnostic> {
        let invalid = |reason: &str| Err(Diagnostic::workspace_name_invalid(name, reason));
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
            return invalid("it holds characters that a crate's name may not hold");
        }
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return invalid("it does not start with a letter");
        }
        if name.len() > LONGEST {
            return invalid("it is too long");
        }
        if syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_err() {
            return invalid("it is a Rust keyword");
        }
        if TAKEN.contains(&name.to_ascii_lowercase().as_str()) {
            return invalid("it is the name of something else");
        }
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TomlString {
    /// Quotes and escapes the text.
    pub(super) fn new(text: &str) -> Self {
        Self(toml::Value::from(text).to_string())
    }
}

impl fmt::Display for TomlString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The files of a new workspace, all of them the user's from then on. The entity crate is not among them.
pub(super) fn files(name: &PackageName) -> Result<Vec<File>> {
    let settings =
        Page::Settings { example: false, migration: TomlString::new("migration"), entity: TomlString::new("entity") };
    let pages = [
        ("Cargo.toml", Page::Manifest { name }),
        ("README.md", Page::Readme { name }),
        ("scaffold.toml", settings),
        (".env.example", Page::EnvExample),
        (".gitignore", Page::GitIgnore),
        (".gitattributes", Page::GitAttributes),
        (".github/workflows/ci.yml", Page::Ci),
        ("src/main.rs", Page::Main),
        ("tests/migration.rs", Page::Test),
        ("migration/Cargo.toml", Page::MigrationManifest),
        ("migration/src/lib.rs", Page::MigrationLib),
        ("migration/src/main.rs", Page::MigrationMain),
        ("migration/src/m20260101_000001_create_users.rs", Page::MigrationFirst),
    ];
    pages.into_iter().map(|(path, page)| file(path, &page)).collect()
}

/// The `scaffold.toml` of a workspace whose crates lie in these directories.
pub(super) fn settings(migration: &str, entity: &str) -> Result<File> {
    let (migration, entity) = (TomlString::new(migration), TomlString::new(entity));
    file(crate::config::FILE_NAME, &Page::Settings { example: true, migration, entity })
}

/// askama takes the last line break of a template away.
fn file(path: &str, page: &Page<'_>) -> Result<File> {
    Ok(File::once(path, page.render()? + "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cannot_be_crates_are_refused() {
        for name in ["", "..", "../x", "a;b", "a b", "2fa", "-x", "_x", "fn", "async", "test", "CON", "entity", "ü"] {
            assert_eq!(PackageName::new(name).map_err(|error| error.code), Err("C021"), "{name}");
        }
        for name in ["shop", "my-shop", "my_shop2"] {
            assert_eq!(PackageName::new(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn every_page_is_valid_in_its_language() {
        let name = PackageName::new("my-shop").unwrap();
        for file in files(&name).unwrap() {
            assert!(file.text.ends_with('\n') && !file.text.ends_with("\n\n"), "{}", file.path);
            if file.path.ends_with(".rs") {
                syn::parse_file(&file.text).unwrap();
            }
            if file.path.ends_with(".toml") {
                file.text.parse::<toml::Table>().unwrap();
            }
        }
    }

    #[test]
    fn directories_are_quoted() {
        let text = settings("mig\"ration\n", "entity").unwrap().text;
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(table["migration"]["directory"].as_str(), Some("mig\"ration\n"));
    }
}
