//! Codes `F…`: what stands in the way of writing files. Exit code 1.
//!
//! Every one names the file and a way out that loses nothing. None of them may be raised after something was
//! written and left written.

use super::Diagnostic;

impl Diagnostic {
    pub(crate) fn file_edited(path: &str) -> Self {
        Self::error("F001", path, "this generated file was edited by hand, and writing it would lose the edit").help(
            "move your code to a module under src/extension and restore the file, or run with --force to overwrite it",
        )
    }

    pub(crate) fn file_not_ours(path: &str) -> Self {
        Self::error("F002", path, "a file that scaffold did not write is where a generated file belongs")
            .help("move it elsewhere, or run with --force to overwrite it")
    }

    pub(crate) fn file_is_symlink(path: &str) -> Self {
        Self::error("F003", path, "a symbolic link is where a generated file belongs, and links are not followed")
            .help("remove the link")
    }

    pub(crate) fn file_is_directory(path: &str) -> Self {
        Self::error("F004", path, "a directory is where a generated file belongs").help("move the directory elsewhere")
    }

    pub(crate) fn file_unreadable(path: &str, reason: &str) -> Self {
        Self::error("F005", path, &format!("the file cannot be read: {reason}"))
            .help("make it readable for the user who runs scaffold, or move it elsewhere")
    }

    pub(crate) fn file_read_only(path: &str) -> Self {
        Self::error("F006", path, "the file is read-only and would have to change")
            .help("make it writable, for example with `chmod u+w`; if it is locked on purpose, check it out first")
    }

    pub(crate) fn file_path_unsafe(path: &str, reason: &str) -> Self {
        Self::error(
            "F007",
            &path.escape_debug().to_string(),
            &format!("no file may be written under this name: {reason}"),
        )
        .help("rename the database object, or leave it out with `exclude` in scaffold.toml")
    }

    pub(crate) fn file_path_claimed_twice(path: &str, other: &str) -> Self {
        let message = if path == other {
            "two objects are to be written to this file".to_owned()
        } else {
            format!("on file systems that ignore case this is the same place as `{other}`")
        };
        Self::error("F008", path, &message).help("rename one of the objects, or leave one out in scaffold.toml")
    }

    pub(crate) fn file_stale_and_edited(path: &str) -> Self {
        Self::error("F009", path, "this file is no longer generated, but it was edited by hand").help(
            "move your code to a module under src/extension and delete the file, or run with --force to delete it",
        )
    }

    pub(crate) fn file_in_merge(path: &str) -> Self {
        Self::error("F010", path, "this generated file holds merge conflict markers and lines of unknown origin").help(
            "take either side whole, for example with `git checkout --ours`, and run again; --force overwrites it",
        )
    }

    pub(crate) fn file_parent_not_directory(path: &str, parent: &str) -> Self {
        Self::error("F011", path, &format!("`{parent}` on the way to this file is not a plain directory"))
            .help("replace it by a directory; symbolic links inside the generated crate are not followed")
    }

    pub(crate) fn file_directory_leads_outside(directory: &str, target: &str) -> Self {
        Self::error("F012", directory, &format!("the output directory is a link that leaves the project, to {target}"))
            .help("name the directory itself as output")
    }

    pub(crate) fn file_cannot_be_written(path: &str, reason: &str) -> Self {
        Self::error("F013", path, &format!("the file cannot be written: {reason}; nothing was changed"))
            .help("remove the cause and run again")
    }

    pub(crate) fn file_changed_meanwhile(path: &str) -> Self {
        Self::error("F014", path, "the file changed while scaffold was running; nothing was changed").help("run again")
    }

    pub(crate) fn file_directory_read_only(directory: &str) -> Self {
        Self::error("F015", directory, "the directory is read-only and files in it would have to change")
            .help("make it writable, for example with `chmod u+w`")
    }

    pub(crate) fn file_rollback_incomplete(path: &str, reason: &str, left: &str) -> Self {
        Self::error("F016", path, &format!("the file cannot be written: {reason}; these could not be put back: {left}"))
            .help("remove the cause and run again: the next run finishes the work")
    }

    pub(crate) fn file_not_text(path: &str) -> Self {
        Self::error("F017", path, "something that is not a UTF-8 text file is where a generated file belongs")
            .help("move it elsewhere")
    }

    pub(crate) fn file_directory_cannot_be_locked(directory: &str, reason: &str) -> Self {
        Self::error("F018", directory, &format!("the output directory cannot be locked for this run: {reason}"))
            .help("make it readable, and the temporary directory of the system writable")
    }

    pub(crate) fn extension_not_rust(path: &str, reason: &str) -> Self {
        Self::error("F019", path, &format!("this file is yours, and it is not Rust: {reason}"))
            .help("mend it: what it implements decides what is generated")
    }

    pub(crate) fn extension_in_braces(path: &str) -> Self {
        Self::error("F020", path, "this file declares `mod extension` in braces, so its modules cannot be added to")
            .help("move them to src/extension/mod.rs and declare `mod extension;`")
    }

    pub(crate) fn check_is_blind(missed: &[String]) -> Self {
        let message = format!("a check does not see: {}", missed.join(", "));
        Self::error("F022", "check", &message).help("report this: an outdated crate would pass for one that is current")
    }

    pub(crate) fn crate_not_up_to_date(directory: &str, files: usize) -> Self {
        let message = format!("this crate is not what the database gives: {files} files would change");
        Self::error("F021", directory, &message).help("run `scaffold sync` first, then extend")
    }
}
