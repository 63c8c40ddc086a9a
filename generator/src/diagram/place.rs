//! Where tables stand: each in the nearest free place to those it is linked with.

use super::{ALONE, Graph, Place};
use std::collections::{BTreeMap, BTreeSet};

/// How many steps of height are as far as one column.
const STEPS: i32 = 8;

/// How many steps and columns lie free between two domains.
const MARGIN: (i32, i32) = (1, 5);

/// What is taken.
#[derive(Default)]
pub(super) struct Plane {
    taken: BTreeSet<(i32, i32)>,
}

/// A graph, and who is linked with whom in it.
type Linked<'a> = (&'a Graph, &'a [Vec<usize>]);

/// Where the upper left corner of a block is, once it has a place.
type Corner = Option<(i32, i32)>;

/// A domain while it has no place: its members with their places in it, and how far it reaches.
struct Block {
    members: Vec<(usize, i32, i32)>,
    width: i32,
    height: i32,
}

impl Plane {
    /// Takes a place, if it is free.
    pub(super) fn take(&mut self, x: i32, y: i32, height: i32) -> bool {
        let free = self.is_free(x, y, height);
        if free {
            self.taken.extend((y..y + height).map(|y| (x, y)));
        }
        free
    }

    fn is_free(&self, x: i32, y: i32, height: i32) -> bool {
        self.taken.range((x, y)..(x, y + height)).next().is_none()
    }

    /// Takes the free place that is nearest to a point.
    fn nearest(&mut self, (x, y): (i32, i32), height: i32) -> (i32, i32) {
        let y = y - height / 2;
        let mut best: Option<(i32, (i32, i32))> = None;
        for radius in 0.. {
            let within = radius * STEPS;
            if best.is_some_and(|(distance, _)| distance <= within - STEPS) {
                break;
            }
            for at in ring(radius) {
                let (dx, dy) = at;
                let distance = (dx * STEPS).abs() + dy.abs();
                if best.is_none_or(|(least, _)| distance < least) && self.is_free(x + dx, y + dy, height) {
                    best = Some((distance, (x + dx, y + dy)));
                }
            }
        }
        let (x, y) = best.map_or((x, y), |(_, at)| at);
        self.take(x, y, height);
        (x, y)
    }
}

/// The points of a ring around the middle: as wide in columns as it is high in the steps that make a column.
fn ring(radius: i32) -> impl Iterator<Item = (i32, i32)> {
    let reach = radius * STEPS;
    (-reach..=reach).flat_map(move |dy| {
        let is_whole = dy.abs() > reach - STEPS;
        let step = if is_whole { 1 } else { 2 * radius };
        (-radius..=radius).step_by(usize::try_from(step).unwrap_or(1).max(1)).map(move |dx| (dx, dy))
    })
}

/// Places all, domain by domain.
pub(super) fn fresh(linked: Linked<'_>, named: &[String], places: &mut [Option<Place>]) {
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    named.iter().enumerate().for_each(|(idx, name)| members.entry(name).or_default().push(idx));
    let made = |(name, own): (&&str, &Vec<usize>)| match *name == ALONE {
        true => shelves(linked.0, own),
        false => block(linked, own),
    };
    let blocks: Vec<Block> = members.iter().map(made).collect();
    for (block, (x, y)) in blocks.iter().zip(corners(linked.1, &blocks, places.len())) {
        for (idx, dx, dy) in &block.members {
            let (x, y, height) = (x + dx, y + dy, linked.0.shapes[*idx].height);
            places[*idx] = Some(Place { domain: named[*idx].clone(), x, y, height });
        }
    }
}

/// Places those that have no place yet, beside those that have one.
pub(super) fn beside(
    (graph, neighbours): Linked<'_>,
    (named, plane): (&[String], &mut Plane),
    places: &mut [Option<Place>],
) {
    loop {
        let placed = |idx: usize| neighbours[idx].iter().filter(|other| places[**other].is_some()).count();
        let open = (0..places.len()).filter(|idx| places[*idx].is_none());
        let Some(idx) = open.max_by_key(|idx| (placed(*idx), std::cmp::Reverse(*idx))) else { break };
        let near: Vec<&Place> = neighbours[idx].iter().filter_map(|other| places[*other].as_ref()).collect();
        let own = || places.iter().flatten().filter(|place| place.domain == named[idx]).collect::<Vec<_>>();
        let near = if near.is_empty() { own() } else { near };
        let at = match near.is_empty() {
            true => (0, places.iter().flatten().map(|place| place.y + place.height).max().unwrap_or(0) + 2 * MARGIN.1),
            false => middle(near.iter().map(|place| (place.x, place.y + place.height / 2))),
        };
        let height = graph.shapes[idx].height;
        let (x, y) = plane.nearest(at, height);
        places[idx] = Some(Place { domain: named[idx].clone(), x, y, height });
    }
}

fn middle(points: impl Iterator<Item = (i32, i32)>) -> (i32, i32) {
    let (mut x, mut y, mut count) = (0_i64, 0_i64, 0_i64);
    for point in points {
        (x, y, count) = (x + i64::from(point.0), y + i64::from(point.1), count + 1);
    }
    let mean = |sum: i64| i32::try_from((2 * sum + count).div_euclid(2 * count.max(1))).unwrap_or(0);
    (mean(x), mean(y))
}

