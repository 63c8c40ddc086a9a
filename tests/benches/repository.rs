//! What a repository costs: its calls beside the same queries written by hand, in SeaORM and in sqlx.
//!
//! The three take turns on one SQLite database in memory, where nothing hides the cost of the code: on a server, the way
//! there and back would. What counts is the ratio of the times within a group, which is printed at the end.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use criterion::{BenchmarkId, Criterion};
use entity::prelude::*;
use entity::repository::{Graph, PageRequest};
use entity::{product_review, user};
use futures_util::TryStreamExt;
use migration::{Migrator, MigratorTrait};
use sea_orm::prelude::Decimal;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectOptions, Database, DatabaseConnection, EntityTrait, LoaderTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{FromRow, Row};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};
use tokio::runtime::Runtime;

/// How many users there are, and how many reviews each has written.
const USERS: i32 = 1_000;
const REVIEWS: i32 = 5;

const COLUMNS: &str = "id, email, password_hash, first_name, last_name, phone, role, email_verified, is_active, \
                       created_at, updated_at";

struct UserRow(user::Model);

impl<'r> FromRow<'r, SqliteRow> for UserRow {
    fn from_row(row: &'r SqliteRow) -> sqlx::Result<Self> {
        Ok(Self(user::Model {
            id: row.try_get(0)?,
            email: row.try_get(1)?,
            password_hash: row.try_get(2)?,
            first_name: row.try_get(3)?,
            last_name: row.try_get(4)?,
            phone: row.try_get(5)?,
            role: row.try_get(6)?,
            email_verified: row.try_get(7)?,
            is_active: row.try_get(8)?,
            created_at: row.try_get(9)?,
            updated_at: row.try_get(10)?,
        }))
    }
}

struct ReviewRow(product_review::Model);

impl<'r> FromRow<'r, SqliteRow> for ReviewRow {
    fn from_row(row: &'r SqliteRow) -> sqlx::Result<Self> {
        Ok(Self(product_review::Model {
            id: row.try_get(0)?,
            product_id: row.try_get(1)?,
            user_id: row.try_get(2)?,
            rating: row.try_get(3)?,
            title: row.try_get(4)?,
            comment: row.try_get(5)?,
            is_verified_purchase: row.try_get(6)?,
            is_approved: row.try_get(7)?,
            created_at: row.try_get(8)?,
            updated_at: row.try_get(9)?,
        }))
    }
}

/// A new user whose address nobody has.
fn newcomer() -> NewUser {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    NewUser {
        email: format!("user{number}@example.org"),
        password_hash: "#".to_owned(),
        first_name: format!("First {}", number % 97),
        last_name: format!("Last {}", number % 89),
    }
}

async fn filled() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    db.user().create_many((0..USERS).map(|_| newcomer())).await.unwrap();
    let products = (0..REVIEWS).map(|number| NewProduct { name: format!("Product {number}"), price: Decimal::ONE });
    db.product().create_many(products).await.unwrap();
    // The rows of a new database are numbered from one.
    let reviews_of = |user_id| (1..=REVIEWS).map(move |product_id| NewProductReview { product_id, user_id, rating: 3 });
    let made = db.product_review().create_many((1..=USERS).flat_map(reviews_of)).await.unwrap();
    assert_eq!(made, 5_000);
    db
}

fn get(criterion: &mut Criterion, runtime: &Runtime, db: &DatabaseConnection, pool: &SqlitePool) {
    let mut group = criterion.benchmark_group("get by key");
    group.bench_function(BenchmarkId::from_parameter("repository"), |bencher| {
        bencher.iter(|| runtime.block_on(async { black_box(db.user().get(500).await.unwrap()) }));
    });
    group.bench_function(BenchmarkId::from_parameter("sea-orm"), |bencher| {
        bencher.iter(|| runtime.block_on(async { black_box(User::find_by_id(500).one(db).await.unwrap().unwrap()) }));
    });
    let sql = format!("SELECT {COLUMNS} FROM users WHERE id = $1");
    group.bench_function(BenchmarkId::from_parameter("sqlx"), |bencher| {
        let one = || sqlx::query_as::<_, UserRow>(sqlx::AssertSqlSafe(sql.as_str())).bind(500).fetch_one(pool);
        bencher.iter(|| runtime.block_on(async { black_box(one().await.unwrap().0) }));
    });
    group.finish();
}

