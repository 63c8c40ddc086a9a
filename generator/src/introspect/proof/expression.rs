//! Expressions: what is proved of the value of one.
//!
//! 1. A test (IS NULL, IS TRUE, IS DISTINCT FROM, EXISTS) is never NULL; a literal but NULL neither.
//! 2. Comparisons, AND, OR, NOT, LIKE, IN and BETWEEN are not NULL when none of their operands is. MySQL compares what is
//!    of different kinds by way of conversions that may fail, so there both sides must be of one kind.
//! 3. `+`, `-` and `*` likewise, over numbers and in PostgreSQL dates. SQLite knows no number that is not one, and has
//!    NULL for infinity less infinity: there only what is finite for certain may be reckoned with.
//! 4. A division by zero is an error in PostgreSQL and NULL elsewhere, where only literals divide safely.
//! 5. A CASE is not NULL when it has an ELSE and no result is NULL.
//! 6. A subquery in place of a value is not NULL when it is sure to return a row, and so only as an aggregate.
//! 7. Operators that others made have their schema written before them, and are none of these.

use super::aggregate::{self, Grouping};
use super::condition;
use super::fact::{Fact, Kind};
use super::function;
use super::query::Context;
use super::scope::{Found, Scope};
use crate::database::Backend;
use crate::introspect::expression::bare;
use sqlparser::ast::{
    ArrayElemTypeDef, BinaryOperator, CaseWhen, DataType, DateTimeField, Expr, GroupByExpr, Ident, Query, Select,
    SelectItem, SetExpr, UnaryOperator, Value,
};

/// A row of a FROM clause, or of the groups made of its rows, over which expressions are evaluated.
#[derive(Clone, Copy)]
pub(super) struct Row<'r> {
    pub(super) context: Context<'r>,
    pub(super) scope: &'r Scope<'r>,
    pub(super) grouping: Grouping,
}

