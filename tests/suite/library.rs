//! The text of `goldens.rs`: the library that has every golden as a module, so that each is compiled.
//!
//! Beside them stands what the user of a case has written: `<case>_types`, for generated code to name, and
//! `<case>_extension`, which adds to generated code. It also lists the entities and views of each golden, in a macro that the tests of their use expand.

use crate::cases::{BACKENDS, Case};
use crate::golden;
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "\
//! Every golden entity tree, compiled without a warning. Written by the suite; BLESS=1 rewrites it.
#![deny(warnings)]
// The workspace's own limit is for what is written by hand.
#![allow(clippy::too_many_arguments)]
";

/// A golden that is being rewritten is not compiled; see build.rs.
const COMPILED: &str = "#[cfg(not(blessing))]";

const MACRO: &str = "
#[macro_export]
#[rustfmt::skip]
/// Hands `golden { entities } { views } { entity [find load] … }` of every golden to the macro `$callback`.
macro_rules! goldens {
    ($callback:ident) => {
        $callback! {
";

const EMPTY_MACRO: &str = "
#[cfg(blessing)]
#[macro_export]
/// Hands nothing to the macro `$callback`: the goldens are being rewritten.
macro_rules! goldens {
    ($callback:ident) => {
        $callback! {}
    };
}
";

/// The whole text for these cases.
pub(crate) fn text(cases: &[Case]) -> String {
    let mut modules = String::new();
    let mut list = String::new();
    let mut goldens: Vec<(String, std::path::PathBuf)> = Vec::new();
    for case in cases {
        goldens.extend(BACKENDS.map(|backend| (module(case, backend), case.expected(backend))));
    }
    goldens.sort();
    goldens.dedup();
    for case in cases.iter().filter(|case| case.has_types()) {
        let name = &case.name;
        let _ = writeln!(modules, "\n#[path = \"cases/{name}/types.rs\"]\npub mod {name}_types;");
    }
    for case in cases.iter().filter(|case| case.has_extension()) {
        let name = &case.name;
        let place = format!("#[path = \"cases/{name}/extension/mod.rs\"]");
        let _ = writeln!(modules, "\n{COMPILED}\n{place}\npub mod {name}_extension;");
    }
    for (name, directory) in goldens.iter().filter(|(_, directory)| directory.join("mod.rs").is_file()) {
        let place = directory.strip_prefix(golden::package()).unwrap_or(directory).display();
        let place = format!("#[path = \"{place}/mod.rs\"]");
        let _ = writeln!(modules, "\n{COMPILED}\n{place}\n#[rustfmt::skip]\npub mod {name};");
        let _ = writeln!(list, "            {}", self::list(name, directory));
    }
    format!("{HEAD}{modules}\n{COMPILED}{MACRO}{list}        }}\n    }};\n}}\n{EMPTY_MACRO}")
}

/// What a tree has: `name { entities } { views } { entity [find load] … }`.
pub(crate) fn list(name: &str, directory: &Path) -> String {
    let (entities, views) = (stems(&directory.join("entity")), stems(&directory.join("view")));
    let links = links(&directory.join("relation"));
    format!("{name} {{ {} }} {{ {} }} {{{links}}}", entities.join(" "), views.join(" "))
}

/// The module that holds the golden of a case on a backend.
pub(crate) fn module(case: &Case, backend: sea_scaffold::database::Backend) -> String {
    let directory = case.expected(backend);
    match directory.extension() {
        Some(own) => format!("{}_{}", case.name, own.to_string_lossy()),
        None => case.name.clone(),
    }
}

/// The modules in a folder: one a file, but for the file that lists them.
fn stems(folder: &Path) -> Vec<String> {
    let files = golden::read(folder);
    let stems = files.keys().filter_map(|path| path.strip_suffix(".rs"));
    stems.filter(|stem| !["mod", "prelude"].contains(stem) && !stem.contains('/')).map(str::to_owned).collect()
}

/// The ways from one entity to others, ` entity [find_others load_others] …`: whatever its relation module offers
/// to find for one row and to load for many.
fn links(folder: &Path) -> String {
    let mut links = String::new();
    for module in stems(folder) {
        let text = golden::read(folder).remove(&format!("{module}.rs")).unwrap_or_default();
        let functions: Vec<&str> = text.lines().filter_map(function).collect();
        for find in functions.iter().filter(|name| name.starts_with("find_")) {
            let load = find.replacen("find_", "load_", 1);
            if functions.contains(&load.as_str()) {
                let _ = write!(links, " {module} [{find} {load}]");
            }
        }
    }
    if links.is_empty() { links } else { links + " " }
}

/// The name of the public function that begins on this line.
fn function(line: &str) -> Option<&str> {
    let signature = line.trim_start().strip_prefix("pub ")?;
    let signature = signature.strip_prefix("async ").unwrap_or(signature).strip_prefix("fn ")?;
    signature.split(['(', '<']).next()
}
