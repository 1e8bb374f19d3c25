//! The catalogue entry: the committed file, completed with the changelog's releases.

use std::error::Error;
use std::fmt::Write as _;

/// What is put in the place of, in the committed file.
const PLACE: &str = "  <!-- releases: made from CHANGELOG.md when packaged -->\n";

/// Pictures of the window: file in docs/pictures, and what it shows.
const PICTURES: [(&str, &str); 4] = [
    ("tree-dark.png", "A machine's snapshots as a tree"),
    ("table-dark.png", "The same as a table, with branches as lanes"),
    ("chain-light.png", "A chain of 200 snapshots, folded"),
    ("tree-light.png", "The tree in the light theme"),
];

/// Where the project is on the web; a package can be made before it is anywhere.
#[derive(Debug, Default)]
pub struct Addresses {
    /// The project's page.
    pub homepage: Option<String>,
    /// The folder with the pictures.
    pub pictures: Option<String>,
}

/// One section of the changelog.
#[derive(Debug, PartialEq, Eq)]
struct Release {
    /// Number of the version; `None` for what is not released.
    version: Option<String>,
    date: Option<String>,
    /// Heading and points of each part.
    parts: Vec<(String, Vec<String>)>,
}

/// The entry with releases, and with addresses where they are known.
pub fn catalogue_entry(
    committed: &str,
    changelog: &str,
    date: &str,
    addresses: &Addresses,
) -> Result<String, Box<dyn Error>> {
    if !committed.contains(PLACE) {
        return Err("the catalogue entry has no place for releases".into());
    }
    let mut added = String::new();
    if let Some(homepage) = &addresses.homepage {
        writeln!(added, "  <url type=\"homepage\">{}</url>", escape(homepage))?;
    }
    if let Some(folder) = &addresses.pictures {
        write_pictures(&mut added, folder)?;
    }
    let releases = parse(changelog);
    if releases.is_empty() {
        return Err("the changelog names no release".into());
    }
    write_releases(&mut added, &releases, date)?;
    Ok(committed.replace(PLACE, &added))
}

fn write_pictures(out: &mut String, folder: &str) -> std::fmt::Result {
    writeln!(out, "  <screenshots>")?;
    for (index, (file, caption)) in PICTURES.iter().enumerate() {
        writeln!(out, "    <screenshot{}>", if index == 0 { " type=\"default\"" } else { "" })?;
        writeln!(out, "      <caption>{}</caption>", escape(caption))?;
        writeln!(out, "      <image>{}/{file}</image>\n    </screenshot>", escape(folder.trim_end_matches('/')))?;
    }
    writeln!(out, "  </screenshots>")
}

fn write_releases(out: &mut String, releases: &[Release], date: &str) -> std::fmt::Result {
    let this = env!("CARGO_PKG_VERSION");
    let is_released = releases.iter().any(|release| release.version.as_deref() == Some(this));
    writeln!(out, "  <releases>")?;
    for release in releases {
        let (version, kind) = match &release.version {
            Some(version) => (version.as_str(), "stable"),
            // What comes after this version has no number yet.
            None if is_released => continue,
            None => (this, "development"),
        };
        let date = release.date.as_deref().unwrap_or(date);
        writeln!(out, "    <release version=\"{}\" type=\"{kind}\" date=\"{}\">", escape(version), escape(date))?;
        writeln!(out, "      <description>")?;
        for (heading, points) in &release.parts {
            writeln!(out, "        <p>{}:</p>\n        <ul>", escape(heading))?;
            for point in points {
                writeln!(out, "          <li>{}</li>", escape(point))?;
            }
            writeln!(out, "        </ul>")?;
        }
        writeln!(out, "      </description>\n    </release>")?;
    }
    writeln!(out, "  </releases>")
}

/// Reads a changelog as keepachangelog.com describes it.
fn parse(changelog: &str) -> Vec<Release> {
    let mut releases: Vec<Release> = Vec::new();
    for line in changelog.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            releases.push(begin(heading));
        } else if let (Some(heading), Some(release)) = (line.strip_prefix("### "), releases.last_mut()) {
            release.parts.push((heading.trim().to_owned(), Vec::new()));
        } else if let Some((_, points)) = releases.last_mut().and_then(|release| release.parts.last_mut()) {
            if let Some(point) = line.strip_prefix("- ") {
                points.push(plain(point));
            } else if let (false, Some(point)) = (line.trim().is_empty(), points.last_mut()) {
                point.push(' ');
                point.push_str(&plain(line.trim()));
            }
        }
    }
    for release in &mut releases {
        release.parts.retain(|(_, points)| !points.is_empty());
    }
    releases.retain(|release| !release.parts.is_empty());
    releases
}

/// From a heading such as `[0.2.0] - 2026-11-23`.
fn begin(heading: &str) -> Release {
    let mut words = heading.split_whitespace().map(|word| word.trim_matches(['[', ']', '(', ')']));
    let version = words.next().filter(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let date = words.find(|word| word.len() == 10 && word.chars().all(|one| one.is_ascii_digit() || one == '-'));
    Release { version: version.map(str::to_owned), date: date.map(str::to_owned), parts: Vec::new() }
}

/// Without Markdown's marks for code.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
