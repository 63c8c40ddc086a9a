//! Hooks of extension files: they change, refuse and are told, wherever repositories write one row.

use super::{number, on_case};
use anyhow::{Context, Result, ensure};
use scaffold_tests::repositories::prelude::*;
use scaffold_tests::repositories::repository::{Connect, Connection, Error, Set};
use scaffold_tests::repositories::{plan, team};
use sea_orm::{DbErr, TransactionTrait};

const PLANS: &str = "SELECT COUNT(*) FROM plan";

/// Runs a test on the case's tables on every database: in a transaction that must leave nothing, and on a connection.
fn everywhere(test: impl AsyncFn(Connection<'_>) -> Result<()> + Sync) -> Result<()> {
    on_case("repositories", async |db| {
        let transaction = db.begin().await?;
        test(transaction.connection()).await.context("in a transaction")?;
        transaction.rollback().await?;
        ensure!(number(db, PLANS).await? + number(db, "SELECT COUNT(*) FROM team").await? == 0, "it left something");
        test(db.connection()).await
    })
}

fn new(title: &str) -> NewPlan {
    NewPlan { title: title.to_owned(), type_: "x".to_owned() }
}

fn titled(title: &str) -> plan::ActiveModel {
    plan::ActiveModel { title: Set(title.to_owned()), ..Default::default() }
}

/// Whether a hook said no, in these words.
fn is_refused<T, K>(answer: &Result<T, Error<K>>, why: &str) -> bool {
    matches!(answer, Err(Error::Database(DbErr::Custom(said))) if said == why)
}

#[test]
fn what_is_saved_can_be_changed_and_refused() -> Result<()> {
    everywhere(async |on| {
        const WHY: &str = "this title is refused";
        let plan = on.plan().create(new("  a ")).await?;
        ensure!(plan.title == "a", "{plan:?}");
        ensure!(is_refused(&on.plan().create(new("refused")).await, WHY));
        ensure!(on.plan().update(plan.id, titled(" b ")).await?.title == "b");
        ensure!(is_refused(&on.plan().update(plan.id, titled("refused")).await, WHY));
        ensure!(is_refused(&on.plan().upsert(&[plan::Column::Id], new("refused")).await, WHY));
        ensure!(is_refused(&on.plan().create_many([new("c"), new("refused")]).await, WHY));
        ensure!(on.plan().create_many([new(" c "), new(" d ")]).await? == 2);
        let titles: Vec<String> =
            on.plan().sort(Plan::TITLE.asc()).all().await?.into_iter().map(|row| row.title).collect();
        ensure!(titles == ["b", "c", "d"], "{titles:?}");
        // Many rows at once have no hooks: they are not read.
        ensure!(on.plan().query().update(titled("refused")).await? == 3);
        Ok(())
    })
}

#[test]
fn a_deletion_can_be_refused() -> Result<()> {
    everywhere(async |on| {
        let plan = on.plan().create(new("kept")).await?.id;
        ensure!(is_refused(&on.plan().delete(plan).await, "this plan is kept"), "a soft one");
        ensure!(is_refused(&on.plan().destroy(plan).await, "this plan is kept"), "one for good");
        ensure!(number(&on.executor(), "SELECT COUNT(*) FROM plan WHERE removed IS NULL").await? == 1, "it is there");
        let team = on.team().create(NewTeam { name: "kept".to_owned() }).await?.id;
        ensure!(is_refused(&on.team().delete(team).await, "this team is kept"), "a hard one");
        ensure!(on.team().find(team).await?.is_some(), "it is there");
        ensure!(matches!(on.team().delete(-1).await, Err(Error::NotFound { .. })), "a hook needs a row");
        let other = team::ActiveModel { name: Set("other".to_owned()), ..Default::default() };
        on.team().update(team, other).await?;
        on.team().delete(team).await?;
        ensure!(on.team().find(team).await?.is_none(), "it is gone");
        ensure!(on.plan().query().delete().await? == 1, "many rows at once have no hooks");
        Ok(())
    })
}

#[test]
fn every_write_of_one_row_is_told_once() -> Result<()> {
    everywhere(async |on| {
        let plan = on.plan().create(new("told")).await?.id;
        on.plan().update(plan, titled("told 2")).await?;
        on.plan().delete(plan).await?;
        ensure!(matches!(on.plan().delete(plan).await, Err(Error::NotFound { .. })), "it is hidden");
        on.plan().restore(plan).await?;
        ensure!(matches!(on.plan().restore(plan).await, Err(Error::NotFound { .. })), "it is there");
        on.plan().update(plan, titled("told 3")).await?;
        on.plan().destroy(plan).await?;
        let told: Vec<String> = on.team().all().await?.into_iter().map(|team| team.name).collect();
        let words = [
            "0: told added",
            "1: told 2 changed",
            "2: told 2 going",
            "3: told 2 gone",
            "4: told 2 changed",
            "5: told 3 changed",
            "6: told 3 going",
            "7: told 3 gone",
        ];
        ensure!(told == words, "{told:?}");
        Ok(())
    })
}

#[test]
fn methods_of_ones_own_stand_beside_the_generated_ones() -> Result<()> {
    everywhere(async |on| {
        ensure!(on.member().last().await?.is_none());
        let team = on.team().create(NewTeam { name: "one".to_owned() }).await?;
        let new = |number| NewMember { team_id: team.id, number, email: format!("{number}@one") };
        on.member().create_many([1, 3, 2].map(new)).await?;
        let last = on.member().last().await?.context("a member")?;
        ensure!(last.number == 3 && last.called() == "3@one", "{last:?}");
        Ok(())
    })
}
