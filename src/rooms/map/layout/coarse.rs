//! A graph of clusters in place of a graph of documents.
//!
//! In: a level of the layout. Out: one of about half the size, and which of its clusters each node
//! went into. Never: a cluster of more than two, so that clusters stay alike.

use super::{Edge, Point};

/// What is laid out: documents, or clusters of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// How many documents each stands for.
    pub(super) masses: Vec<f64>,
    /// What draws them together; an edge may stand here more than once.
    pub(super) edges: Vec<Edge>,
    /// Where edges to other groups draw each: a direction, 1 long at most.
    pub(super) outward: Vec<Point>,
}

/// Joins each node with the neighbour that it has most to do with and that is still alone; those that
/// are left over with one that hangs on the same neighbour, and the last with each other.
pub(super) fn coarsen(level: &Level) -> (Level, Vec<u32>) {
    let count = level.masses.len();
    let neighbours = neighbours(level);
    let mut cluster = vec![u32::MAX; count];
    let mut clusters = 0;
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_by_key(|node| neighbours[*node as usize].len());
    let mut join = |nodes: &[u32], cluster: &mut Vec<u32>| {
        nodes.iter().for_each(|node| cluster[*node as usize] = clusters);
        clusters += 1;
    };
    for &node in &order {
        if cluster[node as usize] != u32::MAX {
            continue;
        }
        let free = neighbours[node as usize].iter().filter(|(other, _)| cluster[*other as usize] == u32::MAX);
        let best = free.fold(None, |best: Option<(u32, f64)>, (other, weight)| {
            // Light ones first, or one cluster would take in everything.
            let worth = weight / level.masses[*other as usize];
            if best.is_some_and(|(_, most)| worth <= most) { best } else { Some((*other, worth)) }
        });
        if let Some((other, _)) = best {
            join(&[node, other], &mut cluster);
        }
    }
    // Leaves of a star: all their neighbours are taken.
    let mut left: Vec<(u32, u32)> = order
        .iter()
        .filter(|node| cluster[**node as usize] == u32::MAX)
        .map(|node| (neighbours[*node as usize].first().map_or(u32::MAX, |(hub, _)| *hub), *node))
        .collect();
    left.sort_unstable();
    for pair in left.chunks(2) {
        let nodes: Vec<u32> = pair.iter().map(|(_, node)| *node).collect();
        join(&nodes, &mut cluster);
    }
    (put_together(level, &cluster, clusters as usize), cluster)
}

/// Lists the neighbours of each node, the one with the most weight first.
fn neighbours(level: &Level) -> Vec<Vec<(u32, f64)>> {
    let mut neighbours: Vec<Vec<(u32, f64)>> = vec![Vec::new(); level.masses.len()];
    for edge in &level.edges {
        let [one, other] = edge.ends;
        neighbours[one as usize].push((other, edge.weight));
        neighbours[other as usize].push((one, edge.weight));
    }
    for list in &mut neighbours {
        list.sort_by(|(one, of_one), (other, of_other)| of_other.total_cmp(of_one).then(one.cmp(other)));
    }
    neighbours
}

fn put_together(level: &Level, cluster: &[u32], clusters: usize) -> Level {
    let mut masses = vec![0.0; clusters];
    let mut outward = vec![Point::default(); clusters];
    for (node, cluster) in cluster.iter().enumerate() {
        let mass = level.masses[node];
        masses[*cluster as usize] += mass;
        outward[*cluster as usize] = outward[*cluster as usize].plus(level.outward[node].times(mass));
    }
    outward.iter_mut().zip(&masses).for_each(|(way, mass)| *way = way.times(1.0 / mass));
    let mut edges: Vec<Edge> = level
        .edges
        .iter()
        .map(|edge| {
            let [one, other] = edge.ends.map(|end| cluster[end as usize]);
            Edge { ends: [one.min(other), one.max(other)], weight: edge.weight }
        })
        .filter(|edge| edge.ends[0] != edge.ends[1])
        .collect();
    edges.sort_by_key(|edge| edge.ends);
    edges.dedup_by(|next, kept| {
        let is_same = next.ends == kept.ends;
        if is_same {
            kept.weight += next.weight;
        }
        is_same
    });
    Level { masses, edges, outward }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(count: usize, ends: &[[u32; 2]]) -> Level {
        Level {
            masses: vec![1.0; count],
            edges: ends.iter().map(|ends| Edge { ends: *ends, weight: 1.0 }).collect(),
            outward: vec![Point::default(); count],
        }
    }

    #[test]
    fn every_graph_becomes_about_half_as_large() {
        let star: Vec<[u32; 2]> = (1..200).map(|leaf| [0, leaf]).collect();
        let path: Vec<[u32; 2]> = (1..200).map(|node| [node - 1, node]).collect();
        for (name, ends) in [("star", star), ("path", path), ("none", Vec::new())] {
            let (coarse, cluster) = coarsen(&level(200, &ends));
            assert!(coarse.masses.len() <= 110, "{name}: {}", coarse.masses.len());
            assert_eq!(coarse.masses.iter().sum::<f64>(), 200.0, "{name}");
            assert!(cluster.iter().all(|cluster| (*cluster as usize) < coarse.masses.len()), "{name}");
        }
    }

    #[test]
    fn what_has_most_to_do_with_each_other_goes_together() {
        let mut level = level(4, &[[0, 1], [1, 2], [2, 3]]);
        level.edges[1].weight = 5.0;
        let (coarse, cluster) = coarsen(&level);
        assert_eq!(coarse.edges.iter().map(|edge| edge.weight).sum::<f64>() + 2.0, 7.0 - 0.0, "{cluster:?}");
    }
}
