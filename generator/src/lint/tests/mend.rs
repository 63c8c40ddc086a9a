//! What mends each rule that can be mended, and what is left. Each case that another test has for such a rule is mended too:
//! see [`super::judged`].

use super::*;
use crate::catalog::{Object, ObjectKind, View};
use crate::lint::rule::REMEDIES;
use crate::lint::{Mended, broken_anew, is_still_there, mend};

/// What became of the findings of a rule: the changes of those that are mended, and why the others are left.
fn told(rule: &str, system: System, catalog: &Catalog) -> (Vec<String>, Vec<String>) {
    let Mended { done, left, .. } = mended(rule, system, catalog);
    let changes = done.into_iter().flat_map(|done| done.changes).collect();
    (changes, left.into_iter().map(|left| left.reason).collect())
}

/// Mends all that breaks the rule, and sees to it that what is mended is, and nothing else broken.
fn mended(rule: &str, system: System, catalog: &Catalog) -> Mended {
    let mut settings = Settings::default();
    settings.lint.rules.insert(rule.to_owned(), Level::Warn);
    let server = Server { system, version: Some(Version(15, 0, 0)) };
    let subject = Subject { catalog, committed: None, server, settings: &settings };
    let report = lint(&subject, &Baseline::default()).expect("the settings are in order");
    let own: Vec<Finding> = report.findings.into_iter().filter(|finding| finding.rule == rule).collect();
    let mended = mend(&subject, &own);
    let after = Subject { catalog: &mended.catalog, ..subject };
    for done in &mended.done {
        assert!(done.finding.fixable, "{rule}: {done:?}");
        assert!(!is_still_there(&after, &done.finding), "{rule} is still broken: {done:?}");
    }
    let anew = broken_anew(&subject, &mended.catalog);
    assert!(anew.is_empty(), "{rule}: {anew:?}");
    assert_eq!(mended.done.is_empty(), mended.catalog == *catalog, "{rule}: {mended:?}");
    mended
}

/// Mends what breaks the rule in these tables, if it can be mended.
pub(super) fn try_to(rule: &str, system: System, tables: &[Table]) {
    if REMEDIES.iter().any(|remedy| remedy.rule == rule) {
        let Mended { done, left, .. } = mended(rule, system, &catalog(tables));
        assert!(!done.is_empty() || !left.is_empty(), "{rule} on {system}");
    }
}

fn changes(rule: &str, system: System, tables: &[Table]) -> Vec<String> {
    let (changes, left) = told(rule, system, &catalog(tables));
    assert!(left.is_empty(), "{rule} is left: {left:?}");
    changes
}

fn reason(rule: &str, system: System, tables: &[Table]) -> String {
    let (changes, left) = told(rule, system, &catalog(tables));
    assert!(changes.is_empty() && left.len() == 1, "{rule}: {changes:?} {left:?}");
    left[0].clone()
}

fn users() -> Table {
    table("users", "id:bigint email:varchar80 deleted_at:timestamptz?")
}

fn orders() -> Table {
    refers(table("orders", "id:bigint user_id:bigint"), "user_id", "users")
}

#[test]
fn what_is_called_otherwise_is_called_after_its_kind_table_and_columns() {
    let rule = "naming/constraint";
    let tables = orders().with(|table| {
        table.foreign_keys[0].name = Some("buyer".to_owned());
        table.indexes.push(index("by_user", "user_id"));
        table.checks.push(check("orders_total_check", "id > 0"));
        table.unique_keys.push(key("once", "user_id id"));
    });
    let expected = [
        "calls buyer of orders fk_orders_user_id",
        "calls by_user of orders idx_orders_user_id",
        "calls once of orders uq_orders_user_id_id",
        "calls orders_total_check of orders chk_orders_total",
    ];
    for system in [PG, MY, LITE] {
        let mut told = changes(rule, system, &[users(), tables.clone()]);
        told.sort();
        assert_eq!(told, expected, "{system}");
    }
    let taken = tables.clone().with(|table| table.indexes.push(index("idx_orders_user_id", "id")));
    assert!(changes(rule, PG, &[users(), taken]).contains(&"calls by_user of orders idx_orders_user_id_2".to_owned()));
    let mut computed = index("lower_name", "id");
    computed.parts[0].key = IndexKey::Expression("lower(email)".to_owned());
    let computed = users().with(|table| table.indexes.push(computed));
    assert_eq!(reason(rule, PG, &[computed]), "it is over expressions, which have no name");
}

