//! The program `scaffold`. All it does is in [`sea_scaffold::commands`].

use std::process::ExitCode;

/// Most of a run goes into small texts and trees, which this allocator hands out faster than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sea_scaffold::commands::main(std::env::args_os())
}
