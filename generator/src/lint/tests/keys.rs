//! Rules about keys, deletes and references.

use super::*;

fn users() -> Table {
    table("users", "id:bigint email:varchar80")
}

#[test]
fn pk_missing() {
    let bad = table("visits", "page:text");
    let unique = bad.clone().with(|table| table.unique_keys.push(key("uq", "page")));
    for system in [PG, MY, LITE] {
        judged("pk/missing", &[system], (std::slice::from_ref(&bad), "visits"), &[users()]);
        let flaw = all(system, std::slice::from_ref(&unique), |_| {})
            .into_iter()
            .find(|finding| finding.rule == "pk/missing")
            .unwrap();
        assert!(flaw.help.starts_with("ALTER TABLE visits ADD PRIMARY KEY (page)"), "{}", flaw.help);
    }
    let foreign = bad.with(|table| table.kind = crate::catalog::TableKind::Foreign);
    assert!(found("pk/missing", PG, &[foreign]).is_empty());
}

#[test]
fn pk_int_exhaustion() {
    judged("pk/int-exhaustion", &[PG, MY], (&[table("a", "id:int")], "a.id"), &[table("a", "id:bigint")]);
    assert!(found("pk/int-exhaustion", LITE, &[table("a", "id:int")]).is_empty());
    let given = table("countries", "id:smallint").with(|table| table.columns[0].identity = None);
    assert!(found("pk/int-exhaustion", PG, &[given]).is_empty());
    let follower = refers(table("b", "id:bigint a_id:int"), "a_id", "a");
    let told = all(PG, &[table("a", "id:int"), follower], |_| {});
    let told = told.iter().find(|finding| finding.rule == "pk/int-exhaustion").unwrap();
    assert_eq!(told.help, "make it bigint, and the column that refers to it");
    assert_eq!(found("pk/int-exhaustion", MY, &[table("a", "id:uint")]), ["a.id"]);
}

#[test]
fn pk_serial() {
    let serial = || table("a", "id:bigint").with(|table| table.columns[0].serial = true);
    judged("pk/serial", &[PG], (&[serial()], "a.id"), &[table("a", "id:bigint")]);
    assert!(found("pk/serial", MY, &[serial()]).is_empty() && found("pk/serial", LITE, &[serial()]).is_empty());
    let other = table("a", "id:bigint n:int").with(|table| table.columns[1].serial = true);
    assert_eq!(found("pk/serial", PG, &[other]), ["a.n"]);
}

#[test]
fn fk_unindexed() {
    let orders = || refers(table("orders", "id:bigint user_id:bigint deleted_at:timestamptz?"), "user_id", "users");
    let indexed = |index| orders().with(|table| table.indexes.push(index));
    let good = indexed(index("i", "user_id"));
    judged("fk/unindexed", &[PG, LITE], (&[users(), orders()], "orders.fk_user_id"), &[users(), good]);
    assert!(found("fk/unindexed", MY, &[users(), orders()]).is_empty(), "the server makes one");
    let soft = partial("i", "user_id", "(deleted_at IS NULL)");
    let told = all(PG, &[users(), indexed(soft)], |_| {});
    let told = told.iter().find(|finding| finding.rule == "fk/unindexed").unwrap();
    assert!(
        told.message.ends_with("the index i (user_id) has only rows WHERE (deleted_at IS NULL)"),
        "{}",
        told.message
    );
    assert!(
        found("fk/unindexed", PG, &[users(), indexed(partial("i", "user_id", "(user_id IS NOT NULL)"))]).is_empty()
    );
    assert_eq!(
        found("fk/unindexed", PG, &[users(), indexed(Index { valid: false, ..index("i", "user_id") })]).len(),
        1
    );
}

#[test]
fn fk_type_mismatch() {
    let orders = |word: &str| refers(table("orders", &format!("id:bigint user_id:{word}")), "user_id", "users");
    let place = "orders.fk_user_id";
    judged("fk/type-mismatch", &[PG, MY, LITE], (&[users(), orders("int")], place), &[users(), orders("bigint")]);
    let codes =
        |word: &str| table("codes", "id:varchar20").with(|table| table.columns[0] = column(&format!("id:{word}")));
    let items = |word: &str| refers(table("items", &format!("id:bigint code_id:{word}")), "code_id", "codes");
    assert_eq!(found("fk/type-mismatch", PG, &[codes("varchar50"), items("varchar20")]), ["items.fk_code_id"]);
    assert!(found("fk/type-mismatch", PG, &[codes("varchar50"), items("text")]).is_empty(), "it holds all of them");
    let other = items("varchar50").with(|table| table.columns[1].collation = Some("C".to_owned()));
    assert_eq!(found("fk/type-mismatch", PG, &[codes("varchar50"), other]), ["items.fk_code_id"]);
}

