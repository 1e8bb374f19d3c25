//! Which parts of a disk an image holds, compared with what independent programs say: `qemu-img map`,
//! `qemu-img snapshot` and `qemu-img check`. `image_virtualbox.rs` compares with VirtualBox.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod image_tools;

use std::fs;
use std::path::Path;

use image_tools::{Numbers, check_sums, output_of, qemu_img};
use snapgrove::image::{AllocationMap, ImageError, MapCache, Qcow2Image, State, read_map};
use snapgrove::model::{Bytes, ImageFormat};

const MIB: u64 = 1024 * 1024;

/// A stretch as both programs describe it: start, length, kind, and where, if it is plain data.
type Described = (u64, u64, &'static str, Option<u64>);

/// Joins what one program splits and the other does not.
fn joined(stretches: impl IntoIterator<Item = Described>) -> Vec<Described> {
    let mut joined: Vec<Described> = Vec::new();
    for next in stretches {
        if let Some(last) = joined.last_mut()
            && last.2 == next.2
            && last.3.map(|offset| offset + last.1) == next.3
        {
            last.1 += next.1;
        } else {
            joined.push(next);
        }
    }
    joined
}

fn ours(map: &dyn AllocationMap) -> Vec<Described> {
    joined(map.stretches().map(|stretch| match stretch.state {
        State::Free => (stretch.start, stretch.length, "free", None),
        State::Zero => (stretch.start, stretch.length, "zero", None),
        State::Data(place) => (stretch.start, stretch.length, "data", Some(place.offset)),
        State::Compressed(_) => (stretch.start, stretch.length, "compressed", None),
    }))
}

/// What `qemu-img map` says of one image, without what is below it.
fn theirs(path: &Path, format: &str) -> Option<Vec<Described>> {
    let text = output_of("qemu-img", &["map", "-f", format, "--output=json", path.to_str().unwrap()])?;
    let list: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    Some(joined(list.iter().map(|entry| {
        let flag = |name: &str| entry.get(name).and_then(serde_json::Value::as_bool).unwrap_or_default();
        let number = |name: &str| entry.get(name).and_then(serde_json::Value::as_u64);
        let here = number("depth") == Some(0) && flag("present");
        let (kind, offset) = match (here, flag("data"), flag("compressed")) {
            (false, ..) => ("free", None),
            (true, true, true) => ("compressed", None),
            (true, true, false) => ("data", number("offset")),
            (true, false, _) => ("zero", None),
        };
        (number("start").unwrap(), number("length").unwrap(), kind, offset)
    })))
}

/// Writes, writes zeros and discards at random places, with `qemu-io`.
fn use_disk(path: &Path, format: &str, megabytes: u64, numbers: &mut Numbers, compressed: bool) -> Option<()> {
    let mut arguments = vec!["-f".to_owned(), format.to_owned()];
    for _ in 0..30 {
        let start = numbers.below(megabytes * 2048) * 512;
        let most = (megabytes * MIB - start) / 512;
        let length = (numbers.below(most.min(6000)) + 1) * 512;
        let command = match numbers.below(8) {
            0 => format!("write -z {start} {length}"),
            1 => format!("write -z -u {start} {length}"),
            2 => format!("discard {start} {length}"),
            3 if compressed => format!("write -c -P 7 {} 64k", start / 65_536 * 65_536),
            pattern => format!("write -P {} {start} {length}", pattern * 30),
        };
        arguments.extend(["-c".to_owned(), command]);
    }
    // Writing compressed over a cluster that is there is refused, and the rest goes on.
    match std::process::Command::new("qemu-io").args(arguments).arg(path).output() {
        Ok(_) => Some(()),
        Err(error) => {
            eprintln!("NOT TESTED: qemu-io cannot be run ({error}); install qemu-utils");
            None
        }
    }
}

#[test]
fn maps_are_those_of_qemu() {
    let folder = tempfile::tempdir().unwrap();
    let variants: &[(&str, &str, ImageFormat)] = &[
        ("vdi", "static=off", ImageFormat::Vdi),
        ("vdi", "static=on", ImageFormat::Vdi),
        ("vmdk", "subformat=monolithicSparse", ImageFormat::Vmdk),
        ("vmdk", "subformat=monolithicSparse,zeroed_grain=on", ImageFormat::Vmdk),
        ("vpc", "subformat=dynamic,force_size=on", ImageFormat::Vhd),
        ("vpc", "subformat=fixed,force_size=on", ImageFormat::Vhd),
        ("qcow2", "compat=0.10", ImageFormat::Qcow2),
        ("qcow2", "compat=1.1", ImageFormat::Qcow2),
        ("qcow2", "cluster_size=512,refcount_bits=1", ImageFormat::Qcow2),
        ("qcow2", "cluster_size=4k,refcount_bits=64", ImageFormat::Qcow2),
        ("qcow2", "cluster_size=2M,refcount_bits=2", ImageFormat::Qcow2),
        ("qcow2", "extended_l2=on", ImageFormat::Qcow2),
        ("qcow2", "extended_l2=on,cluster_size=16k", ImageFormat::Qcow2),
        ("qcow2", "preallocation=metadata", ImageFormat::Qcow2),
        ("qcow2", "lazy_refcounts=on,compression_type=zstd", ImageFormat::Qcow2),
    ];
    for (number, (program_name, options, format)) in variants.iter().enumerate() {
        for seed in 0..4 {
            let path = folder.path().join(format!("{number}-{seed}"));
            let text = path.to_str().unwrap();
            if qemu_img(&["create", "-q", "-f", program_name, "-o", options, text, "37M"]).is_none() {
                return;
            }
            let mut numbers = Numbers(seed);
            let compressed = options.contains("compat=1.1") || options.contains("zstd");
            use_disk(&path, program_name, 37, &mut numbers, compressed);
            let map = read_map(&path, format).unwrap();
            assert_eq!(map.virtual_size(), Bytes(37 * MIB));
            let expected = theirs(&path, program_name).unwrap();
            // QEMU gives no offset of fixed-size VHD and asks the file system what is allocated.
            if options.contains("subformat=fixed") {
                assert_eq!(ours(&*map), [(0, 37 * MIB, "data", Some(0))]);
            } else {
                let mut found = ours(&*map);
                // In formats without backing files QEMU does not tell "free" from "zero".
                if matches!(format, ImageFormat::Vdi | ImageFormat::Vhd) {
                    found.iter_mut().filter(|stretch| stretch.2 == "free").for_each(|stretch| stretch.2 = "zero");
                }
                assert_eq!(found, expected, "{program_name} {options}, seed {seed}");
            }
            check_sums(&*map);
        }
    }
}

#[test]
fn images_of_several_files() {
    let folder = tempfile::tempdir().unwrap();
    for (subformat, megabytes) in [("twoGbMaxExtentSparse", 5000), ("twoGbMaxExtentFlat", 5000), ("monolithicFlat", 9)]
    {
        let path = folder.path().join(format!("{subformat}.vmdk"));
        let (text, options, size) = (path.to_str().unwrap(), format!("subformat={subformat}"), format!("{megabytes}M"));
        if qemu_img(&["create", "-q", "-f", "vmdk", "-o", &options, text, &size]).is_none() {
            return;
        }
        use_disk(&path, "vmdk", megabytes, &mut Numbers(5), false);
        let map = read_map(&path, &ImageFormat::Vmdk).unwrap();
        assert_eq!(map.virtual_size(), Bytes(megabytes * MIB), "{subformat}");
        assert_eq!(map.files().len(), 1 + usize::try_from(megabytes.div_ceil(2047)).unwrap());
        check_sums(&*map);
        if subformat.contains("Sparse") {
            assert_eq!(ours(&*map), theirs(&path, "vmdk").unwrap());
        } else {
            assert!(map.stretches().all(|stretch| stretch.state.takes_space()));
        }
    }
}

#[test]
fn a_stream_optimised_vmdk_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stream.vmdk");
    let options = "subformat=streamOptimized";
    if qemu_img(&["create", "-q", "-f", "vmdk", "-o", options, path.to_str().unwrap(), "9M"]).is_some() {
        let error = read_map(&path, &ImageFormat::Vmdk).unwrap_err();
        assert!(matches!(error, ImageError::Unsupported { .. }), "{error}");
    }
}

