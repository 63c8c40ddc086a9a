//! Tables as shapes on a plane: which belong together, and where each stands.
//!
//! Pure and deterministic; it knows nothing of text, and of tables only how high they are and whom they refer to. The rules:
//!
//! 1. Tables that refer to each other more than to others are a domain, which is called after the one with the most
//!    references. Those without any are of one domain.
//! 2. A domain stands together, each table near those it is linked with; domains stand near those they are linked with.
//! 3. What stands somewhere already stays there, with its domain: a table more moves nobody else, and another name moves no table.
//!    One that grows out of its place moves alone.
//! 4. No two tables overlap.

mod community;
mod place;

use std::collections::BTreeMap;

/// How far apart columns of tables are, in pixels of the diagram.
pub const PITCH_X: i32 = 280;

/// How high the step is by which places are counted, in pixels of the diagram.
pub const PITCH_Y: i32 = 36;

/// The domain of tables without references.
pub const ALONE: &str = "-";

/// A table as the diagram sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What tells it from all others.
    pub key: String,
    /// How many steps of height it needs.
    pub height: i32,
}

/// Tables, and who refers to whom, as indexes of shapes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The tables, sorted by key.
    pub shapes: Vec<Shape>,
    /// References, from the referring table to the other; one to itself says nothing here.
    pub edges: Vec<(usize, usize)>,
}

/// Where a table stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its domain, by the key of the table that it is called after.
    pub domain: String,
    /// The column.
    pub x: i32,
    /// The first step of height.
    pub y: i32,
    /// How many steps it holds.
    pub height: i32,
}

/// Where all tables stand, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The places.
    pub places: BTreeMap<String, Place>,
}

impl Layout {
    /// What lines say that [`Layout::lines`] wrote, whatever stands between them: a merge may have left both sides.
    pub fn read(text: &str) -> Self {
        let place = |line: &str| {
            let mut words = line.split(' ');
            let (key, domain) = (words.next()?.to_owned(), words.next()?.to_owned());
            let mut number = || words.next()?.parse::<i32>().ok().filter(|number| number.abs() < 1_000_000);
            let (x, y, height) = (number()?, number()?, number()?.clamp(1, 1_000));
            Some((key, Place { domain, x, y, height }))
        };
        let mut layout = Self::default();
        for (key, place) in text.lines().filter_map(place) {
            layout.places.entry(key).or_insert(place);
        }
        layout
    }

    /// A table is called otherwise, and stands where it stood.
    pub fn rename(&mut self, from: &str, to: &str) {
        if self.places.contains_key(to) {
            return;
        }
        let Some(place) = self.places.remove(from) else { return };
        self.places.insert(to.to_owned(), place);
        let own = self.places.values_mut().filter(|place| place.domain == from);
        own.for_each(|place| to.clone_into(&mut place.domain));
    }

    /// A line for each table.
    pub fn lines(&self) -> String {
        let line = |(key, place): (&String, &Place)| {
            let Place { domain, x, y, height } = place;
            format!("{key} {domain} {x} {y} {height}\n")
        };
        self.places.iter().map(line).collect()
    }

    /// The keys of each domain's tables, by domain; that of tables without references last.
    pub fn domains(&self) -> Vec<(&str, Vec<&str>)> {
        let mut domains: BTreeMap<(bool, &str), Vec<&str>> = BTreeMap::new();
        for (key, place) in &self.places {
            domains.entry((place.domain == ALONE, &place.domain)).or_default().push(key);
        }
        domains.into_iter().map(|((_, domain), keys)| (domain, keys)).collect()
    }
}

/// Where the tables of a graph stand, in view of where some of them stood.
pub fn layout(graph: &Graph, before: &Layout) -> Layout {
    let neighbours = graph.neighbours();
    let mut plane = place::Plane::default();
    let mut places: Vec<Option<Place>> = vec![None; graph.shapes.len()];
    for (idx, shape) in graph.shapes.iter().enumerate() {
        if let Some(place) = before.places.get(&shape.key).filter(|place| place.height >= shape.height)
            && plane.take(place.x, place.y, place.height)
        {
            places[idx] = Some(place.clone());
        }
    }
    let is_new = places.iter().all(Option::is_none);
    let domains = match is_new {
        true => community::domains(&neighbours),
        false => join(graph, before, &neighbours),
    };
    let mut named = community::named(graph, &domains, &neighbours);
    for (idx, name) in named.iter_mut().enumerate() {
        let kept = before.places.get(&graph.shapes[idx].key).map(|place| &place.domain);
        if let Some(kept) = kept.filter(|kept| graph.position(kept).is_some() && !neighbours[idx].is_empty()) {
            name.clone_from(kept);
        }
    }
    match is_new {
        true => place::fresh((graph, &neighbours), &named, &mut places),
        false => place::beside((graph, &neighbours), (&named, &mut plane), &mut places),
    }
    let placed = graph.shapes.iter().zip(places);
    Layout { places: placed.filter_map(|(shape, place)| Some((shape.key.clone(), place?))).collect() }
}

/// The domains of all where some have one: that of most neighbours for the others.
fn join(graph: &Graph, before: &Layout, neighbours: &[Vec<usize>]) -> Vec<usize> {
    let hub = |idx: usize| graph.position(&before.places.get(&graph.shapes[idx].key)?.domain);
    let mut domains: Vec<Option<usize>> = (0..graph.shapes.len()).map(hub).collect();
    loop {
        let next = |idx: usize| {
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            let known = neighbours[idx].iter().filter_map(|other| domains[*other]);
            known.for_each(|domain| *votes.entry(domain).or_default() += 1);
            let most = votes.into_iter().max_by_key(|(domain, count)| (*count, std::cmp::Reverse(*domain)));
            most.map(|(domain, _)| domain)
        };
        let open = (0..graph.shapes.len()).filter(|idx| domains[*idx].is_none());
        let found: Vec<(usize, usize)> = open.filter_map(|idx| Some((idx, next(idx)?))).collect();
        if found.is_empty() {
            break;
        }
        found.into_iter().for_each(|(idx, domain)| domains[idx] = Some(domain));
    }
    // New tables that are linked with new ones alone have domains as if there were no others.
    let own = community::domains(neighbours);
    domains.into_iter().zip(own).map(|(domain, own)| domain.unwrap_or(own)).collect()
}

impl Graph {
    /// Who is linked with whom, each once, either way.
    pub fn neighbours(&self) -> Vec<Vec<usize>> {
        let mut neighbours = vec![Vec::new(); self.shapes.len()];
        for (from, to) in self.edges.iter().filter(|(from, to)| from != to) {
            neighbours[*from].push(*to);
            neighbours[*to].push(*from);
        }
        for list in &mut neighbours {
            list.sort_unstable();
            list.dedup();
        }
        neighbours
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.shapes.binary_search_by(|shape| shape.key.as_str().cmp(key)).ok()
    }
}

#[cfg(test)]
mod tests;
