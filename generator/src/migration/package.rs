//! What cargo says of the user's migration crate, and the package that links it.
//!
//! That package is a workspace of its own in the directory of what is built. It takes over what decides how dependencies
//! are compiled, `[profile]`, `[patch]` and `Cargo.lock` of the user's workspace, so that none is compiled a second time.

use super::cargo;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The crate that the migrations are written against.
const SEA_ORM_MIGRATION: &str = "sea-orm-migration";

/// Every file of the package but those that depend on the crate.
const SOURCES: [(&str, &str); 2] = [
    ("main.rs", include_str!("../../templates/runner/main.rs")),
    ("runner.rs", include_str!("../../templates/runner/runner.rs")),
];

/// The part of `cargo metadata` that matters here.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

/// What a package depends on, and where that comes from.
#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    req: String,
    kind: Option<String>,
    source: Option<String>,
    registry: Option<String>,
    path: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Target {
    kind: Vec<String>,
    src_path: PathBuf,
}

/// The package that links the migration crate, as it is on the disk.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    /// Its manifest.
    pub(super) manifest: PathBuf,
    /// Where it is built, together with everything else of the user's workspace.
    pub(super) target: PathBuf,
}

/// Asks cargo for the migration crate and writes the package that links it, where it is not there as it should be.
///
/// Errors: the crate's manifest is none, or the crate is no library that depends on SeaORM's migrations.
pub(super) async fn link(config: &Config) -> Result<Linked> {
    let metadata = metadata(config).await?;
    let manifest = manifest(config, &metadata)?;
    let package = metadata.target_directory.join("scaffold").join(directory(&metadata, config)?);
    fs::create_dir_all(&package).with_context(|| format!("making {}", package.display()))?;
    for (file, text) in SOURCES.into_iter().chain([("Cargo.toml", manifest.as_str())]) {
        write(&package.join(file), text)?;
    }
    follow_lock(&metadata.workspace_root.join("Cargo.lock"), &package)?;
    Ok(Linked { manifest: package.join("Cargo.toml"), target: metadata.target_directory })
}

async fn metadata(config: &Config) -> Result<Metadata> {
    let directory = config.migration_directory();
    let place = directory.display().to_string();
    let mut command = cargo(config);
    command
        .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
        .arg(directory.join("Cargo.toml"));
    let output = command.output().await.map_err(|error| Diagnostic::cargo_not_started(&place, &error.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Diagnostic::manifest_not_understood(&place, &super::tail(&said)).into());
    }
    let metadata = serde_json::from_slice(&output.stdout);
    Ok(metadata.map_err(|error| Diagnostic::manifest_not_understood(&place, &error.to_string()))?)
}

/// The migration crate among the packages of its workspace.
fn migration_crate<'a>(metadata: &'a Metadata, config: &Config) -> Result<&'a Package> {
    let directory = config.migration_directory();
    let manifest = fs::canonicalize(directory.join("Cargo.toml"))?;
    let mut packages = metadata.packages.iter();
    let found = packages.find(|package| fs::canonicalize(&package.manifest_path).is_ok_and(|path| path == manifest));
    let reason = "cargo knows no package of this directory";
    Ok(found.ok_or_else(|| Diagnostic::manifest_not_understood(&directory.display().to_string(), reason))?)
}

/// The root of the migration crate's library.
///
/// Errors: the crate is none.
pub async fn library(config: &Config) -> Result<PathBuf> {
    let metadata = metadata(config).await?;
    let package = migration_crate(&metadata, config)?;
    Ok(library_of(package, &config.migration_directory().display().to_string())?.to_owned())
}

fn library_of<'a>(package: &'a Package, place: &str) -> Result<&'a Path, Diagnostic> {
    let is_library = |target: &&Target| target.kind.iter().any(|kind| matches!(kind.as_str(), "lib" | "rlib"));
    let library = package.targets.iter().find(is_library);
    library.map(|target| target.src_path.as_path()).ok_or_else(|| Diagnostic::migration_crate_no_library(place))
}

/// The name of the directory in which the package lies: a workspace may hold several migration crates.
fn directory(metadata: &Metadata, config: &Config) -> Result<String> {
    Ok(format!("runner-{}", migration_crate(metadata, config)?.name))
}

