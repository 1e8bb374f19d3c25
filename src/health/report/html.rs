//! A report for people: one page that needs no other file, on screen and on paper, light or dark as the reader likes.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Report, Totals};
use crate::health::{Finding, Severity};
use crate::language;
use crate::text;
use crate::words;

const STYLE: &str = "\
:root{color-scheme:light dark;--back:#f3f5f6;--card:#fff;--line:#d5dbe0;--text:#1c2228;--dim:#5a6570;\
--serious:#b8303a;--moderate:#8f5a00;--info:#1d67b5}\
@media(prefers-color-scheme:dark){:root{--back:#14171b;--card:#22272e;--line:#353c46;--text:#e8ebee;--dim:#98a2ad;\
--serious:#f2777a;--moderate:#f2b24c;--info:#6cb0f5}}\
body{margin:0 auto;max-width:60rem;padding:24px;background:var(--back);color:var(--text);\
font:15px/1.5 Inter,system-ui,sans-serif}\
h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:24px 0 8px}.dim{color:var(--dim)}\
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:12px;margin:16px 0}\
dl div,article{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px}\
dt{color:var(--dim);font-size:13px}dd{margin:0;font-size:20px;font-variant-numeric:tabular-nums}\
article{margin:0 0 8px;border-left:4px solid var(--info);break-inside:avoid}\
article.serious{border-left-color:var(--serious)}article.moderate{border-left-color:var(--moderate)}\
article p{margin:0 0 4px;unicode-bidi:isolate;overflow-wrap:anywhere}h3{font-size:13px;margin:0 0 4px}\
.serious h3{color:var(--serious)}.moderate h3{color:var(--moderate)}.info h3{color:var(--info)}\
.path{font:12px ui-monospace,monospace;color:var(--dim)}\
@media print{:root{--back:#fff;--card:#fff;--line:#999;--text:#000;--dim:#444;--serious:#a00;--moderate:#750;\
--info:#04a}body{max-width:none;padding:0;font-size:11pt}}";

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let language = language::current().tag();
    let mut page = format!("<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n");
    page += "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n";
    // Nothing in this page may load or run anything, whatever a name holds.
    page += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">\n";
    write!(page, "<title>{}</title>\n<style>", escaped(text!("health-report-title"))).ok();
    page += STYLE;
    write!(page, "</style>\n</head>\n<body>\n<h1>{}</h1>\n", escaped(text!("health-report-heading"))).ok();
    let made = text!("health-report-made", moment = words::moment(report.made_at));
    writeln!(page, "<p class=\"dim\">{}</p>", escaped(&made)).ok();
    totals(&mut page, &report.totals);
    for severity in Severity::ALL {
        let findings: Vec<&Finding> = report.findings.iter().filter(|finding| finding.severity == severity).collect();
        if findings.is_empty() {
            continue;
        }
        let title = text!("health-report-section", severity = severity.to_string(), count = findings.len());
        section(&mut page, &title);
        for finding in findings {
            article(&mut page, finding, None);
        }
        page += "</section>\n";
    }
    if report.findings.is_empty() {
        writeln!(page, "<p>{}</p>", escaped(text!("health-report-nothing"))).ok();
    }
    if !report.silenced.is_empty() {
        section(&mut page, &text!("health-report-silenced", count = report.silenced.len()));
        for silenced in &report.silenced {
            let reason = match silenced.until {
                Some(day) => text!("health-report-reason-until", reason = silenced.reason, date = words::date(&day)),
                None => text!("health-report-reason", reason = silenced.reason),
            };
            article(&mut page, &silenced.finding, Some(&reason));
        }
        page += "</section>\n";
    }
    page += "</body>\n</html>\n";
    out.write_all(page.as_bytes())
}

fn section(page: &mut String, title: &str) {
    page.push_str("<section>\n<h2>");
    page.push_str(&escaped(title));
    page.push_str("</h2>\n");
}

fn totals(page: &mut String, totals: &Totals) {
    page.push_str("<dl>\n");
    let mut figure = |name: &str, value: &str| {
        // Writing into a string cannot fail.
        writeln!(page, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), escaped(value)).ok();
    };
    figure(text!("health-serious"), &words::grouped(totals.count(Severity::Serious)));
    figure(text!("health-moderate"), &words::grouped(totals.count(Severity::Moderate)));
    figure(text!("health-info"), &words::grouped(totals.count(Severity::Info)));
    figure(text!("health-report-machines"), &words::grouped(totals.machines));
    figure(text!("health-report-snapshots"), &words::grouped(totals.snapshots));
    figure(text!("health-report-occupied"), &totals.occupied.to_string());
    figure(text!("health-report-unused"), &totals.reclaimable.to_string());
    for disk in &totals.disks {
        let place = text!("health-report-free-at", path = disk.path.display());
        figure(&place, &text!("health-report-free-of", free = disk.free, size = disk.size));
    }
    page.push_str("</dl>\n");
}

fn article(page: &mut String, finding: &Finding, silenced: Option<&str>) {
    let head = escaped(&headline(finding));
    writeln!(page, "<article class=\"{}\">\n<h3>{head}</h3>", finding.severity.key()).ok();
    let mut paragraph = |class: &str, text: &str| {
        writeln!(page, "<p{class}>{}</p>", escaped(text)).ok();
    };
    paragraph("", &finding.what());
    paragraph(" class=\"dim\"", finding.why_it_matters());
    paragraph("", &finding.advice());
    if let Some(path) = &finding.path {
        paragraph(" class=\"path\"", &path.display().to_string());
    }
    if let Some(silenced) = silenced {
        paragraph(" class=\"dim\"", silenced);
    }
    page.push_str("</article>\n");
}

/// “Deep chain · web01”.
fn headline(finding: &Finding) -> String {
    let kind = finding.kind().title();
    finding.machine.as_ref().map_or_else(|| kind.to_owned(), |machine| format!("{kind} · {}", machine.name))
}

/// Text as text, wherever it stands.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Not allowed in a page, and of no meaning in a name.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}' => safe.push('\u{fffd}'),
            _ => safe.push(letter),
        }
    }
    safe
}
