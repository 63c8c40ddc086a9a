//! What happens, in a part for each month and one for all others.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        events(manager).create(manager).await?;
        for part in parts() {
            part.create(manager).await?;
        }
        by_kind().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for part in parts() {
            part.drop(manager).await?;
        }
        events(manager).drop(manager).await
    }
}

fn events(manager: &SchemaManager) -> blocks::Partitioned {
    let postgres = manager.get_database_backend() == sea_orm::DbBackend::Postgres;
    let mut id = uuid("id");
    id.default(Expr::cust(blocks::random_uuid().of(manager.get_database_backend()).to_owned()));
    let mut key = Index::create();
    key.col("id");
    // A key of a table in parts holds what it is parted by.
    if postgres {
        key.col("occurred_at");
    }
    let table = Table::create()
        .table("events")
        .col(id)
        .col(uuid_null("user_id"))
        .col(string_len("kind", 50))
        .col(json_binary_null("payload"))
        .col(timestamp_with_time_zone_default_now("occurred_at"))
        .primary_key(&mut key)
        .take();
    blocks::partitioned(table, "events", "RANGE (occurred_at)")
}

fn parts() -> [blocks::Partition; 3] {
    [
        blocks::partition("events_2024_01", "events", "FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00')"),
        blocks::partition("events_2024_02", "events", "FROM ('2024-02-01 00:00:00+00') TO ('2024-03-01 00:00:00+00')"),
        blocks::partition("events_other", "events", "DEFAULT"),
    ]
}

fn by_kind() -> blocks::Index {
    blocks::index("idx_events_kind_occurred", "events").column("kind").descending("occurred_at")
}
