//! The README's commands: each is one that a test runs.

use super::place::Place;
use crate::golden;
use crate::servers;
use anyhow::{Result, ensure};
use sea_scaffold::database::Backend;
use std::collections::BTreeSet;
use std::fs;

/// Each command of the README, and the test that runs it or what it stands for.
const COVERED: &[(&str, &str)] = &[
    ("cargo run -- sync", "sync::the_first_run_makes_the_database_and_the_crate_and_counts_them"),
    ("cargo test --workspace", "every test, this one too"),
    ("cargo install --path generator", "readme::the_program_can_be_installed_by_its_path"),
    ("scaffold new shop", "workspace::a_new_workspace_syncs_checks_and_passes_its_tests"),
    ("scaffold init", "init::it_finds_the_crates_and_sync_works_at_once"),
    ("scaffold sync", "sync::the_second_run_changes_no_byte_and_no_time_and_says_so"),
    ("scaffold diff main", "diff::what_is_not_committed_yet_is_told_with_what_it_means"),
    ("scaffold sync --offline", "offline::branches_that_change_one_table_meet_in_its_file_and_the_code_follows"),
    ("scaffold sync --plan", "tasks::a_plan_lists_the_tasks_and_does_none"),
    ("scaffold sync --only orders", "tasks::what_is_chosen_is_carried_over_and_the_rest_stays_until_the_next_sync"),
    ("scaffold watch", "watch::what_is_saved_is_synced_until_the_end"),
    ("scaffold check --self-test", "edges::a_check_can_fail"),
    ("scaffold check --database", "edges::a_database_that_somebody_changed_breaks_an_edge_that_is_asked_for"),
    ("scaffold check", "check::it_prints_a_unified_diff_when_the_crate_is_stale_and_writes_nothing"),
    (
        "scaffold generate --database-url postgres://localhost/shop --output entity",
        "generate::a_url_and_a_directory_are_enough",
    ),
    ("scaffold docs", "docs::documentation_is_written_checked_and_goes_with_its_setting"),
    ("scaffold docs --check", "docs::documentation_is_written_checked_and_goes_with_its_setting"),
    ("scaffold docs --rows", "docs::how_many_rows_there_are_is_asked_for_and_kept"),
    ("scaffold docs --since main", "docs::what_changed_since_a_revision_is_marked_in_a_diagram_for_looking_at"),
    ("scaffold templates eject docs", "docs::pages_are_printed_by_templates_of_the_project"),
    ("scaffold lint", "lint::findings_are_told_by_table_with_what_is_wrong_why_and_the_way_out"),
    ("scaffold lint --fix", "fix::what_the_schema_alone_tells_how_to_mend_is_mended_proved_and_written"),
    ("scaffold lint --migrations", "lint_migrations::migrations_that_are_pending_are_looked_at_with_what_is_there"),
    ("scaffold explain fk/unindexed", "lint::each_rule_is_explained_and_a_slip_is_understood"),
    ("scaffold blame orders.status", "history::blame_names_the_migrations_of_an_object"),
    ("scaffold migrate status", "migrate::status_writes_nothing"),
    (
        "scaffold migrate up --to add_status",
        "migrate::migrations_are_applied_and_taken_back_by_number_and_by_name_on_every_database",
    ),
    ("scaffold migrate sql", "migrate::sql_is_of_what_is_pending_or_of_what_was_applied"),
    ("scaffold migrate verify", "verify::verify_tells_what_goes_wrong_on_the_way_down_and_up"),
    ("scaffold migrate lock", "migrate::what_changed_since_it_was_locked_is_found_before_it_runs"),
    ("scaffold migrate repair", "repair::a_migration_that_is_killed_at_any_statement_is_finished_from_there"),
    ("scaffold migrate baseline", "repair::a_database_that_has_the_schema_is_recorded_as_migrated"),
    (
        "scaffold migrate new create_wishlists",
        "migrate::new_migrations_are_declared_and_listed_even_when_many_are_made_at_once",
    ),
    ("scaffold seed", "seed::rows_as_code_are_there_after_one_run_as_after_two"),
    ("scaffold seed --rows 100000", "seed::made_up_rows_meet_the_constraints_in_any_number_and_beside_others"),
    ("scaffold doctor", "doctor::what_the_other_commands_need_is_named"),
    ("scaffold doctor --stats", "doctor::what_a_server_says_of_its_use_is_found_and_what_mends_it_does"),
    ("scaffold backup", "backup::what_is_restored_is_what_was_backed_up"),
    ("scaffold restore backups/20261130T104512Z-shop", "backup::what_is_restored_is_what_was_backed_up"),
    ("scaffold restore", "backup::what_is_restored_is_what_was_backed_up"),
    ("scaffold migrate new add_rating_index_to_products", "blocks::pages_that_use_blocks_bring_them_once"),
    ("scaffold migrate sql --all --left-out", "examples::what_a_database_has_not_is_left_out_and_listed"),
    (
        "scaffold migrate new align --from-diff database",
        "from_diff::a_migration_is_written_that_makes_another_database_of_this_one_and_is_proved",
    ),
    ("scaffold extend orders", "extend::a_file_is_made_declared_and_never_touched_again"),
    ("scaffold templates eject entity", "templates::a_template_is_ejected_changed_and_printed"),
    ("scaffold inspect --stage model --only orders", "inspect::only_leaves_what_belongs_to_the_name"),
    ("scaffold inspect --stage ledger", "inspect::the_ledger_counts_first_and_says_why"),
    ("scaffold help", "shell::help_lists_every_verb_and_exit_code"),
    ("scaffold completions bash", "shell::completions_and_the_manual_page_know_every_verb"),
    ("scaffold man", "shell::completions_and_the_manual_page_know_every_verb"),
    ("cargo run -p quickstart", "shop::the_quickstart_runs"),
    ("cargo run -p shop-api", "shop_api::the_program_migrates_and_says_where_it_listens"),
    ("BLESS=1 cargo test", "golden: what is compared is what is rewritten"),
];

