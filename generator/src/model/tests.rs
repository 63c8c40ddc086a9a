//! Tests of the decisions: names, relations, keys and enums over small catalogs.
//!
//! A catalog is written as one line per table: columns separated by commas, `?` for nullable, `#` for unique, `*` for
//! part of a composite primary key, `>table` for a foreign key to its `id`. Every table has an `id` unless a column
//! is marked with `*`.

mod overrides;
mod partial;
mod typed;

use super::{Entity, Model, RelationKind, build};
use crate::catalog::{
    Action, Catalog, Column, DataType, Deferral, ForeignKey, Identity, Index, IndexKey, IndexPart, Key, QualifiedName,
    Schema, Table, View,
};
use crate::config::{Format, Settings, TableSettings};

fn catalog(text: &str) -> Catalog {
    let mut catalog = Catalog::default();
    let tables = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(table).collect();
    catalog.schemas.push(Schema { name: "public".to_owned(), is_default: true, tables, ..Schema::default() });
    catalog.sort();
    catalog
}

fn table(line: &str) -> Table {
    let (name, columns) = line.split_once(':').unwrap();
    let mut table = Table { name: name.to_owned(), ..Table::default() };
    let mut key = Vec::new();
    for text in columns.split(',').map(str::trim).filter(|text| !text.is_empty()) {
        let (text, target) = text.split_once('>').map_or((text, None), |(text, target)| (text, Some(target)));
        let name = text.trim_end_matches(['?', '#', '*']);
        table.columns.push(Column { nullable: text.contains('?'), ..column(name) });
        if text.contains('*') {
            key.push(name.to_owned());
        }
        if text.contains('#') {
            table.unique_keys.push(key_of(vec![name.to_owned()]));
        }
        table.foreign_keys.extend(target.map(|target| foreign_key(name, target)));
    }
    if key.is_empty() {
        table.columns.insert(0, Column { identity: Some(Identity::ByDefault), ..column("id") });
        key.push("id".to_owned());
    }
    table.primary_key = Some(key_of(key));
    table
}

fn column(name: &str) -> Column {
    Column::plain(name, DataType::Integer, "integer")
}

fn key_of(columns: Vec<String>) -> Key {
    Key::plain(None, columns)
}

fn foreign_key(column: &str, target: &str) -> ForeignKey {
    ForeignKey {
        name: None,
        columns: vec![column.to_owned()],
        target: QualifiedName { schema: "public".to_owned(), name: target.to_owned() },
        target_columns: vec!["id".to_owned()],
        on_update: Action::NoAction,
        on_delete: Action::NoAction,
        deferral: Deferral::NotDeferrable,
        validated: true,
    }
}

fn model(text: &str) -> Model {
    build(&catalog(text), &Settings::default()).0
}

fn entity<'m>(model: &'m Model, module: &str) -> &'m Entity {
    model.entities.iter().find(|entity| entity.module == module).unwrap()
}

/// `name/Variant` of every relation of an entity.
fn relations(model: &Model, module: &str) -> Vec<String> {
    let relations = entity(model, module).relations.iter();
    relations.map(|relation| format!("{}/{}", relation.name, relation.variant)).collect()
}

/// Every relation with what it means: entity, name, target and columns.
fn meanings(model: &Model) -> Vec<String> {
    let all = model.entities.iter().flat_map(|entity| entity.relations.iter().map(move |relation| (entity, relation)));
    all.map(|(entity, relation)| {
        let (name, variant) = (&relation.name, &relation.variant);
        format!("{}.{name}/{variant} -> {} {:?} {:?}", entity.module, relation.target, relation.from, relation.to)
    })
    .collect()
}

#[test]
fn several_keys_to_one_table_are_called_after_their_columns() {
    let model = model("users:\n docs: created_by>users, reviewer_id?>users, user_id>users");
    assert_eq!(relations(&model, "doc"), ["created_by_user/CreatedBy", "reviewer/Reviewer", "user/User"]);
    assert_eq!(relations(&model, "user"), ["created_by_docs/CreatedByDocs", "docs/Docs", "reviewer_docs/ReviewerDocs"]);
}

#[test]
fn another_key_table_or_column_changes_no_relation() {
    let before = "users:\n docs: created_by>users, updated_by>users\n posts: author_id>users";
    let after = "users: docs\n docs: created_by>users, deleted_by?>users, updated_by>users, title\n
                 posts: author_id>users, users\n post_likes: post_id*>posts, user_id*>users\n audits: user_id>users";
    let (before, after) = (meanings(&model(before)), meanings(&model(after)));
    for meaning in &before {
        assert!(after.contains(meaning), "{meaning} is gone from {after:#?}");
    }
}

#[test]
fn self_references_have_both_directions() {
    let model = model("categories: parent_id?>categories\n nodes: next_id?#>nodes");
    assert_eq!(relations(&model, "category"), ["parent/Parent", "children/Children"]);
    assert_eq!(relations(&model, "node"), ["next/Next", "next_node/NextNode"]);
}

