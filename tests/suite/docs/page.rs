//! The one file with the diagram in a real browser, opened from disk.

use super::{PAYLOADS, documentation, schema};
use crate::shop_api::browser::{self, Browser};
use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::json;
use std::fs;
use std::path::Path;

/// Puts the file with the diagram of a schema into a directory and gives its address.
fn write(directory: &Path, count: usize, text: &str) -> Result<String> {
    let files = documentation(&schema(count, text)?)?;
    let page = files.get("docs/index.html").context("there is a page")?;
    let limit = 300_000 + 1_000 * count;
    ensure!(page.len() < limit, "{} bytes for {count} tables are more than {limit}", page.len());
    let path = directory.join(format!("{count}.html"));
    fs::write(&path, page)?;
    Ok(format!("file://{}", path.display()))
}

/// Runs what is to be seen in a browser, where there is one.
fn with_browser(look: impl AsyncFnOnce(&Browser, &Path) -> Result<()>) -> Result<()> {
    let Some(programs) = browser::programs() else { return Ok(()) };
    let directory = tempfile::tempdir()?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let browser = Browser::start(programs).await?;
        look(&browser, directory.path()).await
    })
}

const READY: &str = "document.documentElement.dataset.ready !== undefined";

/// How many points of the canvas are not of the colour of the corner that nothing stands in.
const DRAWN: &str = "(() => { const c = document.getElementById('plane'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; \
    let n = 0; for (let i = 0; i < d.length; i += 4) { if (d[i] !== d[0] || d[i + 1] !== d[1] || d[i + 2] !== d[2]) n += 1; } return n > 2000; })()";

#[test]
fn small_and_large_schemas_are_drawn_searched_focused_and_linked() -> Result<()> {
    with_browser(async |browser, directory| {
        for count in [20, 500, 2000] {
            let url = write(directory, count, "")?;
            browser.open(&url).await?;
            browser.until(READY, true).await?;
            browser.until("diagram.tables.length", count).await?;
            browser.until(DRAWN, true).await?;
            browser.press("/").await?;
            browser.press("table_13").await?;
            browser.until("document.querySelector('#found li')?.textContent ?? ''", "table_13").await?;
            browser.key(Key::Enter).await?;
            browser.until("document.querySelector('#panel h1').textContent", "table_13").await?;
            browser.until("location.hash", "#table=table_13").await?;
            browser.until("document.activeElement.id", "plane").await?;
            browser.fill("#hops", "1").await?;
            let near = "diagram.state.shown.size === 1 + diagram.tables[diagram.state.chosen].near.size";
            browser.until(near, true).await?;
            browser.click("#keys").await?;
            browser.until("diagram.tables.every((table) => table.lines.every((column) => column.isKey))", true).await?;
            browser.open(&format!("{url}#table=table_13&to=table_0")).await?;
            browser.until("diagram.state.path.map((at) => diagram.tables[at].name).join(' ')", way(count)?).await?;
        }
        Ok(())
    })
}

/// The shortest way from one table to another, found otherwise than by the page: over all ways by length.
fn way(count: usize) -> Result<String> {
    let catalog = schema(count, "")?;
    let tables: Vec<_> = catalog.schemas.iter().flat_map(|schema| &schema.tables).collect();
    let linked = |one: &str, other: &str| {
        let refers = |from: &str, to: &str| {
            tables.iter().any(|table| table.name == from && table.foreign_keys.iter().any(|key| key.target.name == to))
        };
        refers(one, other) || refers(other, one)
    };
    if linked("table_13", "table_0") {
        return Ok("table_13 table_0".to_owned());
    }
    let mut others =
        tables.iter().map(|table| table.name.as_str()).filter(|name| !matches!(*name, "table_13" | "table_0"));
    let between = others.find(|other| linked("table_13", other) && linked(other, "table_0"));
    Ok(format!("table_13 {} table_0", between.context("a way over one table")?))
}

