//! Images that VirtualBox itself made and wrote to are what VirtualBox says they are.
//!
//! These tests need the testbed, a real VirtualBox in a folder of its own:
//!
//! ```sh
//! tests/testbed/virtualbox.sh test
//! ```
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod image_tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use image_tools::{Numbers, check_sums, disk_content, disk_start};
use snapgrove::image::{read_header, read_map};
use snapgrove::model::{Bytes, ImageFormat, ImageId};

const MIB: u64 = 1024 * 1024;

/// A VirtualBox home of a test's own, which is taken down at the end, however the test ends.
struct Home {
    /// The folder with VirtualBox in it.
    tree: PathBuf,
    /// VirtualBox sees no folder of the computer but this.
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let tree = std::env::var_os("SNAPGROVE_TESTBED").expect("SNAPGROVE_TESTBED names the testbed").into();
        let home = Self { tree, folder: tempfile::tempdir().unwrap() };
        home.testbed("wrapper", &[home.folder.path().join("vboxmanage").as_path()]);
        home
    }

    fn testbed(&self, command: &str, more: &[&Path]) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/testbed/virtualbox.sh");
        let status = Command::new(script).arg(command).arg(&self.tree).arg(self.folder.path()).args(more).status();
        assert!(status.unwrap().success(), "{command}");
    }

    /// A new folder that VirtualBox sees.
    fn folder(&self, name: &str) -> PathBuf {
        let folder = self.folder.path().join(name);
        fs::create_dir(&folder).unwrap();
        folder
    }

    fn vboxmanage(&self, arguments: &[&str]) -> String {
        let output = Command::new(self.folder.path().join("vboxmanage")).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        self.testbed("down", &[]);
    }
}

fn created_id(output: &str) -> ImageId {
    output.split_once("UUID: ").expect("the tool prints the id").1.trim().parse().expect("an id")
}

#[test]
#[ignore = "needs the testbed"]
fn the_ids_that_virtualbox_writes() {
    let home = Home::new();
    let folder = home.folder("images");
    for (format, variant, megabytes) in
        [("VDI", "Standard", "40"), ("VMDK", "Standard", "40"), ("VMDK", "Split2G", "5000"), ("VHD", "Standard", "40")]
    {
        let file = |role: &str| folder.join(format!("{role}-{variant}.{}", format.to_lowercase()));
        let (base, difference) = (file("base"), file("difference"));
        let create = |path: &Path, more: &[&str]| {
            let fixed = ["createmedium", "disk", "--format", format, "--filename", path.to_str().unwrap()];
            created_id(&home.vboxmanage(&[&fixed, more].concat()))
        };
        let base_id = create(&base, &["--size", megabytes, "--variant", variant]);
        let difference_id = create(&difference, &["--diffparent", base.to_str().unwrap()]);

        let registered = ImageFormat::from_name(format);
        let header = read_header(&base, &registered).unwrap();
        assert_eq!((header.id, header.parent), (Some(base_id), None), "{format} {variant}");
        let header = read_header(&difference, &registered).unwrap();
        assert_eq!((header.id, header.parent), (Some(difference_id), Some(base_id)), "{format} {variant}");
        assert_eq!(header.virtual_size.0, megabytes.parse::<u64>().unwrap() * MIB, "{format} {variant}");
        for path in [&difference, &base] {
            home.vboxmanage(&["closemedium", "disk", path.to_str().unwrap()]);
        }
    }
}

/// A chain of two images that VirtualBox itself made and wrote to, against its own view of the disk.
#[test]
#[ignore = "needs the testbed"]
fn virtualbox_reads_the_same_disk() {
    let home = Home::new();
    let folder = home.folder("images");
    let raw = folder.join("content.raw");
    let mut numbers = Numbers(3);
    let mut content = vec![0; 40 << 20];
    for megabyte in content.chunks_mut(300_000) {
        if numbers.below(2) == 0 {
            megabyte.fill_with(|| u8::try_from(numbers.below(256)).unwrap());
        }
    }
    fs::write(&raw, &content).unwrap();
    for format in ["VDI", "VMDK", "VHD"] {
        for variant in ["Standard", "Fixed"] {
            let file = |role: &str| folder.join(format!("{role}-{variant}.{}", format.to_lowercase()));
            let (base, difference, copy) = (file("base"), file("difference"), folder.join("copy.raw"));
            let [base_text, difference_text, copy_text, raw_text] =
                [&base, &difference, &copy, &raw].map(|path| path.to_str().unwrap());
            let convert = ["convertfromraw", raw_text, base_text, "--format", format, "--variant", variant];
            home.vboxmanage(&convert);
            let registered = ImageFormat::from_name(format);
            assert!(disk_content(&[(&base, registered.clone())]) == content, "{format} {variant}");
            let parent = ["--diffparent", base_text, "--format", format];
            home.vboxmanage(&[&["createmedium", "disk", "--filename", difference_text], &parent[..]].concat());
            // A new file system: small writes all over the disk.
            home.vboxmanage(&["mediumio", "--disk", difference_text, "formatfat", "--quick"]);
            home.vboxmanage(&["clonemedium", "disk", difference_text, copy_text, "--format", "RAW"]);
            let ours = disk_content(&[(&base, registered.clone()), (&difference, registered.clone())]);
            assert!(ours == fs::read(&copy).unwrap(), "{format} {variant}: difference image");
            assert!(ours != content, "the file system was written");
            let map = read_map(&difference, &registered).unwrap();
            assert!(map.units_in_use() > 0 && map.units_in_use() < map.units());
            check_sums(&*map);
            for path in [copy_text, difference_text, base_text] {
                home.vboxmanage(&["closemedium", "disk", path, "--delete"]);
            }
        }
    }
}

