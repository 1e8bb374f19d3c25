//! Sizes and headers of image files: what every image says of itself, and what it takes.
//!
//! The images are made here by `qemu-img`, an independent program; VirtualBox's own are read if
//! `SNAPGROVE_VBOXMANAGE` names one, with `SNAPGROVE_VBOX_HOME` as a folder that it may write to.

#![expect(clippy::panic, reason = "a test fails by panicking")]

mod image_tools;

use std::fs;
use std::path::Path;

use image_tools::{created_id, qemu_img, shared_folder, vboxmanage};
use snapgrove::image::{ImageError, measure, measure_size, read_header};
use snapgrove::model::{Bytes, FileStatus, ImageFormat};

const MIB: u64 = 1024 * 1024;

fn present(status: FileStatus) -> (Bytes, Bytes, Option<Bytes>, Option<String>) {
    match status {
        FileStatus::Present { occupied, length, header, damage, .. } => {
            (occupied, length, header.map(|header| header.virtual_size), damage.map(|text| text.to_string()))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_virtual_size_of_every_format_and_variant() {
    let folder = tempfile::tempdir().unwrap();
    for (name, format, options, registered) in [
        ("dynamic.vdi", "vdi", "static=off", ImageFormat::Vdi),
        ("fixed.vdi", "vdi", "static=on", ImageFormat::Vdi),
        ("sparse.vmdk", "vmdk", "subformat=monolithicSparse", ImageFormat::Vmdk),
        ("stream.vmdk", "vmdk", "subformat=streamOptimized", ImageFormat::Vmdk),
        ("flat.vmdk", "vmdk", "subformat=monolithicFlat", ImageFormat::Vmdk),
        ("split.vmdk", "vmdk", "subformat=twoGbMaxExtentSparse", ImageFormat::Vmdk),
        ("splitflat.vmdk", "vmdk", "subformat=twoGbMaxExtentFlat", ImageFormat::Vmdk),
        ("dynamic.vhd", "vpc", "subformat=dynamic,force_size=on", ImageFormat::Vhd),
        ("fixed.vhd", "vpc", "subformat=fixed,force_size=on", ImageFormat::Vhd),
        ("version2.qcow2", "qcow2", "compat=0.10", ImageFormat::Qcow2),
        ("version3.qcow2", "qcow2", "compat=1.1,extended_l2=on", ImageFormat::Qcow2),
    ] {
        let path = folder.path().join(name);
        if qemu_img(&["create", "-q", "-f", format, "-o", options, path.to_str().unwrap(), "9M"]).is_none() {
            return;
        }
        // The registry may be wrong: the file knows better.
        for claimed in [&registered, &ImageFormat::Vdi, &ImageFormat::Vmdk, &ImageFormat::from_name("")] {
            // A fixed-size VHD has no signature where other formats have theirs.
            if name != "fixed.vhd" || *claimed == ImageFormat::Vhd {
                let header = read_header(&path, claimed).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(header.virtual_size, Bytes(9 * MIB), "{name}");
                assert_eq!(header.parent, None, "{name}");
            }
        }
        let (_, length, size, damage) = present(measure(&path, &registered));
        let expected = (fs::metadata(&path).unwrap().len(), Some(Bytes(9 * MIB)), None);
        assert_eq!((length.0, size, damage), expected, "{name}");
    }
}

#[test]
fn an_image_of_several_files_counts_them_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.vmdk");
    let options = "subformat=twoGbMaxExtentFlat";
    if qemu_img(&["create", "-q", "-f", "vmdk", "-o", options, path.to_str().unwrap(), "3G"]).is_none() {
        return;
    }
    fs::write(folder.path().join("disk-f002.vmdk"), vec![1; 300_000]).unwrap();
    let (occupied, length, ..) = present(measure_size(&path, &ImageFormat::Vmdk));
    assert!((300_000..400_000).contains(&occupied.0), "{occupied:?}");
    assert!(length.0 < 1000, "the descriptor's own length counts for the direction of merges");

    fs::remove_file(folder.path().join("disk-f001.vmdk")).unwrap();
    let (.., damage) = present(measure(&path, &ImageFormat::Vmdk));
    assert_eq!(damage.as_deref(), Some("its extent file “disk-f001.vmdk” is missing"));
}

#[test]
fn a_descriptor_leads_to_no_file_outside_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let outside = folder.path().join("big");
    fs::write(&outside, vec![1; 500_000]).unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let path = inner.join("disk.vmdk");
    for name in ["../big", outside.to_str().unwrap(), "./../big", ".."] {
        fs::write(&path, format!("# Disk DescriptorFile\nversion=1\nRW 8192 FLAT \"{name}\" 0\n")).unwrap();
        let (occupied, ..) = present(measure_size(&path, &ImageFormat::Vmdk));
        assert!(occupied.0 < 100_000, "{name}: {occupied:?}");
    }
}

#[test]
fn what_is_not_there_or_no_image_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.vdi");
    assert_eq!(measure(&missing, &ImageFormat::Vdi), FileStatus::Missing);
    assert_eq!(measure(&missing.join("deeper.vdi"), &ImageFormat::Vdi), FileStatus::Missing);
    assert!(matches!(measure(folder.path(), &ImageFormat::Vdi), FileStatus::Unreadable(_)));

    let text = folder.path().join("notes.vdi");
    fs::write(&text, "not an image").unwrap();
    for format in [ImageFormat::Vdi, ImageFormat::Vmdk, ImageFormat::Vhd, ImageFormat::Qcow2] {
        let error = read_header(&text, &format).unwrap_err();
        assert!(matches!(error, ImageError::OtherFormat { .. }), "{error}");
        let (.., damage) = present(measure(&text, &format));
        assert_eq!(damage, Some(error.to_string()));
    }
    let (_, length, header, damage) = present(measure(&text, &ImageFormat::from_name("RAW")));
    assert_eq!((length, header, damage), (Bytes(12), None, None));
    // A file in the place of the folder.
    assert_eq!(measure(&text.join("deeper.vdi"), &ImageFormat::Vdi), FileStatus::Missing);
}

