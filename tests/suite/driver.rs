//! What the drivers do with values that the Rust types cannot hold: the reasons for what the generator says and does
//! about them. Where one of these tests fails, a driver has got better, and the generator may have less to do.

use crate::servers::{self, Database};
use anyhow::{Context, Result};
use sea_orm::prelude::{BigDecimal, Date, DateTime, DateTimeWithTimeZone, Decimal, Time};
use sea_orm::{ConnectionTrait, Statement, TryGetable};
use sea_scaffold::database::Backend;
use std::panic;

/// How reading a value ends.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// With this value.
    Read(String),
    /// With an error.
    Refused,
    /// With a panic.
    Panic,
}

/// Reads an expression as a type, with a prepared statement as entities do.
fn read<T: TryGetable + std::fmt::Debug>(database: &Database, expression: &str) -> Result<End> {
    let quietly = || {
        servers::wait(|| async {
            let db = database.connect().await?;
            let statement =
                Statement::from_sql_and_values(db.get_database_backend(), format!("SELECT {expression} AS v"), []);
            let row = db.query_one_raw(statement).await?.context("a row")?;
            anyhow::Ok(row.try_get::<T>("", "v").map_or(End::Refused, |value| End::Read(format!("{value:?}"))))
        })
    };
    panic::catch_unwind(panic::AssertUnwindSafe(quietly)).unwrap_or(Ok(End::Panic))
}

#[test]
fn infinity_panics_and_what_is_no_number_is_refused_on_postgres() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let db = server.database("driver")?;
    assert_eq!(read::<DateTimeWithTimeZone>(&db, "'infinity'::timestamptz")?, End::Panic);
    assert_eq!(read::<DateTime>(&db, "'-infinity'::timestamp")?, End::Panic);
    assert_eq!(read::<Date>(&db, "'infinity'::date")?, End::Panic);
    assert_eq!(read::<Date>(&db, "'4713-01-01 BC'::date")?, End::Read("-4712-01-01".to_owned()));
    assert_eq!(read::<BigDecimal>(&db, "'NaN'::numeric")?, End::Refused);
    assert_eq!(read::<Decimal>(&db, "'NaN'::numeric")?, End::Refused);
    Ok(())
}

#[test]
fn a_span_loses_its_sign_and_zeros_are_refused_on_mysql() -> Result<()> {
    let Some(server) = servers::database(Backend::MySql) else { return Ok(()) };
    let db = server.database("driver")?;
    assert_eq!(read::<Time>(&db, "CAST('-01:30:00' AS time)")?, End::Read("01:30:00".to_owned()));
    assert_eq!(read::<Time>(&db, "CAST('24:00:00' AS time)")?, End::Refused);
    db.execute("CREATE TABLE t (d date, b tinyint(1)); INSERT INTO t VALUES ('0000-00-00', 5)")?;
    assert_eq!(read::<Date>(&db, "(SELECT d FROM t)")?, End::Refused);
    assert_eq!(read::<Option<Date>>(&db, "(SELECT d FROM t)")?, End::Read("None".to_owned()));
    db.execute("UPDATE t SET d = '2026-00-00'")?;
    assert_eq!(read::<Option<Date>>(&db, "(SELECT d FROM t)")?, End::Refused);
    assert_eq!(read::<bool>(&db, "(SELECT b FROM t)")?, End::Read("true".to_owned()));
    Ok(())
}
