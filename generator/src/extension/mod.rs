//! The user's own code beside the generated: what extension files say, and how a module is declared in a file that is
//! not ours.
//!
//! Pure: texts in, facts and texts out. A file is looked at by its syntax tree alone.
//!
//! The rules:
//!
//! 1. `src/extension/order.rs`, and whatever lies in the folder `src/extension/order`, extends the entity of the module
//!    `order`. The file that declares those modules, [`ROOTS`], extends none.
//! 2. An extension takes `ActiveModelBehavior` over when it holds an `impl ActiveModelBehavior for` a path that ends in
//!    `ActiveModel`, at its top or in a module with a body. What a macro makes is not seen.
//! 3. It has hooks of deletion when that impl holds `before_delete`, `after_delete` or a macro.

mod declare;

pub use declare::{Declared, declare, declare_public};

use crate::diagnostic::Diagnostic;
use serde::Serialize;
use std::collections::BTreeMap;
use syn::{ImplItem, Item, ItemImpl, Type};

/// The folder of the extension files.
pub const FOLDER: &str = "src/extension";

/// The files that may declare the modules of the folder; a crate has one of them.
pub const ROOTS: [&str; 2] = ["src/extension/mod.rs", "src/extension.rs"];

/// What the extension files of a crate say, by the module of the entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// The extensions.
    pub modules: BTreeMap<String, Extension>,
}

/// What the files of one extension say together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The first of its files.
    pub path: String,
    /// Its `impl` of `ActiveModelBehavior`, if it has one.
    pub behavior: Option<Hooks>,
}

/// The hooks that make a difference to the generated code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Hooks {
    /// Whether there are any around a deletion.
    pub deletion: bool,
}

impl Extensions {
    /// Reads Rust files by their path in the crate; those outside [`FOLDER`] are passed over. What is not Rust is
    /// reported: nobody knows what it implements.
    pub fn read(files: &BTreeMap<String, String>) -> (Self, Vec<Diagnostic>) {
        let mut extensions = Self::default();
        let mut diagnostics = Vec::new();
        for (path, text) in files {
            let Some(module) = module(path) else { continue };
            let first = || Extension { path: path.clone(), behavior: None };
            let extension = extensions.modules.entry(module.to_owned()).or_insert_with(first);
            match syn::parse_file(text) {
                Ok(file) => extension.behavior = behavior(&file.items).or(extension.behavior),
                Err(error) => diagnostics.push(Diagnostic::extension_not_rust(path, &error.to_string())),
            }
        }
        (extensions, diagnostics)
    }
}

/// The path of the extension of a module.
pub fn path(module: &str) -> String {
    format!("{FOLDER}/{module}.rs")
}

/// The module of the entity that a file extends, by rule 1.
pub fn module(path: &str) -> Option<&str> {
    let inside = path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".rs")?;
    let module = inside.split('/').next()?;
    (!ROOTS.contains(&path)).then_some(module)
}

/// Rule 2.
fn behavior(items: &[Item]) -> Option<Hooks> {
    items.iter().find_map(|item| match item {
        Item::Impl(item) if is_behavior(item) => Some(Hooks { deletion: item.items.iter().any(is_of_deletion) }),
        Item::Mod(module) => module.content.as_ref().and_then(|(_, items)| behavior(items)),
        _ => None,
    })
}

fn is_behavior(item: &ItemImpl) -> bool {
    let ends_in = |path: &syn::Path, name: &str| path.segments.last().is_some_and(|last| last.ident == name);
    let of_trait = item.trait_.as_ref().is_some_and(|(path, _)| ends_in(path, "ActiveModelBehavior"));
    of_trait && matches!(&*item.self_ty, Type::Path(own) if ends_in(&own.path, "ActiveModel"))
}

/// Rule 3.
fn is_of_deletion(item: &ImplItem) -> bool {
    match item {
        ImplItem::Fn(function) => function.sig.ident == "before_delete" || function.sig.ident == "after_delete",
        ImplItem::Macro(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[(&str, &str)]) -> (Extensions, Vec<&'static str>) {
        let files = files.iter().map(|(path, text)| (format!("src/{path}"), (*text).to_owned())).collect();
        let (extensions, diagnostics) = Extensions::read(&files);
        (extensions, diagnostics.into_iter().map(|diagnostic| diagnostic.code).collect())
    }

    fn behavior_of(text: &str) -> Option<Hooks> {
        let (extensions, problems) = read(&[("extension/order.rs", text)]);
        assert!(problems.is_empty(), "{text}");
        extensions.modules["order"].behavior
    }

    #[test]
    fn an_impl_takes_the_behavior_over_and_nothing_else_does() {
        for text in [
            "impl ActiveModelBehavior for ActiveModel {}",
            "#[async_trait] impl sea_orm::ActiveModelBehavior for crate::order::ActiveModel { fn new() -> Self { x() } }",
            "mod hooks { use super::*; impl ActiveModelBehavior for super::ActiveModel {} }",
            "impl ActiveModelBehavior for ActiveModel { async fn before_save(self) {} }",
        ] {
            assert_eq!(behavior_of(text), Some(Hooks { deletion: false }), "{text}");
        }
        for text in [
            "impl ActiveModelBehavior for ActiveModel { async fn before_delete(self) {} }",
            "impl ActiveModelBehavior for ActiveModel { async fn after_delete(self) {} }",
            "impl ActiveModelBehavior for ActiveModel { hooks!(); }",
        ] {
            assert_eq!(behavior_of(text), Some(Hooks { deletion: true }), "{text}");
        }
        for text in [
            "",
            "// impl ActiveModelBehavior for ActiveModel {}",
            "const TEXT: &str = \"impl ActiveModelBehavior for ActiveModel {}\";",
            "impl Model { fn last() {} }",
            "impl ActiveModelBehavior for Other {}",
            "impl ActiveModel { fn behave(&self) {} }",
            "impl Clone for ActiveModel {}",
        ] {
            assert_eq!(behavior_of(text), None, "{text}");
        }
    }

    #[test]
    fn files_belong_to_the_module_that_they_are_called_after() {
        let own = "impl ActiveModelBehavior for ActiveModel {}";
        let files = [
            ("extension.rs", own),
            ("extension/mod.rs", own),
            ("extension/order/hooks.rs", own),
            ("extension/order.rs", "mod hooks;"),
            ("extension/user/mod.rs", "mod deep;"),
            ("extension/notes.txt", own),
            ("extensions/cart.rs", own),
        ];
        let (extensions, problems) = read(&files);
        assert!(problems.is_empty());
        let found: Vec<_> =
            extensions.modules.iter().map(|(name, it)| (name.as_str(), it.behavior.is_some())).collect();
        assert_eq!(found, [("order", true), ("user", false)]);
    }

    #[test]
    fn what_is_not_rust_is_reported() {
        let (extensions, problems) = read(&[("extension/order.rs", "impl {"), ("extension/user.rs", "")]);
        assert_eq!(problems, ["F019"]);
        assert_eq!(extensions.modules.len(), 2);
    }
}
