//! Tests of the layout: what stands together, what never overlaps, and what never moves.

use super::*;
use std::collections::BTreeSet;

/// A table for each word before `:`, with references to those behind it, and as many steps of height as it has letters.
fn graph(text: &str) -> Graph {
    let lines: BTreeMap<&str, Vec<&str>> = text
        .lines()
        .filter_map(|line| line.trim().split_once(':'))
        .map(|(key, targets)| (key, targets.split_whitespace().collect()))
        .collect();
    let keys: Vec<&str> = lines.keys().copied().collect();
    let at = |key: &str| keys.binary_search(&key).unwrap();
    let edges = lines.iter().flat_map(|(key, targets)| targets.iter().map(|target| (at(key), at(target))));
    let edges = edges.collect();
    let shape = |key: &&str| Shape { key: (*key).to_owned(), height: i32::try_from(key.len()).unwrap() + 2 };
    Graph { shapes: keys.iter().map(shape).collect(), edges }
}

/// A schema of that many tables: clusters around hubs, some links between them, some tables alone.
fn large(count: usize) -> Graph {
    let shape = |number: usize| Shape { key: format!("t{number:05}"), height: 3 + i32::try_from(number % 11).unwrap() };
    let shapes = (0..count).map(shape).collect();
    let edges = (0..count).filter(|number| number % 10 != 0 && number % 37 != 0).flat_map(|number| {
        let far = (number % 7 == 0).then_some((number, (number * 31) % count));
        [(number, number - number % 10)].into_iter().chain(far)
    });
    Graph { shapes, edges: edges.collect() }
}

fn assert_apart(layout: &Layout) {
    let mut taken = BTreeSet::new();
    for (key, place) in &layout.places {
        for y in place.y..place.y + place.height {
            assert!(taken.insert((place.x, y)), "{key} stands on another: {place:?}");
        }
    }
}

const SHOP: &str = "users:
    orders: users
    order_items: orders products
    payments: orders
    products: categories
    categories: categories
    product_attributes: products
    carts: users
    cart_items: carts products
    settings:";

#[test]
fn every_table_has_a_place_of_its_own() {
    for graph in [graph(SHOP), large(20), large(500), Graph::default()] {
        let layout = layout(&graph, &Layout::default());
        assert_eq!(layout.places.len(), graph.shapes.len());
        assert_apart(&layout);
        assert_eq!(layout, super::layout(&graph, &Layout::default()), "twice the same");
        assert_eq!(Layout::read(&layout.lines()), layout, "written and read");
    }
}

#[test]
fn linked_tables_stand_together_and_those_without_links_apart() {
    let layout = layout(&graph(SHOP), &Layout::default());
    let domain = |key: &str| layout.places[key].domain.clone();
    assert_eq!(domain("settings"), ALONE);
    assert_eq!(domain("orders"), domain("payments"));
    assert_eq!(layout.domains().last().map(|(domain, keys)| (*domain, keys.len())), Some((ALONE, 1)));
    let far = large(500);
    let layout = super::layout(&far, &Layout::default());
    let length = |(a, b): &(usize, usize)| {
        let (a, b) = (&layout.places[&far.shapes[*a].key], &layout.places[&far.shapes[*b].key]);
        (a.x - b.x).abs() + (a.y - b.y).abs() / 8
    };
    let within: Vec<i32> = far.edges.iter().filter(|(a, b)| a / 10 == b / 10).map(length).collect();
    let mean = within.iter().sum::<i32>() / i32::try_from(within.len()).unwrap();
    assert!(mean <= 3, "the tables of a cluster are {mean} columns apart");
}

#[test]
fn a_table_more_or_less_or_larger_moves_nobody_else() {
    let before = layout(&large(300), &Layout::default());
    let moved = |graph: &Graph| {
        let after = layout(graph, &before);
        assert_apart(&after);
        assert_eq!(after.places.len(), graph.shapes.len());
        let is_other = |(key, place): (&String, &Place)| {
            before.places.get(key).is_some_and(|old| old != place).then(|| key.clone())
        };
        after.places.iter().filter_map(is_other).collect::<Vec<_>>()
    };
    let mut more = large(300);
    more.shapes.push(Shape { key: "t99999".to_owned(), height: 5 });
    more.edges.extend([(300, 41), (300, 45)]);
    assert_eq!(moved(&more), Vec::<String>::new());
    let added = layout(&more, &before);
    assert_eq!(added.places["t99999"].domain, before.places["t00041"].domain);
    let mut less = large(300);
    less.shapes.pop();
    less.edges.retain(|(from, to)| *from < 299 && *to < 299);
    assert_eq!(moved(&less), Vec::<String>::new());
    let mut larger = large(300);
    larger.shapes[150].height = 40;
    assert_eq!(moved(&larger), ["t00150"]);
}

#[test]
fn what_a_merge_leaves_of_the_lines_is_understood() {
    let text = "# head\n<<<<<<< a\na a 1 2 3\n=======\nb a 4 5 6\na a 9 9 9\n>>>>>>> b\nc a x y z\n";
    let layout = Layout::read(text);
    assert_eq!(layout.lines(), "a a 1 2 3\nb a 4 5 6\n");
    assert_apart(&super::layout(&graph("a:\nb: a\nc:"), &layout));
}