#[test]
fn one_to_one_needs_a_unique_key_within_the_foreign_key() {
    let model = model("users:\n profiles: user_id#>users\n posts: user_id>users");
    let kinds: Vec<_> =
        entity(&model, "user").relations.iter().map(|relation| (&relation.name, &relation.kind)).collect();
    assert_eq!(kinds, [(&"profile".to_owned(), &RelationKind::HasOne), (&"posts".to_owned(), &RelationKind::HasMany)]);
}

#[test]
fn a_pure_junction_adds_many_to_many_to_the_direct_key() {
    let model = model(
        "users:\n posts: author_id>users\n post_likes: post_id*>posts, user_id*>users\n tags:\n post_tags: post_id*>posts, tag_id*>tags",
    );
    assert_eq!(
        relations(&model, "post"),
        [
            "author/Author",
            "post_likes/PostLikes",
            "post_tags/PostTags",
            "tags/Tags",
            "users_via_post_like/UsersViaPostLike"
        ]
    );
    let related: Vec<_> = entity(&model, "post")
        .relations
        .iter()
        .filter(|relation| relation.related)
        .map(|relation| &relation.name)
        .collect();
    assert_eq!(related, ["post_likes", "post_tags", "tags"], "users are reached in two ways, so neither is Related");
}

#[test]
fn a_junction_with_payload_or_a_third_key_is_an_entity_only() {
    let model = model(
        "users:\n groups:\n members: user_id*>users, group_id*>groups, role\n grants: user_id*>users, group_id*>groups, granted_by>users",
    );
    assert!(entity(&model, "user").relations.iter().all(|relation| relation.kind == RelationKind::HasMany));
}

#[test]
fn a_self_junction_has_both_directions() {
    let model = model("users:\n follows: follower_id*>users, followee_id*>users");
    let names: Vec<_> = relations(&model, "user");
    assert!(
        names.contains(&"followers/Followers".to_owned()) && names.contains(&"followees/Followees".to_owned()),
        "{names:?}"
    );
}

#[test]
fn cycles_lose_no_side() {
    let model = model("sites: preferred_domain_id?>site_domains\n site_domains: site_id>sites");
    assert_eq!(relations(&model, "site"), ["preferred_domain/PreferredDomain", "site_domains/SiteDomains"]);
    assert_eq!(relations(&model, "site_domain"), ["site/Site", "preferred_domain_sites/PreferredDomainSites"]);
}

/// A table `pairs` of which two columns together refer to `users (a, b)`.
fn pair(columns: [&str; 2]) -> Model {
    let [one, other] = columns;
    let mut catalog = catalog(&format!("users: a*, b*\n pairs: {one}, {other}"));
    let pairs = &mut catalog.schemas[0].tables[0];
    pairs.foreign_keys.push(ForeignKey {
        columns: columns.map(str::to_owned).to_vec(),
        target_columns: vec!["a".to_owned(), "b".to_owned()],
        ..foreign_key(one, "users")
    });
    build(&catalog, &Settings::default()).0
}

#[test]
fn keys_of_several_columns_are_called_after_what_is_left_of_each() {
    for (columns, name) in [
        (["x_a", "x_b"], "x_user/XUser"),
        (["x_a", "y_b"], "x_y/Xy"),
        (["id_2e", "id-2e"], "n2e_user/N2eUser"),
        (["id", "uuid"], "user/User"),
        (["id", "x_b"], "x/X"),
    ] {
        assert_eq!(relations(&pair(columns), "pair"), [name], "{columns:?}");
    }
}

#[test]
fn a_dense_entity_has_each_field_once() {
    let mut settings = Settings::default();
    settings.entity.format = Format::Dense;
    let format = |text: &str| build(&catalog(text), &settings).0.entities[0].format;
    assert_eq!(format("docs: user, user_id>users\n users:"), Format::Dense);
    assert_eq!(format("docs: user, user_relation, user_id>users\n users:"), Format::Compact);
}

#[test]
fn names_that_fold_together_are_told_apart_by_themselves() {
    let model = model("user_account:\n UserAccount:\n user-account:");
    let modules: Vec<_> = model.entities.iter().map(|entity| (entity.table.as_str(), entity.module.as_str())).collect();
    assert!(modules.iter().all(|(_, module)| module.starts_with("user_account_x")), "{modules:?}");
    let unique: std::collections::BTreeSet<_> =
        model.entities.iter().map(|entity| entity.type_name.to_lowercase()).collect();
    assert_eq!(unique.len(), 3, "{modules:?}");
}

