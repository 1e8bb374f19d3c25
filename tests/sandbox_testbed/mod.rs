//! A real VirtualBox with a home of the test's own.
#![allow(dead_code, clippy::allow_attributes, reason = "every test uses its own part of this")]
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapgrove::hypervisor::virtualbox::VirtualBox;

use crate::sandbox_support::View;

/// A VirtualBox home of the test's own, taken down at the end.
pub struct Home {
    tree: PathBuf,
    path: PathBuf,
    vboxmanage: PathBuf,
    /// Whether VirtualBox's service ended in the middle of a command.
    service_died: Cell<bool>,
    #[expect(dead_code, reason = "removed at the end")]
    folder: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Self {
        // A test that cannot run must not look as if it had passed.
        let Some(tree) = std::env::var_os("SNAPGROVE_TESTBED").map(PathBuf::from) else {
            panic!("SNAPGROVE_TESTBED is not set: see the top of {} for how to run this test", file!());
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().canonicalize().expect("the temporary folder is there");
        let home = Self { tree, vboxmanage: path.join("vboxmanage"), service_died: Cell::new(false), path, folder };
        home.script("wrapper", &[&home.vboxmanage]);
        home
    }

    fn script(&self, command: &str, more: &[&Path]) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/testbed/virtualbox.sh");
        let output = Command::new(script).arg(command).arg(&self.tree).arg(&self.path).args(more).output();
        let output = output.expect("the script can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        let output = Command::new(&self.vboxmanage).args(arguments).output().expect("VBoxManage can be run");
        if String::from_utf8_lossy(&output.stderr).contains("NS_ERROR_ABORT") {
            self.service_died.set(true);
        }
        output
    }

    pub fn service_died(&self) -> bool {
        self.service_died.get()
    }

    pub fn must(&self, arguments: &[&str]) {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs a program of Python with VirtualBox's own interface at hand; arguments must be paths in the home.
    pub fn python(&self, program: &str, arguments: &[&Path]) {
        use std::io::Write as _;
        let wrapper = std::fs::read_to_string(&self.vboxmanage).expect("the wrapper is there");
        let start = wrapper.replace("/usr/lib/virtualbox/VBoxManage", "python3 -");
        let path = self.path.join("python");
        std::fs::write(&path, start).expect("the home can be written");
        let mut child = Command::new("bash")
            .arg(&path)
            .args(arguments)
            .stdin(std::process::Stdio::piped())
            .spawn()
            .expect("Python can be run");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(program.as_bytes()).expect("Python reads its program");
        drop(input);
        assert!(child.wait().expect("it was started").success(), "the Python program failed");
    }

    /// The home's folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// VirtualBox as the program sees it.
    pub fn hypervisor(&self) -> std::sync::Arc<dyn snapgrove::hypervisor::Hypervisor> {
        std::sync::Arc::new(VirtualBox::open(Some(self.path.join("config")), None))
    }

    pub fn view(&self) -> View {
        View::of(&VirtualBox::open(Some(self.path.join("config")), None))
    }

    pub fn machines(&self) -> PathBuf {
        self.path.join("machines")
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        self.script("down", &[]);
    }
}
