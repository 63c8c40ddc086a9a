//! Relations of one entity that want the same name: rules 5 and 8 of `relations`.

use super::super::overrides::{Overrides, Own};
use super::super::{Origin, names};
use super::{Draft, Edge};
use crate::catalog::QualifiedName;
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// Rule 5.
pub(super) fn settle(drafts: &mut [Draft]) {
    let mut by_owner: BTreeMap<QualifiedName, Vec<usize>> = BTreeMap::new();
    for (idx, draft) in drafts.iter().enumerate() {
        by_owner.entry(draft.owner.clone()).or_default().push(idx);
    }
    for members in by_owner.values() {
        let mut taken = BTreeSet::new();
        for rank in 0..=2 {
            let ranked: Vec<usize> = members
                .iter()
                .copied()
                .filter(|&idx| drafts[idx].rank == rank && drafts[idx].origin == Origin::Auto)
                .collect();
            settle_rank(drafts, &ranked, &mut taken);
        }
    }
}

fn settle_rank(drafts: &mut [Draft], ranked: &[usize], taken: &mut BTreeSet<String>) {
    for round in 0..3 {
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for &idx in ranked {
            for name in claims(&drafts[idx]) {
                *wanted.entry(name).or_default() += 1;
            }
        }
        for &idx in ranked {
            if claims(&drafts[idx]).iter().any(|name| wanted[name] > 1 || taken.contains(name)) {
                give_way(&mut drafts[idx], round);
            }
        }
    }
    taken.extend(ranked.iter().flat_map(|&idx| claims(&drafts[idx])));
}

/// What a relation occupies: its name and its variant, which may differ by rule 2.
fn claims(draft: &Draft) -> BTreeSet<String> {
    BTreeSet::from([names::folded(&draft.name), names::folded(&draft.variant)])
}

fn give_way(draft: &mut Draft, round: usize) {
    let name = match round {
        0 => draft.longer.clone(),
        1 => draft.longest.clone(),
        _ => names::hashed(&draft.longest, &draft.raw),
    };
    draft.variant = names::relation_variant(&name);
    draft.name = name;
}

/// Rule 8.
pub(super) fn rename(
    drafts: &mut [Draft],
    edges: &[Edge<'_>],
    overrides: &Overrides<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let names_some = |own: &Own<'_>| !own.said.relation.is_empty() || !own.said.relations.is_empty();
    for (schema, table, own) in overrides.all().filter(|(.., own)| names_some(own)) {
        let is_own = |draft: &Draft| draft.owner.schema == schema && draft.owner.name == table;
        let members: Vec<usize> = (0..drafts.len()).filter(|&idx| is_own(&drafts[idx])).collect();
        let found = own.said.relation.keys().map(|key| (key, position(drafts, edges, (&members, key))));
        let mut keys: BTreeMap<usize, &str> = BTreeMap::new();
        for (key, idx) in found.collect::<Vec<_>>() {
            match idx {
                Some(idx) => {
                    choose(&mut drafts[idx], &own.said.relation[key].name.to_string());
                    keys.insert(idx, key);
                }
                None => diagnostics.push(unknown(own, key, members.iter().map(|&idx| &drafts[idx]))),
            }
        }
        for (one, other) in clashes(drafts, &members) {
            let called = [one, other].map(|idx| keys.get(&idx).copied().unwrap_or(&drafts[idx].name));
            diagnostics.push(Diagnostic::names_clash(&own.place(&["relation", called[1], "name"]), called));
        }
        make_way(drafts, &members);
    }
}

/// The relation that a key means.
fn position(drafts: &[Draft], edges: &[Edge<'_>], (members, key): (&[usize], &str)) -> Option<usize> {
    let by_name = |&&idx: &&usize| names::field(&drafts[idx].name) == key;
    let by_constraint =
        |&&idx: &&usize| drafts[idx].rank == 0 && edges[drafts[idx].edges.0].key.name.as_deref() == Some(key);
    members.iter().find(by_name).or_else(|| members.iter().find(by_constraint)).copied()
}

fn choose(draft: &mut Draft, name: &str) {
    draft.variant = names::relation_variant(name);
    draft.name = name.to_owned();
    draft.origin = Origin::User;
}

fn unknown<'d>(own: &Own<'_>, key: &str, members: impl Iterator<Item = &'d Draft>) -> Diagnostic {
    let known: Vec<String> = members.map(|draft| names::field(&draft.name)).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Diagnostic::override_of_unknown_relation(&own.place(&["relation", key]), key, &known)
}

/// The pairs of chosen names that are one.
fn clashes(drafts: &[Draft], members: &[usize]) -> Vec<(usize, usize)> {
    let chosen: Vec<usize> = members.iter().copied().filter(|&idx| drafts[idx].origin == Origin::User).collect();
    let pairs =
        chosen.iter().enumerate().flat_map(|(at, &one)| chosen[at + 1..].iter().map(move |&other| (one, other)));
    pairs.filter(|(one, other)| !claims(&drafts[*one]).is_disjoint(&claims(&drafts[*other]))).collect()
}

/// Moves the names that nobody has chosen out of the way of those that somebody has.
fn make_way(drafts: &mut [Draft], members: &[usize]) {
    let all = |drafts: &[Draft], wanted: &dyn Fn(usize) -> bool| -> BTreeSet<String> {
        members.iter().filter(|&&idx| wanted(idx)).flat_map(|&idx| claims(&drafts[idx])).collect()
    };
    let chosen = all(drafts, &|idx| drafts[idx].origin == Origin::User);
    let is_taken = |draft: &Draft, by: &BTreeSet<String>| !claims(draft).is_disjoint(by);
    for &idx in members {
        if drafts[idx].origin == Origin::User || !is_taken(&drafts[idx], &chosen) {
            continue;
        }
        let others = all(drafts, &|other| other != idx);
        let mut rounds = 0..3;
        while is_taken(&drafts[idx], &others)
            && let Some(round) = rounds.next()
        {
            give_way(&mut drafts[idx], round);
        }
    }
}
