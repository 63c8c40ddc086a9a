//! The verbs of the command line. The only place where stages meet, and the only one that prints.
//!
//! One file per verb. A verb gets the merged `Config` and an `Output`, and says how the run ends; errors
//! become messages and exit codes here and nowhere else.

mod apply;
mod arguments;
mod backup;
mod blame;
mod check;
mod diff;
mod docs;
mod doctor;
mod edges;
mod exit;
mod extend;
mod git;
mod init;
mod inspect;
mod interrupt;
mod library;
mod lint;
mod merge;
mod migrate;
mod new;
mod output;
mod phases;
mod report;
mod restore;
mod seed;
mod self_test;
mod shell;
mod stages;
mod sync;
mod templates;
mod watch;
mod workspace;

pub use arguments::Arguments;
pub use exit::Exit;
pub use library::{check, verify};

use arguments::Verb;
use clap::Parser;
use output::Output;
use std::ffi::OsString;
use std::process::ExitCode;
use sync::Request;

/// Runs the command line and says how it ended. Everything the binaries do.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        // Also how --help and --version end. Where even this cannot be printed, the code still tells.
        Err(usage) => {
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    let output = Output::new(&arguments.globals);
    let exit = match run(&arguments, output) {
        Ok(exit) => exit,
        Err(error) if exit::is_broken_pipe(&error) => Exit::Fine,
        Err(error) => {
            // An error that cannot be printed still ends the run with its code.
            let _ = output.error(&error);
            Exit::of_error(&error)
        }
    };
    ExitCode::from(exit as u8)
}

/// Runs the verb.
fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        match &arguments.verb {
            Verb::Sync(sync) => sync::run(&arguments.config()?, &Request::sync(sync), output).await,
            Verb::Watch => watch::run(&arguments.config()?, output).await,
            Verb::Generate(generate) => sync::run(&arguments.config()?, &Request::generate(generate), output).await,
            Verb::Check(check) => check::run(&arguments.config()?, check, output).await,
            Verb::Diff(diff) => diff::run(&arguments.config()?, diff, output).await,
            Verb::Blame(blame) => blame::run(&arguments.config()?, &blame.names, output),
            Verb::Docs(docs) => docs::run(&arguments.config()?, docs, output).await,
            Verb::Inspect(inspect) => inspect::run(&arguments.config()?, inspect, output).await,
            Verb::Lint(lint) => lint::run(&arguments.config()?, lint, output).await,
            Verb::Explain(explain) => lint::explain(explain, output),
            Verb::Seed(seed) => seed::run(&arguments.config()?, seed, output).await,
            Verb::Doctor(doctor) => doctor::run(&arguments.config()?, doctor, output).await,
            Verb::Backup(backup) => backup::run(&arguments.config()?, backup, output).await,
            Verb::Restore(restore) => restore::run(&arguments.config()?, restore, output).await,
            Verb::Migrate(migrate) => migrate::run(&arguments.config()?, migrate, output).await,
            Verb::Merge(merge) => merge::run(merge),
            Verb::Extend(extend) => extend::run(&arguments.config()?, &extend.names, output).await,
            Verb::Templates(verb) => templates::run(&arguments.config()?, verb, output),
            Verb::New(new) => new::run(new, output).await,
            Verb::Init => init::run(output),
            Verb::Completions(completions) => shell::completions(completions.shell, output),
            Verb::Man => shell::manual(output),
        }
    })
}
