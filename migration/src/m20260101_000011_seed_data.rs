//! The rows a new shop starts with: its administrator and its first two categories.
//!
//! Rolling back deletes these rows, found by their unique keys, and no others.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.execute(admin()).await?;
        manager.execute(categories()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let slugs = CATEGORIES.map(|[_, slug, _]| slug);
        manager
            .execute(Query::delete().from_table("categories").and_where(Expr::col("slug").is_in(slugs)).take())
            .await?;
        manager.execute(Query::delete().from_table("users").and_where(Expr::col("email").eq(ADMIN_EMAIL)).take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const ADMIN_EMAIL: &str = "admin@ecommerce.com";

/// Stands where a bcrypt hash belongs and is the hash of nothing, so nobody can sign in until it is replaced.
const ADMIN_PASSWORD_HASH: &str = "$2a$11$hashed_password_here";

/// Name, slug and description.
const CATEGORIES: [[&str; 3]; 2] = [
    ["Electronics", "electronics", "Electronic devices and accessories"],
    ["Clothing", "clothing", "Men's and women's clothing"],
];

fn admin() -> InsertStatement {
    Query::insert()
        .into_table("users")
        .columns(["email", "password_hash", "first_name", "last_name", "role", "email_verified"])
        .values_panic([
            ADMIN_EMAIL.into(),
            ADMIN_PASSWORD_HASH.into(),
            "Admin".into(),
            "User".into(),
            "SuperAdmin".into(),
            true.into(),
        ])
        .take()
}

fn categories() -> InsertStatement {
    let mut insert = Query::insert();
    insert.into_table("categories").columns(["name", "slug", "description"]);
    for category in CATEGORIES {
        insert.values_panic(category.map(Expr::from));
    }
    insert
}
