//! The licences of all crates that the program is made of, from `cargo metadata` and the crates' own files.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// How the names of files with licences begin, in small letters. The last two are licences of fonts.
const NAMES: [&str; 8] = ["license", "licence", "copying", "copyright", "notice", "unlicense", "ofl", "ufl"];

/// A crate in the program.
#[derive(Debug)]
struct Crate {
    title: String,
    licence: String,
    address: String,
    texts: Vec<String>,
}

/// All crates with their licences, then every text once with the crates that it is of.
pub fn collect() -> Result<String, Box<dyn Error>> {
    let metadata = metadata()?;
    let wanted = linked(&metadata).ok_or("cargo's answer names no dependencies")?;
    let mut crates: Vec<Crate> = list(&metadata["packages"])
        .filter(|package| package["id"].as_str().is_some_and(|id| wanted.contains(id)))
        .filter(|package| !package["source"].is_null())
        .map(describe)
        .collect::<Result<_, _>>()?;
    crates.sort_by(|a, b| a.title.cmp(&b.title));
    Ok(write(&crates)?)
}

fn metadata() -> Result<Value, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--locked", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"];
    let output = Command::new(cargo).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Ids of what ends up in the program: neither what only builds or tests it, nor what only writes code for it.
fn linked(metadata: &Value) -> Option<BTreeSet<&str>> {
    let writes_code = |package: &Value| list(&package["targets"]).any(|target| target["kind"][0] == "proc-macro");
    let macros: BTreeSet<&str> = list(&metadata["packages"])
        .filter(|package| writes_code(package))
        .filter_map(|one| one["id"].as_str())
        .collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"]["nodes"]).filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let mut found = BTreeSet::new();
    let mut waiting = vec![metadata["resolve"]["root"].as_str()?];
    while let Some(id) = waiting.pop() {
        if macros.contains(id) || !found.insert(id) {
            continue;
        }
        let dependencies = nodes.get(id).into_iter().flat_map(|node| list(&node["deps"]));
        let normal = dependencies.filter(|one| list(&one["dep_kinds"]).any(|kind| kind["kind"].is_null()));
        waiting.extend(normal.filter_map(|one| one["pkg"].as_str()));
    }
    Some(found)
}

fn describe(package: &Value) -> Result<Crate, Box<dyn Error>> {
    let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let mut texts = Vec::new();
    if let Some(folder) = Path::new(&text("manifest_path")).parent() {
        find_texts(folder, &mut texts)?;
        for below in fs::read_dir(folder)? {
            let below = below?.path();
            // Fonts come with the licences beside them.
            if below.ends_with("fonts") {
                find_texts(&below, &mut texts)?;
            }
        }
    }
    Ok(Crate {
        title: format!("{} {}", text("name"), text("version")),
        licence: package["license"].as_str().unwrap_or("see its text below").to_owned(),
        address: text("repository"),
        texts,
    })
}

fn find_texts(folder: &Path, texts: &mut Vec<String>) -> std::io::Result<()> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    for path in paths.iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let beside_font = folder.ends_with("fonts") && path.extension().is_some_and(|extension| extension == "txt");
        if beside_font || NAMES.iter().any(|start| name.starts_with(start)) {
            texts.push(String::from_utf8_lossy(&fs::read(path)?).trim().replace("\r\n", "\n"));
        }
    }
    Ok(())
}

fn write(crates: &[Crate]) -> Result<String, std::fmt::Error> {
    let mut out = String::from("Snapgrove is made with these crates. Their texts follow, each once.\n\n");
    // What differs in line ends and indentation only is the same text.
    let mut texts: BTreeMap<String, (&str, Vec<&str>)> = BTreeMap::new();
    for one in crates {
        let missing = if one.texts.is_empty() { " (comes without a text)" } else { "" };
        writeln!(out, "{}: {}{missing}\n    {}", one.title, one.licence, one.address)?;
        for text in &one.texts {
            let same = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let names = &mut texts.entry(same).or_insert((text, Vec::new())).1;
            if names.last() != Some(&one.title.as_str()) {
                names.push(&one.title);
            }
        }
    }
    let mut texts: Vec<_> = texts.into_values().collect();
    texts.sort_by(|a, b| a.1.cmp(&b.1));
    for (text, names) in texts {
        writeln!(out, "\n{}\n{}\n\n{text}", "=".repeat(80), names.join(", "))?;
    }
    Ok(out)
}
