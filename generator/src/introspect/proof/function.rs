//! The functions whose answers are known: a short list per backend, of the server's own functions alone.
//!
//! 1. A function is the server's own when its name stands alone or in `pg_catalog`; what others made has its schema
//!    before it, and in MySQL quotes around it.
//! 2. A function is listed only if it is NULL in no other case than the list says, for all types it can be called
//!    with. So PostgreSQL's `to_char` (NULL for infinite dates), MySQL's functions of dates (NULL for what is none)
//!    and `mod` (NULL for zero) are not.
//! 3. `count` is never NULL. Any other aggregate is not NULL over a group, which has rows, if its argument is not and
//!    no FILTER leaves rows out; as a window function, if the window has no frame of its own.
//! 4. MySQL gives NULL for an answer that is too long: its functions of texts are known for short texts alone.

use super::aggregate::Grouping;
use super::expression::Row;
use super::fact::{Fact, Kind};
use crate::database::Backend;
use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause, FunctionArguments, Ident, WindowType,
};

/// What has to be so for the answer not to be NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// Nothing.
    Nothing,
    /// One argument that is not NULL.
    Any,
    /// No argument that is NULL.
    All,
    /// No argument that is NULL, and the first one a text.
    Text,
    /// No argument that is NULL, and none that is a long text or neither text nor number.
    Short,
    /// No argument that is NULL, and none that is no number.
    Numbers,
    /// A first argument that is not NULL.
    First,
    /// A first argument that is not NULL, and none that is a long text or neither text nor number.
    FirstOfShort,
}

/// Functions of one kind of answer; `coalesce` and its like are of the kind of their arguments.
type Known = (Needs, Kind, &'static [&'static str]);

const POSTGRES: &[Known] = &[
    (
        Needs::Nothing,
        Kind::Temporal,
        &[
            "now",
            "current_timestamp",
            "current_date",
            "current_time",
            "localtime",
            "localtimestamp",
            "transaction_timestamp",
            "statement_timestamp",
            "clock_timestamp",
        ],
    ),
    (Needs::Nothing, Kind::Text, &["concat", "current_user", "session_user", "version"]),
    (Needs::Nothing, Kind::Uuid, &["gen_random_uuid"]),
    (Needs::Nothing, Kind::Float, &["random", "pi"]),
    (
        Needs::Nothing,
        Kind::Other,
        &["json_build_object", "jsonb_build_object", "json_build_array", "jsonb_build_array"],
    ),
    (Needs::Any, Kind::Other, &["coalesce", "greatest", "least"]),
    (Needs::First, Kind::Text, &["concat_ws", "format"]),
    (
        Needs::Text,
        Kind::Text,
        &[
            "lower",
            "upper",
            "initcap",
            "btrim",
            "ltrim",
            "rtrim",
            "replace",
            "left",
            "right",
            "lpad",
            "rpad",
            "repeat",
            "reverse",
            "md5",
            "substr",
            "split_part",
            "translate",
            "quote_ident",
            "quote_literal",
        ],
    ),
    (Needs::Text, Kind::Integer, &["length", "char_length", "character_length", "octet_length", "strpos", "position"]),
    (
        Needs::Numbers,
        Kind::Decimal,
        &["abs", "ceil", "ceiling", "floor", "round", "trunc", "sign", "mod", "power", "sqrt", "exp", "ln"],
    ),
    (Needs::All, Kind::Temporal, &["date_trunc", "timezone", "date"]),
    (Needs::All, Kind::Integer, &["cardinality"]),
    (Needs::All, Kind::Text, &["array_to_string"]),
    (Needs::All, Kind::Other, &["to_json", "to_jsonb"]),
];