#[test]
fn internal_snapshots_and_refcounts_of_qcow2() {
    let folder = tempfile::tempdir().unwrap();
    for options in
        ["compat=0.10", "compat=1.1", "extended_l2=on", "refcount_bits=8", "refcount_bits=64", "cluster_size=4k"]
    {
        let path = folder.path().join(options);
        let text = path.to_str().unwrap();
        if qemu_img(&["create", "-q", "-f", "qcow2", "-o", options, text, "37M"]).is_none() {
            return;
        }
        let mut numbers = Numbers(9);
        let mut maps_when_taken = Vec::new();
        for name in ["before", "Größe €", "third"] {
            use_disk(&path, "qcow2", 37, &mut numbers, false);
            maps_when_taken.push(ours(&*read_map(&path, &ImageFormat::Qcow2).unwrap()));
            qemu_img(&["snapshot", "-q", "-c", name, text]);
        }
        use_disk(&path, "qcow2", 37, &mut numbers, false);

        let image = Qcow2Image::open(&path).unwrap();
        let snapshots = image.snapshots().unwrap();
        let names: Vec<&str> = snapshots.iter().map(|snapshot| &*snapshot.name).collect();
        assert_eq!(names, ["before", "Größe €", "third"]);
        assert_eq!(snapshots.iter().map(|snapshot| &*snapshot.id).collect::<Vec<_>>(), ["1", "2", "3"]);
        // Taking a snapshot moves no data, and later writes go elsewhere.
        let maps: Vec<_> = snapshots.iter().map(|snapshot| ours(&*image.map_of_snapshot(snapshot).unwrap())).collect();
        assert_eq!(maps, maps_when_taken, "{options}");
        assert_eq!(ours(&*image.map().unwrap()), theirs(&path, "qcow2").unwrap(), "{options}");
        check_refcounts(&image, &path);
    }
}

