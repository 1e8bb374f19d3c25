//! Plans, forecasts and results in the JSON format for programs. Fields may be added, never renamed.

use std::io::{self, Write};

use serde::Serialize;

use super::changes::Prepared;
use super::clean::DecidedSnapshot;
use super::json::{SCHEMA, print};
use super::several_text::{MachineReport, of_machines};
use crate::jobs::{StepResult, Summary, step_in_words, title_of};
use crate::model::{Difference, Step, StepKind};
use crate::plan::machines::{DiskForecast, LeftOut};
use crate::plan::{Blocker, Caution, Certainty, Forecast, Plan, PlannedStep};

#[derive(Serialize)]
struct ForecastJson {
    schema: u32,
    #[serde(flatten)]
    bytes: BytesJson,
    order: Vec<String>,
    blockers: Vec<BlockerJson>,
    cautions: Vec<String>,
}

/// All are `null` where they are not known.
#[derive(Serialize)]
struct BytesJson {
    frees_bytes: Option<i64>,
    needs_bytes: Option<u64>,
    insists_bytes: Option<u64>,
    copies_bytes: Option<u64>,
    copies_in_worst_order_bytes: Option<u64>,
    exact: bool,
}

#[derive(Serialize)]
struct BlockerJson {
    snapshot: Option<String>,
    why: String,
    way_out: &'static str,
}

#[derive(Serialize)]
struct ChangeJson {
    schema: u32,
    /// The rule as a sentence; `null` where there was none.
    rule: Option<String>,
    plan: PlanJson,
    /// What a rule decided about each snapshot; empty where there was no rule.
    decided: Vec<DecidedSnapshot>,
    /// What is to be known of machines beside.
    notes: Vec<String>,
    /// Machines and snapshots that it cannot be done to.
    left_out: Vec<LeftOutJson>,
    /// Snapshots that stay because they are pinned.
    stays: Vec<LeftOutJson>,
    /// What it does to the host's disks; empty where that is not told.
    disks: Vec<DiskJson>,
    /// `null` where nothing was begun.
    result: Option<ResultJson>,
}

#[derive(Serialize)]
struct PlanJson {
    title: String,
    #[serde(flatten)]
    bytes: BytesJson,
    steps: Vec<StepJson>,
    settings: Vec<DifferenceJson>,
    blockers: Vec<BlockerJson>,
    cautions: Vec<String>,
}

#[derive(Serialize)]
struct StepJson {
    connection: String,
    machine: String,
    kind: &'static str,
    what: String,
    snapshot: Option<String>,
    merges_into: Vec<String>,
    #[serde(flatten)]
    bytes: BytesJson,
    blockers: Vec<BlockerJson>,
    cautions: Vec<String>,
}

#[derive(Serialize)]
struct LeftOutJson {
    connection: String,
    machine: String,
    machine_name: String,
    snapshot: Option<String>,
    why: String,
}

#[derive(Serialize)]
struct DiskJson {
    path: String,
    machines: usize,
    free_bytes: u64,
    /// `null` where it is not known what all its machines do.
    free_afterwards_bytes: Option<u64>,
    #[serde(flatten)]
    bytes: BytesJson,
}

#[derive(Serialize)]
struct DifferenceJson {
    what: String,
    from: String,
    to: String,
}

#[derive(Serialize)]
struct ResultJson {
    done: bool,
    what: String,
    promised_bytes: Option<i64>,
    freed_bytes: i64,
    /// The same for each machine.
    machines: Vec<MachineResultJson>,
    steps: Vec<StepResultJson>,
}

#[derive(Serialize)]
struct MachineResultJson {
    machine: String,
    machine_name: String,
    done: bool,
    what: String,
    promised_bytes: Option<i64>,
    freed_bytes: i64,
}

#[derive(Serialize)]
struct StepResultJson {
    machine: String,
    what: String,
    /// `done`, `failed`, `stopped` or `not_started`.
    result: &'static str,
    /// Id of the snapshot or machine that was made.
    made: Option<String>,
    promised_bytes: Option<i64>,
    freed_bytes: Option<i64>,
    why: Option<String>,
    stands: Option<String>,
    advice: Option<String>,
}

/// Prints what deleting would do.
pub fn forecast(plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    let planned = plan.steps.iter().filter(|step| step.blockers.is_empty());
    print(
        &ForecastJson {
            schema: SCHEMA,
            bytes: bytes_of_plan(plan),
            order: planned.filter_map(|step| step.step.snapshot()).map(|id| id.to_string()).collect(),
            blockers: all_blockers(plan),
            cautions: words(plan.all_cautions()),
        },
        out,
    )
}

/// Prints a plan and, if it was carried out, how it ended.
pub fn change(prepared: &Prepared, result: Option<&Summary>, out: &mut dyn Write) -> io::Result<()> {
    let plan = &prepared.plan;
    let decided = prepared.decided.as_ref();
    let json = ChangeJson {
        schema: SCHEMA,
        rule: decided.map(|decided| decided.rule.clone()),
        plan: PlanJson {
            title: title_of(plan),
            bytes: bytes_of_plan(plan),
            steps: plan.steps.iter().map(step_json).collect(),
            settings: prepared.settings.iter().map(difference_json).collect(),
            blockers: all_blockers(plan),
            cautions: words(plan.all_cautions()),
        },
        decided: decided.map(|decided| decided.snapshots.clone()).unwrap_or_default(),
        notes: decided.map(|decided| decided.notes.clone()).unwrap_or_default(),
        left_out: prepared.left_out.iter().map(left_out_json).collect(),
        stays: prepared.stays.iter().map(left_out_json).collect(),
        disks: prepared.disks.iter().map(disk_json).collect(),
        result: result.map(|summary| result_json(plan, summary)),
    };
    print(&json, out)
}

