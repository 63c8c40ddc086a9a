//! What the three databases cannot say alike, decided in one place.
//!
//! PostgreSQL is the reference: each function gives SQLite and MySQL (or MariaDB) the nearest thing that claims nothing
//! else. Everything that SeaORM already spells right for all three belongs in the migrations, not here.
//!
//! 1. A key that numbers itself is `serial` on PostgreSQL, where sea-query would write an identity column.
//! 2. Tables are InnoDB and `utf8mb4_bin` on MySQL, so that text is unique, compared and sorted by its exact characters.
//! 3. Foreign keys keep their names on SQLite, where sea-query leaves them out. Those in the migrations say ON UPDATE
//!    NO ACTION, which is the default, because MariaDB reports a key that says nothing as ON UPDATE RESTRICT.
//! 4. A partial index is not made on MySQL, which has none: a whole one would claim something else.
//! 5. Views are raw statements around a sea-query SELECT; casts give their computed columns the same type everywhere.
//!    SQLite keeps less of it: a cast to TEXT is declared `TEXT` there, a cast to BIGINT `INT`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::pk_auto;
use sea_orm_migration::sea_orm::DbBackend;

/// The primary key `id`: a 32-bit integer that the database counts up.
pub(crate) fn id(manager: &SchemaManager) -> ColumnDef {
    match manager.get_database_backend() {
        DbBackend::Postgres => ColumnDef::new("id").custom("serial").not_null().primary_key().take(),
        _ => pk_auto("id"),
    }
}

/// Creates a table with its keys and checks.
pub(crate) async fn create_table(manager: &SchemaManager<'_>, mut table: TableCreateStatement) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::Sqlite => execute_text(manager, &sqlite_table(&table)?).await,
        DbBackend::MySql => {
            table.engine("InnoDB").character_set("utf8mb4").collate("utf8mb4_bin");
            manager.create_table(table).await
        }
        _ => manager.create_table(table).await,
    }
}

/// Creates an index over the rows that meet `condition`, where the database has such indexes.
pub(crate) async fn create_partial_index(
    manager: &SchemaManager<'_>,
    mut index: IndexCreateStatement,
    condition: Expr,
) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::MySql => Ok(()),
        _ => manager.create_index(index.and_where(condition).take()).await,
    }
}

/// Creates a view, in place of one that `fresh` left behind: it drops every table, but no view.
pub(crate) async fn create_view(manager: &SchemaManager<'_>, name: &str, query: SelectStatement) -> Result<(), DbErr> {
    let query = match manager.get_database_backend() {
        DbBackend::MySql => query.to_string(MysqlQueryBuilder),
        DbBackend::Sqlite => query.to_string(SqliteQueryBuilder),
        _ => query.to_string(PostgresQueryBuilder),
    };
    execute_text(manager, &format!("DROP VIEW IF EXISTS {name}")).await?;
    execute_text(manager, &format!("CREATE VIEW {name} AS {query}")).await
}

/// Drops a view.
pub(crate) async fn drop_view(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    execute_text(manager, &format!("DROP VIEW {name}")).await
}

/// Two character strings with a space between them; NULL when either is.
pub(crate) fn words(manager: &SchemaManager, first: Expr, second: Expr) -> Expr {
    match manager.get_database_backend() {
        DbBackend::MySql => Func::cust("CONCAT").args([first, Expr::val(" "), second]).into(),
        _ => first.binary(BinOper::Custom("||"), Expr::val(" ")).binary(BinOper::Custom("||"), second),
    }
}

/// The computed column of a view as text. MySQL cannot cast to TEXT, but the longest CHAR that fits one becomes one.
pub(crate) fn text(manager: &SchemaManager, expression: Expr) -> Expr {
    match manager.get_database_backend() {
        DbBackend::MySql => {
            Expr::cust_with_expr("CAST(? AS CHAR(16383) CHARACTER SET utf8mb4) COLLATE utf8mb4_bin", expression)
        }
        _ => expression.cast_as("TEXT"),
    }
}

/// The computed column of a view as a 64-bit integer. MySQL would make a sum of integers a decimal.
pub(crate) fn big_integer(manager: &SchemaManager, expression: Expr) -> Expr {
    match manager.get_database_backend() {
        DbBackend::MySql => expression.cast_as("SIGNED"),
        _ => expression.cast_as("BIGINT"),
    }
}

/// The CREATE TABLE statement for SQLite, with the names of the foreign keys put back.
fn sqlite_table(table: &TableCreateStatement) -> Result<String, DbErr> {
    let mut sql = table.to_string(SqliteQueryBuilder);
    for key in table.get_foreign_key_create_stmts() {
        let key = key.get_foreign_key();
        let unnamed = format!(r#", FOREIGN KEY ("{}")"#, key.get_columns().join(r#"", ""#));
        let Some((name, at)) = key.get_name().zip(sql.find(&unnamed)) else {
            return Err(DbErr::Migration(format!("a foreign key has no name, or is not found in: {sql}")));
        };
        sql.insert_str(at + 2, &format!(r#"CONSTRAINT "{name}" "#));
    }
    Ok(sql)
}

async fn execute_text(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(sql).await.map(|_| ())
}
