//! `down/missing`: a migration that says that there is no way back, or has one that does nothing.
//!
//! Looked at is the source: a `down` that is not there (SeaORM's own refuses), that is empty or nothing but `Ok(())`, or nothing but `todo!()`
//! or an error. The day that it is wanted, something is wrong already, and nobody has the time to think of one.
//!
//! ```rust,ignore
//! async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
//!     Ok(())                                                          // bad, unless up does nothing either
//! }
//! ```
//!
//! What to do: write it, and `scaffold migrate verify` tells whether it leads back. Where there is none, as for values that are gone, an error
//! that says so is right: ignore the finding, and give the reason. `down` that does something and leaves a trace is for `verify`, too.

use super::super::super::context::Flaw;
use super::super::source::Source;
use super::SourceRule;
use crate::config::Level;
use syn::{Block, Expr, ImplItem, ImplItemFn, Item, ItemImpl, Stmt};

pub(super) const RULE: SourceRule = SourceRule { id: "down/missing", level: Level::Info, check };

/// What a function does, as far as that can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Something,
    Nothing,
    Refused,
}

fn check(source: &Source<'_>) -> Vec<Flaw> {
    let mut migrations = source.file.items.iter().filter_map(|item| match item {
        Item::Impl(own) if is_migration(own) => Some(own),
        _ => None,
    });
    // Of several in a file it is not known which is meant.
    let (Some(own), None) = (migrations.next(), migrations.next()) else { return Vec::new() };
    let method = |name: &str| {
        own.items.iter().find_map(|item| match item {
            ImplItem::Fn(method) if method.sig.ident == name => Some(method),
            _ => None,
        })
    };
    if method("up").is_some_and(|up| way(up) == Way::Nothing) {
        return Vec::new();
    }
    let message = match method("down").map(way) {
        None => "there is no `down`: SeaORM's own refuses",
        Some(Way::Nothing) => "its `down` does nothing",
        Some(Way::Refused) => "its `down` refuses",
        Some(Way::Something) => return Vec::new(),
    };
    let why = "what it did cannot be taken back";
    vec![source.flaw("down", message).why(why).help("write it; `scaffold migrate verify` tells whether it leads back")]
}

fn is_migration(own: &ItemImpl) -> bool {
    let path = own.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    path.is_some_and(|last| last.ident == "MigrationTrait")
}

fn way(method: &ImplItemFn) -> Way {
    let Block { stmts, .. } = &method.block;
    match stmts.as_slice() {
        [] => Way::Nothing,
        [Stmt::Expr(expr, _)] => of_expression(expr),
        [Stmt::Macro(own)] => of_macro(&own.mac),
        _ => Way::Something,
    }
}

fn of_expression(expr: &Expr) -> Way {
    match expr {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) if path.path.is_ident("Err") => Way::Refused,
            Expr::Path(path) if path.path.is_ident("Ok") => {
                let is_unit = |expr: &Expr| matches!(expr, Expr::Tuple(tuple) if tuple.elems.is_empty());
                if call.args.iter().all(is_unit) { Way::Nothing } else { Way::Something }
            }
            _ => Way::Something,
        },
        Expr::Return(own) => own.expr.as_deref().map_or(Way::Nothing, of_expression),
        Expr::Macro(own) => of_macro(&own.mac),
        _ => Way::Something,
    }
}

fn of_macro(own: &syn::Macro) -> Way {
    let refusals = ["todo", "unimplemented", "unreachable", "panic"];
    let is_refusal = own.path.segments.last().is_some_and(|last| refusals.iter().any(|name| last.ident == name));
    if is_refusal { Way::Refused } else { Way::Something }
}
