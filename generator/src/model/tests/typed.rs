//! Tests of type rules, typed ids and typed domains over small catalogs.

use super::{catalog, column, entity};
use crate::catalog::{Catalog, Check, Column, ColumnRef, DataType, Domain, QualifiedName, View};
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, RustType, build};

fn settings(text: &str) -> Settings {
    let mut settings: Settings = toml::from_str(text).unwrap();
    for (number, rule) in settings.types.iter_mut().enumerate() {
        rule.place = format!("rule {number}");
    }
    settings
}

/// The type of every field, `entity.field: type`, that has one of its own.
fn typed(model: &Model) -> Vec<String> {
    let entities = model.all();
    let fields = entities.flat_map(|entity| entity.fields.iter().map(move |field| (entity, field)));
    let own = fields.filter_map(|(entity, field)| {
        let name = match &field.field_type.rust {
            RustType::Newtype { name, .. } => name.clone(),
            RustType::Custom(custom) => custom.path.to_string(),
            _ => return None,
        };
        Some(format!("{}.{}: {name}", entity.module, field.name))
    });
    own.collect()
}

fn ids(text: &str) -> (Vec<String>, Vec<String>) {
    let (model, diagnostics) = build(&catalog(text), &settings("entity.typed_ids = true"));
    let notes = diagnostics.iter().filter(|diagnostic| diagnostic.code.starts_with("G07"));
    (typed(&model), notes.map(|note| format!("{} {}", note.code, note.place)).collect())
}

fn ruled(text: &str, rules: &str) -> (Vec<String>, Vec<Diagnostic>) {
    let (model, diagnostics) = build(&catalog(text), &settings(rules));
    (typed(&model), diagnostics)
}

fn change<'c>(catalog: &'c mut Catalog, table: &str, name: &str) -> &'c mut Column {
    let tables = catalog.schemas[0].tables.iter_mut();
    let table = tables.into_iter().find(|found| found.name == table).unwrap();
    table.columns.iter_mut().find(|column| column.name == name).unwrap()
}

fn qualified(name: &str) -> QualifiedName {
    QualifiedName { schema: "public".to_owned(), name: name.to_owned() }
}

#[test]
fn a_key_reaches_whatever_refers_to_it() {
    let (typed, notes) = ids("users:\n profiles: user_id*>users, bio\n badges: owner_id?>users, number");
    assert_eq!(typed, ["badge.id: BadgeId", "badge.owner_id: UserId", "profile.user_id: UserId", "user.id: UserId"]);
    assert_eq!(notes, [""; 0]);
}

#[test]
fn a_shared_key_belongs_to_the_last_it_refers_to_however_long_the_way() {
    let mut chain = catalog("a:\n b: id*>a\n c: id*>b\n d: c_id>c");
    let (model, _) = build(&chain, &settings("entity.typed_ids = true"));
    assert_eq!(typed(&model), ["a.id: AId", "b.id: AId", "c.id: AId", "d.id: DId", "d.c_id: AId"]);
    assert_eq!(model.newtypes.len(), 2);
    // The way is followed without recursion.
    let table = |number: usize| format!("t{number:05}: id*>t{:05}\n", number + 1);
    chain = catalog(&((0..5_000).map(table).collect::<String>() + "t05000:"));
    let (model, _) = build(&chain, &settings("entity.typed_ids = true"));
    assert!(typed(&model).iter().all(|field| field.ends_with(": T05000Id")));
}

#[test]
fn parts_of_a_composite_key_are_what_they_refer_to() {
    let (typed, _) = ids("users:\n groups:\n members: user_id*>users, group_id*>groups, number*");
    assert_eq!(typed, ["group.id: GroupId", "member.user_id: UserId", "member.group_id: GroupId", "user.id: UserId"]);
}

