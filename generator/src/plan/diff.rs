//! A plan as a unified diff, for people and for `patch`.

use super::{Action, Plan};
use crate::render::seal;
use similar::TextDiff;

/// What the plan would change, in the format of `diff -u`. Differences in line ends alone are not shown. A file
/// edited by hand shows what would be lost.
pub fn diff(plan: &Plan) -> String {
    plan.changes.iter().filter_map(|change| Some(file(&change.path, texts(&change.action)?))).collect()
}

fn texts(action: &Action) -> Option<(Option<&str>, Option<&str>)> {
    match action {
        Action::Create(new) => Some((None, Some(new))),
        Action::Update { old, new } => Some((Some(old), Some(new))),
        Action::Delete { old } => Some((Some(old), None)),
        Action::Conflict { old: Some(old), new, .. } => Some((Some(old), new.as_deref())),
        Action::Keep | Action::Conflict { old: None, .. } => None,
    }
}

fn file(path: &str, (old, new): (Option<&str>, Option<&str>)) -> String {
    let name = |side: &str, text: Option<&str>| text.map_or("/dev/null".to_owned(), |_| format!("{side}/{path}"));
    let (before, after) = (name("a", old), name("b", new));
    let (old, new) = (seal::unix(old.unwrap_or_default()), seal::unix(new.unwrap_or_default()));
    TextDiff::from_lines(old.as_ref(), new.as_ref()).unified_diff().header(&before, &after).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::plan::Change;

    #[test]
    fn the_diff_names_both_sides_and_shows_what_changes() {
        let change = |path: &str, action| Change { path: path.to_owned(), action };
        let changes = vec![
            change("a.rs", Action::Create("one\n".to_owned())),
            change("b.rs", Action::Update { old: "one\r\ntwo\r\n".to_owned(), new: "one\n2\n".to_owned() }),
            change("c.rs", Action::Delete { old: "one\n".to_owned() }),
            change("d.rs", Action::Keep),
            change(
                "e.rs",
                Action::Conflict {
                    problem: Diagnostic::file_edited("e.rs"),
                    old: Some("mine\n".to_owned()),
                    new: Some("ours\n".to_owned()),
                },
            ),
        ];
        let expected = "\
--- /dev/null\n+++ b/a.rs\n@@ -0,0 +1 @@\n+one
--- a/b.rs\n+++ b/b.rs\n@@ -1,2 +1,2 @@\n one\n-two\n+2
--- a/c.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-one
--- a/e.rs\n+++ b/e.rs\n@@ -1 +1 @@\n-mine\n+ours\n";
        assert_eq!(diff(&Plan { changes }), expected);
    }
}