/// The text of the package's `Cargo.toml`.
fn manifest(config: &Config, metadata: &Metadata) -> Result<String> {
    let package = migration_crate(metadata, config)?;
    let place = config.migration_directory().display().to_string();
    library_of(package, &place)?;
    let mut own = package.dependencies.iter().filter(|dependency| dependency.kind.is_none());
    let sea_orm = own.find(|dependency| dependency.name == SEA_ORM_MIGRATION);
    let sea_orm = sea_orm.ok_or_else(|| Diagnostic::migration_crate_without_sea_orm(&place))?;
    let path = package.manifest_path.parent().unwrap_or(&metadata.workspace_root);
    let migration = table([("package", text(&package.name)), ("path", text(&path.to_string_lossy()))]);
    let tokio = table([("version", text("1")), ("features", Value::from(vec!["rt-multi-thread"]))]);
    let name = format!("scaffold-runner-{}", package.name);
    let binary = table([("name", text(&name)), ("path", text("main.rs"))]);
    let head =
        [("name", text(&name)), ("version", text("0.0.0")), ("edition", text("2021")), ("publish", false.into())];
    let tracing = table([("version", text("0.1")), ("default-features", false.into())]);
    let sea_orm = (SEA_ORM_MIGRATION, sea_orm.as_value());
    let dependencies = [("migration", migration), sea_orm, ("tokio", tokio), ("tracing", tracing)];
    let mut manifest = Table::new();
    manifest.insert("package".to_owned(), table(head));
    manifest.insert("bin".to_owned(), Value::Array(vec![binary]));
    manifest.insert("dependencies".to_owned(), table(dependencies));
    inherit(&mut manifest, &metadata.workspace_root)?;
    Ok(toml::to_string(&manifest)?)
}

impl Dependency {
    /// The dependency in a manifest, without features: the migration crate asks for those that there are.
    fn as_value(&self) -> Value {
        let mut keys = vec![("default-features", Value::from(false)), ("version", text(&self.req))];
        match (&self.path, self.source.as_deref().and_then(|source| source.strip_prefix("git+"))) {
            (Some(path), _) => keys.push(("path", text(&path.to_string_lossy()))),
            (None, Some(git)) => {
                let (url, query) = git.split_once('?').unwrap_or((git, ""));
                keys.push(("git", text(url)));
                let revision = query.split('&').filter_map(|pair| pair.split_once('='));
                keys.extend(revision.map(|(key, value)| (key, text(value))));
            }
            (None, None) => keys.extend(self.registry.as_deref().map(|url| ("registry-index", text(url)))),
        }
        table(keys)
    }
}

/// Adds what the root of the user's workspace says of how packages are found and compiled.
fn inherit(manifest: &mut Table, root: &Path) -> Result<()> {
    let path = root.join("Cargo.toml");
    let theirs: Table =
        fs::read_to_string(&path).unwrap_or_default().parse().context("reading the workspace's manifest")?;
    let workspace = theirs.get("workspace").and_then(Value::as_table);
    let resolver = workspace.and_then(|workspace| workspace.get("resolver")).cloned();
    manifest.insert("workspace".to_owned(), table(resolver.map(|resolver| ("resolver", resolver))));
    for key in ["profile", "patch", "replace"] {
        if let Some(value) = theirs.get(key) {
            let mut value = value.clone();
            make_absolute(&mut value, root);
            manifest.insert(key.to_owned(), value);
        }
    }
    Ok(())
}

/// Paths of patches start at the root of the workspace.
fn make_absolute(value: &mut Value, root: &Path) {
    for (key, value) in value.as_table_mut().into_iter().flatten() {
        match value {
            Value::String(path) if key == "path" => *path = root.join(&*path).to_string_lossy().into_owned(),
            value => make_absolute(value, root),
        }
    }
}

/// Takes the versions that the user's workspace has settled on, whenever it settles on others.
fn follow_lock(theirs: &Path, package: &Path) -> Result<()> {
    let Ok(theirs) = fs::read_to_string(theirs) else { return Ok(()) };
    // Cargo adds the package itself to its own file, so that what was copied is kept beside it.
    let copied = package.join("Cargo.lock.copied");
    let own = package.join("Cargo.lock");
    if own.is_file() && fs::read_to_string(&copied).is_ok_and(|text| text == theirs) {
        return Ok(());
    }
    write(&own, &theirs)?;
    write(&copied, &theirs)
}

/// Writes the file unless it holds the text already: what is written anew is compiled anew. Others may read it meanwhile.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let writing = || -> Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(path.parent().context("a file lies in a directory")?)?;
        file.write_all(text.as_bytes())?;
        file.persist(path)?;
        Ok(())
    };
    writing().with_context(|| format!("writing {}", path.display()))
}

fn table<'a>(keys: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Table(keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn text(text: &str) -> Value {
    Value::from(text)
}
