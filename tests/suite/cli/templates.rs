//! `scaffold templates`: built-in templates made the user's own, what comes of them, and what an upgrade means for them.

use super::place::Place;
use super::workspace;
use anyhow::{Result, ensure};
use std::fs;

const COMPACT: &str = "templates/entity/compact.rs.jinja";
const BASE: &str = "templates/.base/entity/compact.rs.jinja";
const ORDER: &str = "entity/src/generated/entity/order.rs";

/// The shop after a sync, with the templates of entities ejected.
fn ejected() -> Result<Place> {
    let place = Place::synced()?;
    place.run(&["templates", "eject", "entity"])?.ends_with_code(0)?;
    Ok(place)
}

/// Changes a file of the project by what it says.
fn change(place: &Place, path: &str, from: &str, to: &str) -> Result<()> {
    let text = place.read(path)?;
    ensure!(text.contains(from), "{path} holds no {from}: {text}");
    place.write(path, &text.replacen(from, to, 1))
}

#[test]
fn a_template_is_ejected_changed_and_printed() -> Result<()> {
    let place = Place::synced()?;
    let entity = place.entity();
    let run = place.run(&["templates", "eject", "entity", "told.rs"])?;
    run.ends_with_code(0)?;
    run.says(&[
        "created  templates/entity/compact.rs.jinja: yours from now on\n",
        "created  templates/told.rs: yours",
    ])?;
    ensure!(!run.both().contains(".base"), "{}", run.both());
    ensure!(place.read(COMPACT)? == place.read(BASE)?, "it begins as its base");
    place.run(&["sync"])?.ends_with_code(0)?.says(&["nothing changed"])?;
    ensure!(place.entity() == entity, "what is ejected prints what it printed before");

    change(&place, COMPACT, "pub struct Model {", "// Mine: {{ head.fields[0].name }}.\npub struct Model {")?;
    change(&place, "templates/told.rs", "\n\n", "\n\n// Told by me.\n\n")?;
    place.run(&["check"])?.ends_with_code(1)?.says(&["+// Mine: id.", "+// Told by me."])?;
    place.run(&["sync"])?.ends_with_code(0)?;
    let text = place.read(ORDER)?;
    ensure!(text.contains("// Mine: id.\npub struct Model {") && text.contains("scaffold-seal"), "{text}");
    ensure!(place.read("entity/src/generated/told.rs")?.contains("// Told by me."), "a text as it stands");
    ensure!(!place.read("entity/src/generated/view/order_summary_view.rs")?.contains("Mine"), "another template's");
    let run = place.run(&["check"])?;
    run.ends_with_code(0)?;
    ensure!(!run.both().contains("F041"), "{}", run.both());

    // A part that others include.
    change(
        &place,
        "templates/entity/head.rs.jinja",
        "{%- if head.uses_composites %}",
        "// By me.\n{%- if head.uses_composites %}",
    )?;
    place.run(&["sync"])?.ends_with_code(0)?;
    for path in [ORDER, "entity/src/generated/view/order_summary_view.rs"] {
        ensure!(place.read(path)?.contains("// By me."), "{path}");
    }
    let run = place.run(&["templates", "list"])?;
    run.ends_with_code(0)?;
    run.says(&[
        "entity/compact.rs.jinja: changed by you\n",
        "entity/dense.rs.jinja: unchanged by you\n",
        "schema.rs.jinja\n",
    ])?;
    Ok(())
}

#[test]
fn what_is_there_is_never_overwritten() -> Result<()> {
    let place = Place::empty()?;
    place.write(COMPACT, "mine")?;
    let run = place.run(&["templates", "eject", "entity/compact.rs.jinja"])?;
    run.ends_with_code(0)?;
    run.says(&["there    templates/entity/compact.rs.jinja: it is yours, and as it was", "nothing changed"])?;
    ensure!(place.read(COMPACT)? == "mine" && !place.path(BASE).exists(), "it began as something else");
    place.run(&["templates", "eject", "entty"])?.ends_with_code(2)?.says(&["C070", "entty", "did you mean entity?"])?;
    place.run(&["templates", "eject", "nothing-like-it"])?.ends_with_code(2)?.says(&["there are:", "repository"])?;
    let list = place.run(&["templates", "list", "--format", "json"])?.ends_with_code(0)?.json()?;
    let own = list.as_array().into_iter().flatten().filter(|item| !item["own"].is_null());
    ensure!(own.map(|item| item["name"].as_str()).eq([Some("entity/compact.rs.jinja")]), "{list:#}");
    Ok(())
}

