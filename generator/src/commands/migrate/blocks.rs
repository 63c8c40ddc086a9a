//! The building blocks that a new migration may use: a module of the user's migration crate, written once.

use crate::render::File;

/// The module's name.
pub(super) const MODULE: &str = "blocks";

/// The places in which the module's own file may lie.
pub(super) const PLACES: [&str; 2] = ["blocks/mod.rs", "blocks.rs"];

const SOURCES: [(&str, &str); 8] = [
    (PLACES[0], include_str!("../../../templates/migration/blocks/mod.rs")),
    ("blocks/code.rs", include_str!("../../../templates/migration/blocks/code.rs")),
    ("blocks/indexes.rs", include_str!("../../../templates/migration/blocks/indexes.rs")),
    ("blocks/rewrite.rs", include_str!("../../../templates/migration/blocks/rewrite.rs")),
    ("blocks/rows.rs", include_str!("../../../templates/migration/blocks/rows.rs")),
    ("blocks/security.rs", include_str!("../../../templates/migration/blocks/security.rs")),
    ("blocks/tables.rs", include_str!("../../../templates/migration/blocks/tables.rs")),
    ("blocks/views.rs", include_str!("../../../templates/migration/blocks/views.rs")),
];

/// The files of the module, which are the user's from then on.
pub(super) fn files() -> Vec<File> {
    SOURCES.into_iter().map(|(path, text)| File::once(path, text)).collect()
}
