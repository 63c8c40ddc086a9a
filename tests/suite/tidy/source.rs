//! Reads the workspace's own sources: texts, syntax trees, and the words in them, tests left out.

use crate::golden;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::fs;
use std::path::PathBuf;
use syn::{Attribute, Item};
use walkdir::WalkDir;

/// A file of the workspace.
pub(super) struct Source {
    /// The path from the root of the workspace, with `/` between its parts.
    pub(super) path: String,
    /// What it says.
    pub(super) text: String,
}

/// The root of the workspace.
pub(super) fn root() -> PathBuf {
    golden::package().parent().map(PathBuf::from).unwrap_or_default()
}

/// Every text file of the workspace, build results and version control left out.
pub(super) fn all() -> Vec<Source> {
    let root = root();
    let hidden = |name: &str| matches!(name, "target" | ".git" | ".env");
    let entries = WalkDir::new(&root).sort_by_file_name().into_iter();
    let entries = entries.filter_entry(|entry| !entry.file_name().to_str().is_some_and(hidden));
    let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let source = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
        Some(Source { path, text: fs::read_to_string(entry.path()).ok()? })
    };
    files.filter_map(source).collect()
}

/// Every Rust file under these folders of the workspace, those left out that hold tests beside the code, or are generated.
pub(super) fn rust(folders: &[&str]) -> Vec<Source> {
    let tests = |source: &Source| {
        source.path.ends_with("/tests.rs") || source.path.contains("/src/") && source.path.contains("/tests/")
    };
    let generated = |source: &Source| source.path.contains("/src/generated/");
    let left_out = |source: &Source| tests(source) || generated(source);
    let within = |source: &Source| folders.iter().any(|folder| source.path.starts_with(folder)) && !left_out(source);
    all().into_iter().filter(|source| source.path.ends_with(".rs") && within(source)).collect()
}

impl Source {
    /// The first part of the path within `generator/src`: the module that the file belongs to.
    pub(super) fn module(&self) -> &str {
        let path = self.path.strip_prefix("generator/src/").unwrap_or(&self.path);
        path.split(['/', '.']).next().unwrap_or_default()
    }

    /// How deep the module of this file lies below the crate's root.
    pub(super) fn depth(&self) -> usize {
        let path = self.path.strip_prefix("generator/src/").unwrap_or(&self.path);
        path.trim_end_matches(".rs").split('/').filter(|part| !matches!(*part, "mod" | "lib")).count()
    }

    /// The syntax tree without its tests.
    pub(super) fn syntax(&self) -> Result<syn::File, String> {
        let mut file = syn::parse_file(&self.text).map_err(|error| format!("{}: {error}", self.path))?;
        file.items.retain(|item| !attributes(item).iter().any(is_test));
        Ok(file)
    }

    /// Every word and mark of the file without its tests and comments, in order.
    pub(super) fn words(&self) -> Result<Vec<String>, String> {
        let mut words = Vec::new();
        flatten(self.syntax()?.into_token_stream(), &mut words);
        Ok(words)
    }
}

/// Whether an attribute makes its item a test: `#[test]`, `#[cfg(test)]`, `#[tokio::test]`.
pub(super) fn is_test(attribute: &Attribute) -> bool {
    let path = attribute.path();
    let last = path.segments.last().is_some_and(|segment| segment.ident == "test");
    let cfg = path.is_ident("cfg") && attribute.meta.to_token_stream().to_string().replace(' ', "") == "cfg(test)";
    last || cfg
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Mod(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        _ => &[],
    }
}

/// Groups are written out with their marks; literals are left out, so that no text is taken for code.
fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                words.push(format!("{:?}<", group.delimiter()));
                flatten(group.stream(), words);
                words.push(format!("{:?}>", group.delimiter()));
            }
            TokenTree::Ident(ident) => words.push(ident.to_string()),
            TokenTree::Punct(mark) => words.push(mark.as_char().to_string()),
            TokenTree::Literal(_) => words.push(String::new()),
        }
    }
}
