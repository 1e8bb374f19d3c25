//! An agent of launchd (`launchd.plist(5)`).

use chrono::Weekday;

use super::task::Task;
use super::when::{Every, When};
use super::xml::escaped;

/// The name that launchd knows a task by.
pub(super) fn label(task: &Task) -> String {
    format!("org.snapgrove.{}", task.kind.name())
}

/// The agent. VirtualBox's own service, which may have been started by it and serve others by then, is left alone at the
/// end.
pub(super) fn agent(task: &Task) -> String {
    let words: Vec<String> =
        task.command().iter().map(|word| format!("    <string>{}</string>", escaped(word))).collect();
    let times = interval(task.when);
    let times: Vec<String> =
        times.iter().map(|(key, value)| format!("    <key>{key}</key>\n    <integer>{value}</integer>")).collect();
    let (words, times) = (words.join("\n"), times.join("\n"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {} -->\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  \
         <string>{}</string>\n  <key>ProgramArguments</key>\n  <array>\n{words}\n  </array>\n  \
         <key>StartCalendarInterval</key>\n  <dict>\n{times}\n  </dict>\n  <key>ProcessType</key>\n  \
         <string>Background</string>\n  <key>AbandonProcessGroup</key>\n  <true/>\n</dict>\n</plist>\n",
        task.mark(),
        label(task)
    )
}

/// The parts of a time that must fit; what is not named fits always. Sunday is day 0.
fn interval(when: When) -> Vec<(&'static str, u32)> {
    let time = [("Hour", when.at.hour), ("Minute", when.at.minute)];
    match when.every {
        Every::Hour => vec![("Minute", when.at.minute)],
        Every::Day => time.into(),
        Every::Week(weekday) => [("Weekday", weekday.days_since(Weekday::Sun))].into_iter().chain(time).collect(),
        Every::Month => [("Day", 1)].into_iter().chain(time).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::task::tests::{clean_up, inspection};

    #[test]
    fn an_agent() {
        let text = agent(&inspection(Every::Week(Weekday::Mon), "07:30"));
        assert!(text.contains("<key>Weekday</key>\n    <integer>1</integer>"), "{text}");
        assert!(text.contains("<string>/usr/bin/snapgrove</string>\n    <string>inspect</string>"), "{text}");
        assert!(text.contains("<string>org.snapgrove.inspection</string>"), "{text}");
        assert_eq!(interval(inspection(Every::Hour, "07:30").when), [("Minute", 30)]);
        assert_eq!(interval(inspection(Every::Month, "07:30").when), [("Day", 1), ("Hour", 7), ("Minute", 30)]);
    }

    #[test]
    fn names_are_no_markup() {
        let text = agent(&clean_up("a <b> & --> c"));
        assert!(text.contains("<string>--rule=a &lt;b&gt; &amp; --&gt; c</string>"), "{text}");
        assert_eq!(text.matches("-->").count(), 1, "the comment ends where it should: {text}");
    }
}
