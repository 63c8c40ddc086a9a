//! Words in names that say what a column holds.

/// The words of a name: `order_totalAmount` is order, total, amount.
pub(super) fn words(name: &str) -> Vec<String> {
    crate::model::names::words(name).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Words that mean an amount of money wherever they stand last, or before a currency.
const MONEY: &[&str] = &[
    "price", "prices", "amount", "total", "subtotal", "balance", "cost", "costs", "fee", "fees", "tax", "taxes",
    "salary", "wage", "payment", "revenue", "refund", "deposit", "money", "vat", "discount", "budget", "turnover",
    "debit", "credit",
];

/// Words that mean something else of what would be money: a share of it, how often, or which.
const NOT_MONEY: &[&str] = &[
    "rate",
    "ratio",
    "percent",
    "percentage",
    "pct",
    "factor",
    "count",
    "number",
    "score",
    "weight",
    "id",
    "type",
    "code",
    "status",
    "quantity",
    "qty",
    "index",
    "level",
    "rank",
    "seconds",
    "minutes",
    "hours",
    "ms",
    "time",
    "size",
    "bytes",
    "tokens",
    "items",
    "rows",
    "days",
    "months",
    "years",
    "per",
    "entropy",
    "loss",
    "distance",
    "points",
];

/// Words that say the unit is the smallest of a currency, which an integer holds.
const MINOR: &[&str] = &["cents", "cent", "minor", "micros", "pence"];

/// Currencies that stand behind.
const CURRENCIES: &[&str] = &["usd", "eur", "gbp", "chf", "jpy", "net", "gross", "local", "value", "due", "paid"];

/// Whether a name is one of an amount of money.
pub(super) fn is_money(name: &str) -> bool {
    let words = words(name);
    let holds = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if holds(NOT_MONEY) || holds(MINOR) {
        return false;
    }
    let significant = words.iter().rev().find(|word| !CURRENCIES.contains(&word.as_str()));
    significant.is_some_and(|word| MONEY.contains(&word.as_str()))
}

/// Reserved words of SQL that have to be quoted in one of the databases at least, and that people use as names.
pub(super) const SQL: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "authorization",
    "between",
    "binary",
    "both",
    "by",
    "call",
    "cascade",
    "case",
    "cast",
    "change",
    "check",
    "collate",
    "column",
    "condition",
    "constraint",
    "continue",
    "convert",
    "create",
    "cross",
    "cube",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "cursor",
    "database",
    "databases",
    "declare",
    "default",
    "delayed",
    "delete",
    "desc",
    "describe",
    "deterministic",
    "distinct",
    "div",
    "do",
    "drop",
    "each",
    "else",
    "end",
    "except",
    "exists",
    "explain",
    "false",
    "fetch",
    "for",
    "force",
    "foreign",
    "freeze",
    "from",
    "full",
    "fulltext",
    "function",
    "generated",
    "grant",
    "group",
    "groups",
    "having",
    "if",
    "ignore",
    "in",
    "index",
    "initially",
    "inner",
    "inout",
    "insert",
    "int",
    "intersect",
    "interval",
    "into",
    "is",
    "iterate",
    "join",
    "key",
    "keys",
    "kill",
    "lateral",
    "leading",
    "leave",
    "left",
    "like",
    "limit",
    "lines",
    "load",
    "localtime",
    "lock",
    "loop",
    "match",
    "mod",
    "natural",
    "not",
    "null",
    "offset",
    "on",
    "only",
    "optimize",
    "option",
    "or",
    "order",
    "out",
    "outer",
    "over",
    "overlaps",
    "partition",
    "placing",
    "precision",
    "primary",
    "procedure",
    "range",
    "rank",
    "read",
    "reads",
    "recursive",
    "references",
    "release",
    "rename",
    "repeat",
    "replace",
    "require",
    "resignal",
    "restrict",
    "return",
    "returning",
    "revoke",
    "right",
    "row",
    "rows",
    "schema",
    "schemas",
    "select",
    "separator",
    "session_user",
    "set",
    "show",
    "signal",
    "similar",
    "some",
    "spatial",
    "sql",
    "starting",
    "system",
    "table",
    "terminated",
    "then",
    "to",
    "trailing",
    "trigger",
    "true",
    "undo",
    "union",
    "unique",
    "unlock",
    "unsigned",
    "update",
    "usage",
    "use",
    "user",
    "using",
    "values",
    "variadic",
    "varying",
    "verbose",
    "virtual",
    "when",
    "where",
    "while",
    "window",
    "with",
    "write",
    "xor",
    "zerofill",
];

/// Keywords of Rust, which a field may not be called without an underscore behind.
pub(super) fn is_rust(name: &str) -> bool {
    crate::model::names::field(name) != crate::model::names::words(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_known_by_its_name() {
        for name in ["price", "unit_price", "totalAmount", "amount_usd", "balance", "shipping_cost", "tax_amount"] {
            assert!(is_money(name), "{name}");
        }
        for name in
            ["price_cents", "tax_rate", "discount_percent", "amount_micros", "total_count", "price_id", "latitude"]
        {
            assert!(!is_money(name), "{name}");
        }
    }
}
