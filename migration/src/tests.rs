//! The migrations on SQLite in memory: up, down, up again, and what the schema then says and forbids.
//!
//! The other databases need a server and are tested from the workspace's own test package.

use crate::{Migrator, MigratorTrait};
use sea_orm_migration::sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};

/// Every object but SQLite's own and SeaORM's table: kind, name and text.
const SCHEMA: &str = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema \
    WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> 'seaql_migrations' ORDER BY type, name";

/// A user, a product and an order of three of it.
const ORDER: [&str; 4] = [
    "INSERT INTO users (id, email, password_hash, first_name, last_name) VALUES (7, 'ada@example.com', '', 'Ada', 'Lovelace')",
    "INSERT INTO products (id, name, price, stock_quantity, category_id) VALUES (5, 'Kettle', 19.5, 3, 1)",
    "INSERT INTO orders (id, order_number, user_id, subtotal, total_amount, shipping_first_name, shipping_last_name, \
        shipping_address1, shipping_city, shipping_postal_code, shipping_country, billing_first_name, \
        billing_last_name, billing_address1, billing_city, billing_postal_code, billing_country) \
        VALUES (9, 'A-9', 7, 58.5, 58.5, '', '', '', '', '', '', '', '', '', '', '', '')",
    "INSERT INTO order_items (order_id, product_id, product_name, quantity, unit_price, total_price) \
        VALUES (9, 5, 'Kettle', 3, 19.5, 58.5)",
];

#[tokio::test]
async fn each_down_undoes_its_up() {
    let db = empty().await;
    let mut before = vec![rows(&db, SCHEMA).await];
    for _ in Migrator::migrations() {
        Migrator::up(&db, Some(1)).await.unwrap();
        before.push(rows(&db, SCHEMA).await);
    }
    let top = before.pop().unwrap();
    while let Some(expected) = before.pop() {
        Migrator::down(&db, Some(1)).await.unwrap();
        assert_eq!(rows(&db, SCHEMA).await, expected);
    }
    assert_eq!(rows(&db, SCHEMA).await, Vec::<String>::new());
    Migrator::up(&db, None).await.unwrap();
    assert_eq!(rows(&db, SCHEMA).await, top);
}

#[tokio::test]
async fn tables_views_and_indexes_are_all_there() {
    let db = migrated().await;
    let tables = "cart_items carts categories coupons order_items orders payments product_attributes product_reviews \
        products users";
    let kept = "type = 'table' AND name <> 'seaql_migrations' AND name <> 'sqlite_sequence'";
    assert_eq!(names(&db, kept).await, words(tables));
    assert_eq!(names(&db, "type = 'view'").await, words("order_summary_view product_inventory_view"));
    let indexes = "idx_cart_items_cart idx_cart_items_product idx_carts_session idx_carts_user idx_categories_parent \
        idx_categories_slug idx_coupons_active idx_coupons_code idx_order_items_order idx_order_items_product \
        idx_orders_created idx_orders_number idx_orders_status idx_orders_user idx_payments_order idx_payments_stripe \
        idx_payments_transaction idx_product_attributes_product idx_products_category idx_products_featured \
        idx_products_name idx_products_price idx_products_sku idx_reviews_approved idx_reviews_product \
        idx_reviews_user idx_users_email idx_users_role";
    assert_eq!(names(&db, "type = 'index' AND sql IS NOT NULL").await, words(indexes));
    let partial = "idx_coupons_active idx_products_featured idx_reviews_approved";
    assert_eq!(names(&db, "type = 'index' AND sql LIKE '% WHERE %'").await, words(partial));
}

