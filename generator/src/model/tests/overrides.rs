//! Tests of what settings say of single tables, columns and relations.

use super::{Entity, Model, build, catalog, column, entity, relations};
use crate::catalog::{Catalog, Column, DataType, View};
use crate::config::Settings;
use crate::model::{Origin, RelationKind};

fn built(catalog: &Catalog, settings: &str) -> (Model, Vec<String>) {
    let (model, diagnostics) = build(catalog, &toml::from_str::<Settings>(settings).unwrap());
    let said = diagnostics.iter().map(|said| format!("{} {}: {} {}", said.code, said.place, said.message, said.help));
    (model, said.collect())
}

fn model(text: &str, settings: &str) -> (Model, Vec<String>) {
    built(&catalog(text), settings)
}

/// Name and column of every field, with `!` behind a name that was chosen.
fn fields(entity: &Entity) -> Vec<String> {
    let chosen = |origin: Origin| if origin == Origin::User { "!" } else { "" };
    entity.fields.iter().map(|field| format!("{}{} {}", field.name, chosen(field.origin), field.column)).collect()
}

/// Module and type of every entity, with `!` behind a name that was chosen.
fn entities(model: &Model) -> Vec<String> {
    let chosen = |origin: Origin| if origin == Origin::User { "!" } else { "" };
    model.all().map(|entity| format!("{} {}{}", entity.module, entity.type_name, chosen(entity.origin))).collect()
}

fn texts<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

#[test]
fn a_chosen_name_is_the_type_and_the_module_follows() {
    let settings = "entity.suffix = 'Entity'\ntable.orders.name = 'HTTPPurchase'";
    let (model, said) = model("orders: user_id>users\n users:", settings);
    assert_eq!((entities(&model), said), (texts(&["http_purchase HTTPPurchase!", "user UserEntity"]), vec![]));
    assert_eq!(relations(&model, "user"), ["http_purchases/HttpPurchases"], "what is called after it follows");
}

#[test]
fn names_that_nobody_chose_give_way_and_chosen_ones_do_not() {
    let (built, said) = model("orders:\n users:", "table.orders.name = 'User'");
    assert!(entities(&built)[0].starts_with("user User!") && entities(&built)[1].starts_with("user_x"));
    assert!(said.len() == 1 && said[0].starts_with("G001 users"), "{said:?}");
    let (_, said) = model("orders:\n users:", "table.orders.name = 'Ab'\ntable.users.name = 'AB'");
    assert!(said[0].starts_with("C053 users: the names that were chosen for `orders` and `users` are one"), "{said:?}");
    let (_, said) = model("orders:", "table.orders.name = 'Option'");
    assert!(said[0].starts_with("C055 table.orders.name"), "{said:?}");
}

#[test]
fn a_field_has_its_chosen_name_type_and_attributes() {
    let settings = "
        [[type]]
        column = 'b'
        rust = 'crate::B'
        attributes = ['serde(default)']
        [table.t.column]
        a = { name = 'b', type = 'crate::A' }
        b.attributes = ['serde(skip)']";
    let (model, said) = model("t: a, b", settings);
    let entity = entity(&model, "t");
    assert_eq!(fields(entity)[..2], ["id id", "b! a"]);
    assert!(fields(entity)[2].starts_with("b_x") && said[0].starts_with("G001 t.b"), "{said:?}");
    let field = |idx: usize| (entity.fields[idx].field_type.rust.clone(), texts(&entity.fields[idx].attributes));
    assert!(format!("{:?}", field(1).0).contains("crate::A") && !entity.fields[1].column_implied);
    assert!(format!("{:?}", field(2).0).contains("crate::B"));
    assert_eq!((field(1).1, field(2).1), (vec![], texts(&["serde(default)", "serde(skip)"])), "lists add up");
    let (_, said) = self::model("t: a, b", "[table.t.column]\na.name = 'x'\nb.name = 'x'");
    assert!(said[0].starts_with("C053 t.b: the names that were chosen for `a` and `b` are one"), "{said:?}");
}

