//! Clean-up rules decide as their sentences say, and tell why.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod retention_support;

use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use retention_support::{DAY, HOUR, MB, Sketch, ground, inventory, inventory_with, machine_key, now, snapshot_id, utc};
use snapgrove::model::{Bytes, MachineState, SnapshotId};
use snapgrove::pins::{Pins, SnapshotKey, TakenBySnapgrove};
use snapgrove::retention::{
    Choose, Decision, Decisions, Filter, Ground, Keep, Note, Overrides, Pattern, Period, Reason, Rule, Rules,
    RulesError, RulesFile, Scope, Span, Trigger, Unread, Zone,
};

fn decide(sketch: &Sketch, rule: &Rule) -> Decisions {
    ground(&inventory(std::slice::from_ref(sketch), 1)).decide(rule, &Overrides::default(), now())
}

/// What becomes of each snapshot of the first machine, in words.
fn words(sketch: &Sketch, rule: &Rule) -> Vec<String> {
    in_words(&decide(sketch, rule))
}

fn in_words(decisions: &Decisions) -> Vec<String> {
    let machine = &decisions.machines[0];
    (0..machine.snapshots.len()).map(|number| machine.get(snapshot_id(number)).unwrap().to_string()).collect()
}

/// The snapshots of the first machine that go, in the order of their numbers.
fn marked(decisions: &Decisions) -> Vec<SnapshotId> {
    let mut marked = decisions.machines[0].marked();
    marked.sort();
    marked
}

fn older_than(days: u32) -> Rule {
    Rule { when: vec![Trigger::OlderThan(Span::days(days))], ..Rule::default() }
}

fn pinned(numbers: &[usize]) -> Pins {
    let mut pins = Pins::default();
    for number in numbers {
        pins.pin(SnapshotKey::new(&machine_key(0), snapshot_id(*number)), "before the audit", now());
    }
    pins
}

#[test]
fn each_snapshot_has_its_reason() {
    let sketch = Sketch::chain(&[400, 300, 299, 60, 20, 19, 1]);
    let rule = Rule {
        keep: vec![Keep::Newest(1), Keep::OnePer { period: Period::Month, during: Some(Span::new(1, Period::Year)) }],
        ..older_than(30)
    };
    let ground = Ground::new(&inventory(&[sketch], 1), &pinned(&[0]), &TakenBySnapgrove::default(), utc());
    assert_eq!(
        in_words(&ground.decide(&rule, &Overrides::default(), now())),
        [
            "kept: pinned (“before the audit”)",
            "delete: older than 30 days",
            "kept: the newest of its month",
            "kept: only one of its month",
            "kept: not older than 30 days",
            "kept: the newest of its month",
            "kept: it is the current snapshot, the newest, only one of its month",
        ]
    );
}

#[test]
fn what_cannot_be_deleted_says_what_stands_against_it() {
    // 0 – 1 – 2 (current), 3 below 1, and 4 below 0: 0 and 1 are forks. Everything is old, 3 and 4 are pinned.
    let sketch = Sketch {
        parents: vec![None, Some(0), Some(1), Some(1), Some(0)],
        ages: vec![Some(900 * DAY); 5],
        current: Some(2),
        ..Sketch::default()
    };
    let rule = older_than(30);
    let inventory_now = inventory(&[sketch], 1);
    let ground = Ground::new(&inventory_now, &pinned(&[3, 4]), &TakenBySnapgrove::default(), utc());
    let said = in_words(&ground.decide(&rule, &Overrides::default(), now()));
    assert_eq!(said[0], "kept: two branches start here");
    assert_eq!(said[1], "kept: two branches start here");
    let rule = Rule { also_fork_points: true, also_current_snapshot: true, ..rule };
    let said = in_words(&ground.decide(&rule, &Overrides::default(), now()));
    // Without the current one, 1 has one branch left, but is the current one itself.
    assert_eq!(said[1], "cannot: it is the current snapshot, and “” is below it");
    assert_eq!(said[0], "cannot: two branches go on from it");
    assert_eq!(said[2], "delete: older than 30 days");
}

