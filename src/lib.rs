//! Snapgrove shows every virtual machine's snapshots as a tree and helps to keep them in order.
//!
//! The rooms of this house, and who may know whom:
//!
//! ```text
//! model ← image ← hypervisor      what things are ← disk image files ← where machines live
//! model, image ← plan              what a change would do and cost, before it is done
//! model, image ← health, history   what is wrong, what takes the space, and how it grows
//! app, cli                        the window and the headless commands; they use all the others
//! settings                        what the person chose, kept between runs
//! ```
//!
//! Nothing outside [`app`] names egui; nothing outside [`hypervisor::virtualbox`] knows that
//! `VBoxManage` exists. `ARCHITECTURE.md` tells the same story with reasons.

pub mod app;
pub mod cli;
pub mod health;
pub mod history;
pub mod hypervisor;
pub mod image;
pub mod model;
pub mod plan;
pub mod search;
pub mod settings;
pub mod words;
