//! Opens the connections there are.

use std::path::PathBuf;
use std::sync::Arc;

use super::Hypervisor;
use super::sandbox::{Sandbox, SandboxError};
use super::virtualbox::VirtualBox;

/// When the Sandbox is among the connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SandboxWish {
    /// Never: a headless command lists practice machines only when asked to.
    #[default]
    Never,
    /// On a computer without VirtualBox.
    WithoutVirtualBox,
    /// Always.
    Always,
}

impl From<bool> for SandboxWish {
    fn from(shown: bool) -> Self {
        if shown { Self::Always } else { Self::Never }
    }
}

/// Where to look for hypervisors.
#[derive(Debug, Clone, Default)]
pub struct ConnectOptions {
    /// VirtualBox's configuration folder; `None` for `VBOX_USER_HOME` or the platform's place.
    pub virtualbox_home: Option<PathBuf>,
    /// The program VBoxManage; `None` to look for it.
    pub vboxmanage: Option<PathBuf>,
    /// When to open the Sandbox.
    pub sandbox: SandboxWish,
    /// Where the Sandbox is; `None` for the platform's data folder.
    pub sandbox_folder: Option<PathBuf>,
}

/// What was opened.
pub struct Connections {
    /// Every connection, in the order people see them.
    pub hypervisors: Vec<Arc<dyn Hypervisor>>,
    /// The Sandbox, if it is among them.
    pub sandbox: Option<Arc<Sandbox>>,
    /// Whether the Sandbox was made just now and has no machines yet.
    pub sandbox_is_new: bool,
    /// Why the Sandbox could not be opened, although it was wished for.
    pub sandbox_problem: Option<SandboxError>,
}

/// Opens every connection. No machine is read yet.
#[must_use]
pub fn connect(options: &ConnectOptions) -> Connections {
    let virtualbox = VirtualBox::open(options.virtualbox_home.clone(), options.vboxmanage.clone());
    let wished = match options.sandbox {
        SandboxWish::Never => false,
        SandboxWish::WithoutVirtualBox => !virtualbox.is_there(),
        SandboxWish::Always => true,
    };
    let mut connections = Connections {
        hypervisors: vec![Arc::new(virtualbox)],
        sandbox: None,
        sandbox_is_new: false,
        sandbox_problem: None,
    };
    if wished && let Some(folder) = options.sandbox_folder.clone().or_else(usual_sandbox_folder) {
        connections.sandbox_is_new = !Sandbox::is_in(&folder);
        match Sandbox::open(folder) {
            Ok(sandbox) => {
                let sandbox = Arc::new(sandbox);
                connections.hypervisors.push(sandbox.clone());
                connections.sandbox = Some(sandbox);
            }
            Err(error) => connections.sandbox_problem = Some(error),
        }
    }
    connections
}

fn usual_sandbox_folder() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("org", "Snapgrove", "snapgrove")?;
    Some(folders.data_dir().join("sandbox"))
}
