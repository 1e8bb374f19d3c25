//! Opens the connections there are.

use std::path::PathBuf;
use std::sync::Arc;

use super::Hypervisor;
use super::virtualbox::VirtualBox;

/// Where to look for hypervisors.
#[derive(Debug, Clone, Default)]
pub struct ConnectOptions {
    /// VirtualBox's configuration folder; `None` for `VBOX_USER_HOME` or the platform's place.
    pub virtualbox_home: Option<PathBuf>,
    /// The program VBoxManage; `None` to look for it.
    pub vboxmanage: Option<PathBuf>,
}

/// Opens every connection. Nothing is read yet.
#[must_use]
pub fn connect(options: &ConnectOptions) -> Vec<Arc<dyn Hypervisor>> {
    vec![Arc::new(VirtualBox::open(options.virtualbox_home.clone(), options.vboxmanage.clone()))]
}
