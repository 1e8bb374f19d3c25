//! How long the tree view takes to fold, lay out and search trees of 1,000 to 100,000 snapshots,
//! and the table view to compute its lanes.

#![expect(clippy::unwrap_used, reason = "what is measured is given and known to be right")]

#[path = "../tests/shapes/mod.rs"]
mod shapes;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use shapes::Shape;
use snapgrove::app::table::lanes::{Lanes, VISIBLE_LANES};
use snapgrove::app::table::row_order::RowOrder;
use snapgrove::app::tree::fold::{Folding, VisibleTree};
use snapgrove::app::tree::layout::{Area, LayoutSizes, Size, TreeLayout};
use snapgrove::model::SnapshotTree;

const SIZES: LayoutSizes = LayoutSizes {
    snapshot: Size { width: 206.0, height: 66.0 },
    fold: Size { width: 150.0, height: 34.0 },
    current_state: Size { width: 190.0, height: 38.0 },
    column_gap: 34.0,
    row_gap: 16.0,
    branch_gap: 12.0,
};

const COUNTS: [usize; 3] = [1_000, 10_000, 100_000];

/// Shapes by name: one with short random branches, one with long ones, a chain and a star.
fn trees(count: usize) -> [(&'static str, SnapshotTree); 4] {
    [
        ("bushy", Shape::random(count, count, 1).tree()),
        ("deep", Shape::random(count, 30, 2).tree()),
        ("chain", Shape::chain(count).tree()),
        ("star", Shape::star(count).tree()),
    ]
}

fn measure(criterion: &mut Criterion, what: &str, mut run: impl FnMut(&SnapshotTree)) {
    let mut group = criterion.benchmark_group(what);
    for count in COUNTS {
        for (name, tree) in &trees(count) {
            group.bench_function(BenchmarkId::new(*name, count), |bencher| bencher.iter(|| run(black_box(tree))));
        }
    }
}

fn computed_once(criterion: &mut Criterion) {
    let folding = Folding::default();
    measure(criterion, "fold", |tree| {
        black_box(VisibleTree::new(tree, &folding, &|_| false));
    });
    measure(criterion, "lay out all", |tree| {
        black_box(TreeLayout::new(VisibleTree::new(tree, &folding, &|_| true), SIZES));
    });
    measure(criterion, "lanes, newest first", |tree| {
        black_box(Lanes::new(tree, RowOrder::NewestFirst, VISIBLE_LANES));
    });
    measure(criterion, "lanes, tree order", |tree| {
        black_box(Lanes::new(tree, RowOrder::Tree, VISIBLE_LANES));
    });
}

fn each_frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("find what a window of 1440 by 900 shows");
    for count in COUNTS {
        for (name, tree) in &trees(count) {
            let layout = TreeLayout::new(VisibleTree::new(tree, &Folding::default(), &|_| true), SIZES);
            let centre = layout.bounds().centre();
            let (left, top) = (centre.x - 720.0, centre.y - 450.0);
            let window = Area { left, top, right: left + 1440.0, bottom: top + 900.0 };
            group.bench_function(BenchmarkId::new(*name, count), |bencher| {
                bencher.iter(|| {
                    let window = black_box(window);
                    layout.visible_items(window).count() + layout.drawn_edges(window).len()
                });
            });
        }
    }
}

criterion_group!(benches, computed_once, each_frame);
criterion_main!(benches);
