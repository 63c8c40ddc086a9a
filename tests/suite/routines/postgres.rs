//! The routines of PostgreSQL: every kind of result, argument and overload.

use super::{Place, on};
use anyhow::Result;
use scaffold_tests::routines_postgres::composites::Address;
use scaffold_tests::routines_postgres::entity::customer;
use scaffold_tests::routines_postgres::enums::{Mood, OddMood};
use scaffold_tests::routines_postgres::routine;
use scaffold_tests::routines_schemas::enums::TypesLevel;
use scaffold_tests::routines_schemas::routine as schemas;
use sea_orm::entity::prelude::{BigDecimal, Decimal, Json};
use sea_orm::{ConnectionTrait, EntityTrait};
use sea_scaffold::database::Backend;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

async fn values(place: Place) -> Result<()> {
    let db = &place.db;
    assert_eq!(routine::mood_of(db, 1).await?, Some(Mood::Happy));
    assert_eq!(routine::mood_of(db, 9).await?, None);
    let others = vec![Mood::Sad, Mood::Ok, Mood::Sad];
    assert_eq!(routine::other_moods(db, Mood::Sad, others).await?, Some(vec![Mood::Ok].into()));
    assert_eq!(routine::other_moods(db, None, None).await?, None);
    assert_eq!(routine::odd(db, None, vec![OddMood::SoSo]).await?, Some(OddMood::SoSo));
    assert_eq!(routine::odd(db, OddMood::So, None).await?, Some(OddMood::So));
    place.same(routine::email_of(db, 1).await, "SELECT email_of(1)::text").await?;
    assert_eq!(routine::customer_of(db, "ADA@x.ORG".to_owned()).await?, Some(1));
    place.same(routine::waited(db, 1, "2 hours".to_owned()).await, "SELECT waited(1, '2 hours')::text").await?;
    let tags = vec!["a".to_owned(), "b,c".to_owned()];
    assert_eq!(routine::tags(db, tags.clone()).await?, Some(tags.into()));
    let documents = routine::documents(db, Json::from(1), Json::from("x"), vec![Json::Null, Json::from(2)]).await;
    place.same(documents, "SELECT documents('1', '\"x\"', ARRAY['null', '2']::json[])").await?;
    let moods = Some(vec![Mood::Happy].into());
    let address = Address { street: text("Main \"Street\", 5"), house_no: Some(5), moods, since: None };
    assert_eq!(routine::street_of(db, address.clone()).await?, address.street);
    for customer in customer::Entity::find().all(db).await? {
        let label = format!("{}#{} {:?}", customer.name, customer.id, customer.mood).to_lowercase();
        assert_eq!(routine::label(db, &customer).await?, Some(label));
    }
    let happy = routine::happy(db).await?;
    let arguments = routine::MoreArguments { guest: happy[0].clone(), a: None, b: None, c: None, d: Some(1) };
    assert_eq!(routine::more(db, arguments).await?, text("Ada@X.org"));
    assert_eq!(routine::padded(db, "ab".to_owned(), BigDecimal::from(1), Decimal::new(5, 1)).await?, text("ab"));
    assert_eq!(routine::greet(db, "Ada".to_owned()).await?, text("Hello, Ada"));
    assert_eq!(routine::quoted_name_1(db, 1).await?, Some(2));
    assert_eq!((routine::fold_xeec4(db).await?, routine::fold_xc0fb(db).await?), (Some(1), Some(2)));
    routine::forget(db, 2).await?;
    assert_eq!(place.plain::<i64>("SELECT COUNT(*) FROM customers").await?, [Some(1)]);
    Ok(())
}

async fn rows(place: Place) -> Result<()> {
    let db = &place.db;
    let ada = routine::customer(db, 1).await?;
    assert_eq!(ada.as_ref().map(|row| (row.id, row.waited.as_deref())), Some((1, Some("1 day"))));
    assert_eq!(routine::customer(db, 9).await?, None);
    assert_eq!(routine::customers_in(db, Mood::Happy).await?, Vec::from_iter(ada));
    assert_eq!(routine::happy(db).await?.iter().map(|row| row.email.clone()).collect::<Vec<_>>(), [text("Ada@X.org")]);
    assert_eq!(routine::names(db).await?, [text("Ada"), None]);
    assert_eq!(routine::waits(db).await?, [text("1 day"), None]);
    assert_eq!(routine::ids(db).await?, [Some(1), Some(2)]);
    let ada = routine::AddressRow {
        street: text("Ada"),
        house_no: Some(1),
        moods: Some(vec![Mood::Happy].into()),
        since: text("1 day"),
    };
    assert_eq!(routine::address_of(db, 1).await?.as_ref(), Some(&ada));
    assert_eq!(routine::address_of(db, 9).await?, None);
    let addresses = routine::addresses(db).await?;
    assert_eq!((addresses.len(), &addresses[0], addresses[1].since.as_ref()), (2, &ada, None));
    let found = routine::found(db, "Al%".to_owned()).await?;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].id, found[0].mood, found[0].type_.as_deref()), (Some(2), Some(Mood::Sad), Some("x")));
    let extremes = routine::extremes(db).await?;
    assert_eq!(extremes.highest, Some("12.50".parse()?));
    assert_eq!(extremes.moods, Some(vec![Mood::Sad, Mood::Happy].into()));
    assert_eq!(routine::doubled(db, 4).await?, Some(8));
    let swapped = routine::swapped(db, 4, "abc".to_owned()).await?;
    assert_eq!((swapped.a, swapped.b, swapped.column3), (Some(3), text("4"), Some(5)));
    let counted = routine::counted(db, 3).await?;
    assert_eq!(counted.iter().map(|row| row.square).collect::<Vec<_>>(), [Some(1), Some(4), Some(9)]);
    Ok(())
}

