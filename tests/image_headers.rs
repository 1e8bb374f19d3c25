//! Sizes and headers of image files: what every image says of itself, and what it takes.
//!
//! The images are made here by `qemu-img`, an independent program. `image_virtualbox.rs` reads those of
//! VirtualBox.

#![expect(clippy::panic, reason = "a test fails by panicking")]

mod image_tools;

use std::fs;

use image_tools::qemu_img;
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