fn page(criterion: &mut Criterion, runtime: &Runtime, db: &DatabaseConnection, pool: &SqlitePool) {
    let mut group = criterion.benchmark_group("page of 50");
    group.bench_function(BenchmarkId::from_parameter("repository"), |bencher| {
        let query = || db.user().filter(User::IS_ACTIVE.eq(true)).sort(User::LAST_NAME.asc());
        let page = || query().page(PageRequest::new(4, 50).without_total());
        bencher.iter(|| runtime.block_on(async { black_box(page().await.unwrap().items) }));
    });
    group.bench_function(BenchmarkId::from_parameter("sea-orm"), |bencher| {
        let query = || User::find().filter(user::Column::IsActive.eq(true)).order_by_asc(user::Column::LastName);
        let page = || query().order_by_asc(user::Column::Id).offset(150).limit(51).all(db);
        bencher.iter(|| runtime.block_on(async { black_box(page().await.unwrap()) }));
    });
    let sql = format!("SELECT {COLUMNS} FROM users WHERE is_active = $1 ORDER BY last_name, id LIMIT 51 OFFSET 150");
    group.bench_function(BenchmarkId::from_parameter("sqlx"), |bencher| {
        let page = || sqlx::query_as::<_, UserRow>(sqlx::AssertSqlSafe(sql.as_str())).bind(true).fetch_all(pool);
        bencher.iter(|| runtime.block_on(async { black_box(page().await.unwrap()) }));
    });
    group.finish();
}

fn create(criterion: &mut Criterion, runtime: &Runtime, db: &DatabaseConnection, pool: &SqlitePool) {
    let mut group = criterion.benchmark_group("create");
    group.bench_function(BenchmarkId::from_parameter("repository"), |bencher| {
        bencher.iter(|| runtime.block_on(async { black_box(db.user().create(newcomer()).await.unwrap()) }));
    });
    group.bench_function(BenchmarkId::from_parameter("sea-orm"), |bencher| {
        bencher.iter(|| {
            let row: user::ActiveModel = newcomer().into();
            runtime.block_on(async { black_box(row.insert(db).await.unwrap()) })
        });
    });
    let sql = format!(
        "INSERT INTO users (email, password_hash, first_name, last_name) VALUES ($1, $2, $3, $4) RETURNING {COLUMNS}"
    );
    group.bench_function(BenchmarkId::from_parameter("sqlx"), |bencher| {
        bencher.iter(|| {
            let new = newcomer();
            let query = sqlx::query_as::<_, UserRow>(sqlx::AssertSqlSafe(sql.as_str())).bind(new.email);
            let query = query.bind(new.password_hash).bind(new.first_name).bind(new.last_name);
            runtime.block_on(async { black_box(query.fetch_one(pool).await.unwrap().0) })
        });
    });
    group.finish();
}

fn update(criterion: &mut Criterion, runtime: &Runtime, db: &DatabaseConnection, pool: &SqlitePool) {
    let mut group = criterion.benchmark_group("update");
    let patch = || user::ActiveModel { phone: Set(Some("1".to_owned())), ..<user::ActiveModel as Default>::default() };
    group.bench_function(BenchmarkId::from_parameter("repository"), |bencher| {
        bencher.iter(|| runtime.block_on(async { black_box(db.user().update(500, patch()).await.unwrap()) }));
    });
    group.bench_function(BenchmarkId::from_parameter("sea-orm"), |bencher| {
        // The repository notes the time of the change, too.
        let now = || Set(sea_orm::prelude::ChronoUtc::now().naive_utc());
        let row = || user::ActiveModel { id: Set(500), updated_at: now(), ..patch() };
        bencher.iter(|| runtime.block_on(async { black_box(row().update(db).await.unwrap()) }));
    });
    let sql = format!("UPDATE users SET phone = $1, updated_at = CURRENT_TIMESTAMP WHERE id = $2 RETURNING {COLUMNS}");
    group.bench_function(BenchmarkId::from_parameter("sqlx"), |bencher| {
        let update =
            || sqlx::query_as::<_, UserRow>(sqlx::AssertSqlSafe(sql.as_str())).bind("1").bind(500).fetch_one(pool);
        bencher.iter(|| runtime.block_on(async { black_box(update().await.unwrap().0) }));
    });
    group.finish();
}

/// All users, one after another.
fn stream(criterion: &mut Criterion, runtime: &Runtime, db: &DatabaseConnection, pool: &SqlitePool) {
    let mut group = criterion.benchmark_group("stream of 1000 rows");
    group.bench_function(BenchmarkId::from_parameter("repository"), |bencher| {
        let count =
            || db.user().query().stream().try_fold(0, async |count, user| Ok(count + black_box(user.id).min(1)));
        bencher.iter(|| runtime.block_on(async { assert_eq!(count().await.unwrap(), USERS) }));
    });
    group.bench_function(BenchmarkId::from_parameter("sea-orm"), |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let rows = User::find().order_by_asc(user::Column::Id).stream(db).await.unwrap();
                let count = rows.try_fold(0, async |count, user| Ok(count + black_box(user.id).min(1)));
                assert_eq!(count.await.unwrap(), USERS);
            });
        });
    });
    let sql = format!("SELECT {COLUMNS} FROM users ORDER BY id");
    group.bench_function(BenchmarkId::from_parameter("sqlx"), |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let rows = sqlx::query_as::<_, UserRow>(sqlx::AssertSqlSafe(sql.as_str())).fetch(pool);
                let count = rows.try_fold(0, async |count, user| Ok(count + black_box(user.0.id).min(1)));
                assert_eq!(count.await.unwrap(), USERS);
            });
        });
    });
    group.finish();
}

