//! The guides are true where a program can tell: links lead somewhere, every kind of finding has its section, and the
//! tests that the promises name are there.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use snapgrove::health::FindingKind;

/// README and all pages below `docs/`, with their texts.
fn guides() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = pages.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let all = pages.chain([root.join("README.md"), root.join("ARCHITECTURE.md")]);
    all.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// What stands between `](` and `)`, and in `src="…"`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let round = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let quoted = text.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    round.chain(quoted)
}

#[test]
fn links_lead_to_files() {
    let mut count = 0;
    for (page, text) in guides() {
        for link in links(&text).filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let file = page.parent().unwrap().join(link.split('#').next().unwrap());
            assert!(file.exists(), "{}: {link}", page.display());
            count += 1;
        }
    }
    assert!(count > 5, "only {count} links were found");
}

#[test]
fn every_kind_of_finding_has_its_section() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md")).unwrap();
    for kind in FindingKind::ALL {
        let heading = format!("## {} (`{}`)", kind.title(), kind.key());
        assert!(page.lines().any(|line| line == heading), "no section “{heading}”");
    }
    let sections = page.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(sections, FindingKind::ALL.len(), "a section for a kind that there is not");
}

#[test]
fn tests_that_prove_a_promise_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for (page, text) in guides() {
        let is_test = |word: &&str| word.starts_with("tests/") && Path::new(word).extension() == Some("rs".as_ref());
        for name in text.split('`').filter(is_test) {
            assert!(root.join(name).exists(), "{}: {name}", page.display());
            count += 1;
        }
    }
    assert!(count > 5, "only {count} tests are named");
}

/// The rooms that a room's files name in code, without those of its own.
fn used_by(room: &str) -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut waiting, mut used) = (vec![source.join(room), source.join(format!("{room}.rs"))], BTreeSet::new());
    while let Some(path) = waiting.pop() {
        if let Ok(folder) = fs::read_dir(&path) {
            waiting.extend(folder.map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            // `crate::plan::delete`, `crate::{plan, platform}`.
            let named = line.split("crate::").skip(1).flat_map(|rest| match rest.strip_prefix('{') {
                Some(several) => several.split('}').next().unwrap().split(", ").collect(),
                None => vec![rest],
            });
            let name = |rest: &str| rest.chars().take_while(|one| one.is_ascii_lowercase() || *one == '_').collect();
            used.extend(named.map(name).filter(|name: &String| !name.is_empty() && name != "text" && name != room));
        }
    }
    used
}

#[test]
fn rooms_name_what_the_house_table_says() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let mut rooms = BTreeMap::new();
    for row in rows.take_while(|row| row.split('|').count() == 5 && !row.contains("eframe")) {
        let cells: Vec<&str> = row.split('|').collect();
        let room = quoted(cells[1]).pop_first().unwrap();
        let (used, named) = (used_by(&room), quoted(cells[3]));
        if cells[3].contains("all but") {
            assert!(used.is_disjoint(&named), "{room} names {used:?}");
        } else {
            assert_eq!(used, named, "{room}");
            rooms.insert(room, used);
        }
    }
    assert!(rooms.len() > 15, "{rooms:?}");
    // Taking away, again and again, what names nothing that is left: a circle would stay.
    while let Some(free) = rooms.iter().find(|(_, used)| used.iter().all(|room| !rooms.contains_key(room))) {
        let free = free.0.clone();
        rooms.remove(&free);
    }
    assert!(rooms.is_empty(), "these rooms use each other: {rooms:?}");
}