/// Images of several files are too long to be copied whole for a test: the start, where the file
/// system is, must do.
#[test]
#[ignore = "needs the testbed"]
fn virtualbox_reads_the_same_split_disk() {
    const START: u64 = 24 * MIB;
    let home = Home::new();
    let folder = home.folder("images");
    let [base, difference, copy] = ["base.vmdk", "difference.vmdk", "start.raw"].map(|name| folder.join(name));
    let [base_text, difference_text, copy_text] = [&base, &difference, &copy].map(|path| path.to_str().unwrap());
    let create = ["createmedium", "disk", "--format", "VMDK", "--filename"];
    home.vboxmanage(&[&create[..], &[base_text, "--size", "2100", "--variant", "Split2G"]].concat());
    home.vboxmanage(&["mediumio", "--disk", base_text, "formatfat", "--quick"]);
    home.vboxmanage(&[&create[..], &[difference_text, "--diffparent", base_text, "--variant", "Split2G"]].concat());
    home.vboxmanage(&["mediumio", "--disk", difference_text, "formatfat", "--quick"]);
    let size = START.to_string();
    home.vboxmanage(&["mediumio", "--disk", difference_text, "cat", "--size", &size, "--output", copy_text]);
    let map = read_map(&base, &ImageFormat::Vmdk).unwrap();
    assert_eq!((map.virtual_size(), map.files().len()), (Bytes(2100 * MIB), 3));
    check_sums(&*map);
    let chain = [(base.as_path(), ImageFormat::Vmdk), (difference.as_path(), ImageFormat::Vmdk)];
    let ours = disk_start(&chain, START);
    assert!(ours == fs::read(&copy).unwrap() && ours.iter().any(|byte| *byte != 0));
    for path in [difference_text, base_text] {
        home.vboxmanage(&["closemedium", "disk", path, "--delete"]);
    }
}

/// VirtualBox gives the difference images of a disk with large blocks small ones.
#[test]
#[ignore = "needs the testbed"]
fn virtualbox_mixes_block_sizes_in_one_chain() {
    let home = Home::new();
    let folder = home.folder("images");
    let [base, difference, copy] = ["base.vdi", "difference.vdi", "copy.raw"].map(|name| folder.join(name));
    let [base_text, difference_text, copy_text] = [&base, &difference, &copy].map(|path| path.to_str().unwrap());
    let size = ["--sizebyte", "41000448", "--property", "AllocationBlockSize=4194304"];
    home.vboxmanage(&[&["createmedium", "disk", "--filename", base_text], &size[..]].concat());
    home.vboxmanage(&["mediumio", "--disk", base_text, "formatfat", "--quick"]);
    home.vboxmanage(&["createmedium", "disk", "--filename", difference_text, "--diffparent", base_text]);
    home.vboxmanage(&["mediumio", "--disk", difference_text, "formatfat", "--quick"]);
    home.vboxmanage(&["clonemedium", "disk", difference_text, copy_text, "--format", "RAW"]);
    let maps = [&base, &difference].map(|path| read_map(path, &ImageFormat::Vdi).unwrap());
    assert_eq!(maps.each_ref().map(|map| map.unit()), [4 * MIB, MIB]);
    for map in &maps {
        assert_eq!(map.virtual_size(), Bytes(41_000_448));
        check_sums(&**map);
    }
    let chain = [(base.as_path(), ImageFormat::Vdi), (difference.as_path(), ImageFormat::Vdi)];
    assert!(disk_content(&chain) == fs::read(&copy).unwrap());
    for path in [copy_text, difference_text, base_text] {
        home.vboxmanage(&["closemedium", "disk", path, "--delete"]);
    }
}
