//! Hooks of a table with soft deletion: a title is trimmed, some are refused, and of those that are told a team is made.

use crate::repositories::plan::{ActiveModel, Model};
use crate::repositories::team;
use sea_orm::Set;
use sea_orm::entity::prelude::*;

#[async_trait::async_trait]
impl ActiveModelBehavior for ActiveModel {
    async fn before_save<C>(mut self, _db: &C, _insert: bool) -> Result<Self, DbErr>
    where
        C: ConnectionTrait,
    {
        if let Set(title) = &self.title {
            if title == "refused" {
                return Err(DbErr::Custom("this title is refused".to_owned()));
            }
            self.title = Set(title.trim().to_owned());
        }
        Ok(self)
    }

    async fn after_save<C>(model: Model, db: &C, insert: bool) -> Result<Model, DbErr>
    where
        C: ConnectionTrait,
    {
        tell(db, &model.title, if insert { "added" } else { "changed" }).await?;
        Ok(model)
    }

    async fn before_delete<C>(self, db: &C) -> Result<Self, DbErr>
    where
        C: ConnectionTrait,
    {
        if self.title.as_ref() == "kept" {
            return Err(DbErr::Custom("this plan is kept".to_owned()));
        }
        tell(db, self.title.as_ref(), "going").await?;
        Ok(self)
    }

    async fn after_delete<C>(self, db: &C) -> Result<Self, DbErr>
    where
        C: ConnectionTrait,
    {
        tell(db, self.title.as_ref(), "gone").await?;
        Ok(self)
    }
}

async fn tell(db: &impl ConnectionTrait, title: &str, what: &str) -> Result<(), DbErr> {
    if title.starts_with("told") {
        let before = team::Entity::find().count(db).await?;
        let name = Set(format!("{before}: {title} {what}"));
        team::ActiveModel { name, ..Default::default() }.insert(db).await?;
    }
    Ok(())
}
