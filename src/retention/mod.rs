//! Clean-up rules: which snapshots to delete, and why each is kept or deleted.
//!
//! A [`Rule`] can be read as a sentence. [`Ground`] holds what rules look at, made once for an inventory;
//! [`Ground::decide`] says what becomes of every snapshot, each with its reasons, and is quick enough to be asked at each
//! change of a rule. Nothing is deleted here: [`clean_up`] makes a plan of
//! the decisions.
//!
//! ```text
//! rule, period, pattern    what rules consist of
//! sentence                 rules as sentences
//! facts                    what rules look at, computed once
//! wishes                   what a rule says of each snapshot
//! limits                   how deep and how large
//! remaining                what can be deleted after what
//! decide                   all of it together, with what the person chose by hand
//! reason, decisions        the result
//! clean_up                 from the result to a plan
//! rules                    rules by name, in a file
//! preset_names             what the usual rules are called on the screen
//! ```

mod clean_up;
mod decide;
mod decisions;
mod facts;
mod limits;
mod pattern;
mod period;
mod preset_names;
mod reason;
mod remaining;
mod rule;
mod rules;
mod sentence;
mod wishes;

pub use clean_up::clean_up;
pub use decide::{Choose, Overrides};
pub use decisions::{Counts, Decisions, MachineDecisions, Note, SnapshotDecision, Unread};
pub use facts::Ground;
pub use pattern::Pattern;
pub use period::{Period, Span, SpanError, Zone};
pub use preset_names::{kept_rule_name, shown_rule_name};
pub use reason::{Decision, Reason};
pub use rule::{Filter, Keep, Rule, Scope, Trigger};
pub use rules::{Rules, RulesError, RulesFile};