impl Row<'_> {
    /// What is proved of an expression that a SELECT returns.
    pub(super) fn result(&self, expr: &Expr) -> Fact {
        match self.grouping {
            Grouping::None | Grouping::Groups => self.fact(expr),
            Grouping::One if aggregate::names_bare_column(expr, self.backend()) => Fact::UNKNOWN,
            Grouping::One => self.fact(expr),
            Grouping::Sets if function::is_count(expr, self.backend()) => Fact::sure(Kind::Integer),
            Grouping::Sets => Fact::UNKNOWN,
        }
    }

    /// What is proved of an expression.
    pub(super) fn fact(&self, expr: &Expr) -> Fact {
        match self.context.deeper() {
            Ok(context) => Row { context, ..*self }.known(expr),
            Err(_) => Fact::UNKNOWN,
        }
    }

    /// Whether none of the expressions is ever NULL.
    pub(super) fn all<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> bool {
        exprs.into_iter().all(|expr| self.fact(expr).not_null)
    }

    pub(super) fn backend(&self) -> Backend {
        self.scope.world.backend
    }

    fn known(&self, expr: &Expr) -> Fact {
        match expr {
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                condition::path(expr).map_or(Fact::UNKNOWN, |path| self.scope.resolve(path))
            }
            Expr::Nested(inner) => self.fact(inner),
            Expr::Collate { expr, .. } => self.fact(expr),
            Expr::Value(literal) => self.literal(&literal.value),
            // To SQLite the word is a column, and what follows the name it gets.
            Expr::TypedString(literal) if self.backend() != Backend::Sqlite => {
                Fact::sure(Kind::of_cast(&literal.data_type))
            }
            Expr::Prefixed { value, .. } if self.backend() == Backend::MySql => self.fact(value),
            Expr::Array(_) if self.backend() == Backend::Postgres => Fact::sure(Kind::Other),
            Expr::Subquery(query) => self.subquery(query),
            Expr::Function(call) => self.call(call),
            Expr::Cast { expr, data_type, .. } => self.cast(expr, data_type),
            Expr::Case { conditions, else_result: Some(last), .. } => self.case(conditions, last),
            Expr::UnaryOp { op, expr } => self.unary(*op, expr),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right),
            expr if is_test(expr) => Fact::new(!self.is_misread(expr), Kind::Boolean),
            expr => self.predicate(expr).unwrap_or_else(|| self.special(expr)),
        }
    }

    fn literal(&self, value: &Value) -> Fact {
        let backend = self.backend();
        match value {
            Value::Null | Value::Placeholder(_) => Fact::UNKNOWN,
            // To SQLite TRUE is a literal only where there is no column of that name.
            Value::Boolean(value) => {
                let hidden = backend == Backend::Sqlite && self.scope.knows(&Ident::new(value.to_string()));
                Fact::new(!hidden, Kind::Boolean)
            }
            Value::Number(digits, _) => Fact::sure(kind_of_number(digits)),
            Value::SingleQuotedString(_) => Fact::sure(Kind::Text),
            Value::HexStringLiteral(_) => Fact::sure(Kind::Other),
            // Only MySQL has strings in double quotes, and SQLite none with a letter in front: there it is a column.
            Value::DoubleQuotedString(_) => Fact::new(backend == Backend::MySql, Kind::Text),
            _ => Fact::new(backend != Backend::Sqlite, Kind::Other),
        }
    }

    /// Rule 2 for what has a form of its own.
    fn predicate(&self, expr: &Expr) -> Option<Fact> {
        let operands: Vec<&Expr> = match expr {
            Expr::InList { expr, list, .. } => list.iter().chain([&**expr]).collect(),
            Expr::Between { expr, low, high, .. } => vec![expr, low, high],
            Expr::Like { expr, pattern, escape_char, any: false, .. } => {
                escape_char.iter().map(|escape| &**escape).chain([&**expr, &**pattern]).collect()
            }
            Expr::AnyOp { left, compare_op, right, .. } | Expr::AllOp { left, compare_op, right }
                if condition::is_comparison(compare_op) =>
            {
                elements(right)?.iter().chain([&**left]).collect()
            }
            _ => return None,
        };
        let facts: Vec<Fact> = operands.into_iter().map(|operand| self.fact(operand)).collect();
        let comparable = facts.windows(2).all(|pair| self.are_comparable(pair[0], pair[1]));
        Some(Fact::new(comparable && facts.iter().all(|fact| fact.not_null), Kind::Boolean))
    }

    /// Rule 5.
    fn case(&self, conditions: &[CaseWhen], last: &Expr) -> Fact {
        let results = conditions.iter().map(|condition| self.fact(&condition.result));
        results.fold(self.fact(last), Fact::or)
    }

    fn unary(&self, op: UnaryOperator, expr: &Expr) -> Fact {
        let fact = self.fact(expr);
        match op {
            UnaryOperator::Not => Fact::new(fact.not_null, Kind::Boolean),
            UnaryOperator::Minus | UnaryOperator::Plus if self.is_finite(fact.kind) => fact,
            _ => Fact::UNKNOWN,
        }
    }

    fn binary(&self, left: &Expr, op: &BinaryOperator, right: &Expr) -> Fact {
        use BinaryOperator as Op;
        let (a, b) = (self.fact(left), self.fact(right));
        let both = a.not_null && b.not_null;
        match op {
            Op::And | Op::Or => Fact::new(both, Kind::Boolean),
            Op::Spaceship => Fact::new(self.backend() == Backend::MySql, Kind::Boolean),
            op if condition::is_match(op) => {
                Fact::new(both && a.kind == Kind::Text && b.kind == Kind::Text, Kind::Boolean)
            }
            op if condition::is_comparison(op) => Fact::new(both && self.are_comparable(a, b), Kind::Boolean),
            Op::Plus | Op::Minus | Op::Multiply => self.arithmetic(a, op, b),
            Op::Divide | Op::Modulo | Op::MyIntegerDivide => {
                let safe = self.backend() == Backend::Postgres || divides(op, right);
                let fact = self.arithmetic(a, &Op::Multiply, b);
                Fact { not_null: fact.not_null && safe, ..fact }
            }
            Op::StringConcat => {
                let is_text = a.kind == Kind::Text || b.kind == Kind::Text || self.backend() == Backend::Sqlite;
                let kind = if is_text { Kind::Text } else { Kind::Other };
                Fact::new(both && self.concatenates(left, right), kind)
            }
            _ => Fact::UNKNOWN,
        }
    }

    /// Rule 3. A product of SQLite may be too large for another one.
    fn arithmetic(&self, a: Fact, op: &BinaryOperator, b: Fact) -> Fact {
        let is_date = a.kind == Kind::Temporal || b.kind == Kind::Temporal;
        let kind = match self.backend() {
            Backend::Postgres if is_date => Kind::Temporal,
            Backend::Sqlite if *op == BinaryOperator::Multiply => Kind::Float,
            _ => Kind::Decimal,
        };
        Fact::new(a.not_null && b.not_null && self.is_finite(a.kind) && self.is_finite(b.kind), kind)
    }

    /// Whether a value of the kind can be reckoned with by rule 3.
    pub(super) fn is_finite(&self, kind: Kind) -> bool {
        match self.backend() {
            Backend::Postgres => kind.is_number() || kind == Kind::Temporal,
            Backend::MySql => kind.is_number() || kind == Kind::Boolean,
            Backend::Sqlite => matches!(kind, Kind::Integer | Kind::Decimal),
        }
    }

    /// Rule 2 for MySQL.
    fn are_comparable(&self, a: Fact, b: Fact) -> bool {
        let both_text = a.kind == Kind::Text && b.kind == Kind::Text;
        self.backend() != Backend::MySql || both_text || (self.is_finite(a.kind) && self.is_finite(b.kind))
    }

    /// SQLite's `||` binds stronger than the parser believes, so that its operands must not be operations themselves.
    fn concatenates(&self, left: &Expr, right: &Expr) -> bool {
        let is_operation =
            |expr: &Expr| matches!(expr, Expr::BinaryOp { op, .. } if *op != BinaryOperator::StringConcat);
        match self.backend() {
            Backend::Postgres => true,
            // There it is OR, unless the session says otherwise.
            Backend::MySql => false,
            Backend::Sqlite => !is_operation(left) && !is_operation(right),
        }
    }

    /// MySQL's XOR binds weaker than the parser believes: a test of it may be one of its right operand alone.
    fn is_misread(&self, test: &Expr) -> bool {
        let xor = |operand: &Expr| matches!(operand, Expr::BinaryOp { op: BinaryOperator::Xor, .. });
        match test {
            Expr::IsNull(operand) | Expr::IsNotNull(operand) | Expr::IsTrue(operand) | Expr::IsNotTrue(operand) => {
                xor(operand)
            }
            Expr::IsFalse(operand) | Expr::IsNotFalse(operand) => xor(operand),
            _ => false,
        }
    }

    /// Rule 6.
    fn subquery(&self, query: &Query) -> Fact {
        let limited = query.limit_clause.is_some() || query.fetch.is_some() || query.with.is_some();
        match &*query.body {
            SetExpr::Select(select) if !limited => self.single_row(select).unwrap_or(Fact::UNKNOWN),
            _ => Fact::UNKNOWN,
        }
    }

    fn single_row(&self, select: &Select) -> Option<Fact> {
        let is_grouped =
            !matches!(&select.group_by, GroupByExpr::Expressions(by, with) if by.is_empty() && with.is_empty());
        let [SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }] = select.projection.as_slice()
        else {
            return None;
        };
        if is_grouped || select.having.is_some() {
            return None;
        }
        let scope = self.context.within(self.scope).from(&select.from).ok()?;
        let is_own = |path: &Vec<_>| matches!(scope.find(path), Found::Column(_) | Found::Merged(_));
        let call = function::aggregate_in(expr, self.backend())?;
        let columns = aggregate::columns(call);
        let is_of_outer = !columns.is_empty() && !columns.iter().any(is_own);
        if is_of_outer {
            return None;
        }
        let context = self.context.deeper().ok()?;
        Some(Row { context, scope: &scope, grouping: Grouping::One }.result(expr))
    }

    fn special(&self, expr: &Expr) -> Fact {
        let backend = self.backend();
        let texts = |exprs: &[&Expr]| exprs.iter().all(|expr| function::is_text(self.fact(expr), backend));
        match expr {
            Expr::Substring { expr, substring_from, substring_for, .. } => {
                let bounds: Vec<Fact> =
                    substring_from.iter().chain(substring_for).map(|bound| self.fact(bound)).collect();
                // A bound that is a text is a pattern, which need not match.
                let positions = bounds.iter().all(|fact| fact.not_null && fact.kind == Kind::Integer);
                Fact::new(positions && texts(&[expr]), Kind::Text)
            }
            Expr::Trim { expr, trim_what, trim_characters, .. } => {
                let what = trim_what.iter().map(|what| &**what).chain(trim_characters.iter().flatten());
                Fact::new(texts(&[expr]) && self.all(what), Kind::Text)
            }
            Expr::Position { expr, r#in } => Fact::new(texts(&[expr, r#in]), Kind::Integer),
            Expr::Ceil { expr, .. } | Expr::Floor { expr, .. } if backend != Backend::Sqlite => {
                let fact = self.fact(expr);
                Fact::new(fact.not_null && fact.kind.is_number(), Kind::Decimal)
            }
            // Of an infinite date PostgreSQL knows the year and no month.
            Expr::Extract { field: DateTimeField::Year | DateTimeField::Epoch, expr, .. }
                if backend == Backend::Postgres =>
            {
                Fact::new(self.fact(expr).not_null, Kind::Decimal)
            }
            Expr::AtTimeZone { timestamp, time_zone } if backend == Backend::Postgres => {
                Fact::new(self.all([&**timestamp, time_zone]), Kind::Temporal)
            }
            _ => Fact::UNKNOWN,
        }
    }
}

