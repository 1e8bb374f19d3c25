//! Real files of many people and versions, against what an independent reader found in them.
//!
//! The files are not part of the repository. `SNAPGROVE_CORPUS` names their folder; without it the
//! tests look in `../shared/corpus`, and say so if there is nothing.

#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use snapgrove::hypervisor::HypervisorError;
use snapgrove::hypervisor::virtualbox::{parse_registry, parse_settings};
use snapgrove::model::{
    AttachmentKind, ConnectionId, HardwareSettings, ImageMode, ImageRecord, Machine, MachineState, ProblemKind,
    SnapshotIndex,
};

/// Folder that the files are said to come from, so that relative locations can be told apart.
const FOLDER: &str = "/corpus/machine";

fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("SNAPGROVE_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    let found = folder.join("vbox.truth.json").is_file();
    if !found {
        eprintln!("SKIPPED: there is no corpus in {}; name its folder with SNAPGROVE_CORPUS", folder.display());
    }
    found.then_some(folder)
}

fn truth(corpus: &Path, name: &str) -> Vec<Value> {
    serde_json::from_slice(&std::fs::read(corpus.join(name)).unwrap()).unwrap()
}

/// Collects every difference, so that one run shows them all.
struct Comparison<'a> {
    file: &'a str,
    differences: Vec<String>,
}

impl Comparison<'_> {
    #[expect(clippy::needless_pass_by_value, reason = "callers compare values that they make for it")]
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, found: T, expected: T) {
        if found != expected {
            self.differences.push(format!("{}: {what}: found {found:?}, expected {expected:?}", self.file));
        }
    }

    /// Like [`Comparison::same`] for a text that may be absent.
    fn same_text(&mut self, what: &str, found: Option<&str>, expected: &Value) {
        self.same(what, found, expected.as_str());
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|item| text(item).to_owned()).collect()
}

/// The path that a location stands for: relative ones lie beside the settings file.
fn path_of(location: &Value) -> Option<PathBuf> {
    location.as_str().map(|location| {
        let by_windows = location.as_bytes().get(1) == Some(&b':');
        if by_windows { PathBuf::from(location) } else { Path::new(FOLDER).join(location) }
    })
}

