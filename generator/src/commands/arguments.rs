//! The command line as it was typed: verbs and flags, their help, nothing looked up and nothing decided.
//!
//! What was typed becomes a [`Config`] in one step, [`Arguments::config`]; no verb reads flags after that.

use super::migrate::MigrateArguments;
use crate::config::{Config, Environment, Level, Overrides, Pattern};
use crate::plan::Overwrite;
use anyhow::Result;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// SeaORM migrations in, a compiled entity crate out.
///
/// Settings come from flags, the environment (DATABASE_URL), `.env` and `scaffold.toml`, in this order of precedence.
///
/// Exit codes: 0 fine; 1 something would change, was found, or is in the way; 2 usage or configuration;
/// 3 database; 4 a migration failed; 130 interrupted.
#[derive(Debug, Parser)]
#[command(name = "scaffold", version)]
pub struct Arguments {
    /// What every verb understands.
    #[command(flatten)]
    pub globals: Globals,
    /// What is to be done.
    #[command(subcommand)]
    pub verb: Verb,
}

/// Flags of every verb.
#[derive(Args, Debug)]
pub struct Globals {
    /// The configuration file, instead of the nearest scaffold.toml here or in a parent directory.
    #[arg(long, global = true, value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// The database: postgres://, mysql:// or sqlite://. Prefer DATABASE_URL where others can list processes.
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// How results are printed.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub format: OutputFormat,
    /// When to colour; auto respects NO_COLOR and the terminal.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Print errors, warnings and what was asked for, and nothing else.
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For people.
    Human,
    /// One JSON document on standard output.
    Json,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless the environment says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Apply pending migrations, read the schema, and bring the entity crate up to date.
    Sync(SyncArguments),
    /// Sync, and again whenever a file of the migration crate is saved, until Ctrl-C.
    Watch,
    /// Write the entity crate of a database as it is, without migrations.
    Generate(GenerateArguments),
    /// Say whether the committed entity crate is what the migrations make; write nothing.
    Check(CheckArguments),
    /// Say what changed between two states of the schema, and what that means for code that uses the entity crate.
    ///
    /// A state is `database`, as it is now; `migrations`, what they make from nothing; `schema`, what entity/schema says;
    /// or any revision of git, what entity/schema said there.
    ///
    /// Each change is breaking, additive or doc-only, and the last line says by which part the version of the entity
    /// crate has to rise. The exit code is 1 when anything changed.
    Diff(DiffArguments),
    /// Say which migration made an object of the schema, and which changed or renamed it since.
    ///
    /// Asks entity/schema alone, where `sync` writes down what each migration did.
    Blame(BlameArguments),
    /// Write the documentation of the schema that `[docs]` in scaffold.toml asks for, from entity/schema; nothing else.
    ///
    /// `sync` and `generate` write it too, and `check` says whether it is up to date.
    Docs(DocsArguments),
    /// Print what one stage makes, as JSON.
    Inspect(InspectArguments),
    /// Say what in the schema is legal and still goes wrong one day: keys without an index, amounts that round, …
    ///
    /// Looks at the database that is named, and writes nothing. The exit code is 1 when something as grave as an error was
    /// found; `--deny` says what else is. What is right as it is can be ignored, with a reason, by [[lint.ignore]] in
    /// scaffold.toml or by a line `@scaffold ignore=RULE, REASON` in the comment of a table or column.
    ///
    /// `--fix` writes a migration that mends what the migrations make, where that takes no choice of yours.
    ///
    /// With --migrations it looks at what migrations do instead: whom they lock out and for how long, what fails on rows, what
    /// is lost. They run in a scratch database beside the named one. A statement of a migration lets itself pass by a comment
    /// in it, /* scaffold:ignore RULE: REASON */.
    Lint(LintArguments),
    /// Say what a rule of `lint` is about, why, and what to do; without a name, list all rules.
    Explain(ExplainArguments),
    /// Make a file for your own code about a table or view: methods, finders, hooks.
    ///
    /// Writes src/extension/NAME.rs in the entity crate, to begin with, and declares it in src/extension/mod.rs and
    /// src/lib.rs, where nothing else changes. From then on the file is yours: no command changes or deletes it, and
    /// one that is there is left as it is.
    ///
    /// While the file holds `impl ActiveModelBehavior for ActiveModel`, the generated code has none, so that your
    /// hooks take its place: before_save, after_save, before_delete and after_delete run for every single row that is
    /// written through a repository or an active model. Take the impl out, or the file away, and the next
    /// `scaffold sync` puts the empty one back.
    Extend(ExtendArguments),
    /// Merge three states of a file of entity/schema, as git asks its merge drivers to.
    ///
    /// What both sides changed of a table is told apart by its columns, keys and indexes, so that a conflict is left
    /// only where both changed one fact. The result replaces OURS; the exit code is 1 when it holds a conflict.
    ///
    /// entity/schema/.gitattributes names the driver. That git may run it has to be said once in each clone, as `scaffold
    /// init` does: git config merge.scaffold.driver 'scaffold merge %O %A %B %P'
    Merge(MergeArguments),
    /// Change the templates that the code is printed with.
    ///
    /// `eject` copies built-in templates into the directory `templates`, or what `directory` of [templates] in
    /// scaffold.toml names. They are yours then, and go before the built-in ones, in the language of MiniJinja. An upgrade of
    /// scaffold leaves them as they are: `diff` says what changed in the built-in ones since, and `update` takes it.
    #[command(subcommand)]
    Templates(TemplatesVerb),
    /// Apply migrations one at a time, take them back, and say how they stand.
    ///
    /// The migration crate is taken as it is: a small program that links it is built beside everything else of its
    /// workspace, again whenever the crate has changed.
    Migrate(MigrateArguments),
    /// Put rows into the database: those that the project keeps as code, or made-up ones.
    ///
    /// Files of TOML in the directory `seed` hold rows by table, as [[rows.roles]] with a line for each column. A row that is
    /// there, found by its key, stays as it is; with mode = "upsert" at the head of its file it becomes what the file says,
    /// and with "sync" rows that no file names are deleted besides. Instead of a number that only the database knows, a row
    /// can be named by its columns: user_id = { users = { email = "a@example.org" } }. All is done in one transaction, and
    /// doing it twice is doing it once.
    Seed(SeedArguments),
    /// Say whether all is there that the other commands need; with --stats, what the live database says of its own use.
    ///
    /// The latter is read from the server's statistics: locks held for long, sequences near their end, foreign keys without an
    /// index, tables read whole, indexes that nothing uses, dead rows, connections. Each finding comes with the query behind it
    /// and, where statements mend it, with those. Nothing is changed. Exit code 1 when there is a finding, or something missing.
    Doctor(DoctorArguments),
    /// Back the database up, and restore the backup in a scratch database to see that it can be.
    ///
    /// pg_dump, mariadb-dump or mysqldump write the data, and SQLite's own backup does. Beside it stands what was in it: the
    /// schema, and how many rows each table had. It is compared when the backup is restored.
    Backup(BackupArguments),
    /// Put a backup in the place of all that the database holds.
    ///
    /// It is restored in a scratch database first and must be what was backed up there, and what the database holds is backed
    /// up. On PostgreSQL and SQLite all or nothing is done.
    Restore(RestoreArguments),
    /// Make a new workspace: migrations, entities, an app, tests and CI.
    New(NewArguments),
    /// Write scaffold.toml for the SeaORM workspace in the current directory.
    Init,
    /// Print the completions of a shell.
    Completions(CompletionsArguments),
    /// Print the manual page.
    Man,
}

