//! Which paths may be written at all, and whether two files claim the same one.
//!
//! Names are made safe long before, in `model`; this is the last gate, and it trusts nobody.

use crate::diagnostic::Diagnostic;
use crate::render::{File, is_device};
use std::collections::BTreeMap;

/// A part that is longer may not fit into an archive or an encrypted file system.
const LONGEST_PART: usize = 120;

/// Why a path may not be written, or nothing when it may.
///
/// 1. It is relative, its parts are separated by `/`, and each is made of `[A-Za-z0-9_.-]`.
/// 2. No part is empty, `.`, `..`, or ends with a dot.
/// 3. No part is a device name of Windows, such as `aux.rs`: the repository could not be checked out there.
/// 4. No part is longer than 120 characters.
pub fn flaw(path: &str) -> Option<&'static str> {
    path.split('/').find_map(part_flaw)
}

/// A diagnostic for every file whose path is unsafe, or the same as another's on a file system that ignores case.
pub fn refused<'a>(files: impl Iterator<Item = &'a File>) -> BTreeMap<String, Diagnostic> {
    let mut refused = BTreeMap::new();
    let mut claims = BTreeMap::new();
    for File { path, .. } in files {
        if let Some(reason) = flaw(path) {
            refused.insert(path.clone(), Diagnostic::file_path_unsafe(path, reason));
        } else if let Some(other) = claim(&mut claims, path) {
            refused.insert(path.clone(), Diagnostic::file_path_claimed_twice(path, &other));
        }
    }
    refused
}

fn part_flaw(part: &str) -> Option<&'static str> {
    let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
    if part.is_empty() || part == "." || part == ".." {
        Some("it is not a plain relative path")
    } else if !part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)) {
        Some("it holds characters other than letters, digits, `_`, `.` and `-`")
    } else if part.ends_with('.') || is_device(&stem) {
        Some("Windows does not allow it")
    } else if part.len() > LONGEST_PART {
        Some("it is too long")
    } else {
        None
    }
}

struct Claim {
    spelling: String,
    is_file: bool,
}

/// Enters the path and its directories; returns what holds one of these places in another spelling or role.
fn claim(claims: &mut BTreeMap<String, Claim>, path: &str) -> Option<String> {
    for (end, _) in path.match_indices('/') {
        let spelling = &path[..end];
        let held = claims
            .entry(spelling.to_ascii_lowercase())
            .or_insert_with(|| Claim { spelling: spelling.to_owned(), is_file: false });
        if held.is_file || held.spelling != spelling {
            return Some(held.spelling.clone());
        }
    }
    let mine = Claim { spelling: path.to_owned(), is_file: true };
    claims.insert(path.to_ascii_lowercase(), mine).map(|held| held.spelling)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(paths: &[&str]) -> Vec<(String, &'static str)> {
        let files: Vec<File> = paths.iter().map(|path| File::once(*path, "")).collect();
        refused(files.iter()).into_iter().map(|(path, problem)| (path, problem.code)).collect()
    }

    #[test]
    fn only_plain_relative_paths_are_safe() {
        let long = format!("{}.rs", "x".repeat(LONGEST_PART));
        let unsafe_paths = [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a/./b",
            "a//b",
            "a/",
            r"C:\x",
            "c:x",
            r"a\b",
            "a b",
            "ä.rs",
            "a\n.rs",
            "a\0",
            "~/x$",
            "a.",
            "aux.rs",
            "src/CON",
            "com1.rs",
            "lpt9",
            "nul.tar.gz",
            &long,
        ];
        for path in unsafe_paths {
            assert!(flaw(path).is_some(), "{path:?}");
        }
        for path in ["Cargo.toml", "src/generated/entity/order_item.rs", ".gitattributes", "a-b", "aux_.rs", "com.rs"] {
            assert_eq!(flaw(path), None, "{path:?}");
        }
        assert_eq!(codes(&["../x", "ok.rs"]), [("../x".to_owned(), "F007")]);
    }

    #[test]
    fn no_two_files_share_a_place_on_any_file_system() {
        assert_eq!(codes(&["a/x.rs", "a/y.rs", "b.rs"]), []);
        assert_eq!(codes(&["a/x.rs", "a/x.rs"]), [("a/x.rs".to_owned(), "F008")]);
        assert_eq!(codes(&["a/x.rs", "a/X.rs"]), [("a/X.rs".to_owned(), "F008")]);
        assert_eq!(codes(&["a/x.rs", "A/y.rs"]), [("A/y.rs".to_owned(), "F008")]);
        assert_eq!(codes(&["a", "a/x.rs"]), [("a/x.rs".to_owned(), "F008")]);
        assert_eq!(codes(&["a/x.rs", "a"]), [("a".to_owned(), "F008")]);
    }
}
