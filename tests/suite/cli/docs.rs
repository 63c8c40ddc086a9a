//! `scaffold docs`: written with the code and by itself, checked, never over somebody's edit, and gone with its setting.

use super::place::{Place, outcome};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_orm::ConnectionTrait;
use sea_scaffold::database::{Backend, Session};
use sea_scaffold::rows::estimates;
use std::fs;

const SETTINGS: &str = "[docs]\ndirectory = \"docs\"\n";

const PAGE: &str = "entity/docs/table/carts.md";

/// The shop with its documentation.
fn documented() -> Result<Place> {
    let place = Place::shop()?;
    place.write("scaffold.toml", SETTINGS)?;
    place.run(&["sync"])?.ends_with_code(0)?;
    Ok(place)
}

#[test]
fn documentation_is_written_checked_and_goes_with_its_setting() -> Result<()> {
    let place = Place::synced()?;
    place.run(&["docs"])?.ends_with_code(2)?.says(&["C080", "directory = \"docs\""])?;
    place.write("scaffold.toml", SETTINGS)?;
    place.run(&["docs", "--check"])?.ends_with_code(1)?.says(&["+++ b/docs/table/carts.md", "run `scaffold docs`"])?;
    ensure!(!place.path(PAGE).exists(), "a check writes nothing");
    let broken = "broken      entity/schema → documentation: docs/.gitattributes, ";
    let run = place.run(&["check", "--offline"])?;
    run.ends_with_code(1)?.says(&[broken])?;
    ensure!(!run.both().contains("→ code"), "the code is what it was: {}", run.stderr);
    place.run(&["docs"])?.ends_with_code(0)?.says(&["files       created "])?;
    for arguments in [&["docs", "--check"][..], &["check", "--offline"], &["check"], &["docs"]] {
        place.run(arguments)?.ends_with_code(0)?;
    }
    place.run(&["sync"])?.ends_with_code(0)?.says(&["nothing changed"])?;
    place.run(&["sync", "--offline"])?.ends_with_code(0)?.says(&["nothing changed"])?;
    place.write("scaffold.toml", "[docs]\ndirectory = \"pages\"\nformats = [\"markdown\"]\n")?;
    place.run(&["docs"])?.ends_with_code(0)?;
    ensure!(!place.path("entity/docs").exists(), "what is no longer made goes");
    ensure!(
        !place.path("entity/pages/index.html").exists() && place.path("entity/pages/README.md").exists(),
        "one format"
    );
    Ok(())
}

/// Nothing asks for it by itself, and what was asked once is read like all else that pages are made from.
#[test]
fn how_many_rows_there_are_is_asked_for_and_kept() -> Result<()> {
    let place = documented()?;
    place.run(&["docs", "--rows"])?.ends_with_code(1)?.says(&["error[B013]", "ANALYZE"])?;
    let url = format!("sqlite://{}", place.path("shop.db").display());
    servers::wait(|| async {
        let db = sea_orm::Database::connect(&url).await?;
        anyhow::Ok(db.execute_unprepared("ANALYZE").await.map(drop)?)
    })?;
    let readme = "entity/docs/README.md";
    ensure!(!place.read(readme)?.contains("| Rows |"));
    place.run(&["docs", "--rows"])?.ends_with_code(0)?.says(&["created 1"])?;
    let rows = place.read("entity/docs/rows.txt")?;
    ensure!(rows.contains("\nproducts ") && rows.starts_with("# @generated"), "{rows}");
    ensure!(place.read(readme)?.contains("| Table | Columns | Rows | Purpose |"), "{}", place.read(readme)?);
    // What the database says meanwhile changes no page.
    servers::wait(|| async {
        let db = sea_orm::Database::connect(&url).await?;
        anyhow::Ok(db.execute_unprepared("DELETE FROM sqlite_stat1").await.map(drop)?)
    })?;
    for arguments in [&["docs", "--check"][..], &["check", "--offline"], &["check"]] {
        place.run(arguments)?.ends_with_code(0)?;
    }
    place.run(&["sync"])?.ends_with_code(0)?.says(&["nothing changed"])?;
    place.write("entity/docs/rows.txt", &rows.replacen("products ", "products tens of ", 1))?;
    place.run(&["docs", "--check"])?.ends_with_code(1)?;
    Ok(())
}

#[test]
fn every_database_says_about_how_many_rows_there_are() -> Result<()> {
    for server in servers::databases() {
        let database = server.database("rows")?;
        database.execute("CREATE TABLE many (id integer PRIMARY KEY, note integer)")?;
        database.execute("CREATE INDEX many_note ON many (note)")?;
        let digits = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4)";
        let count = "a.d + 5 * b.d + 25 * c.d + 125 * e.d + 625 * f.d";
        let from = format!("{digits} a, {digits} b, {digits} c, {digits} e, {digits} f");
        database.execute(&format!("INSERT INTO many SELECT {count}, 1 FROM {from}"))?;
        database.execute(if server.backend == Backend::MySql { "ANALYZE TABLE many" } else { "ANALYZE" })?;
        let found = servers::wait(|| async {
            let mut session = Session::open(&database.url).await?;
            let found = estimates(&mut session).await;
            session.close().await;
            found
        })?;
        let many = found.get(&(None, "many".to_owned())).copied().unwrap_or_default();
        ensure!((2_000..5_000).contains(&many), "{}: {found:?}", server.backend);
    }
    Ok(())
}