#[test]
fn a_column_that_refers_to_several_keys_has_none_of_them_and_a_key_its_own() {
    let mut both = catalog("cats:\n dogs:\n names: pet_id>cats, pet_id>dogs\n pets: id*>cats, id*>dogs");
    for table in &mut both.schemas[0].tables {
        table.columns.dedup();
        table.primary_key.as_mut().unwrap().columns.dedup();
    }
    let (model, diagnostics) = build(&both, &settings("entity.typed_ids = true"));
    assert_eq!(typed(&model), ["cat.id: CatId", "dog.id: DogId", "name.id: NameId", "pet.id: PetId"]);
    assert!(diagnostics.iter().any(|note| note.code == "G070" && note.place == "names.pet_id"), "{diagnostics:?}");
    assert!(!diagnostics.iter().any(|note| note.place == "pets.id"), "{diagnostics:?}");
}

#[test]
fn a_circle_of_keys_has_one_type() {
    let (typed, notes) = ids("a: id*>b\n b: id*>c\n c: id*>a\n d: a_id>a, next_id>d");
    let owner = typed[0].rsplit(' ').next().unwrap();
    assert_eq!(typed[..3], [format!("a.id: {owner}"), format!("b.id: {owner}"), format!("c.id: {owner}")]);
    assert_eq!(typed[3..], ["d.id: DId".to_owned(), format!("d.a_id: {owner}"), "d.next_id: DId".to_owned()]);
    assert_eq!(notes, [""; 0]);
}

#[test]
fn a_column_of_another_width_keeps_its_type_and_passes_none_on() {
    let mut catalog = catalog("users:\n profiles: id*>users\n badges: profile_id>profiles, user_id>users");
    change(&mut catalog, "users", "id").data_type = DataType::BigInteger;
    let (model, diagnostics) = build(&catalog, &settings("entity.typed_ids = true"));
    assert_eq!(
        typed(&model),
        ["badge.id: BadgeId", "badge.profile_id: ProfileId", "profile.id: ProfileId", "user.id: UserId"]
    );
    let notes: Vec<String> = diagnostics.iter().filter(|note| note.code == "G071").map(ToString::to_string).collect();
    assert!(notes[0].contains("badges.user_id: is `i32` where the key it refers to is `i64`"), "{notes:?}");
    assert_eq!(notes.len(), 2);
}

#[test]
fn only_selected_keys_are_typed_and_a_pattern_that_selects_nothing_is_an_error() {
    let tables = catalog("users:\n orders: user_id>users\n notes: order_id>orders");
    let (model, diagnostics) = build(&tables, &settings("entity.typed_ids = ['order*', 'public.user']"));
    assert_eq!(typed(&model), ["note.order_id: OrderId", "order.id: OrderId"]);
    let errors: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        ["error[C042]: entity.typed_ids: `public.user` fits none of the tables\n  help: did you mean users?"]
    );
}

#[test]
fn a_foreign_key_more_renames_no_type() {
    let names = |text: &str| {
        let (model, _) = build(&catalog(text), &settings("entity.typed_ids = true"));
        model.newtypes.into_iter().map(|newtype| newtype.type_name).collect::<Vec<_>>()
    };
    assert_eq!(names("users:\n tags:\n profiles: id*"), ["ProfileId", "TagId", "UserId"]);
    assert_eq!(names("users:\n tags:\n profiles: id*>users"), ["TagId", "UserId"]);
}

#[test]
fn the_last_rule_that_matches_decides_alone() {
    let rules = "
        [[type]]
        column = '*_id'
        rust = 'crate::Any'
        attributes = ['serde(skip)']
        [[type]]
        table = 'public.doc?'
        column = 'user_id'
        nullable = true
        rust = 'crate::User'
        [[type]]
        database_type = 'INT*'
        table = 'users'
        rust = 'crate::Int'";
    let (model, diagnostics) = build(&catalog("users: team_id\n docs: user_id?\n tags: user_id"), &settings(rules));
    assert_eq!(
        typed(&model),
        ["doc.user_id: crate::User", "tag.user_id: crate::Any", "user.id: crate::Int", "user.team_id: crate::Int"]
    );
    assert_eq!(diagnostics, []);
    let attributes = |module: &str| entity(&model, module).fields.last().unwrap().attributes.len();
    assert_eq!((attributes("tag"), attributes("doc"), attributes("user")), (1, 0, 0));
}

