//! The names and texts of random schemas: words of business, and everything that a database accepts and a program may
//! stumble over.

use super::sketch::Mode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// How many types at the head of a backend's list make up most real schemas.
pub(crate) const COMMON_TYPES: u8 = 24;

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Schema,
    Table,
    Column,
    /// The column of a foreign key.
    Reference,
    Type,
    Constraint,
}

#[rustfmt::skip]
const TABLES: &[&str] = &[
    "users", "orders", "order_items", "products", "categories", "invoices", "payments", "addresses", "accounts",
    "customers", "companies", "employees", "departments", "projects", "tasks", "comments", "posts", "tags", "post_tags",
    "messages", "sessions", "roles", "user_roles", "permissions", "countries", "currencies", "prices", "shipments",
    "warehouses", "stock", "suppliers", "contracts", "subscriptions", "plans", "events", "audit_log", "settings",
    "files", "images", "reviews", "data", "news", "people", "children", "statuses", "boxes", "media", "analyses",
    "api_keys", "oauth2_tokens", "line_items", "tbl_import", "Customer", "OrderLine", "user",
];

#[rustfmt::skip]
const COLUMNS: &[&str] = &[
    "name", "title", "description", "email", "status", "created_at", "updated_at", "price", "quantity", "total",
    "currency", "type", "kind", "code", "note", "active", "is_default", "position", "url", "slug", "phone", "city",
    "country", "zip", "street", "first_name", "last_name", "birth_date", "amount", "tax_rate", "discount", "weight",
    "color", "data", "payload", "hash", "token", "expires_at", "version", "order", "group", "key", "value", "level",
    "score", "lat", "lng", "user_id", "parent_id", "owner", "uuid", "createdAt", "userName", "ref", "match", "id",
];

#[rustfmt::skip]
const REFERENCES: &[&str] = &[
    "user_id", "order_id", "parent_id", "owner_id", "created_by", "category_id", "product_id", "customer", "manager_id",
    "from_id", "to_id", "country_code", "next", "previous_version_id", "authorId", "approved_by_id", "id", "account",
];

#[rustfmt::skip]
const TYPES: &[&str] = &[
    "status", "order_status", "mood", "role", "currency", "priority", "visibility", "color", "payment_method", "kind",
];

#[rustfmt::skip]
const SCHEMAS: &[&str] = &["app", "auth", "billing", "audit", "reporting", "inventory"];

#[rustfmt::skip]
const CONSTRAINTS: &[&str] = &["uq_name", "fk_owner", "chk_amount", "idx_created", "by_user", "unique_code", "fk_parent"];

#[rustfmt::skip]
const VALUES: &[&str] =
    &["new", "open", "closed", "in-progress", "In Review", "done", "A", "B", "high", "low", "1", "EUR", "n/a", "self"];

#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "When the row was made.",
    "Net price in the order's currency",
    "See https://example.org/wiki/Orders",
    "Deprecated: use `status` instead",
    "Either of\n- open\n- closed",
    "100 % of <total> [EUR]",
];

/// Whole names that are trouble somewhere.
#[rustfmt::skip]
const HOSTILE: &[&str] = &[
    // Words of Rust, of the generated crate, of its macros.
    "type", "match", "self", "Self", "super", "crate", "gen", "async", "await", "dyn", "union", "try", "box", "macro",
    "fn", "r#type", "static", "_", "__", "_id", "Entity", "Model", "Column", "Relation", "ActiveModel", "PrimaryKey",
    "entity", "model", "column", "relation", "prelude", "mod", "lib", "main", "enums", "loader", "view", "sea_orm",
    "std", "core", "alloc", "option", "Option", "result", "string", "vec", "some", "ok", "err", "iterator", "box_",
    "entity_name", "default", "clone", "into", "related", "def", "find", "delete", "insert", "table_name", "test",
    "find_by_id", "load_many", "as_str", "new", "i32", "u8", "bool", "str", "db", "id", "ID", "Id", "iD", "generated",
    // Words of SQL.
    "select", "from", "table", "order", "group", "user", "where", "null", "primary", "index", "constraint", "check",
    "references", "default value", "current_user", "rowid", "oid", "values", "limit", "end",
    // File names.
    "con", "aux", "nul", "com1", "../../etc/passwd", "..", ".", "/etc/passwd", "C:\\x", "a/b", "a\\b", "~", "$HOME",
    // Numbers and signs.
    "2fa", "1", "0", "-1", "1.5", "15", "1e5", "-", "+", "*", "%", "&", "#", "?", "!", "=", "a=b", "a b", " a", "a ",
    "a-b", "a_b", "a__b", "a.b", "a:b", "a,b", "a|b", "(a)", "[a]", "<a>", "{a}", "@a", "$1", "${x}", "%s", "{}", "{0}",
    // The ends of texts in Rust, SQL and templates.
    "\"", "\"#", "\"##", "'", "''", "`", "``", "\\", "\\\"", "\\'", "\\n", "\\u{202e}", "*/", "/*", "//", "///", "//!",
    "--", "-- x", ";", "\"; DROP TABLE canary; --", "'); DROP TABLE canary; --", "`; DROP TABLE canary; --", "{{ x }}",
    "{% raw %}", "{# x #}", "{{", "}}", "%}", "#[derive(X)]", "]]", "$tag$", "$$", "r#\"", "b'", "e'", "U&\"\\0041\"",
    "\n", "a\nb", "a\r\nb", "\t", "a\tb", "\u{1b}[31mred", "\u{7}", "\u{b}", "\u{7f}", "\u{85}", "\u{9b}31m",
    // What reads like another thing.
    "\u{202e}gnp.exe", "\u{2066}a\u{2069}", "a\u{200b}b", "\u{feff}a", "a\u{ad}b", "\u{2028}", "\u{2029}", "\u{a0}",
    "\u{430}dmin", "e\u{301}", "\u{e9}", "\u{fb01}", "\u{130}", "\u{131}", "\u{df}", "\u{1e9e}", "\u{3c2}", "\u{17f}",
    "größe", "naïve", "Ünïcödé", "имя", "名前", "테이블", "اسم", "שם", "नाम", "🔥", "👩‍👩‍👧", "🏳️‍🌈", "a🔥", "①", "²", "½", "Ⅳ",
    // Words that fold to one.
    "UserId", "userId", "user_id", "USER_ID", "user-id", "user id", "userID", "User_Id", "useriD", "HTTPServer",
    "http_server", "HttpServer", "x1", "x_1", "X1", "x__1", "t4", "t_4", "status_enum", "StatusVariant", "StatusEnum",
];

