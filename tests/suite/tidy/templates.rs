//! Templates print, loop, test and include. They do not call, compare, compute or decide.
//!
//! Kept to that subset, the same file means the same to the engine at compile time and to the one at run time.

use super::source::{self, Source};
use super::{Violation, none};

const LINES: usize = 120;

fn check(source: &Source) -> Vec<Violation> {
    let mut violations = Vec::new();
    let lines = source.text.lines().count();
    if lines > LINES {
        violations.push(format!("{}: {lines} lines, {LINES} at most", source.path));
    }
    let mut rest = source.text.as_str();
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min() {
        let (open, tail) = rest[at..].split_at(2);
        let close = match open {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let Some((inside, after)) = tail.split_once(close) else {
            violations.push(format!("{}: `{open}` is not closed", source.path));
            break;
        };
        let inside = inside.trim_matches(['-', '+', '~']).trim();
        let fine = match open {
            "{{" => is_path(inside),
            "{%" => is_statement(inside),
            _ => true,
        };
        if !fine {
            violations.push(format!("{}: a template may not decide: {open} {inside} {close}", source.path));
        }
        rest = after;
    }
    violations
}

/// `name`, or `name.name` and so on.
fn is_path(text: &str) -> bool {
    text.split('.').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(|c| c.is_ascii_lowercase() || c == '_')
            && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    })
}

fn is_statement(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["for", name, "in", path] => is_path(name) && is_path(path),
        ["if" | "elif", path] | ["if" | "elif", "not", path] => is_path(path),
        ["else" | "endif" | "endfor"] => true,
        ["include", name] => name.starts_with('"') && name.ends_with('"'),
        _ => false,
    }
}

#[test]
fn templates_do_not_decide() {
    let sources = source::all();
    let templates = sources.iter().filter(|source| source.path.ends_with(".jinja"));
    none("templates print, loop, test a bool, include", templates.flat_map(check).collect());
}

#[test]
fn the_check_sees_what_a_template_must_not_do() {
    let breaches = |text: &str| check(&Source { path: "x.jinja".to_owned(), text: text.to_owned() }).len();
    for fine in [
        "{{ a }}",
        "{{- a.b_c.d2 -}}",
        "{% for x in page.list -%}{% endfor %}",
        "{% if not a.b %}{% else %}{% endif %}",
        "{% include \"a/b.jinja\" %}",
        "{# a.b() | c #}",
    ] {
        assert_eq!(breaches(fine), 0, "{fine}");
    }
    for wrong in [
        "{{ a() }}",
        "{{ a | upper }}",
        "{{ a + 1 }}",
        "{{ \"x\" }}",
        "{% if a == b %}",
        "{% if a and b %}",
        "{% set a = b %}",
        "{% match a %}",
        "{% for x in y.z() %}",
        "{% let a = 1 %}",
        "{{ a",
        "{{ a[0] }}",
        "{% for x in 0..3 %}",
        "{% macro m() %}",
    ] {
        assert_eq!(breaches(wrong), 1, "{wrong}");
    }
}
