//! The templates of a run: the project's own, laid over those that are built in.
//!
//! A page is printed by what askama compiled in, unless a template of the project's takes part in it: then MiniJinja
//! prints the same page from the texts. So a project without templates pays nothing. Texts are handed in; nothing is
//! read here.

use super::text::{DocLine, StrLit};
use super::{File, ended, seal, syntax};
use crate::config::OutputSettings;
use crate::diagnostic::Diagnostic;
use anyhow::Result;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use std::collections::{BTreeMap, BTreeSet};

/// Every template that a project may change, by name.
static BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// How the name of a template ends, and not that of a text that is written as it stands.
const END: &str = ".jinja";

/// The templates of a run; by default the built-in ones alone.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// The project's directory of them, as messages call it.
    directory: String,
    /// The project's, but for those that say what the built-in ones say.
    own: BTreeMap<String, String>,
    /// The built-in templates that print something else by now, each with the project's that take part in it.
    changed: BTreeMap<String, Vec<String>>,
    /// What prints them; nothing where none is changed.
    engine: Option<Environment<'static>>,
}

/// Every template that a project may change, with its text, sorted by name.
pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
    BUILT_IN.iter().copied()
}

fn built_in_text(name: &str) -> Option<&'static str> {
    BUILT_IN.binary_search_by_key(&name, |(name, _)| name).ok().map(|at| BUILT_IN[at].1)
}

impl Templates {
    /// The project's templates, text by name; `directory` is how messages call the place where they are.
    ///
    /// Errors: one of them is no template.
    pub fn new(directory: &str, mut own: BTreeMap<String, String>) -> Result<Self, Diagnostic> {
        own.retain(|name, text| built_in_text(name).is_none_or(|built_in| !seal::same_lines(text, built_in)));
        let mut templates = Self { directory: directory.to_owned(), own, ..Self::default() };
        if templates.own.is_empty() {
            return Ok(templates);
        }
        let parts = |name: &str| (name.to_owned(), templates.parts(name));
        let all = built_in().map(|(name, _)| parts(name));
        templates.changed = all.filter(|(_, parts)| !parts.is_empty()).collect();
        templates.engine = Some(templates.engine()?);
        Ok(templates)
    }