#[test]
fn a_number_of_serial_becomes_an_identity_where_its_sequence_is_its_own() {
    let serial = || table("a", "id:bigint").with(|table| table.columns[0].serial = true);
    assert_eq!(reason("pk/serial", PG, &[serial()]), "its sequence belongs to no column, and others may draw from it");
    let mut owned = catalog(&[serial()]);
    let text = "CREATE SEQUENCE public.a_id_seq AS bigint START 1 INCREMENT 1 OWNED BY public.a.id";
    owned.schemas[0].objects.push(Object {
        kind: ObjectKind::Sequence,
        name: "a_id_seq".to_owned(),
        table: Some("a".to_owned()),
        definition: Some(text.to_owned()),
        comment: None,
    });
    assert_eq!(told("pk/serial", PG, &owned).0, ["makes column a.id an identity column"]);
}

#[test]
fn a_foreign_key_gets_an_index_of_a_name_that_is_free() {
    let plain = changes("fk/unindexed", PG, &[users(), orders()]);
    assert_eq!(plain, ["adds index idx_orders_user_id (user_id) of orders"]);
    let taken = users().with(|table| table.indexes.push(index("idx_orders_user_id", "email")));
    assert_eq!(
        changes("fk/unindexed", PG, &[taken, orders()]),
        ["adds index idx_orders_user_id_2 (user_id) of orders"]
    );
    let long = "customer_subscription_invoice_line_item_adjustments";
    let long = refers(table(long, "id:bigint responsible_user_id:bigint"), "responsible_user_id", "users");
    let cut = changes("fk/unindexed", PG, &[users(), long]);
    assert_eq!(cut.len(), 1);
    assert!(cut[0].split(' ').nth(2).is_some_and(|name| name.len() == 62 && name.is_ascii()), "{cut:?}");
    // Two keys over one column need one index.
    let twice =
        refers(orders(), "user_id", "users").with(|table| table.foreign_keys[1].name = Some("again".to_owned()));
    assert_eq!(changes("fk/unindexed", LITE, &[users(), twice]).len(), 1);
    // In SQLite an index finds them by the collation of what is referred to.
    let parent = table("codes", "id:bigint code:text").with(|table| {
        table.unique_keys.push(key("uq", "code"));
        table.columns[1].collation = Some("NOCASE".to_owned());
    });
    let child = refers(table("uses", "id:bigint code:text"), "code", "codes")
        .with(|table| table.foreign_keys[0].target_columns = names("code"));
    let mended = mended("fk/unindexed", LITE, &catalog(&[parent, child]));
    let made = &mended.catalog.schemas[0].tables[1].indexes[0];
    assert_eq!(made.parts[0].collation.as_deref(), Some("NOCASE"));
}

#[test]
fn a_key_leaves_deleted_rows_out_where_a_partial_index_can() {
    let unique = |columns: &str| users().with(|table| table.unique_keys.push(key("uq", columns)));
    let expected =
        ["drops unique key uq (email) of users", "adds unique index uq (email) WHERE (deleted_at IS NULL) of users"];
    assert_eq!(changes("softdelete/unique", PG, &[unique("email")]), expected);
    let idle = reason("softdelete/unique", PG, &[unique("email deleted_at")]);
    assert_eq!(idle, "rows that are alive may be the same by now");
    let named = reason("softdelete/unique", MY, &[unique("email")]);
    assert_eq!(named, "it takes a generated column, which has to be named");
    let later = unique("email").with(|table| table.unique_keys[0].deferral = Deferral::InitiallyDeferred);
    assert!(reason("softdelete/unique", PG, &[later]).contains("when a transaction ends"));
    let lower = IndexPart::plain(IndexKey::Expression("lower(email)".to_owned()));
    let lower = Index { unique: true, parts: vec![lower], ..index("i", "email") };
    let lower = users().with(|table| table.indexes.push(lower));
    assert_eq!(
        changes("softdelete/unique", LITE, &[lower]),
        ["changes unique index i ((lower(email))) WHERE deleted_at IS NULL of users"]
    );
    // What found the rows of a foreign key does so no more: an index comes for that.
    let profile = table("profiles", "id:bigint user_id:bigint deleted_at:timestamptz?");
    let profile = refers(profile, "user_id", "users").with(|table| table.unique_keys.push(key("uq_p", "user_id")));
    let both = changes("softdelete/unique", PG, &[users(), profile]);
    assert_eq!(both.last().map(String::as_str), Some("adds index idx_profiles_user_id (user_id) of profiles"));
}

