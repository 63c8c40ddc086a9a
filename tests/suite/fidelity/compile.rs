//! Many generated trees → one program that uses them all, in one run of rustc.
//!
//! Cargo is asked once how it compiles an example of this package: the program is given the same libraries, so that
//! nothing the suite was built from is built again. What does not compile is told apart by the file that rustc names.

use crate::golden::{self, Tree};
use crate::library;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// How rustc is told where the libraries are.
static LIBRARIES: LazyLock<Result<Vec<String>>> = LazyLock::new(libraries);

/// The first line of every program. The workspace's own limits are for what is written by hand.
const HEAD: &str = "#![deny(warnings)]\n";

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
            let errors = self.rustc(&left)?;
            if errors.is_empty() {
                return Ok(refused);
            }
            refused.extend(errors);
        }
    }

    /// The executable.
    pub(super) fn path(&self) -> PathBuf {
        self.directory.path().join("program")
    }

    fn rustc(&self, names: &[&str]) -> Result<BTreeMap<String, String>> {
        fs::write(self.directory.path().join("main.rs"), self.text(names))?;
        let libraries = LIBRARIES.as_ref().map_err(|error| anyhow::format_err!("{error:#}"))?;
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.current_dir(self.directory.path()).args(["main.rs", "-o", "program", "--edition", "2024"]);
        rustc.args(["--error-format", "json", "-C", "embed-bitcode=no"]).args(libraries);
        let output = rustc.output().context("running rustc")?;
        if output.status.success() {
            return Ok(BTreeMap::new());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let errors = attributed(&said, names);
        ensure!(!errors.is_empty(), "rustc refuses the program for no tree's sake:\n{said}");
        Ok(errors)
    }

    /// The program: every tree a module, and a main function that knows them all. What speaks of one tree stands in a
    /// file of its own, so that an error there is the tree's too.
    fn text(&self, names: &[&str]) -> String {
        let (mut modules, mut trees) = (String::new(), String::new());
        for name in names {
            let _ = write!(
                modules,
                "#[path = \"{name}/mod.rs\"]\nmod {name};\n#[path = \"{name}/used.rs\"]\nmod {name}_used;\n"
            );
            let _ = writeln!(trees, "    {name}_used::TREE,");
            let list = library::list(name, &self.directory.path().join(name));
            let used = format!("pub const TREE: usage::usage::Used = usage::used! {{ Of crate {list} }};\n");
            // Written where it is read; a failure shows as a module that rustc does not find.
            let _ = fs::write(self.directory.path().join(name).join("used.rs"), used);
        }
        format!(
            "{HEAD}{modules}\nfn main() -> std::process::ExitCode {{\n    usage::program::main(&[\n{trees}    ])\n}}\n"
        )
    }
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
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(golden::package()).env_remove("CARGO_TARGET_TMPDIR");
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
    for pair in words.windows(2).filter(|pair| ["-L", "--extern"].contains(&pair[0])) {
        flags.extend([pair[0].to_owned(), pair[1].replace(".rmeta", ".rlib")]);
    }
    Ok(flags)
}
