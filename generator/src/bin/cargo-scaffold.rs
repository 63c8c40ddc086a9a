//! The program behind `cargo scaffold …`: `scaffold`, but for the word that cargo puts before the arguments.

use std::process::ExitCode;

fn main() -> ExitCode {
    let scaffold = |(position, argument): &(usize, std::ffi::OsString)| *position == 1 && argument == "scaffold";
    let arguments = std::env::args_os().enumerate().filter(|argument| !scaffold(argument));
    sea_scaffold::commands::main(arguments.map(|(_, argument)| argument))
}