#[test]
fn a_rule_that_decides_nothing_is_an_error_that_names_what_was_meant() {
    let wrong = |conditions: &str| {
        let rules = format!("[[type]]\n{conditions}\nrust = 'crate::A'");
        let (typed, diagnostics) = ruled("orders: meta, total?\n users: name", &rules);
        assert_eq!((typed.len(), diagnostics.len()), (0, 1), "{diagnostics:?}");
        diagnostics[0].to_string()
    };
    let none = "error[C041]: rule 0: this rule gives no column a type:";
    let table = wrong("table = 'order'");
    assert_eq!(table, format!("{none} `order` fits none of the tables and views\n  help: did you mean orders?"));
    let column = wrong("table = 'orders'\ncolumn = 'mata'");
    assert_eq!(column, format!("{none} `mata` fits none of the columns there\n  help: did you mean meta?"));
    let column = wrong("table = 'users'\ncolumn = 'meta'");
    assert_eq!(column, format!("{none} `meta` fits none of the columns there\n  help: there are id, name"));
    let database_type = wrong("column = 'meta'\ndatabase_type = 'jsonb'");
    assert_eq!(database_type, format!("{none} `jsonb` fits none of the types there\n  help: there are integer"));
    let nullable = wrong("column = 'meta'\nnullable = true");
    assert_eq!(
        nullable,
        format!("{none} `nullable` fits none of the columns there\n  help: leave it out, or give it the other value")
    );
    let (_, diagnostics) =
        ruled("users: name", "[[type]]\ncolumn = 'n*'\nrust = 'A'\n[[type]]\ncolumn = 'name'\nrust = 'B'");
    assert_eq!((diagnostics.len(), diagnostics[0].code, diagnostics[0].place.as_str()), (1, "C041", "rule 0"));
    assert!(diagnostics[0].message.ends_with("later rules decide every column that it matches"));
}

