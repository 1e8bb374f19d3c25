//! Snapgrove shows every virtual machine's snapshots as a tree and helps to keep them in order.
//!
//! The rooms of this house, and who may know whom:
//!
//! ```text
//! model ← image ← hypervisor      what things are ← disk image files ← where machines live
//! model, image, naming ← plan      what a change would do and cost, before it is done
//! naming                          names by convention: templates, and what follows them
//! forecaster                      answers what deleting frees, in the background
//! hypervisor, plan ← jobs          carries confirmed plans out, and looks before and after
//! app, cli                        the window and the headless commands; they use all the others
//! settings                        what the person chose, kept between runs
//! ```
//!
//! Nothing outside [`app`] names egui; nothing outside [`hypervisor::virtualbox`] knows that
//! `VBoxManage` exists. `ARCHITECTURE.md` tells the same story with reasons.

pub mod app;
pub mod cli;
pub mod forecaster;
pub mod hypervisor;
pub mod image;
pub mod jobs;
pub mod model;
pub mod naming;
pub mod plan;
pub mod search;
pub mod settings;
pub mod words;