fn written(time: Option<DateTime<Utc>>) -> Option<String> {
    time.map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn compare_hardware(comparison: &mut Comparison<'_>, what: &str, hardware: &HardwareSettings, truth: &Value) {
    let disks: Vec<String> = hardware.disks().map(|(_, image)| image.to_string()).collect();
    comparison.same(&format!("{what} disks"), disks, list(&truth["disks"]));
    let place = |attachment: &Value| {
        // Before settings version 1.3 there was no port, and the device was a word.
        let device = match text(&attachment["device"]) {
            "master" => "0",
            "slave" => "1",
            device => device,
        };
        let controller = match text(&attachment["controller"]) {
            "ide0" | "ide1" => "IDE Controller",
            controller => controller,
        };
        let port = attachment["port"].as_str().unwrap_or("0");
        assert_eq!(text(&attachment["type"]), "HardDisk");
        format!("{controller} {port}:{device} {}", text(&attachment["uuid"]))
    };
    let expected: Vec<String> = truth["attachments"].as_array().unwrap().iter().map(place).collect();
    let found: Vec<String> =
        hardware.disks().map(|(at, image)| format!("{} {}:{} {image}", at.controller, at.port, at.device)).collect();
    comparison.same(&format!("{what} attachments"), found, expected);
    let removable = hardware.attachments.iter().filter(|attachment| attachment.kind != AttachmentKind::HardDisk);
    let removable: Vec<String> = removable.filter_map(|attachment| attachment.image).map(|id| id.to_string()).collect();
    comparison.same(&format!("{what} removable media"), removable, list(&truth["removable"]));
}

fn compare_description(comparison: &mut Comparison<'_>, what: &str, description: &str, truth: &Value) {
    let characters = u64::try_from(description.chars().count()).unwrap();
    comparison.same(&format!("{what} characters"), characters, truth["description_chars"].as_u64().unwrap_or(0));
    if let Some(lines) = truth["description_lines"].as_u64() {
        let found = if description.is_empty() { 0 } else { description.matches('\n').count() as u64 + 1 };
        comparison.same(&format!("{what} lines"), found, lines);
    }
}

fn compare_machine(comparison: &mut Comparison<'_>, machine: &Machine, truth: &Value) {
    comparison.same_text("id", Some(&machine.id.to_string()), &truth["uuid"]);
    comparison.same_text("name", Some(&machine.name), &truth["name"]);
    comparison.same_text("kind of guest", machine.os_type.as_deref(), &truth["ostype"]);
    compare_description(comparison, "description", &machine.description, truth);
    comparison.same("modified", Some(machine.current_state.modified), truth["current_state_modified"].as_bool());
    let saved_state = machine.current_state.saved_state.as_deref().map(Path::to_owned);
    comparison.same("saved state", saved_state, path_of(&truth["state_file"]));
    let state = match (truth["state_file"].is_string(), truth["aborted"].as_bool().unwrap()) {
        (false, false) => MachineState::PoweredOff,
        (true, false) => MachineState::Saved,
        (false, true) => MachineState::Aborted,
        (true, true) => MachineState::AbortedSaved,
    };
    comparison.same("state", machine.recorded_state, state);
    comparison.same_text("state since", written(machine.state_since).as_deref(), &truth["last_state_change"]);
    let groups: Vec<String> = machine.groups.iter().map(ToString::to_string).collect();
    comparison.same("groups", groups, list(&truth["groups"]));
    let folder = path_of(&truth["snapshot_folder"]).unwrap_or_else(|| Path::new(FOLDER).join("Snapshots"));
    comparison.same("snapshot folder", machine.snapshot_folder.to_path_buf(), folder);
    compare_hardware(comparison, "current", &machine.current_state.hardware, truth);
}

fn compare_current_snapshot(comparison: &mut Comparison<'_>, machine: &Machine, truth: &Value) {
    let current = machine.tree.current().map(|index| machine.tree.get(index).id.to_string());
    if truth["current_snapshot_found"].as_bool() == Some(false) {
        comparison.same("current snapshot", current, None);
        let told = machine.problems.iter().any(|problem| problem.kind == ProblemKind::Inconsistent);
        comparison.same("the missing current snapshot is a problem", told, true);
    } else {
        comparison.same_text("current snapshot", current.as_deref(), &truth["current_snapshot"]);
    }
}

fn compare_snapshots(comparison: &mut Comparison<'_>, machine: &Machine, truth: &Value) {
    let tree = &machine.tree;
    comparison.same("snapshot count", Some(tree.len() as u64), truth["snapshot_count"].as_u64());
    comparison.same("greatest depth", Some(u64::from(tree.max_depth())), truth["max_depth"].as_u64());
    let forks = tree.iter().filter(|(index, _)| tree.children(*index).len() > 1);
    let forks: HashSet<String> = forks.map(|(_, snapshot)| snapshot.id.to_string()).collect();
    comparison.same("branch points", forks, list(&truth["branch_points"]).into_iter().collect());
    let records = truth["snapshots"].as_array().unwrap();
    let mut names: HashMap<&str, usize> = HashMap::new();
    for ((index, _), record) in tree.iter().zip(records) {
        compare_snapshot(comparison, machine, index, record);
        *names.entry(text(&record["name"])).or_default() += 1;
    }
    let repeated = names.values().filter(|count| **count > 1).count();
    comparison.same("repeated names", Some(repeated), truth["duplicate_snapshot_names"].as_array().map(Vec::len));
}

fn compare_snapshot(comparison: &mut Comparison<'_>, machine: &Machine, index: SnapshotIndex, truth: &Value) {
    let tree = &machine.tree;
    let snapshot = tree.get(index);
    let what = |field: &str| format!("snapshot {} {field}", snapshot.id);
    comparison.same_text("snapshot id", Some(&snapshot.id.to_string()), &truth["uuid"]);
    comparison.same_text(&what("name"), Some(&snapshot.name), &truth["name"]);
    let parent = tree.parent(index).map(|parent| tree.get(parent).id.to_string());
    comparison.same_text(&what("parent"), parent.as_deref(), &truth["parent"]);
    comparison.same(&what("depth"), Some(u64::from(tree.depth(index))), truth["depth"].as_u64());
    comparison.same_text(&what("time"), written(snapshot.taken_at).as_deref(), &truth["timestamp"]);
    compare_description(comparison, &what("description"), &snapshot.description, truth);
    comparison.same(&what("online"), Some(snapshot.online), truth["online"].as_bool());
    let saved_state = snapshot.saved_state.as_deref().map(Path::to_owned);
    comparison.same(&what("saved state"), saved_state, path_of(&truth["state_file"]));
    compare_hardware(comparison, &what("hardware"), &snapshot.hardware, truth);
}

fn mode_name(mode: ImageMode) -> &'static str {
    match mode {
        ImageMode::Normal => "Normal",
        ImageMode::Immutable => "Immutable",
        ImageMode::WriteThrough => "Writethrough",
        ImageMode::Shareable => "Shareable",
        ImageMode::ReadOnly => "Readonly",
        ImageMode::MultiAttach => "MultiAttach",
    }
}

