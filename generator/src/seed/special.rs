//! Values of the types that are known by name: PostgreSQL's own beyond the common ones, and those of its extensions.

/// The values at the edges of the type; of a type that is not known, texts that many types read.
pub(super) fn edges(name: &str, size: Option<usize>) -> Vec<String> {
    let fixed: &[&str] = match name {
        "inet" => &["0.0.0.0", "255.255.255.255/8", "::", "2001:db8::1/64"],
        "inet4" => &["0.0.0.0", "255.255.255.255"],
        "inet6" => &["::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
        "cidr" => &["0.0.0.0/0", "10.0.0.0/8", "::/0"],
        "interval" => &["0", "1 year 2 mons -3 days 04:05:06.789", "-178000000 years"],
        "timetz" | "time with time zone" => &["00:00:00+00", "23:59:59.999999-12"],
        "xml" => &["<a/>", "<a b=\"c\">é &amp; ü</a>"],
        "tsvector" => &["", "'a':1A 'it''s':2"],
        "tsquery" => &["'a'", "'a' & !'b'"],
        "jsonpath" => &["$", "$.\"a\"[*]?(@ > 1)"],
        "pg_lsn" => &["0/0", "FFFFFFFF/FFFFFFFF"],
        "regclass" => &["pg_class"],
        "regtype" => &["integer"],
        "regnamespace" => &["pg_catalog"],
        "hstore" => &["", "\"a\"=>\"1\", \"b c\"=>NULL"],
        "ltree" => &["", "Top.Science"],
        "char" => &["a", "~"],
        _ => &[],
    };
    match (name, size) {
        ("bit", size) => vec!["0".repeat(size.unwrap_or(1)), "1".repeat(size.unwrap_or(1))],
        ("bit varying" | "varbit", size) => vec![String::new(), "1".repeat(size.unwrap_or(70))],
        ("vector", Some(size)) => vec![format!("[{}]", vec!["0.5"; size].join(","))],
        _ => fixed.iter().map(|text| (*text).to_owned()).collect(),
    }
}

/// The plain value number `n` of the type.
pub(super) fn plain(name: &str, size: Option<usize>, n: u64) -> String {
    let byte = |shift: u32| n >> shift & 0xff;
    let hex = |shift: u32| format!("{:02x}", byte(shift));
    match name {
        "inet" | "inet4" => format!("10.{}.{}.{}", byte(16), byte(8), byte(0)),
        "inet6" => format!("2001:db8::{:x}", n & 0xffff),
        "cidr" => format!("10.{}.{}.{}/32", byte(16), byte(8), byte(0)),
        "macaddr" => ["08", "00", "2b", &hex(16), &hex(8), &hex(0)].join(":"),
        "macaddr8" => ["08", "00", "2b", "01", "02", &hex(16), &hex(8), &hex(0)].join(":"),
        "interval" => format!("{n} seconds"),
        "timetz" | "time with time zone" => format!("{}+00", super::moment::time(n)),
        "xml" => format!("<n>{n}</n>"),
        "tsvector" => format!("'w{n}':1"),
        "tsquery" => format!("'w{n}'"),
        "jsonpath" => format!("$[{n}]"),
        "pg_lsn" => format!("0/{:X}", n & 0xffff_ffff),
        "char" => char::from(u8::try_from(n % 26).unwrap_or(0) + b'a').to_string(),
        "regclass" => "pg_type".to_owned(),
        "regtype" => "text".to_owned(),
        "regnamespace" => "pg_catalog".to_owned(),
        "hstore" => format!("\"n\"=>\"{n}\""),
        "ltree" => format!("Top.N{n}"),
        "money" => format!("{n}.25"),
        "int2vector" | "oidvector" => format!("{} 1", n % 30_000),
        "tid" => format!("(0,{})", n % 60_000),
        "cube" => format!("({n}, 1)"),
        "point" => format!("({n},1.5)"),
        "line" => format!("{{1,{n},3}}"),
        "lseg" | "path" => format!("[(0,0),({n},1)]"),
        "box" => format!("({},1),(0,0)", n + 1),
        "polygon" => format!("((0,0),({n},0),(1,1))"),
        "circle" => format!("<(0,{n}),1>"),
        "geometry" | "geography" => format!("POINT({} 1)", n % 90),
        "bit" => bits(n, size.unwrap_or(1)),
        "bit varying" | "varbit" => bits(n, size.unwrap_or(16).min(16)),
        "vector" => format!("[{}]", vec![n.to_string(); size.unwrap_or(3)].join(",")),
        "pg_snapshot" | "txid_snapshot" => format!("{0}:{0}:", n + 1),
        _ => n.to_string(),
    }
}

fn bits(n: u64, size: usize) -> String {
    let bits = format!("{n:0size$b}");
    bits.get(bits.len() - size.min(bits.len())..).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_have_their_size() {
        assert_eq!((bits(5, 4), bits(21, 3), bits(0, 1)), ("0101".into(), "101".into(), "0".into()));
    }
}
