//! The building blocks for migrations, each on every database: what one makes is there, and what it takes away leaves
//! everything as it was.

use super::texts;
use crate::servers::{self, Database, wait};
use anyhow::{Context, Result, ensure};
use blog_migration::blocks::{self, Block, Event, sql};
use blog_migration::{ForeignKey, Index, SchemaManager, Table};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_orm_migration::schema::{integer, integer_null, string_len};
use sea_scaffold::catalog::Catalog;
use sea_scaffold::config::Settings;
use sea_scaffold::database::{Backend, Session};
use sea_scaffold::introspect;

/// What the blocks are tried on: SQLite's definitions have all that may stand in the way of changing them.
const TABLES: [&str; 2] = [
    "CREATE TABLE things (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50) NOT NULL DEFAULT 'NOT NULL, (', \
     note VARCHAR(50) DEFAULT NULL, size INTEGER, price DECIMAL(10, 2) DEFAULT 0 CHECK (price >= 0), \
     updated_at VARCHAR(40), CHECK (size IS NULL OR size > 0))",
    "CREATE TABLE log (id INTEGER, table_name VARCHAR(100), record_id INTEGER, action VARCHAR(10), \
     old_data TEXT, new_data TEXT, who VARCHAR(50))",
];

struct Tried<'d> {
    database: &'d Database,
    db: DatabaseConnection,
}

impl Tried<'_> {
    fn backend(&self) -> Backend {
        self.database.backend
    }

    async fn catalog(&self) -> Result<Catalog> {
        let mut session = Session::open(&self.database.url).await?;
        let catalog = introspect::introspect(&mut session, &Settings::default().database, "seaql_migrations").await;
        session.close().await;
        catalog
    }

    /// Makes it and takes it away, twice; it is seen only `on` those databases.
    async fn round(&self, what: &str, block: &impl Block, on: &[Backend]) -> Result<()> {
        let manager = SchemaManager::new(&self.db);
        for _ in 0..2 {
            let before = self.catalog().await?;
            block.create(&manager).await.with_context(|| format!("{what}: create"))?;
            let made = self.catalog().await?;
            ensure!((made != before) == on.contains(&self.backend()), "{what} on {}", self.backend());
            block.drop(&manager).await.with_context(|| format!("{what}: drop"))?;
            let after = self.catalog().await?;
            ensure!(after == before, "{what} leaves a trace on {}: {after:#?} {before:#?}", self.backend());
        }
        Ok(())
    }

    async fn run(&self, statement: &str) -> Result<()> {
        self.db.execute_unprepared(statement).await.map(drop).with_context(|| statement.to_owned())
    }

    async fn texts(&self, query: &str) -> Result<Vec<String>> {
        texts(&self.db, query).await.with_context(|| query.to_owned())
    }
}

const ALL: [Backend; 3] = [Backend::Postgres, Backend::MySql, Backend::Sqlite];
const POSTGRES: [Backend; 1] = [Backend::Postgres];
const SERVERS: [Backend; 2] = [Backend::Postgres, Backend::MySql];
const NOT_MYSQL: [Backend; 2] = [Backend::Postgres, Backend::Sqlite];

