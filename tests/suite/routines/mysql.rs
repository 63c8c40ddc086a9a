//! The routines of MySQL and MariaDB: functions of every type, and procedures with all that they can give.

use super::{Place, on};
use anyhow::Result;
use scaffold_tests::routines_mysql::enums::{TicketPriority, TicketState};
use scaffold_tests::routines_mysql::routine;
use sea_orm::TransactionTrait;
use sea_orm::entity::prelude::{Date, DateTime, DateTimeWithTimeZone, Decimal, Time, Uuid};
use sea_scaffold::database::Backend;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

async fn numbers(place: Place) -> Result<()> {
    let db = &place.db;
    assert_eq!(routine::f_boolean(db, true).await?, Some(true));
    assert_eq!(routine::f_boolean(db, None).await?, None);
    assert_eq!(routine::f_tinyint(db, -128).await?, Some(-128));
    assert_eq!(routine::f_tinyint_unsigned(db, 255).await?, Some(255));
    assert_eq!(routine::f_smallint(db, -32768).await?, Some(-32768));
    assert_eq!(routine::f_smallint_unsigned(db, 65535).await?, Some(65535));
    assert_eq!(routine::f_mediumint(db, -8_388_608).await?, Some(-8_388_608));
    assert_eq!(routine::f_int_unsigned(db, u32::MAX).await?, Some(u32::MAX));
    assert_eq!(routine::f_bigint_unsigned(db, u64::MAX).await?, Some(u64::MAX));
    assert_eq!(routine::f_decimal(db, Decimal::new(-150, 2)).await?, Some(Decimal::new(-150, 2)));
    assert_eq!(routine::f_float(db, 1.5).await?, Some(1.5));
    assert_eq!(routine::f_double(db, 0.1).await?, Some(0.1));
    assert_eq!(routine::f_bit(db, true).await?, Some(true));
    assert_eq!(routine::f_bits(db, 0xabc).await?, Some(0xabc));
    assert_eq!(routine::f_year(db, 2020).await?, Some(2020));
    Ok(())
}

async fn others(place: Place) -> Result<()> {
    let db = &place.db;
    let uuid = Uuid::from_u128(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff);
    assert_eq!(routine::f_char(db, "ab".to_owned()).await?, text("ab"));
    assert_eq!(routine::f_text(db, "é'\\".to_owned()).await?, text("é'\\"));
    assert_eq!(routine::f_binary(db, vec![1, 2, 3, 0]).await?, Some(vec![1, 2, 3, 0]));
    assert_eq!(routine::f_blob(db, vec![255, 0]).await?, Some(vec![255, 0]));
    assert_eq!(routine::f_uuid(db, uuid).await?, Some(uuid));
    let date: Date = "2020-02-29".parse()?;
    assert_eq!(routine::f_date(db, date).await?, Some(date));
    let time: Time = "10:11:12".parse()?;
    assert_eq!(routine::f_time(db, time).await?, Some(time));
    let moment: DateTime = "2020-02-29T10:11:12.123456".parse()?;
    assert_eq!(routine::f_datetime(db, moment).await?, Some(moment));
    let instant: DateTimeWithTimeZone = "2020-02-29T10:11:12+02:00".parse()?;
    assert_eq!(routine::f_timestamp(db, instant).await?, Some(instant));
    assert_eq!(routine::f_json(db, "[1]".to_owned()).await?, text("[1]"));
    assert_eq!(routine::f_inet(db, "::1".to_owned()).await?, text("::1"));
    assert_eq!(routine::f_state(db, TicketState::Done).await?, Some(TicketState::Done));
    assert_eq!(routine::f_other(db, "x".to_owned()).await?, text("a,b"));
    assert_eq!(routine::quoted_name(db, 1).await?, Some(2));
    Ok(())
}

async fn procedures(place: Place) -> Result<()> {
    let db = &place.db;
    assert!(routine::finish(db, 1).await?.is_empty());
    let listed = routine::listed(db, TicketState::Done).await?;
    let ids: Vec<i32> = listed[..2].iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?;
    assert_eq!((ids, listed[2].try_get::<String>("", "mark")?), (vec![1, 2], "end".to_owned()));
    let counted = routine::counted(db, TicketPriority::High, None).await?;
    assert_eq!((counted.how_many, counted.rows_, counted.rows.len()), (Some(2), text("none!"), 2));
    let transaction = db.begin().await?;
    let counted = routine::counted(&transaction, None, "some".to_owned()).await?;
    assert_eq!((counted.how_many, counted.rows_, counted.rows.len()), (Some(0), text("some!"), 0));
    transaction.commit().await?;
    let arguments = routine::LongOneArguments { a: Some(1), e: Some(2), ..Default::default() };
    assert_eq!(routine::long_one(db, arguments).await?.e, Some(3));
    Ok(())
}

async fn out_of_every_type(place: Place) -> Result<()> {
    let out = routine::everything(&place.db).await?;
    assert_eq!((out.a, out.b, out.c, out.d, out.e), (Some(true), Some(255), Some(65535), Some(-5), Some(u64::MAX)));
    assert_eq!((out.f, out.g, out.h), (Some(Decimal::new(150, 2)), Some(1.5), Some(2.5)));
    assert_eq!((out.i, out.j), (text("abc"), text("text")));
    assert_eq!(out.k, Some(Uuid::from_u128(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff)));
    assert_eq!((out.l, out.m), (Some(vec![1, 2]), Some("2020-02-29".parse()?)));
    assert_eq!((out.n, out.o), (Some("10:11:12".parse()?), Some("2020-02-29T10:11:12".parse()?)));
    assert_eq!(out.p, Some("2020-02-29T10:11:12+00:00".parse()?));
    assert_eq!((out.q, out.r, out.s), (Some(2020), text("[1]"), Some(TicketState::Done)));
    assert!(out.rows.is_empty());
    Ok(())
}

#[test]
fn functions_take_and_give_the_numbers_of_mysql() -> Result<()> {
    on("routines_mysql", Backend::MySql, numbers)
}

#[test]
fn functions_take_and_give_all_other_types_of_mysql() -> Result<()> {
    on("routines_mysql", Backend::MySql, others)
}

#[test]
fn procedures_give_rows_and_values() -> Result<()> {
    on("routines_mysql", Backend::MySql, procedures)
}

#[test]
fn procedures_carry_out_every_type() -> Result<()> {
    on("routines_mysql", Backend::MySql, out_of_every_type)
}
