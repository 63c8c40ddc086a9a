//! The values of a kind: those at its edges, and any number of plain ones.
//!
//! Plain values are counted: different numbers give different values, as long as the kind has so many.

use super::kind::Kind;
use super::literal::{Dialect, Literal};
use super::moment::{self, Form};
use super::special;

/// Words that plain texts are made of.
const WORDS: [&str; 12] =
    ["amber", "birch", "cedar", "dune", "ember", "fjord", "grove", "heath", "inlet", "juniper", "knoll", "larch"];

/// A text with marks that have a meaning in some language on the way.
const MARKS: &str = "'q' \"d\" \\b %s {{x}} */ --";

/// A text of more than one byte a letter, and more than two for the last.
const LETTERS: &str = "Grüße, Ωμέγα 日本 😀";

const SQLITE_INSTANT: Form = Form { between: "T", after: "+00:00" };
const INSTANT: Form = Form { between: " ", after: "+00" };
const MOMENT: Form = Form { between: " ", after: "" };

impl Kind {
    /// The values at the edges, the least remarkable first.
    pub(super) fn edges(&self, dialect: Dialect) -> Vec<Literal> {
        match self {
            Self::Boolean => vec![Literal::Boolean(false), Literal::Boolean(true)],
            Self::Integer { least, most } => integers(*least, *most),
            Self::Single => numbers(&["0", "-1.5", "16777216", "0.25"]),
            Self::Double => numbers(&["0", "-1.5", "1e300", "-1e-300", "0.1"]),
            Self::Decimal { whole, scale } => decimals(*whole, *scale),
            Self::Text { most } => text_edges(*most),
            Self::Char { length } => {
                [WORDS.concat().as_str(), MARKS, LETTERS].map(|text| filled(text, *length)).to_vec()
            }
            Self::Bytes { least, most } => {
                let long = (0..*most).map(|place| u8::try_from(place % 256).unwrap_or(0)).collect();
                vec![Literal::Bytes(vec![0; *least]), Literal::Bytes(long)]
            }
            Self::Date => texts(&["1970-01-01", "9999-12-31", "1000-01-01", "2000-02-29"]),
            Self::Time => texts(&["00:00:00", "23:59:59"]),
            Self::Moment => texts(&["1970-01-01 00:00:00", "9999-12-31 23:59:59", "1000-01-01 00:00:00"]),
            Self::Instant => instants(dialect),
            Self::Json => texts(&["{}", "[]", r#"{"a":[1,null,"é\"\\"],"b":{}}"#, "0", "\"\""]),
            Self::Uuid => vec![uuid(0, dialect), uuid(u128::MAX, dialect)],
            Self::OneOf(values) => values.iter().map(Literal::text).collect(),
            Self::Array(element) => arrays(element, dialect),
            Self::Composite(parts) => vec![composite(parts, 0, dialect), unknown(parts)],
            Self::Range(_) => [range(self, 0, dialect)].into_iter().chain(texts(&["empty", "(,)"])).collect(),
            Self::Multirange(_) => [range(self, 0, dialect)].into_iter().chain(texts(&["{}"])).collect(),
            Self::Shape(name) => vec![shape(name, 0)],
            Self::Vector(size) => vec![vector(*size, 0.0), vector(*size, f32::MAX)],
            Self::Named(name, size) => special::edges(name, *size).into_iter().map(Literal::Text).collect(),
            Self::Anything => vec![Literal::number(0), Literal::text(""), Literal::Bytes(vec![0, 255])],
        }
    }

    /// The plain value number `n`.
    pub(super) fn plain(&self, n: u64, dialect: Dialect) -> Literal {
        match self {
            Self::Boolean => Literal::Boolean(n % 2 == 1),
            Self::Integer { least, most } => integer(n, *least, *most),
            Self::Single => Literal::number(n % (1 << 22)),
            Self::Double => Literal::Number(format!("{n}.5")),
            Self::Decimal { whole, scale } => decimal(n, *whole, *scale),
            Self::Text { most } => Literal::Text(text(n, *most)),
            Self::Char { length } => filled(&text(n, *length), *length),
            Self::Bytes { least, most } => bytes(n, *least, *most),
            Self::Date => Literal::Text(moment::date(n)),
            Self::Time => Literal::Text(moment::time(n)),
            Self::Moment => Literal::Text(moment::moment(n, &MOMENT)),
            Self::Instant => Literal::Text(match dialect {
                Dialect::Postgres => moment::moment(n, &INSTANT),
                // The type ends in 2038.
                Dialect::MySql => moment::moment(n % 100_000, &MOMENT),
                Dialect::Sqlite => moment::moment(n, &SQLITE_INSTANT),
            }),
            Self::Json => Literal::Text(format!("{{\"n\":{n}}}")),
            Self::Uuid => uuid(u128::from(n) + (0x4000 << 64), dialect),
            Self::OneOf(values) => {
                let place = usize::try_from(n).unwrap_or(0).checked_rem(values.len()).unwrap_or(0);
                values.get(place).map_or(Literal::Null, Literal::text)
            }
            Self::Array(element) => array(element, &[element.plain(n, dialect), element.plain(n + 1, dialect)]),
            Self::Range(_) | Self::Multirange(_) => range(self, n, dialect),
            Self::Composite(parts) => composite(parts, n, dialect),
            Self::Shape(name) => shape(name, n),
            Self::Vector(size) => vector(*size, f32::from(u16::try_from(n % 1_000).unwrap_or(0)) / 4.0),
            Self::Named(name, size) => Literal::Text(special::plain(name, *size, n)),
            Self::Anything => Literal::Text(text(n, 40)),
        }
    }
}

fn texts(texts: &[&str]) -> Vec<Literal> {
    texts.iter().map(|text| Literal::text(*text)).collect()
}

fn numbers(digits: &[&str]) -> Vec<Literal> {
    digits.iter().map(Literal::number).collect()
}

fn integers(least: i128, most: i128) -> Vec<Literal> {
    let below = if least < 0 { vec![-1, least] } else { Vec::new() };
    let edges = [0, most].into_iter().chain(below).chain([1]);
    edges.filter(|edge| (least..=most).contains(edge)).map(Literal::number).collect()
}

fn integer(n: u64, least: i128, most: i128) -> Literal {
    let (first, count) = if least > 1 { (least, most - least + 1) } else { (1, most) };
    Literal::number(first + i128::from(n) % count.max(1))
}

fn decimals(whole: usize, scale: usize) -> Vec<Literal> {
    let dot = if scale > 0 { "." } else { "" };
    let most = format!("{}{dot}{}", if whole > 0 { "9".repeat(whole) } else { "0".to_owned() }, "9".repeat(scale));
    let smallest = format!("0{dot}{}", "0".repeat(scale.saturating_sub(1)) + if scale > 0 { "1" } else { "" });
    [String::from("0"), most.clone(), format!("-{most}"), smallest].into_iter().map(Literal::Number).collect()
}

fn decimal(n: u64, whole: usize, scale: usize) -> Literal {
    let limit = 10_u64.pow(u32::try_from(whole.min(15)).unwrap_or(0));
    let fraction = if scale > 1 { ".25" } else { "" };
    Literal::Number(format!("{}{fraction}", (n + 1) % limit))
}

fn text_edges(most: usize) -> Vec<Literal> {
    let long: String = WORDS.iter().cycle().flat_map(|word| word.chars()).take(most).collect();
    let short = |text: &str| text.chars().take(most).collect::<String>();
    let edges = [String::new(), long, short(MARKS), short(LETTERS), short(" a\n\tb ")];
    let mut texts: Vec<Literal> = Vec::new();
    for edge in edges.into_iter().map(Literal::Text) {
        if !texts.contains(&edge) {
            texts.push(edge);
        }
    }
    texts
}

/// A text of exactly that length.
fn filled(text: &str, length: usize) -> Literal {
    Literal::Text(text.chars().chain(std::iter::repeat('.')).take(length).collect())
}

/// The text number `n`: its code first, so that a prefix tells texts apart, then a word for people.
pub(super) fn text(n: u64, most: usize) -> String {
    let code = code(n);
    let word = usize::try_from(n).ok().and_then(|n| WORDS.get(n % WORDS.len())).copied().unwrap_or_default();
    match most {
        0..6 => code.chars().rev().take(most).collect(),
        6..20 => format!("v{code}").chars().take(most).collect(),
        _ => format!("v{code} {word}"),
    }
}

/// How many forms there are.
pub(super) const FORMS: u32 = 5;

/// The text number `n` in one of the forms that programs know: a word, a version, an address, a link, a number.
pub(super) fn formed(n: u64, most: usize, form: u32) -> Literal {
    let formed = match form % FORMS {
        0 => format!("v{}", code(n)),
        1 => format!("1.{n}.0"),
        2 => format!("v{}@example.org", code(n)),
        3 => format!("https://example.org/v{}", code(n)),
        _ => n.to_string(),
    };
    Literal::Text(if formed.len() > most { text(n, most) } else { formed })
}

/// A number in digits and small letters.
fn code(mut n: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.extend(u32::try_from(n % 36).ok().and_then(|digit| char::from_digit(digit, 36)));
        n /= 36;
        if n == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

fn bytes(n: u64, least: usize, most: usize) -> Literal {
    let mut bytes: Vec<u8> = n.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    bytes.truncate(most);
    while bytes.len() < least {
        bytes.insert(0, 0);
    }
    Literal::Bytes(bytes)
}

fn instants(dialect: Dialect) -> Vec<Literal> {
    match dialect {
        Dialect::Postgres => texts(&["1970-01-01 00:00:00+00", "9999-12-31 23:59:59.999+00", "2026-03-29 02:30:00+02"]),
        Dialect::MySql => texts(&["1970-01-02 00:00:01", "2038-01-18 03:14:07"]),
        Dialect::Sqlite => texts(&["1970-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"]),
    }
}

/// A UUID; SQLite's drivers keep the bytes.
fn uuid(number: u128, dialect: Dialect) -> Literal {
    if dialect == Dialect::Sqlite {
        return Literal::Bytes(number.to_be_bytes().to_vec());
    }
    let hex = format!("{number:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    Literal::Text([part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-"))
}

fn arrays(element: &Kind, dialect: Dialect) -> Vec<Literal> {
    let edges = element.edges(dialect);
    let mut with_null = edges.clone();
    with_null.insert(1.min(with_null.len()), Literal::Null);
    [Vec::new(), edges, with_null].iter().map(|elements| array(element, elements)).collect()
}

/// An array as PostgreSQL writes it. Arrays within it are left as they are.
fn array(kind: &Kind, elements: &[Literal]) -> Literal {
    let element = |literal: &Literal| match literal {
        Literal::Text(text) if matches!(kind, Kind::Array(_)) => text.clone(),
        literal => part(literal).unwrap_or_else(|| "NULL".to_owned()),
    };
    Literal::Text(format!("{{{}}}", elements.iter().map(element).collect::<Vec<_>>().join(",")))
}

/// A range number `n`, or one alone of several. Values that count upwards are the bounds of one that ends before the
/// next begins; of any others each is a range of its own.
fn range(kind: &Kind, n: u64, dialect: Dialect) -> Literal {
    let (Kind::Range(element) | Kind::Multirange(element)) = kind else { return Literal::Null };
    let bound = |n| part(&element.plain(n, dialect)).unwrap_or_default();
    let counts = matches!(
        **element,
        Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Double | Kind::Date | Kind::Moment | Kind::Instant
    );
    let range = match counts {
        true => format!("[{},{})", bound(2 * n), bound(2 * n + 1)),
        false => format!("[{0},{0}]", bound(n)),
    };
    Literal::Text(if matches!(kind, Kind::Multirange(_)) { format!("{{{range}}}") } else { range })
}

/// A composite value of which nothing is known.
fn unknown(parts: &[Kind]) -> Literal {
    Literal::Text(format!("({})", ",".repeat(parts.len().saturating_sub(1))))
}

fn composite(parts: &[Kind], n: u64, dialect: Dialect) -> Literal {
    let values = parts.iter().map(|kind| part(&kind.plain(n, dialect)).unwrap_or_default());
    Literal::Text(format!("({})", values.collect::<Vec<_>>().join(",")))
}

/// A value within an array or composite; none for NULL.
fn part(literal: &Literal) -> Option<String> {
    Some(match literal {
        Literal::Null | Literal::Given { .. } => return None,
        Literal::Boolean(truth) => if *truth { "t" } else { "f" }.to_owned(),
        Literal::Number(digits) => digits.clone(),
        Literal::Text(text) | Literal::Shape { text, .. } => {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        Literal::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("\"\\\\x{hex}\"")
        }
    })
}

/// A vector of numbers that are all the same.
fn vector(size: usize, number: f32) -> Literal {
    Literal::Bytes(number.to_le_bytes().repeat(size))
}

/// A geometry of the type `name`, or `name srid 4326`.
fn shape(name: &str, n: u64) -> Literal {
    let (name, system) = name.split_once(" srid ").map_or((name, None), |(name, id)| (name, id.parse().ok()));
    let line = format!("(0 0, 1 1, {n} 2)");
    let ring = format!("((0 0, 0 1, 1 {}, 0 0))", n % 90 + 1);
    let text = match name {
        "linestring" => format!("LINESTRING{line}"),
        "polygon" => format!("POLYGON{ring}"),
        "multipoint" => format!("MULTIPOINT{line}"),
        "multilinestring" => format!("MULTILINESTRING({line})"),
        "multipolygon" => format!("MULTIPOLYGON({ring})"),
        "geometrycollection" => format!("GEOMETRYCOLLECTION(POINT({} 1))", n % 90),
        _ => format!("POINT({} 1)", n % 90),
    };
    Literal::Shape { text, system }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_values_differ_and_fit() {
        let kinds = [
            Kind::Integer { least: -128, most: 127 },
            Kind::Text { most: 3 },
            Kind::Text { most: 10 },
            Kind::Text { most: 80 },
            Kind::Bytes { least: 4, most: 4 },
            Kind::Decimal { whole: 3, scale: 2 },
            Kind::Date,
            Kind::Instant,
            Kind::Uuid,
            Kind::Json,
        ];
        for kind in kinds {
            let values: Vec<Literal> = (0..100).map(|n| kind.plain(n, Dialect::Postgres)).collect();
            for (place, value) in values.iter().enumerate() {
                assert!(!values[..place].contains(value), "{kind:?}: {value:?} twice");
            }
            if let Kind::Text { most } = kind {
                assert!(values.iter().all(|value| matches!(value, Literal::Text(text) if text.len() <= most)));
            }
        }
    }

    #[test]
    fn edges_keep_to_the_limits() {
        let edges = Kind::Decimal { whole: 3, scale: 2 }.edges(Dialect::Postgres);
        assert_eq!(edges, numbers(&["0", "999.99", "-999.99", "0.01"]));
        assert_eq!(Kind::Integer { least: 0, most: 255 }.edges(Dialect::MySql), numbers(&["0", "255", "1"]));
        let long = |literal: &Literal| matches!(literal, Literal::Text(text) if text.chars().count() == 5);
        assert!(Kind::Text { most: 5 }.edges(Dialect::Sqlite)[1..].iter().all(long));
    }

    #[test]
    fn arrays_and_composites_quote_their_parts() {
        let parts = [Literal::text("a\"b"), Literal::Null, Literal::Boolean(true), Literal::Bytes(vec![1])];
        assert_eq!(array(&Kind::Json, &parts), Literal::text(r#"{"a\"b",NULL,t,"\\x01"}"#));
        let nested = Kind::Array(Box::new(Kind::Array(Box::new(Kind::Integer { least: 0, most: 9 }))));
        assert_eq!(nested.plain(0, Dialect::Postgres), Literal::text("{{1,2},{2,3}}"));
    }

    #[test]
    fn ranges_lie_beside_each_other() {
        let of = |kind| Kind::Range(Box::new(kind)).plain(1, Dialect::Postgres);
        assert_eq!(of(Kind::Date), Literal::text(r#"["2024-01-03","2024-01-04")"#));
        assert_eq!(of(Kind::Text { most: 9 }), Literal::text(r#"["v1","v1"]"#));
        let several = Kind::Multirange(Box::new(Kind::Integer { least: 0, most: 9 }));
        assert_eq!(several.plain(1, Dialect::Postgres), Literal::text("{[3,4)}"));
    }
}