#[test]
fn a_type_of_the_column_itself_leaves_nothing_to_a_rule() {
    let rule = "[[type]]\ncolumn = 'a'\nrust = 'crate::B'\n";
    let (_, said) = model("t: a", &format!("{rule}[table.t.column.a]\ntype = 'crate::A'"));
    assert!(said.len() == 1 && said[0].starts_with("C041"), "{said:?}");
}

#[test]
fn what_is_left_out_is_not_there() {
    let settings =
        "[table.orders]\nexclude = true\n[table.docs.column.note]\nexclude = true\n[table.v]\nexclude = true";
    let mut all = catalog("orders:\n docs: order_id?>orders, note?\n users:");
    all.schemas[0].views.push(View { name: "v".to_owned(), columns: vec![column("id")], ..View::default() });
    let (model, said) = built(&all, settings);
    assert_eq!(entities(&model), ["doc Doc", "user User"]);
    assert_eq!(fields(entity(&model, "doc")), ["id id", "order_id order_id"]);
    let codes: Vec<&str> = said.iter().filter_map(|said| said.split(':').next()).collect();
    assert_eq!(codes, ["G023 docs.note", "G041 docs.order_id", "G023 orders", "G023 v"]);
}

#[test]
fn what_rows_need_is_not_left_out() {
    for (column, expected) in [("id", "part of a key"), ("code", "part of a key"), ("n", "NOT NULL")] {
        let settings = format!("table.t.column.{column}.exclude = true");
        let (_, said) = model("t: code?#, n", &settings);
        assert!(said.iter().any(|said| said.starts_with("C054 table.t.column") && said.contains(expected)), "{said:?}");
    }
}

#[test]
fn chosen_names_of_relations_stay_and_the_others_give_way() {
    let text = "users:\n docs: owner>users, user_id>users, buyer_id>users";
    let settings = "table.docs.relation = { user.name = 'buyer' }\ntable.users.relation.docs.name = 'papers'";
    let (model, said) = model(text, settings);
    assert_eq!(relations(&model, "doc"), ["buyer/Buyer", "buyer_user/BuyerUser", "owner_user/Owner"]);
    assert_eq!(relations(&model, "user"), ["buyer_docs/BuyerDocs", "owner_docs/OwnerDocs", "papers/Papers"]);
    assert_eq!(said, [""; 0]);
    let buyer = &entity(&model, "doc").relations[0];
    assert_eq!((buyer.origin, buyer.reverse.as_str()), (Origin::User, "Papers"));
    assert_eq!(buyer.from_fields, ["user_id"]);
}

#[test]
fn a_relation_is_known_by_its_constraint_too() {
    let mut all = catalog("users:\n docs: user_id>users, owner_id>users");
    let mut keys = all.schemas[0].tables[0].foreign_keys.iter_mut();
    keys.find(|key| key.columns == ["user_id"]).unwrap().name = Some("docs_user_fk".to_owned());
    let (model, said) = built(&all, "table.docs.relation.docs_user_fk.name = 'buyer'");
    assert_eq!((relations(&model, "doc"), said), (texts(&["buyer/Buyer", "owner/Owner"]), vec![]));
    let (_, said) = built(&all, "table.docs.relation = { user.name = 'a', owner.name = 'a' }");
    assert!(said[0].starts_with("C053 table.docs.relation.user.name: the names that were chosen for"), "{said:?}");
}

#[test]
fn what_nothing_is_there_for_is_told_with_the_nearest_name() {
    for (settings, expected) in [
        (
            "table.ordrs.exclude = true",
            "C050 table.ordrs: there is no such table or view among those that were read did you mean orders?",
        ),
        (
            "table.orders.column.statsu.name = 'a'",
            "C051 table.orders.column.statsu: there is no column `statsu` did you mean status?",
        ),
        (
            "table.orders.relation.users.name = 'a'",
            "C052 table.orders.relation.users: there is no relation and no foreign key `users` did you mean user?",
        ),
        (
            "table.orders.key = ['id']",
            "C058 table.orders.key: this is for views: of a table, the database says it add the key or the NOT NULL in a migration",
        ),
        (
            "schema.pubic.derive = []",
            "C057 schema.pubic: there is no such schema among those that were read did you mean public?",
        ),
        (
            "table.orders.exclude = false\ntable.'public.orders'.exclude = false",
            "C050 table.orders: other settings decide about every table and view of this name settings of a view, and those that name the schema, go before others: keep one of them",
        ),
    ] {
        let (_, said) = model("users:\n orders: user_id>users, status", settings);
        assert_eq!(said, [expected]);
    }
}

