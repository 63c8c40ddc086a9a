//! Rules about types, defaults and names.

use super::*;

const EACH: &[System] = &[PG, MY, LITE];

#[test]
fn money_float_and_scale() {
    let bad = table("items", "id:bigint price:double tax_rate:double latitude:double");
    let good = table("items", "id:bigint price:decimal2 price_cents:bigint score:double");
    judged("money/float", EACH, (&[bad], "items.price"), &[good]);
    assert_eq!(found("money/float", PG, &[table("items", "id:bigint paid:money")]), ["items.paid"]);
    let coarse = |word: &str| table("items", &format!("id:bigint price:{word} weight:decimal"));
    judged("money/scale", &[PG, MY], (&[coarse("decimal0")], "items.price"), &[coarse("decimal2")]);
    judged("money/scale", &[PG], (&[coarse("decimal")], "items.price"), &[coarse("decimal2")]);
    assert!(found("money/scale", LITE, &[coarse("decimal0")]).is_empty());
    let scaled = |name: &str, scale| {
        table(name, "id:bigint total:decimal2")
            .with(|table| table.columns[1].data_type = DataType::Decimal(Some((19, scale))))
    };
    let same = [scaled("a", 2), scaled("b", 2)];
    judged("money/scale", &[PG, MY], (&[same.to_vec(), vec![scaled("c", 4)]].concat(), "c.total"), &same);
    assert_eq!(found("money/scale", PG, &[scaled("a", 4), scaled("b", 2)]), ["b.total"], "the one that rounds");
}

#[test]
fn time_no_timezone() {
    let bad = table("a", "id:bigint at:timestamp day:date");
    judged("time/no-timezone", &[PG], (std::slice::from_ref(&bad), "a.at"), &[table("a", "id:bigint at:timestamptz")]);
    assert_eq!(found("time/no-timezone", PG, &[table("a", "id:bigint hour:time_with_time_zone")]), ["a.hour"]);
    assert!(found("time/no-timezone", LITE, std::slice::from_ref(&bad)).is_empty());
    assert!(found("time/no-timezone", MY, std::slice::from_ref(&bad)).is_empty(), "all of one type");
    let mixed = table("b", "id:bigint one:timestamp other:timestamp third:timestamptz");
    assert_eq!(found("time/no-timezone", MY, &[mixed, bad]), ["b.third"]);
}

#[test]
fn types_of_postgres() {
    judged("type/json", &[PG], (&[table("a", "id:bigint data:json")], "a.data"), &[table("a", "id:bigint data:jsonb")]);
    assert!(found("type/json", MY, &[table("a", "id:bigint data:json")]).is_empty());
    judged(
        "type/char-n",
        &[PG],
        (&[table("a", "id:bigint code:char2")], "a.code"),
        &[table("a", "id:bigint code:varchar2")],
    );
    assert!(found("type/char-n", LITE, &[table("a", "id:bigint code:char2")]).is_empty());
}

#[test]
fn type_varchar_size_is_a_matter_of_the_profile() {
    let (open, sized) = (table("a", "id:bigint name:varchar"), table("a", "id:bigint name:varchar80"));
    judged(
        "type/varchar-size",
        EACH,
        (std::slice::from_ref(&open), "a.name"),
        &[sized.clone(), table("b", "id:bigint note:text")],
    );
    let postgres = |settings: &mut Settings| settings.lint.profile = crate::config::Profile::Postgres;
    assert_eq!(found_with("type/varchar-size", PG, &[sized], postgres), ["a.name"]);
    assert!(found_with("type/varchar-size", PG, &[open], postgres).is_empty());
}

#[test]
fn bool_nullable() {
    judged("bool/nullable", EACH, (&[table("a", "id:bigint on:bool?")], "a.on"), &[table("a", "id:bigint on:bool")]);
}

#[test]
fn default_null_string() {
    let says = |text: &str| default(table("a", "id:bigint note:text?"), "note", DefaultValue::Text(text.to_owned()));
    judged("default/null-string", EACH, (&[says("NULL")], "a.note"), &[says("none")]);
    let null = default(table("a", "id:bigint note:text?"), "note", DefaultValue::Null);
    assert!(found("default/null-string", PG, &[null]).is_empty());
}

#[test]
fn columns_standard() {
    let now = |table, column| default(table, column, DefaultValue::CurrentTimestamp);
    let good =
        now(now(table("a", "id:bigint created_at:timestamptz updated_at:timestamptz"), "created_at"), "updated_at");
    judged(
        "columns/standard",
        EACH,
        (&[now(table("a", "id:bigint created_at:timestamptz"), "created_at")], "a"),
        &[good],
    );
    let half = |columns: &str| found("columns/standard", PG, &[now(table("a", columns), "updated_at")]);
    assert_eq!(half("id:bigint created_at:timestamptz? updated_at:timestamptz"), ["a.created_at"]);
    assert_eq!(half("id:bigint created_at:timestamptz updated_at:timestamptz"), ["a.created_at"]);
    assert_eq!(half("id:bigint created_at:text updated_at:timestamptz"), ["a.created_at"]);
    let link = refers(refers(table("links", "a_id:bigint b_id:bigint"), "a_id", "a"), "b_id", "b");
    assert!(found("columns/standard", PG, &[link]).is_empty());
}

#[test]
fn version_optimistic_lock() {
    let good = table("a", "id:bigint updated_at:timestamptz version:int");
    judged("version/optimistic-lock", EACH, (&[table("a", "id:bigint updated_at:timestamptz")], "a"), &[good]);
}

