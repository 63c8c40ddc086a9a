//! The blog: what it is there to show, on PostgreSQL.

use super::on_postgres;
use anyhow::{Result, ensure};
use blog_entity::enums::PostStatus;
use blog_entity::factory::{EventFactory, PostFactory, RoleFactory, UserFactory};
use blog_entity::prelude::*;
use sea_orm::prelude::DateTimeWithTimeZone;

fn at(time: &str) -> Result<DateTimeWithTimeZone> {
    Ok(time.parse()?)
}

#[test]
fn nobody_overwrites_a_post_and_a_deleted_one_can_come_back() -> Result<()> {
    on_postgres::<blog_migration::Migrator>("blog_posts", async |db| {
        let post = PostFactory::new().title("Cats").content("They run.").build(db).await?;
        let published = blog::publish(db, &post).await?;
        ensure!(published.status == PostStatus::Published && published.version == 2, "{published:?}");
        ensure!(blog::rewrite(db, &post, "Dogs").await.is_err(), "the author has seen the first version");
        ensure!(blog::rewrite(db, &published, "They run no more.").await?.version == 3);
        ensure!(blog::search(db, "running cat").await?.len() == 1 && blog::search(db, "dog").await?.is_empty());
        db.post().delete(post.id).await?;
        ensure!(db.post().find(post.id).await?.is_none() && blog::search(db, "running").await?.is_empty());
        db.post().restore(post.id).await?;
        ensure!(db.post().get(post.id).await?.content == "They run no more.");
        Ok(())
    })
}

#[test]
fn users_have_roles_and_sessions_go_with_them() -> Result<()> {
    on_postgres::<blog_migration::Migrator>("blog_roles", async |db| {
        let user = UserFactory::new().build(db).await?;
        let [writer, editor] = [RoleFactory::new().name("writer"), RoleFactory::new().name("editor")];
        let roles = [writer.build(db).await?, editor.build(db).await?];
        blog::assign(db, &user, &roles).await?;
        blog::assign(db, &user, &roles[1..]).await?;
        let with_roles = db.user().query().with(UserRelation::ROLES).one().await?;
        let names: Vec<&str> = with_roles.get(UserRelation::ROLES)?.iter().map(|role| role.name.as_str()).collect();
        ensure!(names == ["editor"], "{names:?}");
        Ok(())
    })
}

#[test]
fn an_event_lies_in_the_part_of_its_month() -> Result<()> {
    on_postgres::<blog_migration::Migrator>("blog_events", async |db| {
        for time in ["2024-01-31T23:59:59Z", "2024-02-01T00:00:00Z", "2024-02-29T12:00:00Z", "2031-01-01T00:00:00Z"] {
            EventFactory::new().kind("seen").occurred_at(at(time)?).build(db).await?;
        }
        let parts: Vec<_> = blog::parts(db).await?.into_iter().map(|part| (part.part, part.events)).collect();
        let expected = [("events_2024_01", 1), ("events_2024_02", 2), ("events_other", 1)];
        ensure!(parts == expected.map(|(part, events)| (part.to_owned(), events)), "{parts:?}");
        ensure!(db.event().list_by_kind("seen").count().await? == 4);
        Ok(())
    })
}