#[tokio::test]
async fn constraints_have_their_names() {
    let db = migrated().await;
    let texts = rows(&db, "SELECT sql FROM sqlite_schema WHERE type = 'table'").await.concat();
    let mut found: Vec<&str> = texts.split("CONSTRAINT \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    found.sort_unstable();
    let expected = "chk_cart_items_quantity chk_coupons_discount_type chk_order_items_quantity chk_orders_status \
        chk_payments_status chk_product_reviews_rating chk_products_compare_price chk_products_price \
        chk_products_stock_quantity fk_cart_items_cart fk_cart_items_product fk_carts_user fk_categories_parent \
        fk_order_items_order fk_order_items_product fk_orders_user fk_payments_order fk_product_attributes_product \
        fk_products_category fk_reviews_product fk_reviews_user uq_cart_items_cart_product uq_reviews_user_product";
    assert_eq!(found, words(expected));
}

#[tokio::test]
async fn view_columns_declare_their_types() {
    let db = migrated().await;
    let inventory = "id:INTEGER name:varchar(200) sku:varchar(100) price:real(10,2) stock_quantity:INTEGER \
        category_name:varchar(100) stock_status:TEXT is_active:boolean";
    assert_eq!(view_columns(&db, "product_inventory_view").await, words(inventory));
    let summary = "id:INTEGER order_number:varchar(50) user_id:INTEGER user_email:varchar(255) customer_name:TEXT \
        status:varchar(50) total_amount:real(10,2) total_items:INT total_quantity:INT created_at:datetime_text \
        payment_status:varchar(50)";
    assert_eq!(view_columns(&db, "order_summary_view").await, words(summary));
}

#[tokio::test]
async fn views_answer_for_an_order() {
    let db = with_order().await;
    let stock = "SELECT name, category_name, stock_status FROM product_inventory_view";
    assert_eq!(rows(&db, stock).await, ["Kettle|Electronics|Low Stock"]);
    let summary = "SELECT customer_name, total_items || '', total_quantity || '' FROM order_summary_view";
    assert_eq!(rows(&db, summary).await, ["Ada Lovelace|1|3"]);
}

#[tokio::test]
async fn rules_of_the_schema_hold() {
    let db = with_order().await;
    for (statement, reason) in [
        ("UPDATE products SET price = -1", "chk_products_price"),
        ("UPDATE products SET compare_price = 1", "chk_products_compare_price"),
        ("UPDATE orders SET status = 'pending'", "chk_orders_status"),
        ("UPDATE users SET email = 'ada@example.com'", "UNIQUE"),
        ("DELETE FROM users WHERE id = 7", "FOREIGN KEY"),
        ("DELETE FROM products WHERE id = 5", "FOREIGN KEY"),
    ] {
        let error = db.execute_unprepared(statement).await.unwrap_err().to_string();
        assert!(error.contains(reason), "{statement}: {error}");
    }
    db.execute_unprepared("DELETE FROM orders").await.unwrap();
    assert_eq!(rows(&db, "SELECT product_name FROM order_items").await, Vec::<String>::new());
    db.execute_unprepared("DELETE FROM categories").await.unwrap();
    assert_eq!(rows(&db, "SELECT name FROM products WHERE category_id IS NULL").await, ["Kettle"]);
}

#[tokio::test]
async fn seed_rows_come_and_go_alone() {
    let db = with_order().await;
    let people = "SELECT email, role FROM users ORDER BY id";
    let slugs = "SELECT slug || coalesce(': ' || description, '') FROM categories ORDER BY id";
    db.execute_unprepared("INSERT INTO categories (name, slug) VALUES ('Clothing', 'clothing-2')").await.unwrap();
    assert_eq!(rows(&db, people).await, ["admin@ecommerce.com|SuperAdmin", "ada@example.com|Customer"]);
    assert_eq!(rows(&db, slugs).await[1], "clothing: Men's and women's clothing");
    Migrator::down(&db, Some(1)).await.unwrap();
    assert_eq!(rows(&db, people).await, ["ada@example.com|Customer"]);
    assert_eq!(rows(&db, slugs).await, ["clothing-2"]);
    Migrator::up(&db, Some(1)).await.unwrap();
    assert_eq!(rows(&db, people).await.len(), 2);
}

#[tokio::test]
async fn failed_migration_leaves_nothing_half_done() {
    let db = empty().await;
    db.execute_unprepared("CREATE TABLE cart_items (id integer)").await.unwrap();
    let error = Migrator::up(&db, None).await.unwrap_err();
    assert!(matches!(error, DbErr::Exec(_)), "{error}");
    assert_eq!(names(&db, "name = 'carts'").await, Vec::<String>::new());
    db.execute_unprepared("DROP TABLE cart_items").await.unwrap();
    Migrator::up(&db, None).await.unwrap();
}

async fn empty() -> DatabaseConnection {
    Database::connect("sqlite::memory:").await.unwrap()
}

async fn migrated() -> DatabaseConnection {
    let db = empty().await;
    Migrator::up(&db, None).await.unwrap();
    db
}

async fn with_order() -> DatabaseConnection {
    let db = migrated().await;
    for statement in ORDER {
        db.execute_unprepared(statement).await.unwrap();
    }
    db
}

/// The rows of a query over character strings, each joined with bars.
async fn rows(db: &DatabaseConnection, query: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, query)).await.unwrap();
    let cell = |row: &sea_orm_migration::sea_orm::QueryResult, at| row.try_get_by_index::<String>(at).unwrap();
    rows.iter().map(|row| (0..row.column_names().len()).map(|at| cell(row, at)).collect::<Vec<_>>().join("|")).collect()
}

async fn names(db: &DatabaseConnection, condition: &str) -> Vec<String> {
    rows(db, &format!("SELECT name FROM sqlite_schema WHERE {condition} ORDER BY name")).await
}

async fn view_columns(db: &DatabaseConnection, view: &str) -> Vec<String> {
    let query = format!("SELECT name || ':' || replace(type, ' ', '') FROM pragma_table_xinfo('{view}') ORDER BY cid");
    rows(db, &query).await
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}
