//! Sessions: a tenant sees and changes its own rows alone, wherever it looks; and who writes is noted.

use super::{number, on_case};
use anyhow::{Context, Result, ensure};
use scaffold_tests::graphs::post;
use scaffold_tests::graphs::prelude::*;
use scaffold_tests::graphs::repository::{Connect, Connection, Error, Set};
use sea_orm::{DatabaseConnection, TransactionTrait};

async fn fill(db: &DatabaseConnection) -> Result<()> {
    let author = db.author().create(NewAuthor { name: "ann".to_owned() }).await?;
    for tenant in [1_i64, 2] {
        let db = db.for_tenant(tenant);
        let new = |number: i32| NewPost { author_id: author.id, title: format!("{number} of {tenant}") };
        db.post().create_many((0..5).map(new)).await?;
        let first = db.post().sort(Post::ID.asc()).first().await?.context("a post")?;
        db.comment().create(NewComment { post_id: first.id, body: format!("of {tenant}") }).await?;
        db.tag().create(NewTag { code: format!("tag{tenant}"), name: "tag".to_owned() }).await?;
        db.post().attach(PostRelation::TAGS, first.id, [format!("tag{tenant}")]).await?;
    }
    Ok(())
}

async fn first(on: Connection<'_>) -> Result<post::Model> {
    on.post().sort(Post::ID.asc()).first().await?.context("a post")
}

#[test]
fn a_tenant_sees_its_own_rows_alone() -> Result<()> {
    on_case("graphs", async |db| {
        fill(db).await?;
        let (one, two) = (db.for_tenant(1_i64), db.for_tenant(2_i64));
        let foreign = first(two.connection()).await?;
        ensure!(one.post().count().await? == 5 && db.post().count().await? == 10);
        ensure!(one.post().all().await?.iter().all(|post| post.tenant_id == 1));
        ensure!(one.post().find(foreign.id).await?.is_none() && two.post().find(foreign.id).await?.is_some());
        ensure!(one.post().find_by_title(&foreign.title).await?.is_none());
        ensure!(one.post().list_by_author_id(foreign.author_id).count().await? == 5);
        ensure!(one.post_list().all().await?.iter().all(|row| row.tenant_id == 1), "views too");
        let author = one.author().with(AuthorRelation::POSTS).first().await?.context("the author")?;
        ensure!(author.get(AuthorRelation::POSTS)?.iter().all(|post| post.tenant_id == 1), "and what is loaded along");
        ensure!(author.get(AuthorRelation::POSTS)?.len() == 5);
        let transaction = db.begin().await?;
        ensure!(
            one.within(&transaction).post().count().await? == 5
                && transaction.for_tenant(2_i64).post().count().await? == 5
        );
        Ok(())
    })
}

