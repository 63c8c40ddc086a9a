//! Rules about indexes and unique keys. What the planners say of them is for the suite.

use super::*;

fn items(indexes: &[Index]) -> Table {
    table("items", "id:bigint a:int b:int? c:text").with(|table| table.indexes = indexes.to_vec())
}

#[test]
fn index_duplicate() {
    let twice = items(&[index("i1", "a"), index("i2", "a")]);
    let once = items(&[index("i1", "a"), index("i2", "a b"), index("i3", "b a")]);
    judged("index/duplicate", &[PG, MY, LITE], (&[twice], "items.i2"), &[once]);
    let unique = items(&[index("i1", "a")]).with(|table| table.unique_keys.push(key("uq", "a")));
    judged("index/duplicate", &[PG, MY, LITE], (&[unique], "items.i1"), &[items(&[])]);
    let hash = Index { method: "hash".to_owned(), ..index("i2", "a") };
    let later = Key { deferral: Deferral::InitiallyDeferred, ..key("uq", "a") };
    let strict = items(&[Index { unique: true, ..index("i1", "a") }]).with(|table| table.unique_keys.push(later));
    let brin = |name: &str| Index { method: "brin".to_owned(), ..index(name, "a") };
    let parts = items(&[index("i1", "a"), partial("i2", "a", "(b = 1)")]);
    assert!(found("index/duplicate", PG, &[items(&[index("i1", "a"), hash])]).is_empty());
    // The deferrable key is needless beside the index that is checked at once, and not the other way round.
    assert_eq!(found("index/duplicate", PG, &[strict]), ["items.uq"]);
    assert!(found("index/duplicate", PG, &[items(&[brin("i1"), brin("i2")])]).is_empty());
    assert!(found("index/duplicate", PG, &[parts]).is_empty());
    let fulltext = |name: &str, columns: &str| Index { method: "fulltext".to_owned(), ..index(name, columns) };
    assert!(found("index/redundant-prefix", MY, &[items(&[fulltext("i1", "c"), fulltext("i2", "c a")])]).is_empty());
    assert_eq!(found("index/duplicate", MY, &[items(&[fulltext("i1", "c"), fulltext("i2", "c")])]), ["items.i2"]);
}

#[test]
fn index_redundant_prefix() {
    let bad = items(&[index("i1", "a"), index("i2", "a b")]);
    let good = items(&[index("i1", "b"), index("i2", "a b")]);
    judged("index/redundant-prefix", &[PG, MY, LITE], (&[bad], "items.i1"), &[good]);
    let unique = items(&[Index { unique: true, ..index("i1", "a") }, index("i2", "a b")]);
    assert!(found("index/redundant-prefix", PG, &[unique]).is_empty(), "it guarantees more");
    let cut = |name: &str, length| index(name, "c").with(|index| index.parts[0].prefix = length);
    assert_eq!(found("index/duplicate", MY, &[items(&[cut("i1", Some(10)), cut("i2", Some(20))])]), ["items.i1"]);
    assert_eq!(found("index/duplicate", MY, &[items(&[cut("i1", Some(10)), cut("i2", None)])]), ["items.i1"]);
}

#[test]
fn index_nullable_unique() {
    let unique = |columns: &str| items(&[]).with(|table| table.unique_keys.push(key("uq", columns)));
    judged("index/nullable-unique", &[PG, MY, LITE], (&[unique("a b")], "items.uq"), &[unique("a c")]);
    assert!(found("index/nullable-unique", PG, &[unique("b")]).is_empty(), "one optional column is meant");
    let strict = items(&[]).with(|table| table.unique_keys.push(Key { nulls_not_distinct: true, ..key("uq", "a b") }));
    assert!(found("index/nullable-unique", PG, &[strict]).is_empty());
    let told = |system| {
        all(system, &[unique("a b")], |_| {})
            .into_iter()
            .find(|finding| finding.rule == "index/nullable-unique")
            .unwrap()
            .help
    };
    assert_eq!(told(PG), "say NULLS NOT DISTINCT, or NOT NULL");
    assert_eq!(told(LITE), "make it NOT NULL, or add a unique index over (a) WHERE b IS NULL");
    assert_eq!(told(MY), "make it NOT NULL");
}

#[test]
fn index_low_cardinality() {
    let jobs = |index| table("jobs", "id:bigint is_done:bool at:timestamptz").with(|table| table.indexes.push(index));
    let good = [jobs(index("i", "is_done at")), table("users", "id:bigint")];
    judged("index/low-cardinality", &[PG, MY, LITE], (&[jobs(index("i", "is_done"))], "jobs.i"), &good);
    assert!(found("index/low-cardinality", PG, &[jobs(partial("i", "is_done", "is_done"))]).is_empty());
}

#[test]
fn index_too_many_and_too_wide() {
    let many = items(&[index("i1", "a"), index("i2", "b"), index("i3", "c")]);
    for system in [PG, MY, LITE] {
        let limit = |indexes| move |settings: &mut Settings| settings.lint.limits.indexes = indexes;
        assert_eq!(found_with("index/too-many", system, std::slice::from_ref(&many), limit(3)), ["items"]);
        assert!(found_with("index/too-many", system, std::slice::from_ref(&many), limit(4)).is_empty());
        let wide = items(&[index("i1", "a b c id a")]);
        judged("index/too-wide", &[system], (&[wide], "items.i1"), &[items(&[index("i1", "a b c id")])]);
    }
}