/// Rule 1.
fn is_test(expr: &Expr) -> bool {
    let is_null = matches!(expr, Expr::IsNull(_) | Expr::IsNotNull(_) | Expr::IsUnknown(_) | Expr::IsNotUnknown(_));
    let is_true = matches!(expr, Expr::IsTrue(_) | Expr::IsNotTrue(_) | Expr::IsFalse(_) | Expr::IsNotFalse(_));
    is_null || is_true || matches!(expr, Expr::IsDistinctFrom(..) | Expr::IsNotDistinctFrom(..) | Expr::Exists { .. })
}

/// Rule 4: whether the divisor is a literal that is not zero, nor becomes so when it is made a whole number.
fn divides(op: &BinaryOperator, divisor: &Expr) -> bool {
    let Expr::Value(literal) = bare(divisor) else { return false };
    let Value::Number(digits, _) = &literal.value else { return false };
    let whole = digits.parse::<u32>().is_ok_and(|number| number > 0);
    let other = digits.parse::<f64>().is_ok_and(|number| number > 0.0);
    whole || (*op == BinaryOperator::Divide && other)
}

/// With an exponent, or with very many digits, it may be infinite.
fn kind_of_number(digits: &str) -> Kind {
    let is_short = digits.len() < 100 && !digits.contains(['e', 'E']);
    match digits.parse::<i64>() {
        Ok(_) => Kind::Integer,
        Err(_) if is_short => Kind::Decimal,
        Err(_) => Kind::Float,
    }
}

/// The elements of an array that is written out, casts to text around it left aside.
fn elements(mut array: &Expr) -> Option<&[Expr]> {
    let is_text = |element: &DataType| Kind::of_cast(element) == Kind::Text;
    loop {
        array =
            match array {
                Expr::Nested(inner) => inner,
                Expr::Cast {
                    expr, data_type: DataType::Array(ArrayElemTypeDef::SquareBracket(element, _)), ..
                } if is_text(element) => expr,
                Expr::Array(array) => return Some(&array.elem),
                _ => return None,
            }
    }
}