    /// MiniJinja with all templates, the project's over the built-in ones.
    pub(super) fn engine(&self) -> Result<Environment<'static>, Diagnostic> {
        let mut engine = Environment::new();
        engine.set_undefined_behavior(UndefinedBehavior::Strict);
        engine.set_auto_escape_callback(|_| AutoEscape::None);
        engine.set_formatter(print_value);
        // What is undefined is told by the place in its template, which the engine keeps for this alone.
        engine.set_debug(true);
        engine.add_filter("rust_string", |text: Value| Ok(StrLit::new(word(&text)?).to_string()));
        engine.add_filter("doc", doc);
        engine.add_filter("ident", ident);
        let built_in = built_in().filter(|(name, _)| name.ends_with(END));
        let built_in = built_in.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let own = self.own.iter().filter(|(name, _)| name.ends_with(END));
        for (name, text) in built_in.chain(own.map(|(name, text)| (name.clone(), text.clone()))) {
            engine.add_template_owned(name, text).map_err(|error| self.problem(&error))?;
        }
        Ok(engine)
    }

    /// The project's templates that take part in a built-in one, if any do.
    pub(super) fn changed(&self, name: &str) -> Option<&[String]> {
        self.changed.get(name).map(Vec::as_slice)
    }

    /// What the template prints of a page at run time; `parts` are those of the project's that take part in it.
    pub(super) fn page(&self, name: &str, parts: &[String], context: Value) -> Result<String, Diagnostic> {
        let text = self.run(name, context)?;
        if name.trim_end_matches(END).ends_with(".rs") {
            self.parse(parts, &text)?;
        }
        Ok(text)
    }

    /// What the template of an output prints for the file at `path`.
    pub(super) fn output(&self, output: &OutputSettings, path: &str, context: Value) -> Result<String, Diagnostic> {
        let name = &output.template;
        if !self.own.contains_key(name) || !name.ends_with(END) {
            return Err(Diagnostic::output_template_missing(&output.place, &format!("{}/{name}", self.directory)));
        }
        let text = self.run(name, context)?;
        if path.ends_with(".rs") {
            self.parse(&self.parts(name), &text)?;
        }
        Ok(text)
    }

    fn run(&self, name: &str, context: Value) -> Result<String, Diagnostic> {
        let Some(engine) = &self.engine else { return Ok(String::new()) };
        let text = engine.get_template(name).and_then(|template| template.render(context));
        text.map_err(|error| self.problem(&error))
    }

    /// The text that is written as it stands.
    pub(super) fn fixed(&self, name: &str) -> Result<String> {
        if let Some(own) = self.own.get(name) {
            self.parse(&[name.to_owned()], own)?;
            return Ok(own.clone());
        }
        Ok(built_in_text(name).unwrap_or_default().to_owned())
    }

    /// The text with which the project's file of extensions begins.
    pub fn extension_root(&self) -> Result<String> {
        self.fixed("extension/mod.rs")
    }

    /// The files whose text is the same for every schema: all texts of a folder, for `target` in the crate.
    pub(super) fn folder(&self, folder: &str, target: &str) -> Result<Vec<File>> {
        let names = built_in().filter_map(|(name, _)| Some((name, name.strip_prefix(folder)?.strip_prefix('/')?)));
        names.map(|(name, file)| Ok(File::generated(format!("{target}/{file}"), &ended(self.fixed(name)?)))).collect()
    }

    /// The project's templates among one and all that it includes.
    fn parts(&self, name: &str) -> Vec<String> {
        let (mut seen, mut open) = (BTreeSet::from([name]), vec![name]);
        while let Some(name) = open.pop() {
            let text = self.own.get(name).map(String::as_str).or_else(|| built_in_text(name));
            open.extend(text.into_iter().flat_map(included).filter(|name| seen.insert(name)));
        }
        seen.into_iter().filter(|name| self.own.contains_key(*name)).map(str::to_owned).collect()
    }

    /// Parses what the templates of the project made.
    fn parse(&self, parts: &[String], text: &str) -> Result<(), Diagnostic> {
        let Some((line, reason)) = syntax::mistake(text) else { return Ok(()) };
        let places: Vec<String> = parts.iter().map(|name| self.place(name)).collect();
        let found = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
        Err(Diagnostic::template_not_rust(&places.join(", "), (line, found), &reason))
    }

    fn place(&self, name: &str) -> String {
        match self.own.contains_key(name) {
            true => format!("{}/{name}", self.directory),
            false => format!("built-in {name}"),
        }
    }

    /// What there is to say of what the engine met, at the innermost template.
    fn problem(&self, error: &Error) -> Diagnostic {
        let causes = std::iter::successors(Some(error), |error| std::error::Error::source(*error)?.downcast_ref());
        let error = causes.filter(|error| error.line().is_some()).last().unwrap_or(error);
        let place = error.name().map_or(self.directory.clone(), |name| self.place(name));
        let place = error.line().map_or(place.clone(), |line| format!("{place}:{line}"));
        let message = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        match error.kind() {
            ErrorKind::SyntaxError => Diagnostic::template_syntax(&place, &message),
            ErrorKind::UndefinedError => {
                let text = error.template_source().zip(error.range()).and_then(|(text, range)| text.get(range));
                Diagnostic::template_undefined(&place, text.unwrap_or(&message))
            }
            _ => Diagnostic::template_fails(&place, &message),
        }
    }
}

/// Prints what Rust would print, and nothing that is nothing.
fn print_value(
    out: &mut minijinja::Output<'_>,
    state: &mut minijinja::State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    if value.is_none() {
        return Err(Error::new(ErrorKind::InvalidOperation, "there is nothing to print here; test it with `if` first"));
    }
    match bool::try_from(value.clone()) {
        Ok(truth) if value.kind() == minijinja::value::ValueKind::Bool => Ok(write!(out, "{truth}")?),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// An identifier of Rust, as it is; anything else is an error, and no code.
fn ident(name: Value) -> Result<String, Error> {
    let name = word(&name)?;
    let refused = |_| Error::new(ErrorKind::InvalidOperation, format!("{} is no identifier", StrLit::new(name)));
    syn::parse_str::<syn::Ident>(name).map_err(refused)?;
    Ok(name.to_owned())
}

/// The lines of a comment, each for its own slashes; none where there is no comment.
fn doc(text: Value) -> Result<Vec<String>, Error> {
    let text = if text.is_none() { None } else { Some(word(&text)?) };
    Ok(DocLine::optional(text).iter().map(DocLine::to_string).collect())
}

fn word(text: &Value) -> Result<&str, Error> {
    text.as_str().ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("{text} is no text")))
}