fn compare_media(comparison: &mut Comparison<'_>, machine: &Machine, truth: &Value) {
    let nothing = Vec::new();
    let records = truth["media"].as_array().unwrap_or(&nothing);
    comparison.same("number of images", machine.images.len(), records.len());
    for (image, record) in machine.images.iter().zip(records) {
        let what = |field: &str| format!("image {} {field}", image.id);
        comparison.same_text("image id", Some(&image.id.to_string()), &record["uuid"]);
        let parent = image.parent.map(|id| id.to_string());
        comparison.same_text(&what("parent"), parent.as_deref(), &record["parent"]);
        comparison.same(&what("depth"), Some(depth_of(image, &machine.images)), record["depth"].as_u64());
        comparison.same(&what("location"), Some(image.path.to_path_buf()), path_of(&record["location"]));
        let format = image.format.to_string().to_lowercase();
        comparison.same(&what("format"), format, text(&record["format"]).to_lowercase());
        comparison.same(&what("mode"), mode_name(image.mode), record["type"].as_str().unwrap_or("Normal"));
        comparison.same(&what("auto reset"), image.auto_reset, record["autoReset"].as_str() == Some("true"));
        comparison.same(&what("owner"), image.listed_by, Some(machine.id));
    }
}

fn depth_of(image: &ImageRecord, images: &[std::sync::Arc<ImageRecord>]) -> u64 {
    let parent_of = |image: &ImageRecord| images.iter().find(|other| Some(other.id) == image.parent);
    let mut depth = 1;
    let mut at = parent_of(image);
    while let Some(parent) = at {
        depth += 1;
        at = parent_of(parent);
    }
    depth
}

/// Which disks lead nowhere and which images nothing leads to.
fn compare_links(comparison: &mut Comparison<'_>, machine: &Machine, truth: &Value) {
    let listed: HashSet<String> = machine.images.iter().map(|image| image.id.to_string()).collect();
    let of_snapshots = machine.tree.iter().flat_map(|(_, snapshot)| snapshot.hardware.disks());
    let used = of_snapshots.chain(machine.current_state.hardware.disks());
    let used: HashSet<String> = used.map(|(_, image)| image.to_string()).collect();
    let set = |value: &Value| list(value).into_iter().collect::<HashSet<String>>();
    comparison.same("dangling disks", &used - &listed, set(&truth["dangling_disk_refs"]));
    comparison.same("unattached images", &listed - &used, set(&truth["unattached_media"]));
}

