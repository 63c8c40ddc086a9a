//! Factories: rows that every database accepts, with the parents that they need and no others.

use super::{number, on_case};
use anyhow::{Context, Result, ensure};
use scaffold_tests::factories::factory::FactoryError;
use scaffold_tests::factories::prelude::*;
use scaffold_tests::factories::repository::Connection;
use scaffold_tests::type_rules_types::Email;
use sea_orm::TransactionTrait;
use std::collections::BTreeSet;

const TENANTS: &str = "SELECT COUNT(*) FROM tenant";

/// Runs a test on the case's tables on every database: in a transaction that must leave nothing, and on a connection.
fn everywhere(test: impl AsyncFn(Connection<'_>) -> Result<()> + Sync) -> Result<()> {
    on_case("factories", async |db| {
        let transaction = db.begin().await?;
        test(transaction.connection()).await.context("in a transaction")?;
        transaction.rollback().await?;
        ensure!(number(db, TENANTS).await? == 0, "it left something");
        test(db.connection()).await
    })
}

#[test]
fn parents_are_made_once_and_share_what_they_have_in_common() -> Result<()> {
    everywhere(async |on| {
        let line = LineFactory::new().quantity(3).build(&on).await?;
        ensure!(line.quantity == 3 && number(&on.executor(), TENANTS).await? == 1, "{line:?}");
        let product = on.product().get((line.tenant_id, line.sku.clone())).await?;
        ensure!(product.high > product.low && product.note.is_some(), "{product:?}");
        on.purchase().get((line.tenant_id, line.purchase_number)).await?;

        let other = LineFactory::new().product(&product).build(&on).await?;
        ensure!(other.tenant_id == line.tenant_id && other.purchase_number != line.purchase_number, "{other:?}");
        let purchase = PurchaseFactory::new().number(7);
        let third = LineFactory::new().purchase(purchase).product(&product).build(&on).await?;
        ensure!(third.purchase_number == 7 && third.tenant_id == product.tenant_id, "{third:?}");
        let stranger = on.tenant().create(TenantFactory::new().prepare(&on).await?).await?;
        let fourth =
            LineFactory::new().tenant_id(stranger.id).product(ProductFactory::new().title("x")).build(&on).await?;
        ensure!(fourth.tenant_id == stranger.id && number(&on.executor(), TENANTS).await? == 2, "{fourth:?}");
        let badge = BadgeFactory::new().build(&on).await?;
        let contact = on.contact().get(badge.contact_id.context("a check asks for it")?).await?;
        ensure!(contact.phone.is_some() && contact.tenant_id.is_none(), "{contact:?}");
        Ok(())
    })
}

#[test]
fn rows_differ_where_keys_ask_for_it() -> Result<()> {
    everywhere(async |on| {
        let tenants = TenantFactory::new().build_many(&on, 300).await?;
        let slugs: BTreeSet<&String> = tenants.iter().map(|tenant| &tenant.slug).collect();
        ensure!(slugs.len() == 300);
        let products = ProductFactory::new().tenant(&tenants[0]).title("abc").build_many(&on, 100).await?;
        ensure!(products.iter().all(|product| product.tenant_id == tenants[0].id && product.title == "abc"));
        ensure!(HolidayFactory::new().build_many(&on, 100).await?.len() == 100);
        let twice = TenantFactory::new().slug(tenants[0].slug.as_str()).build(&on).await;
        ensure!(matches!(twice, Err(FactoryError::Refused { table: "tenant", .. })), "{twice:?}");
        Ok(())
    })
}

#[test]
fn what_nobody_knows_must_be_given() -> Result<()> {
    on_case("factories", async |on| {
        let needed = |error: Option<FactoryError>| match error {
            Some(FactoryError::Needed { table, what }) => format!("{table}.{what}"),
            other => format!("{other:?}"),
        };
        let circles = [
            needed(NodeFactory::new().build(on).await.err()),
            needed(HeadFactory::new().build(on).await.err()),
            needed(TailFactory::new().build(on).await.err()),
            needed(VisitorFactory::new().build(on).await.err()),
        ];
        ensure!(circles == ["node.parent", "head.tail", "tail.head", "visitor.email"], "{circles:?}");
        let root = NodeFactory::new().id(1000).parent_id(1000).build(on).await?;
        let node = NodeFactory::new().parent(&root).build(on).await?;
        ensure!(node.parent_id == 1000 && node.id != 1000, "{node:?}");
        let email: Email = "ada@example.org".parse()?;
        ensure!(VisitorFactory::new().email(email.clone()).build(on).await?.email == email);
        Ok(())
    })
}

#[test]
fn a_session_makes_rows_of_its_tenant() -> Result<()> {
    everywhere(async |on| {
        let tenant = TenantFactory::new().build(&on).await?;
        let session = on.for_tenant(tenant.id);
        let line = LineFactory::new().build(&session).await?;
        ensure!(line.tenant_id == tenant.id && number(&on.executor(), TENANTS).await? == 1, "{line:?}");
        let row = ProductFactory::new().prepare(&session).await?;
        ensure!(session.product().create(row).await?.tenant_id == tenant.id);
        Ok(())
    })
}
