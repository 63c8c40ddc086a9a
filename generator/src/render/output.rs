//! Outputs of the project's own: files that its templates make of the model, beside those that are built in.
//!
//! 1. In a template of an entity, view or enum stands `entity`, `view` or `enum`: what `inspect --stage model` prints of
//!    it; in every one `model`, which is all that it prints. Each field has its `rust_type` besides, as the entity's own
//!    file writes it.
//! 2. What the model says is text of the database, and no code: the filters `rust_string`, `doc` and `ident` make Rust of
//!    it. What is made is parsed all the same.
//! 3. A file is the generator's like any other: sealed, listed, deleted once it is no longer made. So it is of a kind that
//!    has comments, and Rust stands under `src/generated`, which declares its modules.
//! 4. It gives way to nothing and takes no other's place: a collision is an error.

use super::field::rust_type;
use super::modules;
use super::templates::Templates;
use super::{File, ended, seal};
use crate::config::{OutputSettings, Settings, Subject};
use crate::diagnostic::Diagnostic;
use crate::model::{Entity, Model};
use anyhow::Result;
use minijinja::value::{Serde, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Where Rust goes.
const GENERATED: &str = "src/generated/";

/// What the generator has under that by itself, in one crate or another.
const TAKEN: [&str; 17] = [
    "composites",
    "entity",
    "enums",
    "factory",
    "key",
    "loader",
    "manifest",
    "mod",
    "newtypes",
    "prelude",
    "relation",
    "repository",
    "routine",
    "schema",
    "told",
    "types",
    "view",
];

/// What a file is made for.
struct Made<'a> {
    /// The name of it in the template, and what stands there.
    context: Option<(&'static str, Value)>,
    /// What stands for the words in braces.
    words: Vec<(&'static str, &'a str)>,
}

/// The files of the outputs that the settings ask for.
pub(super) fn files(model: &Model, settings: &Settings, templates: &Templates) -> Result<Vec<File>> {
    if settings.outputs.is_empty() {
        return Ok(Vec::new());
    }
    let all = serialized(model)?;
    let whole = Value::from(Serde(&all));
    let mut files: BTreeMap<String, File> = BTreeMap::new();
    for output in &settings.outputs {
        let words = words(output.subject);
        check(output, words)?;
        for made in made(model, &all, output.subject) {
            let path = made.words.iter().fold(output.path.clone(), |path, (word, text)| path.replace(word, text));
            let name = path.strip_prefix(GENERATED).map(top).unwrap_or_default();
            if model.all().any(|entity| entity.module == name) {
                return Err(Diagnostic::output_collides(&output.place, &path, "the module of an entity").into());
            }
            let text = ended(templates.output(output, &path, made.context(&whole))?);
            if files.insert(path.to_ascii_lowercase(), File::generated(path.clone(), &text)).is_some() {
                return Err(Diagnostic::output_collides(&output.place, &path, "another file of an output").into());
            }
        }
    }
    let mut files: Vec<File> = files.into_values().collect();
    files.extend(folders(&files, templates)?);
    Ok(files)
}

/// The modules under `src/generated` that the files of outputs are or lie in.
pub(super) fn top_modules(outputs: &[File]) -> BTreeSet<String> {
    let rust = outputs.iter().filter(|file| file.path.ends_with(".rs"));
    rust.filter_map(|file| file.path.strip_prefix(GENERATED)).map(|rest| top(rest).to_owned()).collect()
}

/// The first part of a path below the generated code, as a module.
fn top(rest: &str) -> &str {
    rest.split(['/', '.']).next().unwrap_or(rest)
}

/// The `mod.rs` of each folder of Rust files, unless an output makes it.
fn folders(files: &[File], templates: &Templates) -> Result<Vec<File>> {
    let mut folders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let Some(path) = file.path.strip_prefix(GENERATED).and_then(|path| path.strip_suffix(".rs")) else { continue };
        let parts: Vec<&str> = path.split('/').collect();
        for (at, part) in parts.iter().enumerate().skip(1).filter(|(_, part)| **part != "mod") {
            folders.entry(parts[..at].join("/")).or_default().insert((*part).to_owned());
        }
    }
    let is_made = |path: &str| files.iter().any(|file| file.path == path);
    folders.retain(|folder, _| {
        ![format!("{GENERATED}{folder}.rs"), format!("{GENERATED}{folder}/mod.rs")].iter().any(|path| is_made(path))
    });
    let made = folders.iter().map(|(folder, names)| {
        Ok(File::generated(format!("{GENERATED}{folder}/mod.rs"), &ended(modules::of_output(names, templates)?)))
    });
    made.collect()
}

