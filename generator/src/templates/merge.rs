//! Three texts → one, by lines.
//!
//! What one side alone changed is as that side has it. Changes of both that overlap or touch are in conflict, unless
//! they say the same.

use similar::{Algorithm, DiffOp};
use std::ops::Range;

/// Lines that one side has in the place of others.
#[derive(Clone, Debug)]
struct Hunk {
    base: Range<usize>,
    side: Range<usize>,
}

/// One side's lines, and where they differ from the base, in order.
struct Side<'a> {
    lines: Vec<&'a str>,
    hunks: Vec<Hunk>,
}

/// The text that has the changes of both sides, or else the numbers of the lines of `ours` at which they are in conflict.
pub(super) fn merge(base: &str, ours: &str, theirs: &str) -> Result<String, Vec<usize>> {
    let base: Vec<&str> = base.split_inclusive('\n').collect();
    let [mut ours, mut theirs] = [ours, theirs].map(|text| Side::of(&base, text));
    let (mut merged, mut conflicts, mut done) = (String::new(), Vec::new(), 0);
    while let Some(region) = region(&ours.hunks, &theirs.hunks) {
        merged.extend(base[done..region.start].iter().copied());
        let [mine, other] = [ours.take(&region), theirs.take(&region)];
        match (mine, other) {
            (Some(mine), Some(other)) if ours.lines[mine.clone()] != theirs.lines[other.clone()] => {
                conflicts.push(mine.start + 1);
            }
            (Some(mine), _) => merged.extend(ours.lines[mine].iter().copied()),
            (None, other) => merged.extend(theirs.lines[other.unwrap_or_default()].iter().copied()),
        }
        done = region.end;
    }
    merged.extend(base[done..].iter().copied());
    if conflicts.is_empty() { Ok(merged) } else { Err(conflicts) }
}

/// The lines of the base that the next changes are about, as many of them as overlap or touch; nothing after the last.
fn region(ours: &[Hunk], theirs: &[Hunk]) -> Option<Range<usize>> {
    let (mut ours, mut theirs) = (ours.iter().peekable(), theirs.iter().peekable());
    let starts = [ours.peek(), theirs.peek()].into_iter().flatten().map(|hunk| hunk.base.start);
    let start = starts.min()?;
    let mut region = start..start;
    loop {
        let next = |hunk: &&Hunk| hunk.base.start <= region.end;
        let Some(hunk) = ours.next_if(next).or_else(|| theirs.next_if(next)) else { return Some(region) };
        region.end = region.end.max(hunk.base.end);
    }
}

impl<'a> Side<'a> {
    fn of(base: &[&str], text: &'a str) -> Self {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let changes = similar::capture_diff_slices(Algorithm::Myers, base, &lines).into_iter();
        let changes = changes.filter(|op| !matches!(op, DiffOp::Equal { .. }));
        let hunks = changes.map(|op| Hunk { base: op.old_range(), side: op.new_range() }).collect();
        Self { lines, hunks }
    }

    /// This side's lines for a region, with which it is done then; nothing where it has the lines of the base.
    fn take(&mut self, region: &Range<usize>) -> Option<Range<usize>> {
        let count = self.hunks.iter().take_while(|hunk| hunk.base.start <= region.end).count();
        let taken: Vec<Hunk> = self.hunks.drain(..count).collect();
        let (first, last) = (taken.first()?, taken.last()?);
        let start = first.side.start - (first.base.start - region.start);
        Some(start..last.side.end + (region.end - last.base.end))
    }
}

#[cfg(test)]
mod tests {
    use super::merge;

    const BASE: &str = "a\nb\nc\nd\ne\n";

    #[test]
    fn what_one_side_changed_is_as_that_side_has_it() {
        for (ours, theirs, merged) in [
            (BASE, "a\nb\nC\nd\ne\n", "a\nb\nC\nd\ne\n"),
            ("a\nB\nc\nd\ne\n", "a\nb\nc\nD\ne\n", "a\nB\nc\nD\ne\n"),
            ("0\na\nb\nc\nd\ne\n", "a\nb\nc\nd\ne\nf\n", "0\na\nb\nc\nd\ne\nf\n"),
            ("b\nc\nd\ne\n", "a\nb\nc\n", "b\nc\n"),
            ("a\nx\ny\nb\nc\nd\n", "a\nb\nC\nC\nd\ne\n", "a\nx\ny\nb\nC\nC\nd\n"),
            ("", BASE, ""),
            ("a\nB\nB\nc\nd\n", "a\nB\nB\nc\nd\ne\n", "a\nB\nB\nc\nd\n"),
        ] {
            assert_eq!(merge(BASE, ours, theirs).as_deref(), Ok(merged), "{ours:?}");
            assert_eq!(merge(BASE, theirs, ours).as_deref(), Ok(merged), "it does not matter which side is whose");
        }
    }

    #[test]
    fn changes_that_overlap_or_touch_are_told_by_line() {
        assert_eq!(merge(BASE, "a\nb\nx\nd\ne\n", "a\nb\ny\nd\ne\n"), Err(vec![3]));
        assert_eq!(merge(BASE, "a\nB\nc\nd\ne\n", "a\nb\nC\nd\ne\n"), Err(vec![2]));
        assert_eq!(merge(BASE, "1\na\nb\nx\nd\ne\n2\n", "a\nb\nd\ne\n3\n"), Err(vec![4, 7]));
        assert_eq!(merge("", "a\n", "b\n"), Err(vec![1]));
        assert_eq!(merge(BASE, "a\n", "a\nb\nc\nD\ne\n"), Err(vec![2]), "removed here, changed there");
    }
}
