//! Rules about what a table holds.

use super::*;

const EACH: &[System] = &[PG, MY, LITE];

#[test]
fn shape_all_nullable() {
    let bad = table("contacts", "id:bigint name:text? email:text? phone:text?");
    let good = table("contacts", "id:bigint name:text email:text? phone:text?");
    judged("shape/all-nullable", EACH, (&[bad], "contacts"), &[good, table("few", "id:bigint a:text? b:text?")]);
}

#[test]
fn shape_repeating_group() {
    let bad = table("people", "id:bigint phone1:text phone2:text phone3:text");
    let good = table("people", "id:bigint line1:text line2:text md5:text sha1:text q1:int q2:text q3:int");
    judged("shape/repeating-group", EACH, (&[bad], "people.phone1"), &[good]);
}

#[test]
fn shape_transitive_dep() {
    let customers = table("customers", "id:bigint name:text");
    let orders = |column: &str| {
        refers(table("orders", &format!("id:bigint customer_id:bigint {column}")), "customer_id", "customers")
    };
    let bad = [customers.clone(), orders("customer_name:text")];
    judged("shape/transitive-dep", EACH, (&bad, "orders.customer_name"), &[customers, orders("customer_note:text")]);
}

#[test]
fn shape_multi_value() {
    let good = table("posts", "id:bigint tags:texts user_id:bigint");
    judged("shape/multi-value", EACH, (&[table("posts", "id:bigint tag_ids:varchar255")], "posts.tag_ids"), &[good]);
}

#[test]
fn shape_single_column_empty_and_unrelated() {
    let orders = refers(table("orders", "id:bigint code_id:varchar3"), "code_id", "codes");
    let codes = table("codes", "id:varchar3");
    judged("shape/single-column", EACH, (std::slice::from_ref(&codes), "codes"), &[codes.clone(), orders.clone()]);
    judged("shape/empty", &[PG], (&[table("a", "")], "a"), std::slice::from_ref(&codes));
    let alone = table("alone", "id:bigint b:int");
    judged("shape/unrelated", EACH, (&[codes.clone(), orders.clone(), alone.clone()], "alone"), &[codes, orders]);
    assert!(found("shape/unrelated", PG, &[alone]).is_empty(), "there are no relations at all");
}

#[test]
fn shape_too_many() {
    let wide: String = (0..50).map(|number| format!(" c{number}x:int")).collect();
    let (more, enough) = (table("a", &format!("id:bigint{wide}")), table("a", &wide));
    judged("shape/too-many-columns", EACH, (&[more], "a"), &[enough]);
    let lobs: String = (0..8).map(|number| format!(" c{number}x:text")).collect();
    let (more, enough) = (table("a", &format!("id:bigint data:jsonb{lobs}")), table("a", &lobs));
    judged("shape/too-many-lobs", &[PG, MY], (std::slice::from_ref(&more), "a"), &[enough]);
    assert!(found("shape/too-many-lobs", LITE, &[more]).is_empty());
}

#[test]
fn polymorphic() {
    let bad = table("notes", "id:bigint owner_type:text owner_id:bigint");
    let good = refers(bad.clone(), "owner_id", "users");
    judged("polymorphic", EACH, (&[bad], "notes.owner_id"), &[good]);
}

#[test]
fn entity_drift() {
    let committed = catalog(&[table("a", "id:bigint"), table("b", "id:bigint x:int"), table("gone", "id:bigint")]);
    let now = catalog(&[table("a", "id:bigint"), table("b", "id:bigint x:text y:int"), table("new", "id:bigint")]);
    let settings = Settings::default();
    let server = Server { system: PG, version: None };
    let drift = |catalog, committed| {
        let subject = Subject { catalog, committed, server, settings: &settings };
        let findings = lint(&subject, &Baseline::default()).unwrap().findings.into_iter();
        let drift = findings.filter(|finding| finding.rule == "entity/drift");
        drift.map(|finding| format!("{}: {}", finding.place, finding.message)).collect::<Vec<_>>()
    };
    let expected = [
        "b: has new y; has another x",
        "gone: the entity crate has gone, and the database has not",
        "new: the entity crate does not know it",
    ];
    assert_eq!(drift(&now, Some(&committed)), expected);
    assert!(drift(&now, Some(&now)).is_empty() && drift(&now, None).is_empty());
}
