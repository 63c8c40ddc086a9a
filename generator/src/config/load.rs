//! Flags, environment, `.env` and `scaffold.toml` → [`Config`].
//!
//! The one place where the precedence of the sources is decided. It never changes the process environment.

use super::{Config, FILE_NAME, Settings, syntax};
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// What the flags say. A relative path is relative to the current directory, where it was typed.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The configuration file to use instead of the nearest `scaffold.toml`.
    pub config: Option<PathBuf>,
    /// The connection URL.
    pub database_url: Option<String>,
    /// The directory of the generated crate.
    pub output: Option<PathBuf>,
}

/// What the process environment says.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The current directory.
    pub current_directory: PathBuf,
    /// The variables of `VARIABLES` that are set and not empty.
    pub variables: BTreeMap<String, String>,
}

/// The variables that are read from the environment and from `.env`.
const VARIABLES: [&str; 2] = [DATABASE_URL, DATABASE_SCHEMA];

/// Names the database, for us as for SeaORM.
const DATABASE_URL: &str = "DATABASE_URL";

/// Names the PostgreSQL schema of the migrations, for us as for SeaORM.
const DATABASE_SCHEMA: &str = "DATABASE_SCHEMA";

impl Environment {
    /// Reads the environment of this process.
    pub fn read() -> Result<Self> {
        let current_directory = env::current_dir().context("finding the current directory")?;
        let mut variables = BTreeMap::new();
        for name in VARIABLES {
            if let Some(value) = env::var_os(name).filter(|value| !value.is_empty()) {
                let value = value.into_string().map_err(|_| Diagnostic::environment_not_unicode(name))?;
                variables.insert(name.to_owned(), value);
            }
        }
        Ok(Self { current_directory, variables })
    }
}

impl Config {
    /// Merges the sources. Precedence, highest first:
    ///
    /// 1. the flags;
    /// 2. the environment;
    /// 3. `.env` beside `scaffold.toml`;
    /// 4. `scaffold.toml`: the one `--config` names, or the nearest in the current directory and its parents;
    /// 5. the defaults.
    pub fn load(overrides: &Overrides, environment: &Environment) -> Result<Self> {
        let current = &environment.current_directory;
        let file = match &overrides.config {
            Some(path) => Some(current.join(path)),
            None => current.ancestors().map(|parent| parent.join(FILE_NAME)).find(|path| path.is_file()),
        };
        let mut settings = file.as_deref().map_or_else(|| Ok(Settings::default()), read_file)?;
        let root = file.as_deref().and_then(Path::parent).unwrap_or(current).to_owned();
        let mut variables = read_dotenv(&root.join(".env"))?;
        variables.extend(environment.variables.clone());
        let url = overrides.database_url.clone().or_else(|| variables.remove(DATABASE_URL));
        settings.database.url = url.or(settings.database.url);
        settings.migration.schema = variables.remove(DATABASE_SCHEMA).or(settings.migration.schema);
        if let Some(output) = &overrides.output {
            settings.entity.directory = current.join(output);
        }
        let manifest = manifest(&root.join(&settings.entity.directory).join("Cargo.toml"));
        if let Some(name) = manifest.as_ref().and_then(crate_name) {
            settings.entity.crate_name = name;
        }
        settings.entity.streams = manifest.is_none_or(|manifest| streams(&manifest));
        Ok(Self { root, settings })
    }
}

/// What stands in a `Cargo.toml`; nothing where there is none, or none that can be read.
fn manifest(path: &Path) -> Option<toml::Table> {
    fs::read_to_string(path).ok()?.parse().ok()
}

/// How code calls the library of a package; none where cargo would not take its name.
fn crate_name(manifest: &toml::Table) -> Option<String> {
    let name = |table: &str| manifest.get(table)?.get("name")?.as_str();
    let name = name("lib").or_else(|| name("package"))?.replace('-', "_");
    syn::parse_str::<syn::Ident>(&name).is_ok().then_some(name)
}

/// Whether a package that has SeaORM has the library of streams, too.
fn streams(manifest: &toml::Table) -> bool {
    let has = |name: &str| manifest.get("dependencies").is_some_and(|dependencies| dependencies.get(name).is_some());
    has("futures-core") || !has("sea-orm")
}

fn read_file(path: &Path) -> Result<Settings> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| Diagnostic::config_unreadable(&shown, &error.to_string()))?;
    Ok(syntax::parse(&text, &shown)?)
}

