//! What users write, and what others say about it. A post goes softly, and two people cannot overwrite each other.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(posts(manager)).await?;
        manager.create_table(comments(manager)).await?;
        for index in indexes() {
            index.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("comments").take()).await?;
        manager.drop_table(Table::drop().table("posts").take()).await?;
        Ok(())
    }
}

fn posts(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("posts")
        .col(blocks::uuid_key("id", manager))
        .col(uuid("user_id"))
        .col(string_len("title", 200))
        .col(text("content"))
        .col(string_len("status", 20).default("draft"))
        .col(integer("version").default(1))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .col(timestamp_with_time_zone_default_now("updated_at"))
        .check(("chk_posts_status", Expr::col("status").is_in(["draft", "published", "archived"])))
        .foreign_key(
            ForeignKey::create()
                .name("fk_posts_user")
                .from("posts", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

fn comments(manager: &SchemaManager) -> TableCreateStatement {
    let refers = |column: &'static str, table: &'static str| {
        ForeignKey::create()
            .name(format!("fk_comments_{table}"))
            .from("comments", column)
            .to(table, "id")
            .on_delete(ForeignKeyAction::Cascade)
            .take()
    };
    Table::create()
        .table("comments")
        .col(blocks::uuid_key("id", manager))
        .col(uuid("post_id"))
        .col(uuid("user_id"))
        .col(text("content"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .foreign_key(&mut refers("post_id", "posts"))
        .foreign_key(&mut refers("user_id", "users"))
        .take()
}

fn indexes() -> [blocks::Index; 4] {
    let words = "to_tsvector('english', title || ' ' || content)";
    [
        blocks::index("idx_posts_user_status", "posts").column("user_id").column("status").only("deleted_at IS NULL"),
        blocks::index("idx_posts_search", "posts").expression(words).using("gin"),
        blocks::index("idx_comments_post_id", "comments").column("post_id").only("deleted_at IS NULL"),
        blocks::index("idx_comments_user_id", "comments").column("user_id"),
    ]
}