/// A hundred users with all their reviews.
fn relation(criterion: &mut Criterion, runtime: &Runtime, db: &DatabaseConnection, pool: &SqlitePool) {
    let mut group = criterion.benchmark_group("100 rows with 500 of a relation");
    group.bench_function(BenchmarkId::from_parameter("repository"), |bencher| {
        let query = || db.user().filter(User::ID.lt(101)).with(UserRelation::PRODUCT_REVIEWS);
        bencher.iter(|| {
            runtime.block_on(async {
                let users: Vec<Graph<User>> = query().all().await.unwrap();
                let reviews = |user: &Graph<User>| user.get(UserRelation::PRODUCT_REVIEWS).unwrap().len();
                assert_eq!(users.iter().map(reviews).sum::<usize>(), 500);
            });
        });
    });
    group.bench_function(BenchmarkId::from_parameter("sea-orm"), |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let query = User::find().filter(user::Column::Id.lt(101)).order_by_asc(user::Column::Id);
                let users = query.all(db).await.unwrap();
                let reviews = users.load_many(ProductReview, db).await.unwrap();
                assert_eq!(reviews.iter().map(Vec::len).sum::<usize>(), 500);
            });
        });
    });
    let users = format!("SELECT {COLUMNS} FROM users WHERE id < 101 ORDER BY id");
    let marks: Vec<String> = (1..=100).map(|number| format!("${number}")).collect();
    let reviews = format!(
        "SELECT id, product_id, user_id, rating, title, comment, is_verified_purchase, is_approved, created_at, \
         updated_at FROM product_reviews WHERE user_id IN ({}) ORDER BY id",
        marks.join(", ")
    );
    group.bench_function(BenchmarkId::from_parameter("sqlx"), |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let users = sqlx::query_as::<_, UserRow>(sqlx::AssertSqlSafe(users.as_str())).fetch_all(pool);
                let users = users.await.unwrap();
                let query = sqlx::query_as::<_, ReviewRow>(sqlx::AssertSqlSafe(reviews.as_str()));
                let query = users.iter().fold(query, |query, user| query.bind(user.0.id));
                let mut of_users: BTreeMap<i32, Vec<product_review::Model>> = BTreeMap::new();
                for ReviewRow(review) in query.fetch_all(pool).await.unwrap() {
                    of_users.entry(review.user_id).or_default().push(review);
                }
                assert_eq!(of_users.values().map(Vec::len).sum::<usize>(), 500);
            });
        });
    });
    group.finish();
}

const GROUPS: [&str; 6] =
    ["get by key", "page of 50", "update", "stream of 1000 rows", "100 rows with 500 of a relation", "create"];

/// The median of one of them, in microseconds; none where it was not measured.
fn median(place: &Path, group: &str, who: &str) -> Option<f64> {
    let text = fs::read_to_string(place.join(group).join(who).join("new/estimates.json")).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(estimates["median"]["point_estimate"].as_f64()? / 1_000.0)
}

/// Says what a repository costs beside the others in this very run.
fn ratios(place: &Path) {
    println!("| microseconds | repository | sea-orm | sqlx | / sea-orm | / sqlx |\n|---|---|---|---|---|---|");
    for group in GROUPS {
        let [Some(own), Some(orm), Some(sqlx)] = ["repository", "sea-orm", "sqlx"].map(|who| median(place, group, who))
        else {
            continue;
        };
        println!("| {group} | {own:.0} | {orm:.0} | {sqlx:.0} | {:.2} | {:.2} |", own / orm, own / sqlx);
    }
}

fn main() {
    let runtime = Runtime::new().unwrap();
    let db = runtime.block_on(filled());
    let pool = db.get_sqlite_connection_pool().clone();
    let program = env::current_exe().unwrap();
    let place = program.ancestors().nth(3).unwrap().join("criterion");
    let mut criterion = Criterion::default().configure_from_args().output_directory(&place);
    get(&mut criterion, &runtime, &db, &pool);
    page(&mut criterion, &runtime, &db, &pool);
    update(&mut criterion, &runtime, &db, &pool);
    stream(&mut criterion, &runtime, &db, &pool);
    relation(&mut criterion, &runtime, &db, &pool);
    create(&mut criterion, &runtime, &db, &pool);
    criterion.final_summary();
    ratios(&place);
}