fn everywhere(name: &str, test: impl AsyncFn(&Tried<'_>) -> Result<()> + Sync) -> Result<()> {
    for server in servers::databases() {
        let database = server.database(name)?;
        wait(|| async {
            let tried = Tried { database: &database, db: database.connect().await? };
            for table in TABLES {
                tried.run(table).await?;
            }
            test(&tried).await
        })
        .with_context(|| format!("on {}", server.backend))?;
    }
    Ok(())
}

#[test]
fn indexes_come_and_go() -> Result<()> {
    everywhere("blocks_indexes", async |on| {
        let index = |name: &str| blocks::index(name, "things");
        on.round("plain", &index("i1").column("name").descending("size"), &ALL).await?;
        on.round("unique", &index("i\"`'2").column("name").unique(), &ALL).await?;
        on.round("partial", &index("i3").column("name").only("size > 3"), &NOT_MYSQL).await?;
        on.round("expression", &index("i4").expression("lower(name)").column("size").unique(), &NOT_MYSQL).await?;
        on.round("covering", &index("i5").column("size").include(&["name", "note"]), &ALL).await?;
        on.round("hash", &index("i6").column("size").using("hash"), &POSTGRES).await?;
        on.round("concurrently", &index("i7").column("size").concurrently(), &ALL).await?;
        on.run(
            "CREATE TABLE odd (\"or\" INTEGER)"
                .replace('"', if on.backend() == Backend::MySql { "`" } else { "\"" })
                .as_str(),
        )
        .await?;
        on.round("a key word", &blocks::index("i8", "odd").column("or"), &ALL).await
    })
}

#[test]
fn checks_and_not_null_come_and_go_and_refuse_rows_that_break_them() -> Result<()> {
    everywhere("blocks_checks", async |on| {
        let manager = SchemaManager::new(&on.db);
        let check = blocks::check("chk \"size\" )", "things", "size <> 7 AND name <> '), ('");
        on.round("check", &check, &ALL).await?;
        for column in ["note", "size", "price"] {
            on.round(column, &blocks::not_null("things", column), &ALL).await?;
        }
        let before = on.catalog().await?;
        on.run("INSERT INTO things (id, size, price) VALUES (1, 7, 1)").await?;
        ensure!(check.create(&manager).await.is_err(), "a row breaks it");
        ensure!(blocks::not_null("things", "note").create(&manager).await.is_err(), "a row has none");
        let lost = blocks::check("chk_lost", "things", "nonsense > 1");
        ensure!(lost.create(&manager).await.is_err(), "there is no such column");
        // PostgreSQL looks at the rows in a second statement, which is why migrations have transactions there.
        if on.backend() != Backend::Postgres {
            ensure!(on.catalog().await? == before, "what failed leaves nothing");
        }
        on.run("UPDATE things SET size = 8, note = 'x'").await?;
        if on.backend() == Backend::Postgres {
            on.run("ALTER TABLE things DROP CONSTRAINT \"chk \"\"size\"\" )\", DROP CONSTRAINT note_is_there").await?;
        }
        check.create(&manager).await?;
        ensure!(on.db.execute_unprepared("UPDATE things SET size = 7").await.is_err(), "it holds");
        blocks::not_null("things", "note").create(&manager).await?;
        ensure!(on.db.execute_unprepared("UPDATE things SET note = NULL").await.is_err(), "it holds");
        on.run("UPDATE things SET size = 9, note = 'y'").await
    })
}

/// In halves a rule is kept by new rows first, on PostgreSQL, and elsewhere it comes as a whole with the second.
#[test]
fn a_rule_comes_in_halves_for_new_rows_and_for_old_ones() -> Result<()> {
    everywhere("blocks_halves", async |on| {
        let (manager, is_postgres) = (SchemaManager::new(&on.db), on.backend() == Backend::Postgres);
        let check = blocks::check("chk_size", "things", "size <> 7");
        let known = blocks::not_null("things", "note");
        on.run("INSERT INTO things (id, size, price) VALUES (1, 7, 1)").await?;
        on.round("a check of new rows", &check.clone().for_new_rows(), &POSTGRES).await?;
        on.round("no NULL in new rows", &known.clone().for_new_rows(), &POSTGRES).await?;
        check.clone().for_new_rows().create(&manager).await?;
        known.clone().for_new_rows().create(&manager).await?;
        let bad = "INSERT INTO things (id, size, note) VALUES (2, 7, 'x')";
        ensure!(on.db.execute_unprepared(bad).await.is_err() == is_postgres, "new rows keep to it");
        on.run("DELETE FROM things WHERE id = 2").await?;
        let before = on.catalog().await?;
        ensure!(check.clone().for_old_rows().create(&manager).await.is_err(), "an old row breaks it");
        ensure!(known.clone().for_old_rows().create(&manager).await.is_err(), "an old row has none");
        ensure!(on.catalog().await? == before, "what failed leaves nothing");
        on.run("UPDATE things SET size = 8, note = 'x'").await?;
        on.round("a check of old rows", &check.clone().for_old_rows(), &ALL).await?;
        on.round("no NULL in old rows", &known.clone().for_old_rows(), &ALL).await?;
        let halves = [check.clone().for_old_rows().create(&manager).await, known.for_old_rows().create(&manager).await];
        ensure!(halves.iter().all(Result::is_ok), "{halves:?}");
        ensure!(on.db.execute_unprepared("UPDATE things SET size = 7").await.is_err(), "it holds");
        ensure!(on.db.execute_unprepared("UPDATE things SET note = NULL").await.is_err(), "it holds");
        Ok(check.drop(&manager).await?)
    })
}

#[test]
fn columns_views_and_comments_come_and_go() -> Result<()> {
    everywhere("blocks_tables", async |on| {
        on.round("generated", &blocks::generated("things", "twice", ("INTEGER", "size * 2")), &ALL).await?;
        on.round("comment", &blocks::comment("things", "It's \\ \"here\""), &SERVERS).await?;
        let name = blocks::comment("things", "It's \\ '', NOT NULL, \\'").column("name");
        on.round("comment on a column", &name, &SERVERS).await?;
        name.create(&SchemaManager::new(&on.db)).await?;
        let other = blocks::comment("things", "another").column("name").instead_of("It's \\ '', NOT NULL, \\'");
        on.round("another comment", &other, &SERVERS).await?;
        if on.backend() != Backend::Postgres {
            // A definition with a comment that looks like a rule.
            on.round("not null beside it", &blocks::not_null("things", "size"), &ALL).await?;
        }
        on.round("view", &blocks::view("v", "SELECT id FROM things"), &ALL).await?;
        blocks::view("w", "SELECT id FROM things").create(&SchemaManager::new(&on.db)).await?;
        let other = blocks::view("w", "SELECT id, name FROM things").instead_of("SELECT id FROM things");
        on.round("another text", &other, &ALL).await?;
        let stored = blocks::materialized_view("m", "SELECT id, name FROM things");
        let stored = stored.index(blocks::index("m_id", "m").column("id").unique());
        on.round("materialized view", &stored, &POSTGRES).await?;
        on.round("or view", &stored.clone().or_view(), &ALL).await?;
        stored.create(&SchemaManager::new(&on.db)).await?;
        stored.refresh(&SchemaManager::new(&on.db)).await?;
        let rest = blocks::raw("CREATE TABLE r (id INTEGER)", "DROP TABLE r");
        on.round("raw", &rest, &ALL).await?;
        on.round("raw, only PostgreSQL", &blocks::only_postgres("r", rest), &POSTGRES).await
    })
}

#[test]
fn code_types_parts_and_policies_come_and_go() -> Result<()> {
    everywhere("blocks_code", async |on| {
        let body = sql("SELECT number + 1").on_mysql("RETURN number + 1");
        let function = blocks::function("next_number", ("number INTEGER", "INTEGER"), body).language("sql IMMUTABLE");
        on.round("function", &function, &SERVERS).await?;
        let text = sql("NEW.note = '$$'; RETURN NEW").on_mysql("SET NEW.note = '$$'").on_sqlite("SELECT 1");
        let trigger = blocks::trigger("mark", "things", text).when("NEW.size > 2");
        on.round("trigger", &trigger.clone().before(&[Event::Update]), &ALL).await?;
        on.round("of two events", &trigger.before(&[Event::Insert, Event::Update]), &ALL).await?;
        on.round("updated_at", &blocks::updated_at("things", "updated_at"), &ALL).await?;
        on.round("audit", &blocks::audit("things", "log"), &ALL).await?;
        let email = blocks::domain("email", "VARCHAR(255)").check("VALUE LIKE '%@%'").default("'@'").not_null();
        on.round("domain", &email, &POSTGRES).await?;
        secured(on).await?;
        let policy =
            blocks::policy("small", "things").command("UPDATE").to("public").using("size < 3").with_check("true");
        on.round("policy", &policy, &POSTGRES).await?;
        let hostile = blocks::policy("x */; DROP TABLE things; /* \n", "things").using("true");
        on.round("hostile name", &hostile, &POSTGRES).await?;
        let table = Table::create()
            .table("visits")
            .col(integer("id"))
            .col(integer("day"))
            .primary_key(Index::create().col("id").col("day"))
            .take();
        let visits = blocks::partitioned(table, "visits", "RANGE (day)");
        on.round("table in parts", &visits, &ALL).await?;
        visits.create(&SchemaManager::new(&on.db)).await?;
        on.round("part", &blocks::partition("visits_1", "visits", "FROM (1) TO (2)"), &POSTGRES).await?;
        on.round("other part", &blocks::partition("visits_other", "visits", "DEFAULT"), &POSTGRES).await
    })
}

/// The catalog tells policies, and not whether they hold.
async fn secured(on: &Tried<'_>) -> Result<()> {
    let (manager, block) = (SchemaManager::new(&on.db), blocks::row_level_security("things").forced());
    block.create(&manager).await?;
    let is_secured = "SELECT concat(relrowsecurity, relforcerowsecurity) FROM pg_class WHERE relname = 'things'";
    let is_postgres = on.backend() == Backend::Postgres;
    ensure!(!is_postgres || on.texts(is_secured).await? == ["tt"]);
    block.drop(&manager).await?;
    ensure!(!is_postgres || on.texts(is_secured).await? == ["ff"]);
    Ok(())
}

#[test]
fn triggers_note_times_and_write_down_rows() -> Result<()> {
    everywhere("blocks_triggers", async |on| {
        let manager = SchemaManager::new(&on.db);
        if on.backend() == Backend::Postgres {
            on.run("ALTER TABLE log ALTER old_data TYPE jsonb USING NULL, ALTER new_data TYPE jsonb USING NULL")
                .await?;
        }
        blocks::updated_at("things", "updated_at").create(&manager).await?;
        let audit = blocks::audit("things", "log").columns(&["name", "size"]).fill("who", "{row}.note").fill("id", "7");
        audit.create(&manager).await?;
        on.run("INSERT INTO things (id, name, note, size, updated_at) VALUES (1, 'it''s', 'ada', 1, '2020')").await?;
        on.run("UPDATE things SET size = 2, note = 'bea'").await?;
        ensure!(on.texts("SELECT updated_at FROM things").await?[0].as_str() > "2021", "the time is noted");
        on.run("DELETE FROM things").await?;
        // SQLite notes the time in a second change.
        let said = on.texts("SELECT DISTINCT concat_ws('|', action, record_id, who, id) FROM log ORDER BY 1").await?;
        ensure!(said == ["DELETE|1|bea|7", "INSERT|1|ada|7", "UPDATE|1|bea|7"], "{said:?}");
        let rows = "SELECT CAST(coalesce(new_data, old_data) AS CHAR(100)) FROM log ORDER BY action, record_id";
        let rows = on.texts(rows).await?;
        let row = |text: &str| serde_json::from_str::<serde_json::Value>(text.trim());
        ensure!(row(&rows[0])? == serde_json::json!({"name": "it's", "size": 2}), "{rows:?}");
        ensure!(row(&rows[1])? == serde_json::json!({"name": "it's", "size": 1}), "{rows:?}");
        audit.drop(&manager).await?;
        on.run("INSERT INTO things (id) VALUES (2)").await?;
        ensure!(on.texts("SELECT action FROM log WHERE record_id = 2").await?.is_empty());
        Ok(())
    })
}

/// Numbers, texts and UUIDs as keys; the batches end in the middle and at the end of the rows.
#[test]
fn a_backfill_reaches_every_row_some_at_a_time() -> Result<()> {
    everywhere("blocks_backfill", async |on| {
        let manager = SchemaManager::new(&on.db);
        let uuids = Table::create()
            .table("by_uuid")
            .col(blocks::uuid_key("id", &manager))
            .col(integer("size"))
            .col(integer_null("twice"))
            .take();
        let words = Table::create()
            .table("by_word")
            .col(string_len("word", 20).primary_key())
            .col(integer("size"))
            .col(integer_null("twice"))
            .foreign_key(ForeignKey::create().from("by_word", "size").to("things", "id"))
            .take();
        for table in [uuids, words] {
            manager.create_table(table).await?;
        }
        for number in 1..=7 {
            on.run(&format!("INSERT INTO things (id, size) VALUES ({number}, {number})")).await?;
            on.run(&format!("INSERT INTO by_uuid (size) VALUES ({number})")).await?;
            on.run(&format!("INSERT INTO by_word (word, size) VALUES ('it''s \\ {number}', {number})")).await?;
        }
        for batch in [1, 2, 7, 100] {
            for (table, column, key) in
                [("things", "price", "id"), ("by_uuid", "twice", "id"), ("by_word", "twice", "word")]
            {
                on.run(&format!("UPDATE {table} SET {column} = NULL")).await?;
                on.run(&format!("UPDATE {table} SET {column} = 0 WHERE size = 3")).await?;
                let fill = blocks::backfill(table).by(key).batch(batch).set(column, "size * 2");
                fill.rows(format!("{column} IS NULL").as_str()).run(&manager).await?;
                let sum = format!("SELECT CAST(CAST(sum({column}) AS DECIMAL(6, 0)) AS CHAR(6)) FROM {table}");
                let sum = on.texts(&sum).await?;
                ensure!(sum[0].trim().trim_end_matches(".0") == "50", "{table} by {batch}: {sum:?}");
            }
        }
        Ok(())
    })
}
