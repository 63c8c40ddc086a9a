//! Graphs: what belongs to rows is loaded with them, one statement for each relation, and never read by mistake.
//!
//! What must come out is asked of the database in plain SQL, row by row.

use super::{number, on_case};
use anyhow::{Context, Result, ensure};
use scaffold_tests::graphs::prelude::*;
use scaffold_tests::graphs::repository::{Connect, Connection, Graph, PageRequest, Set, With};
use scaffold_tests::graphs::{comment, post};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionTrait};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many posts the tests have: more than fit into one statement.
const POSTS: i32 = 1_500;

/// Runs a test on every database, on a connection and in a transaction, with posts and what belongs to them.
fn everywhere(test: impl AsyncFn(Connection<'_>) -> Result<()> + Sync) -> Result<()> {
    on_case("graphs", async |db| {
        let transaction = db.begin().await?;
        fill(transaction.connection()).await?;
        test(transaction.connection()).await.context("in a transaction")?;
        transaction.rollback().await?;
        ensure!(number(db, "SELECT COUNT(*) FROM post").await? == 0, "it left something");
        fill(db.connection()).await?;
        test(db.connection()).await
    })
}

/// Two authors; posts with no, one, two or three comments, of which some answer others; and tags.
async fn fill(on: Connection<'_>) -> Result<()> {
    let ann = on.author().create(NewAuthor { name: "ann".to_owned() }).await?;
    let bob = on.author().create(NewAuthor { name: "bob".to_owned() }).await?;
    let posts = (0..POSTS).map(|number| {
        let author_id = if number % 3 == 0 { ann.id } else { bob.id };
        let rest = post::ActiveModel {
            tenant_id: Set(i64::from(1 + number % 2)),
            reviewer_id: Set((number % 4 == 0).then_some(ann.id)),
            score: Set((number % 5 != 0).then_some(number % 7)),
            ..Default::default()
        };
        NewPost { author_id, title: format!("post {number:04}") }.with(rest)
    });
    on.post().create_many(posts).await?;
    let posts = on.post().all().await?;
    let comments = posts.iter().flat_map(|post| (0..post.id % 4).map(move |number| (post, number)));
    let comments = comments.map(|(post, number)| {
        let weight = (number != 1).then_some(10 - number);
        let rest = comment::ActiveModel { tenant_id: Set(post.tenant_id), weight: Set(weight), ..Default::default() };
        NewComment { post_id: post.id, body: format!("{} of {}", number, post.title) }.with(rest)
    });
    on.comment().create_many(comments).await?;
    let comments = on.comment().all().await?;
    for pair in comments.windows(2).filter(|pair| pair[0].post_id == pair[1].post_id).take(20) {
        let patch = comment::ActiveModel { parent_id: Set(Some(pair[0].id)), ..Default::default() };
        on.comment().update(pair[1].id, patch).await?;
    }
    for (tenant, code) in [(1_i64, "a"), (1, "b"), (2, "c")] {
        on.for_tenant(tenant).tag().create(NewTag { code: code.to_owned(), name: code.to_uppercase() }).await?;
    }
    for post in posts.iter().take(30) {
        on.post().attach(PostRelation::TAGS, post.id, ["b", "c"]).await?;
    }
    on.post().attach(PostRelation::TAGS, posts[0].id, ["a", "b"]).await?;
    Ok(())
}

/// The first column of every row of a query, as text.
async fn texts(on: Connection<'_>, sql: &str) -> Result<Vec<String>> {
    let rows = on.executor().query_all_raw(Statement::from_string(on.backend(), sql)).await.context(sql.to_owned())?;
    rows.iter().map(|row| Ok(row.try_get_by_index::<String>(0)?.trim_end().to_owned())).collect()
}

fn bodies(post: &Graph<Post>) -> Result<Vec<String>> {
    Ok(post.get(PostRelation::COMMENTS)?.iter().map(|comment| comment.body.clone()).collect())
}

#[test]
fn what_belongs_to_rows_is_loaded_with_them() -> Result<()> {
    everywhere(async |on| {
        let posts = on.post().with(PostRelation::AUTHOR).with(PostRelation::REVIEWER);
        let posts = posts.with(PostRelation::COMMENTS.with(CommentRelation::PARENT)).all().await?;
        ensure!(posts.len() == POSTS as usize);
        for post in posts.iter().take(40).chain(posts.iter().rev().take(5)) {
            let author = post.get(PostRelation::AUTHOR)?.context("every post has an author")?;
            let number: i32 = post.title.trim_start_matches("post ").parse()?;
            let name = if number % 3 == 0 { "ann" } else { "bob" };
            ensure!(author.id == post.author_id && author.name == name, "{post:?} {author:?}");
            ensure!(post.get(PostRelation::REVIEWER)?.map(|reviewer| reviewer.id) == post.reviewer_id);
            let sql = format!("SELECT body FROM comment WHERE post_id = {} ORDER BY id", post.id);
            ensure!(bodies(post)? == texts(on, &sql).await?, "{post:?}");
            for comment in post.get(PostRelation::COMMENTS)? {
                ensure!(comment.get(CommentRelation::PARENT)?.map(|parent| parent.id) == comment.parent_id);
            }
        }
        Ok(())
    })
}

#[test]
fn what_was_not_asked_for_is_an_error_and_nothing_else() -> Result<()> {
    everywhere(async |on| {
        let post = on.post().with(PostRelation::COMMENTS).first().await?.context("a post")?;
        let unloaded = post.get(PostRelation::AUTHOR).err().context("the author was not asked for")?;
        ensure!(unloaded.relation == "author" && unloaded.table == "post", "{unloaded}");
        ensure!(post.count(PostRelation::COMMENTS).is_err(), "loaded, not counted");
        let twice = on.post().with(PostRelation::COMMENTS).with(PostRelation::COMMENTS.limit(1)).first().await;
        ensure!(twice.is_err_and(|error| error.to_string().contains("asked for twice")));
        let heavy = PostRelation::COMMENTS.named("heavy");
        let both = on.post().with(PostRelation::COMMENTS).with(heavy.filter(Comment::WEIGHT.gte(10))).all().await?;
        let three = both.iter().find(|post| post.id % 4 == 3).context("a post with three comments")?;
        ensure!(three.get(PostRelation::COMMENTS)?.len() == 3 && three.get(heavy)?.len() == 1);
        Ok(())
    })
}

#[test]
fn relations_are_filtered_sorted_and_limited_for_each_row() -> Result<()> {
    everywhere(async |on| {
        let top = PostRelation::COMMENTS.filter(Comment::BODY.ne("none")).sort(Comment::WEIGHT.desc()).limit(2);
        let posts = on.post().with(top.with(CommentRelation::POST.with(PostRelation::AUTHOR))).all().await?;
        for post in posts.iter().take(40).chain(posts.iter().rev().take(5)) {
            // Rows without a weight come after all others.
            let sql = format!(
                "SELECT body FROM comment WHERE post_id = {} ORDER BY weight IS NULL, weight DESC, id DESC LIMIT 2",
                post.id
            );
            ensure!(bodies(post)? == texts(on, &sql).await?, "{post:?}");
            for comment in post.get(PostRelation::COMMENTS)? {
                let back = comment.get(CommentRelation::POST)?.context("the post")?;
                ensure!(back.row() == post.row() && back.get(PostRelation::AUTHOR)?.is_some());
            }
        }
        Ok(())
    })
}

#[test]
fn relations_are_counted_without_a_row() -> Result<()> {
    everywhere(async |on| {
        let light = PostRelation::COMMENTS.named("light");
        let posts = on.post().with(PostRelation::COMMENTS.count()).with(light.filter(Comment::WEIGHT.lt(10)).count());
        for post in posts.with(PostRelation::TAGS.count()).all().await?.iter().take(60) {
            let count = |what: &str| format!("SELECT COUNT(*) FROM {what} = {}", post.id);
            let expected = number(&on.executor(), &count("comment WHERE post_id")).await?;
            ensure!(post.count(PostRelation::COMMENTS)? == expected as u64);
            let expected = number(&on.executor(), &count("comment WHERE weight < 10 AND post_id")).await?;
            ensure!(post.count(light)? == expected as u64);
            let expected = number(&on.executor(), &count("post_tag WHERE post_id")).await?;
            ensure!(post.count(PostRelation::TAGS)? == expected as u64);
            ensure!(post.get(PostRelation::COMMENTS).is_err(), "counted, not loaded");
        }
        Ok(())
    })
}

#[test]
fn deleted_rows_are_not_loaded_along_unless_asked_for() -> Result<()> {
    everywhere(async |on| {
        let tagged: Vec<i32> =
            on.post().sort(Post::ID.asc()).all().await?.iter().take(10).map(|post| post.id).collect();
        ensure!(on.post().filter(Post::ID.lte(tagged[9])).delete().await? == 10);
        let (posts, all) = (AuthorRelation::POSTS, AuthorRelation::POSTS.named("all"));
        let with =
            With::new().with(posts).with(posts.count()).with(all.with_deleted()).with(all.with_deleted().count());
        for author in on.author().query().with_all(with).all().await? {
            let of_author = format!("SELECT COUNT(*) FROM post WHERE author_id = {}", author.id);
            let every = number(&on.executor(), &of_author).await? as u64;
            let present = number(&on.executor(), &format!("{of_author} AND deleted_at IS NULL")).await? as u64;
            ensure!(present < every && author.get(posts)?.len() as u64 == present && author.count(posts)? == present);
            ensure!(author.get(all)?.len() as u64 == every && author.count(all)? == every);
        }
        // Through a junction, and up to a row that is deleted.
        let tag = on.tag().with(TagRelation::POSTS).with(TagRelation::POSTS.count()).get("b".to_owned()).await?;
        ensure!(tag.get(TagRelation::POSTS)?.len() == 20 && tag.count(TagRelation::POSTS)? == 20);
        let of_deleted = on.comment().filter(Comment::POST_ID.lte(tagged[9]));
        let comments = of_deleted.clone().with(CommentRelation::POST).all().await?;
        ensure!(!comments.is_empty() && comments.iter().all(|it| matches!(it.get(CommentRelation::POST), Ok(None))));
        let comments = of_deleted.with(CommentRelation::POST.with_deleted()).all().await?;
        ensure!(comments.iter().all(|it| matches!(it.get(CommentRelation::POST), Ok(Some(_)))));
        Ok(())
    })
}

#[test]
fn junctions_are_walked_from_both_ends_and_in_the_order_of_what_they_lead_to() -> Result<()> {
    everywhere(async |on| {
        let posts = on.post().with(PostRelation::TAGS.sort(Tag::NAME.desc())).all().await?;
        let codes = |post: &Graph<Post>| -> Result<Vec<String>> {
            Ok(post.get(PostRelation::TAGS)?.iter().map(|tag| tag.code.trim_end().to_owned()).collect())
        };
        ensure!(
            codes(&posts[0])? == ["c", "b", "a"] && codes(&posts[1])? == ["c", "b"] && codes(&posts[30])?.is_empty()
        );
        let first = TagRelation::POSTS.sort(Post::ID.desc()).limit(3).with(PostRelation::TAGS);
        let tag = on.tag().with(first).get("b".to_owned()).await?;
        let found: Vec<i32> = tag.get(TagRelation::POSTS)?.iter().map(|post| post.id).collect();
        let expected: Vec<i32> = posts[..30].iter().rev().take(3).map(|post| post.id).collect();
        ensure!(found == expected, "{found:?} {expected:?}");
        ensure!(tag.get(TagRelation::POSTS)?[0].get(PostRelation::TAGS)?.len() == 2);
        Ok(())
    })
}

/// PostgreSQL fills up a `char(8)` with blanks; a key is the same with and without them.
#[test]
fn keys_of_a_fixed_length_are_found_as_they_are_written_and_as_they_are_read() -> Result<()> {
    everywhere(async |on| {
        let read = on.tag().get("a".to_owned()).await?;
        ensure!(on.tag().get(read.code.clone()).await? == read);
        let found = on.tag().find_many(["a".to_owned(), read.code.clone(), "x".to_owned()]).await?;
        ensure!(found == [Some(read.clone()), Some(read.clone()), None], "{found:?}");
        let post = on.post().sort(Post::ID.asc()).first().await?.context("a post")?.id;
        ensure!(on.post().attach(PostRelation::TAGS, post, [read.code.clone()]).await? == 0, "it is linked already");
        ensure!(on.post().sync(PostRelation::TAGS, post, [read.code]).await?.detached == 2);
        Ok(())
    })
}

#[test]
fn links_are_made_and_undone() -> Result<()> {
    everywhere(async |on| {
        let linked = async |post: i32| {
            texts(on, &format!("SELECT tag_code FROM post_tag WHERE post_id = {post} ORDER BY tag_code")).await
        };
        let post = on.post().query().filter(Post::TITLE.eq("post 0040")).one().await?.id;
        ensure!(on.post().attach(PostRelation::TAGS, post, ["a", "b", "a"]).await? == 2);
        ensure!(on.post().attach(PostRelation::TAGS, post, ["b", "c"]).await? == 1, "one of them is linked already");
        ensure!(linked(post).await? == ["a", "b", "c"]);
        ensure!(on.post().detach(PostRelation::TAGS, post, ["a", "nothing"]).await? == 1);
        let synced = on.post().sync(PostRelation::TAGS, post, ["a", "b"]).await?;
        ensure!((synced.attached, synced.detached) == (1, 1) && linked(post).await? == ["a", "b"], "{synced:?}");
        let synced = on.post().sync(PostRelation::TAGS, post, ["b", "a"]).await?;
        ensure!((synced.attached, synced.detached) == (0, 0), "{synced:?}");
        let none: [&str; 0] = [];
        ensure!(on.post().sync(PostRelation::TAGS, post, none).await?.detached == 2 && linked(post).await?.is_empty());
        Ok(())
    })
}

#[test]
fn keys_of_several_columns_are_linked_too() -> Result<()> {
    everywhere(async |on| {
        let guest = on.guest().create(NewGuest { name: "gil".to_owned() }).await?;
        let seats = (1..=2).flat_map(|line| (1..=3).map(move |number| NewSeat { line, number }));
        on.seat().create_many(seats).await?;
        ensure!(on.guest().attach(GuestRelation::SEATS, guest.id, [(1, 2), (2, 1), (2, 3)]).await? == 3);
        let synced = on.guest().sync(GuestRelation::SEATS, guest.id, [(2, 1), (2, 2)]).await?;
        ensure!((synced.attached, synced.detached) == (1, 2), "{synced:?}");
        let guest = on.guest().with(GuestRelation::SEATS.with(SeatRelation::GUESTS)).get(guest.id).await?;
        let seats: Vec<(i32, i32)> =
            guest.get(GuestRelation::SEATS)?.iter().map(|seat| (seat.line, seat.number)).collect();
        ensure!(seats == [(2, 1), (2, 2)], "{seats:?}");
        ensure!(guest.get(GuestRelation::SEATS)?[0].get(SeatRelation::GUESTS)?[0].row() == guest.row());
        Ok(())
    })
}

/// Not in a transaction, which PostgreSQL ends with the error.
#[test]
fn a_link_to_nothing_is_refused_and_changes_nothing() -> Result<()> {
    on_case("graphs", async |db| {
        fill(db.connection()).await?;
        let post = db.post().sort(Post::ID.asc()).first().await?.context("a post")?.id;
        let refused = db.post().sync(PostRelation::TAGS, post, ["nothing"]).await;
        ensure!(refused.is_err_and(|error| error.constraint().is_none()), "a foreign key of the junction's");
        let left = number(db, &format!("SELECT COUNT(*) FROM post_tag WHERE post_id = {post}")).await?;
        ensure!(left == 3, "{left} links are left");
        Ok(())
    })
}

#[test]
fn pages_and_rows_at_hand_are_loaded_alike() -> Result<()> {
    everywhere(async |on| {
        let sorted = || on.post().sort(Post::TITLE.desc());
        let page = sorted().with(PostRelation::AUTHOR).page(PageRequest::new(2, 10)).await?;
        ensure!(page.total == Some(POSTS as u64) && page.items.len() == 10 && page.has_next);
        let rows = sorted().page(PageRequest::new(2, 10)).await?.items;
        let with = With::new().with(PostRelation::AUTHOR);
        let loaded = on.post().load(rows, &with).await?;
        for (one, other) in page.items.iter().zip(&loaded) {
            ensure!(one.row() == other.row());
            ensure!(one.get(PostRelation::AUTHOR)?.map(Graph::row) == other.get(PostRelation::AUTHOR)?.map(Graph::row));
        }
        let cursor = sorted().with_all(with).cursor(scaffold_tests::graphs::repository::CursorRequest::new(7)).await?;
        ensure!(
            cursor.items.len() == 7 && cursor.next.is_some() && cursor.items[0].get(PostRelation::AUTHOR)?.is_some()
        );
        ensure!(on.post().with(PostRelation::AUTHOR).find(-1).await?.is_none());
        Ok(())
    })
}

#[test]
fn the_number_of_statements_does_not_depend_on_the_number_of_rows() -> Result<()> {
    static SENT: AtomicUsize = AtomicUsize::new(0);
    on_case("graphs", async |db| {
        fill(db.connection()).await?;
        let mut counted: DatabaseConnection = db.clone();
        counted.set_metric_callback(|_| {
            SENT.fetch_add(1, Ordering::Relaxed);
        });
        for (posts, expected) in [(1, 5), (900, 5), (1_000, 5), (1_001, 7)] {
            SENT.store(0, Ordering::Relaxed);
            let query = counted.post().sort(Post::ID.asc()).with(PostRelation::AUTHOR);
            let query =
                query.with(PostRelation::COMMENTS.limit(1).with(CommentRelation::POST)).with(PostRelation::TAGS);
            let rows = query.page(PageRequest::new(1, posts).without_total()).await?;
            let sent = SENT.load(Ordering::Relaxed);
            ensure!(
                rows.items.len() as u64 == posts.min(1_000) && sent <= expected,
                "{sent} statements for {posts} posts"
            );
        }
        Ok(())
    })
}

/// More rows than any database binds values in a statement.
#[test]
fn forty_thousand_rows_have_what_belongs_to_them() -> Result<()> {
    const ALL: i32 = 40_000;
    static SENT: AtomicUsize = AtomicUsize::new(0);
    on_case("graphs", async |db| {
        let authors = (0..ALL / 4).map(|number| NewAuthor { name: number.to_string() });
        db.author().create_many(authors).await?;
        let first = db.author().sort(Author::ID.asc()).first().await?.context("an author")?.id;
        let post = |number: i32| {
            let new = NewPost { author_id: first + number / 4, title: number.to_string() };
            new.with(post::ActiveModel { tenant_id: Set(1), ..Default::default() })
        };
        db.post().create_many((0..ALL).map(post)).await?;
        let first = db.post().sort(Post::ID.asc()).first().await?.context("a post")?.id;
        let comment = |number: i32| {
            let new = NewComment { post_id: first + number, body: number.to_string() };
            new.with(comment::ActiveModel { tenant_id: Set(1), ..Default::default() })
        };
        db.comment().create_many((0..ALL).map(comment)).await?;
        let mut counted: DatabaseConnection = db.clone();
        counted.set_metric_callback(|_| {
            SENT.fetch_add(1, Ordering::Relaxed);
        });
        SENT.store(0, Ordering::Relaxed);
        let posts = counted.post().with(PostRelation::AUTHOR).with(PostRelation::COMMENTS.limit(1));
        let posts = posts.with(PostRelation::TAGS.count()).all().await?;
        let sent = SENT.load(Ordering::Relaxed);
        // One statement for the posts, and one for each thousand authors, posts and posts again.
        ensure!(posts.len() == ALL as usize && sent == 1 + 10 + 40 + 40, "{sent} statements");
        for post in &posts {
            let author = post.get(PostRelation::AUTHOR)?.map(|author| author.id);
            let [comment] = post.get(PostRelation::COMMENTS)? else { anyhow::bail!("one comment each: {post:?}") };
            ensure!(author == Some(post.author_id) && comment.body == post.title && comment.post_id == post.id);
            ensure!(post.count(PostRelation::TAGS)? == 0);
        }
        Ok(())
    })
}
