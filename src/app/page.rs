//! What stands in the middle of the window.

/// What stands in the middle of the window.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// The machine that is shown, with its snapshots.
    #[default]
    Machine,
    /// All machines together: totals, findings, where the space is.
    Overview,
    /// What a rule would delete, of all machines.
    CleanUp,
}
