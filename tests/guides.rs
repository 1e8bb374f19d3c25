//! The guides are true where a program can tell: links lead somewhere, every kind of finding has its section, and the
//! tests that the promises name are there.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

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