#[test]
fn a_number_is_widened_with_all_that_refers_to_it() {
    let child = refers(table("b", "id:bigint a_id:int"), "a_id", "a");
    // Its key is the key of another, and a third refers to that.
    let heir = refers(table("c", "id:int"), "id", "a").with(|table| table.columns[0].identity = None);
    let of_heir = refers(table("d", "id:bigint c_id:int"), "c_id", "c");
    let sequence = |most: &str, word: &str| Object {
        kind: ObjectKind::Sequence,
        name: "a_id_seq".to_owned(),
        table: Some("a".to_owned()),
        definition: Some(format!(
            "CREATE SEQUENCE public.a_id_seq AS {word} START 1 INCREMENT 1 MINVALUE 1 MAXVALUE {most} CACHE 1 OWNED BY a.id"
        )),
        comment: None,
    };
    let mut all = catalog(&[table("a", "id:int"), child, heir, of_heir]);
    all.schemas[0].objects.push(sequence("2147483647", "integer"));
    let (changes, left) = told("pk/int-exhaustion", PG, &all);
    let columns: Vec<&str> = changes.iter().filter_map(|change| change.split(' ').nth(2)).collect();
    assert_eq!((columns.as_slice(), left.len()), (["a.id", "a_id_seq", "c.id", "d.c_id", "b.a_id"].as_slice(), 0));
    let after = mended("pk/int-exhaustion", PG, &all).catalog;
    assert_eq!(after.schemas[0].objects, [sequence("9223372036854775807", "bigint")]);
    let unsigned = table("a", "id:uint").with(|table| table.columns[0].raw_type = "int(10) unsigned".to_owned());
    let after = mended("pk/int-exhaustion", MY, &catalog(&[unsigned])).catalog;
    assert_eq!(after.schemas[0].tables[0].columns[0].raw_type, "bigint(20) unsigned");
}

#[test]
fn a_reference_gets_the_type_of_what_it_refers_to_unless_that_is_too_small() {
    let small = refers(table("orders", "id:bigint user_id:int"), "user_id", "users");
    let small = small.with(|table| table.indexes.push(index("i", "user_id")));
    assert_eq!(
        changes("fk/type-mismatch", PG, &[users(), small.clone()]),
        ["changes column orders.user_id from int NOT NULL to bigint NOT NULL"]
    );
    let parent = table("users", "id:int");
    let wide = refers(table("orders", "id:bigint user_id:bigint"), "user_id", "users");
    assert_eq!(reason("fk/type-mismatch", PG, &[parent, wide]), "users.id is the one to widen: pk/int-exhaustion");
    let unsure = small.with(|table| table.foreign_keys[0].validated = false);
    assert_eq!(reason("fk/type-mismatch", PG, &[users(), unsure]), "rows may be there that break it");
    // What refers to it in turn goes with it.
    let far = |word: &str| {
        let middle =
            refers(table("b", &format!("id:{word}")), "id", "a").with(|table| table.columns[0].identity = None);
        let last = refers(table("c", &format!("id:bigint b_id:{word}")), "b_id", "b");
        [table("a", "id:bigint"), middle, last]
    };
    assert_eq!(changes("fk/type-mismatch", PG, &far("int")).len(), 2);
}

#[test]
fn columns_come_as_other_tables_have_them() {
    let standard = |name: &str, word: &str| {
        let columns = format!("id:bigint created_at:{word} updated_at:{word}");
        let both = default(table(name, &columns), "created_at", DefaultValue::CurrentTimestamp);
        default(both, "updated_at", DefaultValue::CurrentTimestamp)
    };
    let bare = changes("columns/standard", PG, &[table("a", "id:bigint")]);
    let column = "timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP";
    assert_eq!(bare, [format!("adds column a.created_at {column}"), format!("adds column a.updated_at {column}")]);
    let naive = changes("columns/standard", MY, &[table("a", "id:bigint"), standard("b", "timestamp")]);
    assert!(naive.iter().all(|change| change.contains(" timestamp NOT NULL DEFAULT")) && naive.len() == 2, "{naive:?}");
    let half = table("a", "id:bigint created_at:timestamptz? updated_at:timestamptz");
    let (half, left) = told("columns/standard", PG, &catalog(&[half]));
    assert!(half.len() == 1 && half[0].starts_with("changes column a.updated_at"), "{half:?}");
    assert_eq!(left, ["rows may have no value there"]);
    let version = changes("version/optimistic-lock", PG, &[table("a", "id:bigint updated_at:timestamptz")]);
    assert_eq!(version, ["adds column a.version integer NOT NULL DEFAULT 1"]);
    // A table whose key is a UUID is read by it, and needs an index for that now.
    let uuid = changes("columns/standard", PG, &[table("a", "id:uuid")]);
    assert_eq!(uuid.last().map(String::as_str), Some("adds index idx_a_created_at_id (created_at, id) of a"));
}