#[test]
fn derives_and_attributes_add_up_and_of_the_rest_the_nearest_holds() {
    let settings = "
        entity = { derive = ['A', 'B'], attributes = ['a'], suffix = 'X' }
        schema.public = { derive = ['B', 'C'], attributes = ['b'], suffix = 'Y', format = 'expanded' }
        table.orders = { derive = ['D'], attributes = ['c'], format = 'compact' }";
    let (model, said) = model("orders:\n users:", settings);
    assert_eq!((entities(&model), said), (texts(&["order OrderY", "user UserY"]), vec![]));
    let (order, user) = (entity(&model, "order"), entity(&model, "user"));
    assert_eq!(
        (texts(&order.derives), texts(&order.attributes)),
        (texts(&["A", "B", "C", "D"]), texts(&["a", "b", "c"]))
    );
    assert_eq!((texts(&user.derives), texts(&user.attributes)), (texts(&["A", "B", "C"]), texts(&["a", "b"])));
    assert_eq!(format!("{:?} {:?}", order.format, user.format), "Compact Expanded");
}

#[test]
fn comments_say_what_settings_can_and_settings_go_before() {
    let mut all = catalog("orders: status, note?");
    let table = &mut all.schemas[0].tables[0];
    table.comment = Some("What was bought.\n@scaffold name=Purchase\n@scaffold derive=Hash, PartialOrd".to_owned());
    table.columns[1].comment = Some("@scaffold name=state\n@scaffold type=crate::State\nWhere it is.".to_owned());
    table.columns[2].comment = Some("@scaffold exclude".to_owned());
    let (found, said) = built(&all, "table.orders.derive = ['Eq']");
    let purchase = entity(&found, "purchase");
    assert_eq!((entities(&found), said.len()), (texts(&["purchase Purchase!"]), 1));
    assert!(said[0].starts_with("G023 orders.note"), "{said:?}");
    assert_eq!(
        (fields(purchase), texts(&purchase.derives)),
        (texts(&["id id", "state! status"]), texts(&["Hash", "PartialOrd", "Eq"]))
    );
    assert_eq!(purchase.comment.as_deref(), Some("What was bought."));
    assert_eq!(purchase.fields[1].comment.as_deref(), Some("Where it is."));
    let settings = "[table.orders]\nname = 'Deal'\n[table.orders.column]\nstatus.name = 'stage'\nnote.exclude = false";
    let (found, said) = built(&all, settings);
    assert_eq!((fields(entity(&found, "deal")), said), (texts(&["id id", "stage! status", "note note"]), vec![]));
}

#[test]
fn the_comment_of_a_view_tells_its_key() {
    let mut all = catalog("orders:");
    let columns = ["a", "b"].map(|name| Column { nullable: true, ..column(name) }).to_vec();
    let comment = Some("@scaffold key=b\n@scaffold not_null=a,b\n@scaffold name=Open".to_owned());
    all.schemas[0].views.push(View { name: "v".to_owned(), columns, comment, ..View::default() });
    let (found, said) = built(&all, "");
    let view = &found.views[0];
    assert_eq!((view.type_name.as_str(), &view.comment, said), ("Open", &None, vec![]));
    assert!(view.key == [1] && view.fields.iter().all(|field| !field.nullable));
    let (found, _) = built(&all, "view.v.key = ['a']");
    assert_eq!(found.views[0].key, [0], "settings go before");
}