#[test]
fn a_tenant_changes_its_own_rows_alone() -> Result<()> {
    on_case("graphs", async |db| {
        fill(db).await?;
        let (one, two) = (db.for_tenant(1_i64), db.for_tenant(2_i64));
        let (own, foreign) = (first(one.connection()).await?, first(two.connection()).await?);
        let named = |title: &str| post::ActiveModel { title: Set(title.to_owned()), ..Default::default() };
        ensure!(matches!(one.post().update(foreign.id, named("mine")).await, Err(Error::NotFound { .. })));
        ensure!(matches!(one.post().delete(foreign.id).await, Err(Error::NotFound { .. })));
        ensure!(matches!(one.post().destroy(foreign.id).await, Err(Error::NotFound { .. })));
        let score = post::ActiveModel { score: Set(Some(9)), tenant_id: Set(2), ..Default::default() };
        ensure!(one.post().query().update(score).await? == 5, "its own");
        ensure!(
            number(db, "SELECT COUNT(*) FROM post WHERE score = 9 AND tenant_id = 1").await? == 5,
            "which stay its own"
        );
        let other = post::ActiveModel { tenant_id: Set(2), ..Default::default() };
        let new = |title: &str| NewPost { author_id: own.author_id, title: title.to_owned() };
        ensure!(one.post().create(new("theirs").with(other)).await.is_err(), "nothing is made for another");
        ensure!(one.post().create(new("ours")).await?.tenant_id == 1);
        let taken = one.post().upsert_by_title(new(&foreign.title)).await;
        ensure!(matches!(taken, Err(Error::Conflict { constraint: Some(PostConstraint::Title), .. })), "{taken:?}");
        ensure!(db.post().get(foreign.id).await? == foreign, "it is as it was");
        ensure!(one.post().upsert_by_title(new(&own.title)).await?.id == own.id);
        let refused = one.post().attach(PostRelation::TAGS, own.id, ["tag2"]).await;
        ensure!(matches!(refused, Err(Error::NotFound { table: "tag", .. })), "{refused:?}");
        let refused = one.post().detach(PostRelation::TAGS, foreign.id, ["tag1"]).await;
        ensure!(matches!(refused, Err(Error::NotFound { table: "post", .. })), "{refused:?}");
        ensure!(one.post().query().delete().await? == 6 && db.post().count().await? == 5);
        Ok(())
    })
}

#[test]
fn who_writes_is_noted() -> Result<()> {
    on_case("graphs", async |db| {
        fill(db).await?;
        let author = db.author().query().one().await?.id;
        let session = db.for_tenant(1_i64).acting_as(7);
        let made = session.post().create(NewPost { author_id: author, title: "noted".to_owned() }).await?;
        ensure!((made.created_by, made.updated_by, made.tenant_id) == (Some(7), Some(7), 1), "{made:?}");
        let patch = post::ActiveModel { score: Set(Some(1)), ..Default::default() };
        let changed = db.acting_as(8).post().update(made.id, patch.clone()).await?;
        ensure!((changed.created_by, changed.updated_by) == (Some(7), Some(8)), "{changed:?}");
        let again = NewPost { author_id: author, title: "noted".to_owned() };
        let upserted = db.for_tenant(1_i64).acting_as(9).post().upsert_by_title(again).await?;
        ensure!((upserted.created_by, upserted.updated_by) == (Some(7), Some(9)), "{upserted:?}");
        let plain = db.post().update(made.id, patch).await?;
        ensure!(plain.updated_by == Some(9), "nobody in particular");
        Ok(())
    })
}

#[test]
fn who_deletes_and_restores_is_noted() -> Result<()> {
    on_case("graphs", async |db| {
        fill(db).await?;
        let transaction = db.begin().await?;
        deletions(transaction.connection()).await.context("in a transaction")?;
        transaction.rollback().await?;
        deletions(db.connection()).await
    })
}

/// Two rows of one tenant, deleted, restored and deleted again, each time by somebody else.
async fn deletions(on: Connection<'_>) -> Result<()> {
    let rows: Vec<i32> = on.for_tenant(1_i64).post().all().await?.iter().take(2).map(|post| post.id).collect();
    let noted = async |deleted: bool, by: Option<i32>| -> Result<()> {
        for row in on.post().with_deleted().find_many(rows.clone()).await?.into_iter().flatten() {
            ensure!(row.deleted_at.is_some() == deleted && row.updated_by == by, "{by:?}: {row:?}");
        }
        Ok(())
    };
    for row in &rows {
        on.acting_as(3).post().delete(*row).await?;
    }
    noted(true, Some(3)).await?;
    for row in &rows {
        on.acting_as(4).post().restore(*row).await?;
    }
    noted(false, Some(4)).await?;
    let few = on.for_tenant(1_i64).acting_as(5);
    ensure!(few.post().filter(Post::ID.is_in(rows.clone())).delete().await? == 2);
    noted(true, Some(5)).await?;
    on.post().restore(rows[0]).await?;
    on.post().restore(rows[1]).await?;
    noted(false, Some(5)).await
}
