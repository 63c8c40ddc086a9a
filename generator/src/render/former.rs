//! Former names on pages: aliases of what has another name now.

use super::text::{Code, DocLine, Ident, StrLit};
use serde::Serialize;

/// One alias.
#[derive(Clone, Serialize)]
pub(super) struct AliasPage {
    /// The former name.
    pub(super) was: Ident,
    /// The name now.
    pub(super) now: Ident,
    /// What the compiler says of it.
    pub(super) note: StrLit,
}

/// An alias of something of an entity.
#[derive(Serialize)]
pub(super) struct EntityAliasPage {
    pub(super) was: Ident,
    pub(super) note: StrLit,
    pub(super) origin: DocLine,
    pub(super) folder: Ident,
    pub(super) module: Ident,
}

/// An alias of a constant of a column.
#[derive(Serialize)]
pub(super) struct ConstantAliasPage {
    pub(super) was: Ident,
    pub(super) now: Ident,
    pub(super) note: StrLit,
    pub(super) type_: Code,
}

/// An alias of a name.
pub(super) fn alias(was: &str, now: &str) -> AliasPage {
    AliasPage { was: Ident::new(was), now: Ident::new(now), note: note(now) }
}

/// What the compiler says of a former name.
pub(super) fn note(now: &str) -> StrLit {
    StrLit::new(&format!("renamed to `{now}`"))
}