#[test]
fn relation_names_are_unique_in_every_entity() {
    let model = model(
        "teams:\n users:\n items: owner_id>users, owner>teams, team_id?>teams, team?>users\n item_teams: item_id*>items, team_id*>teams",
    );
    for entity in &model.entities {
        let variants: std::collections::BTreeSet<_> =
            entity.relations.iter().map(|relation| &relation.variant).collect();
        let names: std::collections::BTreeSet<_> = entity.relations.iter().map(|relation| &relation.name).collect();
        assert_eq!(
            (variants.len(), names.len()),
            (entity.relations.len(), entity.relations.len()),
            "{:?}",
            entity.relations
        );
    }
}

/// The codes and places of what is said of the view `v (code?, id?, n!)`, whose proved key is `key`, and its fields: the
/// key's with `*`, those that may be NULL with `?`.
fn view(key: &[&str], name: &str, own: TableSettings) -> (Vec<String>, String) {
    let mut catalog = catalog("");
    let columns = [("code", true), ("id", true), ("n", false)];
    let columns = columns.map(|(name, nullable)| Column { nullable, ..column(name) }).to_vec();
    let key = key.iter().map(ToString::to_string).collect();
    catalog.schemas[0].views.push(View { name: "v".to_owned(), columns, key, ..View::default() });
    let mut settings = Settings::default();
    settings.view.insert(name.to_owned(), own);
    let (model, diagnostics) = build(&catalog, &settings);
    let entity = &model.views[0];
    let field = |(idx, field): (usize, &super::Field)| {
        let mark = |is: bool, mark| if is { mark } else { "" };
        format!("{}{}{}", field.name, mark(entity.key.contains(&idx), "*"), mark(field.nullable, "?"))
    };
    let said = diagnostics.iter().map(|said| format!("{} {} {}", said.code, said.place, said.help));
    (said.collect(), entity.fields.iter().enumerate().map(field).collect::<Vec<_>>().join(" "))
}

fn own(key: &[&str], not_null: &[&str]) -> TableSettings {
    let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    TableSettings { key: owned(key), not_null: owned(not_null), ..TableSettings::default() }
}

#[test]
fn a_unique_index_of_a_materialized_view_is_its_key_where_nothing_is_null() {
    let keys = |indexes: &[&[&str]]| {
        let mut catalog = catalog("");
        let columns = [("id", true), ("code", false), ("day", false)];
        let columns = columns.map(|(name, nullable)| Column { nullable, ..column(name) }).to_vec();
        let index = |columns: &&[&str]| {
            let parts = columns.iter().map(|name| IndexPart::plain(IndexKey::Column(name.to_string())));
            Index {
                name: "i".to_owned(),
                unique: true,
                parts: parts.collect(),
                method: "btree".to_owned(),
                include: Vec::new(),
                predicate: None,
                valid: true,
                nulls_not_distinct: false,
            }
        };
        let indexes = indexes.iter().map(index).collect();
        let view = View { name: "v".to_owned(), materialized: true, columns, indexes, ..View::default() };
        catalog.schemas[0].views.push(view);
        let (model, _) = build(&catalog, &Settings::default());
        let view = &model.views[0];
        (view.key.iter().map(|&idx| view.fields[idx].name.clone()).collect::<Vec<_>>().join(" "), view.stands_in)
    };
    assert_eq!(keys(&[&["day", "code"], &["code"]]), ("code".to_owned(), false));
    assert_eq!(keys(&[&["day", "code"], &["id"]]), ("day code".to_owned(), false));
    assert_eq!(keys(&[&["id"]]), ("id".to_owned(), true));
}

#[test]
fn keys_of_views_are_configured_then_proved_then_guessed() {
    assert_eq!(view(&[], "v", own(&[], &[])).1, "code? id*? n");
    assert_eq!(view(&["n"], "v", own(&[], &[])).1, "code? id? n*");
    assert_eq!(view(&["n"], "public.v", own(&["code", "n"], &[])).1, "code*? id? n*");
}

#[test]
fn promises_about_views_are_kept_and_mistakes_told() {
    assert_eq!(view(&[], "v", own(&["code"], &["code", "id"])), (vec![], "code* id n".to_owned()));
    let (said, fields) = view(&["n"], "public.v", own(&["cod"], &["idd"]));
    assert_eq!(fields, "code? id? n*");
    let place = "view.public.v";
    let expected =
        [format!("C051 {place}.key did you mean code, id?"), format!("C051 {place}.not_null did you mean id?")];
    assert_eq!(said, expected);
    let (said, _) = view(&[], "w", own(&[], &[]));
    assert_eq!(said, ["C031 view.w did you mean v?"]);
}

#[test]
fn keys_whose_columns_fold_to_one_name_are_told_apart_by_themselves() {
    let model = model("users: user_id?>users, id_user?>users\n logins: id_2fa>users");
    let names: std::collections::BTreeSet<_> = relations(&model, "user").into_iter().collect();
    assert_eq!(names.len(), 5, "{names:?}");
    assert_eq!(relations(&model, "login"), ["n2fa/N2fa"]);
}