fn readme() -> Result<String> {
    Ok(fs::read_to_string(golden::package().join("../README.md"))?)
}

/// The commands in fenced blocks of shell, and in the running text between backticks.
fn commands(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (number, block) in text.split("```").enumerate() {
        let (language, lines) = block.split_once('\n').unwrap_or(("", block));
        match (number % 2 == 1, language.trim()) {
            (true, "console") => found.extend(lines.lines().filter_map(|line| line.strip_prefix("$ ")).map(command)),
            (true, "sh") => found.extend(lines.lines().map(command)),
            (true, _) => (),
            (false, _) => found.extend(block.split('`').skip(1).step_by(2).map(command).filter(|text| is_run(text))),
        }
    }
    found.remove("");
    found
}

/// The line without its comment.
fn command(line: &str) -> String {
    line.split(" #").next().unwrap_or_default().trim().to_owned()
}

/// Whether a text between backticks is a command, and not the name of one.
fn is_run(text: &str) -> bool {
    ["scaffold ", "cargo ", "BLESS=1 "].iter().any(|start| text.starts_with(start))
}

#[test]
fn every_command_of_the_readme_is_run_by_a_test() -> Result<()> {
    let (written, covered) = (commands(&readme()?), COVERED.iter().map(|(command, _)| (*command).to_owned()).collect());
    let untested: Vec<_> = written.difference(&covered).collect();
    ensure!(untested.is_empty(), "README.md names commands that no test runs: {untested:?}");
    let gone: Vec<_> = covered.difference(&written).collect();
    ensure!(gone.is_empty(), "these commands are no longer in README.md: {gone:?}");
    Ok(())
}

#[test]
fn every_test_named_here_exists() -> Result<()> {
    for (command, test) in COVERED {
        let Some((module, function)) = test.split_once("::") else { continue };
        let suite = golden::package().join("suite");
        let places = ["cli/{}.rs", "{}.rs", "{}/mod.rs"].map(|place| suite.join(place.replace("{}", module)));
        let texts: String = places.iter().filter_map(|place| fs::read_to_string(place).ok()).collect();
        ensure!(texts.contains(&format!("#[test]\nfn {function}()")), "{command}: there is no test {test}");
    }
    Ok(())
}

/// Building it once more with optimizations would take minutes; what the command needs is that the package there has
/// programs of these names.
#[test]
fn the_program_can_be_installed_by_its_path() -> Result<()> {
    let generator = golden::package().join("../generator");
    let manifest: toml::Table = fs::read_to_string(generator.join("Cargo.toml"))?.parse()?;
    ensure!(manifest["package"]["default-run"].as_str() == Some("scaffold"), "`cargo run` starts scaffold");
    for program in ["scaffold", "cargo-scaffold"] {
        ensure!(generator.join("src/bin").join(program).with_extension("rs").is_file(), "{program} is missing");
    }
    Ok(())
}

#[test]
fn settings_in_the_readme_are_understood() -> Result<()> {
    let text = readme()?;
    let place = Place::shop()?;
    // The schema that it names is PostgreSQL's.
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let database = server.database("readme")?;
    place.run_on(&database.url, &["sync"])?.ends_with_code(0)?;
    for block in text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        place.write("scaffold.toml", block)?;
        place.run_on(&database.url, &["generate"])?.ends_with_code(0)?;
    }
    Ok(())
}