const MYSQL: &[Known] = &[
    (
        Needs::Nothing,
        Kind::Temporal,
        &[
            "now",
            "current_timestamp",
            "curdate",
            "current_date",
            "curtime",
            "current_time",
            "sysdate",
            "localtime",
            "localtimestamp",
            "utc_timestamp",
            "utc_date",
            "utc_time",
        ],
    ),
    (Needs::Nothing, Kind::Text, &["uuid", "version"]),
    (Needs::Nothing, Kind::Float, &["pi"]),
    (Needs::Any, Kind::Other, &["coalesce", "ifnull", "nvl"]),
    (Needs::FirstOfShort, Kind::Text, &["concat_ws"]),
    (
        Needs::Short,
        Kind::Text,
        &[
            "concat",
            "lower",
            "upper",
            "lcase",
            "ucase",
            "trim",
            "ltrim",
            "rtrim",
            "reverse",
            "left",
            "right",
            "substr",
            "substring",
        ],
    ),
    (Needs::Short, Kind::Integer, &["length", "octet_length", "char_length", "character_length", "locate"]),
    (Needs::Numbers, Kind::Decimal, &["abs", "ceil", "ceiling", "floor", "round", "truncate", "sign"]),
    (Needs::Numbers, Kind::Decimal, &["greatest", "least"]),
];

const SQLITE: &[Known] = &[
    (Needs::Nothing, Kind::Text, &["current_timestamp", "current_date", "current_time", "typeof", "quote", "hex"]),
    (Needs::Nothing, Kind::Text, &["concat", "json_array", "json_object"]),
    (Needs::Nothing, Kind::Integer, &["random"]),
    (Needs::Any, Kind::Other, &["coalesce", "ifnull"]),
    (Needs::First, Kind::Text, &["concat_ws"]),
    (Needs::All, Kind::Text, &["lower", "upper", "trim", "ltrim", "rtrim", "replace", "substr", "substring"]),
    (Needs::All, Kind::Integer, &["length", "instr"]),
    (Needs::All, Kind::Float, &["abs", "round"]),
    (Needs::All, Kind::Other, &["max", "min"]),
];

/// Every aggregate of the three servers.
const AGGREGATES: &[&str] = &[
    "any_value",
    "array_agg",
    "avg",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bool_and",
    "bool_or",
    "corr",
    "count",
    "covar_pop",
    "covar_samp",
    "every",
    "geopoly_group_bbox",
    "group_concat",
    "json_agg",
    "json_agg_strict",
    "json_arrayagg",
    "json_group_array",
    "json_group_object",
    "json_object_agg",
    "json_objectagg",
    "jsonb_agg",
    "jsonb_agg_strict",
    "jsonb_group_array",
    "jsonb_group_object",
    "jsonb_object_agg",
    "max",
    "median",
    "min",
    "mode",
    "percentile",
    "percentile_cont",
    "percentile_disc",
    "range_agg",
    "range_intersect_agg",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "st_collect",
    "std",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "string_agg",
    "sum",
    "total",
    "var_pop",
    "var_samp",
    "variance",
    "xmlagg",
];

/// Window functions that number rows.
const RANKS: &[&str] = &["row_number", "rank", "dense_rank", "percent_rank", "cume_dist"];

/// The name of a function of the server's own, by rule 1.
pub(super) fn own_name(call: &Function, backend: Backend) -> Option<String> {
    let parts = call.name.0.iter().map(|part| part.as_ident()).collect::<Option<Vec<&Ident>>>()?;
    let name = match (parts.as_slice(), backend) {
        ([name], Backend::MySql) if name.quote_style.is_some() => return None,
        ([name], _) => name,
        ([schema, name], Backend::Postgres) if schema.value == "pg_catalog" => name,
        _ => return None,
    };
    let is_exact = backend == Backend::Postgres && name.quote_style.is_some();
    Some(if is_exact { name.value.clone() } else { name.value.to_ascii_lowercase() })
}

