//! What an inspection found is kept as JSON, CSV and HTML, whatever names hold; and silenced findings stay silent until
//! their day.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod health_support;

use chrono::{NaiveDate, TimeDelta};
use health_support::{Practice, days_ago, now, of_kind, patient};
use serde_json::Value;
use snapgrove::health::report::{Report, ReportFormat};
use snapgrove::health::{Finding, FindingKind, Severity, Silence, Silenced};
use snapgrove::model::{Inventory, MachineId};

const ODD: &str = "=1+1,\"<script>alert('x')</script>\" & 第二\nline";

struct Found {
    practice: Practice,
    machine: MachineId,
    inventory: std::sync::Arc<Inventory>,
    findings: Vec<Finding>,
}

/// A machine with an odd name, an old snapshot of an odd name, and one more reason to speak.
fn found() -> Found {
    let (practice, machine) = Practice::with_machine("web <b>&</b> \"db\"");
    let old = practice.take_at(machine, "x", days_ago(400));
    practice.take(machine, "young");
    let edit = snapgrove::hypervisor::sandbox::SnapshotEdit { name: Some(ODD.to_owned()), description: None };
    practice.sandbox.edit(machine, old, &edit).unwrap();
    let inventory = practice.inventory();
    let findings = practice.find(&patient());
    let kinds: Vec<_> = findings.iter().map(Finding::kind).collect();
    assert_eq!(kinds, [FindingKind::ChainOnOldSnapshot, FindingKind::OldSnapshot]);
    Found { practice, machine, inventory, findings }
}

fn written(report: &Report, format: ReportFormat) -> String {
    let mut bytes = Vec::new();
    report.write(format, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn json_has_the_promised_fields() {
    let found = found();
    let report = Report::new(&found.inventory, found.findings.clone(), &[], now());
    let json: Value = serde_json::from_str(&written(&report, ReportFormat::Json)).unwrap();
    assert_eq!((&json["schema"], &json["made_at"]), (&Value::from(1), &Value::from("2026-06-01T12:00:00Z")));
    let first = &json["findings"][0];
    assert_eq!(first["kind"], "chain_on_old_snapshot");
    assert_eq!(first["severity"], "moderate");
    assert_eq!(first["machine"], found.machine.to_string());
    assert_eq!(first["connection"], "sandbox");
    assert_eq!(first["snapshot"], found.findings[0].snapshots[0].id.to_string());
    assert!(first["what"].as_str().unwrap().contains(ODD) && !first["advice"].as_str().unwrap().is_empty());
    assert_eq!(json["findings"].as_array().unwrap().len(), 2);
    assert_eq!((&json["totals"]["machines"], &json["totals"]["snapshots"]), (&Value::from(1), &Value::from(2)));
    assert_eq!(json["totals"]["occupied_bytes"], found.inventory.occupied().0);
}

/// Reads CSV as RFC 4180 has it.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted && letters.next_if_eq(&'\n').is_some() => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            _ => field.push(letter),
        }
    }
    assert!(!quoted && field.is_empty() && row.is_empty());
    rows
}

#[test]
fn csv_keeps_every_name_and_starts_no_formula() {
    let found = found();
    let silence = Silence {
        what: Silenced::Kind { kind: FindingKind::OldSnapshot, machine: None },
        reason: "@SUM(1), known".to_owned(),
        until: None,
    };
    let report = Report::new(&found.inventory, found.findings, &[silence], now());
    let rows = rows(&written(&report, ReportFormat::Csv));
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    assert_eq!(rows[1][column("machine")], "web <b>&</b> \"db\"");
    assert_eq!(rows[1][column("snapshots")], format!("'{ODD}"));
    assert_eq!((rows[1][column("silenced")].as_str(), rows[2][column("silenced")].as_str()), ("", "'@SUM(1), known"));
    let starts_formula = |field: &String| field.starts_with(['=', '+', '-', '@']);
    assert!(!rows.iter().flatten().any(starts_formula));
}

#[test]
fn html_shows_names_as_text() {
    let mut found = found();
    // Other hypervisors may let control characters through.
    found.findings[1].snapshots[0].name += "\u{1}";
    let report = Report::new(&found.inventory, found.findings, &[], now());
    let page = written(&report, ReportFormat::Html);
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains('\u{1}'));
    assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; &amp; 第二"));
    assert!(page.contains("web &lt;b&gt;&amp;&lt;/b&gt; &quot;db&quot;"));
    // One file that needs no other.
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="));
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("@media print"));
    for element in ["section", "article", "dl", "p", "h3", "style"] {
        let count = |text: &str| page.matches(text).count();
        let opened = count(&format!("<{element}>")) + count(&format!("<{element} "));
        assert_eq!(opened, count(&format!("</{element}>")), "{element}");
    }
    let empty = Report::new(&found.inventory, Vec::new(), &[], now());
    assert!(written(&empty, ReportFormat::Html).contains("Nothing was found."));
}

#[test]
fn a_silence_holds_for_what_it_names_until_its_day() {
    let found = found();
    let today = now().date_naive();
    let shown = |what: Silenced, until: Option<NaiveDate>| {
        let silence = Silence { what, reason: "known".to_owned(), until };
        // As the settings keep it.
        let kept: Silence = ron::from_str(&ron::to_string(&silence).unwrap()).unwrap();
        assert_eq!(kept, silence);
        let report = Report::new(&found.inventory, found.findings.clone(), &[kept], now());
        assert_eq!(report.findings.len() + report.silenced.len(), 2);
        report.findings.iter().map(Finding::kind).collect::<Vec<_>>()
    };
    let (chain, old) = (FindingKind::ChainOnOldSnapshot, FindingKind::OldSnapshot);
    let key = found.practice.key(found.machine);
    let kind = |machine| Silenced::Kind { kind: old, machine };
    assert_eq!(shown(kind(None), None), [chain]);
    assert_eq!(shown(kind(Some(key.clone())), Some(today)), [chain]);
    assert_eq!(shown(kind(Some(key.clone())), Some(today - TimeDelta::days(1))), [chain, old]);
    let other = snapgrove::model::MachineKey { machine: MachineId(uuid::Uuid::new_v4()), ..key };
    assert_eq!(shown(kind(Some(other)), None), [chain, old]);
    assert_eq!(shown(Silenced::Finding(found.findings[0].id()), None), [old]);
    // The finding is the same one on another day, with other figures.
    let again = found.practice.find(&patient());
    assert_eq!(of_kind(&again, chain)[0].id(), found.findings[0].id());
}

#[test]
fn totals_count_what_is_shown() {
    let found = found();
    let report = Report::new(&found.inventory, found.findings.clone(), &[], now());
    let counts = Severity::ALL.map(|severity| report.totals.count(severity));
    assert_eq!((counts, report.is_serious()), ([0, 1, 1], false));
    let all = found.findings.iter().map(|finding| Silence {
        what: Silenced::Finding(finding.id()),
        reason: String::new(),
        until: None,
    });
    let silent = Report::new(&found.inventory, found.findings.clone(), &all.collect::<Vec<_>>(), now());
    assert_eq!((silent.totals.count(Severity::Moderate), silent.silenced.len()), (0, 2));
}
