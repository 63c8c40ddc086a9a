//! The command line of `scaffold migrate` as it was typed.

use clap::{Args, Subcommand, ValueEnum};

/// Arguments of `migrate`.
#[derive(Args, Debug)]
pub struct MigrateArguments {
    /// What is to be done.
    #[command(subcommand)]
    pub verb: MigrateVerb,
}

/// What can be done with migrations.
///
/// A migration is named by its whole name or by a part that no other has: `m20260101_000001` or `create_users`.
#[derive(Debug, Subcommand)]
pub enum MigrateVerb {
    /// List all migrations in order. No database is asked.
    List,
    /// Say which migrations are applied, pending or missing; the exit code is 1 unless all are applied.
    ///
    /// Nothing is written, not even SeaORM's table where there is none.
    Status,
    /// Apply pending migrations, all of them unless told otherwise.
    Up(UpArguments),
    /// Take migrations back, the last one unless told otherwise.
    Down(DownArguments),
    /// Take migrations back and apply them again, the last one unless told otherwise.
    Redo(DownArguments),
    /// Take all migrations back.
    Reset(ResetArguments),
    /// Drop everything in the database and apply all migrations.
    ///
    /// On PostgreSQL that is every relation, routine and type of the schemas that migrations work in, but for what belongs
    /// to an extension.
    Fresh(ResetArguments),
    /// Print the SQL of migrations, of those that are pending unless told otherwise.
    ///
    /// They run in a scratch database beside the named one, which is read and not changed. There is no data in it, so that
    /// a migration which looks at rows may say something else elsewhere.
    Sql(SqlArguments),
    /// Try each migration in a scratch database with rows in it: up, down and up again.
    ///
    /// Down has to leave the schema as it was; the columns that lose values on the way are named. The exit code is 1 when a
    /// migration fails on rows, leaves a trace, or does something else the second time. The named database is not touched.
    Verify(VerifyArguments),
    /// Write down what each migration says and makes, in migrations.lock beside the crate's Cargo.toml: commit it.
    ///
    /// A migration that was edited, moved, or came before one that is locked is found: by --check in CI, and as far as names
    /// tell by `up` before it runs anything. What is new is verified first, as by `verify`.
    Lock(LockArguments),
    /// Say how far a half-done migration came and what is left of it, and finish it; the exit code is 1 while it is half done.
    ///
    /// Where the database does not take a failed or killed migration back as a whole, a row in SeaORM's table tells of it, and
    /// no other migration runs. Which statements are done is found by running the migration in a scratch database, statement by
    /// statement, until the schema is the same.
    Repair(RepairArguments),
    /// Record migrations as applied, without running them, in a database that has their schema already.
    ///
    /// The schema is compared with what the migrations make in a scratch database: all migrations up to the last one after
    /// which it is the same are recorded, or up to the one that is named, if it is the same then.
    Baseline(BaselineArguments),
    /// Make a migration to begin with: a file of its own, declared in src/lib.rs and last in the migrator's list.
    New(NewArguments),
}

/// What is done before migrations take something away.
#[derive(Args, Debug)]
pub struct SafetyArguments {
    /// Back the database up first, as `scaffold backup` does.
    ///
    /// At a terminal that is offered where something is taken away from a database that is not on this machine.
    #[arg(long)]
    pub backup: bool,
}

/// Arguments of `migrate reset` and `migrate fresh`.
#[derive(Args, Debug)]
pub struct ResetArguments {
    /// The name of the database, which has to be said unless it is on this machine.
    #[arg(long, value_name = "NAME")]
    pub database_name: Option<String>,
    /// What is done before.
    #[command(flatten)]
    pub safety: SafetyArguments,
}

/// Arguments of `migrate repair`.
#[derive(Args, Debug)]
pub struct RepairArguments {
    /// Run the statements that are left, and record the migration.
    #[arg(long)]
    pub finish: bool,
    /// Take back what is done of it, by what turns the schema that is there into the one before, and record that.
    #[arg(long, conflicts_with = "finish")]
    pub undo: bool,
    /// The name of the database, which has to be said with --undo unless it is on this machine.
    #[arg(long, value_name = "NAME")]
    pub database_name: Option<String>,
    /// The first statement that is not done, where the schema does not tell.
    #[arg(long, value_name = "N")]
    pub from: Option<usize>,
    /// Record it as applied: it was finished, or put back, by hand, and the schema is what it is with it.
    #[arg(long, conflicts_with_all = ["finish", "undo", "from", "pending"])]
    pub applied: bool,
    /// Record it as pending: it was put back, or finished, by hand, and the schema is what it is without it.
    #[arg(long, conflicts_with_all = ["finish", "undo", "from"])]
    pub pending: bool,
}

