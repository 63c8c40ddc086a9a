//! Formatting and clippy are tests, so that `cargo test` is the only gate.

use crate::cargo::cargo;

/// Runs cargo in the workspace and fails with what it said.
fn run(component: &str, arguments: &[&str]) {
    let present = cargo().args([component, "--version"]).output().is_ok_and(|output| output.status.success());
    if !present && std::env::var("CI").is_err() {
        eprintln!("cargo {component} is not installed; its test is skipped");
        return;
    }
    match cargo().args(arguments).output() {
        Ok(output) if output.status.success() => (),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            panic!("cargo {}\n{said}", arguments.join(" "));
        }
        Err(error) => panic!("cargo {}: {error}", arguments.join(" ")),
    }
}

#[test]
fn cargo_fmt_has_nothing_to_change() {
    run("fmt", &["fmt", "--all", "--", "--check"]);
}

#[test]
fn cargo_clippy_has_nothing_to_say() {
    run("clippy", &["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"]);
}