#[test]
fn a_broken_template_is_told_with_its_line_and_nothing_is_written() -> Result<()> {
    let place = ejected()?;
    let text = place.read(COMPACT)?;
    let line = text.lines().position(|line| line == "pub struct Model {").unwrap_or_default() + 1;
    let place_of = format!("{COMPACT}:{line}");
    for (broken, code, words) in [
        ("{% if %}", 2, ["C071", &place_of]),
        ("{{ head.tabel }}", 2, ["C072", "`head.tabel`"]),
        ("{{ head.table | unheard_of }}", 2, ["C073", "unheard_of"]),
        ("pub struct {", 1, ["F040", "`pub struct {`"]),
    ] {
        place.write(COMPACT, &text.replacen("pub struct Model {", broken, 1))?;
        let before = place.snapshot()?;
        for verb in ["sync", "check"] {
            let run = place.run(&[verb])?;
            run.ends_with_code(code)?;
            run.says(&words)?;
            if code == 2 {
                run.says(&[&place_of])?;
            }
        }
        place.is_as_in(&before)?;
    }
    Ok(())
}

#[test]
fn an_upgrade_is_told_compared_and_taken_where_it_meets_cleanly() -> Result<()> {
    let place = ejected()?;
    // As if an older version had ejected it: the line of the struct was another then.
    for path in [COMPACT, BASE] {
        change(&place, path, "pub struct Model {", "// Old.\npub struct Model {")?;
    }
    let run = place.run(&["sync"])?;
    run.ends_with_code(0)?;
    run.says(&["warning[F041]: templates: ", "entity/compact.rs.jinja", "scaffold templates update"])?;
    ensure!(run.both().matches("F041").count() == 1, "{}", run.both());
    ensure!(place.read(ORDER)?.contains("// Old."), "what is ejected stays as it is");
    place.run(&["check"])?.ends_with_code(0)?.says(&["F041"])?;
    let run = place.run(&["templates", "diff"])?;
    run.ends_with_code(1)?;
    run.says(&[
        "templates/entity/compact.rs.jinja: unchanged by you, upstream changed",
        "+++ built-in/entity",
        "-// Old.",
    ])?;

    change(
        &place,
        COMPACT,
        "{% include \"entity/head.rs.jinja\" %}",
        "{% include \"entity/head.rs.jinja\" %}\n// Mine.",
    )?;
    let run = place.run(&["templates", "diff", "entity/compact.rs.jinja"])?;
    run.ends_with_code(1)?;
    run.says(&["changed by you, upstream changed", "+++ yours/entity/compact.rs.jinja", "+// Mine."])?;
    place.run(&["templates", "update"])?.ends_with_code(0)?.says(&["updated  templates/entity/compact.rs.jinja"])?;
    let text = place.read(COMPACT)?;
    ensure!(text.contains("// Mine.") && !text.contains("// Old."), "{text}");
    place.run(&["templates", "diff"])?.ends_with_code(0)?.says(&["compact.rs.jinja: changed by you\n"])?;
    let run = place.run(&["sync"])?;
    run.ends_with_code(0)?;
    ensure!(!run.both().contains("F041"), "{}", run.both());
    place.run(&["templates", "update"])?.ends_with_code(0)?.says(&["nothing changed"])?;
    Ok(())
}

#[test]
fn changes_of_one_line_are_left_to_the_user() -> Result<()> {
    let place = ejected()?;
    change(&place, BASE, "pub struct Model {", "pub struct Row {")?;
    change(&place, COMPACT, "pub struct Model {", "/// Mine.\npub struct Model {")?;
    let before = place.snapshot()?;
    let run = place.run(&["templates", "update"])?;
    run.ends_with_code(1)?;
    run.says(&["error[F042]: templates/entity/compact.rs.jinja: ", "yours: ", "--keep NAME"])?;
    place.is_as_in(&before)?;
    place.run(&["templates", "update", "--keep", "entity/compact.rs.jinja"])?.ends_with_code(0)?;
    place.run(&["templates", "diff"])?.ends_with_code(0)?.says(&["+/// Mine."])?;
    fs::remove_file(place.path(COMPACT))?;
    place.run(&["templates", "update"])?.ends_with_code(0)?;
    ensure!(!place.path(BASE).exists(), "a base without a template goes");
    Ok(())
}

/// A file for each table, one for each enum and one for all.
const OUTPUTS: &str = r#"
[[output]]
template = "dto.rs.jinja"
path = "src/generated/dto/{module}.rs"
for = "entity"

[[output]]
template = "words.rs.jinja"
path = "src/generated/words/{module}.rs"
for = "enum"

[[output]]
template = "all.md.jinja"
path = "docs/all.md"
for = "crate"
"#;

const DTO: &str = r#"// @generated from {{ entity.table }}.
//! What callers get of {{ entity.table }}.

#[allow(unused_imports)]
use super::super::enums;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug)]
pub struct {{ entity.type_name | ident }}Dto {
{%- for field in entity.fields %}
{%- for line in field.comment | doc %}
    /// {{ line }}
{%- endfor %}
    pub {{ field.name | ident }}: {{ field.rust_type }},
{%- endfor %}
}

impl {{ entity.type_name | ident }}Dto {
    pub const TABLE: &'static str = {{ entity.table | rust_string }};
}
"#;

const WORDS: &str = r#"// @generated.
pub const {{ enum.module | upper }}: &[&str] = &[{% for it in enum.variants %}{{ it.value | rust_string }}, {% endfor %}];
"#;