/// The members of a domain around its middle, from its upper left corner.
fn block((graph, neighbours): Linked<'_>, own: &[usize]) -> Block {
    let mut plane = Plane::default();
    let mut at: BTreeMap<usize, (i32, i32)> = BTreeMap::new();
    let mut open: BTreeSet<usize> = own.iter().copied().collect();
    let degree = |idx: usize| neighbours[idx].iter().filter(|other| own.binary_search(other).is_ok()).count();
    while let Some(idx) = {
        let placed = |idx: usize| neighbours[idx].iter().filter(|other| at.contains_key(other)).count();
        open.iter().copied().max_by_key(|idx| (placed(*idx), degree(*idx), std::cmp::Reverse(*idx)))
    } {
        open.remove(&idx);
        let centre = |other: &usize| at.get(other).map(|(x, y)| (*x, y + graph.shapes[*other].height / 2));
        let near: Vec<(i32, i32)> = neighbours[idx].iter().filter_map(centre).collect();
        let target = if near.is_empty() { (0, 0) } else { middle(near.into_iter()) };
        let place = plane.nearest(target, graph.shapes[idx].height);
        at.insert(idx, place);
    }
    let left = at.values().map(|(x, _)| *x).min().unwrap_or(0);
    let top = at.values().map(|(_, y)| *y).min().unwrap_or(0);
    let members: Vec<(usize, i32, i32)> = at.into_iter().map(|(idx, (x, y))| (idx, x - left, y - top)).collect();
    let width = members.iter().map(|(_, x, _)| x + 1).max().unwrap_or(0);
    let height = members.iter().map(|(idx, _, y)| y + graph.shapes[*idx].height).max().unwrap_or(0);
    Block { members, width, height }
}

/// Tables that are near nobody, in columns of about the same height.
fn shelves(graph: &Graph, own: &[usize]) -> Block {
    let total: i32 = own.iter().map(|idx| graph.shapes[*idx].height).sum();
    let columns = (1..).find(|columns| columns * columns * STEPS >= total).unwrap_or(1);
    let mut heights: BTreeMap<i32, i32> = (0..columns).map(|x| (x, 0)).collect();
    let mut members = Vec::new();
    for idx in own {
        let lowest = heights.iter_mut().min_by_key(|(x, height)| (**height, **x));
        if let Some((x, height)) = lowest {
            members.push((*idx, *x, *height));
            *height += graph.shapes[*idx].height;
        }
    }
    Block { members, width: columns, height: heights.into_values().max().unwrap_or(0) }
}

/// Where the upper left corner of each block goes: the large ones first, each near those it is linked with.
fn corners(neighbours: &[Vec<usize>], blocks: &[Block], count: usize) -> Vec<(i32, i32)> {
    let mut block_of = vec![0; count];
    for (number, block) in blocks.iter().enumerate() {
        block.members.iter().for_each(|(idx, ..)| block_of[*idx] = number);
    }
    let mut links: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); blocks.len()];
    for (idx, list) in neighbours.iter().enumerate() {
        for other in list.iter().filter(|other| block_of[**other] != block_of[idx]) {
            *links[block_of[idx]].entry(block_of[*other]).or_default() += 1;
        }
    }
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|number| (std::cmp::Reverse(blocks[*number].members.len()), *number));
    let mut corners: Vec<Corner> = vec![None; blocks.len()];
    for number in order {
        let centre =
            |other: &usize| corners[*other].map(|(x, y)| (x + blocks[*other].width / 2, y + blocks[*other].height / 2));
        let near: Vec<(i32, i32)> = links[number].keys().filter_map(centre).collect();
        let target = if near.is_empty() { (0, 0) } else { middle(near.into_iter()) };
        corners[number] = Some(corner(target, &blocks[number], (&corners, blocks)));
    }
    corners.into_iter().map(Option::unwrap_or_default).collect()
}

/// The corner of a block as near to a point as the others leave room.
fn corner((x, y): (i32, i32), own: &Block, (corners, blocks): (&[Corner], &[Block])) -> (i32, i32) {
    let (x, y) = (x - own.width / 2, y - own.height / 2);
    let is_free = |(x, y): (i32, i32)| {
        corners.iter().zip(blocks).filter_map(|(at, block)| Some(((*at)?, block))).all(|((left, top), block)| {
            x >= left + block.width + MARGIN.0
                || left >= x + own.width + MARGIN.0
                || y >= top + block.height + MARGIN.1
                || top >= y + own.height + MARGIN.1
        })
    };
    let mut best: Option<(i32, (i32, i32))> = None;
    for radius in 0..100_000 {
        if best.is_some_and(|(distance, _)| distance <= (radius - 1) * STEPS) {
            break;
        }
        for (dx, dy) in ring(radius).filter(|(_, dy)| dy % 2 == 0) {
            let distance = (dx * STEPS).abs() + dy.abs();
            if best.is_none_or(|(least, _)| distance < least) && is_free((x + dx, y + dy)) {
                best = Some((distance, (x + dx, y + dy)));
            }
        }
    }
    best.map_or((x, y), |(_, at)| at)
}
