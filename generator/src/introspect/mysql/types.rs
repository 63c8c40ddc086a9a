//! Column types of MySQL and MariaDB → [`DataType`].
//!
//! Each type is one that the driver decodes, which was tried for all of them:
//!
//! - `tinyint(1)` is how `BOOLEAN` is stored and listed, so it is a boolean; `bit(1)` is one too, and a longer `bit`
//!   is an unsigned number.
//! - `binary(16)` is a UUID: that is how sea-query declares one. MariaDB's own `uuid` takes the same bytes.
//! - Network addresses of MariaDB travel as text and are cast.
//! - `timestamp` stores an instant and `datetime` does not.
//! - `year` is an unsigned 16-bit number to the driver.
//! - `set` is text, its values joined by commas.
//! - A geometry is `point srid 4326` where it has to be of one reference system.
//! - A geometry and a vector are cast to bytes, which the server takes back as they are.

use crate::catalog::DataType;

/// What stands before a string of Unicode.
const UNICODE: [&str; 3] = ["_utf8mb4", "_utf8mb3", "_utf8"];

/// The type, without regard to enums, which belong to their column, and to checks, which make text JSON.
pub(super) fn data_type(name: &str, column_type: &str) -> DataType {
    let arguments = arguments(column_type);
    let length = arguments.first().copied();
    match name {
        "tinyint" if length == Some(1) && !is_unsigned(column_type) => DataType::Boolean,
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" | "bit" => integer(name, column_type, length),
        "decimal" => DataType::Decimal(length.map(|precision| (precision, arguments.get(1).copied().unwrap_or(0)))),
        "float" => DataType::Float,
        "double" => DataType::Double,
        "char" => DataType::Char(length),
        "varchar" => DataType::Varchar(length),
        "tinytext" | "text" | "mediumtext" | "longtext" | "set" | "enum" => DataType::Text,
        "binary" if length == Some(16) => DataType::Uuid,
        "uuid" => DataType::Uuid,
        "binary" => DataType::Binary(length.unwrap_or(1)),
        "varbinary" => length.map_or(DataType::Blob, DataType::Varbinary),
        "tinyblob" | "blob" | "mediumblob" | "longblob" => DataType::Blob,
        "date" => DataType::Date,
        "time" => DataType::Time,
        "datetime" => DataType::DateTime,
        "timestamp" => DataType::TimestampWithTimeZone,
        "json" => DataType::JsonBinary,
        "inet4" | "inet6" => DataType::castable("char", name),
        "geometry" | "point" | "linestring" | "polygon" | "multipoint" | "multilinestring" | "multipolygon"
        | "geometrycollection" | "geomcollection" => DataType::Geometry,
        "vector" => DataType::Vector,
        _ => DataType::Opaque,
    }
}

/// The type of a column that holds `0000-00-00`, which is a date to no one else.
pub(super) fn dates_with_zeros(name: &str) -> DataType {
    let write = if name == "date" { "date" } else { "datetime(6)" };
    DataType::castable("char", write)
}

fn integer(name: &str, column_type: &str, length: Option<u32>) -> DataType {
    match (name, is_unsigned(column_type)) {
        ("bit", _) if length.unwrap_or(1) == 1 => DataType::Boolean,
        ("bit", _) | ("bigint", true) => DataType::BigUnsigned,
        ("year", _) | ("smallint", true) => DataType::SmallUnsigned,
        ("tinyint", true) => DataType::TinyUnsigned,
        ("tinyint", false) => DataType::TinyInteger,
        ("smallint", false) => DataType::SmallInteger,
        ("bigint", false) => DataType::BigInteger,
        (_, true) => DataType::Unsigned,
        (_, false) => DataType::Integer,
    }
}

/// `zerofill` implies `unsigned`, which the servers list as well.
fn is_unsigned(column_type: &str) -> bool {
    column_type.rsplit(')').next().is_some_and(|tail| tail.split_whitespace().any(|word| word == "unsigned"))
}

/// The numbers in parentheses.
fn arguments(column_type: &str) -> Vec<u32> {
    let inside = column_type.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let inside = inside.map(|(inside, _)| inside).unwrap_or_default();
    inside.split(',').map_while(|argument| argument.trim().parse().ok()).collect()
}

/// The strings in `enum('a','it''s')`. The servers double a quote and escape a backslash and control characters.
pub(super) fn strings(text: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut value: Option<String> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (value.as_mut(), c) {
            (None, '\'') => value = Some(String::new()),
            (None, _) => {}
            (Some(open), '\'') if chars.peek() == Some(&'\'') => open.extend(chars.next()),
            (Some(_), '\'') => values.extend(value.take()),
            (Some(open), '\\') => open.extend(chars.next().map(unescaped)),
            (Some(open), c) => open.push(c),
        }
    }
    values
}