/// Whether the function is an aggregate.
pub(super) fn is_aggregate(name: &str, call: &Function, backend: Backend) -> bool {
    // With several arguments SQLite's are functions like any other.
    let is_scalar = backend == Backend::Sqlite
        && ["max", "min"].contains(&name)
        && arguments(call).is_some_and(|arguments| arguments.len() > 1);
    AGGREGATES.contains(&name) && !is_scalar
}

/// Whether the function is in one of the lists.
pub(super) fn is_known(name: &str, call: &Function, backend: Backend) -> bool {
    is_aggregate(name, call, backend) || RANKS.contains(&name) || listed(name, backend).is_some()
}

/// Whether the expression is a plain `count`.
pub(super) fn is_count(expr: &Expr, backend: Backend) -> bool {
    matches!(expr, Expr::Function(call) if own_name(call, backend).is_some_and(|name| name == "count"))
}

/// The aggregate that an expression is made of: itself, or an argument of `coalesce` and the like.
pub(super) fn aggregate_in(expr: &Expr, backend: Backend) -> Option<&Function> {
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => aggregate_in(inner, backend),
        Expr::Function(call) if call.over.is_none() => {
            let name = own_name(call, backend)?;
            if is_aggregate(&name, call, backend) {
                return Some(call);
            }
            arguments(call)?.into_iter().find_map(|argument| aggregate_in(argument, backend))
        }
        _ => None,
    }
}

/// Whether the value is a text, in MySQL a short one or a number, and not NULL.
pub(super) fn is_text(fact: Fact, backend: Backend) -> bool {
    fact.not_null
        && match backend {
            Backend::Postgres => fact.kind == Kind::Text,
            Backend::MySql => is_short(fact),
            Backend::Sqlite => true,
        }
}

fn is_short(fact: Fact) -> bool {
    fact.kind.is_number() || matches!(fact.kind, Kind::Text | Kind::Boolean)
}

fn listed(name: &str, backend: Backend) -> Option<(Needs, Kind)> {
    let known = match backend {
        Backend::Postgres => POSTGRES,
        Backend::MySql => MYSQL,
        Backend::Sqlite => SQLITE,
    };
    known.iter().find(|(.., names)| names.contains(&name)).map(|&(needs, kind, _)| (needs, kind))
}

/// The arguments, when all are plain expressions.
fn arguments(call: &Function) -> Option<Vec<&Expr>> {
    let list = match &call.args {
        FunctionArguments::None => return Some(Vec::new()),
        FunctionArguments::Subquery(_) => return None,
        FunctionArguments::List(list) => list,
    };
    let is_order = |clause: &FunctionArgumentClause| {
        matches!(clause, FunctionArgumentClause::OrderBy(_) | FunctionArgumentClause::Separator(_))
    };
    let arguments = list.args.iter().map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    });
    list.clauses.iter().all(is_order).then(|| arguments.collect())?
}