/// Every data cluster has as many references as states that show it, and the sum is that of the file.
fn check_refcounts(image: &Qcow2Image, path: &Path) {
    let refcounts = image.refcounts().unwrap();
    let mut shown = std::collections::HashMap::<u64, u64>::new();
    let mut maps = vec![image.map().unwrap()];
    maps.extend(image.snapshots().unwrap().iter().map(|snapshot| image.map_of_snapshot(snapshot).unwrap()));
    for map in &maps {
        for unit in 0..map.units() {
            if let State::Data(place) = map.state(unit) {
                *shown.entry(place.offset / image.header().cluster()).or_default() += 1;
            }
        }
    }
    for (cluster, times) in shown {
        assert_eq!(refcounts.of(cluster), times, "cluster {cluster}");
    }
    assert_eq!(refcounts.of(0), 1, "the header");
    // The file ends with its last cluster that was ever in use, so all that are in use lie within.
    let clusters = fs::metadata(path).unwrap().len().div_ceil(image.header().cluster());
    let within = (0..clusters).filter(|cluster| refcounts.of(*cluster) > 0).count();
    assert_eq!(within as u64, refcounts.clusters_in_use());
    output_of("qemu-img", &["check", "-q", "-f", "qcow2", path.to_str().unwrap()]);
}