/// Where the independent reader found the damage, as line and column from 1. It counts columns from 0: `…: line 20,
/// column 8`.
fn damaged_place(truth: &Value) -> Option<(u64, u64)> {
    let place = truth["parse_error"].as_str()?.split_once("line ")?.1;
    let (line, column) = place.split_once(", column ")?;
    Some((line.parse().ok()?, column.parse::<u64>().ok()? + 1))
}

#[test]
fn every_settings_file_reads_as_an_independent_reader_reads_it() {
    let Some(corpus) = corpus() else { return };
    let records = truth(&corpus, "vbox.truth.json");
    let mut differences = Vec::new();
    for record in &records {
        let file = text(&record["file"]);
        let bytes = std::fs::read(corpus.join("vbox").join(file)).unwrap();
        let answer = parse_settings(&bytes, &Path::new(FOLDER).join(file));
        let mut comparison = Comparison { file, differences: Vec::new() };
        match (answer, damaged_place(record)) {
            (Ok(machine), None) => {
                comparison.same_text("version", machine.settings_version.as_deref(), &record["version"]);
                compare_machine(&mut comparison, &machine, &record["machine"]);
                compare_current_snapshot(&mut comparison, &machine, &record["machine"]);
                compare_snapshots(&mut comparison, &machine, record);
                compare_media(&mut comparison, &machine, record);
                compare_links(&mut comparison, &machine, record);
            }
            (Err(HypervisorError::Damaged { line, column, .. }), Some(expected)) => {
                comparison.same("place of the damage", (line, column), expected);
            }
            (answer, _) => comparison.differences.push(format!("{file}: {:?}", answer.map(|machine| machine.name))),
        }
        differences.append(&mut comparison.differences);
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
    assert!(records.len() >= 68, "only {} records", records.len());
}

#[test]
fn files_without_record_are_refused_with_their_place() {
    let Some(corpus) = corpus() else { return };
    let records = truth(&corpus, "vbox.truth.json");
    let known: HashSet<&str> = records.iter().map(|record| text(&record["file"])).collect();
    for entry in std::fs::read_dir(corpus.join("vbox")).unwrap() {
        let path = entry.unwrap().path();
        if !known.contains(path.file_name().unwrap().to_str().unwrap()) {
            let answer = parse_settings(&std::fs::read(&path).unwrap(), &path);
            assert!(matches!(answer, Err(HypervisorError::Damaged { line: 1.., column: 1.., .. })), "{answer:?}");
        }
    }
}

#[test]
fn every_registry_reads_as_an_independent_reader_reads_it() {
    let Some(corpus) = corpus() else { return };
    let records = truth(&corpus, "vboxglobal.truth.json");
    let mut differences = Vec::new();
    for record in &records {
        let file = text(&record["file"]);
        let bytes = std::fs::read(corpus.join("vboxglobal").join(file)).unwrap();
        let answer = parse_registry(&bytes, &Path::new(FOLDER).join(file), &ConnectionId::new("virtualbox"));
        let mut comparison = Comparison { file, differences: Vec::new() };
        match (answer, damaged_place(record)) {
            (Ok(listing), None) => {
                let found: Vec<(String, PathBuf)> = listing
                    .machines
                    .iter()
                    .map(|entry| (entry.id.to_string(), entry.settings_file.to_path_buf()))
                    .collect();
                let expected = record["machines"].as_array().unwrap().iter();
                let expected: Vec<(String, PathBuf)> = expected
                    .map(|machine| (text(&machine["uuid"]).to_owned(), path_of(&machine["src"]).unwrap()))
                    .collect();
                comparison.same("machines", found, expected);
                let images = record["global_media"].as_array().map(Vec::len);
                comparison.same("images", Some(listing.shared_images.len()), images);
            }
            (Err(HypervisorError::Damaged { line, column, .. }), Some(expected)) => {
                comparison.same("place of the damage", (line, column), expected);
            }
            (answer, _) => comparison.differences.push(format!("{file}: {answer:?}")),
        }
        differences.append(&mut comparison.differences);
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
    assert!(records.len() >= 11, "only {} records", records.len());
}
