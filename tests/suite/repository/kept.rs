//! Columns that repositories keep: versions, times and soft deletion; and keys of several columns.

use super::{number, on_case};
use anyhow::{Context, Result, ensure};
use scaffold_tests::repositories::prelude::*;
use scaffold_tests::repositories::repository::{Connect, Connection, Error, Set};
use scaffold_tests::repositories::{member, plan};
use sea_orm::TransactionTrait;

/// All rows, whatever the repository hides.
const MEMBERS: &str = "SELECT COUNT(*) FROM member";

/// Runs a test on the case's tables on every database: in a transaction that must leave nothing, and on a connection.
fn everywhere(test: impl AsyncFn(Connection<'_>) -> Result<()> + Sync) -> Result<()> {
    on_case("repositories", async |db| {
        let transaction = db.begin().await?;
        test(transaction.connection()).await.context("in a transaction")?;
        transaction.rollback().await?;
        ensure!(number(db, MEMBERS).await? == 0, "it left something");
        test(db.connection()).await
    })
}

async fn join(on: Connection<'_>, numbers: std::ops::Range<i32>) -> Result<i32> {
    let team = on.team().create(NewTeam { name: format!("{numbers:?}") }).await?;
    let new = |number| NewMember { team_id: team.id, number, email: format!("{number}@team") };
    ensure!(on.member().create_many(numbers.clone().map(new)).await? == numbers.len() as u64);
    Ok(team.id)
}

fn nick(name: &str) -> member::ActiveModel {
    member::ActiveModel { nick: Set(Some(name.to_owned())), ..Default::default() }
}

#[test]
fn a_version_counts_the_changes() -> Result<()> {
    everywhere(async |on| {
        let team = join(on, 1..4).await?;
        let first = on.member().get((team, 1)).await?;
        ensure!(first.row_version == 1 && first.created_at == first.updated_at, "{first:?}");
        let second = on.member().update((team, 1), nick("a")).await?;
        ensure!(second.row_version == 2 && second.created_at == first.created_at, "{second:?}");
        ensure!(second.updated_at > first.updated_at, "{second:?}");
        let third = on.member().update_if_unchanged((team, 1), 2, nick("b")).await?;
        ensure!(third.row_version == 3 && third.nick.as_deref() == Some("b"), "{third:?}");
        let stale = on.member().update_if_unchanged((team, 1), 2, nick("c")).await;
        ensure!(matches!(stale, Err(Error::Stale { table: "member", .. })), "{stale:?}");
        let missing = on.member().update_if_unchanged((team, 9), 2, nick("c")).await;
        ensure!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
        ensure!(on.member().query().update(nick("d")).await? == 3);
        let versions: Vec<i32> = on.member().all().await?.iter().map(|row| row.row_version).collect();
        ensure!(versions == [4, 2, 2], "{versions:?}");
        let found = on.member().find_many([(team, 3), (team, 9), (team, 1)]).await?;
        let found: Vec<Option<i32>> = found.into_iter().map(|row| row.map(|row| row.number)).collect();
        ensure!(found == [Some(3), None, Some(1)], "{found:?}");
        Ok(())
    })
}

#[test]
fn a_deleted_row_is_hidden_until_it_is_restored_or_destroyed() -> Result<()> {
    everywhere(async |on| {
        let team = join(on, 1..6).await?;
        let members = || on.member();
        let first = members().get((team, 1)).await?;
        members().delete((team, 1)).await?;
        ensure!(members().filter(Member::NUMBER.eq(2)).delete().await? == 1, "one of several");
        ensure!(number(&on.executor(), MEMBERS).await? == 5, "nothing is gone");
        ensure!(members().count().await? == 3 && members().with_deleted().count().await? == 5);
        ensure!(members().only_deleted().count().await? == 2);
        ensure!(members().find((team, 1)).await?.is_none() && members().find_by_email("1@team").await?.is_none());
        ensure!(matches!(members().delete((team, 1)).await, Err(Error::NotFound { .. })), "it is deleted already");
        ensure!(matches!(members().update((team, 1), nick("x")).await, Err(Error::NotFound { .. })));
        ensure!(members().query().update(nick("y")).await? == 3, "those that are there");
        ensure!(members().list_by_team_id(team).count().await? == 3);
        ensure!(members().list_by_team_ids(&[team]).await?[0].len() == 3);
        let deleted = members().with_deleted().get((team, 1)).await?;
        ensure!(deleted.deleted_at.is_some() && deleted.row_version == 2, "{deleted:?}");
        ensure!(deleted.updated_at > first.updated_at && deleted.created_at == first.created_at, "{deleted:?}");
        members().restore((team, 1)).await?;
        let restored = members().get((team, 1)).await?;
        ensure!(restored.deleted_at.is_none() && restored.updated_at > deleted.updated_at, "{restored:?}");
        ensure!(matches!(members().restore((team, 1)).await, Err(Error::NotFound { .. })), "it is there");
        members().destroy((team, 1)).await?;
        ensure!(matches!(members().destroy((team, 1)).await, Err(Error::NotFound { .. })), "it is gone");
        ensure!(members().purge("2020-02-02T20:20:20".parse()?).await? == 0, "that was before");
        ensure!(members().purge("9999-12-31T00:00:00".parse()?).await? == 1, "one is left over");
        ensure!(number(&on.executor(), MEMBERS).await? == 3);
        Ok(())
    })
}

#[test]
fn a_row_is_inserted_or_changed_by_a_unique_key() -> Result<()> {
    everywhere(async |on| {
        let team = join(on, 1..3).await?;
        let new = |number: i32, email: &str| NewMember { team_id: team, number, email: email.to_owned() };
        let with = |new: NewMember, name: &str| new.with(nick(name));
        let third = on.member().upsert_by_email(with(new(3, "3@team"), "three")).await?;
        ensure!(third.number == 3 && third.row_version == 1, "inserted: {third:?}");
        on.member().delete((team, 3)).await?;
        let changed = on.member().upsert_by_email(with(new(9, "3@team"), "drei")).await?;
        let expected = member::Model {
            nick: Some("drei".to_owned()),
            row_version: 3,
            updated_at: changed.updated_at,
            ..third.clone()
        };
        ensure!(changed == expected && changed.updated_at > third.updated_at, "changed and back: {changed:?}");
        ensure!(on.member().count().await? == 3, "no row more");
        let team = on.team().find_by_name("1..3").await?.context("the team")?;
        let again = on.team().upsert_by_name(NewTeam { name: team.name.clone() }).await?;
        ensure!(again == team, "nothing to change");
        Ok(())
    })
}

/// Not in a transaction, which PostgreSQL ends with the error.
#[test]
fn an_upsert_changes_no_row_with_another_unique_key() -> Result<()> {
    on_case("repositories", async |db| {
        let team = join(db.connection(), 1..3).await?;
        let second = db.member().get((team, 2)).await?;
        let new = NewMember { team_id: team, number: 2, email: "other".to_owned() };
        let refused = db.member().upsert_by_email(new).await;
        let key = Some(MemberConstraint::PrimaryKey);
        ensure!(matches!(&refused, Err(Error::Conflict { constraint, .. }) if *constraint == key), "{refused:?}");
        ensure!(db.member().get((team, 2)).await? == second, "it is as it was");
        Ok(())
    })
}

#[test]
fn computed_columns_are_never_written() -> Result<()> {
    everywhere(async |on| {
        let new = NewPlan { title: "a".to_owned(), type_: "b".to_owned() };
        let with = plan::ActiveModel { hours: Set(2), minutes: Set(Some(7)), ..Default::default() };
        let created = on.plan().create(new.with(with)).await?;
        ensure!(created.minutes == Some(120), "{created:?}");
        let patch = plan::ActiveModel { hours: Set(3), minutes: Set(Some(7)), ..Default::default() };
        ensure!(on.plan().update(created.id, patch).await?.minutes == Some(180));
        on.plan().create_many([created.clone()].map(|row| plan::Model { id: row.id + 1, ..row })).await?;
        ensure!(on.plan().list_by_type_title("b", "a").count().await? == 2);
        Ok(())
    })
}

#[test]
fn views_and_tables_without_a_key_are_read() -> Result<()> {
    everywhere(async |on| {
        join(on, 1..3).await?;
        let sizes = on.team_size().filter(TeamSize::MEMBERS.gt(1)).all().await?;
        ensure!(sizes.len() == 1 && sizes[0].members == 2, "{sizes:?}");
        ensure!(on.note().list_by_author("me").all().await?.is_empty());
        Ok(())
    })
}

#[test]
fn materialized_views_are_brought_up_to_date() -> Result<()> {
    use scaffold_tests::materialized_views::prelude::*;
    on_case("materialized_views", async |db| {
        db.sale().create_many([1, 2, 3].map(|amount| NewSale { day: 1, amount })).await?;
        let totals = async || db.day_total().sort(DayTotal::DAY.asc()).all().await;
        ensure!(totals().await?.is_empty(), "not yet");
        db.day_total().refresh().await?;
        ensure!(totals().await?.iter().map(|row| row.total).eq([6]));
        db.sale().create(NewSale { day: 2, amount: 5 }).await?;
        ensure!(totals().await?.len() == 1, "not yet");
        db.day_total().refresh_concurrently().await?;
        ensure!(totals().await?.iter().map(|row| row.total).eq([6, 5]));
        db.odd_one_odd_name().refresh().await?;
        ensure!(db.odd_one_odd_name().query().one().await?.sales == 4);
        Ok(())
    })
}