#[test]
fn a_fork_can_go_when_one_of_its_branches_goes() {
    // 0 – 1 – 2 (current), and 3 below 0.
    let sketch = Sketch {
        parents: vec![None, Some(0), Some(1), Some(0)],
        ages: [900, 800, 700, 600].map(|days| Some(days * DAY)).to_vec(),
        current: Some(2),
        ..Sketch::default()
    };
    let rule = Rule { also_fork_points: true, ..older_than(30) };
    let decisions = decide(&sketch, &rule);
    assert_eq!(marked(&decisions), [0, 1, 3].map(snapshot_id));
    let keeping = Rule { only: vec![Filter::NameNotLike(Pattern::new("keep"))], ..rule };
    let decisions = decide(&sketch.named(&["", "", "", "keep"]), &keeping);
    assert_eq!(decisions.machines[0].get(snapshot_id(0)).unwrap().to_string(), "cannot: two branches go on from it");
}

#[test]
fn a_linked_clone_holds_its_snapshot() {
    let sketch = Sketch { clones: vec![1], ..Sketch::chain(&[90, 80, 70, 60]) };
    assert_eq!(words(&sketch, &older_than(30))[1], "cannot: clone machine 1000000 needs it");
    assert_eq!(words(&sketch, &older_than(30))[0], "delete: older than 30 days");
}

#[test]
fn a_missing_image_holds_what_rests_on_it() {
    let sketch = Sketch { missing: vec![1], ..Sketch::chain(&[90, 80, 70, 60]) };
    let said = words(&sketch, &older_than(30));
    assert!(said[1].starts_with("cannot: the file is missing: /vms/0/1.vdi"), "{}", said[1]);
    assert!(said[2].starts_with("cannot: "), "{}", said[2]);
}

#[test]
fn machines_that_run_are_left_alone_unless_asked_for() {
    let sketch = Sketch { state: Some(MachineState::Running), ..Sketch::chain(&[90, 80]) };
    assert_eq!(words(&sketch, &older_than(30))[0], "cannot: its machine is running");
    let also = Rule { also_running_machines: true, ..older_than(30) };
    assert_eq!(words(&sketch, &also)[0], "delete: older than 30 days");
    let busy = Sketch { state: Some(MachineState::Transient), ..sketch };
    assert!(words(&busy, &also)[0].starts_with("cannot: "));
}

#[test]
fn names_choose() {
    let sketch = Sketch::chain(&[5, 4, 3, 2, 1]).named(&["Auto 1", "release 1", "auto 2", "auto release", "auto 3"]);
    let rule = Rule {
        only: vec![Filter::NameLike(Pattern::new("auto*")), Filter::NameNotLike(Pattern::new("*RELEASE"))],
        ..Rule::default()
    };
    assert_eq!(
        words(&sketch, &rule),
        [
            "delete: none of those to keep",
            "kept: its name is not like “auto*”",
            "delete: none of those to keep",
            "kept: its name is like “*RELEASE”",
            "kept: it is the current snapshot",
        ]
    );
    // The newest are counted among those that the rule looks at.
    let two = Rule { keep: vec![Keep::Newest(2)], ..rule };
    assert_eq!(words(&sketch, &two)[2], "kept: one of the newest 2");
}

#[test]
fn only_what_snapgrove_took() {
    let mut taken = TakenBySnapgrove::default();
    taken.note(SnapshotKey::new(&machine_key(0), snapshot_id(1)));
    let ground = Ground::new(&inventory(&[Sketch::chain(&[9, 8, 7])], 1), &Pins::default(), &taken, utc());
    let rule = Rule { only: vec![Filter::TakenBySnapgrove], ..older_than(1) };
    let said = in_words(&ground.decide(&rule, &Overrides::default(), now()));
    assert_eq!(said[0], "kept: Snapgrove did not take it");
    assert_eq!(said[1], "delete: older than a day");
}