const ALL: &str = "# Tables\n\n{% for it in model.entities %}- {{ it.table }}: {{ it.fields | length }}\n{% endfor %}";

/// The shop with outputs of its own, before a sync.
fn with_outputs() -> Result<Place> {
    let place = Place::synced()?;
    place.write("scaffold.toml", OUTPUTS)?;
    for (name, text) in [("dto.rs.jinja", DTO), ("words.rs.jinja", WORDS), ("all.md.jinja", ALL)] {
        place.write(&format!("templates/{name}"), text)?;
    }
    Ok(place)
}

#[test]
fn outputs_of_ones_own_come_and_go_with_their_settings() -> Result<()> {
    let place = with_outputs()?;
    let before = place.entity();
    place.run(&["check"])?.ends_with_code(1)?.says(&["+pub struct OrderDto {"])?;
    place.run(&["sync"])?.ends_with_code(0)?;
    let dto = place.read("entity/src/generated/dto/order.rs")?;
    ensure!(dto.starts_with("// @generated from orders.\n// scaffold-seal: "), "{dto}");
    for line in ["pub id: i32,", "pub status: enums::OrderStatus,", "pub notes: Option<String>,", "str = \"orders\";"] {
        ensure!(dto.contains(line), "{line}: {dto}");
    }
    let root = place.read("entity/src/generated/mod.rs")?;
    ensure!(root.contains("\n\npub mod dto;\npub mod words;\n\npub use"), "{root}");
    ensure!(
        place.read("entity/src/generated/dto/mod.rs")?.contains("pub mod order;\npub mod order_item;\n"),
        "its own"
    );
    let words = place.read("entity/src/generated/words/order_status.rs")?;
    ensure!(words.contains("pub const ORDER_STATUS: &[&str] = &[\"Pending\", "), "{words}");
    let all = place.read("entity/docs/all.md")?;
    ensure!(all.starts_with("# Tables\n<!-- scaffold-seal: ") && all.contains("- orders: "), "{all}");
    place.run(&["check"])?.ends_with_code(0)?;
    place.run(&["sync"])?.ends_with_code(0)?.says(&["nothing changed"])?;
    let mut check = workspace::cargo(&place, "entity");
    let run = workspace::built(check.args(["check", "--quiet"]))?;
    ensure!(run.code == 0 && run.stderr.is_empty(), "{}", run.both());

    place.write("entity/docs/all.md", &all.replace("orders", "mine"))?;
    place.run(&["sync"])?.ends_with_code(1)?.says(&["F001", "docs/all.md"])?;
    place.write("entity/docs/all.md", &all)?;
    place.write("scaffold.toml", "")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    fs::remove_file(place.path("entity/Cargo.lock"))?;
    ensure!(place.entity() == before, "what is no longer made is gone");
    Ok(())
}

#[test]
fn an_output_that_cannot_be_is_told_with_its_line_and_nothing_is_written() -> Result<()> {
    let place = with_outputs()?;
    let before = place.entity();
    let dto = "src/generated/dto/{module}.rs";
    for (path, subject, words) in [
        ("src/generated/dto/{modul}.rs", "entity", ["C074", "scaffold.toml:3: output", "unknown placeholder"]),
        ("../{module}.md", "entity", ["C074", "scaffold.toml:3: output", "leaves the entity crate"]),
        ("src/generated/view/{module}.rs", "view", ["C074", "scaffold.toml:3: output", "a place of that name"]),
        ("docs/{module}.json", "entity", ["C074", "scaffold.toml:3: output", "sealed by a comment"]),
        ("src/generated/{module}.rs", "entity", ["C076", "scaffold.toml:3: output", "the module of an entity"]),
        (dto, "table", ["C004", "scaffold.toml:6: output.for", "`table` is no value"]),
        (dto, "view", ["C072", "templates/dto.rs.jinja:1", "`entity"]),
    ] {
        let text = OUTPUTS.replacen(dto, path, 1).replacen("\"entity\"", &format!("\"{subject}\""), 1);
        place.write("scaffold.toml", &format!("# mine\n{text}"))?;
        place.run(&["sync"])?.ends_with_code(2)?.says(&words)?;
    }
    place.write("scaffold.toml", &OUTPUTS.replacen("dto.rs.jinja", "dtos.rs.jinja", 1))?;
    place.run(&["sync"])?.ends_with_code(2)?.says(&["C075", "scaffold.toml:2: output", "templates/dtos.rs.jinja"])?;
    place.write("scaffold.toml", OUTPUTS)?;
    place.write("templates/dto.rs.jinja", "// a\nstruct {{ entity.comment }};\n")?;
    place.run(&["sync"])?.ends_with_code(2)?.says(&["C073", "templates/dto.rs.jinja:2", "nothing to print here"])?;
    place.write("templates/dto.rs.jinja", "// a\nstruct;\n")?;
    place.run(&["sync"])?.ends_with_code(1)?.says(&["F040", "templates/dto.rs.jinja", "line 2, `struct;`"])?;
    ensure!(place.entity() == before, "nothing was written");
    Ok(())
}