/// Sets of snapshots, deleted by `qemu-img` in any order, free exactly what was said.
#[test]
fn what_deleting_internal_snapshots_of_qcow2_frees() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        ["compat=0.10", "compat=1.1", "extended_l2=on", "refcount_bits=64", "cluster_size=4k", "cluster_size=512"];
    for (options, seed) in options.iter().zip(20_u64..) {
        let path = folder.path().join("disk.qcow2");
        let text = path.to_str().unwrap();
        if qemu_img(&["create", "-q", "-f", "qcow2", "-o", options, text, "37M"]).is_none() {
            return;
        }
        let mut numbers = Numbers(seed);
        for name in ["a", "b", "c", "d"] {
            use_disk(&path, "qcow2", 37, &mut numbers, true);
            qemu_img(&["snapshot", "-q", "-c", name, text]);
        }
        use_disk(&path, "qcow2", 37, &mut numbers, true);
        for set in [0b0001, 0b0010, 0b0110, 0b1000, 0b1011, 0b1111_u64] {
            let copy = folder.path().join("copy.qcow2");
            fs::copy(&path, &copy).unwrap();
            let image = Qcow2Image::open(&copy).unwrap();
            let snapshots = image.snapshots().unwrap();
            let mut deleted: Vec<_> =
                (0..4).filter(|bit| set >> bit & 1 == 1).filter_map(|bit: usize| snapshots.get(bit)).collect();
            let promised = image.deletion(&deleted).unwrap();
            let before = image.refcounts().unwrap().clusters_in_use();
            if numbers.below(2) == 0 {
                deleted.reverse();
            }
            for snapshot in deleted {
                qemu_img(&["snapshot", "-q", "-d", &snapshot.name, copy.to_str().unwrap()]);
            }
            let after = Qcow2Image::open(&copy).unwrap().refcounts().unwrap().clusters_in_use();
            assert_eq!(before - after, promised.clusters, "{options}, set {set:04b}");
            assert_eq!(promised.bytes.0, promised.clusters * image.header().cluster());
        }
    }
}

#[test]
fn a_qcow2_overlay_holds_only_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let (base, overlay) = (folder.path().join("base.qcow2"), folder.path().join("overlay.qcow2"));
    if qemu_img(&["create", "-q", "-f", "qcow2", base.to_str().unwrap(), "37M"]).is_none() {
        return;
    }
    use_disk(&base, "qcow2", 37, &mut Numbers(1), false);
    qemu_img(&["create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", "base.qcow2", overlay.to_str().unwrap()]);
    use_disk(&overlay, "qcow2", 37, &mut Numbers(2), false);
    let image = Qcow2Image::open(&overlay).unwrap();
    assert_eq!(image.header().backing_name.as_deref(), Some("base.qcow2"));
    assert_eq!(ours(&*image.map().unwrap()), theirs(&overlay, "qcow2").unwrap());
}

#[test]
fn a_map_is_read_again_only_when_the_image_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.qcow2");
    if qemu_img(&["create", "-q", "-f", "qcow2", path.to_str().unwrap(), "37M"]).is_none() {
        return;
    }
    let cache = MapCache::new(Bytes(MIB));
    // A file that was just written may be written again in the same tick of its clock: not kept.
    let fresh = cache.map(&path, &ImageFormat::Qcow2).unwrap();
    let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    fs::File::options().write(true).open(&path).unwrap().set_modified(hour_ago).unwrap();
    let first = cache.map(&path, &ImageFormat::Qcow2).unwrap();
    let again = cache.map(&path, &ImageFormat::Qcow2).unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &again) && !std::sync::Arc::ptr_eq(&first, &fresh));
    use_disk(&path, "qcow2", 37, &mut Numbers(1), false);
    let changed = cache.map(&path, &ImageFormat::Qcow2).unwrap();
    assert_eq!((first.units_in_use(), ours(&*changed)), (0, theirs(&path, "qcow2").unwrap()));
    fs::remove_file(&path).unwrap();
    assert!(cache.map(&path, &ImageFormat::Qcow2).is_err());
}
