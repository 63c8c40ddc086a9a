//! `shape/transitive-dep`: a column that seems to be a copy of one in the table that is referred to.
//!
//! `customer_name` beside `customer_id` is the name of the customer, kept twice. When the one changes the other does not, and
//! nobody knows which is right.
//!
//! ```sql
//! customer_id bigint REFERENCES customers (id), customer_name text    -- bad, where customers has a name
//! ```
//!
//! What to do: read it along the relation. Ignore the finding where the copy is meant to stay as it was: the name of a product
//! on a bill is what it was called that day.
//!
//! Off by itself.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "shape/transitive-dep", level: Level::Off, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for key in &here.table.foreign_keys {
            let [column] = key.columns.as_slice() else { continue };
            let Some((stem, target)) = column.strip_suffix("_id").zip(context.table(&key.target)) else { continue };
            for copy in &here.table.columns {
                let name = copy.name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('_'));
                let original = name.filter(|name| *name != "id").and_then(|name| target.table.column(name));
                let Some(original) = original.filter(|original| original.data_type == copy.data_type) else { continue };
                let message = format!("seems to be a copy of {}.{}", target.name(), original.name);
                let flaw = here.flaw(Part::Column(&copy.name), message);
                flaws.push(
                    flaw.why("when one changes the other does not")
                        .help("read it along the relation, or ignore this: a copy may be meant"),
                );
            }
        }
    }
    flaws
}