/// The guest may write another format's signature into its raw disk; that must not be believed.
#[test]
fn a_raw_disk_is_never_taken_for_an_image() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.raw");
    if qemu_img(&["create", "-q", "-f", "qcow2", path.to_str().unwrap(), "9M"]).is_some() {
        let error = read_header(&path, &ImageFormat::from_name("RAW")).unwrap_err();
        assert!(matches!(error, ImageError::Unsupported { .. }), "{error}");
    }
}

#[test]
fn the_ids_that_virtualbox_writes() {
    let Some(folder) = shared_folder() else {
        eprintln!("NOT TESTED: SNAPGROVE_VBOX_HOME does not name a folder");
        return;
    };
    for (format, variant, megabytes) in
        [("VDI", "Standard", "40"), ("VMDK", "Standard", "40"), ("VMDK", "Split2G", "5000"), ("VHD", "Standard", "40")]
    {
        let file = |role: &str| folder.path().join(format!("{role}-{variant}.{}", format.to_lowercase()));
        let (base, difference) = (file("base"), file("difference"));
        let create = |path: &Path, more: &[&str]| {
            let fixed = ["createmedium", "disk", "--format", format, "--filename", path.to_str().unwrap()];
            vboxmanage(&[&fixed, more].concat()).map(|output| created_id(&output))
        };
        let Some(base_id) = create(&base, &["--size", megabytes, "--variant", variant]) else { return };
        let Some(difference_id) = create(&difference, &["--diffparent", base.to_str().unwrap()]) else { return };

        let registered = ImageFormat::from_name(format);
        let header = read_header(&base, &registered).unwrap();
        assert_eq!((header.id, header.parent), (Some(base_id), None), "{format} {variant}");
        let header = read_header(&difference, &registered).unwrap();
        assert_eq!((header.id, header.parent), (Some(difference_id), Some(base_id)), "{format} {variant}");
        assert_eq!(header.virtual_size.0, megabytes.parse::<u64>().unwrap() * MIB, "{format} {variant}");
        for path in [&difference, &base] {
            vboxmanage(&["closemedium", "disk", path.to_str().unwrap()]);
        }
    }
}
