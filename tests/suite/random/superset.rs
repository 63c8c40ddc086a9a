//! What is added to a random schema changes the meaning of no name that was there.
//!
//! `stability` says what may be added and what a name means; here it is asked of schemas that nobody thought of.

use super::sketch::Sketch;
use super::{attempt, ddl, process, seeds};
use crate::stability;

/// One in so many of all cases is changed: a thousand, unless the environment says otherwise.
const SHARE: u64 = 100;

/// How often a failing schema is made smaller.
const SHRINKS: u32 = 500;

#[test]
fn what_is_added_to_a_random_schema_moves_no_name() {
    let check = |seed: u64, sketch: &Sketch| {
        let drawn = process::drawn(seed, sketch);
        let moved = stability::moved_by(
            usize::try_from(seed / 6).unwrap_or_default(),
            &process::settings(seed),
            &drawn.catalog,
        );
        if moved.is_empty() { Ok(()) } else { Err(moved.join("\n")) }
    };
    let show = |seed: u64, sketch: &Sketch| ddl::script(&process::drawn(seed, sketch));
    process::none(process::all(&seeds(SHARE), |seed| {
        attempt(seed, SHRINKS, |sketch| check(seed, sketch), |sketch| show(seed, sketch))
    }));
}
