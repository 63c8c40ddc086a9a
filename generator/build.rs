//! Makes a table of the templates and their texts, for what is printed at run time and what a project may change.
//! Those of `scaffold new` are not among them, since there is no project yet that could; nor are those of `scaffold migrate`,
//! which print no part of the entity crate.
//!
//! And a table of the rules of `lint` and their manual pages, which are the heads of their files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

const FOLDER: &str = "templates";
const RULES: [&str; 2] = ["src/lint/migration/rule", "src/lint/rule"];
const LEFT_OUT: [&str; 3] = ["migration", "runner", "workspace"];

fn main() -> io::Result<()> {
    writeln!(io::stdout(), "cargo::rerun-if-changed={FOLDER}")?;
    let mut names = Vec::new();
    collect(Path::new(FOLDER), "", &mut names)?;
    names.sort();
    let row = |name: &String| {
        format!("({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{FOLDER}/{name}\"))),\n")
    };
    let rows: String = names.iter().map(row).collect();
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("templates.rs"), format!("&[\n{rows}]\n"))?;
    fs::write(out.join("manuals.rs"), format!("&[\n{}]\n", manuals()?))
}

/// A row for each rule: the stem of its file, and the head of it.
fn manuals() -> io::Result<String> {
    let mut rows = String::new();
    for folder in RULES {
        writeln!(io::stdout(), "cargo::rerun-if-changed={folder}")?;
        let mut names = Vec::new();
        collect(Path::new(folder), "", &mut names)?;
        names.sort();
        for stem in names.iter().filter_map(|name| name.strip_suffix(".rs")).filter(|stem| *stem != "mod") {
            let text = fs::read_to_string(Path::new(folder).join(stem).with_extension("rs"))?;
            let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
            let head: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
            rows += &format!("({stem:?}, {:?}),\n", head.join("\n"));
        }
    }
    Ok(rows)
}

/// The names of the files below a folder, with `/` between their parts.
fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let name = format!("{prefix}{name}");
        if path.is_dir() && !LEFT_OUT.contains(&name.as_str()) {
            writeln!(io::stdout(), "cargo::rerun-if-changed={}", path.display())?;
            collect(&path, &format!("{name}/"), names)?;
        } else if path.is_file() {
            names.push(name);
        }
    }
    Ok(())
}
