//! Amounts of money in answers: always to the cent, however the database keeps them.

use sea_orm::prelude::Decimal;

pub(crate) fn money(amount: Decimal) -> String {
    format!("{amount:.2}")
}
