//! A service and a timer of the person's own systemd (`systemd.service(5)`, `systemd.timer(5)`).

use super::task::Task;
use super::when::{Every, When};

/// Name of the timer of a task.
pub(super) fn timer_name(task: &Task) -> String {
    format!("snapgrove-{}.timer", task.kind.name())
}

/// Name of the service that the timer starts.
pub(super) fn service_name(task: &Task) -> String {
    format!("snapgrove-{}.service", task.kind.name())
}

/// The service: it runs once and ends. That an inspection finds something serious is no failure of the service. VirtualBox's
/// own service, which may have been started by it and serve others by then, is left alone at the end.
pub(super) fn service(task: &Task) -> String {
    let words: Vec<String> = task.command().iter().map(|word| quoted(word)).collect();
    format!(
        "# {}\n[Unit]\nDescription={}\n\n[Service]\nType=oneshot\nExecStart={}\nSuccessExitStatus=1\nKillMode=process\nNice=10\n\
         IOSchedulingClass=idle\n",
        task.mark(),
        task.kind.description(),
        words.join(" ")
    )
}

/// The timer. What was missed because the computer was off is made up for.
pub(super) fn timer(task: &Task) -> String {
    format!(
        "# {}\n[Unit]\nDescription={}, {}\n\n[Timer]\nOnCalendar={}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n",
        task.mark(),
        task.kind.description(),
        task.when,
        calendar(task.when)
    )
}

/// As `systemd.time(7)` writes it.
fn calendar(when: When) -> String {
    match when.every {
        Every::Hour => format!("*-*-* *:{:02}:00", when.at.minute),
        Every::Day => format!("*-*-* {}:00", when.at),
        Every::Week(weekday) => format!("{weekday} *-*-* {}:00", when.at),
        Every::Month => format!("*-*-01 {}:00", when.at),
    }
}

/// A word of a command line, so that systemd reads it as it is: no specifiers, no variables, no end at a space.
fn quoted(word: &str) -> String {
    let mut text = String::from("\"");
    for letter in word.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '%' | '$' => text.extend([letter, letter]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::task::tests::{clean_up, inspection};
    use chrono::Weekday;

    #[test]
    fn a_service_and_a_timer() {
        let task = inspection(Every::Week(Weekday::Mon), "07:30");
        let text = service(&task);
        assert!(text.starts_with("# Written by Snapgrove {"), "{text}");
        assert!(text.contains("\nExecStart=\"/usr/bin/snapgrove\" \"inspect\" \"--notify\"\n"), "{text}");
        assert!(text.contains("\nSuccessExitStatus=1\nKillMode=process\n"), "{text}");
        let text = timer(&task);
        assert!(text.contains("\nOnCalendar=Mon *-*-* 07:30:00\n"), "{text}");
        assert!(text.contains("\nDescription=Snapgrove's inspection of virtual machines, every Monday at 07:30\n"));
        assert_eq!(
            (timer_name(&task), service_name(&task)),
            ("snapgrove-inspection.timer".to_owned(), "snapgrove-inspection.service".to_owned())
        );
        for (every, expected) in
            [(Every::Hour, "*-*-* *:30:00"), (Every::Day, "*-*-* 07:30:00"), (Every::Month, "*-*-01 07:30:00")]
        {
            assert_eq!(calendar(inspection(every, "07:30").when), expected);
        }
    }

    #[test]
    fn names_are_no_commands() {
        let text = service(&clean_up("50% \"$HOME\"\\\nExecStart=/bin/false"));
        let command = text.lines().find(|line| line.starts_with("ExecStart=")).unwrap();
        assert!(command.ends_with(r#""--rule=50%% \"$$HOME\"\\\nExecStart=/bin/false" "--yes""#), "{command}");
        assert_eq!(text.lines().filter(|line| line.starts_with("ExecStart=")).count(), 1, "{text}");
    }
}