async fn overloads(place: Place) -> Result<()> {
    let db = &place.db;
    assert_eq!(routine::add_integer_integer(db, 1, 2).await?, Some(3));
    assert_eq!(routine::add_bigint_bigint(db, 1, 2).await?, Some(103));
    assert_eq!(routine::add_text_character_varying(db, "a".to_owned(), "b".to_owned()).await?, text("ab"));
    assert_eq!(routine::add_bpchar_text_array(db, "abc".to_owned(), vec!["d".to_owned()]).await?, text("abcd"));
    assert_eq!(routine::add_without_arguments(db).await?, Some(0));
    assert_eq!(routine::add_integer_integer(db, None, 2).await?, None);
    assert_eq!(routine::page(db, None, None, None).await?, text("10,-,2"));
    assert_eq!(routine::page(db, None, text("x"), None).await?, text("10,x,2"));
    assert_eq!(routine::page(db, Some(1), None, Some(3)).await?, text("1,-,3"));
    assert!(routine::near_integer(db, 1).await.is_err(), "the database cannot tell it from the other's default");
    assert_eq!(routine::near_integer_integer(db, 1, 7).await?, text("two 7"));
    assert_eq!(routine::near_text_integer(db, "x".to_owned(), None).await?, text("text 5"));
    assert_eq!(routine::unnamed(db, 1, "c".to_owned()).await?, text("1c"));
    assert_eq!(routine::total(db, vec![1, 2, 3]).await?, Some(6));
    assert_eq!(routine::total(db, Vec::new()).await?, None);
    assert_eq!(routine::joined(db, "+".to_owned(), vec!["a".to_owned(), "b".to_owned()]).await?, text("a+b"));
    assert_eq!(routine::upper(db, Mood::Ok).await?, text("OK"));
    assert_eq!(routine::length(db, "four".to_owned()).await?, Some(-1), "not the server's own");
    assert_eq!(routine::plus(db, 1, 2).await?, Some(3));
    let arguments = routine::ManyArguments { a: Some(1), c: text("c"), ..Default::default() };
    assert_eq!(routine::many(db, arguments.clone()).await?, text("1,c,5,happy"));
    let arguments = routine::ManyArguments { f: Some(Mood::Sad), ..arguments };
    assert_eq!(routine::many(db, arguments).await?, text("1,c,5,sad"));
    assert_eq!(routine::exactly(db, routine::ExactlyArguments { a: 1, b: 2, c: 3, d: 4, e: 5 }).await?, Some(15));
    Ok(())
}

async fn procedures(place: Place) -> Result<()> {
    let db = &place.db;
    routine::rename(db, 2, "Bob".to_owned()).await?;
    assert_eq!(place.plain::<String>("SELECT name FROM customers WHERE id = 2").await?, [text("Bob")]);
    let cheered = routine::cheer(db, 2, Mood::Ok).await?;
    assert_eq!((cheered.mood, cheered.was, cheered.rows), (Some(Mood::Ok), Some(Mood::Sad), Some(1)));
    assert_eq!(routine::steps(db, None, None).await?.done, Some(3));
    assert_eq!(routine::steps(db, Some(1), Some(10)).await?.done, Some(11));
    assert_eq!(place.plain::<Decimal>("SELECT spent FROM customers WHERE id = 2").await?, [Some(Decimal::new(400, 2))]);
    assert_eq!(routine::note_integer(db, 4).await?.twice, Some(8));
    routine::note_text(db, "x".to_owned()).await?;
    Ok(())
}

async fn other_schemas(place: Place) -> Result<()> {
    let db = &place.db;
    schemas::put(db, 5).await?;
    assert_eq!(place.plain::<i64>("SELECT COUNT(*) FROM entries").await?, [Some(2)]);
    assert_eq!(schemas::audit_put(db, TypesLevel::High).await?, Some(TypesLevel::High));
    let entries = schemas::audit_entries(db).await?;
    assert_eq!(entries.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    assert_eq!(schemas::audit_hidden(db).await?, [schemas::TypesHiddenRow { id: Some(7), note: None }]);
    // Named with its schema, so that the search path does not matter.
    db.execute_unprepared("SET search_path = public").await?;
    schemas::audit_clear(db).await?;
    assert!(schemas::audit_entries(db).await?.is_empty());
    Ok(())
}

#[test]
fn functions_give_the_values_of_postgres() -> Result<()> {
    on("routines_postgres", Backend::Postgres, values)
}

#[test]
fn functions_give_rows_and_sets() -> Result<()> {
    on("routines_postgres", Backend::Postgres, rows)
}

#[test]
fn overloads_and_defaults_are_told_apart() -> Result<()> {
    on("routines_postgres", Backend::Postgres, overloads)
}

#[test]
fn procedures_are_called_on_postgres() -> Result<()> {
    on("routines_postgres", Backend::Postgres, procedures)
}

#[test]
fn routines_of_other_schemas_are_called() -> Result<()> {
    on("routines_schemas", Backend::Postgres, other_schemas)
}
