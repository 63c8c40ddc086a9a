//! What a column cannot hold, told before the database is asked: PostgreSQL would refuse it in words that name no
//! column, and SQLite would take it.
//!
//! How much a column holds is what its definition in the generated entity says.

use crate::problem::Problem;
use axum::http::StatusCode;
use entity::repository::{Active, Table};
use sea_orm::prelude::Decimal;
use sea_orm::sea_query::StringLen;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, ColumnType, IdenStatic, Iterable, Value};

/// The row, if every value that it sets has room in its column.
pub(crate) fn fits<E: Table>(row: Active<E>) -> Result<Active<E>, Problem> {
    for column in E::Column::iter() {
        let ActiveValue::Set(value) = row.get(column) else { continue };
        if let Some(wrong) = wrong(column.def().get_column_type(), &value) {
            let detail = format!("{} {wrong}", column.as_str());
            let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "out_of_range", detail);
            return Err(problem.about(&[column.as_str()]));
        }
    }
    Ok(row)
}

fn wrong(kind: &ColumnType, value: &Value) -> Option<String> {
    match (kind, value) {
        (_, Value::String(Some(text))) if text.contains('\0') => Some("holds a NUL character".to_owned()),
        (ColumnType::String(StringLen::N(most)), Value::String(Some(text))) => {
            let count = text.chars().count();
            (count > *most as usize).then(|| format!("has {count} characters, {most} at most"))
        }
        (ColumnType::Decimal(Some((digits, scale))), Value::Decimal(Some(number))) => {
            let whole = Decimal::from(10_u64.saturating_pow(digits.saturating_sub(*scale)));
            let fits = number.abs() < whole && number.normalize().scale() <= *scale;
            (!fits).then(|| format!("has more than {digits} digits, {scale} of them behind the point"))
        }
        _ => None,
    }
}