fn left_out_json(left: &LeftOut) -> LeftOutJson {
    LeftOutJson {
        connection: left.machine.connection.to_string(),
        machine: left.machine.machine.to_string(),
        machine_name: left.name.clone(),
        snapshot: left.snapshot.map(|id| id.to_string()),
        why: left.why.to_string(),
    }
}

fn disk_json(disk: &DiskForecast) -> DiskJson {
    let frees = disk.forecast.as_ref().map(|forecast| forecast.frees);
    DiskJson {
        path: disk.disk.path.display().to_string(),
        machines: disk.machines,
        free_bytes: disk.disk.free.0,
        free_afterwards_bytes: frees.map(|frees| disk.disk.free.0.saturating_add_signed(frees)),
        bytes: bytes(disk.forecast.as_ref()),
    }
}

fn bytes_of_plan(plan: &Plan) -> BytesJson {
    let worst = plan.copies_in_worst_order.map(|bytes| bytes.0);
    BytesJson { copies_in_worst_order_bytes: worst, ..bytes(plan.forecast.as_ref()) }
}

fn bytes(forecast: Option<&Forecast>) -> BytesJson {
    BytesJson {
        frees_bytes: forecast.map(|forecast| forecast.frees),
        needs_bytes: forecast.map(|forecast| forecast.needs.0),
        insists_bytes: forecast.map(|forecast| forecast.insists.0),
        copies_bytes: forecast.map(|forecast| forecast.copies.0),
        copies_in_worst_order_bytes: None,
        exact: forecast.is_some_and(|forecast| forecast.certainty == Certainty::Exact),
    }
}

fn all_blockers(plan: &Plan) -> Vec<BlockerJson> {
    let of_plan = plan.blockers.iter().map(|blocker| blocker_json(None, blocker));
    let of_steps =
        plan.steps.iter().flat_map(|step| step.blockers.iter().map(|blocker| blocker_json(Some(step), blocker)));
    of_plan.chain(of_steps).collect()
}

fn blocker_json(step: Option<&PlannedStep>, blocker: &Blocker) -> BlockerJson {
    let snapshot = step.and_then(|step| step.step.snapshot()).map(|id| id.to_string());
    BlockerJson { snapshot, why: blocker.to_string(), way_out: blocker.way_out() }
}

fn words<'a>(cautions: impl IntoIterator<Item = &'a Caution>) -> Vec<String> {
    cautions.into_iter().map(ToString::to_string).collect()
}

fn step_json(step: &PlannedStep) -> StepJson {
    StepJson {
        connection: step.machine.connection.to_string(),
        machine: step.machine.machine.to_string(),
        kind: kind(&step.step),
        what: step_in_words(step),
        snapshot: step.step.snapshot().map(|id| id.to_string()),
        merges_into: step.merges_into.clone(),
        bytes: bytes(step.forecast.as_ref()),
        blockers: step.blockers.iter().map(|blocker| blocker_json(Some(step), blocker)).collect(),
        cautions: words(&step.cautions),
    }
}

/// The word of the JSON format for what a step does.
fn kind(step: &Step) -> &'static str {
    match step.kind() {
        StepKind::Take => "take",
        StepKind::Edit => "edit",
        StepKind::Restore => "restore",
        StepKind::Delete => "delete",
        StepKind::CloneFull => "clone_full",
        StepKind::CloneLinked => "clone_linked",
        StepKind::PowerOff => "power_off",
        StepKind::Start => "start",
        StepKind::DiscardSavedState => "discard_saved_state",
        StepKind::DetachImage => "detach_image",
    }
}

fn difference_json(difference: &Difference) -> DifferenceJson {
    DifferenceJson { what: difference.what.clone(), from: difference.from.clone(), to: difference.to.clone() }
}

fn result_json(plan: &Plan, summary: &Summary) -> ResultJson {
    let steps = summary.steps.iter().map(|step| {
        let mut json = StepResultJson {
            machine: step.machine.machine.to_string(),
            what: step.what.clone(),
            result: "not_started",
            made: None,
            promised_bytes: None,
            freed_bytes: None,
            why: None,
            stands: None,
            advice: None,
        };
        match &step.result {
            StepResult::Done { promised, freed, made, .. } => {
                json.result = "done";
                json.made = made.map(|id| id.to_string());
                json.promised_bytes = *promised;
                json.freed_bytes = Some(*freed);
            }
            StepResult::Failed { what, stands, advice } => {
                json.result = "failed";
                json.why = Some(what.clone());
                json.stands = Some(stands.clone());
                json.advice = Some(advice.clone());
            }
            StepResult::Stopped { stands } => {
                json.result = "stopped";
                json.stands = Some(stands.clone());
            }
            StepResult::NotStarted => {}
        }
        json
    });
    ResultJson {
        done: summary.is_success(),
        what: summary.words(),
        promised_bytes: summary.promised,
        freed_bytes: summary.freed,
        machines: of_machines(plan, summary).into_iter().map(machine_json).collect(),
        steps: steps.collect(),
    }
}

fn machine_json(machine: MachineReport) -> MachineResultJson {
    MachineResultJson {
        machine: machine.key.machine.to_string(),
        machine_name: machine.name,
        done: machine.summary.is_success(),
        what: machine.summary.words(),
        promised_bytes: machine.summary.promised,
        freed_bytes: machine.summary.freed,
    }
}
