//! A blog on its generated entities: who may do what, posts that nobody overwrites by accident and that go softly, search
//! by words, and events that lie in parts by month.

use anyhow::Result;
use blog_entity::enums::PostStatus;
use blog_entity::prelude::*;
use blog_entity::{post, role, user};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, Set, Statement};

/// Publishes a post as its author has seen it: an error where somebody has changed it meanwhile.
pub async fn publish(db: &impl Connect, seen: &post::Model) -> Result<post::Model> {
    let patch = post::ActiveModel { status: Set(PostStatus::Published), ..Default::default() };
    Ok(db.post().update_if_unchanged(seen.id, seen.version, patch).await?)
}

/// Writes a post anew, likewise.
pub async fn rewrite(db: &impl Connect, seen: &post::Model, content: &str) -> Result<post::Model> {
    let patch = post::ActiveModel { content: Set(content.to_owned()), ..Default::default() };
    Ok(db.post().update_if_unchanged(seen.id, seen.version, patch).await?)
}

/// Lets a user have these roles and no others.
pub async fn assign(db: &impl Connect, user: &user::Model, roles: &[role::Model]) -> Result<()> {
    db.user().sync(UserRelation::ROLES, user.id, roles.iter().map(|role| role.id)).await?;
    Ok(())
}

/// The posts that are there and have all of the words, in any form: by the index over expressions of PostgreSQL.
pub async fn search(db: &impl ConnectionTrait, words: &str) -> Result<Vec<post::Model>, DbErr> {
    let found = "to_tsvector('english', title || ' ' || content) @@ plainto_tsquery('english', $1)";
    let there = post::Column::DeletedAt.is_null();
    Post::find().filter(Expr::cust_with_values(found, [words])).filter(there).all(db).await
}

/// A part of the events and how many it has.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Part {
    /// The name of the part.
    pub part: String,
    /// How many events there are in it.
    pub events: i64,
}

/// Where the events lie, on PostgreSQL.
pub async fn parts(db: &impl ConnectionTrait) -> Result<Vec<Part>, DbErr> {
    let query = "SELECT tableoid::regclass::text AS part, count(*) AS events FROM events GROUP BY 1 ORDER BY 1";
    Part::find_by_statement(Statement::from_string(db.get_database_backend(), query)).all(db).await
}
