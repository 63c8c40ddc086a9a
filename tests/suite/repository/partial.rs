//! Upserts by unique keys that hold for some rows alone, on the databases that have such keys.

use super::{number, on_case};
use anyhow::{Context, Result, ensure};
use scaffold_tests::partial_unique_keys::account;
use scaffold_tests::partial_unique_keys::prelude::*;
use scaffold_tests::partial_unique_keys::repository::{Connect, Connection, Error, Set};
use sea_orm::TransactionTrait;

/// All rows, whatever the repository hides.
const ACCOUNTS: &str = "SELECT COUNT(*) FROM account";

/// Runs a test on the case's tables on every database: in a transaction that must leave nothing, and on a connection.
fn everywhere(test: impl AsyncFn(Connection<'_>) -> Result<()> + Sync) -> Result<()> {
    on_case("partial_unique_keys", async |db| {
        let transaction = db.begin().await?;
        test(transaction.connection()).await.context("in a transaction")?;
        transaction.rollback().await?;
        ensure!(number(db, ACCOUNTS).await? == 0, "it left something");
        test(db.connection()).await
    })
}

/// A row with that label, in which the other columns are those of `rest`.
fn labelled(email: &str, label: &str, rest: account::ActiveModel) -> account::ActiveModel {
    let owner_id = Set(rest.owner_id.try_as_ref().copied().unwrap_or(1));
    account::ActiveModel { email: Set(email.to_owned()), label: Set(Some(label.to_owned())), owner_id, ..rest }
}

fn plain() -> account::ActiveModel {
    account::ActiveModel::default()
}

#[test]
fn a_deleted_row_stays_deleted_and_another_takes_its_place() -> Result<()> {
    everywhere(async |on| {
        let first = on.account().upsert_by_email(labelled("a", "one", plain())).await?;
        let changed = on.account().upsert_by_email(labelled("a", "two", plain())).await?;
        ensure!(changed == account::Model { label: Some("two".to_owned()), ..first.clone() }, "{changed:?}");
        on.account().delete(first.id).await?;
        let second = on.account().upsert_by_email(labelled("a", "three", plain())).await?;
        let third = on.account().upsert_by_email(labelled("a", "four", plain())).await?;
        ensure!(second.id != first.id && third.id == second.id, "{first:?} {second:?} {third:?}");
        let deleted = on.account().with_deleted().get(first.id).await?;
        ensure!(deleted.deleted_at.is_some() && deleted.label.as_deref() == Some("two"), "{deleted:?}");
        ensure!(number(&on.executor(), ACCOUNTS).await? == 2, "one row more, for the one that was deleted");
        Ok(())
    })
}

#[test]
fn every_form_of_a_condition_is_understood_by_the_database() -> Result<()> {
    everywhere(async |on| {
        let accounts = || on.account();
        let main = |owner: i32| account::ActiveModel { is_main: Set(true), owner_id: Set(owner), ..plain() };
        let level = |level: i32, rest| account::ActiveModel { level: Set(level), ..rest };
        let kind = |kind: &str, rest| account::ActiveModel { kind: Set(kind.to_owned()), ..rest };
        let first = accounts().upsert_by_owner_id(labelled("1", "m", main(2))).await?;
        let again = accounts().upsert_by_owner_id(labelled("2", "n", main(2))).await?;
        ensure!(first.id == again.id && again.email == "2", "{first:?} {again:?}");
        let first = accounts().upsert_by_label_level_account_side(labelled("3", "s", plain())).await?;
        let again = accounts().upsert_by_label_level_account_side(labelled("4", "s", plain())).await?;
        ensure!(first.id == again.id && again.email == "4", "{first:?} {again:?}");
        let first = accounts().upsert_by_label_level_account_top(labelled("5", "t", level(3, main(3)))).await?;
        let again = accounts().upsert_by_label_level_account_top(labelled("6", "t", level(3, main(4)))).await?;
        ensure!(first.id == again.id && again.owner_id == 4, "{first:?} {again:?}");
        let first = accounts().upsert_by_level_kind(labelled("7", "u", kind("k", main(5)))).await?;
        let again = accounts().upsert_by_level_kind(labelled("8", "v", kind("k", main(6)))).await?;
        ensure!(first.id == again.id && again.owner_id == 6, "{first:?} {again:?}");
        let open = |own: i32| kind("it's open", level(own, plain()));
        let first = accounts().upsert_by_owner_id_label(labelled("9", "w", open(1))).await?;
        let again = accounts().upsert_by_owner_id_label(labelled("10", "w", open(2))).await?;
        ensure!(first.id == again.id && again.level == 2, "{first:?} {again:?}");
        ensure!(number(&on.executor(), ACCOUNTS).await? == 5, "a row each");
        Ok(())
    })
}

/// Not in a transaction, which PostgreSQL ends with the error.
#[test]
fn a_row_that_the_key_does_not_hold_for_is_inserted() -> Result<()> {
    on_case("partial_unique_keys", async |db| {
        let aside = |email: &str| labelled(email, "x", account::ActiveModel { level: Set(1), ..plain() });
        let first = db.account().upsert_by_owner_id(aside("1")).await?;
        let refused = db.account().upsert_by_owner_id(aside("2")).await;
        // SQLite names the columns, which two keys have in common.
        let is_side = |it: &Option<AccountConstraint>| it.is_none_or(|it| it == AccountConstraint::AccountSide);
        ensure!(matches!(&refused, Err(Error::Conflict { constraint, .. }) if is_side(constraint)), "{refused:?}");
        let level = |level: i32| account::ActiveModel { level: Set(level), ..plain() };
        let second = db.account().upsert_by_owner_id(labelled("2", "x", level(2))).await?;
        ensure!(first.id != second.id, "{first:?} {second:?}");
        Ok(())
    })
}
