//! The seal of a generated file: one comment line that holds a hash of all the others.
//!
//! It tells a file that only the generator has written from one that somebody has edited, on any machine and
//! without a list of old versions. It must not depend on time, path, tool version or the line ends of a checkout.

use sha2::{Digest, Sha256};
use std::borrow::Cow;

const WORD: &str = "scaffold-seal: ";
const HASH_BYTES: usize = 16;

/// How comments of one line begin and end, in files whose names end so. Any other kind has those of the first, when it has
/// a seal.
const COMMENTS: [(&str, &str, &[&str]); 6] = [
    ("# ", "", &["gitattributes", "graphql", "py", "rb", "sh", "toml", "txt", "yaml", "yml"]),
    ("// ", "", &["cs", "dart", "dbml", "go", "java", "js", "kt", "proto", "rs", "swift", "ts", "tsx"]),
    ("-- ", "", &["sql"]),
    ("<!-- ", " -->", &["html", "md", "svg", "vue", "xml"]),
    ("%% ", "", &["mmd"]),
    // JSON has no comments. A document of tbls has a description, which no reader takes for more.
    ("  \"desc\": \"", "\",", &[SCHEMA_JSON]),
];

/// The one kind of JSON that has a place for a seal.
const SCHEMA_JSON: &str = "json";

/// Who wrote a text, as far as its seal tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// The generator wrote all of it. An unresolved merge of two such texts counts too: nobody wrote either side.
    Intact,
    /// The generator wrote it, and it was changed afterwards.
    Edited,
    /// The generator did not write it.
    Foreign,
}

/// Puts the seal below the first line of `text`, as a comment of the kind that `path` takes.
pub fn seal(path: &str, text: &str) -> String {
    let text = unix(text);
    let (head, body) = split_first_line(&text);
    let head = head.trim_end_matches('\n');
    let (open, close, _) = comments(path).unwrap_or(COMMENTS[0]);
    format!("{head}\n{open}{WORD}{}{close}\n{body}", hash(head, body))
}

/// Whether files of this kind have comments, so that there is a place for a seal.
pub fn has_comments(path: &str) -> bool {
    comments(path).is_some_and(|(.., ends)| !ends.contains(&SCHEMA_JSON))
}

fn comments(path: &str) -> Option<(&'static str, &'static str, &'static [&'static str])> {
    let end = path.rsplit('.').next()?;
    COMMENTS.into_iter().find(|(.., ends)| ends.contains(&end))
}

/// Reads the seal of `text`. Line ends do not matter.
pub fn inspect(text: &str) -> Seal {
    let text = unix(text);
    if is_intact(&text) || sides(&text).is_some_and(|sides| sides.iter().all(|side| is_intact(side))) {
        Seal::Intact
    } else if text.lines().any(|line| sealed_hash(line).is_some()) {
        Seal::Edited
    } else {
        Seal::Foreign
    }
}

/// The text with `\n` at the end of its lines and without any seal.
pub fn bare(text: &str) -> String {
    unix(text).split_inclusive('\n').filter(|line| sealed_hash(line.trim_end()).is_none()).collect()
}

/// The two sides of a text in which git left conflict markers; nothing when it has none, or broken ones. What a
/// `diff3` style conflict shows of the common ancestor belongs to neither side.
pub fn sides(text: &str) -> Option<[String; 2]> {
    let mut sides = [String::new(), String::new()];
    let mut place = Place::Outside;
    let mut conflicts = 0;
    for line in text.split_inclusive('\n') {
        match (marker(line), place) {
            (Some(Marker::Ours), Place::Outside) => {
                place = Place::Ours;
                conflicts += 1;
            }
            (Some(Marker::Base), Place::Ours) => place = Place::Base,
            (Some(Marker::Theirs), Place::Ours | Place::Base) => place = Place::Theirs,
            (Some(Marker::End), Place::Theirs) => place = Place::Outside,
            (Some(Marker::Ours | Marker::End), _) => return None,
            (_, Place::Outside) => sides.iter_mut().for_each(|side| side.push_str(line)),
            (_, Place::Ours) => sides[0].push_str(line),
            (_, Place::Base) => {}
            (_, Place::Theirs) => sides[1].push_str(line),
        }
    }
    (conflicts > 0 && place == Place::Outside).then_some(sides)
}

/// Whether a line is one that git writes around and between the sides of a conflict.
pub fn is_conflict_marker(line: &str) -> bool {
    marker(line).is_some()
}

/// Whether two texts are the same but for their line ends.
pub fn same_lines(one: &str, other: &str) -> bool {
    one == other || unix(one) == unix(other)
}

/// The text with `\n` at the end of its lines, whatever the checkout made of them.
pub fn unix(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Ours,
    Base,
    Theirs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Ours,
    Base,
    Theirs,
    End,
}

fn marker(line: &str) -> Option<Marker> {
    let word = line.trim_end().split(' ').next()?;
    match word {
        "<<<<<<<" => Some(Marker::Ours),
        "|||||||" => Some(Marker::Base),
        "=======" => Some(Marker::Theirs),
        ">>>>>>>" => Some(Marker::End),
        _ => None,
    }
}

fn is_intact(text: &str) -> bool {
    let (head, rest) = split_first_line(text);
    let (line, body) = split_first_line(rest);
    sealed_hash(line.trim_end()).is_some_and(|found| found == hash(head.trim_end_matches('\n'), body))
}

