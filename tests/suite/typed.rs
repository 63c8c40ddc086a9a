//! Types of their own, used as one would: written out in full, so that it compiles only when every field has the type
//! that the rule, the key or the domain gives it. `usage` shows that all rows of all goldens survive the journey.

use crate::cases::{self, BACKENDS};
use crate::servers;
use anyhow::{Context, Result, ensure};
use scaffold_tests::type_rules_types::{Email, Noted, PurchaseMeta, PurchaseNumber, Score, State};
use scaffold_tests::{type_rules, typed_domains, typed_ids};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseConnection, EntityTrait, NotSet, Set};
use sea_scaffold::database::Backend;
use std::pin::Pin;

/// What is done with a database, in time.
type Doing<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// Does it on every backend that the case has a schema for.
fn on_each(name: &str, work: for<'a> fn(&'a DatabaseConnection) -> Doing<'a>) -> Result<()> {
    let case = cases::all().into_iter().find(|case| case.name == name).context("no such case")?;
    for backend in BACKENDS.into_iter().filter(|backend| case.backends().contains(backend)) {
        let Some(database) = case.database(backend)? else { continue };
        servers::wait(|| async { work(&database.connect().await?).await }).with_context(|| format!("on {backend}"))?;
    }
    Ok(())
}

#[test]
fn ids_are_numbered_found_followed_and_loaded() -> Result<()> {
    on_each("typed_ids", |db| Box::pin(use_ids(db)))
}

async fn use_ids(db: &DatabaseConnection) -> Result<()> {
    use typed_ids::newtypes::{BadgeId, CountryId, MemberId, TeamId};
    use typed_ids::prelude::{Badge, Member, TeamMember};
    use typed_ids::{badge, country, member, profile, team, team_member};

    let code: CountryId = country::ActiveModel { code: Set("DE".to_owned().into()), name: Set("Germany".to_owned()) }
        .insert(db)
        .await?
        .code;
    // The database gives the number, whichever way the driver learns of it.
    let new = member::ActiveModel { id: NotSet, country_code: Set(Some(code)), invited_by: Set(None), number: Set(1) };
    let inserted = Member::insert(new).exec(db).await?;
    let id: MemberId = inserted.last_insert_id;
    let other = member::ActiveModel { id: NotSet, country_code: Set(None), invited_by: Set(Some(id)), number: Set(2) };
    let other: member::Model = other.insert(db).await?;
    ensure!(other.id != id && other.invited_by == Some(id));

    let profile = profile::ActiveModel { member_id: Set(id), bio: Set(String::new()) }.insert(db).await?;
    let badge = badge::ActiveModel { id: NotSet, profile_id: Set(profile.member_id), member_number: Set(None) };
    let badge: BadgeId = badge.insert(db).await?.id;
    let found = Badge::find_by_id(badge).one(db).await?.context("the badge by its id")?;
    let holder: MemberId = found.profile_id;
    ensure!(holder == id && Badge::find_by_id(i32::from(badge)).one(db).await?.is_some());

    let key: TeamId = sea_orm::prelude::Uuid::from_u128(7).into();
    let team = team::ActiveModel { id: Set(key), owner_id: Set(id) }.insert(db).await?;
    for member_id in [id, other.id] {
        team_member::ActiveModel { team_id: Set(key), member_id: Set(member_id) }.insert(db).await?;
    }
    ensure!(TeamMember::find_by_id((team.id, id)).one(db).await?.is_some());
    let teams = vec![team];
    let members = team::Entity::load_members(&teams, Member::find(), db).await?;
    let members: Vec<MemberId> = members[0].iter().map(|member| member.id).collect();
    ensure!(members == [id, other.id], "{members:?}");
    let owner = teams[0].find_owner().one(db).await?.context("the owner")?;
    ensure!(owner.id == id && format!("{id}") == i32::from(id).to_string());
    ensure!(serde_json::to_value(&other)?["invited_by"] == serde_json::json!(i32::from(id)));
    Ok(())
}

#[test]
fn rules_give_columns_the_types_of_the_user() -> Result<()> {
    on_each("type_rules", |db| Box::pin(use_rules(db)))
}

async fn use_rules(db: &DatabaseConnection) -> Result<()> {
    use type_rules::{purchase, purchase_item};

    let meta = PurchaseMeta { gift: true, notes: vec!["fragile".to_owned()] };
    let email: Email = "ada@example.org".parse()?;
    let purchase = purchase::ActiveModel {
        id: NotSet,
        email: Set(email.clone()),
        billing_email: Set(None),
        state: Set(State::Open),
        meta: Set(meta.clone()),
        score: Set(Some(Score(0.5))),
        rank: Set(1.0),
    };
    let number: PurchaseNumber = purchase.insert(db).await?.id;
    let item = purchase_item::ActiveModel { id: NotSet, purchase_id: Set(number), meta: NotSet, score: NotSet };
    item.insert(db).await?;
    let read = purchase::Entity::find_by_id(number).one(db).await?.context("the purchase")?;
    ensure!(read.meta == meta && read.email == email && read.state == State::Open && read.score == Some(Score(0.5)));
    ensure!(read.find_purchase_items().all(db).await?.len() == 1);

    // A value that the user's type refuses is an error, and no panic.
    db.execute_unprepared("UPDATE purchase SET email = 'nowhere'").await?;
    let error = purchase::Entity::find().all(db).await.err().context("an address without @ was read")?;
    ensure!(error.to_string().contains("Email"), "{error}");
    Ok(())
}

#[test]
fn domains_are_types_and_the_database_checks_them() -> Result<()> {
    on_each("typed_domains", |db| Box::pin(use_domains(db)))
}

async fn use_domains(db: &DatabaseConnection) -> Result<()> {
    use typed_domains::newtypes::{Email, Labels, Ratio, SerialNo, ShopEmail};
    use typed_domains::{contacts, device, part};

    ensure!(db.get_database_backend() == sea_orm::DbBackend::Postgres, "{}: domains", Backend::Postgres);
    let device = |email: &str| device::ActiveModel {
        id: Set(SerialNo(7)),
        contact: Set(Email(email.to_owned())),
        owner: Set("b@example.org".to_owned()),
        load: Set(Ratio(sea_orm::prelude::Decimal::new(5, 1))),
        labels: Set(Some(Labels(vec!["a".to_owned()].into()))),
        mood: Set(typed_domains::enums::Mood::Good),
        document: Set(Noted("x".to_owned())),
        big: NotSet,
        plain: Set(1),
    };
    let refused = device("nowhere").insert(db).await.err().context("the check of the domain")?;
    ensure!(refused.to_string().contains("email"), "{refused}");
    let inserted = device("a@example.org").insert(db).await?;
    let vendor = ShopEmail("anything".to_owned());
    let new =
        part::ActiveModel { id: NotSet, device_id: Set(inserted.id), serial_no: NotSet, vendor: Set(Some(vendor)) };
    ensure!(new.insert(db).await?.device_id == SerialNo::from(7));
    let seen = contacts::Entity::find().one(db).await?.context("the view")?;
    ensure!(seen.contact == inserted.contact && seen.load == inserted.load);
    Ok(())
}