#[test]
fn without_a_time_nothing_goes_by_age() {
    let mut sketch = Sketch::chain(&[900, 0, 800, 0, 700]);
    sketch.ages[1] = None;
    sketch.ages[3] = Some(-2 * DAY);
    for rule in [
        older_than(30),
        Rule { keep: vec![Keep::Newest(1)], ..Rule::default() },
        Rule { when: vec![Trigger::DeeperThan(1), Trigger::BytesOver(Bytes::ZERO)], ..Rule::default() },
    ] {
        let said = words(&sketch, &rule);
        assert_eq!(said[1], "kept: nobody knows when it was taken", "{rule}");
        assert_eq!(said[3], "kept: it claims to be taken in the future", "{rule}");
        assert!(said[2].starts_with("delete"), "{rule}: {}", said[2]);
    }
    // Names need no time.
    let by_name = Rule { only: vec![Filter::NameLike(Pattern::new(""))], ..Rule::default() };
    assert_eq!(words(&sketch, &by_name)[1], "delete: none of those to keep");
    // Lying clocks take no place among the newest.
    let newest = Rule { keep: vec![Keep::Newest(2)], ..Rule::default() };
    assert_eq!(words(&sketch, &newest)[2], "kept: one of the newest 2");
}

#[test]
fn trees_become_as_deep_as_allowed() {
    let chain = Sketch::chain(&[9, 8, 7, 6, 5, 4, 3, 2, 1]);
    let deep = |most| Rule { when: vec![Trigger::DeeperThan(most)], ..Rule::default() };
    let decisions = decide(&chain, &deep(5));
    assert_eq!(marked(&decisions), [0, 1, 2, 3].map(snapshot_id));
    assert_eq!(in_words(&decisions)[0], "delete: its tree is more than 5 deep");
    assert_eq!(in_words(&decisions)[4], "kept: the limits do not ask for it");
    assert!(decisions.machines[0].notes.is_empty());
    // The end of a branch is never shortened away: 0 – 1 – 2, 3 – 4 – 5 – 6 (current) below 2, and 7 below 2.
    let forked = Sketch {
        parents: vec![None, Some(0), Some(1), Some(2), Some(3), Some(4), Some(5), Some(2)],
        ages: (0..8).map(|number| Some((20 - number) * DAY)).collect(),
        current: Some(6),
        ..Sketch::default()
    };
    let decisions = decide(&forked, &deep(2));
    assert_eq!(marked(&decisions), [0, 1, 3, 4, 5].map(snapshot_id));
    let decisions = decide(&forked, &deep(1));
    assert_eq!(decisions.machines[0].notes, [Note::StillDeeper { most: 1 }]);
    assert_eq!(marked(&decisions), [0, 1, 3, 4, 5].map(snapshot_id));
}

#[test]
fn machines_become_as_small_as_allowed() {
    // The base image does not count: four snapshots add 10 MB each.
    let chain = Sketch::chain(&[9, 8, 7, 6, 5]);
    let large = |megabytes: u64| Rule { when: vec![Trigger::BytesOver(Bytes(megabytes * MB))], ..Rule::default() };
    assert!(marked(&decide(&chain, &large(40))).is_empty());
    let decisions = decide(&chain, &large(25));
    // The oldest goes first: what its child adds becomes part of the base image.
    assert_eq!(marked(&decisions), [0, 1].map(snapshot_id));
    assert_eq!(in_words(&decisions)[0], "delete: the machine's snapshots take more than 25 MB");
    let cloned = Sketch { clones: vec![3], ..chain };
    let decisions = decide(&cloned, &large(5));
    assert_eq!(decisions.machines[0].notes, [Note::StillLarger { most: Bytes(5 * MB) }]);
    assert_eq!(in_words(&decisions)[3], "cannot: clone machine 1000000 needs it");
}

