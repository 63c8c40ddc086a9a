//! Rules of the source of a migration, and of what a database does not do.

use super::*;

/// A migration with these functions in its source.
fn written(head: &str, up: &str, down: &str) -> Migration {
    let text = format!(
        "{head}\npub struct Migration;\n#[async_trait::async_trait]\nimpl MigrationTrait for Migration {{\n\
         async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {{ {up} }}\n{down}}}\n"
    );
    Migration { source: Some(text), ..said(&["SELECT 1"]) }
}

fn down(body: &str) -> String {
    format!("async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {{ {body} }}\n")
}

#[test]
fn a_way_back_is_there_and_does_something() {
    let (rule, up) = ("down/missing", "manager.create_table(t()).await");
    let back = "manager.drop_table(t()).await";
    for body in
        ["", "Ok(())", "todo!()", "todo!();", "return Err(DbErr::Custom(\"no\".into()));", "Err(no())", "panic!(\"x\")"]
    {
        assert_eq!(found_in(rule, PG, &written("", up, &down(body))), ["down"], "{body}");
        assert!(found_in(rule, PG, &written("", "Ok(())", &down(body))).is_empty(), "{body}");
    }
    assert_eq!(found_in(rule, PG, &written("", up, "")), ["down"]);
    for body in [back, "Ok(drop(t()))", "let t = t(); Ok(())"] {
        assert!(found_in(rule, PG, &written("", up, &down(body))).is_empty(), "{body}");
    }
    assert!(found_in(rule, PG, &said(&["SELECT 1"])).is_empty(), "its source is not known");
    let no_rust = Migration { source: Some("fn (".to_owned()), ..said(&["SELECT 1"]) };
    assert!(found_in(rule, PG, &no_rust).is_empty());
}

#[test]
fn a_migration_uses_no_entities() {
    let rule = "history/uses-entities";
    let bad = [
        ("use entity::user;", "Ok(())"),
        ("use entity as e;", "Ok(())"),
        ("use {sea_orm_migration::prelude::*, entity::user};", "Ok(())"),
        ("use ::entity::user;", "Ok(())"),
        ("", "entity::user::Entity::find().all(db).await"),
        ("", "vec![entity::user::Column::Id]"),
    ];
    for (head, up) in bad {
        assert_eq!(found_in(rule, PG, &written(head, up, &down("x()"))), ["entities"], "{head} {up}");
    }
    let good = [
        ("use crate::entity::user;", "Ok(())"),
        ("mod entity { pub mod user {} }\nuse entity::user;", "Ok(())"),
        ("/// See entity::user.\nuse sea_orm_migration::prelude::*;", "table.entity::<X>(entity)"),
        ("use sea_orm::entity::prelude::*;", "\"entity::user\".len()"),
    ];
    for (head, up) in good {
        assert!(found_in(rule, PG, &written(head, up, &down("x()"))).is_empty(), "{head} {up}");
    }
}

#[test]
fn what_a_database_does_not_do_is_told() {
    let rule = "portability/ignored";
    let add = "ALTER TABLE orders ADD COLUMN boss_id int REFERENCES users (id)";
    assert_eq!(found(rule, MY, &[add]), ["orders.boss_id"]);
    assert!(found(rule, PG, &[add]).is_empty());
    let key = refers(table("orders", "id:bigint boss_id:int?"), "boss_id", "users");
    assert!(found_in(rule, MY, &making(&[key], said(&[add]))).is_empty(), "there is a foreign key");
    let create = "CREATE TABLE notes (id int, user_id int REFERENCES users (id))";
    assert_eq!(found_in(rule, MY, &making(&[table("notes", "id:int user_id:int?")], said(&[create]))), ["notes"]);
    let refused = Migration { refused: true, ..said(&["ALTER TABLE orders ALTER COLUMN note SET NOT NULL"]) };
    assert_eq!(found_in(rule, LITE, &refused), ["orders"]);
    assert!(found_in(rule, PG, &refused).is_empty());
    let fine = Migration { refused: true, ..said(&["ALTER TABLE orders ADD COLUMN note text"]) };
    assert!(found_in(rule, LITE, &fine).is_empty(), "it is refused for another reason");
    let left = "SELECT 1 /* scaffold: left out: comment on \"x\": no comments on SQLite */";
    assert_eq!(found(rule, LITE, &[left]), ["comment on \"x\": no comments on SQLite"]);
}

#[test]
fn one_transaction_keeps_readers_out_of_one_table() {
    let rule = "lock/two-tables";
    let [orders, users] = ["orders", "users"].map(|table| format!("ALTER TABLE {table} ADD COLUMN c int"));
    assert_eq!(found(rule, PG, &[&orders, &users]), ["users"]);
    assert_eq!(found(rule, PG, &[&orders, &users, &users, &orders]), ["users"], "once");
    assert!(found(rule, PG, &[&orders, &orders]).is_empty());
    assert!(found(rule, PG, &[&orders, "UPDATE users SET name = ''"]).is_empty(), "readers go on");
    assert!(found(rule, PG, &[&orders, "CREATE TABLE wishes (id int)", "ALTER TABLE wishes ADD c int"]).is_empty());
    assert!(found(rule, MY, &[&orders, &users]).is_empty());
    let mut apart = said(&[&orders, &users]);
    apart.in_transaction = false;
    assert!(found_in(rule, PG, &apart).is_empty());
}
