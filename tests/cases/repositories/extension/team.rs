//! A hook of a table without soft deletion.

use crate::repositories::team::ActiveModel;
use sea_orm::entity::prelude::*;

#[async_trait::async_trait]
impl ActiveModelBehavior for ActiveModel {
    async fn before_delete<C>(self, _db: &C) -> Result<Self, DbErr>
    where
        C: ConnectionTrait,
    {
        match self.name.as_ref().as_str() {
            "kept" => Err(DbErr::Custom("this team is kept".to_owned())),
            _ => Ok(self),
        }
    }
}