/// The variables that a `.env` file sets, none when there is no file.
fn read_dotenv(path: &Path) -> Result<BTreeMap<String, String>> {
    let shown = path.display().to_string();
    let pairs = match dotenvy::from_path_iter(path) {
        Ok(pairs) => pairs,
        Err(error) if error.not_found() => return Ok(BTreeMap::new()),
        Err(error) => return Err(Diagnostic::config_unreadable(&shown, &error.to_string()).into()),
    };
    let mut variables = BTreeMap::new();
    for pair in pairs {
        let (name, value) = pair.map_err(|_| Diagnostic::dotenv_syntax(&shown))?;
        // The first line wins, as it does for SeaORM's own reading of the file.
        if VARIABLES.contains(&name.as_str()) && !value.is_empty() {
            variables.entry(name).or_insert(value);
        }
    }
    Ok(variables)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Place(tempfile::TempDir);

    impl Place {
        fn new(files: &[(&str, &str)]) -> Self {
            let directory = tempfile::tempdir().unwrap();
            for (path, text) in files {
                let path = directory.path().join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Self(directory)
        }

        fn load(&self, within: &str, variables: &[(&str, &str)], overrides: &Overrides) -> Result<Config> {
            let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let environment =
                Environment { current_directory: self.0.path().join(within), variables: variables.collect() };
            Config::load(overrides, &environment)
        }
    }

    fn url(config: Result<Config>) -> Option<String> {
        config.unwrap().settings.database.url
    }

    #[test]
    fn the_crate_is_called_what_its_manifest_says() {
        let name = |files: &[(&str, &str)]| {
            Place::new(files).load("", &[], &Overrides::default()).unwrap().settings.entity.crate_name
        };
        assert_eq!(name(&[]), "entity");
        assert_eq!(name(&[("entity/Cargo.toml", "[package]\nname = 'shop-entities'")]), "shop_entities");
        let both = "[package]\nname = 'shop-entities'\n[lib]\nname = 'entities'";
        assert_eq!(name(&[("scaffold.toml", "entity.directory = 'a/b'"), ("a/b/Cargo.toml", both)]), "entities");
        assert_eq!(name(&[("entity/Cargo.toml", "not a manifest")]), "entity");
    }

    #[test]
    fn a_crate_with_seaorm_and_without_streams_is_known() {
        let streams = |text: &str| {
            let place = Place::new(&[("entity/Cargo.toml", text)]);
            place.load("", &[], &Overrides::default()).unwrap().settings.entity.streams
        };
        assert!(!streams("[dependencies]\nsea-orm = '2'"));
        assert!(streams("[dependencies]\nsea-orm.workspace = true\nfutures-core.workspace = true"));
        assert!(streams("[package]\nname = 'entity'") && streams("not a manifest"));
    }

    #[test]
    fn each_source_overrides_the_next() {
        let place = Place::new(&[("scaffold.toml", "database.url = 'sqlite://file'")]);
        assert_eq!(url(place.load("", &[], &Overrides::default())).as_deref(), Some("sqlite://file"));
        fs::write(place.0.path().join(".env"), "OTHER=1\nDATABASE_URL=sqlite://dotenv\n").unwrap();
        assert_eq!(url(place.load("", &[], &Overrides::default())).as_deref(), Some("sqlite://dotenv"));
        let variables = [("DATABASE_URL", "sqlite://environment")];
        assert_eq!(url(place.load("", &variables, &Overrides::default())).as_deref(), Some("sqlite://environment"));
        let flags = Overrides { database_url: Some("sqlite://flag".to_owned()), ..Overrides::default() };
        assert_eq!(url(place.load("", &variables, &flags)).as_deref(), Some("sqlite://flag"));
    }

    #[test]
    fn the_file_is_found_in_a_parent_and_is_the_root() {
        let place = Place::new(&[("scaffold.toml", ""), ("app/src/main.rs", "")]);
        let flags = Overrides { output: Some(PathBuf::from("out")), ..Overrides::default() };
        let config = place.load("app/src", &[], &flags).unwrap();
        assert_eq!(config.root, place.0.path());
        assert_eq!(config.migration_directory(), place.0.path().join("migration"));
        assert_eq!(config.entity_directory(), place.0.path().join("app/src/out"));
    }

    #[test]
    fn without_a_file_the_defaults_hold() {
        let place = Place::new(&[]);
        let config = place.load("", &[("DATABASE_SCHEMA", "app")], &Overrides::default()).unwrap();
        assert_eq!(config.root, place.0.path());
        assert_eq!(config.settings.migration.schema.as_deref(), Some("app"));
    }

    #[test]
    fn a_named_file_that_is_missing_is_an_error() {
        let flags = Overrides { config: Some(PathBuf::from("nope.toml")), ..Overrides::default() };
        let error = Place::new(&[]).load("", &[], &flags).unwrap_err();
        assert_eq!(error.downcast::<Diagnostic>().unwrap().code, "C001");
    }

    #[test]
    fn a_broken_dotenv_line_is_not_repeated() {
        let place = Place::new(&[(".env", "DATABASE_URL='postgres://u:S3cr3t@h/d\n")]);
        let error = place.load("", &[], &Overrides::default()).unwrap_err().downcast::<Diagnostic>().unwrap();
        assert_eq!(error.code, "C005");
        assert!(!error.to_string().contains("S3cr3t"));
    }
}