#[test]
fn fk_missing() {
    let orders = || table("orders", "id:bigint user_id:bigint billing_user_id:bigint?");
    let both = refers(refers(orders(), "user_id", "users"), "billing_user_id", "users");
    for system in [PG, MY, LITE] {
        let expected = ["orders.billing_user_id", "orders.user_id"];
        assert_eq!(found("fk/missing", system, &[users(), orders()]), expected);
        assert!(found("fk/missing", system, &[users(), both.clone()]).is_empty());
        assert!(
            found("fk/missing", system, &[users(), table("notes", "id:bigint user_id:text")]).is_empty(),
            "another type"
        );
        let pair = table("notes", "id:bigint user_type:text user_id:bigint");
        assert!(found("fk/missing", system, &[users(), pair]).is_empty(), "the row names the table");
        assert!(found("fk/missing", system, &[orders()]).is_empty(), "there is no such table");
    }
}

#[test]
fn fk_duplicate_and_intersecting() {
    let orders = || refers(table("orders", "id:bigint user_id:bigint"), "user_id", "users");
    let twice =
        refers(orders(), "user_id", "users").with(|table| table.foreign_keys[1].name = Some("other".to_owned()));
    judged("fk/duplicate", &[PG, MY, LITE], (&[users(), twice], "orders.other"), &[users(), orders()]);
    let teams = table("teams", "id:bigint");
    let torn = refers(orders(), "user_id", "teams").with(|table| table.foreign_keys[1].name = Some("other".to_owned()));
    judged(
        "fk/intersecting",
        &[PG, MY, LITE],
        (&[users(), teams.clone(), torn], "orders.other"),
        &[users(), teams, orders()],
    );
}

#[test]
fn fk_partly_nullable() {
    let nodes = |columns: &str| refers(table("nodes", columns), "tenant_id parent_id", "nodes");
    let bad = nodes("id:bigint tenant_id:bigint parent_id:bigint?");
    let kept = refers(bad.clone(), "tenant_id", "tenants");
    let required = nodes("id:bigint tenant_id:bigint parent_id:bigint");
    let place = "nodes.fk_tenant_id_parent_id";
    judged(
        "fk/partly-nullable",
        &[PG, MY, LITE],
        (std::slice::from_ref(&bad), place),
        &[kept, table("tenants", "id:bigint")],
    );
    assert!(found("fk/partly-nullable", PG, &[required]).is_empty());
    let checked = bad.with(|table| table.checks.push(check("all", "num_nulls(tenant_id, parent_id) IN (0, 2)")));
    assert!(found("fk/partly-nullable", PG, &[checked]).is_empty());
}

#[test]
fn fk_action_missing() {
    let orders = || table("orders", "id:bigint user_id:bigint");
    let (silent, said) = (refers(orders(), "user_id", "users"), cascades(orders(), "user_id", "users"));
    judged("fk/action-missing", &[PG, LITE], (&[users(), silent.clone()], "orders.fk_user_id"), &[users(), said]);
    assert!(found("fk/action-missing", MY, &[users(), silent]).is_empty());
}

#[test]
fn fk_tenant() {
    let customers = table("customers", "id:bigint tenant_id:bigint");
    let orders = || table("orders", "id:bigint tenant_id:bigint customer_id:bigint");
    let tables = |columns| [customers.clone(), refers(orders(), columns, "customers")];
    let tenant = |settings: &mut Settings| settings.conventions.tenant = vec!["tenant_id".to_owned()];
    for system in [PG, MY, LITE] {
        assert_eq!(found_with("fk/tenant", system, &tables("customer_id"), tenant), ["orders.fk_customer_id"]);
        assert!(found_with("fk/tenant", system, &tables("tenant_id customer_id"), tenant).is_empty());
        assert!(found("fk/tenant", system, &tables("customer_id")).is_empty(), "nothing is a tenant by itself");
    }
}