/// Makes of an expression, as MySQL lists it, what it says: one layer of backslashes goes, and so does the character set
/// before a string that is in Unicode, of which the server lists now one word and now another.
pub(super) fn unescape(text: &mut String) {
    let mut own = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        own.extend(if c == '\\' { chars.next().map(unescaped) } else { Some(c) });
    }
    text.clear();
    let mut rest = own.as_str();
    while let Some(quote) = rest.find(['\'', '`', '"']) {
        let end = quote + quoted(&rest[quote..]);
        let before = &rest[..quote];
        let set = UNICODE.iter().find_map(|set| before.strip_suffix(set)).filter(|_| rest[quote..].starts_with('\''));
        text.push_str(set.unwrap_or(before));
        text.push_str(&rest[quote..end]);
        rest = &rest[end..];
    }
    text.push_str(rest);
}

/// How many bytes the quoted text has that `text` begins with.
fn quoted(text: &str) -> usize {
    let mut chars = text.char_indices();
    let quote = chars.next().map(|(_, quote)| quote);
    while let Some((at, c)) = chars.next() {
        match c {
            // A quote that is doubled ends one text and begins another, which comes to the same.
            c if Some(c) == quote => return at + c.len_utf8(),
            '\\' if quote != Some('`') => drop(chars.next()),
            _ => {}
        }
    }
    text.len()
}

fn unescaped(c: char) -> char {
    match c {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(column_type: &str) -> DataType {
        let name = column_type.split(['(', ' ']).next().unwrap();
        data_type(name, column_type)
    }

    #[test]
    fn one_layer_of_backslashes_goes_and_unicode_is_not_said() {
        for (listed, text) in [
            (r"(`a` in (_utf8mb4\'x\',_utf8mb3\'it\\\'s\'))", r"(`a` in ('x','it\'s'))"),
            (
                r"concat(_latin1\'_utf8\',`_utf8`,_utf8mb4\'\\\\\',_binary\'\')",
                r"concat(_latin1'_utf8',`_utf8`,'\\',_binary'')",
            ),
            ("(`n` > 0)", "(`n` > 0)"),
            (r"\n\\", "\n\\"),
        ] {
            let mut own = listed.to_owned();
            unescape(&mut own);
            assert_eq!(own, text);
        }
    }

    #[test]
    fn types_are_what_the_driver_decodes() {
        let castable = |write: &str| DataType::castable("char", write);
        let cases = [
            ("tinyint(1)", DataType::Boolean),
            ("tinyint(1) unsigned", DataType::TinyUnsigned),
            ("tinyint", DataType::TinyInteger),
            ("tinyint(4)", DataType::TinyInteger),
            ("smallint(5) unsigned", DataType::SmallUnsigned),
            ("mediumint(9)", DataType::Integer),
            ("mediumint unsigned", DataType::Unsigned),
            ("int(10) unsigned", DataType::Unsigned),
            ("int", DataType::Integer),
            ("bigint(20) unsigned zerofill", DataType::BigUnsigned),
            ("bigint", DataType::BigInteger),
            ("year(4)", DataType::SmallUnsigned),
            ("bit(1)", DataType::Boolean),
            ("bit(8)", DataType::BigUnsigned),
            ("decimal(10,2)", DataType::Decimal(Some((10, 2)))),
            ("decimal(10,0) unsigned", DataType::Decimal(Some((10, 0)))),
            ("float(7,3)", DataType::Float),
            ("double", DataType::Double),
            ("char(36)", DataType::Char(Some(36))),
            ("varchar(80)", DataType::Varchar(Some(80))),
            ("mediumtext", DataType::Text),
            ("set('a','b')", DataType::Text),
            ("binary(16)", DataType::Uuid),
            ("binary(4)", DataType::Binary(4)),
            ("varbinary(10)", DataType::Varbinary(10)),
            ("longblob", DataType::Blob),
            ("date", DataType::Date),
            ("time(3)", DataType::Time),
            ("datetime(6)", DataType::DateTime),
            ("timestamp", DataType::TimestampWithTimeZone),
            ("json", DataType::JsonBinary),
            ("uuid", DataType::Uuid),
            ("inet6", castable("inet6")),
            ("point", DataType::Geometry),
            ("vector(3)", DataType::Vector),
        ];
        for (column_type, expected) in cases {
            assert_eq!(of(column_type), expected, "{column_type}");
        }
    }

    #[test]
    fn strings_are_unescaped() {
        assert_eq!(strings("enum('new','old')"), ["new", "old"]);
        assert_eq!(strings(r"enum('it''s','a\\b','c,d','','''')"), ["it's", r"a\b", "c,d", "", "'"]);
        assert_eq!(strings(r"enum('a\nb','é(x)')"), ["a\nb", "é(x)"]);
    }
}
