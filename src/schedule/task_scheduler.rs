//! A task of Windows (“Task Scheduler Schema”, <https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema>).

use super::task::Task;
use super::when::{Every, When, name_of};
use super::xml::escaped;

/// The path that Windows knows a task by.
pub(super) fn path(task: &Task) -> String {
    format!("\\Snapgrove\\{}", task.kind.name())
}

/// The task. What was missed because the computer was off is made up for.
pub(super) fn definition(task: &Task) -> String {
    let command = task.command();
    let (program, arguments) =
        command.split_first().map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
    let arguments: Vec<String> = arguments.iter().map(|word| quoted(word)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n\
         <Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n\
         \x20 <RegistrationInfo>\n    <Author>Snapgrove</Author>\n    <Description>{}. {}</Description>\n  </RegistrationInfo>\n\
         \x20 <Triggers>\n    <CalendarTrigger>\n{}    </CalendarTrigger>\n  </Triggers>\n\
         \x20 <Principals>\n    <Principal id=\"Author\">\n      <LogonType>InteractiveToken</LogonType>\n      \
         <RunLevel>LeastPrivilege</RunLevel>\n    </Principal>\n  </Principals>\n\
         \x20 <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n    \
         <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>\n    \
         <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>\n    <StartWhenAvailable>true</StartWhenAvailable>\n    \
         <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>\n  </Settings>\n\
         \x20 <Actions Context=\"Author\">\n    <Exec>\n      <Command>{}</Command>\n      <Arguments>{}</Arguments>\n    \
         </Exec>\n  </Actions>\n</Task>\n",
        escaped(task.kind.description()),
        escaped(&task.mark()),
        trigger(task.when),
        escaped(program),
        escaped(&arguments.join(" "))
    )
}

fn trigger(when: When) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    // Only the time of day counts of a start that lies in the past.
    let hour = if when.every == Every::Hour { 0 } else { when.at.hour };
    let start = format!("      <StartBoundary>2026-01-01T{hour:02}:{:02}:00</StartBoundary>\n", when.at.minute);
    let daily = "      <ScheduleByDay>\n        <DaysInterval>1</DaysInterval>\n      </ScheduleByDay>\n";
    match when.every {
        Every::Hour => {
            let repetition = "      <Repetition>\n        <Interval>PT1H</Interval>\n        <Duration>P1D</Duration>\n      </Repetition>\n";
            format!("{repetition}{start}{daily}")
        }
        Every::Day => format!("{start}{daily}"),
        Every::Week(weekday) => format!(
            "{start}      <ScheduleByWeek>\n        <WeeksInterval>1</WeeksInterval>\n        <DaysOfWeek><{}/></DaysOfWeek>\n\
             \x20     </ScheduleByWeek>\n",
            name_of(weekday)
        ),
        Every::Month => {
            let months: Vec<String> = MONTHS.iter().map(|month| format!("<{month}/>")).collect();
            let months = months.concat();
            format!(
                "{start}      <ScheduleByMonth>\n        <DaysOfMonth><Day>1</Day></DaysOfMonth>\n        \
                 <Months>{months}</Months>\n      </ScheduleByMonth>\n"
            )
        }
    }
}

/// A word of a command line as programs of Windows take it apart (`CommandLineToArgvW`).
fn quoted(word: &str) -> String {
    let mut text = String::from("\"");
    let mut backslashes = 0;
    for letter in word.chars() {
        match letter {
            '\\' => backslashes += 1,
            '"' => {
                // Each backslash before a quote twice, and one for the quote.
                text.extend(std::iter::repeat_n('\\', backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        text.push(letter);
    }
    text.extend(std::iter::repeat_n('\\', backslashes));
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::task::tests::{clean_up, inspection};
    use chrono::Weekday;

    #[test]
    fn a_task() {
        let text = definition(&inspection(Every::Week(Weekday::Mon), "07:30"));
        assert!(text.contains("<StartBoundary>2026-01-01T07:30:00</StartBoundary>"), "{text}");
        assert!(text.contains("<DaysOfWeek><Monday/></DaysOfWeek>"), "{text}");
        assert!(text.contains("<Command>/usr/bin/snapgrove</Command>"), "{text}");
        assert!(text.contains("<Arguments>&quot;inspect&quot; &quot;--notify&quot;</Arguments>"), "{text}");
        assert!(trigger(inspection(Every::Hour, "07:30").when).contains("T00:30:00"));
        assert!(trigger(inspection(Every::Month, "07:30").when).contains("<Day>1</Day>"));
    }

    #[test]
    fn names_are_neither_markup_nor_arguments() {
        assert_eq!(quoted(r"C:\my machines\"), r#""C:\my machines\\""#);
        assert_eq!(quoted(r#"a\"b" c"#), r#""a\\\"b\" c""#);
        assert!(definition(&clean_up("<x>")).contains("--rule=&lt;x&gt;"));
    }
}