/// Flags of the verbs that write generated files.
#[derive(Args, Debug)]
pub struct WriteArguments {
    /// Overwrite generated files that were edited by hand, and files in the way.
    #[arg(long)]
    pub force: bool,
    /// Show what changes in the files, as a unified diff.
    #[arg(long)]
    pub diff: bool,
}

/// Arguments of `sync`.
#[derive(Args, Debug)]
pub struct SyncArguments {
    /// Ask no database and apply nothing: take the schema from entity/schema, where the last run wrote it down.
    #[arg(long)]
    pub offline: bool,
    /// Say what a sync would do, object by object, and do nothing: the migrations run from nothing in a scratch database.
    #[arg(long)]
    pub plan: bool,
    /// Carry over the changes of these tables, views, types and routines alone, and what they need: globs over `name` or
    /// `schema.name`. The rest of the crate stays as it was until the next sync. Pending migrations are applied all the
    /// same.
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = pattern)]
    pub only: Vec<Pattern>,
    /// Carry over all changes but those of these, and of what needs them.
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = pattern)]
    pub skip: Vec<Pattern>,
    /// How to write.
    #[command(flatten)]
    pub write: WriteArguments,
}

fn pattern(text: &str) -> Result<Pattern, String> {
    Pattern::try_from(text.to_owned())
}