#[test]
fn a_rule_keeps_what_the_database_says_unless_it_says_otherwise() {
    let mut catalog = catalog("hosts: address, place");
    let castable = DataType::castable("text", "inet");
    change(&mut catalog, "hosts", "address").data_type = castable;
    change(&mut catalog, "hosts", "place").data_type = DataType::Opaque;
    let field = |rule: &str| {
        let (model, _) = build(&catalog, &settings(&format!("[[type]]\ncolumn = 'address'\nrust = 'A'\n{rule}")));
        let field_type = entity(&model, "host").fields[1].field_type.clone();
        (
            field_type.column_type,
            field_type.cast.map(|cast| [cast.read, cast.write].map(Option::unwrap_or_default).join(">")),
        )
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(field(""), (some("custom(\"inet\")"), some("text>inet")));
    assert_eq!(field("read_as = 'varchar'"), (some("custom(\"inet\")"), some("varchar>inet")));
    assert_eq!(field("read_as = ''\nwrite_as = ''\ncolumn_type = 'Inet'"), (some("Inet"), None));
    let rule = settings("[[type]]\ncolumn = 'place'\nrust = 'geo::Point'");
    let (model, diagnostics) = build(&catalog, &rule);
    assert_eq!((typed(&model), diagnostics.len()), (vec!["host.place: geo::Point".to_owned()], 0));
}

#[test]
fn a_type_that_a_rule_gives_a_key_reaches_what_refers_to_it_where_ids_are_typed() {
    let (tables, rule) =
        ("users:\n docs: user_id>users", "[[type]]\ntable = 'users'\ncolumn = 'id'\nrust = 'crate::Uid'");
    assert_eq!(ruled(tables, rule).0, ["user.id: crate::Uid"]);
    let (typed, _) = ruled(tables, &format!("entity.typed_ids = true\n{rule}"));
    assert_eq!(typed, ["doc.id: DocId", "doc.user_id: crate::Uid", "user.id: crate::Uid"]);
}

#[test]
fn a_domain_is_a_newtype_with_its_comment_and_checks() {
    let mut catalog = catalog("users: mail, code, other");
    let expression = "VALUE > 0".to_owned();
    let condition = Check { name: None, expression, allowed: None, no_null_elements: None, validated: true };
    for (name, domain) in [("mail", "e_mail"), ("code", "code"), ("other", "date")] {
        change(&mut catalog, "users", name).domain = Some(qualified(domain));
    }
    change(&mut catalog, "users", "code").data_type = DataType::Enum(qualified("code_kind"));
    catalog.schemas[0].enums.push(crate::catalog::Enum {
        name: "code_kind".to_owned(),
        values: vec!["a".to_owned()],
        ..Default::default()
    });
    catalog.schemas[0].domains.push(Domain {
        name: "e_mail".to_owned(),
        data_type: DataType::Integer,
        raw_type: "integer".to_owned(),
        nullable: true,
        default: None,
        checks: vec![condition],
        comment: Some("Where to write.".to_owned()),
    });
    let (model, diagnostics) = build(&catalog, &settings("entity.typed_domains = true"));
    assert_eq!(typed(&model), ["user.mail: EMail", "user.other: DateDomain"], "an enum is a type already");
    assert_eq!(diagnostics, []);
    let newtype = model.newtypes.iter().find(|newtype| newtype.type_name == "EMail").unwrap();
    assert_eq!(
        (newtype.comment.as_deref(), newtype.checks.as_slice()),
        (Some("Where to write."), &["VALUE > 0".to_owned()][..])
    );
    let files = crate::render::render(&model, &Settings::default(), &crate::render::Templates::default()).unwrap();
    let file = files.iter().find(|file| file.path == "src/generated/newtypes.rs").unwrap();
    let doc =
        "/// The domain `e_mail`.\n///\n/// Where to write.\n///\n/// The database checks `VALUE > 0`.\n#[derive(";
    assert!(file.text.contains(doc), "{}", file.text);
    let (model, _) = build(&catalog, &Settings::default());
    assert_eq!(typed(&model), [""; 0], "domains are their base unless the settings say otherwise");
    let (_, diagnostics) = build(&catalog, &settings("entity.typed_domains = ['email']"));
    assert_eq!((diagnostics[0].code, diagnostics[0].help.as_str()), ("C042", "did you mean e_mail?"));
}

#[test]
fn a_domain_and_a_key_of_one_name_both_give_way() {
    let mut catalog = catalog("users: number");
    change(&mut catalog, "users", "number").domain = Some(qualified("user_id"));
    let (model, diagnostics) = build(&catalog, &settings("entity.typed_ids = true\nentity.typed_domains = true"));
    let typed = typed(&model);
    assert!(typed.iter().all(|field| field.contains(": UserIdX")) && typed.len() == 2, "{typed:?}");
    assert_eq!(diagnostics.iter().filter(|diagnostic| diagnostic.code == "G001").count(), 2);
}

#[test]
fn a_view_has_the_types_of_the_columns_that_it_passes_on() {
    let mut catalog = catalog("users: meta, name");
    let origin = |name: &str| Some(ColumnRef { table: qualified("users"), column: name.to_owned() });
    let passed = |name: &str, from: &str| Column { nullable: true, origin: origin(from), ..column(name) };
    catalog.schemas[0].views.push(View {
        name: "people".to_owned(),
        columns: vec![passed("user_id", "id"), passed("document", "meta"), passed("name", "name"), column("id")],
        ..View::default()
    });
    let rule = "entity.typed_ids = true\n[[type]]\ntable = 'users'\ncolumn = 'meta'\nrust = 'crate::Meta'";
    let (model, _) = build(&catalog, &settings(rule));
    let views: Vec<_> = typed(&model).into_iter().filter(|field| field.starts_with("people")).collect();
    assert_eq!(views, ["people.user_id: UserId", "people.document: crate::Meta"]);
}
