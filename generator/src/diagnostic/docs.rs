//! Codes `B…`: the documentation. Exit code 1, and 2 for what its settings lack.

use super::Diagnostic;

/// How many objects are named.
const NAMED: usize = 5;

impl Diagnostic {
    pub(crate) fn no_documentation() -> Self {
        Self::error("C080", "docs.directory", "no documentation is asked for")
            .help("say where in the entity crate it goes: `directory = \"docs\"` below `[docs]` in scaffold.toml")
    }

    pub(crate) fn no_statistics(database: &str) -> Self {
        Self::error("B013", database, "it has no statistics that say how many rows a table has")
            .help("have it make them: ANALYZE, or ANALYZE TABLE on MySQL")
    }

    pub(crate) fn documentation_of_stale_code(paths: &[String]) -> Self {
        let named = paths.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        Self::error("B001", &named, "this is not what entity/schema makes, and the documentation tells of it")
            .help("run `scaffold sync`, which writes the documentation too")
    }

    pub(crate) fn undocumented(names: &[String], allowed: usize) -> Self {
        let more = names.len().saturating_sub(NAMED);
        let named = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let named = if more > 0 { format!("{named} and {more} more") } else { named };
        let message = format!("{} objects have no comment, and {allowed} may have none: {named}", names.len());
        Self::error("B002", "docs.undocumented", &message).help("comment on what is new, in a migration")
    }

    pub(crate) fn better_documented(count: usize, allowed: usize) -> Self {
        let message = format!("{count} objects have no comment, and {allowed} may have none");
        Self::note("B003", "docs.undocumented", &message)
            .help(&format!("say `undocumented = {count}` below `[docs]` in scaffold.toml, so that it stays so"))
    }
}