#[test]
fn keys_move_and_zoom_and_the_page_is_dark_on_demand() -> Result<()> {
    with_browser(async |browser, directory| {
        browser.open(&write(directory, 20, "")?).await?;
        browser.until(READY, true).await?;
        let state =
            async |name: &str| browser.value(&format!("diagram.state.{name}")).await?.as_f64().context("a number");
        browser.value("document.getElementById('plane').focus()").await?;
        let (x, zoom) = (state("x").await?, state("zoom").await?);
        browser.key(Key::Right).await?;
        ensure!(state("x").await? > x, "an arrow moves");
        browser.press("+").await?;
        ensure!(state("zoom").await? > zoom, "plus zooms");
        browser.press("f").await?;
        ensure!((state("zoom").await? - zoom).abs() < 1e-9, "f shows all");
        let dark = browser.value("document.documentElement.classList.contains('dark')").await?;
        browser.press("d").await?;
        ensure!(browser.value("document.documentElement.classList.contains('dark')").await? != dark, "d turns it dark");
        browser.open(&format!("file://{}#table=table_5&hops=2", directory.join("20.html").display())).await?;
        browser.until("document.querySelector('#panel h1').textContent", "table_5").await?;
        browser.until("document.getElementById('hops').value", "2").await?;
        browser.value("document.getElementById('plane').focus()").await?;
        browser.key(Key::Escape).await?;
        browser.until("document.getElementById('panel').hidden", true).await
    })
}

/// Keeps what the canvas is while the page is printed: its points, what is in its corner, and whether it is dark.
const WATCH: &str = "addEventListener('beforeprint', () => { const c = document.getElementById('plane'); \
    const corner = c.getContext('2d').getImageData(0, 0, 1, 1).data; \
    window.printed = [c.width, c.height, corner[0], document.documentElement.classList.contains('dark')]; })";

#[test]
fn what_is_in_view_is_printed_on_one_page_of_white_paper() -> Result<()> {
    with_browser(async |browser, directory| {
        browser.open(&write(directory, 20, "")?).await?;
        browser.until(READY, true).await?;
        browser
            .value("document.documentElement.classList.contains('dark') || document.getElementById('dark').click()")
            .await?;
        let [width, height] = ["Width", "Height"].map(|side| format!("document.getElementById('plane').client{side}"));
        let (width, height) = (browser.value(&width).await?, browser.value(&height).await?);
        let (width, height) = (width.as_i64().context("a number")?, height.as_i64().context("a number")?);
        browser.value(WATCH).await?;
        let pdf = browser.print().await?;
        let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
        ensure!(pdf.starts_with(b"%PDF-") && pages == 1, "{pages} pages");
        let printed = browser.value("window.printed").await?;
        ensure!(printed == json!([3 * width, 3 * height, 255, false]), "{printed} of {width} × {height}");
        browser.until("document.getElementById('plane').width", width).await?;
        browser.until("document.documentElement.classList.contains('dark')", true).await
    })
}

#[test]
fn no_text_of_a_database_acts_in_the_page() -> Result<()> {
    with_browser(async |browser, directory| {
        for payload in PAYLOADS {
            // The page with the last one has the same address.
            browser.open("about:blank").await?;
            browser.open(&write(directory, 3, payload)?).await?;
            browser.until(READY, true).await?;
            browser.until("document.scripts.length", 2).await?;
            for at in 0..3 {
                let name = serde_json::to_string(&format!("{payload}table_{at}"))?;
                let shown = format!("diagram.tables.some((table) => table.name === {name})");
                browser.until(&shown, true).await.with_context(|| name.clone())?;
                browser
                    .value(&format!("(location.hash = '#table=' + encodeURIComponent(diagram.tables[{at}].key), 1)"))
                    .await?;
                browser
                    .until(&format!("diagram.state.chosen === {at} && !document.getElementById('panel').hidden"), true)
                    .await?;
                let title = "document.querySelector('#panel h1').childElementCount";
                browser.until(title, 0).await?;
            }
            browser.fill("#search", "table_").await?;
            browser.until("document.querySelectorAll('#found li').length > 2", true).await?;
            let quiet = "window.pwned === undefined && document.images.length === 0 && document.scripts.length === 2";
            browser.until(quiet, true).await.with_context(|| payload.to_string())?;
        }
        Ok(())
    })
}
