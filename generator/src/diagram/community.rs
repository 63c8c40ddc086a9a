//! Which tables belong together: Louvain's method, with every choice between equals made by order.

use super::{ALONE, Graph};
use std::collections::BTreeMap;

/// A domain of more tables is divided again, where it can be.
const LARGEST: usize = 40;

/// How often each level is looked over; it settles long before.
const ROUNDS: usize = 30;

/// Links between points, with their weights.
type Links = Vec<BTreeMap<usize, f64>>;

/// The domain of each point, as the number of one of its points.
pub(super) fn domains(neighbours: &[Vec<usize>]) -> Vec<usize> {
    let links = neighbours.iter().map(|list| list.iter().map(|other| (*other, 1.0)).collect()).collect();
    let mut domains = communities(&links);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    domains.iter().enumerate().for_each(|(idx, domain)| members.entry(*domain).or_default().push(idx));
    for own in members.values().filter(|own| own.len() > LARGEST) {
        let within = |idx: &usize| {
            let inner = neighbours[*idx].iter().filter_map(|other| own.binary_search(other).ok());
            inner.map(|other| (other, 1.0)).collect()
        };
        let parts = communities(&own.iter().map(within).collect());
        own.iter().zip(parts).for_each(|(idx, part)| domains[*idx] = own[part]);
    }
    domains
}

/// The domain of each shape by the key of the shape with the most links in it.
pub(super) fn named(graph: &Graph, domains: &[usize], neighbours: &[Vec<usize>]) -> Vec<String> {
    let mut hubs: BTreeMap<usize, usize> = BTreeMap::new();
    for (idx, domain) in domains.iter().enumerate() {
        let hub = hubs.entry(*domain).or_insert(idx);
        if neighbours[idx].len() > neighbours[*hub].len() {
            *hub = idx;
        }
    }
    let name = |(idx, domain): (usize, &usize)| match neighbours[idx].is_empty() {
        true => ALONE.to_owned(),
        false => graph.shapes[hubs[domain]].key.clone(),
    };
    domains.iter().enumerate().map(name).collect()
}

/// Merges communities level by level, until no merge is a gain.
fn communities(links: &Links) -> Vec<usize> {
    let mut of_point: Vec<usize> = (0..links.len()).collect();
    let mut level = links.clone();
    loop {
        let moved = one_level(&level);
        let labels = numbered(&moved);
        let count = labels.iter().max().map_or(0, |most| most + 1);
        of_point.iter_mut().for_each(|label| *label = labels[*label]);
        if count == level.len() {
            break;
        }
        let mut merged: Links = vec![BTreeMap::new(); count];
        for (from, list) in level.iter().enumerate() {
            for (to, weight) in list {
                *merged[labels[from]].entry(labels[*to]).or_default() += weight;
            }
        }
        level = merged;
    }
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    of_point.iter().enumerate().map(|(idx, label)| *first.entry(*label).or_insert(idx)).collect()
}

/// Moves each point to the community of a neighbour where that gains most, until nobody moves.
fn one_level(links: &Links) -> Vec<usize> {
    let degrees: Vec<f64> = links.iter().map(|list| list.values().sum()).collect();
    let total: f64 = degrees.iter().sum::<f64>().max(1.0);
    let mut labels: Vec<usize> = (0..links.len()).collect();
    let mut sums = degrees.clone();
    for _ in 0..ROUNDS {
        let mut moved = false;
        for point in 0..links.len() {
            let old = labels[point];
            sums[old] -= degrees[point];
            let mut weights: BTreeMap<usize, f64> = BTreeMap::from([(old, 0.0)]);
            for (other, weight) in links[point].iter().filter(|(other, _)| **other != point) {
                *weights.entry(labels[*other]).or_default() += weight;
            }
            let gain = |label: usize, weight: f64| weight - sums[label] * degrees[point] / total;
            let mut best = (old, gain(old, weights[&old]));
            for (label, weight) in &weights {
                let gained = gain(*label, *weight);
                if gained > best.1 + 1e-9 {
                    best = (*label, gained);
                }
            }
            labels[point] = best.0;
            sums[best.0] += degrees[point];
            moved |= best.0 != old;
        }
        if !moved {
            break;
        }
    }
    labels
}

/// The same labels without gaps, in order of appearance.
fn numbered(labels: &[usize]) -> Vec<usize> {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut number = |label: &usize| {
        let next = numbers.len();
        *numbers.entry(*label).or_insert(next)
    };
    labels.iter().map(&mut number).collect()
}
