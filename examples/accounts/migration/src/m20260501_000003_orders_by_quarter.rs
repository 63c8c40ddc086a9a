//! Orders lie in parts by quarter, with the rows that are there. Their numbers go on.
//!
//! Only PostgreSQL does that: elsewhere the table stays whole, and that is said.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for step in steps() {
            step.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for step in steps().iter().rev() {
            step.drop(manager).await?;
        }
        Ok(())
    }
}

/// The table as it is, whole or in parts. A key of a table in parts holds what it is parted by.
fn table(key: &str, by: &str) -> String {
    format!(
        "CREATE TABLE orders (\
           id bigint NOT NULL DEFAULT nextval('orders_id_seq'), user_id bigint NOT NULL, status varchar(20) NOT NULL, \
           total_amount numeric(10, 2) NOT NULL, created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, \
           CONSTRAINT orders_pkey PRIMARY KEY ({key}), \
           CONSTRAINT chk_orders_status CHECK (status IN ('pending', 'paid', 'shipped', 'delivered', 'cancelled')), \
           CONSTRAINT chk_orders_total_amount CHECK (total_amount > 0), \
           CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE) {by}"
    )
}

/// What takes the rows out of the old table into the one that is made with `table`, and has its parts.
fn moved(table: &str, parts: &[&str]) -> String {
    let old = "\
        ALTER TABLE orders RENAME TO old_orders;\
        ALTER SEQUENCE orders_id_seq OWNED BY NONE;\
        ALTER TABLE old_orders RENAME CONSTRAINT orders_pkey TO old_orders_pkey;\
        DROP INDEX idx_orders_user_id, idx_orders_status_created, idx_orders_created_at;";
    let new = "\
        INSERT INTO orders SELECT id, user_id, status, total_amount, created_at FROM old_orders;\
        DROP TABLE old_orders;\
        ALTER SEQUENCE orders_id_seq OWNED BY orders.id;\
        CREATE INDEX idx_orders_user_id ON orders (user_id);\
        CREATE INDEX idx_orders_status_created ON orders (status, created_at DESC);\
        CREATE INDEX idx_orders_created_at ON orders (created_at DESC);";
    format!("{old}{table};{}{new}", parts.join(""))
}

fn steps() -> Vec<blocks::OnlyPostgres<blocks::Raw>> {
    let parts = [
        "CREATE TABLE orders_2024_q1 PARTITION OF orders FOR VALUES FROM ('2024-01-01') TO ('2024-04-01');",
        "CREATE TABLE orders_2024_q2 PARTITION OF orders FOR VALUES FROM ('2024-04-01') TO ('2024-07-01');",
        "CREATE TABLE orders_other PARTITION OF orders DEFAULT;",
    ];
    let up = moved(&table("id, created_at", "PARTITION BY RANGE (created_at)"), &parts);
    let down = moved(&table("id", ""), &[]);
    vec![blocks::only_postgres("parts of \"orders\" by quarter", blocks::raw(up.as_str(), down.as_str()))]
}
