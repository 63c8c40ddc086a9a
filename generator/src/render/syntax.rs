//! The last look at a text before it may be written: Rust must parse as Rust.

use anyhow::{Context, Result};
use rayon::prelude::*;

/// Parses the Rust files among `texts`, which are pairs of path and text.
///
/// Errors: one of them is not Rust. That is a defect of a template, never of the schema.
pub fn parse(texts: &[(&str, &str)]) -> Result<()> {
    texts.par_iter().filter(|(path, _)| path.ends_with(".rs")).try_for_each(|(path, text)| {
        parsed(text).with_context(|| format!("{path} is not Rust; please report this template"))
    })
}

/// Where a text ceases to be Rust, as the number of a line, and why; nothing where all of it is.
pub(super) fn mistake(text: &str) -> Option<(usize, String)> {
    let error = syn::parse_file(text).map(drop).err();
    let told = error.map(|error| (error.span().start().line, error.to_string()));
    proc_macro2::extra::invalidate_current_thread_spans();
    told
}

fn parsed(text: &str) -> syn::Result<()> {
    let parsed = syn::parse_file(text).map(drop);
    // The parser keeps every text that it has read, for the places of tokens that nobody asks for here.
    proc_macro2::extra::invalidate_current_thread_spans();
    parsed
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_what_parses_passes() {
        assert!(parse(&[("a.rs", "struct A;"), ("b.txt", "not Rust")]).is_ok());
        let error = parse(&[("a.rs", "struct A;"), ("b.rs", "struct;")]).unwrap_err().to_string();
        assert!(error.starts_with("b.rs is not Rust"), "{error}");
    }
}
