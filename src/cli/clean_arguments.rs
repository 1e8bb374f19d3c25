//! The arguments of `snapgrove clean`: every word of a rule has its option.

use std::str::FromStr;

use clap::Args;

use super::change_arguments::Manner;
use super::several_arguments::Which;
use crate::model::Bytes;
use crate::retention::{Filter, Keep, Pattern, Period, Rule, Span, Trigger};

/// Options that make a rule; none goes together with `--rule`.
const WORDS: [&str; 8] = [
    "older_than",
    "deeper_than",
    "larger_than",
    "keep_newest",
    "keep_per",
    "name_like",
    "name_not_like",
    "taken_by_snapgrove",
];

/// `snapgrove clean`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Clean {
    /// The rule of this name: one that was saved, or careful, balanced or thorough
    #[arg(long, value_name = "NAME", group = "what", conflicts_with_all = WORDS)]
    pub rule: Option<String>,
    /// Snapshots older than this, such as 90d, 8w or "1 year"
    #[arg(long, value_name = "TIME", group = "what")]
    pub older_than: Option<Span>,
    /// The oldest ones while a tree has more levels than this
    #[arg(long, value_name = "LEVELS", group = "what", value_parser = clap::value_parser!(u32).range(1..))]
    pub deeper_than: Option<u32>,
    /// The oldest ones while a machine's snapshots take more than this, such as 50GB
    #[arg(long, value_name = "SIZE", group = "what")]
    pub larger_than: Option<Size>,
    /// Keep the newest of each machine, this many
    #[arg(long, value_name = "NUMBER", group = "what", value_parser = clap::value_parser!(u32).range(1..))]
    pub keep_newest: Option<u32>,
    /// Keep the newest of each hour, day, week, month or year, for so many of them or for so long: day:14, week:6mo,
    /// year for ever. Several may be given
    #[arg(long, value_name = "PERIOD[:HOW LONG]", group = "what")]
    pub keep_per: Vec<KeepPer>,
    /// Only snapshots with such a name; * and ? are wildcards. Several may be given
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true, group = "what")]
    pub name_like: Vec<String>,
    /// No snapshots with such a name. Several may be given
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true)]
    pub name_not_like: Vec<String>,
    /// Only snapshots that Snapgrove took
    #[arg(long, group = "what")]
    pub taken_by_snapgrove: bool,
    /// Also the snapshot that the current state descends from
    #[arg(long)]
    pub also_current: bool,
    /// Also snapshots of the current path from which several branches go on
    #[arg(long)]
    pub also_forks: bool,
    /// Only on some machines [default: what the rule says, else all]
    #[command(flatten)]
    pub which: Which,
    /// Also on machines that run
    #[arg(long)]
    pub running: bool,
    /// Only on machines that are powered off: not on saved or aborted ones, nor where that is not known
    #[arg(long, conflicts_with = "running")]
    pub powered_off: bool,
    /// How to go about it
    #[command(flatten)]
    pub manner: Manner,
}

impl Clean {
    /// The rule that the options make, for all machines.
    #[must_use]
    pub fn rule(&self) -> Rule {
        let like = self.name_like.iter().map(|text| Filter::NameLike(Pattern::new(text)));
        let unlike = self.name_not_like.iter().map(|text| Filter::NameNotLike(Pattern::new(text)));
        let own = self.taken_by_snapgrove.then_some(Filter::TakenBySnapgrove);
        let older = self.older_than.map(Trigger::OlderThan);
        let deeper = self.deeper_than.map(Trigger::DeeperThan);
        let larger = self.larger_than.map(|size| Trigger::BytesOver(size.0));
        let newest = self.keep_newest.map(Keep::Newest);
        Rule {
            only: own.into_iter().chain(like).chain(unlike).collect(),
            when: older.into_iter().chain(deeper).chain(larger).collect(),
            keep: newest.into_iter().chain(self.keep_per.iter().map(|keep| keep.0)).collect(),
            also_current_snapshot: self.also_current,
            also_fork_points: self.also_forks,
            also_running_machines: self.running,
            only_powered_off: self.powered_off,
            ..Rule::default()
        }
    }
}

/// Bytes as a person writes them: `50GB`, `1.5 TB`, `800 MB`; units are powers of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(pub Bytes);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("“{text}” is not a size: a number and a unit are expected, such as 50GB, 1.5 TB or 800 MB");
        let clean = text.trim().to_lowercase();
        let end = clean.find(|one: char| !one.is_ascii_digit() && one != '.').unwrap_or(clean.len());
        let (number, unit) = clean.split_at(end);
        let unit: u64 = match unit.trim() {
            "mb" => 1_000_000,
            "gb" => 1_000_000_000,
            "tb" => 1_000_000_000_000,
            _ => return Err(wrong()),
        };
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        // More digits than the unit has would mean parts of a byte.
        if whole.is_empty() || part.len() > 6 {
            return Err(wrong());
        }
        let whole = whole.parse::<u64>().map_err(|_| wrong())?.checked_mul(unit).ok_or_else(wrong)?;
        let digits = u32::try_from(part.len()).map_err(|_| wrong())?;
        let part = if part.is_empty() { 0 } else { part.parse::<u64>().map_err(|_| wrong())? };
        let part = part * (unit / 10_u64.pow(digits));
        Ok(Self(Bytes(whole.checked_add(part).ok_or_else(wrong)?)))
    }
}

/// One snapshot of each period: `day:14` for 14 days, `week:6mo` for six months, `year` for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepPer(pub Keep);

impl FromStr for KeepPer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{text}” says no period: day:14, week:6mo, month:2y or year is expected");
        let (period, during) = match text.split_once(':') {
            Some((period, during)) => (period, Some(during.trim())),
            None => (text, None),
        };
        let period = match period.trim().to_lowercase().as_str() {
            "hour" => Period::Hour,
            "day" => Period::Day,
            "week" => Period::Week,
            "month" => Period::Month,
            "year" => Period::Year,
            _ => return Err(wrong()),
        };
        let span = |text: &str| match text.parse::<u32>() {
            Ok(0) => Err(wrong()),
            Ok(count) => Ok(Span::new(count, period)),
            Err(_) => text.parse::<Span>().map_err(|error| error.to_string()),
        };
        Ok(Self(Keep::OnePer { period, during: during.map(span).transpose()? }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_as_people_write_them() {
        let size = |text: &str| text.parse::<Size>().map(|size| size.0.0).ok();
        assert_eq!(size("50GB"), Some(50_000_000_000));
        assert_eq!(size("1.5 tb"), Some(1_500_000_000_000));
        assert_eq!(size("800 MB"), Some(800_000_000));
        for wrong in ["", "50", "GB", ".5GB", "5 GiB", "-5GB", "99999999999999999999GB", "20000000000 TB", "1.5.5GB"] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn periods_are_kept_for_so_many_of_them_or_for_so_long() {
        let keep = |text: &str| text.parse::<KeepPer>().map(|keep| keep.0).ok();
        let per = |period, during| Some(Keep::OnePer { period, during });
        assert_eq!(keep("day:14"), per(Period::Day, Some(Span::days(14))));
        assert_eq!(keep("Week:6mo"), per(Period::Week, Some(Span::new(6, Period::Month))));
        assert_eq!(keep("year"), per(Period::Year, None));
        for wrong in ["", "decade", "day:0", "day:", "day:x", ":14"] {
            assert_eq!(keep(wrong), None, "{wrong}");
        }
    }
}
