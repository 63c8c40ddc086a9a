//! Printing a page through its template.
//!
//! Templates keep to what two engines understand alike: askama, which compiles them in, and MiniJinja, which reads
//! them at run time. Every page that a test prints is printed by both, and the texts must be the same.

use super::templates::Templates;
use anyhow::Result;
use askama::Template;
use minijinja::value::Serde;
use serde::Serialize;

impl Templates {
    /// The text of a page; `name` is the template that its type declares.
    pub(super) fn print<P: Template + Serialize>(&self, name: &str, page: &P) -> Result<String> {
        if let Some(parts) = self.changed(name) {
            return Ok(self.page(name, parts, Serde(page).into())?);
        }
        let text = page.render()?;
        #[cfg(test)]
        tests::agree(name, page, &text);
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Serialize, Template, Templates};
    use crate::catalog::Catalog;
    use crate::config::{Format, Selection, Settings};
    use crate::extension::Extensions;
    use crate::render::File;
    use crate::{model, render};
    use minijinja::Environment;
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};
    use std::sync::LazyLock;

    static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(|| Templates::default().engine().unwrap());

    fn repository() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    /// The template of each page's type, by the type's name, as the sources declare it: askama tells nobody.
    static TEMPLATES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let declared =
            regex::Regex::new(r#"#\[template\(path = "([^"]+)"[^]]*\)\]\s+(?:pub\(\w+\) )?struct (\w+)"#).unwrap();
        let sources = walkdir::WalkDir::new(repository().join("generator/src")).into_iter();
        let files = sources.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        let texts = files.map(|entry| std::fs::read_to_string(entry.path()).unwrap());
        let pairs = |text: String| -> Vec<(String, String)> {
            declared.captures_iter(&text).map(|found| (found[2].to_owned(), found[1].to_owned())).collect()
        };
        texts.flat_map(pairs).collect()
    });

    pub(super) fn agree<P: Template + Serialize>(name: &str, page: &P, text: &str) {
        let type_name = std::any::type_name::<P>().rsplit("::").next().unwrap();
        assert_eq!(TEMPLATES.get(type_name).map(String::as_str), Some(name), "the template of {type_name}");
        let other = ENGINE.get_template(name).unwrap().render(minijinja::value::Serde(page)).unwrap();
        assert_eq!(text.trim_end(), other.trim_end(), "{name}");
    }

    /// The catalogs of the golden cases.
    fn catalogs() -> Vec<Catalog> {
        let cases = std::fs::read_dir(repository().join("tests/cases")).unwrap();
        let files = cases.flat_map(|case| std::fs::read_dir(case.unwrap().path()).unwrap());
        let is_catalog = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with("catalog.") && name.ends_with(".json")
        };
        let paths = files.map(|file| file.unwrap().path()).filter(is_catalog);
        paths.map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
    }

    fn behaviors(text: &str) -> usize {
        text.matches("\nimpl ActiveModelBehavior for ActiveModel {").count()
    }

    #[test]
    fn both_engines_print_every_case_alike_in_every_form() {
        let catalogs = catalogs();
        assert!(catalogs.len() > 40, "the cases are where they are expected");
        for format in [Format::Compact, Format::Expanded, Format::Dense] {
            let mut settings = Settings::default();
            settings.entity.format = format;
            settings.entity.serde = format == Format::Expanded;
            (settings.entity.factories, settings.entity.tests) = (true, true);
            settings.entity.verify = true;
            if format == Format::Expanded {
                settings.entity.typed_ids = Selection::Everything;
                settings.entity.typed_domains = Selection::Everything;
            }
            for catalog in &catalogs {
                let (mut model, _) = model::build(catalog, &settings);
                let files = render::render(&model, &settings, &Templates::default()).unwrap();
                let extension = |entity| render::extension(entity, &Templates::default()).unwrap();
                let extensions: Vec<File> = model.all().map(extension).collect();
                let texts = |files: &[File]| -> BTreeMap<String, String> {
                    files.iter().map(|file| (file.path.clone(), file.text.clone())).collect()
                };
                let (facts, problems) = Extensions::read(&texts(&extensions));
                assert!(problems.is_empty() && model.extend(&facts).is_empty());
                let extended = render::render(&model, &settings, &Templates::default()).unwrap();
                for file in files.iter().chain(&extensions).chain(&extended) {
                    render::parse(&[(&file.path, &file.text)]).unwrap();
                }
                let all = [texts(&files), texts(&extensions), texts(&extended)];
                let behaviors = all.map(|texts| -> usize { texts.values().map(|text| behaviors(text)).sum() });
                let tables = model.entities.iter().filter(|entity| !entity.source.is_read_only()).count();
                let others = model.all().count() - tables;
                assert_eq!(behaviors, [tables + others, tables, others], "{format:?}: one each, here or there");
            }
        }
    }
}
