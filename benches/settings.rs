//! How fast settings files are read: one that VirtualBox 7 could have written, of 10 snapshots, as
//! often as makes a computer with 1,000 machines (22.5 MB).

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use snapgrove::hypervisor::virtualbox::parse_settings;

/// Machines of the computer that the reading is measured by.
const MACHINES: u64 = 1_000;
/// Snapshots of each.
const SNAPSHOTS: usize = 10;

/// The hardware settings that VirtualBox 7 writes for a Linux guest.
fn hardware(image: usize) -> String {
    format!(
        r#"      <Hardware>
        <CPU count="2">
          <PAE enabled="false"/>
          <LongMode enabled="true"/>
          <X2APIC enabled="true"/>
          <HardwareVirtExLargePages enabled="false"/>
        </CPU>
        <Memory RAMSize="2048"/>
        <HID Pointing="USBTablet"/>
        <Display controller="VMSVGA" VRAMSize="16"/>
        <Firmware/>
        <BIOS>
          <IOAPIC enabled="true"/>
          <SmbiosUuidLittleEndian enabled="true"/>
          <AutoSerialNumGen enabled="true"/>
        </BIOS>
        <USB>
          <Controllers>
            <Controller name="OHCI" type="OHCI"/>
            <Controller name="EHCI" type="EHCI"/>
          </Controllers>
        </USB>
        <Network>
          <Adapter slot="0" enabled="true" MACAddress="080027621F18" type="82540EM">
            <NAT localhost-reachable="true"/>
          </Adapter>
        </Network>
        <AudioAdapter codec="AD1980" useDefault="true" driver="ALSA" enabled="true" enabledOut="true"/>
        <RTC localOrUTC="UTC"/>
        <Clipboard/>
        <StorageControllers>
          <StorageController name="IDE" type="PIIX4" PortCount="2" useHostIOCache="true" Bootable="true">
            <AttachedDevice passthrough="false" type="DVD" hotpluggable="false" port="1" device="0"/>
          </StorageController>
          <StorageController name="SATA" type="AHCI" PortCount="1" useHostIOCache="false" Bootable="true">
            <AttachedDevice type="HardDisk" hotpluggable="false" port="0" device="0">
              <Image uuid="{{33333333-0000-4000-8000-{image:012x}}}"/>
            </AttachedDevice>
          </StorageController>
        </StorageControllers>
      </Hardware>
"#
    )
}

fn settings() -> Result<String, std::fmt::Error> {
    let mut file = String::from(
        "<?xml version=\"1.0\"?>\n<VirtualBox xmlns=\"http://www.virtualbox.org/\" version=\"1.19-linux\">\n  \
         <Machine uuid=\"{11111111-0000-4000-8000-000000000001}\" name=\"web\" OSType=\"Debian_64\" \
         snapshotFolder=\"Snapshots\" lastStateChange=\"2026-11-22T20:39:33Z\" \
         currentSnapshot=\"{22222222-0000-4000-8000-000000000009}\">\n    <MediaRegistry>\n      <HardDisks>\n",
    );
    for image in 0..=SNAPSHOTS {
        writeln!(
            file,
            "        <HardDisk uuid=\"{{33333333-0000-4000-8000-{image:012x}}}\" \
             location=\"Snapshots/{{33333333-0000-4000-8000-{image:012x}}}.vdi\" format=\"VDI\" type=\"Normal\">"
        )?;
    }
    file += &"        </HardDisk>\n".repeat(SNAPSHOTS + 1);
    file += "      </HardDisks>\n    </MediaRegistry>\n";
    for snapshot in 0..SNAPSHOTS {
        write!(
            file,
            "    <Snapshot uuid=\"{{22222222-0000-4000-8000-{snapshot:012x}}}\" name=\"Snapshot {snapshot}\" \
             timeStamp=\"2026-11-22T20:39:33Z\">\n      <Description>Before the update</Description>\n{}      <Snapshots>\n",
            hardware(snapshot)
        )?;
    }
    file += &"      </Snapshots>\n    </Snapshot>\n".repeat(SNAPSHOTS);
    file += &hardware(SNAPSHOTS);
    file += "  </Machine>\n</VirtualBox>\n";
    Ok(file)
}

fn read(criterion: &mut Criterion) {
    let Ok(file) = settings() else { return };
    let path = Path::new("/vms/web/web.vbox");
    let mut group = criterion.benchmark_group("settings");
    group.sample_size(20).throughput(Throughput::Bytes(file.len() as u64 * MACHINES));
    group.bench_function("1000 machines of 10 snapshots", |bencher| {
        bencher.iter(|| {
            for _ in 0..MACHINES {
                black_box(parse_settings(black_box(file.as_bytes()), path)).ok();
            }
        });
    });
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
