//! Many generated trees → one program that uses them all, in one run of rustc.
//!
//! Cargo is asked once how it compiles an example of this package: the program is given the same libraries, so that
//! nothing the suite was built from is built again. What does not compile is told apart by the file that rustc names.

use crate::cargo::cargo;
use crate::golden::Tree;
use crate::library;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// How rustc is told where the libraries are.
static LIBRARIES: LazyLock<Result<Vec<String>>> = LazyLock::new(libraries);

/// The first line of every library of trees.
const HEAD: &str = "#![deny(warnings)]\n";

/// The program beside it: all that is generated is public in a library, so that nothing of it counts as unused.
const MAIN: &str = "fn main() -> std::process::ExitCode {\n    usage::program::main(trees::TREES)\n}\n";

/// A program on disk, gone when this value is dropped.
pub(super) struct Program {
    directory: TempDir,
}

impl Program {
    /// Writes the trees, each under the name of its module.
    pub(super) fn new(trees: &BTreeMap<String, Tree>) -> Result<Self> {
        let place = env!("CARGO_TARGET_TMPDIR");
        let directory = tempfile::Builder::new().prefix("fidelity-").tempdir_in(place)?;
        for (name, tree) in trees {
            for (path, text) in tree {
                let path = directory.path().join(name).join(path);
                fs::create_dir_all(path.parent().context("a file lies in a directory")?)?;
                fs::write(path, text)?;
            }
        }
        Ok(Self { directory })
    }

    /// Compiles those trees that compile, and returns what rustc has to say of each of the others.
    pub(super) fn compile(&self, names: &[&str]) -> Result<BTreeMap<String, String>> {
        let mut refused = BTreeMap::new();
        loop {
            let left: Vec<&str> = names.iter().copied().filter(|name| !refused.contains_key(*name)).collect();
            let errors = self.trees(&left)?;
            if errors.is_empty() {
                fs::write(self.directory.path().join("main.rs"), MAIN)?;
                let said = self.rustc(&["main.rs", "-o", "program", "--extern", "trees=libtrees.rlib"])?;
                ensure!(said.is_none(), "the program does not compile:\n{said:?}");
                return Ok(refused);
            }
            refused.extend(errors);
        }
    }

    /// Compiles the examples of the documentation, and returns what rustdoc says when one fails.
    pub(super) fn examples(&self) -> Result<Option<String>> {
        let mut rustdoc = tool("RUSTDOC", "rustdoc", self.directory.path())?;
        rustdoc.args(["--test", "trees.rs", "--crate-name", "trees", "--extern", "trees=libtrees.rlib"]);
        let output = rustdoc.output().context("running rustdoc")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        Ok((!output.status.success()).then_some(said))
    }

    /// The executable.
    pub(super) fn path(&self) -> PathBuf {
        self.directory.path().join("program")
    }

    fn trees(&self, names: &[&str]) -> Result<BTreeMap<String, String>> {
        fs::write(self.directory.path().join("trees.rs"), self.text(names)?)?;
        match self.rustc(&["trees.rs", "--crate-type", "rlib"])? {
            None => Ok(BTreeMap::new()),
            Some(said) => {
                let errors = attributed(&said, names);
                ensure!(!errors.is_empty(), "rustc refuses the library for no tree's sake:\n{said}");
                Ok(errors)
            }
        }
    }

    fn rustc(&self, arguments: &[&str]) -> Result<Option<String>> {
        rustc(self.directory.path(), arguments)
    }

    /// The library: every tree a module, and a list of all. What speaks of one tree stands in a file of its own, so
    /// that an error there is the tree's too.
    fn text(&self, names: &[&str]) -> Result<String> {
        let (mut modules, mut trees) = (String::new(), String::new());
        for name in names {
            let directory = self.directory.path().join(name);
            let list = library::list(name, &directory);
            let used = format!("pub const TREE: usage::usage::Used = usage::used! {{ Of crate {list} }};\n");
            fs::write(directory.join("used.rs"), used)?;
            let _ = writeln!(modules, "#[path = \"{name}/mod.rs\"]\npub mod {name};");
            let _ = writeln!(modules, "#[path = \"{name}/used.rs\"]\nmod {name}_used;");
            let _ = writeln!(trees, "    {name}_used::TREE,");
        }
        Ok(format!("{HEAD}{modules}\npub const TREES: &[usage::usage::Used] = &[\n{trees}];\n"))
    }
}

/// Runs rustc in a directory, with the libraries of this package, and returns what it says when it fails.
pub(crate) fn rustc(directory: &Path, arguments: &[&str]) -> Result<Option<String>> {
    let mut rustc = tool("RUSTC", "rustc", directory)?;
    rustc.args(arguments).args(["--error-format", "json", "-C", "embed-bitcode=no"]);
    let output = rustc.output().context("running rustc")?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok((!output.status.success()).then_some(said))
}

/// A tool of Rust's in a directory, which knows of the libraries.
fn tool(variable: &str, name: &str, directory: &Path) -> Result<Command> {
    let libraries = LIBRARIES.as_ref().map_err(|error| anyhow::format_err!("{error:#}"))?;
    let mut tool = Command::new(env::var_os(variable).unwrap_or_else(|| name.into()));
    tool.current_dir(directory).args(["--edition", "2024"]).args(libraries);
    Ok(tool)
}

/// The errors that rustc names a tree's file for, by tree.
fn attributed(said: &str, names: &[&str]) -> BTreeMap<String, String> {
    let mut errors: BTreeMap<String, String> = BTreeMap::new();
    for line in said.lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let spans = message["spans"].to_string();
        let rendered = message["rendered"].as_str().unwrap_or_default();
        for name in names.iter().filter(|name| spans.contains(&format!("\"{name}/"))) {
            errors.entry((*name).to_owned()).or_default().push_str(rendered);
        }
    }
    errors
}

/// Asks cargo how it compiles the example `usage`, which is done again for the asking.
fn libraries() -> Result<Vec<String>> {
    let mut cargo = cargo();
    cargo.args(["rustc", "-p", "scaffold-tests", "--example", "usage", "--locked", "--color", "never", "-v"]);
    cargo.args(if cfg!(debug_assertions) { &[][..] } else { &["--release"] });
    let output = cargo.args(["--", "--cfg"]).arg(format!("asked=\"{}\"", std::process::id())).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "cargo cannot compile the example `usage`:\n{said}");
    let command = said.lines().find(|line| line.contains("Running") && line.contains("--crate-name usage "));
    flags(command.with_context(|| format!("cargo does not say how it compiles:\n{said}"))?)
}

/// The libraries in a command line of cargo's: complete ones, where it was content with their interfaces.
fn flags(command: &str) -> Result<Vec<String>> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let value = |flag: &str| words.iter().find_map(|word| word.strip_prefix(flag));
    let directory = words.iter().skip_while(|word| **word != "--out-dir").nth(1).context("a directory")?;
    let suffix = value("extra-filename=").context("a file's name")?;
    let usage = Path::new(directory).join(format!("libusage{suffix}.rlib"));
    let mut flags = vec!["--extern".to_owned(), format!("usage={}", usage.display())];
    // Where it is looked for as what another library was made with.
    flags.extend(["-L".to_owned(), format!("dependency={directory}")]);
    for pair in words.windows(2).filter(|pair| ["-L", "--extern"].contains(&pair[0])) {
        flags.extend([pair[0].to_owned(), pair[1].replace(".rmeta", ".rlib")]);
    }
    Ok(flags)
}
