//! What must hold of a layout, whatever the graph.
//!
//! In: small graphs and drawn ones. Out: failures. Never: a picture to compare with.

use super::*;
use proptest::prelude::*;

fn edges(ends: &[(u32, u32)]) -> Vec<Edge> {
    ends.iter().map(|(one, other)| Edge { ends: [*one, *other], weight: 1.0 }).collect()
}

/// Holds of every layout: all is finite and within bounds, each document stands in the region of its
/// group, and none on another.
#[track_caller]
fn assert_sound(groups: &[u32], layout: &Layout) {
    assert_eq!(layout.places.len(), groups.len());
    assert!((LEAST_HEIGHT..=GREATEST_HEIGHT + 1e-6).contains(&layout.height), "{}", layout.height);
    for (place, group) in layout.places.iter().zip(groups) {
        assert!(place.x >= MARGIN && place.x <= WIDTH - MARGIN, "{place:?}");
        assert!(place.y >= MARGIN && place.y <= layout.height - MARGIN, "{place:?}");
        let region = layout.regions[*group as usize];
        let away = place.minus(region.center);
        let away = Point::new(away.x / region.radius.x, away.y / region.radius.y).length();
        assert!(away <= 1.0, "{place:?} is not within {region:?}");
    }
    assert!(nearest(layout) >= 0.5, "two stand {} spacings apart", nearest(layout));
}

/// Returns how near the two nearest documents stand, in spacings.
fn nearest(layout: &Layout) -> f64 {
    let mut nearest = f64::MAX;
    let mut places: Vec<Point> = layout.places.clone();
    places.sort_by(|one, other| one.x.total_cmp(&other.x));
    for (number, place) in places.iter().enumerate() {
        for other in places[number + 1..].iter().take_while(|it| it.x - place.x < 2.0 * layout.spacing) {
            nearest = nearest.min(other.minus(*place).length() / layout.spacing);
        }
    }
    nearest
}

#[test]
fn a_map_of_none_one_and_two_documents_is_sound() {
    assert_sound(&[], &lay_out(&[], &[]));
    let one = lay_out(&[0], &[]);
    assert_sound(&[0], &one);
    assert_eq!(one.places[0], Point::new(WIDTH / 2.0, one.height / 2.0), "one stands in the middle");
    assert_sound(&[0, 0], &lay_out(&[0, 0], &edges(&[(0, 1)])));
    assert_sound(&[0, 1], &lay_out(&[0, 1], &edges(&[(0, 1)])));
}

#[test]
fn documents_without_any_relation_fill_their_group_evenly() {
    let groups = vec![0; 500];
    let layout = lay_out(&groups, &[]);
    assert_sound(&groups, &layout);
    assert!(nearest(&layout) > 0.9, "{}", nearest(&layout));
}

#[test]
fn a_star_has_its_hub_in_the_middle_and_no_pile() {
    let groups = vec![0; 1500];
    let rays: Vec<(u32, u32)> = (1..1500).map(|leaf| (0, leaf)).collect();
    let layout = lay_out(&groups, &edges(&rays));
    assert_sound(&groups, &layout);
    let away = layout.places[0].minus(layout.regions[0].center).length();
    assert!(away < 0.2 * layout.regions[0].radius.y, "the hub stands {away} from the middle");
}

#[test]
fn two_rings_in_one_group_stand_apart() {
    let ring = |first: u32| (0..20).map(move |number| (first + number, first + (number + 1) % 20));
    let groups = vec![0; 40];
    let layout = lay_out(&groups, &edges(&ring(0).chain(ring(20)).collect::<Vec<_>>()));
    assert_sound(&groups, &layout);
    let middle = |range: std::ops::Range<usize>| {
        layout.places[range].iter().fold(Point::default(), |sum, it| sum.plus(it.times(0.05)))
    };
    let apart = middle(0..20).minus(middle(20..40)).length();
    assert!(apart > 0.5 * layout.regions[0].radius.y, "{apart}");
}

#[test]
fn what_is_linked_stands_closer_than_what_is_not() {
    // Ten communities of twenty, each a ring with chords, and one edge from each to the next.
    let mut ends = Vec::new();
    for community in 0..10_u32 {
        for number in 0..20 {
            for step in [1, 3, 7] {
                ends.push((community * 20 + number, community * 20 + (number + step) % 20));
            }
        }
        ends.push((community * 20, (community * 20 + 25) % 200));
    }
    let groups = vec![0; 200];
    let layout = lay_out(&groups, &edges(&ends));
    assert_sound(&groups, &layout);
    let length = |one: usize, other: usize| layout.places[one].minus(layout.places[other]).length();
    let linked = ends.iter().map(|(one, other)| length(*one as usize, *other as usize)).sum::<f64>();
    let linked = linked / ends.len() as f64;
    let any = (0..200).map(|one| length(one, (one * 73 + 101) % 200)).sum::<f64>() / 200.0;
    assert!(linked < 0.45 * any, "linked {linked}, any {any}");
}

#[test]
fn a_document_that_others_of_another_group_need_stands_on_their_side() {
    let mut groups = vec![0; 30];
    groups.extend(vec![1; 30]);
    let mut ends: Vec<(u32, u32)> = (1..30).map(|leaf| (0, leaf)).collect();
    ends.extend((30..45).map(|other| (29, other)));
    let layout = lay_out(&groups, &edges(&ends));
    assert_sound(&groups, &layout);
    let to_other = |place: Point| place.minus(layout.regions[1].center).length();
    let nearer = layout.places[..29].iter().filter(|place| to_other(**place) < to_other(layout.places[29]));
    assert!(nearer.count() < 6, "it is among the nearest to the other group");
}

#[test]
fn edges_that_are_none_change_nothing() {
    let groups = [0, 0, 1];
    let sound = edges(&[(0, 1), (1, 2)]);
    let mut odd = sound.clone();
    odd.extend(edges(&[(0, 0), (0, 9), (9, 9)]));
    odd.extend([f64::NAN, f64::INFINITY, 0.0, -1.0].map(|weight| Edge { ends: [0, 2], weight }));
    assert_eq!(lay_out(&groups, &odd), lay_out(&groups, &sound));
}

#[test]
fn many_small_categories_are_packed() {
    let groups: Vec<u32> = (0..180).collect();
    assert_sound(&groups, &lay_out(&groups, &[]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn any_graph_is_laid_out_soundly_and_always_the_same(
        (groups, ends) in (1_usize..160).prop_flat_map(|count| (
            prop::collection::vec(0_u32..6, count),
            prop::collection::vec(((0..count as u32), (0..count as u32), 0.01_f64..9.0), 0..count * 3),
        ))
    ) {
        // Groups are numbered without a gap.
        let mut there: Vec<u32> = groups.clone();
        there.sort_unstable();
        there.dedup();
        let groups: Vec<u32> =
            groups.iter().map(|group| there.iter().position(|it| it == group).unwrap() as u32).collect();
        let edges: Vec<Edge> =
            ends.iter().map(|(one, other, weight)| Edge { ends: [*one, *other], weight: *weight }).collect();
        let layout = lay_out(&groups, &edges);
        assert_sound(&groups, &layout);
        prop_assert_eq!(lay_out(&groups, &edges), layout);
    }
}