#[test]
fn an_edited_page_is_in_the_way_and_stale_code_is_told() -> Result<()> {
    let place = documented()?;
    let page = place.read(PAGE)?;
    place.write(PAGE, &(page.clone() + "mine\n"))?;
    let broken = "broken      entity/schema → documentation: docs/table/carts.md\n";
    place.run(&["check", "--offline"])?.ends_with_code(1)?.says(&[broken])?;
    place.run(&["docs"])?.ends_with_code(1)?.says(&["docs/table/carts.md", "nothing was written"])?;
    ensure!(place.read(PAGE)?.ends_with("mine\n"), "it is not overwritten");
    place.run(&["docs", "--force"])?.ends_with_code(0)?;
    ensure!(place.read(PAGE)? == page, "but when that is asked for");
    let file = "entity/schema/table/carts.toml";
    place.write(file, &place.read(file)?.replace("name = \"session_id\"", "name = \"visit_id\""))?;
    place.run(&["docs"])?.ends_with_code(1)?.says(&["B001", "scaffold sync"])?;
    Ok(())
}

#[test]
fn comments_that_are_missing_are_counted_and_only_a_check_fails_for_them() -> Result<()> {
    let place = documented()?;
    place.write("scaffold.toml", &format!("{SETTINGS}undocumented = 3\n"))?;
    for arguments in [&["docs", "--check"][..], &["check", "--offline"]] {
        place
            .run(arguments)?
            .ends_with_code(1)?
            .says(&["error[B002]", "have no comment, and 3 may have none: cart_items"])?;
    }
    for arguments in [&["docs"][..], &["sync"]] {
        place.run(arguments)?.ends_with_code(0)?.says(&["warning[B002]"])?;
    }
    place.write("scaffold.toml", &format!("{SETTINGS}undocumented = 1000\n"))?;
    place.run(&["docs", "--check"])?.ends_with_code(0)?.says(&["note[B003]", "say `undocumented = "])?;
    Ok(())
}

#[test]
fn what_changed_since_a_revision_is_marked_in_a_diagram_for_looking_at() -> Result<()> {
    let place = Place::shop()?;
    place.write("scaffold.toml", SETTINGS)?;
    outcome(place.scaffold(&["sync"]).env("STEPS", "6"))?.ends_with_code(0)?;
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "six"]] {
        place.git(arguments)?.ends_with_code(0)?;
    }
    let layout = place.read("entity/docs/layout.txt")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    let places = |text: &str| text.lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
    let grown = places(&place.read("entity/docs/layout.txt")?);
    ensure!(places(&layout).iter().all(|line| grown.contains(line)), "a table more moves nobody: {grown:?}");
    let before = place.snapshot()?;
    let run = place.run(&["docs", "--since", "HEAD"])?;
    run.ends_with_code(0)?.says(&["<!doctype html>", "[\"coupons\",\"new\",[\"table coupons: added\""])?;
    ensure!(!run.stdout.contains("[\"carts\",\"new\""), "what was there is not new");
    place.is_as_in(&before)
}

/// The queries of a page, with nothing given.
fn queries(page: &str) -> Vec<String> {
    let asked = page.split("\n## Queries\n").nth(1).unwrap_or_default().split("\n## ").next().unwrap_or_default();
    let blocks = asked.split("```sql\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    blocks
        .map(|sql| sql.trim_end_matches(';').replace("$1", "NULL").replace("$2", "NULL").replace('?', "NULL"))
        .collect()
}

#[test]
fn every_database_answers_the_queries_of_its_pages() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::shop()?, server.database("docs")?);
        place.write("scaffold.toml", SETTINGS)?;
        place.run_on(&database.url, &["sync"])?.ends_with_code(0)?;
        place.run(&["check", "--offline"])?.ends_with_code(0)?;
        let mut count = 0;
        for folder in ["table", "view"] {
            for entry in fs::read_dir(place.path(&format!("entity/docs/{folder}")))? {
                let path = entry?.path();
                for sql in queries(&fs::read_to_string(&path)?) {
                    database.execute(&sql).with_context(|| format!("{}: {sql}", path.display()))?;
                    count += 1;
                }
            }
        }
        ensure!(count > 25, "{count} queries on {}", server.backend);
        let quote = if server.backend == Backend::MySql { '`' } else { '"' };
        let asked =
            format!("FROM {quote}carts{quote} AS t\nJOIN {quote}cart_items{quote} AS c ON c.{quote}cart_id{quote}");
        ensure!(place.read(PAGE)?.contains(&asked), "{asked}");
    }
    Ok(())
}

#[test]
fn pages_are_printed_by_templates_of_the_project() -> Result<()> {
    let place = documented()?;
    place.run(&["templates", "eject", "docs"])?.ends_with_code(0)?;
    place.run(&["docs", "--check"])?.ends_with_code(0)?;
    let template = "templates/docs/table.md.jinja";
    place.write(template, &place.read(template)?.replace("## Columns\n", "## Columns of {{ name }}\n"))?;
    place.run(&["docs", "--check"])?.ends_with_code(1)?.says(&["+## Columns of `carts`"])?;
    place.run(&["docs"])?.ends_with_code(0)?;
    ensure!(place.read(PAGE)?.contains("\n## Columns of `carts`\n"), "it prints what the template says");
    Ok(())
}
