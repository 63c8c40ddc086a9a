//! Rust text in settings: types, attributes, column types and names, parsed while the file is read.
//!
//! What passes here is syntax; whether it means anything is for the compiler to say.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares a text that is checked when it is read.
macro_rules! rust_text {
    ($(#[$doc:meta])* $name:ident, $check:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                $check(&text).map(|()| Self(text.trim().to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

rust_text! {
    /// A type by its path, such as `crate::types::OrderMeta`, without the `Option` of a nullable column.
    RustPath, check_path
}

rust_text! {
    /// What stands between the brackets of an attribute: `serde(default)`.
    RustAttribute, check_attribute
}

rust_text! {
    /// A variant of SeaORM's `ColumnType`, such as `String(StringLen::N(80))`.
    ColumnType, check_column_type
}

rust_text! {
    /// The name of a type, in PascalCase: `Purchase`.
    TypeName, check_type_name
}

rust_text! {
    /// The name of a field or relation, in snake_case: `shipped_at`.
    FieldName, check_field_name
}

fn check_path(text: &str) -> Result<(), String> {
    let path = match syn::parse_str(text) {
        Ok(syn::Type::Path(path)) => path,
        Ok(_) => return Err(format!("`{text}` is not the path of a type")),
        Err(error) => return Err(format!("`{text}` is no Rust type: {error}")),
    };
    match path.path.segments.last() {
        Some(last) if last.ident == "Option" => {
            Err(format!("`{text}`: a nullable column is an Option by itself; name the type within"))
        }
        _ => Ok(()),
    }
}

fn check_attribute(text: &str) -> Result<(), String> {
    match syn::parse_str::<syn::Meta>(text) {
        Ok(_) => Ok(()),
        Err(_) if text.trim_start().starts_with('#') => Err(format!("`{text}`: leave out the `#[` and `]`")),
        Err(error) => Err(format!("`{text}` is no attribute: {error}")),
    }
}

fn check_column_type(text: &str) -> Result<(), String> {
    match syn::parse_str(&format!("ColumnType::{text}")) {
        Ok(syn::Expr::Path(_) | syn::Expr::Call(_)) => Ok(()),
        Ok(_) => Err(format!("`{text}` is no variant of SeaORM's ColumnType")),
        Err(error) => Err(format!("`{text}` is no variant of SeaORM's ColumnType: {error}")),
    }
}

fn check_type_name(text: &str) -> Result<(), String> {
    let pascal = text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_alphanumeric());
    match pascal && syn::parse_str::<syn::Ident>(text).is_ok() {
        true => Ok(()),
        false => Err(format!("`{text}` is no name of a type: it takes letters and digits in PascalCase")),
    }
}

fn check_field_name(text: &str) -> Result<(), String> {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let snake = text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('_').all(is_word);
    match snake && syn::parse_str::<syn::Ident>(text).is_ok() {
        true => Ok(()),
        false => Err(format!("`{text}` is no name here: it takes words in snake_case, and none of Rust's own")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem<T: TryFrom<String, Error = String>>(text: &str) -> Option<String> {
        T::try_from(text.to_owned()).err()
    }

    #[test]
    fn types_are_paths_without_option() {
        for fine in
            ["crate::types::OrderMeta", "uuid::Uuid", "Vec<crate::Tag>", "std::collections::BTreeMap<String, i32>"]
        {
            assert_eq!(problem::<RustPath>(fine), None);
        }
        for wrong in
            ["", "crate::", "a b", "&str", "(i32, i32)", "Option<i32>", "std::option::Option<i32>", "i32; fn x()"]
        {
            assert!(problem::<RustPath>(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn attributes_have_no_brackets() {
        for fine in ["serde(default)", "sea_orm(column_type = \"JsonBinary\")", "cfg(test)", "doc = \"x\""] {
            assert_eq!(problem::<RustAttribute>(fine), None);
        }
        for wrong in ["", "serde(", "a] fn evil() {} #[b", "a)] pub x: i32, #[b(", "1"] {
            assert!(problem::<RustAttribute>(wrong).is_some(), "{wrong}");
        }
        assert!(problem::<RustAttribute>("#[serde(default)]").is_some_and(|problem| problem.contains("leave out")));
    }

    #[test]
    fn names_are_in_the_case_of_what_they_name() {
        for (fine, wrong) in [("Purchase", "purchase"), ("V2", "2V"), ("HTTPLog", "Http_Log"), ("Ab", "Self")] {
            assert_eq!(problem::<TypeName>(fine), None);
            assert!(problem::<TypeName>(wrong).is_some(), "{wrong}");
        }
        for (fine, wrong) in [("state", "State"), ("line_2", "line__2"), ("a", "type"), ("b2", "_b")] {
            assert_eq!(problem::<FieldName>(fine), None);
            assert!(problem::<FieldName>(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn column_types_are_variants() {
        for fine in ["JsonBinary", "String(StringLen::N(80))", "Decimal(Some((10, 2)))", "custom(\"citext\")"] {
            assert_eq!(problem::<ColumnType>(fine), None);
        }
        for wrong in ["", "1", "Json.def()", "Json + 1", "Json, evil()"] {
            assert!(problem::<ColumnType>(wrong).is_some(), "{wrong}");
        }
    }
}