/// Rules 3 and 4, as far as a path tells.
fn check(output: &OutputSettings, words: &[&str]) -> Result<(), Diagnostic> {
    let path = words.iter().fold(output.path.clone(), |path, word| path.replace(word, "x"));
    let refuse = |reason: &str| Err(Diagnostic::output_path(&output.place, &output.path, reason));
    let is_plain = |part: &str| {
        let plain = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
        plain && !matches!(part, "" | "." | "..")
    };
    let is_module = |part: &str| syn::parse_str::<syn::Ident>(part).is_ok() || part == "mod";
    if path.contains(['{', '}']) {
        let known = if words.is_empty() { "there is none here".to_owned() } else { words.join(" and ") };
        return refuse(&format!("it has an unknown placeholder; {known} may stand in it"));
    }
    if !path.split('/').all(is_plain) {
        return refuse("it leaves the entity crate, or is no plain path of letters, digits, `_`, `-` and `.`");
    }
    if !words.is_empty() && path == output.path {
        return refuse("it names one file for all of them; put {module} in it");
    }
    if path.starts_with("schema/") || path.eq_ignore_ascii_case("Cargo.toml") {
        return refuse("the generator has a place of that name by itself");
    }
    let rust = path.strip_suffix(".rs");
    match (rust, path.strip_prefix(GENERATED)) {
        (Some(_), None) => return refuse("Rust that is generated goes under src/generated"),
        (_, Some(rest)) if TAKEN.contains(&top(rest).to_ascii_lowercase().as_str()) || rest.starts_with('.') => {
            return refuse("the generator has a place of that name by itself");
        }
        (Some(rust), Some(_)) if !rust.split('/').all(is_module) => {
            return refuse("its parts have to be names of modules");
        }
        (None, _) if !seal::has_comments(&path) => {
            return refuse("a generated file is sealed by a comment, and there are none in files of this kind");
        }
        _ => {}
    }
    Ok(())
}

/// What may stand in braces.
fn words(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Entity | Subject::View | Subject::Enum => &["{module}", "{type}"],
        Subject::Crate => &[],
    }
}

/// What there is a file for.
fn made<'a>(model: &'a Model, all: &serde_json::Value, subject: Subject) -> Vec<Made<'a>> {
    let at = |list: &str, idx: usize| Value::from(Serde(&all[list][idx]));
    let entity = |list: &'static str, name: &'static str, entities: &'a [Entity]| -> Vec<Made<'a>> {
        let made = entities.iter().enumerate().map(|(idx, entity)| Made {
            context: Some((name, at(list, idx))),
            words: vec![("{module}", &entity.module), ("{type}", &entity.type_name)],
        });
        made.collect()
    };
    match subject {
        Subject::Entity => entity("entities", "entity", &model.entities),
        Subject::View => entity("views", "view", &model.views),
        Subject::Enum => {
            let made = model.enums.iter().enumerate().map(|(idx, item)| Made {
                context: Some(("enum", at("enums", idx))),
                words: vec![("{module}", &item.module), ("{type}", &item.type_name)],
            });
            made.collect()
        }
        Subject::Crate => vec![Made { context: None, words: Vec::new() }],
    }
}

impl Made<'_> {
    fn context(&self, whole: &Value) -> Value {
        let own = self.context.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Value::from_pairs(own.chain([("model".to_owned(), whole.clone())]))
    }
}