#[test]
fn index_needless_predicate() {
    let bad = items(&[partial("i1", "a", "(a IS NOT NULL)")]);
    let good = items(&[partial("i1", "b", "(b IS NOT NULL)"), partial("i2", "a", "(a > 0)")]);
    judged("index/needless-predicate", &[PG, LITE], (&[bad], "items.i1"), &[good]);
}

#[test]
fn index_methods_of_postgres() {
    let posts = |name: &str, method: &str| {
        let own = Index { method: method.to_owned(), ..index("i", name) };
        table("posts", "id:bigint tags:texts data:jsonb").with(|table| table.indexes.push(own))
    };
    judged("index/array-btree", &[PG], (&[posts("tags", "btree")], "posts.i"), &[posts("tags", "gin")]);
    judged("index/json-btree", &[PG], (&[posts("data", "btree")], "posts.i"), &[posts("data", "gin")]);
}

#[test]
fn index_invalid() {
    let bad = items(&[Index { valid: false, ..index("i1", "a") }]);
    judged("index/invalid", &[PG], (&[bad], "items.i1"), &[items(&[index("i1", "a")])]);
}

#[test]
fn softdelete_unique() {
    let users = |columns: &str| {
        table("users", "id:bigint email:varchar80 deleted_at:timestamptz?")
            .with(|table| table.unique_keys.push(key("uq", columns)))
    };
    let part = Index { unique: true, ..partial("i", "email", "(deleted_at IS NULL)") };
    let good =
        table("users", "id:bigint email:varchar80 deleted_at:timestamptz?").with(|table| table.indexes.push(part));
    judged("softdelete/unique", &[PG, LITE], (&[users("email")], "users.uq"), &[good]);
    let idle = all(PG, &[users("email deleted_at")], |_| {});
    assert!(
        idle.iter().any(|finding| finding.message
            == "(email, deleted_at) is unique for no row that is alive, whose deleted_at is NULL")
    );
    let strict = users("email deleted_at").with(|table| table.unique_keys[0].nulls_not_distinct = true);
    assert!(found("softdelete/unique", PG, &[strict]).is_empty());
    let alive = users("email alive").with(|table| {
        let expression = "if(`deleted_at` is null,1,NULL)".to_owned();
        let generated = Some(crate::catalog::Generated { expression, stored: true });
        table.columns.push(Column { generated, ..column("alive:bool?") });
    });
    judged("softdelete/unique", &[MY], (&[users("email")], "users.uq"), &[alive]);
    let expression = IndexPart::plain(IndexKey::Expression("COALESCE(deleted_at, 'epoch')".to_owned()));
    let whole = table("users", "id:bigint email:varchar80 deleted_at:timestamptz?").with(|table| {
        table.indexes.push(Index { unique: true, ..index("i", "email") }.with(|index| index.parts.push(expression)));
    });
    assert!(found("softdelete/unique", PG, &[whole]).is_empty());
    let follower = refers(table("orders", "id:bigint user_id:bigint"), "user_id", "users");
    let referred = follower.with(|table| table.foreign_keys[0].target_columns = names("email"));
    assert!(found("softdelete/unique", PG, &[users("email"), referred]).is_empty(), "it cannot be partial");
    assert!(found("softdelete/unique", PG, &[users("id email")]).is_empty());
}

#[test]
fn softdelete_unindexed() {
    let users = |indexes: &[Index]| {
        table("users", "id:bigint email:varchar80 deleted_at:timestamptz?")
            .with(|table| table.indexes = indexes.to_vec())
    };
    let good = users(&[partial("i", "email", "(deleted_at IS NULL)")]);
    judged("softdelete/unindexed", &[PG, MY, LITE], (&[users(&[index("i", "email")])], "users.deleted_at"), &[good]);
    assert!(found("softdelete/unindexed", MY, &[users(&[index("i", "deleted_at email")])]).is_empty());
}

#[test]
fn cursor_order_index() {
    let events = |word: &str, indexes: &[Index]| {
        table("events", &format!("id:{word} created_at:timestamptz")).with(|table| table.indexes = indexes.to_vec())
    };
    let place = "events";
    judged("cursor/order-index", &[PG, MY, LITE], (&[events("uuid", &[])], place), &[events("bigint", &[])]);
    assert!(found("cursor/order-index", PG, &[events("uuid", &[index("i", "created_at id")])]).is_empty());
    assert_eq!(found("cursor/order-index", PG, &[events("uuid", &[index("i", "created_at")])]), [place]);
    assert!(
        found("cursor/order-index", MY, &[events("uuid", &[index("i", "created_at")])]).is_empty(),
        "InnoDB adds the key"
    );
}

#[test]
fn index_timestamp_in_middle() {
    let orders = |columns: &str| {
        table("orders", "id:bigint user_id:bigint status:text at:timestamptz day:date deleted_at:timestamptz?")
            .with(|table| table.indexes.push(index("i", columns)))
    };
    let place = "orders.i";
    judged(
        "index/timestamp-in-middle",
        &[PG, MY, LITE],
        (&[orders("user_id at status")], place),
        &[orders("user_id status at")],
    );
    for fine in ["user_id at id", "at user_id", "user_id deleted_at status", "user_id at"] {
        assert!(found("index/timestamp-in-middle", PG, &[orders(fine)]).is_empty(), "{fine}");
    }
    assert_eq!(found("index/timestamp-in-middle", PG, &[orders("user_id day status")]), [place]);
    let unique = orders("user_id at status").with(|table| table.indexes[0].unique = true);
    assert!(found("index/timestamp-in-middle", PG, &[unique]).is_empty());
}