/// Arguments of `check`.
#[derive(Args, Debug)]
pub struct CheckArguments {
    /// Ask no database: say whether the code is what entity/schema makes.
    #[arg(long)]
    pub offline: bool,
    /// Also say whether the named database is what the migrations make, which is how another program left it.
    #[arg(long, conflicts_with = "offline")]
    pub database: bool,
    /// Say instead whether a check can fail here: change facts of the schema and texts of files one at a time, in memory,
    /// and expect each to be found.
    #[arg(long, conflicts_with = "database")]
    pub self_test: bool,
}

/// Arguments of `generate`.
#[derive(Args, Debug)]
pub struct GenerateArguments {
    /// The directory of the entity crate; `directory` of [entity] in scaffold.toml otherwise.
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// How to write.
    #[command(flatten)]
    pub write: WriteArguments,
}

/// Arguments of `diff`.
#[derive(Args, Debug)]
pub struct DiffArguments {
    /// The state before: database, migrations, schema, a revision of git, or the URL of a database.
    #[arg(value_name = "BEFORE", default_value = "HEAD")]
    pub before: String,
    /// The state after.
    #[arg(value_name = "AFTER", default_value = "schema")]
    pub after: String,
    /// Write for a machine that shows changes to people.
    #[arg(long, value_name = "FORM")]
    pub report: Option<DiffFormat>,
}

/// Who shows changes to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// A pull request, as a comment in Markdown.
    Markdown,
    /// A GitHub action, as annotations.
    Github,
}

/// Arguments of `lint`.
#[derive(Args, Debug)]
pub struct LintArguments {
    /// Migrations to look at, instead of those that are pending; each as if it was applied by itself.
    #[arg(value_name = "MIGRATION", requires = "migrations", conflicts_with = "all")]
    pub names: Vec<String>,
    /// Look at migrations, at those that are pending unless told otherwise.
    #[arg(long, conflicts_with = "offline")]
    pub migrations: bool,
    /// Look at all migrations, each as if it was applied by itself.
    #[arg(long, requires = "migrations")]
    pub all: bool,
    /// Ask no database: look at what entity/schema says.
    #[arg(long)]
    pub offline: bool,
    /// The least that makes the exit code 1.
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub deny: Deny,
    /// Write for a machine that shows findings to people.
    #[arg(long, value_name = "FORM", conflicts_with = "write_baseline")]
    pub report: Option<LintFormat>,
    /// Write down what is found now as known, so that only what comes anew is told: scaffold-lint.toml, or what
    /// `baseline` of [lint] in scaffold.toml names. What was put right goes from there.
    #[arg(long)]
    pub write_baseline: bool,
    /// Write a migration that mends what breaks these rules, or all rules at the level `warn` and above, where the schema alone
    /// tells how.
    ///
    /// Looked at is what the migrations make, in a scratch database; there the migration is tried, up and down, among rows, before
    /// it is written. What is left is told, with the reason; `scaffold explain RULE` says what is done about a rule.
    #[arg(long, value_name = "RULE", num_args = 0.., conflicts_with_all = ["offline", "report", "write_baseline", "migrations"])]
    pub fix: Option<Vec<String>>,
    /// What the migration is called; otherwise, after the rules.
    #[arg(long, value_name = "NAME", requires = "fix")]
    pub name: Option<String>,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Worth knowing.
    Info,
    /// To be put right some day.
    Warn,
    /// To be put right now.
    Error,
}

impl Deny {
    /// The level of the rules that it means.
    pub fn level(self) -> Level {
        match self {
            Self::Info => Level::Info,
            Self::Warn => Level::Warn,
            Self::Error => Level::Error,
        }
    }
}