/// Pieces to put names together from.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "b", "id", "user", "Order", "_", "__", "-", " ", ".", "/", "\\", "\"", "'", "`", "#", "1", "9", "é", "ß", "名",
    "🔥", "\u{202e}", "\u{200d}", "\n", "\t", "*/", "//", "{{", "}}", "$", ";", "(", ")", "[", "]", "<", ">", "&", "%",
    "type", "self", "x", "X",
];

/// Whether the name is one that business has, or two of them.
pub(crate) fn is_business(name: &str) -> bool {
    [SCHEMAS, TABLES, COLUMNS, REFERENCES, TYPES, CONSTRAINTS].iter().any(|list| list.contains(&name))
}

/// A name.
pub(crate) fn name(mode: Mode, kind: Kind) -> BoxedStrategy<String> {
    let own = select(list(kind)).prop_map(str::to_owned);
    match mode {
        Mode::Realistic => {
            let pair = (select(list(kind)), select(list(kind)));
            prop_oneof![5 => own, 1 => pair.prop_map(|(one, other)| format!("{one}_{other}"))].boxed()
        }
        Mode::Hostile => prop_oneof![2 => own, 6 => hostile()].boxed(),
    }
}

/// A value of an enum, or a default.
pub(crate) fn value(mode: Mode) -> BoxedStrategy<String> {
    let own = select(VALUES).prop_map(str::to_owned);
    match mode {
        Mode::Realistic => own.boxed(),
        Mode::Hostile => prop_oneof![2 => own, 1 => Just(String::new()), 6 => hostile()].boxed(),
    }
}

/// A comment.
pub(crate) fn text(mode: Mode) -> BoxedStrategy<String> {
    let own = select(TEXTS).prop_map(str::to_owned);
    match mode {
        Mode::Realistic => own.boxed(),
        Mode::Hostile => {
            prop_oneof![1 => own, 3 => vec(hostile(), 1..4).prop_map(|parts| parts.join(" ")), 2 => hostile()].boxed()
        }
    }
}

fn list(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Schema => SCHEMAS,
        Kind::Table => TABLES,
        Kind::Column => COLUMNS,
        Kind::Reference => REFERENCES,
        Kind::Type => TYPES,
        Kind::Constraint => CONSTRAINTS,
    }
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(HOSTILE).prop_map(str::to_owned),
        4 => vec(select(PIECES), 1..5).prop_map(|pieces| pieces.concat()),
        // Up to the limit of PostgreSQL, with the difference at the very end.
        1 => (select(PIECES), any::<bool>()).prop_map(|(piece, last)| long(piece, last)),
        2 => vec(any::<char>(), 1..8).prop_map(|chars| chars.into_iter().filter(|c| *c != '\0').collect()),
    ]
}

fn long(piece: &str, last: bool) -> String {
    let mut name = piece.repeat(62 / piece.len());
    name.push(if last { 'z' } else { 'y' });
    name
}

/// Another spelling of a name, which often folds to the same identifier.
pub(crate) fn twin(name: &str, how: u8) -> String {
    match how % 9 {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        2 => name.replace('_', "__"),
        3 => name.replace('_', "-"),
        4 => name.replace('_', ""),
        5 => format!("{name}s"),
        6 => format!("_{name}"),
        7 => format!("{name}_"),
        _ => name.trim_end_matches('s').to_owned(),
    }
}