#[test]
fn scopes_choose_machines() {
    let sketches = [
        Sketch { groups: vec!["/lab/web"], ..Sketch::chain(&[90, 80]) },
        Sketch { groups: vec!["/office"], ..Sketch::chain(&[90, 80]) },
        Sketch::chain(&[90, 80]),
    ];
    let ground = ground(&inventory_with(&sketches, 1, &[7]));
    let names = |scope: Scope| {
        let decisions = ground.decide(&Rule { scope, ..older_than(30) }, &Overrides::default(), now());
        decisions.machines.iter().map(|machine| machine.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(Scope::All), ["machine 0", "machine 1", "machine 2", "machine 7"]);
    assert_eq!(names(Scope::Groups(vec!["/lab".to_owned()])), ["machine 0"]);
    assert_eq!(names(Scope::Machines(vec![machine_key(2), machine_key(7)])), ["machine 2", "machine 7"]);
    assert!(names(Scope::Machines(Vec::new())).is_empty());
    let decisions = ground.decide(&older_than(30), &Overrides::default(), now());
    let unread = decisions.machine(&machine_key(7)).unwrap();
    assert_eq!(unread.unread, Some(Unread::Failed("it is damaged".into())));
    assert!(unread.snapshots.is_empty());
}

#[test]
fn a_rule_that_says_nothing_deletes_nothing() {
    let said = words(&Sketch::chain(&[900, 800]), &Rule { also_current_snapshot: true, ..Rule::default() });
    assert_eq!(said, ["kept: the rule says nothing", "kept: the rule says nothing"]);
}

#[test]
fn people_choose_otherwise() {
    let ground = Ground::new(
        &inventory(&[Sketch::chain(&[90, 80, 70, 1])], 1),
        &pinned(&[1]),
        &TakenBySnapgrove::default(),
        utc(),
    );
    let key = |number| SnapshotKey::new(&machine_key(0), snapshot_id(number));
    let mut overrides = Overrides::default();
    overrides.set(key(0), Some(Choose::Keep));
    overrides.set(key(1), Some(Choose::Delete));
    overrides.set(key(3), Some(Choose::Delete));
    let decisions = ground.decide(&older_than(30), &overrides, now());
    assert_eq!(
        in_words(&decisions),
        ["kept: chosen by hand", "delete: chosen by hand", "delete: older than 30 days", "delete: chosen by hand"]
    );
    assert!(decisions.machines[0].snapshots[1].pinned);
    overrides.set(key(0), None);
    assert_eq!(in_words(&ground.decide(&older_than(30), &overrides, now()))[0], "delete: older than 30 days");
}

#[test]
fn days_are_those_of_the_clock_on_the_wall() {
    // Central Europe: clocks go back on 25 October 2026, 01:00 UTC.
    let back = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap().and_hms_opt(1, 0, 0).unwrap();
    let zone = Zone::by_rule(move |utc| FixedOffset::east_opt(if utc < back { 7_200 } else { 3_600 }).unwrap());
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
    // 00:30, twice 02:30, 23:30 on the 25th, 00:30 on the 26th.
    let times = [
        "2026-10-24T22:30:00Z",
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00Z",
        "2026-10-25T22:30:00Z",
        "2026-10-25T23:30:00Z",
    ];
    let mut sketch = Sketch::chain(&[0; 5]);
    sketch.ages = times.iter().map(|time| Some((now() - at(time)).num_seconds())).collect();
    let ground = Ground::new(&inventory(&[sketch], 1), &Pins::default(), &TakenBySnapgrove::default(), zone);
    let kept_for = |period: Period, now: DateTime<Utc>| {
        let rule =
            Rule { keep: vec![Keep::OnePer { period, during: None }], also_current_snapshot: true, ..Rule::default() };
        let decisions = ground.decide(&rule, &Overrides::default(), now);
        (0..5)
            .filter(|number| {
                let decision = decisions.machines[0].get(snapshot_id(*number)).unwrap();
                matches!(decision, Decision::Keep(reasons) if matches!(reasons[..], [Reason::OnePer { .. }]))
            })
            .collect::<Vec<usize>>()
    };
    let later = at("2026-11-01T12:00:00Z");
    assert_eq!(kept_for(Period::Day, later), [3, 4]);
    assert_eq!(kept_for(Period::Hour, later), [0, 1, 2, 3, 4]);
    // The 26th is a Monday.
    assert_eq!(kept_for(Period::Week, later), [3, 4]);
    assert_eq!(kept_for(Period::Month, later), [4]);
    // A day before 12:30 on the 26th is 12:30 on the 25th, 24 hours and no change later.
    let rule = Rule { when: vec![Trigger::OlderThan(Span::days(1))], ..Rule::default() };
    let decisions = ground.decide(&rule, &Overrides::default(), at("2026-10-26T01:30:00Z"));
    // 02:30 on the 25th comes twice: what was taken at the second is younger than a day, at the first not older.
    assert_eq!(marked(&decisions), [0].map(snapshot_id));
}

#[test]
fn spans_end_where_they_say() {
    let mut sketch = Sketch::chain(&[0; 4]);
    sketch.ages = vec![Some(30 * DAY + 1), Some(30 * DAY), Some(30 * DAY - 1), Some(-HOUR / 120)];
    assert_eq!(marked(&decide(&sketch, &older_than(30))), [snapshot_id(0)]);
    // A clock that is half a minute ahead is no lie.
    let newest = Rule { keep: vec![Keep::Newest(1)], also_current_snapshot: true, ..Rule::default() };
    assert_eq!(words(&sketch, &newest)[3], "kept: the newest");
}

#[test]
fn presets_spare_and_clear() {
    let days: Vec<i64> = (0..400).rev().map(|day| day * 2 + 1).collect();
    let sketch = Sketch::chain(&days);
    let counts = Rule::presets().map(|rule| decide(&sketch, &rule).counts().delete);
    assert!(counts[0] > 0 && counts[0] < counts[1] && counts[1] < counts[2], "{counts:?}");
}

#[test]
fn rules_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let file = RulesFile::at(&folder.path().join("deep/rules.ron"));
    let mut rules = file.load().unwrap();
    assert_eq!(rules, Rules::default());
    assert_eq!(rules.iter().map(|rule| rule.name.as_str()).collect::<Vec<_>>(), ["Careful", "Balanced", "Thorough"]);
    let own = Rule {
        name: "Lab".to_owned(),
        scope: Scope::Machines(vec![machine_key(3)]),
        only: vec![Filter::TakenBySnapgrove, Filter::NameLike(Pattern::new("a*"))],
        when: vec![
            Trigger::OlderThan("8w".parse().unwrap()),
            Trigger::DeeperThan(20),
            Trigger::BytesOver(Bytes(50_000_000_000)),
        ],
        keep: vec![Keep::Newest(3), Keep::OnePer { period: Period::Year, during: None }],
        also_current_snapshot: true,
        also_fork_points: true,
        also_running_machines: true,
        only_powered_off: true,
    };
    rules.put(own.clone());
    rules.remove("CAREFUL");
    file.save(&rules).unwrap();
    assert_eq!(file.load().unwrap(), rules);
    assert_eq!(file.load().unwrap().get(" lab "), Some(&own));
    let another = Rule { name: "LAB".to_owned(), ..Rule::default() };
    rules.put(another.clone());
    assert_eq!((rules.get("lab"), rules.iter().count()), (Some(&another), 3));
}

