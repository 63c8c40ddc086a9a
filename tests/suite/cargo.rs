//! Cargo as it is called from a shell: without what a cargo that runs tests tells them.
//!
//! Build scripts look at such variables. Were they passed on, half of the dependencies would be built again, and once
//! more by the next call from a shell.

use crate::golden;
use std::env;
use std::process::Command;

/// A call of cargo in the root of the workspace.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(golden::package().join(".."));
    for (name, _) in env::vars_os() {
        let known = name.to_str().unwrap_or_default();
        let told = known.starts_with("CARGO_PKG_") || known.starts_with("CARGO_MANIFEST_");
        let place = ["CARGO", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "CARGO_TARGET_TMPDIR", "OUT_DIR"];
        if told || place.contains(&known) || known.starts_with("CARGO_BIN_EXE_") {
            command.env_remove(name);
        }
    }
    command
}