#[test]
fn mistakes_in_comments_are_told_of_their_object() {
    let mut all = catalog("orders: status");
    all.schemas[0].tables[0].comment = Some("@scaffold nmae=X\n@scaffold key=id".to_owned());
    all.schemas[0].tables[0].columns[0].comment = Some("@scaffold exclude".to_owned());
    all.schemas[0].tables[0].columns[1].comment = Some("@scaffold type=a b".to_owned());
    let (_, mut said) = built(&all, "");
    said.retain(|said| said.starts_with('C'));
    assert_eq!(said.len(), 4, "{said:#?}");
    assert_eq!(
        said[0],
        "C056 orders: the comment says `@scaffold nmae=X`, which means nothing after @scaffold comes one of name"
    );
    assert!(said[1].starts_with("C058 orders: this is for views"), "{said:#?}");
    assert!(said[2].starts_with("C054 orders.id: the column cannot be left out: it is part of a key"), "{said:#?}");
    assert!(
        said[3].starts_with("C056 orders.status: the comment says `@scaffold type=a b`: `a b` is no Rust type"),
        "{said:#?}"
    );
}

#[test]
fn extra_relations_are_relations_at_both_ends() {
    let settings = "
        entity.typed_ids = true
        [[table.docs.relations]]
        name = 'buyer'
        to = 'users'
        columns = ['bought_by']
        [[table.docs.relations]]
        name = 'user'
        to = 'public.users'
        columns = ['code']
        references = ['code']";
    let (model, said) = model("users: code#\n docs: user_id>users, bought_by?, code", settings);
    assert_eq!(relations(&model, "doc"), ["buyer/Buyer", "user/User", "user_ref/UserRef"]);
    assert_eq!(
        relations(&model, "user"),
        ["buyer_docs/BuyerDocs", "docs_by_code/DocsByCode", "docs_by_user_id/DocsByUserId"]
    );
    assert_eq!(said, [""; 0]);
    let buyer = &entity(&model, "doc").relations[0];
    assert!(matches!(buyer.kind, RelationKind::BelongsTo { optional: true, declared: false, .. }), "{buyer:?}");
    let bought_by = &entity(&model, "doc").fields[2];
    assert!(format!("{:?}", bought_by.field_type.rust).contains("UserId"), "typed ids follow");
}

#[test]
fn extra_relations_that_cannot_be_are_told() {
    for (relation, expected) in [
        (
            "to = 'usres', columns = ['a']",
            "C050 table.docs.relations.0.to: there is no such table or view among those that were read did you mean users?",
        ),
        (
            "to = 'users', columns = ['aa']",
            "C051 table.docs.relations.0.columns: there is no column `aa` did you mean id, a, t?",
        ),
        (
            "to = 'users', columns = ['a'], references = ['cod']",
            "C051 table.docs.relations.0.references: there is no column `cod` did you mean id, code?",
        ),
        (
            "to = 'users', columns = ['a', 'user_id']",
            "C060 table.docs.relations.0.columns: the relation has 2 columns here and 1 there name as many in `columns` as in `references`, or as the primary key there has",
        ),
        (
            "to = 'users', columns = ['a'], references = ['n']",
            "C061 table.docs.relations.0.references: (n) is no key there, so that a row could belong to several name the columns of a primary or unique key, or tell the relation of the other table",
        ),
        (
            "to = 'users', columns = ['t']",
            "C062 table.docs.relations.0.columns: values of `docs.t` do not compare with those of `users.id` name columns of like types",
        ),
        (
            "to = 'users', columns = ['user_id']",
            "C063 table.docs.relations.0.columns: the database declares this foreign key to `users` give its relation a name in [table.<name>.relation.<relation>]",
        ),
    ] {
        let mut all = catalog("users: code#, n\n docs: user_id>users, a, t");
        all.schemas[0].tables[0].columns[3].data_type = DataType::Text;
        let (_, said) = built(&all, &format!("table.docs.relations = [{{ name = 'x', {relation} }}]"));
        assert_eq!(said, [expected]);
    }
}
