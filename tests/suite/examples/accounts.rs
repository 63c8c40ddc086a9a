//! The accounts: what they are there to show.

use super::{on_postgres, texts, with};
use crate::servers;
use accounts_entity::enums::UserRole;
use accounts_entity::factory::{OrderFactory, UserFactory};
use accounts_migration::{Migrator, MigratorTrait};
use anyhow::{Result, ensure};
use sea_orm::ConnectionTrait;
use sea_orm::prelude::DateTime;

const ADA: &str = "INSERT INTO users (email, name, password_hash) VALUES ('ada@example.org', 'Ada', '')";
const BEA: &str = "INSERT INTO users (email, name, password_hash) VALUES ('bea@example.org', 'Bea', '')";

#[test]
fn a_program_that_knows_nothing_of_roles_goes_on_while_they_come_and_go() -> Result<()> {
    for server in servers::databases() {
        let database = server.database("accounts_roles")?;
        with::<Migrator>(&database, Some(1), async |db| {
            db.execute_unprepared(ADA).await?;
            Migrator::up(db, Some(1)).await?;
            db.execute_unprepared(BEA).await?;
            ensure!(texts(db, "SELECT role FROM users ORDER BY email").await? == ["user", "user"]);
            ensure!(db.execute_unprepared("UPDATE users SET role = 'king'").await.is_err(), "no such role");
            ensure!(db.execute_unprepared("UPDATE users SET role = NULL").await.is_err(), "a role is always there");
            Migrator::down(db, Some(1)).await?;
            ensure!(texts(db, "SELECT name FROM users ORDER BY email").await? == ["Ada", "Bea"]);
            ensure!(db.execute_unprepared("SELECT role FROM users").await.is_err());
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn a_user_is_promoted() -> Result<()> {
    on_postgres::<Migrator>("accounts_admins", async |db| {
        let users = UserFactory::new().role(UserRole::User).build_many(db, 2).await?;
        accounts::promote(db, users[1].id).await?;
        let admins: Vec<i64> = accounts::admins(db).await?.iter().map(|user| user.id).collect();
        ensure!(admins == [users[1].id], "{admins:?}");
        Ok(())
    })
}

/// The rows that were there when the table came in parts are there, with their numbers, and so they are on the way back.
#[test]
fn orders_come_in_parts_with_their_rows_and_a_query_reads_one() -> Result<()> {
    let Some(server) = servers::database(sea_scaffold::database::Backend::Postgres) else { return Ok(()) };
    let database = server.database("accounts_parts")?;
    with::<Migrator>(&database, Some(2), async |db| {
        db.execute_unprepared(ADA).await?;
        let orders = "INSERT INTO orders (user_id, status, total_amount, created_at) SELECT id, 'paid', 1, time \
                      FROM users, unnest('{2024-02-01,2024-05-01,2030-01-01}'::timestamp[]) AS time";
        db.execute_unprepared(orders).await?;
        let rows = "SELECT id || ' ' || created_at FROM orders ORDER BY id";
        let before = texts(db, rows).await?;
        Migrator::up(db, None).await?;
        ensure!(texts(db, rows).await? == before && before.len() == 3, "{before:?}");
        let parts = texts(db, "SELECT tableoid::regclass::text FROM orders ORDER BY created_at").await?;
        ensure!(parts == ["orders_2024_q1", "orders_2024_q2", "orders_other"], "{parts:?}");
        let read = accounts::parts_read(db, "2024-04-10", "2024-06-01").await?;
        ensure!(read == ["orders_2024_q2"], "{read:?}");
        let (from, to) = ("2024-01-01T00:00:00".parse::<DateTime>()?, "2024-06-01T00:00:00".parse()?);
        ensure!(accounts::paid(db, from, to).await?.len() == 2);
        let order = OrderFactory::new().build(db).await?;
        ensure!(order.id == 4, "the numbers go on: {order:?}");
        Migrator::down(db, Some(1)).await?;
        ensure!(texts(db, rows).await?[..3] == before && texts(db, rows).await?.len() == 4);
        db.execute_unprepared(orders).await?;
        Ok(())
    })
}