/// Rule 1.
fn serialized(model: &Model) -> Result<serde_json::Value> {
    let mut all = serde_json::to_value(model)?;
    for (list, entities) in [("entities", &model.entities), ("views", &model.views)] {
        for (idx, entity) in entities.iter().enumerate() {
            for (at, field) in entity.fields.iter().enumerate() {
                let rust = rust_type(&field.field_type.rust);
                let rust = if field.nullable { format!("Option<{rust}>") } else { rust };
                all[list][idx]["fields"][at]["rust_type"] = rust.into();
            }
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::model;

    fn output(path: &str, subject: Subject) -> OutputSettings {
        let (template, place) = ("a.jinja".to_owned(), "scaffold.toml:3: output".to_owned());
        OutputSettings { template, path: path.to_owned(), subject, place }
    }

    #[test]
    fn a_path_is_refused_with_its_reason() {
        for (path, subject, reason) in [
            ("src/generated/dto/{modul}.rs", Subject::Entity, "{module} and {type} may stand in it"),
            ("src/generated/dto/{module}.rs", Subject::Crate, "there is none here"),
            ("../{module}.md", Subject::Entity, "leaves the entity crate"),
            ("/etc/{module}.md", Subject::View, "leaves the entity crate"),
            ("docs//{module}.md", Subject::View, "leaves the entity crate"),
            ("docs/all.md", Subject::Enum, "put {module} in it"),
            ("schema/x.toml", Subject::Crate, "a place of that name"),
            ("cargo.toml", Subject::Crate, "a place of that name"),
            ("src/generated/entity/{module}_dto.rs", Subject::Entity, "a place of that name"),
            ("src/generated/Prelude.rs", Subject::Crate, "a place of that name"),
            ("src/generated/manifest.txt", Subject::Crate, "a place of that name"),
            ("src/generated/.gitattributes", Subject::Crate, "a place of that name"),
            ("src/dto/{module}.rs", Subject::Entity, "under src/generated"),
            ("src/generated/d-t-o/{module}.rs", Subject::Entity, "names of modules"),
            ("src/generated/type/{module}.rs", Subject::Entity, "names of modules"),
            ("docs/{module}.json", Subject::Entity, "no files of this kind"),
        ] {
            let reason = if reason == "no files of this kind" { "none in files of this kind" } else { reason };
            let error = check(&output(path, subject), words(subject)).unwrap_err();
            assert_eq!((error.code, error.place.as_str()), ("C074", "scaffold.toml:3: output"), "{path}");
            assert!(error.message.contains(reason), "{path}: {error}");
        }
        for (path, subject) in [
            ("src/generated/dto/{module}.rs", Subject::Entity),
            ("src/generated/{module}_dto.rs", Subject::View),
            ("src/generated/dtos.rs", Subject::Crate),
            ("src/generated/dto/mod.rs", Subject::Crate),
            ("docs/{type}.md", Subject::Enum),
            ("web/model.ts", Subject::Crate),
        ] {
            assert_eq!(check(&output(path, subject), words(subject)), Ok(()), "{path}");
        }
    }

    #[test]
    fn every_module_of_the_generated_code_is_taken() {
        let (_, text) = super::super::built_in().find(|(name, _)| *name == "crate/generated.rs.jinja").unwrap();
        let modules =
            text.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
        let modules: Vec<&str> = modules.filter(|name| !name.contains('{')).collect();
        assert!(modules.len() > 10 && modules.iter().all(|name| TAKEN.contains(name)), "{modules:?}");
    }

    #[test]
    fn folders_declare_their_modules_unless_an_output_does() {
        let text = |paths: &[&str]| -> BTreeMap<String, String> {
            let files: Vec<File> = paths.iter().map(|path| File::generated(*path, "//\n")).collect();
            let made = folders(&files, &Templates::default()).unwrap();
            let modules = |text: &str| text.lines().filter(|line| line.starts_with("pub mod")).collect::<String>();
            made.into_iter().map(|file| (file.path, modules(&file.text))).collect()
        };
        let one = |path: &str, modules: &str| (path.to_owned(), modules.to_owned());
        let deep = ["src/generated/api/dto/a.rs", "src/generated/api/b.rs", "docs/a.md", "src/generated/c.rs"];
        assert_eq!(
            text(&deep),
            [
                one("src/generated/api/mod.rs", "pub mod b;pub mod dto;"),
                one("src/generated/api/dto/mod.rs", "pub mod a;")
            ]
            .into()
        );
        assert!(text(&["src/generated/api/mod.rs", "src/generated/api/a.rs"]).is_empty());
        assert!(text(&["src/generated/api.rs", "src/generated/api/a.rs"]).is_empty());
        let files = deep.map(|path| File::generated(path, "//\n"));
        assert_eq!(top_modules(&files), BTreeSet::from(["api".to_owned(), "c".to_owned()]));
    }

    #[test]
    fn a_template_that_is_not_there_is_told_with_the_line_of_its_output() {
        let (model, _) = model::build(&Catalog::default(), &Settings::default());
        let settings = Settings { outputs: vec![output("docs/all.md", Subject::Crate)], ..Settings::default() };
        let templates = Templates::new("mine", BTreeMap::new()).unwrap();
        let error: Diagnostic = files(&model, &settings, &templates).unwrap_err().downcast().unwrap();
        assert_eq!((error.code, error.place.as_str()), ("C075", "scaffold.toml:3: output"));
        let templates =
            Templates::new("mine", [("a.jinja".to_owned(), "{{ model.enums | length }}".to_owned())].into());
        let made = files(&model, &settings, &templates.unwrap()).unwrap();
        assert!(made.len() == 1 && made[0].text.starts_with("0\n<!-- scaffold-seal: "), "{made:?}");
    }
}