/// Who shows findings to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// Code scanning, as SARIF 2.1.0.
    Sarif,
    /// A GitHub action, as annotations.
    Github,
}

/// Arguments of `explain`.
#[derive(Args, Debug)]
pub struct ExplainArguments {
    /// Rules, as `fk/unindexed`.
    #[arg(value_name = "RULE")]
    pub rules: Vec<String>,
}

/// Arguments of `blame`.
#[derive(Args, Debug)]
pub struct BlameArguments {
    /// Tables, columns, keys, types: `orders`, `orders.status`, with the schema in front unless it is the default one.
    #[arg(value_name = "NAME", required = true)]
    pub names: Vec<String>,
}

/// Arguments of `docs`.
#[derive(Args, Debug)]
pub struct DocsArguments {
    /// Write nothing: say whether the documentation is what entity/schema makes; exit code 1 and a diff if not.
    #[arg(long)]
    pub check: bool,
    /// Write nothing: print the one file with the diagram, as HTML, with what changed since this revision of git marked.
    #[arg(long, value_name = "REVISION", conflicts_with = "check")]
    pub since: Option<String>,
    /// Ask the database for its statistics, and tell of each table how many rows it has, in orders of magnitude.
    ///
    /// What it says is kept beside the pages, in `rows.txt`: nothing else asks for it, and a check needs no database.
    #[arg(long, conflicts_with_all = ["check", "since"])]
    pub rows: bool,
    /// How to write.
    #[command(flatten)]
    pub write: WriteArguments,
}

/// Arguments of `inspect`.
#[derive(Args, Debug)]
pub struct InspectArguments {
    /// The stage to print.
    #[arg(long, value_name = "STAGE")]
    pub stage: Stage,
    /// Only this table or view, as `name` or `schema.name`; for files and plan: this file, by path or stem; for the
    /// ledger: any object.
    #[arg(long, value_name = "NAME")]
    pub only: Option<String>,
}

/// The stages that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// What the database says.
    Catalog,
    /// What was decided about the code.
    Model,
    /// The text of every file.
    Files,
    /// What would happen to every file.
    Plan,
    /// What became of every object of the database: which code, or why none.
    Ledger,
}

/// Arguments of `extend`.
#[derive(Args, Debug)]
pub struct ExtendArguments {
    /// Tables or views, as `orders` or `schema.orders`, or modules of the entity crate, as `order`.
    #[arg(value_name = "NAME", required = true)]
    pub names: Vec<String>,
}

/// What can be done with templates.
#[derive(Debug, Subcommand)]
pub enum TemplatesVerb {
    /// Print the names of the built-in templates, and how those of the project stand to them.
    List,
    /// Copy built-in templates into the project, to be changed there. What is there already stays as it is.
    Eject(TemplateNames),
    /// Say what was changed in ejected templates: by you, and in the built-in ones since. Exit code 1 for the latter.
    Diff(SomeTemplateNames),
    /// Take what changed in the built-in templates, where your own changes are to other lines.
    Update(TemplateUpdate),
}

/// Arguments of `templates eject`.
#[derive(Args, Debug)]
pub struct TemplateNames {
    /// Templates, as `entity/compact.rs.jinja`, or folders of them, as `entity`.
    #[arg(value_name = "NAME", required = true)]
    pub names: Vec<String>,
}

/// Arguments of `templates diff`.
#[derive(Args, Debug)]
pub struct SomeTemplateNames {
    /// Templates or folders of them; all without it.
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
}

/// Arguments of `templates update`.
#[derive(Args, Debug)]
pub struct TemplateUpdate {
    /// Leave this template as it is, and take it for up to date: what changed is in it, or not wanted. May be repeated.
    #[arg(long, value_name = "NAME")]
    pub keep: Vec<String>,
}

/// Arguments of `merge`.
#[derive(Args, Debug)]
pub struct MergeArguments {
    /// The state of the common ancestor; empty where there was none.
    #[arg(value_name = "BASE", value_hint = clap::ValueHint::FilePath)]
    pub base: PathBuf,
    /// The state that is checked out, which the result replaces.
    #[arg(value_name = "OURS", value_hint = clap::ValueHint::FilePath)]
    pub ours: PathBuf,
    /// The state that is merged into it.
    #[arg(value_name = "THEIRS", value_hint = clap::ValueHint::FilePath)]
    pub theirs: PathBuf,
    /// Where in the repository the file belongs.
    #[arg(value_name = "PATH")]
    pub path: String,
}

