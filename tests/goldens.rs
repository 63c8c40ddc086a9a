//! Every golden entity tree, compiled without a warning. Written by the suite; BLESS=1 rewrites it.
#![deny(warnings)]

/// Hands `golden { entities } { views }` of every golden to the macro `$callback`.
#[macro_export]
#[rustfmt::skip]
macro_rules! goldens {
    ($callback:ident) => {
        $callback! {
        }
    };
}