impl Row<'_> {
    /// What is proved of the answer of a function.
    pub(super) fn call(&self, call: &Function) -> Fact {
        let is_plain = call.within_group.is_empty() && call.null_treatment.is_none() && !call.uses_odbc_syntax;
        let Some(name) = own_name(call, self.backend()).filter(|_| is_plain) else { return Fact::UNKNOWN };
        match &call.over {
            Some(window) => self.window(&name, call, window),
            None if is_aggregate(&name, call, self.backend()) => {
                self.aggregate(&name, call, self.grouping == Grouping::Groups)
            }
            None => self.scalar(&name, call),
        }
    }

    fn window(&self, name: &str, call: &Function, window: &WindowType) -> Fact {
        let has_rows =
            matches!(window, WindowType::WindowSpec(spec) if spec.window_frame.is_none() && spec.window_name.is_none());
        match name {
            "row_number" | "rank" | "dense_rank" => Fact::sure(Kind::Integer),
            name if RANKS.contains(&name) => Fact::sure(Kind::Float),
            name => self.aggregate(name, call, has_rows),
        }
    }

    /// Rule 3. `has_rows`: whether it is sure to see a row.
    fn aggregate(&self, name: &str, call: &Function, has_rows: bool) -> Fact {
        if name == "count" {
            return Fact::sure(Kind::Integer);
        }
        let Some(arguments) = arguments(call).filter(|_| has_rows && call.filter.is_none()) else {
            return Fact::UNKNOWN;
        };
        let facts: Vec<Fact> = arguments.into_iter().map(|argument| self.fact(argument)).collect();
        let not_null = !facts.is_empty() && facts.iter().all(|fact| fact.not_null);
        let kind = facts.first().map_or(Kind::Other, |fact| fact.kind);
        match (name, self.backend()) {
            ("min" | "max", _) => Fact::new(not_null, kind),
            ("sum" | "avg", _) if self.adds(kind) => Fact::new(not_null, Kind::Decimal),
            ("string_agg" | "group_concat", Backend::MySql) => {
                Fact::new(not_null && facts.into_iter().all(is_short), Kind::Other)
            }
            ("string_agg" | "group_concat", _) => Fact::new(not_null, Kind::Text),
            ("bool_and" | "bool_or" | "every", Backend::Postgres) => Fact::new(not_null, Kind::Boolean),
            // These keep what is NULL as an element.
            ("array_agg" | "json_agg" | "jsonb_agg" | "json_object_agg" | "jsonb_object_agg", Backend::Postgres) => {
                Fact::sure(Kind::Other)
            }
            ("json_group_array" | "json_group_object", Backend::Sqlite) => Fact::sure(Kind::Text),
            _ => Fact::UNKNOWN,
        }
    }

    /// Whether sums of values of the kind are never NULL.
    fn adds(&self, kind: Kind) -> bool {
        self.backend() == Backend::Postgres || self.is_finite(kind) || kind == Kind::Boolean
    }

    fn scalar(&self, name: &str, call: &Function) -> Fact {
        let backend = self.backend();
        if name == "array" && backend == Backend::Postgres {
            return Fact::new(matches!(call.args, FunctionArguments::Subquery(_)), Kind::Other);
        }
        let Some(arguments) = arguments(call) else { return Fact::UNKNOWN };
        let facts: Vec<Fact> = arguments.into_iter().map(|argument| self.fact(argument)).collect();
        match (name, facts.as_slice(), backend) {
            ("if", [_, yes, no], Backend::MySql) | ("iif", [_, yes, no], Backend::Sqlite) => yes.or(*no),
            // With a text in place of a number it looks for a pattern.
            ("substring", [text, bounds @ ..], Backend::Postgres) => {
                let positions = bounds.iter().all(|fact| fact.not_null && fact.kind == Kind::Integer);
                Fact::new(positions && is_text(*text, backend), Kind::Text)
            }
            _ => listed(name, backend).map_or(Fact::UNKNOWN, |(needs, kind)| answer(needs, kind, &facts)),
        }
    }
}

fn answer(needs: Needs, kind: Kind, facts: &[Fact]) -> Fact {
    let all = facts.iter().all(|fact| fact.not_null);
    let first = facts.first().copied().unwrap_or(Fact::UNKNOWN);
    let short = facts.iter().copied().all(is_short);
    match needs {
        Needs::Nothing => Fact::sure(kind),
        Needs::Any => {
            let kind = facts.iter().copied().reduce(Fact::or).map_or(kind, |fact| fact.kind);
            Fact::new(facts.iter().any(|fact| fact.not_null), kind)
        }
        Needs::All => Fact::new(all, kind),
        Needs::Text => Fact::new(all && first.kind == Kind::Text, kind),
        Needs::Short => Fact::new(all && short, kind),
        Needs::Numbers => Fact::new(all && facts.iter().all(|fact| fact.kind.is_number()), kind),
        Needs::First => Fact::new(first.not_null, kind),
        Needs::FirstOfShort => Fact::new(first.not_null && short, kind),
    }
}
