//! Levels, profiles, and what lets findings pass.

use super::*;
use crate::config::{Ignore, Pattern, Profile};
use crate::lint::{Known, Scope};

fn settings(change: impl FnOnce(&mut Settings)) -> Settings {
    Settings::default().with(change)
}

fn report(settings: &Settings, tables: &[Table], baseline: &Baseline) -> super::super::Report {
    let catalog = catalog(tables);
    let server = Server { system: PG, version: None };
    let subject = Subject { catalog: &catalog, committed: None, server, settings };
    lint(&subject, baseline).expect("the settings are in order")
}

fn level(settings: &Settings, rule: &str, tables: &[Table]) -> Option<Level> {
    let findings = report(settings, tables, &Baseline::default()).findings;
    findings.into_iter().find(|finding| finding.rule == rule).map(|finding| finding.level)
}

#[test]
fn the_level_is_that_of_the_settings_the_profile_or_the_rule() {
    let tables = [table("order", "id:bigint")];
    let seeds = |settings: &mut Settings| settings.lint.profile = Profile::Seeds;
    assert_eq!(level(&settings(|_| {}), "naming/table", &tables), None);
    assert_eq!(level(&settings(seeds), "naming/table", &tables), Some(Level::Warn));
    let own = |settings: &mut Settings| {
        seeds(settings);
        settings.lint.rules.insert("naming/table".to_owned(), Level::Error);
    };
    assert_eq!(level(&settings(own), "naming/table", &tables), Some(Level::Error));
    let visits = [table("visits", "page:text")];
    assert_eq!(level(&settings(|_| {}), "pk/missing", &visits), Some(Level::Error));
}

#[test]
fn findings_have_one_order() {
    let tables = [table("b", "page:text price:double"), table("a", "page:text is_on:bool?")];
    let found = report(&settings(|_| {}), &tables, &Baseline::default()).findings;
    let told: Vec<_> = found.iter().map(|finding| (finding.place.as_str(), finding.level)).collect();
    let expected = [("a", Level::Error), ("a.is_on", Level::Info), ("b.price", Level::Error), ("b", Level::Error)];
    assert_eq!(told, expected);
}

#[test]
fn what_lets_nothing_pass_is_told_unless_its_rule_is_off() {
    let ignore = |rule: &str, object: &str| Ignore {
        rule: rule.to_owned(),
        object: Pattern::try_from(object.to_owned()).unwrap(),
        reason: "so it is".to_owned(),
        place: format!("here {object}"),
    };
    let tables = [table("visits", "page:text at:date"), table("users", "id:bigint name:text")];
    let mut settings = settings(|settings| {
        settings.lint.ignore = vec![ignore("pk/missing", "vis*"), ignore("pk/missing", "users")];
    });
    let known = Known { rule: "money/float".to_owned(), object: "x".to_owned(), reason: None };
    let baseline = Baseline { file: "known".to_owned(), known: vec![known] };
    let told = report(&settings, &tables, &baseline);
    assert_eq!(told.ignored.iter().map(|ignored| ignored.finding.place.as_str()).collect::<Vec<_>>(), ["visits"]);
    let idle: Vec<_> = told.findings.iter().map(|finding| (finding.rule, finding.place.as_str())).collect();
    assert_eq!(idle, [("lint/unused-ignore", "here users"), ("lint/unused-ignore", "known")]);
    settings.lint.rules.insert("money/float".to_owned(), Level::Off);
    settings.lint.rules.insert("pk/missing".to_owned(), Level::Off);
    assert!(report(&settings, &tables, &baseline).findings.is_empty());
}

#[test]
fn a_baseline_is_read_as_it_was_written_and_keeps_its_reasons() {
    let tables = [table("visits", "page:text price:double"), table("order", "id:bigint")];
    let settings = settings(|_| {});
    let found = report(&settings, &tables, &Baseline::default()).findings;
    let text = Baseline::default().text(&found, Scope::Schema).unwrap();
    let mut baseline = Baseline::read("known", &text).unwrap();
    assert_eq!(baseline.known.len(), found.len());
    let again = report(&settings, &tables, &baseline);
    assert_eq!((again.findings.len(), again.known.len()), (0, found.len()));
    baseline.known[0].reason = Some("a \"toy\"".to_owned());
    let kept = Baseline::read("known", &baseline.text(&found, Scope::Schema).unwrap()).unwrap();
    assert_eq!(kept.known[0].reason.as_deref(), Some("a \"toy\""));
    assert_eq!(Baseline::read("known", "[[known]]\nrule = 1\n").unwrap_err().code, "C081");
}

#[test]
fn names_of_rules_that_there_are_not_are_mistakes() {
    let settings = settings(|settings| {
        settings.lint.rules.insert("fk/unindexd".to_owned(), Level::Off);
    });
    let catalog = catalog(&[]);
    let server = Server { system: PG, version: None };
    let subject = Subject { catalog: &catalog, committed: None, server, settings: &settings };
    let mistakes = lint(&subject, &Baseline::default()).unwrap_err();
    assert_eq!((mistakes[0].code, mistakes[0].place.as_str()), ("C080", "lint.rules.fk/unindexd"));
    assert!(mistakes[0].help.contains("fk/unindexed"), "{}", mistakes[0].help);
}

#[test]
fn text_for_machines_is_one_line_and_cannot_end_its_command() {
    let evil = table("visits", "page:text").with(|table| table.name = "a::b,c\n%::error::x\u{1b}[2J".to_owned());
    let found = report(&settings(|_| {}), &[evil], &Baseline::default());
    let text = super::super::github(&found.findings, |_| "a b,c:d.toml".to_owned());
    assert_eq!(text.lines().count(), found.findings.len(), "{text}");
    assert!(text.lines().all(|line| line.starts_with("::") && line.contains("file=a b%2Cc%3Ad.toml,title=")), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains("\n%::"), "{text}");
    let log = super::super::sarif(&found, |_| "a b/ü.toml".to_owned());
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(place, "a%20b/%C3%BC.toml");
}
