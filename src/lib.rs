//! Snapgrove shows every virtual machine's snapshots as a tree and helps to keep them in order.
//!
//! The rooms of this house, and who may know whom:
//!
//! ```text
//! model ← image ← hypervisor      what things are ← disk image files ← where machines live
//! model, image, naming ← plan      what a change would do and cost, before it is done
//! naming                          names by convention: templates, and what follows them
//! hypervisor, plan ← jobs          carries confirmed plans out, and looks before and after
//! model ← health                   findings of an inspection: what is wrong, why it matters, what to do
//! history                         how much machines took, day by day
//! pins                            what Snapgrove remembers of snapshots: pins, sets, what it took itself
//! model, pins, plan ← retention    clean-up rules: what to delete, and why each snapshot is kept or deleted
//! forecaster                      answers what deleting frees, in the background
//! inspector                       inspects all machines, in the background or once
//! platform ← schedule             inspections at certain times, started by the system
//! app, cli                        the window and the headless commands; they use all the others
//! settings                        what the person chose, kept between runs
//! language                        texts in the person's language; anyone may use it
//! platform                        what Linux, macOS and Windows do differently; anyone may use it
//! ```
//!
//! Nothing outside [`app`] names egui; nothing outside [`hypervisor::virtualbox`] knows that
//! `VBoxManage` exists. `ARCHITECTURE.md` tells the same story with reasons.

pub mod app;
pub mod cli;
pub mod forecaster;
pub mod health;
pub mod history;
pub mod hypervisor;
pub mod image;
pub mod inspector;
pub mod jobs;
mod kept_lines;
pub mod language;
pub mod model;
pub mod naming;
pub mod pins;
pub mod plan;
pub mod platform;
pub mod retention;
pub mod schedule;
pub mod search;
pub mod settings;
pub mod words;
