//! Identities. Names are labels that may repeat; ids are what everything is addressed by.
//!
//! A snapshot id is unique only within its machine: cloning a machine with its snapshots keeps
//! their ids. The full key of a snapshot is (connection, machine id, snapshot id).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::text;

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", text!("model-not-an-id", text = .text))]
pub struct IdError {
    /// What stood in the place of the id, cut to a readable length.
    pub text: String,
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            /// Lower case, hyphens, no braces: the one written form on screen and in JSON.
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(out)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            /// Accepts the forms that tools write: with or without braces, upper or lower case.
            fn from_str(text: &str) -> Result<Self, IdError> {
                let not_an_id = || IdError { text: text.chars().take(60).collect() };
                let bare = text.trim();
                let bare = bare.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(bare);
                Uuid::try_parse(bare).map(Self).map_err(|_| not_an_id())
            }
        }
    };
}

uuid_id! {
    /// Identity of a machine within its connection.
    MachineId
}
uuid_id! {
    /// Identity of a snapshot within its machine.
    SnapshotId
}
uuid_id! {
    /// Identity of a disk image within its connection.
    ImageId
}

/// Identity of a connection, such as `virtualbox` or `sandbox`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConnectionId(Arc<str>);

impl ConnectionId {
    /// An id from its text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Full key of a machine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MachineKey {
    /// Where it lives.
    pub connection: ConnectionId,
    /// Which machine.
    pub machine: MachineId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_and_case_do_not_matter() {
        let plain: SnapshotId = "f731f41c-0abe-4fdf-98bf-bdef0c3dbd36".parse().unwrap();
        let braced: SnapshotId = "{F731F41C-0ABE-4FDF-98BF-BDEF0C3DBD36}".parse().unwrap();
        assert_eq!(plain, braced);
        assert_eq!(braced.to_string(), "f731f41c-0abe-4fdf-98bf-bdef0c3dbd36");
    }

    #[test]
    fn what_is_no_id_is_said_so() {
        for text in ["", "{", "{}", "web01", "{f731f41c-0abe-4fdf-98bf-bdef0c3dbd36", "f731f41c 0abe"] {
            assert_eq!(text.parse::<MachineId>(), Err(IdError { text: text.to_owned() }));
        }
    }
}
