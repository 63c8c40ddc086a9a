//! What every generated crate must be: Rust, no name twice in its scope, every file in its place.

use quote::ToTokens;
use sea_scaffold::render::File;
use std::cell::RefCell;
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use syn::{Fields, Ident, ImplItem, Item};

/// Files of which there are few texts, each checked once.
const COMMON: &[&str] = &[
    "src/lib.rs",
    "src/generated/key.rs",
    "src/generated/loader.rs",
    "src/generated/mod.rs",
    "src/generated/routine/call.rs",
    "src/generated/told.rs",
];

/// Folders of such files.
const COMMON_FOLDERS: &[&str] = &[RUNTIME, "src/generated/types/"];

/// The folder of files that are the same for every schema.
pub(crate) const RUNTIME: &str = "src/generated/repository/runtime/";

thread_local! {
    static CHECKED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// Checks all files of a crate.
pub(crate) fn check(files: &[File]) -> Result<(), String> {
    let mut paths = BTreeSet::new();
    for file in files {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/_.".contains(c);
        if !file.path.chars().all(plain) || file.path.split('/').any(|part| part.trim_matches('.').is_empty()) {
            return Err(format!("{:?} is no path to write to", file.path));
        }
        if !paths.insert(file.path.to_ascii_lowercase()) {
            return Err(format!("two files are called {}", file.path));
        }
    }
    for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
        let in_folder = || COMMON_FOLDERS.iter().any(|folder| file.path.starts_with(folder));
        let common = COMMON.contains(&file.path.as_str()) || in_folder();
        if common && !CHECKED.with_borrow_mut(|texts| texts.insert(file.text.clone())) {
            continue;
        }
        let syntax = syn::parse_file(&file.text).map_err(|error| format!("{}: {error}\n{}", file.path, file.text))?;
        one_of_each(&syntax).map_err(|what| format!("{}: {what}\n{}", file.path, file.text))?;
        for module in syntax.items.iter().filter_map(declared) {
            let folder = match file.path.strip_suffix("mod.rs").or_else(|| file.path.strip_suffix("lib.rs")) {
                Some(folder) => folder.to_owned(),
                None => format!("{}/", file.path.trim_end_matches(".rs")),
            };
            let (beside, below) = (format!("{folder}{module}.rs"), format!("{folder}{module}/mod.rs"));
            if !paths.contains(&beside) && !paths.contains(&below) {
                return Err(format!("{}: there is no file for `mod {module}`", file.path));
            }
        }
    }
    Ok(())
}

/// The module that is in a file of its own.
fn declared(item: &Item) -> Option<&Ident> {
    match item {
        Item::Mod(item) if item.content.is_none() => Some(&item.ident),
        _ => None,
    }
}

/// The names of one file by their scopes.
#[derive(Default)]
struct Names {
    taken: BTreeSet<(String, String)>,
    twice: Option<String>,
}

fn one_of_each(file: &syn::File) -> Result<(), String> {
    let mut names = Names::default();
    for item in &file.items {
        names.item(item);
    }
    names.visit_file(file);
    names.twice.map_or(Ok(()), Err)
}

impl Names {
    fn add(&mut self, scope: &str, name: &impl ToString) {
        let name = name.to_string();
        if !self.taken.insert((scope.to_owned(), name.clone())) {
            self.twice = Some(format!("{scope} has two called `{name}`"));
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => {
                self.add("types", &item.ident);
                if let Fields::Named(fields) = &item.fields {
                    let scope = format!("struct {}", item.ident);
                    fields.named.iter().flat_map(|field| &field.ident).for_each(|ident| self.add(&scope, ident));
                }
            }
            Item::Enum(item) => {
                self.add("types", &item.ident);
                let scope = format!("enum {}", item.ident);
                item.variants.iter().for_each(|variant| self.add(&scope, &variant.ident));
            }
            Item::Mod(item) => self.add("types", &item.ident),
            Item::Fn(item) => self.add("functions", &item.sig.ident),
            Item::Const(item) if item.ident != "_" => self.add("functions", &item.ident),
            Item::Impl(item) => {
                let of = item.self_ty.to_token_stream().to_string();
                let scope = match &item.trait_ {
                    Some((path, _)) => {
                        let of = format!("{} for {of}", path.to_token_stream());
                        self.add("implementations", &of);
                        of
                    }
                    None => of,
                };
                for member in &item.items {
                    if let ImplItem::Fn(function) = member {
                        self.add(&format!("impl {scope}"), &function.sig.ident);
                    }
                }
            }
            Item::Use(item) => {
                let names = exported(&item.tree).into_iter().map(|name| name.to_string());
                // A module and a function may be called alike; a type may not be called like another.
                let types = names.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
                types.for_each(|name| self.add("types", &name));
            }
            _ => {}
        }
    }
}

/// The names that a `use` brings in.
fn exported(tree: &syn::UseTree) -> Vec<Ident> {
    match tree {
        syn::UseTree::Path(path) => exported(&path.tree),
        syn::UseTree::Name(name) => vec![name.ident.clone()],
        syn::UseTree::Rename(rename) => vec![rename.rename.clone()],
        syn::UseTree::Group(group) => group.items.iter().flat_map(exported).collect(),
        syn::UseTree::Glob(_) => Vec::new(),
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        // What typed text makes of a name that the model should never have decided on.
        if ident == "_invalid" {
            self.twice = Some("a name that is no identifier".to_owned());
        }
        visit::visit_ident(self, ident);
    }
}
