//! What finders, lists, relations and links cost: they read what is asked for, by an index, and never a table.
//!
//! The tables are large enough, and their statistics true, so that each database chooses by what a plan costs it.

use super::{Sent, on_case, plan};
use anyhow::{Context, Result, ensure};
use scaffold_tests::graphs::prelude::*;
use scaffold_tests::graphs::repository::{
    Connect, Connection, Graph, NotLoaded, PageRequest, Query, Repository, Table,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use std::ops::Range;

/// The rows that are asked for at once, and how many of a kind there are.
const ASKED: Range<i32> = 5_001..5_011;
const ROWS: u64 = 20_000;

/// A tag that thousands of posts have.
const POPULAR: &str = "19999";

/// What may be read for ten rows with all that belongs to them: rows on MySQL, which counts those that it sorts and
/// groups again, pages on PostgreSQL.
const READ: i64 = 2_000;

/// A database, and what it is sent.
struct Watched {
    db: DatabaseConnection,
    sent: Sent,
}

impl Watched {
    fn new(db: &DatabaseConnection) -> Self {
        let mut db = db.clone();
        let sent = Sent::over(&mut db);
        Self { db, sent }
    }

    /// Does the work in a transaction that is taken back, and looks at what was read for it.
    async fn is_cheap(&self, what: &str, work: impl AsyncFn(Connection<'_>) -> Result<()>) -> Result<()> {
        let transaction = self.db.begin().await?;
        let on = transaction.connection();
        self.sent.take();
        let read = match on.backend() {
            DbBackend::MySql => plan::handled(&transaction, work(on)).await.context(what.to_owned())?.1,
            _ => {
                work(on).await.context(what.to_owned())?;
                planned(&transaction, &self.sent.take()).await.context(what.to_owned())?
            }
        };
        transaction.rollback().await?;
        ensure!(read < READ, "{what}: {read} read");
        Ok(())
    }
}

/// What is read by the plans of statements, none of which may go through a table.
async fn planned(db: &impl ConnectionTrait, sent: &[Statement]) -> Result<i64> {
    let mut read = 0;
    for statement in sent.iter().filter(|statement| !statement.sql.starts_with("INSERT")) {
        let plan = plan::told(db, statement).await?;
        let scans = |table: &str| plan.lines().any(|line| line == format!("SCAN {table}"));
        let scanned = TABLES.iter().any(|(table, _)| scans(table)) || plan.contains("Seq Scan");
        ensure!(!scanned && !plan.is_empty(), "{statement}\n{plan}");
        read += plan::buffers(&plan);
    }
    ensure!(!sent.is_empty(), "nothing was asked");
    Ok(read)
}

/// The tables, and the rows that they are given of the numbers from 0: ten posts for each of the first authors, four comments and
/// three tags for each post, and one tag that thousands have.
const TABLES: [(&str, &str); 6] = [
    ("author", "(id, name) SELECT n + 1, 'a' FROM numbers WHERE n < 20000"),
    (
        "post",
        "(id, tenant_id, author_id, title) SELECT n + 1, 1, n % 2000 + 1, CAST(n AS CHAR(8)) FROM numbers WHERE n < 20000",
    ),
    (
        "comment",
        "(id, tenant_id, post_id, body, weight) SELECT n + 1, 1, n % 20000 + 1, 'c', n % 7 FROM numbers WHERE n < 80000",
    ),
    ("tag", "(code, tenant_id, name) SELECT CAST(n AS CHAR(8)), 1, 't' FROM numbers WHERE n < 20000"),
    (
        "post_tag",
        "(post_id, tag_code) SELECT n % 20000 + 1, CAST((n * 7) % 19997 AS CHAR(8)) FROM numbers WHERE n < 60000",
    ),
    ("post_tag", "(post_id, tag_code) SELECT n + 1, '19999' FROM numbers WHERE n < 5000"),
];

async fn fill(db: &DatabaseConnection) -> Result<()> {
    let digit = "SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL \
                 SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9";
    let digits = ["a", "b", "c", "e", "f"].map(|name| format!("({digit}) {name}")).join(", ");
    let numbers = format!("(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM {digits}) numbers");
    let mut statements: Vec<String> = Vec::new();
    for (table, rows) in TABLES {
        statements.push(format!("INSERT INTO {table} {}", rows.replace("FROM numbers", &format!("FROM {numbers}"))));
    }
    if db.get_database_backend() == DbBackend::MySql {
        // It has made indexes for the foreign keys by itself.
        statements.extend(TABLES.map(|(table, _)| format!("ANALYZE TABLE {table}")));
    } else {
        let indexes = ["post (author_id)", "comment (post_id)", "post_tag (tag_code)"];
        statements.extend((1..).zip(indexes).map(|(number, on)| format!("CREATE INDEX cheap_{number} ON {on}")));
        statements.push("ANALYZE".to_owned());
    }
    for sql in statements {
        db.execute_unprepared(&sql).await.context(sql)?;
    }
    Ok(())
}

fn everywhere(test: impl AsyncFn(&Watched) -> Result<()> + Sync) -> Result<()> {
    on_case("graphs", async |db| {
        fill(db).await?;
        ensure!(db.post().count().await? == ROWS && db.tag().count().await? == ROWS);
        test(&Watched::new(db)).await
    })
}

#[test]
fn finders_and_lists_go_by_their_index() -> Result<()> {
    everywhere(async |watched| {
        let found = |count: usize, expected: usize| {
            ensure!(count == expected, "{count} rows of {expected}");
            Ok(())
        };
        watched.is_cheap("a key", async |on| Ok(on.post().get(5_000).await.map(drop)?)).await?;
        watched.is_cheap("keys", async |on| found(on.post().find_many(ASKED).await?.len(), 10)).await?;
        watched.is_cheap("a unique key", async |on| Ok(on.post().get_by_title("777").await.map(drop)?)).await?;
        fn list(on: Connection<'_>) -> Query<'_, Post> {
            Repository::new(on).list_by_author_id(77)
        }
        watched.is_cheap("a list", async |on| found(list(on).all().await?.len(), 10)).await?;
        watched.is_cheap("a count", async |on| found(list(on).count().await? as usize, 10)).await?;
        watched.is_cheap("whether there is any", async |on| found(list(on).exists().await? as usize, 1)).await?;
        let page = async |on: Connection<'_>| {
            found(list(on).sort(Post::TITLE.desc()).page(PageRequest::new(2, 4)).await?.items.len(), 4)
        };
        watched.is_cheap("a page", page).await?;
        let authors: Vec<i32> = (100..110).collect();
        let lists = async |on: Connection<'_>| found(on.post().list_by_author_ids(&authors).await?.concat().len(), 100);
        watched.is_cheap("lists", lists).await
    })
}

/// Ten posts.
fn posts(on: Connection<'_>) -> Query<'_, Post> {
    Repository::new(on).filter(Post::ID.gte(ASKED.start) & Post::ID.lt(ASKED.end))
}

/// Whether so many rows were loaded with ten rows, or counted.
fn adds_up<T: Table>(
    rows: &[Graph<T>],
    count: impl Fn(&Graph<T>) -> Result<u64, NotLoaded>,
    expected: u64,
) -> Result<()> {
    let counts: Result<Vec<u64>, NotLoaded> = rows.iter().map(count).collect();
    let sum: u64 = counts?.iter().sum();
    ensure!(rows.len() == 10 && sum == expected, "{sum} of {expected} for {} rows", rows.len());
    Ok(())
}

#[test]
fn relations_read_what_belongs_to_the_rows() -> Result<()> {
    everywhere(async |watched| {
        let (author, comments) = (PostRelation::AUTHOR, PostRelation::COMMENTS);
        let loaded = |row: &Graph<Post>| Ok(row.get(comments)?.len() as u64);
        let all = async |on: Connection<'_>| adds_up(&posts(on).with(comments).all().await?, loaded, 40);
        watched.is_cheap("many rows for each", all).await?;
        let limited = || comments.sort(Comment::WEIGHT.desc()).limit(2);
        let few = async |on: Connection<'_>| adds_up(&posts(on).with(limited()).all().await?, loaded, 20);
        watched.is_cheap("a few for each", few).await?;
        let counted = |row: &Graph<Post>| row.count(comments);
        let count = async |on: Connection<'_>| adds_up(&posts(on).with(comments.count()).all().await?, counted, 40);
        watched.is_cheap("how many for each", count).await?;
        let one = |row: &Graph<Post>| Ok(row.get(author)?.iter().count() as u64);
        let parent = async |on: Connection<'_>| adds_up(&posts(on).with(author).all().await?, one, 10);
        watched.is_cheap("one row for each", parent).await?;
        let back = async |on: Connection<'_>| {
            let with = author.with(AuthorRelation::POSTS.limit(3).with(comments.count()));
            let rows = posts(on).with(with).all().await?;
            let loaded = |row: &Graph<Post>| {
                let Some(author) = row.get(author)? else { return Ok(0) };
                author.get(AuthorRelation::POSTS)?.iter().map(|post| post.count(comments)).sum()
            };
            adds_up(&rows, loaded, 120)
        };
        watched.is_cheap("down, up and down again", back).await
    })
}

#[test]
fn junctions_are_read_and_written_by_their_keys() -> Result<()> {
    everywhere(async |watched| {
        let tags = PostRelation::TAGS;
        let loaded = |row: &Graph<Post>| Ok(row.get(tags)?.len() as u64);
        let all = async |on: Connection<'_>| adds_up(&posts(on).with(tags).all().await?, loaded, 30);
        watched.is_cheap("many rows for each", all).await?;
        let limited = || tags.sort(Tag::NAME.desc()).limit(2);
        let few = async |on: Connection<'_>| adds_up(&posts(on).with(limited()).all().await?, loaded, 20);
        watched.is_cheap("a few for each", few).await?;
        let counted = |row: &Graph<Post>| row.count(tags);
        let count = async |on: Connection<'_>| adds_up(&posts(on).with(tags.count()).all().await?, counted, 30);
        watched.is_cheap("how many for each", count).await?;
        let is = |count: u64, expected: u64| {
            ensure!(count == expected, "{count} links of {expected}");
            Ok(())
        };
        let attach = async |on: Connection<'_>| is(on.post().attach(tags, 7, ["1", "2", "3"]).await?, 3);
        watched.is_cheap("attach", attach).await?;
        let detach = async |on: Connection<'_>| is(on.post().detach(tags, 7, [POPULAR, "nothing"]).await?, 1);
        watched.is_cheap("detach", detach).await?;
        let sync = async |on: Connection<'_>| is(on.post().sync(tags, 7, ["1", POPULAR]).await?.detached, 3);
        watched.is_cheap("sync", sync).await?;
        // Thousands of links are left alone where one is made.
        let other = async |on: Connection<'_>| {
            is(on.tag().attach(TagRelation::POSTS, POPULAR.to_owned(), [4, 5, 19_000]).await?, 1)
        };
        watched.is_cheap("attach to what many are attached to", other).await
    })
}