/// Arguments of `new`.
#[derive(Args, Debug)]
pub struct NewArguments {
    /// The directory to make; its last part names the app.
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::DirPath)]
    pub path: PathBuf,
}

/// Arguments of `completions`.
#[derive(Args, Debug)]
pub struct CompletionsArguments {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

impl Arguments {
    /// Merges what was typed with the environment and the configuration file.
    pub fn config(&self) -> Result<Config> {
        let output = match &self.verb {
            Verb::Generate(generate) => generate.output.clone(),
            _ => None,
        };
        let (config, database_url) = (self.globals.config.clone(), self.globals.database_url.clone());
        Config::load(&Overrides { config, database_url, output }, &Environment::read()?)
    }
}

impl WriteArguments {
    /// What to do with files that are not as the generator left them.
    pub fn overwrite(&self) -> Overwrite {
        match self.force {
            true => Overwrite::Force,
            false => Overwrite::Refuse,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn global_flags_stand_before_or_after_the_verb() {
        let typed = Arguments::parse_from(["scaffold", "-q", "sync", "--format", "json", "--force"]);
        assert!(typed.globals.quiet);
        assert_eq!(typed.globals.format, OutputFormat::Json);
        assert!(matches!(typed.verb, Verb::Sync(sync) if sync.write.overwrite() == Overwrite::Force));
    }
}

/// Arguments of `seed`.
#[derive(Args, Debug)]
pub struct SeedArguments {
    /// Take the files of this profile too, besides those that name none.
    #[arg(long, value_name = "NAME", conflicts_with = "rows")]
    pub profile: Option<String>,
    /// Change nothing: say what would be changed, and exit with 1 when that is anything.
    #[arg(long, conflicts_with = "rows")]
    pub plan: bool,
    /// Make up so many rows for every table, which its constraints accept, for tests under load.
    #[arg(long, value_name = "N")]
    pub rows: Option<u64>,
    /// Make up other rows.
    #[arg(long, value_name = "SEED", default_value_t = 1, requires = "rows")]
    pub random_seed: u64,
    /// The name of the database, which has to be said unless it is on this machine, where rows are made up or deleted.
    #[arg(long, value_name = "NAME")]
    pub database_name: Option<String>,
}

/// Arguments of `backup`.
#[derive(Args, Debug)]
pub struct BackupArguments {
    /// The directory to make; one of its own in backups, named by time and database, without it.
    #[arg(long, value_name = "DIRECTORY", value_hint = clap::ValueHint::DirPath)]
    pub to: Option<PathBuf>,
    /// Do not restore it in a scratch database.
    #[arg(long)]
    pub without_trial: bool,
}

/// Arguments of `restore`.
#[derive(Args, Debug)]
pub struct RestoreArguments {
    /// The directory that `scaffold backup` made.
    #[arg(value_name = "DIRECTORY", value_hint = clap::ValueHint::DirPath)]
    pub backup: PathBuf,
    /// The name of the database, which has to be said unless it is on this machine.
    #[arg(long, value_name = "NAME")]
    pub database_name: Option<String>,
    /// Let all belong to who restores it, and grant it to nobody: for a server that has other roles. PostgreSQL only.
    #[arg(long)]
    pub without_roles: bool,
    /// Restore it even if it is not what was backed up, as a server of another version may tell.
    #[arg(long)]
    pub despite_differences: bool,
    /// Do not restore it in a scratch database first.
    #[arg(long)]
    pub without_trial: bool,
    /// Do not back up what is there.
    #[arg(long)]
    pub without_backup: bool,
}

/// Arguments of `doctor`.
#[derive(Args, Debug)]
pub struct DoctorArguments {
    /// Look at the statistics of the live database.
    #[arg(long)]
    pub stats: bool,
    /// Write a migration of this name that mends what is found, where statements do that have a way back: tried in a scratch
    /// database.
    #[arg(long, value_name = "NAME", requires = "stats")]
    pub write: Option<String>,
}
