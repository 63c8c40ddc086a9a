//! The program behind `cargo scaffold …`: `scaffold`, but for the word that cargo puts before the arguments.

use std::process::ExitCode;

/// Most of a run goes into small texts and trees, which this allocator hands out faster than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let scaffold = |(position, argument): &(usize, std::ffi::OsString)| *position == 1 && argument == "scaffold";
    let arguments = std::env::args_os().enumerate().filter(|argument| !scaffold(argument));
    sea_scaffold::commands::main(arguments.map(|(_, argument)| argument))
}
