//! What git has committed, and how it merges: asks the user's own git, which writes nothing but its configuration.

use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What git runs for a file of the project file.
const DRIVER: &str = "scaffold merge %O %A %B %P";

/// The text files of `folder`, a part of `directory`, as they are in a revision; by path relative to `directory`.
///
/// Errors: `directory` is in no repository, or the revision is none.
pub(super) fn texts(directory: &Path, revision: &str, folder: &str) -> Result<BTreeMap<String, String>> {
    let unknown = || Diagnostic::unknown_state(revision);
    let tree = format!("{revision}^{{tree}}");
    let found = git(directory, &["rev-parse", "--verify", "--quiet", "--end-of-options", &tree], "")?;
    let tree = found.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned()).ok_or_else(unknown)?;
    let listed = git(directory, &["ls-tree", "-r", "-z", &tree, "--", folder], "")?.ok_or_else(unknown)?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    // A line of it is `MODE blob HASH<tab>PATH`.
    let entry = |line: &str| {
        let (head, path) = line.split_once('\t')?;
        Some((path.to_owned(), head.rsplit(' ').next()?.to_owned()))
    };
    let entries: Vec<(String, String)> = listed.split('\0').filter_map(entry).collect();
    let hashes: String = entries.iter().map(|(_, hash)| format!("{hash}\n")).collect();
    let blobs = git(directory, &["cat-file", "--batch"], &hashes)?.ok_or_else(unknown)?;
    let mut rest = blobs.as_slice();
    let mut texts = BTreeMap::new();
    for (path, _) in entries {
        let text = blob(&mut rest).with_context(|| format!("git tells nothing of {path} in {revision}"))?;
        texts.insert(path, text);
    }
    Ok(texts)
}

/// Merges a file by its lines into the second of three states, as git does without a driver. Says whether no conflict is
/// left.
pub(super) fn merge_by_lines(base: &Path, ours: &Path, theirs: &Path) -> Result<bool> {
    let mut command = Command::new("git");
    command.arg("merge-file").args(["-L", "ours", "-L", "base", "-L", "theirs"]).args([ours, base, theirs]);
    Ok(command.stdin(Stdio::null()).status().context("starting git")?.success())
}

/// Tells the repository around `directory` how to merge the files of a project file, which git takes from no file of the
/// repository itself. Gives back what there is to say.
pub(super) fn use_driver(directory: &Path) -> String {
    let set = git(directory, &["config", "--local", "merge.scaffold.driver", DRIVER], "");
    match set {
        Ok(Some(_)) => {
            "git merges the schema files of this repository by `scaffold merge`, as its configuration now says"
                .to_owned()
        }
        _ => format!(
            "in each clone of a repository, let git merge the schema files:\n  git config merge.scaffold.driver '{DRIVER}'"
        ),
    }
}

/// Takes the next of the blobs that `git cat-file --batch` tells: `HASH blob SIZE`, a line break, the bytes and another.
fn blob(rest: &mut &[u8]) -> Option<String> {
    let head = rest.iter().position(|byte| *byte == b'\n')?;
    let size: usize = std::str::from_utf8(rest.get(..head)?).ok()?.rsplit(' ').next()?.parse().ok()?;
    let bytes = rest.get(head + 1..head + 1 + size)?;
    let text = String::from_utf8_lossy(bytes).into_owned();
    *rest = rest.get(head + 2 + size..)?;
    Some(text)
}

/// What git says to `input`; nothing when it fails.
fn git(directory: &Path, arguments: &[&str], input: &str) -> Result<Option<Vec<u8>>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(directory).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().context("starting git")?;
    let mut stdin = child.stdin.take().context("git listens")?;
    let input = input.to_owned();
    // From a thread, since git answers before it has read all.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().context("waiting for git")?;
    // Where git ended early, its code tells.
    let _ = writer.join();
    Ok(output.status.success().then_some(output.stdout))
}
