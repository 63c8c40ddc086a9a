//! Sizes and heads: how long a file and a function may be, what a signature may ask for, how a file opens.

use super::source::{self, Source, is_test};
use super::{Violation, none};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, FnArg, ImplItemFn, ItemFn, ItemMod, Signature, TraitItemFn, Type, Visibility};

const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 70;
const FUNCTION_LINES_P90: usize = 25;
const PARAMETERS: usize = 4;

/// Everything written by hand in Rust.
const WRITTEN: &[&str] = &[
    "generator/src/",
    "generator/tests/",
    "generator/benches/",
    "migration/",
    "templates/migration/",
    "tests/suite/",
    "tests/usage/",
    "examples/",
];

/// One function: its place, its length, and its signature.
struct Function {
    place: String,
    lines: usize,
    parameters: usize,
    asks_for_bool: bool,
    public: bool,
}

#[derive(Default)]
struct Functions {
    path: String,
    found: Vec<Function>,
}

impl Functions {
    fn add(&mut self, public: bool, signature: &Signature, block: Option<&Block>) {
        let start = signature.span().start().line;
        let end = block.map_or(start, |block| block.span().end().line);
        let typed = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(&*typed.ty),
            FnArg::Receiver(_) => None,
        });
        let is_bool = |ty: &Type| matches!(ty, Type::Path(path) if path.path.is_ident("bool"));
        self.found.push(Function {
            place: format!("{}:{start}: {}", self.path, signature.ident),
            lines: end - start + 1,
            parameters: signature.inputs.len(),
            asks_for_bool: typed.into_iter().any(is_bool),
            public,
        });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !item.attrs.iter().any(is_test) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        if item.attrs.iter().any(is_test) {
            return;
        }
        self.add(matches!(item.vis, Visibility::Public(_)), &item.sig, Some(&item.block));
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.add(matches!(item.vis, Visibility::Public(_)), &item.sig, Some(&item.block));
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.add(true, &item.sig, item.default.as_ref());
        visit::visit_trait_item_fn(self, item);
    }
}

fn functions(sources: &[Source]) -> Result<Vec<Function>, Violation> {
    let mut functions = Functions::default();
    for source in sources {
        functions.path.clone_from(&source.path);
        let file = source.syntax()?;
        functions.visit_file(&file);
    }
    Ok(functions.found)
}

fn check(function: &Function) -> Vec<Violation> {
    let Function { place, lines, parameters, asks_for_bool, public } = function;
    let mut violations = Vec::new();
    if *lines > FUNCTION_LINES {
        violations.push(format!("{place}: {lines} lines, {FUNCTION_LINES} at most"));
    }
    if *parameters > PARAMETERS {
        violations.push(format!("{place}: {parameters} parameters, {PARAMETERS} at most"));
    }
    if *public && *asks_for_bool {
        violations.push(format!("{place}: a public function asks for a bool; an enum says what it means"));
    }
    violations
}

#[test]
fn functions_are_short_and_ask_for_little() {
    let violations = match functions(&source::rust(WRITTEN)) {
        Ok(functions) => functions.iter().flat_map(check).collect(),
        Err(error) => vec![error],
    };
    none("function limits", violations);
}

#[test]
fn nine_of_ten_functions_of_the_generator_are_very_short() {
    let mut functions = functions(&source::rust(&["generator/src/"])).unwrap_or_default();
    functions.sort_by_key(|function| function.lines);
    let p90 = functions.get(functions.len() * 9 / 10).map_or(0, |function| function.lines);
    let longest: Vec<String> =
        functions.iter().rev().take(20).map(|function| format!("{} {}", function.lines, function.place)).collect();
    assert!(
        p90 <= FUNCTION_LINES_P90,
        "p90 is {p90} lines, {FUNCTION_LINES_P90} at most; longest:\n{}",
        longest.join("\n")
    );
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut violations = Vec::new();
    for source in source::rust(WRITTEN) {
        let lines = source.text.lines().count();
        if lines > FILE_LINES {
            violations.push(format!("{}: {lines} lines, {FILE_LINES} at most", source.path));
        }
        let head = source.text.lines().next().and_then(|line| line.strip_prefix("//! "));
        if head.is_none_or(|sentence| sentence.trim().len() < 10) {
            violations.push(format!("{}: does not open with a `//!` paragraph saying what it is for", source.path));
        }
    }
    none("file limits", violations);
}

#[test]
fn no_lint_of_the_workspace_is_switched_off() {
    let switched = |source: &Source| {
        let words = source.words().unwrap_or_default();
        let off = words.windows(3).filter(|words| words[0] == "allow" && words[1] == "Parenthesis<");
        // Clippy must let `commands` and the binaries print; nothing else is for them to decide.
        let printing = ["clippy"].iter().any(|name| off.clone().all(|words| words[2] == *name))
            && ["commands", "bin"].contains(&source.module());
        (off.count() > 0 && !printing).then(|| format!("{}: #[allow]", source.path))
    };
    none("no #[allow] outside tests", source::rust(&["generator/src/"]).iter().filter_map(switched).collect());
}