#[test]
fn people_can_write_rules() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.ron");
    let text = r#"[(name: "By hand", when: [OlderThan("90 days")], keep: [Newest(3), OnePer(period: Week, during: Some("2 months"))],
        from_the_future: true)]"#;
    std::fs::write(&path, text).unwrap();
    let rules = RulesFile::at(&path).load().unwrap();
    assert_eq!(
        rules.get("by hand").unwrap().to_string(),
        "Delete snapshots older than 90 days, but keep the newest 3 and one per week for 2 months; never pinned ones"
    );
}

#[test]
fn damaged_rules_are_told_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.ron");
    let file = RulesFile::at(&path);
    for text in ["[(name: ", "[(when: [OlderThan(\"0 days\")])]", "[(when: [OlderThan(\"soon\")])]", "3"] {
        std::fs::write(&path, text).unwrap();
        let error = file.load().unwrap_err();
        assert!(matches!(error, RulesError::Damaged { .. }), "{text}: {error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    file.save(&Rules::default()).unwrap();
    assert_eq!(file.load().unwrap(), Rules::default());
    assert_eq!(std::fs::read_to_string(beside(&path)).unwrap(), "3");
}

fn beside(path: &Path) -> std::path::PathBuf {
    path.with_file_name("rules.damaged-1.ron")
}

#[test]
fn a_rule_can_insist_on_machines_that_are_powered_off() {
    use snapgrove::model::MachineState;
    let rule = |only_powered_off| Rule {
        when: vec![Trigger::OlderThan(Span::days(7))],
        also_running_machines: true,
        only_powered_off,
        ..Rule::default()
    };
    for (state, goes_anyway, goes_if_off) in
        [(MachineState::PoweredOff, 2, 2), (MachineState::Saved, 2, 0), (MachineState::Running, 2, 0)]
    {
        let sketch = Sketch { state: Some(state), ..Sketch::chain(&[40, 30, 1]) };
        let goes = |rule: &Rule| decide(&sketch, rule).counts().delete;
        assert_eq!((goes(&rule(false)), goes(&rule(true))), (goes_anyway, goes_if_off), "{state}");
    }
}
