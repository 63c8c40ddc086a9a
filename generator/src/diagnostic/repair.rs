//! Codes `M070` to `M079`: migrations that are half done, and databases of which it is not on record what is applied. Exit
//! code 4, but for `M035`, which is a mistake on the command line.

use super::{Diagnostic, printable};

impl Diagnostic {
    /// A migration began and has not ended.
    pub fn migration_unfinished(name: &str, (direction, failed): (&str, bool), sent: usize) -> Self {
        let message = match (failed, sent) {
            (true, sent) => format!("its `{direction}` failed at or after statement {sent}, and is half done"),
            (false, 0) => format!("its `{direction}` began and has not ended"),
            (false, sent) => {
                format!("its `{direction}` began and has not ended; statement {sent} was the last that was seen")
            }
        };
        Self::error("M070", name, &message).help(
            "if no other run is at work on it: scaffold migrate repair says what is done and what is left of it, and \
                finishes it; nothing was changed",
        )
    }

    /// What a failed migration did stays in the database, and a mark says so.
    #[must_use]
    pub fn half_done(self) -> Self {
        self.help(
            "what it did before stays done: mend the migration, and `scaffold migrate repair` says what is left and finishes it",
        )
    }

    /// No step of a half-done migration leaves the schema that is there.
    pub fn half_done_elsewhere(name: &str, (step, diff): (usize, &str)) -> Self {
        let message = format!(
            "after none of its statements the schema is what it is now; what differs from the likeliest, after statement {step}:\n{}",
            printable(diff)
        );
        Self::error("M071", name, &message).help(
            "--undo brings it to where the migration begins; or bring it by hand to where the migration begins or ends, and say so with --pending or --applied; or \
                --from N, if you know that the statements before N are done",
        )
    }

    /// A statement that there is not.
    pub fn no_such_statement(name: &str, (number, count): (usize, usize)) -> Self {
        Self::error("M035", name, &format!("there is no statement {number} to go on from: it has {count}"))
            .help("`scaffold migrate repair` lists them with their numbers")
    }

    /// Statements of a half-done migration of which the schema does not tell whether they are done.
    pub fn half_done_somewhere(name: &str, steps: &[usize]) -> Self {
        let (first, last) = (steps.first().copied().unwrap_or_default(), steps.last().copied().unwrap_or_default());
        let which = match last - first {
            1 => format!("statement {last} is"),
            _ => format!("statements {} to {last} are", first + 1),
        };
        Self::error("M072", name, &format!("the schema does not tell whether {which} done; nothing was changed"))
            .help(&format!("look, and say where to go on: --from {} if not, --from {} if so", first + 1, last + 1))
    }

    /// A statement failed while a migration was finished.
    pub fn repair_failed(name: &str, (number, statement): (usize, &str), reason: &str) -> Self {
        let message = format!("statement {number} failed: {reason}\n{}", printable(statement));
        Self::error("M073", name, &message).help("what was done before it stays done; mend the migration and run again")
    }

    /// The schema is not what a migration leaves, or what it begins with.
    pub fn not_as_migrated(name: &str, (end, diff): (&str, &str)) -> Self {
        let message = format!("the schema is not what it is {end} this migration:\n{}", printable(diff));
        Self::error("M074", name, &message).help("bring it there by hand, and run again; it is not recorded")
    }

    /// A database that is to be recorded as migrated has another schema.
    pub fn no_baseline(place: &str, (name, diff): (&str, &str)) -> Self {
        let message =
            format!("its schema is not what the migrations make; what differs after {name}:\n{}", printable(diff));
        Self::error("M075", place, &message).help(
            "write a migration that makes what is there, or bring the database to what they make; nothing was recorded",
        )
    }
}