/// The templates that a text names to be included.
fn included(text: &str) -> impl Iterator<Item = &str> {
    text.split("include \"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::value::Serde;

    fn templates(files: &[(&str, &str)]) -> Result<Templates, Diagnostic> {
        Templates::new("mine", files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    fn printed(text: &str, context: impl serde::Serialize) -> Result<String, Diagnostic> {
        let templates = templates(&[("a.txt.jinja", text)])?;
        templates.run("a.txt.jinja", Value::from(Serde(context)))
    }

    #[test]
    fn what_says_the_same_changes_nothing() {
        let text = built_in_text("entity/compact.rs.jinja").unwrap();
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let templates = templates(&[("entity/compact.rs.jinja", &text)]).unwrap();
            assert!(templates.engine.is_none() && templates.changed.is_empty());
        }
    }

    #[test]
    fn a_part_changes_all_that_include_it() {
        let templates = templates(&[("entity/attribute.rs.jinja", "#[x]")]).unwrap();
        let changed: Vec<&str> = templates.changed.keys().map(String::as_str).collect();
        assert!(changed.contains(&"entity/compact.rs.jinja") && changed.contains(&"entity/attribute.rs.jinja"));
        assert!(!changed.contains(&"schema.rs.jinja"), "{changed:?}");
        assert_eq!(templates.changed("entity/compact.rs.jinja").unwrap(), ["entity/attribute.rs.jinja"]);
    }

    #[test]
    fn values_are_printed_as_rust_prints_them_and_never_escaped() {
        let context = serde_json::json!({ "yes": true, "no": false, "text": "<&\"'>", "number": 7, "none": null });
        assert_eq!(printed("{{ yes }} {{ no }} {{ number }} {{ text }}", &context).unwrap(), "true false 7 <&\"'>");
        let error = printed("\n{{ none }}", &context).unwrap_err();
        assert_eq!((error.code, error.place.as_str()), ("C073", "mine/a.txt.jinja:2"));
    }

    #[test]
    fn mistakes_are_told_with_file_and_line() {
        let error = printed("a\n{% if x %}", ()).unwrap_err();
        assert_eq!((error.code, error.place.as_str()), ("C071", "mine/a.txt.jinja:2"), "{error}");
        let error = printed("\n\n{{ a.b }}", serde_json::json!({ "a": {} })).unwrap_err();
        assert_eq!((error.code, error.place.as_str()), ("C072", "mine/a.txt.jinja:3"), "{error}");
        assert!(error.message.contains("`a.b`"), "{error}");
        let both = [("a.txt.jinja", "\n{% include \"b.jinja\" %}"), ("b.jinja", "\n\n{{ c }}")];
        let error = templates(&both).unwrap().run("a.txt.jinja", Value::from(Serde(()))).unwrap_err();
        assert_eq!((error.code, error.place.as_str()), ("C072", "mine/b.jinja:3"), "{error}");
    }

    #[test]
    fn what_is_not_rust_names_the_templates_that_made_it() {
        let templates = templates(&[("key.rs", "fn a() {}\nfn {}\n"), ("a.rs.jinja", "struct;")]).unwrap();
        let error: Diagnostic = templates.fixed("key.rs").unwrap_err().downcast().unwrap();
        assert_eq!((error.code, error.place.as_str()), ("F040", "mine/key.rs"));
        assert!(error.message.contains("line 2, `fn {}`"), "{error}");
        let parts = ["a.rs.jinja".to_owned()];
        let error = templates.page("a.rs.jinja", &parts, Value::from(Serde(()))).unwrap_err();
        assert!(error.to_string().contains("mine/a.rs.jinja"), "{error}");
    }

    #[test]
    fn filters_make_text_of_a_database_safe() {
        let context = serde_json::json!({ "text": "a\"\n*/ `x`", "none": null, "name": "order", "wrong": "a b" });
        assert_eq!(printed("{{ text | rust_string }} {{ name | ident }}", &context).unwrap(), r#""a\"\n*/ `x`" order"#);
        let doc = "{% for line in text | doc %}/// {{ line }};{% endfor %}{% for line in none | doc %}x{% endfor %}";
        assert_eq!(printed(doc, &context).unwrap(), r#"/// a";/// */ \`x\`;"#);
        for wrong in ["wrong", "none"] {
            let error = printed(&format!("{{{{ {wrong} | ident }}}}"), &context).unwrap_err();
            assert_eq!((error.code, error.place.as_str()), ("C073", "mine/a.txt.jinja:1"), "{error}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_leaves_out_what_no_project_can_change() {
        assert!(BUILT_IN.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(built_in_text("entity/compact.rs.jinja").is_some() && built_in_text("told.rs").is_some());
        assert!(
            BUILT_IN.iter().all(|(name, _)| !["migration/", "runner/", "workspace/"]
                .iter()
                .any(|folder| name.starts_with(folder)))
        );
    }
}