#[test]
fn what_is_needless_goes_and_what_makes_something_needless_takes_it_along() {
    let events = |indexes: &[Index]| {
        table("events", "id:uuid created_at:timestamptz a:int").with(|table| table.indexes = indexes.to_vec())
    };
    let order = changes("cursor/order-index", PG, &[events(&[index("i", "created_at")])]);
    assert_eq!(order, ["adds index idx_events_created_at_id (created_at, id) of events", "drops index i of events"]);
    let whole = changes("index/needless-predicate", PG, &[events(&[partial("i", "a", "(a IS NOT NULL)")])]);
    assert_eq!(whole, ["changes index i (a) of events"]);
    let rest = events(&[partial("i", "a", "((a IS NOT NULL) AND (a > 1))")]);
    assert!(reason("index/needless-predicate", PG, &[rest]).starts_with("the rest"));
    let twice = [partial("i", "a", "(a IS NOT NULL)"), index("j", "a")];
    assert_eq!(changes("index/needless-predicate", PG, &[events(&twice)]).len(), 2);
    let three = ["i", "j", "k"].map(|name| index(name, "a"));
    assert_eq!(changes("index/duplicate", PG, &[events(&three)]).len(), 2);
    let view = View { name: "v".to_owned(), materialized: true, indexes: three.to_vec(), ..View::default() };
    let mut with_view = catalog(&[table("a", "id:bigint")]);
    with_view.schemas[0].views.push(view);
    assert_eq!(told("index/duplicate", PG, &with_view).0, ["drops index j of v", "drops index k of v"]);
}

#[test]
fn types_change_where_nothing_speaks_of_the_column() {
    let with = |column: &str, raw: Option<&str>| {
        table("a", &format!("id:bigint {column}")).with(|table| {
            let value = DefaultValue::Text(String::new());
            table.columns[1].default = raw.map(|raw| ColumnDefault { raw: raw.to_owned(), value });
        })
    };
    assert_eq!(
        changes("type/json", PG, &[with("data:json", Some("'{}'::json"))]),
        ["changes column a.data from json NOT NULL DEFAULT '{}'::json to jsonb NOT NULL DEFAULT '{}'::jsonb"]
    );
    assert_eq!(reason("type/json", PG, &[with("data:json", Some("f()"))]), "its default has to be written anew");
    let checked = with("code:char2", None).with(|table| table.checks.push(check("c", "(code = 'ab'::bpchar)")));
    assert!(reason("type/char-n", PG, &[checked]).contains("speaks of it"));
    assert_eq!(
        changes("type/char-n", PG, &[with("code:char2", None)]),
        ["changes column a.code from char2 NOT NULL to character varying(2) NOT NULL"]
    );
    let null = |column: &str, text: &str| {
        default(table("a", &format!("id:bigint {column}")), "note", DefaultValue::Text(text.to_owned()))
    };
    assert_eq!(changes("default/null-string", PG, &[null("note:text?", "NULL")]).len(), 1);
    assert!(reason("default/null-string", PG, &[null("note:text", "NULL")]).contains("refused"));
    assert!(reason("default/null-string", PG, &[null("note:text?", "now()")]).contains("function"));
}

#[test]
fn what_would_break_another_rule_is_left_and_the_rest_is_mended() {
    // The third index is one too many, and only the second table has as many.
    let full = orders().with(|table| table.indexes.extend([index("i", "id user_id"), index("j", "id user_id id")]));
    let other = table("others", "id:bigint user_id:bigint");
    let tables = [users(), full, refers(other, "user_id", "users")];
    let catalog = catalog(&tables);
    let mut settings = Settings::default();
    settings.lint.limits.indexes = 3;
    settings.lint.rules.insert("index/redundant-prefix".to_owned(), Level::Off);
    let server = Server { system: PG, version: None };
    let subject = Subject { catalog: &catalog, committed: None, server, settings: &settings };
    let findings = lint(&subject, &Baseline::default()).unwrap().findings;
    let own: Vec<Finding> = findings.into_iter().filter(|finding| finding.rule == "fk/unindexed").collect();
    let mended = mend(&subject, &own);
    let places = |all: &[Finding]| all.iter().map(|finding| finding.place.clone()).collect::<Vec<_>>();
    assert_eq!(places(&own), ["orders.fk_user_id", "others.fk_user_id"]);
    let done: Vec<Finding> = mended.done.into_iter().map(|done| done.finding).collect();
    assert_eq!(places(&done), ["others.fk_user_id"]);
    assert_eq!(mended.left[0].reason, "that would break index/too-many at orders");
}

#[test]
fn a_rule_that_cannot_be_mended_says_what_has_to_be_known() {
    let table = table("a", "id:bigint at:timestamp");
    assert_eq!(reason("time/no-timezone", PG, &[table]), "which time zone the values that are there are of");
    for remedy in REMEDIES {
        let manual = crate::lint::manual(remedy.rule).expect("a rule");
        assert!(manual.fix == Some(remedy.does) && manual.choice.is_none(), "{}", remedy.rule);
        assert!(manual.text.contains("--fix"), "the page of {} does not say what --fix does", remedy.rule);
    }
}
