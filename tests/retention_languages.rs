//! Rules, their reasons and what the clean-up page says of them in another language, and that files stay as they are.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

use snapgrove::language::{self, Language};
use snapgrove::model::{Bytes, MachineState};
use snapgrove::plan::Blocker;
use snapgrove::retention::{
    Decision, Filter, Keep, Note, Pattern, Period, Reason, Rule, Rules, RulesFile, Scope, Span, Trigger, Unread,
    kept_rule_name, shown_rule_name,
};

fn sentences() {
    let months = |count| Some(Span::new(count, Period::Month));
    assert_eq!(
        Rule::balanced().to_string(),
        "删除超过 90 天的快照，但保留最新的 3 个、最近 6 个月内每周一个和最近 1 年内每月一个；绝不删除已固定的快照"
    );
    let named = Rule {
        scope: Scope::Groups(vec!["/lab".to_owned()]),
        only: vec![
            Filter::TakenBySnapgrove,
            Filter::NameLike(Pattern::new("auto*")),
            Filter::NameLike(Pattern::new("before*")),
            Filter::NameNotLike(Pattern::new("*release*")),
        ],
        when: vec![
            Trigger::OlderThan(Span::new(1, Period::Week)),
            Trigger::DeeperThan(20),
            Trigger::BytesOver(Bytes(50_000_000_000)),
        ],
        also_current_snapshot: true,
        also_running_machines: true,
        ..Rule::default()
    };
    assert_eq!(
        named.to_string(),
        "删除组“/lab”中超过 1 周的快照，仅限由 Snapgrove 拍摄的，仅限名称匹配“auto*”或“before*”的，名称匹配“*release*”的除外，\
         并在快照树超过 20 层或虚拟机的快照占用超过 50 GB 的空间时删除其中最旧的；也可删除当前快照和运行中虚拟机的快照；绝不删除已固定的快照"
    );
    let limit = Rule {
        when: vec![Trigger::DeeperThan(20)],
        keep: vec![Keep::Newest(1), Keep::OnePer { period: Period::Day, during: months(2) }],
        only_powered_off: true,
        ..Rule::default()
    };
    assert_eq!(
        limit.to_string(),
        "当快照树超过 20 层时，删除最旧的快照，但保留最新的 1 个和最近 2 个月内每天一个；仅限已关机的虚拟机；绝不删除已固定的快照"
    );
    assert_eq!(Rule::default().to_string(), "不删除任何快照");
}

fn reasons() {
    let clone = Blocker::LinkedClone { subject: "base".to_owned(), machine: "db-replica".to_owned() };
    for (decision, text) in [
        (Decision::Keep(vec![Reason::OnePer { period: Period::Week, only: true }]), "保留：该周唯一的一个"),
        (
            Decision::Keep(vec![Reason::Pinned("审计前".into()), Reason::Newest(3)]),
            "保留：已固定（“审计前”），属于最新的 3 个",
        ),
        (Decision::Keep(vec![Reason::ForkPoint { branches: 2 }]), "保留：有 2 个分支从这里开始"),
        (Decision::Delete(vec![Reason::OlderThan(Span::days(90))]), "删除：超过 90 天"),
        (Decision::Cannot(Reason::Blocked(clone)), "无法删除：克隆“db-replica”需要它"),
        (Decision::Cannot(Reason::MachineRuns(MachineState::Running)), "无法删除：其虚拟机的状态为“运行中”"),
    ] {
        assert_eq!(decision.to_string(), text);
    }
    assert_eq!(
        Note::StillDeeper { most: 10 }.to_string(),
        "其快照树仍超过 10 层：剩下的是分叉点、分支末端和要保留的快照"
    );
    assert_eq!(Unread::Waiting.to_string(), "尚未读取");
}

fn files() {
    assert_eq!(shown_rule_name("Balanced"), "均衡");
    assert_eq!(kept_rule_name("均衡"), "Balanced");
    assert_eq!((shown_rule_name("nightly"), kept_rule_name("nightly")), ("nightly", "nightly"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.ron");
    let file = RulesFile::at(&path);
    file.save(&Rules::default()).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"Balanced\"") && text.contains("\"6 months\"") && text.is_ascii(), "{text}");
    assert_eq!(file.load().unwrap(), Rules::default());
    assert_eq!("1 year".parse(), Ok(Span::new(1, Period::Year)));
}

/// One test, as the language is the whole program's.
#[test]
fn a_rule_speaks_chinese_and_is_kept_in_english() {
    language::choose(Language::SimplifiedChinese);
    sentences();
    reasons();
    files();
    language::choose(Language::English);
    files_are_read_in_english();
}

fn files_are_read_in_english() {
    assert_eq!(shown_rule_name("Balanced"), "Balanced");
    assert!(Rule::balanced().to_string().starts_with("Delete snapshots older than 90 days, but keep the newest 3"));
}
