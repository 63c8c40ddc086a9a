//! What `scaffold.toml` says of single tables, columns and relations: what comes of it, and mistakes in it.

use super::place::Place;
use anyhow::{Context, Result, ensure};
use serde_json::Value;

#[test]
fn an_override_that_nothing_is_there_for_is_told_with_its_line_and_the_nearest_name() -> Result<()> {
    let place = Place::synced()?;
    let before = place.snapshot()?;
    for (text, texts) in [
        ("[table.ordrs]\nname = 'X'", ["C050", "scaffold.toml:3: table.ordrs", "did you mean orders"]),
        ("[table.orders.column.sttus]\nname = 'x'", ["C051", "scaffold.toml:3: table.orders.column.sttus", "status"]),
        ("[table.orders.relation.usr]\nname = 'x'", ["C052", "scaffold.toml:3: table.orders.relation.usr", "user"]),
        ("[view.orders]\nkey = ['id']", ["C031", "scaffold.toml:3: view.orders", "order_summary_view"]),
        ("[table.orders]\nkey = ['id']", ["C058", "scaffold.toml:4: table.orders.key", "for views"]),
        ("[schema.mian]\nderive = ['Hash']", ["C057", "scaffold.toml:3: schema.mian", "did you mean main?"]),
        ("[table.orders]\nname = 'User'\n[table.users]\nname = 'User'", ["C053", "users", "`orders` and `users`"]),
        (
            "[table.orders.column.id]\nexclude = true",
            ["C054", "scaffold.toml:4: table.orders.column.id.exclude", "key"],
        ),
        ("[table.users.column.email]\nexclude = true", ["C054", "scaffold.toml:4", "key"]),
        ("[table.orders]\nname = 'Vec'", ["C055", "scaffold.toml:4: table.orders.name", "`Vec`"]),
        (
            "[[table.order_items.relations]]\nname = 'offered'\nto = 'prodcts'\ncolumns = ['sku']",
            ["C050", "scaffold.toml:5: table.order_items.relations.0.to", "did you mean products"],
        ),
        (
            "[[table.order_items.relations]]\nname = 'offered'\nto = 'products'\ncolumns = ['sku']",
            ["C062", "scaffold.toml:6: table.order_items.relations.0.columns", "`products.id`"],
        ),
        ("[table.orders]\nname = 'order'", ["C004", "scaffold.toml:4: table.orders.name", "PascalCase"]),
        ("[table.orders]\nnmae = 'Order'", ["C003", "scaffold.toml:4: table.orders.nmae", "`name`"]),
    ] {
        place.write("scaffold.toml", &format!("[entity]\nserde = true\n{text}\n"))?;
        place.run(&["sync"])?.ends_with_code(2)?.says(&texts)?;
        std::fs::remove_file(place.path("scaffold.toml"))?;
        place.is_as_in(&before)?;
    }
    Ok(())
}

#[test]
fn names_are_told_with_who_chose_them() -> Result<()> {
    let place = Place::synced()?;
    let text =
        "[table.orders]\nname = 'Purchase'\ncolumn.shipping_phone.exclude = true\ncolumn.status.name = 'state'\n";
    place.write("scaffold.toml", &format!("{text}relation.user.name = 'buyer'\n"))?;
    place.run(&["sync"])?.ends_with_code(0)?.says(&["G023", "orders.shipping_phone"])?;
    let entity = place.read("entity/src/generated/entity/purchase.rs")?;
    ensure!(entity.contains("column_name = \"status\"") && entity.contains("pub state:"), "{entity}");
    ensure!(entity.contains("    Buyer,") && !entity.contains("shipping_phone"), "{entity}");
    let model = place.run(&["inspect", "--stage", "model", "--only", "orders"])?.ends_with_code(0)?.json()?;
    let purchase = &model["entities"][0];
    ensure!(purchase["module"] == "purchase" && purchase["origin"] == "user", "{purchase:#}");
    for (list, chosen, count) in [("fields", "state", 1), ("relations", "buyer", 1)] {
        let list = purchase[list].as_array().context("a list")?;
        let by_user: Vec<&Value> = list.iter().filter(|item| item["origin"] == "user").collect();
        ensure!(by_user.len() == count && by_user[0]["name"] == chosen && list.len() > count, "{list:#?}");
        ensure!(list.iter().all(|item| item["origin"] == "user" || item["origin"] == "auto"), "{list:#?}");
    }
    let ledger = place.run(&["inspect", "--stage", "ledger", "--only", "orders"])?.ends_with_code(0)?.json()?;
    let entries = ledger["entries"].as_array().context("a list")?;
    let left_out = entries.iter().find(|entry| entry["name"] == "shipping_phone").context("an entry")?;
    ensure!(
        left_out["fate"] == "not_generated" && left_out["reason"] == "left out, as its settings or its comment say",
        "{left_out:#}"
    );
    Ok(())
}

#[test]
fn a_name_that_the_settings_change_is_written_down_and_told() -> Result<()> {
    let place = Place::synced()?;
    for arguments in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "--message", "all"]] {
        place.git(arguments)?.ends_with_code(0)?;
    }
    let auto = "kind = \"type\"\nname = \"orders\"\nrust = \"Order\"\norigin = \"auto\"";
    ensure!(
        place.read("entity/schema/table/orders.toml")?.contains(auto),
        "{}",
        place.read("entity/schema/table/orders.toml")?
    );
    place.write("scaffold.toml", "[table.orders]\nname = 'Purchase'\ncolumn.notes = { name = 'remarks' }\n")?;
    let told = ["table orders: name in Rust Order → Purchase", "column orders.notes: name in Rust notes → remarks"];
    place.run(&["sync"])?.ends_with_code(0)?.says(&told)?;
    let orders = place.read("entity/schema/table/orders.toml")?;
    for text in ["rust = \"Purchase\"\norigin = \"user\"", "name = \"notes\"\nrust = \"remarks\"\norigin = \"user\""] {
        ensure!(orders.contains(text), "{text}: {orders}");
    }
    place.run(&["diff"])?.ends_with_code(1)?.says(&told)?.says(&["major change"])?;
    place.run(&["check", "--offline"])?.ends_with_code(0)?;
    Ok(())
}