#[test]
fn cascade_cycle() {
    let a = || table("a", "id:bigint b_id:bigint?");
    let b = || table("b", "id:bigint a_id:bigint?");
    let bad = [cascades(a(), "b_id", "b"), cascades(b(), "a_id", "a")];
    let good = [cascades(a(), "b_id", "b"), refers(b(), "a_id", "a")];
    judged("cascade/cycle", &[PG, MY, LITE], (&bad, "a"), &good);
    assert!(all(PG, &bad, |_| {}).iter().any(|finding| finding.message == "deletes go round: a → b → a"));
    let tree = cascades(table("nodes", "id:bigint node_id:bigint?"), "node_id", "nodes");
    assert!(found("cascade/cycle", PG, &[tree]).is_empty());
}

#[test]
fn cascade_depth() {
    let mut tables = vec![table("t0", "id:bigint")];
    tables.extend((1..=4).map(|number| {
        let parent = number - 1;
        cascades(
            table(&format!("t{number}"), &format!("id:bigint t{parent}_id:bigint")),
            &format!("t{parent}_id"),
            &format!("t{parent}"),
        )
    }));
    let limit = |cascades| move |settings: &mut Settings| settings.lint.limits.cascades = cascades;
    for system in [PG, MY, LITE] {
        assert_eq!(found_with("cascade/depth", system, &tables, limit(3)), ["t0"]);
        assert!(found_with("cascade/depth", system, &tables, limit(4)).is_empty());
    }
}

#[test]
fn softdelete_cascade() {
    let notes = |columns: &str| cascades(table("notes", columns), "user_id", "users");
    let soft = notes("id:bigint user_id:bigint body:text deleted_at:timestamptz?");
    let hard = notes("id:bigint user_id:bigint body:text");
    judged(
        "softdelete/cascade",
        &[PG, MY, LITE],
        (&[users(), soft.clone()], "notes.fk_user_id"),
        &[users(), hard.clone()],
    );
    let hidden = table("users", "id:bigint deleted_at:timestamptz?");
    assert_eq!(found("softdelete/cascade", PG, &[hidden.clone(), hard]), ["notes.fk_user_id"]);
    assert!(found("softdelete/cascade", PG, &[hidden, soft]).is_empty());
}

#[test]
fn cascade_paths() {
    let orders = table("orders", "id:bigint");
    let shipments = cascades(table("shipments", "id:bigint order_id:bigint"), "order_id", "orders");
    let parcels = || table("parcels", "id:bigint order_id:bigint shipment_id:bigint");
    let both = cascades(cascades(parcels(), "order_id", "orders"), "shipment_id", "shipments");
    let one = refers(cascades(parcels(), "shipment_id", "shipments"), "order_id", "orders");
    let with = |last: Table| [orders.clone(), shipments.clone(), last];
    judged("cascade/paths", &[PG, MY, LITE], (&with(both.clone()), "parcels"), &with(one));
    let told = all(PG, &with(both), |_| {}).into_iter().find(|finding| finding.rule == "cascade/paths").unwrap();
    assert_eq!(told.message, "goes with orders by two ways: orders → parcels and orders → shipments → parcels");
    // Further up there are two ways as well, which are these.
    let invoices = cascades(table("invoices", "id:bigint order_id:bigint"), "order_id", "orders");
    let lines = table("lines", "id:bigint shipment_id:bigint invoice_id:bigint");
    let lines = cascades(cascades(lines, "shipment_id", "shipments"), "invoice_id", "invoices");
    let notes = cascades(table("notes", "id:bigint line_id:bigint"), "line_id", "lines");
    let diamond = [orders.clone(), shipments.clone(), invoices, lines, notes];
    assert_eq!(found("cascade/paths", PG, &diamond), ["lines"]);
    // Circles end.
    let a = cascades(table("a", "id:bigint b_id:bigint c_id:bigint"), "b_id", "b");
    let a = cascades(a, "c_id", "c");
    let b = cascades(table("b", "id:bigint a_id:bigint"), "a_id", "a");
    let c = cascades(table("c", "id:bigint b_id:bigint"), "b_id", "b");
    assert_eq!(found("cascade/paths", PG, &[a, b, c]), ["a"]);
}
