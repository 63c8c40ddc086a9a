//! The program `scaffold`. All it does is in [`sea_scaffold::commands`].

use std::process::ExitCode;

fn main() -> ExitCode {
    sea_scaffold::commands::main(std::env::args_os())
}
