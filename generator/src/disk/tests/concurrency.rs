//! Many runs at once into one directory.

use super::*;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const RUNS: usize = 16;
const DIRECTORY: &str = "SCAFFOLD_TEST_DIRECTORY";

fn variant(number: usize) -> Vec<File> {
    let tables: &[&str] = if number.is_multiple_of(2) { &["order", "user"] } else { &["order", "product", "tag"] };
    files(tables, number)
}

fn assert_whole(directory: &Path, variants: usize) {
    let tree = texts(directory);
    assert!((0..variants).any(|number| clean(&variant(number)) == tree), "a mixed tree: {tree:?}");
}

#[test]
fn sixteen_threads_leave_the_tree_of_one_of_them() {
    let home = TempDir::new().unwrap();
    std::thread::scope(|scope| {
        for number in 0..RUNS {
            let directory = home.path().join("entity");
            scope.spawn(move || {
                for _ in 0..3 {
                    sync(&directory, &variant(number)).unwrap();
                }
            });
        }
    });
    assert_whole(&home.path().join("entity"), RUNS);
}

/// Not a test by itself: what the processes of the next tests run.
#[test]
fn child() {
    if let Ok(directory) = std::env::var(DIRECTORY) {
        for round in 0..4 {
            sync(Path::new(&directory), &variant(std::process::id() as usize + round)).unwrap();
        }
    }
}

fn spawn(directory: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "disk::tests::concurrency::child"])
        .env(DIRECTORY, directory)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn sixteen_processes_all_succeed() {
    let home = TempDir::new().unwrap();
    let children: Vec<Child> = (0..RUNS).map(|_| spawn(home.path())).collect();
    let pids: Vec<usize> = children.iter().map(|child| child.id() as usize).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let tree = texts(home.path());
    let last: Vec<usize> = pids.iter().map(|pid| pid + 3).collect();
    assert!(last.into_iter().any(|number| clean(&variant(number)) == tree), "a mixed tree: {tree:?}");
}

#[test]
fn processes_killed_at_any_time_do_no_harm() {
    let home = TempDir::new().unwrap();
    for round in 0..20 {
        let mut child = spawn(home.path());
        std::thread::sleep(Duration::from_millis(3 + 4 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        for (path, text) in texts(home.path()) {
            let sealed =
                path == "Cargo.toml" || crate::render::seal::inspect(&text) == crate::render::seal::Seal::Intact;
            assert!(sealed || path.starts_with(".scaffold-staging/"), "{path}:\n{text}");
        }
        let next = variant(usize::try_from(round).unwrap());
        sync(home.path(), &next).unwrap();
        assert_eq!(texts(home.path()), clean(&next), "round {round}");
    }
}
