//! What `scaffold migrate new` begins with where a migration is made of building blocks: the very pages, compiled, on every
//! database. That they are what it writes is a test of `cli::blocks`.

use crate::servers::{self, wait};
use anyhow::{Context, Result, ensure};
use sea_orm::ConnectionTrait;
use sea_orm_migration::{MigrationTrait, SchemaManager};

#[rustfmt::skip]
#[path = "../../pages/check.rs"]
mod check;
#[rustfmt::skip]
#[path = "../../pages/function.rs"]
mod function;
#[rustfmt::skip]
#[path = "../../pages/index.rs"]
mod index;
#[rustfmt::skip]
#[path = "../../pages/policy.rs"]
mod policy;
#[rustfmt::skip]
#[path = "../../pages/trigger.rs"]
mod trigger;

const NOTES: &str = "CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER, note VARCHAR(50))";

#[test]
fn the_pages_go_up_down_and_up_again() -> Result<()> {
    let pages: [(&str, &dyn MigrationTrait); 5] = [
        ("check", &check::Migration),
        ("function", &function::Migration),
        ("index", &index::Migration),
        ("policy", &policy::Migration),
        ("trigger", &trigger::Migration),
    ];
    for server in servers::databases() {
        let database = server.database("pages")?;
        wait(|| async {
            let db = database.connect().await?;
            db.execute_unprepared(NOTES).await?;
            let manager = SchemaManager::new(&db);
            for (page, migration) in pages {
                for _ in 0..2 {
                    migration.up(&manager).await.with_context(|| format!("{page} up on {}", server.backend))?;
                    migration.down(&manager).await.with_context(|| format!("{page} down on {}", server.backend))?;
                }
                migration.up(&manager).await?;
            }
            db.execute_unprepared("INSERT INTO notes (id, note) VALUES (1, ' a ')").await?;
            let notes = super::texts(&db, "SELECT note FROM notes").await?;
            ensure!(notes == ["a"], "{}: {notes:?}", server.backend);
            ensure!(db.execute_unprepared("UPDATE notes SET note = ''").await.is_err(), "{}", server.backend);
            Ok(())
        })?;
    }
    Ok(())
}