fn sealed_hash(line: &str) -> Option<&str> {
    let inside = |(open, close, _): &(&str, &str, _)| line.strip_prefix(*open)?.strip_suffix(*close);
    let hash = COMMENTS.iter().find_map(inside)?.strip_prefix(WORD)?;
    let written_by_us = hash.len() == 2 * HASH_BYTES && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    written_by_us.then_some(hash)
}

fn hash(head: &str, body: &str) -> String {
    let digest = Sha256::new().chain_update(head).chain_update("\n").chain_update(body).finalize();
    digest.iter().take(HASH_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

fn split_first_line(text: &str) -> (&str, &str) {
    text.split_at(text.find('\n').map_or(text.len(), |end| end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "// @generated by scaffold from table `orders`.\n\npub struct Model;\n";

    #[test]
    fn a_sealed_text_is_intact_whatever_its_line_ends() {
        let sealed = seal("order.rs", TEXT);
        assert_eq!(sealed.lines().nth(1).map(|line| line.len()), Some("// scaffold-seal: ".len() + 32), "{sealed}");
        assert_eq!(bare(&sealed), TEXT);
        assert_eq!(inspect(&sealed), Seal::Intact);
        assert_eq!(inspect(&sealed.replace('\n', "\r\n")), Seal::Intact);
        assert_eq!(seal("order.rs", &TEXT.replace('\n', "\r\n")), sealed);
    }

    #[test]
    fn the_hash_never_changes_between_versions() {
        assert_eq!(
            seal("a.toml", "# @generated by scaffold.\nkey = 1\n"),
            "# @generated by scaffold.\n# scaffold-seal: c07e36cb6ffaf38241a73e14119956ba\nkey = 1\n"
        );
    }

    #[test]
    fn any_change_of_any_byte_breaks_the_seal() {
        let sealed = seal("order.rs", TEXT);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'x' { b'y' } else { b'x' };
            assert_ne!(inspect(&String::from_utf8(changed).unwrap()), Seal::Intact, "byte {at}");
            let mut shorter = sealed.clone();
            shorter.remove(at);
            assert_ne!(inspect(&shorter), Seal::Intact, "without byte {at}");
        }
        assert_eq!(inspect(&format!("{sealed}// mine\n")), Seal::Edited);
        assert_eq!(inspect(TEXT), Seal::Foreign);
        assert_eq!(inspect(""), Seal::Foreign);
    }

    #[test]
    fn every_kind_of_comment_is_a_place_for_a_seal() {
        for path in ["a.rs", "a.toml", "docs/a.md", "a.sql", "a.ts", "a.mmd", ".gitattributes"] {
            let sealed = seal(path, "head\nbody\n");
            assert!(
                has_comments(path) && inspect(&sealed) == Seal::Intact && bare(&sealed) == "head\nbody\n",
                "{sealed}"
            );
            assert_eq!(inspect(&sealed.replace("body", "mine")), Seal::Edited, "{sealed}");
        }
        assert!(!has_comments("a.json") && !has_comments("LICENSE"));
        let sealed = seal("schema.json", "{\n  \"a\": 1\n}\n");
        assert!(serde_json::from_str::<serde_json::Value>(&sealed).is_ok() && inspect(&sealed) == Seal::Intact);
    }

    #[test]
    fn texts_without_lines_can_be_sealed() {
        for text in ["", "\n", "one line", "one line\n", "\n\n"] {
            assert_eq!(inspect(&seal("a.txt", text)), Seal::Intact, "{text:?}");
        }
    }

    #[test]
    fn a_line_that_looks_like_a_seal_is_content_like_any_other() {
        let text = format!("# head\nbody\n# {WORD}{}\n", "0".repeat(32));
        let sealed = seal("a.txt", &text);
        assert_eq!(inspect(&sealed), Seal::Intact);
        assert_eq!(inspect(&sealed.replace("body", "mine")), Seal::Edited);
    }

    #[test]
    fn a_merge_of_two_intact_texts_is_intact_and_a_merge_with_an_edit_is_not() {
        let (ours, theirs) = (seal("a.rs", "// head\nours\n"), seal("a.rs", "// head\ntheirs\n"));
        let conflict = |ours: &str, theirs: &str| {
            let (ours, theirs) = (ours.trim_start_matches("// head\n"), theirs.trim_start_matches("// head\n"));
            format!("// head\n<<<<<<< HEAD\n{ours}||||||| 1234567\nbase\n=======\n{theirs}>>>>>>> branch\n")
        };
        assert_eq!(sides(&conflict(&ours, &theirs)), Some([ours.clone(), theirs.clone()]));
        assert_eq!(inspect(&conflict(&ours, &theirs)), Seal::Intact);
        assert_eq!(inspect(&conflict(&ours, &theirs).replace('\n', "\r\n")), Seal::Intact);
        assert_eq!(inspect(&conflict(&ours, &theirs.replace("theirs", "mine"))), Seal::Edited);
    }

    #[test]
    fn broken_conflict_markers_have_no_sides() {
        for text in ["a\n", "<<<<<<< a\nx\n", "<<<<<<< a\n<<<<<<< a\n=======\n>>>>>>> b\n", "x\n>>>>>>> b\n"] {
            assert_eq!(sides(text), None, "{text:?}");
        }
        assert!(sides("=======\n<<<<<<< a\n=======\n>>>>>>> b\n").is_some(), "a heading line is content");
    }
}