#[test]
fn naming_table() {
    let good = [
        table("orders", "id:bigint"),
        table("order_items", "id:bigint"),
        table("news", "id:bigint"),
        table("people", "id:bigint"),
    ];
    judged("naming/table", EACH, (&[table("order", "id:bigint")], "order"), &good);
    let told = all(PG, &[table("OrderItem", "id:bigint")], |_| {})
        .into_iter()
        .find(|finding| finding.rule == "naming/table")
        .unwrap();
    assert_eq!(told.help, "ALTER TABLE \"OrderItem\" RENAME TO order_items");
}

#[test]
fn naming_column() {
    let bad = ["userId:bigint", "active:bool", "created:timestamptz", "birth:date"];
    for column in bad {
        let name = column.split(':').next().unwrap_or_default();
        let place = format!("a.{name}");
        judged("naming/column", EACH, (&[table("a", &format!("id:bigint {column}"))], &place), &[]);
    }
    let good = "id:bigint user_id:bigint is_active:bool has_stock:bool created_at:timestamptz born_on:date";
    assert!(found("naming/column", PG, &[table("a", good)]).is_empty());
    let refer = |column: &str| refers(table("a", &format!("id:bigint {column}:bigint")), column, "users");
    assert_eq!(found("naming/column", PG, &[refer("owner")]), ["a.owner"]);
    assert!(found("naming/column", PG, &[refer("owner_id"), refer("created_by")]).is_empty());
}

#[test]
fn naming_constraint() {
    let named = |name: &str| table("a", "id:bigint b:int").with(|table| table.indexes.push(index(name, "b")));
    judged("naming/constraint", EACH, (&[named("b_index")], "a.b_index"), &[named("idx_a_b")]);
    let unnamed =
        table("a", "id:bigint b:int").with(|table| table.unique_keys.push(Key { name: None, ..key("", "b") }));
    assert!(found("naming/constraint", LITE, &[unnamed]).is_empty());
}

#[test]
fn naming_length() {
    let named =
        |length| table("a", "id:bigint b:int").with(|table| table.indexes.push(index(&"i".repeat(length), "b")));
    judged("naming/length", &[PG, MY], (&[named(63)], &format!("a.{}", "i".repeat(63))), &[named(62)]);
    assert!(found("naming/length", LITE, &[named(63)]).is_empty());
}

#[test]
fn naming_reserved() {
    judged("naming/reserved", EACH, (&[table("order", "id:bigint")], "order"), &[table("orders", "id:bigint")]);
    judged(
        "naming/reserved",
        EACH,
        (&[table("a", "id:bigint type:text")], "a.type"),
        &[table("a", "id:bigint kind:text")],
    );
    assert_eq!(found("naming/reserved", PG, &[table("a", "id:bigint group:text Total:int")]), ["a", "a.group"]);
    let capitals = table("Users", "id:bigint userName:text Total:int at:date");
    let told = all(PG, std::slice::from_ref(&capitals), |_| {});
    let told: Vec<_> = told.iter().filter(|finding| finding.rule == "naming/reserved").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].message, "has to be quoted: it, userName and 1 more");
    assert!(found("naming/reserved", MY, std::slice::from_ref(&capitals)).is_empty());
    assert!(found("naming/reserved", LITE, &[capitals]).is_empty());
    let alike = all(PG, &[table("a", "id:bigint user_id:int user__id:int")], |_| {});
    assert!(alike.iter().any(|finding| finding.message == "is one name with user__id in code"), "{alike:?}");
}

#[test]
fn enum_text_without_check() {
    let orders = || table("orders", "id:bigint status:varchar20");
    let checked = orders().with(|table| table.checks.push(check("chk", "((status)::text = ANY (ARRAY['a', 'b']))")));
    judged("enum/text-without-check", EACH, (&[orders()], "orders.status"), &[checked]);
    let address = table("a", "id:bigint city:text state:text content_type:text");
    assert!(found("enum/text-without-check", PG, &[address]).is_empty());
}

#[test]
fn constraint_not_validated() {
    let with = |validated| {
        table("a", "id:bigint b:int").with(|table| table.checks.push(Check { validated, ..check("chk", "b > 0") }))
    };
    judged("constraint/not-validated", &[PG, MY], (&[with(false)], "a.chk"), &[with(true)]);
    let key = |validated| {
        refers(table("a", "id:bigint b:int"), "b", "users").with(|table| table.foreign_keys[0].validated = validated)
    };
    judged("constraint/not-validated", &[PG], (&[key(false)], "a.fk_b"), &[key(true)]);
}

#[test]
fn consistency_same_name_type() {
    let with = |word: &str, name: &str| table(name, &format!("id:bigint currency:{word}"));
    let same: Vec<Table> = ["a", "b", "c"].iter().map(|name| with("varchar3", name)).collect();
    let bad = [same.clone(), vec![with("text", "d")]].concat();
    judged("consistency/same-name-type", EACH, (&bad, "d.currency"), &same);
    assert!(found("consistency/same-name-type", PG, &bad[1..]).is_empty(), "two are no rule");
}

#[test]
fn doc_missing_comment() {
    let said = table("a", "id:bigint note:text").with(|table| {
        table.comment = Some("A.".to_owned());
        table.columns[1].comment = Some("A note.".to_owned());
    });
    judged("doc/missing-comment", &[PG, MY], (&[table("a", "id:bigint note:text")], "a"), std::slice::from_ref(&said));
    assert!(found("doc/missing-comment", LITE, &[table("a", "id:bigint note:text")]).is_empty());
    let half = |settings: &mut Settings| settings.lint.limits.comments = 50;
    assert!(found_with("doc/missing-comment", PG, &[said, table("b", "id:bigint note:text")], half).is_empty());
}