/// Arguments of `migrate baseline`.
#[derive(Args, Debug)]
pub struct BaselineArguments {
    /// Record this one and those before it.
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
}

/// Arguments of `migrate new`.
#[derive(Args, Debug)]
pub struct NewArguments {
    /// What it does: `create_users`, `add_status_to_orders`. The date goes in front.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// What to begin with; told from the name otherwise.
    #[arg(long, value_name = "KIND")]
    pub kind: Option<Kind>,
    /// The table or view; told from the name otherwise.
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// Write src/blocks too, where it is not there: building blocks for what sea-query has not. Some kinds do so anyway.
    #[arg(long)]
    pub blocks: bool,
    /// Write what turns the migrated schema into this one, up and down: database, schema, a revision of git, or a URL.
    ///
    /// It is tried in a scratch database first, both ways, and what cannot be said is named.
    #[arg(long, value_name = "TARGET", conflicts_with_all = ["kind", "table"])]
    pub from_diff: Option<String>,
}

/// What a new migration begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A table.
    Create,
    /// A column of a table.
    Alter,
    /// Rows.
    Data,
    /// A view.
    View,
    /// An index, partial or over an expression.
    Index,
    /// A check of a table that is there.
    Check,
    /// Code that runs when rows change.
    Trigger,
    /// A function in the database.
    Function,
    /// Which rows a role may see and change.
    Policy,
}

impl Kind {
    /// The word for it in the name of a migration, where it begins with building blocks.
    pub(super) const WITH_BLOCKS: [(&'static str, Self); 5] = [
        ("index", Self::Index),
        ("check", Self::Check),
        ("trigger", Self::Trigger),
        ("function", Self::Function),
        ("policy", Self::Policy),
    ];
}

/// Arguments of `migrate up`.
#[derive(Args, Debug)]
pub struct UpArguments {
    /// Apply so many of them.
    #[arg(short = 'n', long = "count", value_name = "N", conflicts_with = "to")]
    pub count: Option<usize>,
    /// Apply this one and those before it.
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// What is done before.
    #[command(flatten)]
    pub safety: SafetyArguments,
}

/// Arguments of `migrate sql`.
#[derive(Args, Debug)]
pub struct SqlArguments {
    /// Print so many of them.
    #[arg(short = 'n', long = "count", value_name = "N", conflicts_with = "to")]
    pub count: Option<usize>,
    /// Stop at this one: the last to be applied, or the one that stays.
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// Print what takes migrations back, of the last one unless told otherwise.
    #[arg(long)]
    pub down: bool,
    /// Begin with the first one, or go back to it, whatever is applied.
    #[arg(long)]
    pub all: bool,
    /// Print nothing but what they leave out, because this kind of database has it not.
    #[arg(long)]
    pub left_out: bool,
}

/// Arguments of `migrate verify`.
#[derive(Args, Debug)]
pub struct VerifyArguments {
    /// The migrations to be tried; all of them where none is named.
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
}

/// Arguments of `migrate lock`.
#[derive(Args, Debug)]
pub struct LockArguments {
    /// Write nothing: exit 1 when a migration is not as it was locked, or not locked.
    #[arg(long, conflicts_with = "force")]
    pub check: bool,
    /// Lock all migrations anew, whatever was locked and whatever is wrong with them.
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `migrate down` and `migrate redo`.
#[derive(Args, Debug)]
pub struct DownArguments {
    /// Take back so many of them.
    #[arg(short = 'n', long = "count", value_name = "N", conflicts_with = "to")]
    pub count: Option<usize>,
    /// Take back those after this one, which stays.
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// The name of the database, which has to be said unless it is on this machine.
    #[arg(long, value_name = "NAME")]
    pub database_name: Option<String>,
    /// What is done before.
    #[command(flatten)]
    pub safety: SafetyArguments,
}
