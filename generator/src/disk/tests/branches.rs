//! Two git branches that change the schema, merged; the next run mends what the merge left.

use super::*;
use std::io::Write;
use std::process::Command;

fn git(directory: &Path, arguments: &[&str]) -> bool {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
    let mut command = Command::new("git");
    command.current_dir(directory).args(identity).args(arguments).env("GIT_CONFIG_NOSYSTEM", "1");
    command
        .env("GIT_CONFIG_GLOBAL", directory.join("no-such-file"))
        .output()
        .is_ok_and(|output| output.status.success())
}

fn commit(directory: &Path, message: &str) {
    assert!(git(directory, &["add", "-A"]) && git(directory, &["commit", "-m", message]));
}

/// Both branches add a table and change those that are there; returns the tree after the merge.
fn merged(prepare: impl Fn(&Path)) -> Option<TempDir> {
    let home = TempDir::new().unwrap();
    let at = home.path();
    if !git(at, &["init"]) {
        writeln!(std::io::stderr(), "SKIPPED: git is not installed").unwrap();
        return None;
    }
    for (branch, tables, version) in [
        ("main", &["order", "user"][..], 1),
        ("left", &["apple", "order", "user"], 2),
        ("right", &["order", "user", "zebra"], 3),
    ] {
        let _first = git(at, &["checkout", "main"]) && git(at, &["checkout", "-b", branch]);
        sync(at, &files(tables, version)).unwrap();
        prepare(at);
        commit(at, branch);
    }
    assert!(!git(at, &["merge", "left"]), "the branches disagree");
    Some(home)
}

#[test]
fn a_merge_leaves_whole_files_and_the_next_run_mends_them() {
    let Some(home) = merged(|_| {}) else { return };
    let tree = texts(home.path());
    assert!(tree.iter().all(|(path, text)| !path.starts_with("src/") || !text.contains("<<<<<<<")), "{tree:?}");
    mends(home.path());
}

#[test]
fn a_merge_that_leaves_conflict_markers_is_mended_too() {
    let Some(home) = merged(|at| fs::write(at.join(".git/info/attributes"), "* merge\n").unwrap()) else { return };
    let tree = texts(home.path());
    assert!(tree["src/generated/mod.rs"].contains("<<<<<<<") && tree["schema/order.txt"].contains("<<<<<<<"));
    mends(home.path());
}

fn mends(directory: &Path) {
    let next = files(&["apple", "order", "user", "zebra"], 4);
    sync(directory, &next).unwrap();
    commit(directory, "merged");
    fs::remove_dir_all(directory.join(".git")).unwrap();
    assert_eq!(texts(directory), clean(&next));
}

#[test]
fn a_checkout_with_autocrlf_is_unchanged() {
    let home = TempDir::new().unwrap();
    let next = files(&["order"], 1);
    sync(home.path(), &next).unwrap();
    if git(home.path(), &["init"]) {
        commit(home.path(), "all");
        let copy = home.path().join("copy");
        assert!(git(home.path(), &["-c", "core.autocrlf=true", "clone", ".", "copy"]));
        assert!(fs::read_to_string(copy.join("schema/order.txt")).unwrap().contains("\r\n"));
        assert!(!fs::read_to_string(copy.join("src/generated/mod.rs")).unwrap().contains('\r'));
        assert!(sync(&copy, &next).unwrap().is_unchanged());
    }
}
