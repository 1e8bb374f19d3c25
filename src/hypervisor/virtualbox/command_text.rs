//! A plan as the commands that a person could type instead, for a POSIX shell.

use std::fmt::Write as _;

use super::command_line::arguments;
use crate::model::Step;
use crate::plan::{Plan, PlannedStep};
use crate::text;
use crate::words;

/// The `VBoxManage` commands that do the same as the plan, each with a comment that says what it is about by name. They
/// do not look before and after as Snapgrove does, and stop at the first that fails.
#[must_use]
pub fn commands_of(plan: &Plan) -> String {
    let mut text = String::from("set -e\n");
    let mut machine = None;
    for planned in &plan.steps {
        if machine != Some(&planned.machine) {
            machine = Some(&planned.machine);
            let name = plan.machine(&planned.machine).map_or("", |read| &read.name);
            comment(&mut text, &text!("virtualbox-command-machine", name = name));
        }
        comment(&mut text, &what(planned));
        text.push_str("VBoxManage");
        for argument in arguments(planned.machine.machine, &planned.step, None) {
            text.push(' ');
            text.push_str(&quoted(&argument.to_string_lossy()));
        }
        text.push('\n');
    }
    text
}

fn what(planned: &PlannedStep) -> String {
    let subject = words::snapshot_name(&planned.subject);
    match &planned.step {
        Step::Take { .. } => text!("virtualbox-command-take", subject = subject),
        Step::Edit { name: Some(name), .. } => text!("virtualbox-command-rename", subject = subject, name = name),
        Step::Edit { .. } => text!("virtualbox-command-describe", subject = subject),
        Step::Restore { .. } => text!("virtualbox-command-restore", subject = subject),
        Step::Delete { .. } => text!("virtualbox-command-delete", subject = subject),
        Step::Clone { .. } => text!("virtualbox-command-clone", subject = subject),
        Step::PowerOff => text!("virtualbox-command-power-off").to_owned(),
        Step::Start => text!("virtualbox-command-start").to_owned(),
        Step::DiscardSavedState => text!("virtualbox-command-discard").to_owned(),
        Step::DetachImage { .. } => text!("virtualbox-command-detach", subject = subject),
    }
}

/// A comment is one line, whatever the names in it hold.
fn comment(text: &mut String, words: &str) {
    let one_line: String = words.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    // Writing to a String cannot fail.
    writeln!(text, "# {one_line}").ok();
}

/// A word that the shell hands on as it is.
fn quoted(word: &str) -> String {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "-_=./:@%+,".contains(one);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::model::{ConnectionId, MachineId, MachineKey, SnapshotId};
    use crate::plan::Intent;
    use uuid::Uuid;

    fn plan(steps: Vec<(Step, &str)>) -> Plan {
        let machine = MachineId(Uuid::from_u128(5));
        let key = MachineKey { connection: ConnectionId::new("virtualbox"), machine };
        let mut plan = Plan::empty(Intent::Edit);
        plan.steps = steps
            .into_iter()
            .map(|(step, subject)| PlannedStep {
                machine: key.clone(),
                step,
                subject: subject.to_owned(),
                merges_into: Vec::new(),
                forecast: None,
                blockers: Vec::new(),
                cautions: Vec::new(),
            })
            .collect();
        plan
    }

    #[test]
    fn commands_name_ids_and_comments_name_names() {
        let snapshot = SnapshotId(Uuid::from_u128(9));
        let text = commands_of(&plan(vec![
            (Step::PowerOff, "web01"),
            (Step::Restore { snapshot }, "Before\nupdate"),
            (Step::Edit { snapshot, name: Some("it's".to_owned()), description: Some(String::new()) }, ""),
        ]));
        let (machine, snapshot) = (Uuid::from_u128(5), Uuid::from_u128(9));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "set -e",
                "# Machine “”",
                "# power off",
                &format!("VBoxManage controlvm {machine} poweroff"),
                "# go back to “Before update”",
                &format!("VBoxManage snapshot {machine} restore {snapshot}"),
                "# rename “(no name)” to “it's”",
                &format!(r"VBoxManage snapshot {machine} edit {snapshot} '--name=it'\''s' --description="),
            ]
        );
    }

    /// Whatever a name holds, a shell hands it on as it is and runs nothing of it.
    #[test]
    #[cfg(unix)]
    fn a_shell_hands_every_text_on_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let trap = folder.path().join("trap");
        let touch = format!("touch {}", trap.display());
        let name = format!("'$({touch})' `{touch}`; {touch} # \"\\' !x *?~ é快 ${{HOME}}");
        let description = format!("one\n{touch}\n'two'\ttab\\n");
        let text =
            commands_of(&plan(vec![(Step::Take { name: name.clone(), description: description.clone() }, &name)]));
        // In place of the program a function that prints each argument with its end.
        let script = format!("VBoxManage() {{ for word; do printf '%s\\036' \"$word\"; done; }}\n{text}");
        let output = Command::new("sh").arg("-c").arg(script).current_dir(folder.path()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let words: Vec<&str> = said.split_terminator('\u{1e}').collect();
        let machine = Uuid::from_u128(5).to_string();
        assert_eq!(words, ["snapshot", &machine, "take", &name, &format!("--description={description}")]);
        assert!(!trap.exists());
        assert!(output.stderr.is_empty());
    }
}
