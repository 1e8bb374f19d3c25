"""Builds the test machines. Runs inside the testbed, in two steps: `build` through VirtualBox's own interface, then,
when VirtualBox's service has ended and no longer holds the files, `finish` on the files themselves.

The machines serve the tests and the screenshots alike, so they have names, ages and sizes as people's have, and every
trap that is known. Nothing is random: two runs build the same trees with the same data (ids and paths of images differ).
"""

import json
import os
import random
import re
import shutil
import sys
import time
from contextlib import contextmanager

MIB = 1 << 20
GIB = 1 << 30
# SETTINGS_SNAPSHOT_DEPTH_MAX in VirtualBox's source; it refuses one more.
DEEPEST = 250


class Testbed:
    """A VirtualBox home being filled."""

    def __init__(self, home):
        import vboxapi

        self.home = home
        self.manager = vboxapi.VirtualBoxManager(None, None)
        self.vbox = self.manager.getVirtualBox()
        self.constants = self.manager.constants
        self.folder = os.path.join(home, "machines")
        # Snapshot id or machine id -> how many days ago; `finish` writes it, for VirtualBox always takes "now".
        self.ages = {}

    def constant(self, name):
        return getattr(self.constants, name)

    def wait(self, progress):
        progress.waitForCompletion(-1)
        if progress.resultCode != 0:
            raise RuntimeError(progress.errorInfo.text)

    def medium(self, path, size, format="VDI", variant="Standard"):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        medium = self.vbox.createMedium(
            format, path, self.constant("AccessMode_ReadWrite"), self.constant("DeviceType_HardDisk")
        )
        self.wait(medium.createBaseStorage(size, [self.constant("MediumVariant_" + variant)]))
        return medium

    def create(self, name, os_type, group="/", settings_file=""):
        machine = self.vbox.createMachine(
            settings_file, name, self.constant("PlatformArchitecture_x86"), [group], os_type, "", "", "", ""
        )
        self.vbox.registerMachine(machine)
        return machine

    @contextmanager
    def machine(self, name, os_type="Linux_64", group="/", settings_file="", description="", machine=None):
        """A machine, locked as long as the block runs, its settings saved at the end."""
        machine = machine or self.create(name, os_type, group, settings_file)
        session = self.manager.getSessionObject(self.vbox)
        machine.lockMachine(session, self.constant("LockType_Write"))
        try:
            subject = Machine(self, session.machine, name)
            if description:
                subject.machine.description = description
            yield subject
            subject.machine.saveSettings()
        finally:
            session.unlockMachine()

    def linked_clone(self, name, origin, snapshot, group="/"):
        clone = self.vbox.createMachine(
            "", name, self.constant("PlatformArchitecture_x86"), [group], origin.OSTypeId, "", "", "", ""
        )
        source = origin.findSnapshot(snapshot).machine
        link = [self.constant("CloneOptions_Link")]
        self.wait(source.cloneTo(clone, self.constant("CloneMode_MachineState"), link))
        self.vbox.registerMachine(clone)
        return clone

    def full_clone(self, name, origin, group="/"):
        clone = self.vbox.createMachine(
            "", name, self.constant("PlatformArchitecture_x86"), [group], origin.OSTypeId, "", "", "", ""
        )
        self.wait(origin.cloneTo(clone, self.constant("CloneMode_AllStates"), []))
        self.vbox.registerMachine(clone)
        return clone


class Machine:
    """A locked machine, with the acts that the recipes below are made of."""

    def __init__(self, bed, machine, name):
        self.bed = bed
        self.machine = machine
        self.name = name
        self.folder = os.path.dirname(machine.settingsFilePath)
        self.controllers = set()
        self.taken = {}
        self.seed = 0

    def hardware(self, cpus=None, memory=None, efi=None, network=None, video=None):
        if cpus:
            self.machine.CPUCount = cpus
        if memory:
            self.machine.memorySize = memory
        if video:
            self.machine.graphicsAdapter.VRAMSize = video
        if efi:
            self.machine.firmwareSettings.firmwareType = self.bed.constant("FirmwareType_EFI")
        for slot, kind in enumerate(network or []):
            adapter = self.machine.getNetworkAdapter(slot)
            adapter.enabled = kind is not None
            if kind is not None:
                adapter.attachmentType = self.bed.constant("NetworkAttachmentType_" + kind)
        self.machine.saveSettings()
        return self

    def controller(self, name, bus):
        if name not in self.controllers:
            self.machine.addStorageController(name, self.bed.constant("StorageBus_" + bus))
            self.controllers.add(name)

    def disk(self, file, size=40 * GIB, format="VDI", type=None, port=0, data=0, variant="Standard"):
        """Attaches a new hard disk, with `data` MiB in it."""
        self.controller("SATA", "SATA")
        path = os.path.join(self.folder, file)
        medium = self.bed.medium(path, size, format, variant)
        if data:
            self.fill(medium, 0, data)
        self.attach(medium, port)
        if type:
            # Some types can only be given to an image that belongs to a machine, and none to one that is attached.
            self.detach(port)
            medium.type = self.bed.constant("MediumType_" + type)
            self.attach(medium, port)
        return medium

    def attach(self, medium, port, controller="SATA", kind="DeviceType_HardDisk"):
        self.machine.attachDevice(controller, port, 0, self.bed.constant(kind), medium)
        self.machine.saveSettings()
        return medium

    def detach(self, port):
        self.machine.detachDevice("SATA", port, 0)
        self.machine.saveSettings()

    def disc(self, path):
        """Puts a disc into a DVD drive."""
        self.controller("IDE", "IDE")
        if not os.path.exists(path):
            with open(path, "wb") as file:
                file.write(bytes(64 * 1024))
        drive = self.bed.constant("DeviceType_DVD")
        medium = self.bed.vbox.openMedium(path, drive, self.bed.constant("AccessMode_ReadOnly"), False)
        self.attach(medium, 1, "IDE", "DeviceType_DVD")

    def write(self, start, length, port=0):
        """Puts `length` MiB of data at `start` MiB into the image that the machine writes to now."""
        self.fill(self.machine.getMedium("SATA", port, 0), start, length)
        return self

    def fill(self, medium, start, length):
        self.seed += 1
        source = random.Random(f"{self.name}/{self.seed}")
        disk = medium.openForIO(True, "")
        try:
            for block in range(start, start + length):
                disk.write(block * MIB, source.randbytes(MIB))
        finally:
            disk.close()

    def take(self, name, description="", days=None):
        progress, id = self.machine.takeSnapshot(name, description, True)
        self.bed.wait(progress)
        self.taken.setdefault(name, id)
        if days is not None:
            self.bed.ages[id] = days
        return self

    def restore(self, name):
        """By id: names are not unique, and an empty one would mean the first snapshot."""
        self.bed.wait(self.machine.restoreSnapshot(self.machine.findSnapshot(self.taken[name])))
        return self

    def delete(self, name):
        self.bed.wait(self.machine.deleteSnapshot(self.taken[name]))
        return self

    def saved_state(self, megabytes=1):
        """Makes VirtualBox believe that the machine was saved while it ran; the next snapshot is then an online one."""
        self.seed += 1
        folder = self.machine.snapshotFolder
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, f"2026-10-{self.seed % 28 + 1:02}T09-30-00-000000000Z.sav")
        with open(path, "wb") as file:
            file.write(random.Random(f"{self.name}/{self.seed}").randbytes(megabytes * MIB))
        self.machine.adoptSavedState(path)
        return self

    def discard_state(self):
        self.machine.discardSavedState(True)
        return self

    def shared_folder(self, name):
        path = os.path.join(self.bed.home, "shared", name)
        os.makedirs(path, exist_ok=True)
        self.machine.createSharedFolder(name, path, True, True, "")
        self.machine.saveSettings()
        return self

    def firmware_memory(self):
        """EFI keeps its variables in a file; each snapshot then has a copy of it."""
        self.machine.nonVolatileStore.initUefiVariableStore(0)
        self.machine.saveSettings()
        return self

    def idle_since(self, days):
        self.bed.ages[self.machine.id] = days


# Machines as people have them, also for the screenshots


def web_frontend(bed):
    """Branches, with the current state in the middle of the tree, and hardware that changes on the way."""
    with bed.machine("web-frontend", "Ubuntu_64", "/Production", description="Public site.\nOwner: platform team") as m:
        m.hardware(cpus=2, memory=2048, network=["NAT"])
        m.disk("web-frontend.vdi", 25 * GIB, data=22)
        m.take("Fresh install", "Ubuntu Server 26.04, minimal, no packages added", days=211)
        m.write(30, 6).write(4, 1)
        m.take("Hardened, updates applied", "CIS level 1\nunattended-upgrades on\nroot login off", days=204)
        m.hardware(cpus=4, memory=4096, network=["NAT", "Internal"]).write(36, 9)
        m.take("nginx 1.28 + certificates", "Serves the static site", days=160)
        m.write(45, 4).write(32, 2)
        m.take("Before TLS migration", "Old cipher list still in place", days=92)
        m.write(49, 7).write(36, 3)
        m.take("TLS 1.3 only", "Scores A+\n\nRoll back to 'Before TLS migration' if old clients complain", days=90)
        m.hardware(memory=8192, video=64).shared_folder("site").write(56, 3)
        m.take("Load test, 8 GB", days=61)
        m.restore("nginx 1.28 + certificates").write(60, 12)
        m.take("HTTP/3 experiment", "QUIC on UDP 443", days=75)
        m.write(72, 5)
        m.take("HTTP/3 tuned", days=74)
        m.restore("HTTP/3 experiment").write(61, 2)
        m.take("HTTP/3 with BBR", days=73)
        m.restore("nginx 1.28 + certificates").write(80, 5)
        m.take("A/B test stack", "Two upstreams", days=40)
        m.restore("TLS 1.3 only").write(90, 2)
        m.idle_since(3)


def db_primary(bed):
    """Two disks, and online snapshots that share their saved state with nobody or with the current state."""
    with bed.machine("db-primary", "Debian_64", "/Production") as m:
        m.hardware(cpus=8, memory=16384, network=["Internal"])
        m.disk("db-primary-system.vdi", 20 * GIB, data=16)
        m.disk("db-primary-data.vdi", 200 * GIB, port=1, data=12)
        m.take("PostgreSQL 18 installed", days=143)
        m.write(0, 6, port=1).write(16, 2)
        m.take("Initial import", "Dump of 2026-06-20, 41 million rows", days=141)
        m.write(20, 9, port=1)
        m.take("Before schema v42", days=34)
        m.write(24, 8, port=1).write(18, 1)
        m.saved_state(4).take("After schema v42, running", "Taken while the machine ran", days=33)
        m.discard_state().write(40, 3, port=1)
        m.take("Index rebuild", days=20)
        m.restore("Before schema v42").write(60, 4, port=1)
        m.take("Partitioning trial", "Partition by month", days=12)
        m.write(70, 2, port=1)
        m.saved_state(3).take("Partitioning trial, warm cache", days=11)
        m.idle_since(11)


def win11_qa(bed):
    """EFI, with a copy of the firmware's memory in each snapshot."""
    with bed.machine("win11-qa", "Windows11_64", "/QA") as m:
        m.hardware(cpus=4, memory=8192, efi=True, network=["NAT"], video=128).firmware_memory()
        m.disk("win11-qa.vdi", 80 * GIB, data=24)
        m.take("Clean 25H2", "Activated, no updates pending", days=120)
        m.write(34, 8)
        m.take("Drivers + test tools", days=119)
        for build, days in (("4.1.0", 88), ("4.2.0", 60), ("4.3.0-rc1", 21), ("4.3.0-rc2", 9)):
            m.restore("Drivers + test tools").write(42, 3)
            m.take(f"App {build} installed", days=days)
            m.write(46, 2)
            m.take(f"App {build} upgraded from 3.9", days=days - 1)
        m.restore("App 4.3.0-rc2 installed").write(50, 1)
        m.idle_since(0.2)


def malware_lab(bed):
    """A bushy tree: always back to the clean baseline."""
    with bed.machine("malware-lab 分析", "Windows10_64", "/Research", description="隔离网络，禁止联网\nNever bridge this one") as m:
        m.hardware(cpus=2, memory=4096, network=["HostOnly"])
        m.disk("malware-lab.vdi", 60 * GIB, data=14)
        m.take("Clean baseline 干净基线", "安装分析工具之前的状态", days=180)
        m.write(20, 4)
        m.take("Tools: Sysmon, x64dbg, FakeNet", days=178)
        samples = (
            ("Emotet 2026-05 样本", 150),
            ("LockBit 3 引爆后", 122),
            ("Qakbot, before 2nd stage", 95),
            ("Agent Tesla ⚠ C2 alive", 47),
            ("AsyncRAT", 30),
            ("Unknown #17 (не открывать)", 4),
        )
        for number, (name, days) in enumerate(samples):
            m.restore("Tools: Sysmon, x64dbg, FakeNet").write(24 + number, 3)
            m.take(name, days=days)
        m.write(40, 2).saved_state(2)
        m.take("Unknown #17, unpacked in memory", days=3.5)
        m.discard_state().restore("Clean baseline 干净基线")
        m.idle_since(3)


def build_agent(bed):
    """One long straight chain."""
    with bed.machine("build-agent-12", "Fedora_64", "/CI") as m:
        m.hardware(cpus=8, memory=8192, network=["NAT"])
        m.disk("build-agent-12.vdi", 100 * GIB, data=12)
        m.take("Toolchain 2026.1", days=130)
        for week in range(1, 14):
            m.write(12 + week, 1 + week % 2)
            m.take(f"Weekly {week:02}", f"Caches after week {week}", days=130 - 7 * week)
        m.write(40, 3)
        m.idle_since(1)


def nightly_builder(bed):
    """Far deeper than anybody should let it grow: straight runs that a picture must fold, with two side branches."""
    with bed.machine("nightly-builder", "Debian_64", "/CI") as m:
        m.hardware(cpus=4, memory=4096, network=["NAT"])
        m.disk("nightly-builder.vdi", 60 * GIB, data=5)
        for night in range(60):
            m.take(f"nightly {night + 1}", days=70 - night)
            if night % 12 == 0:
                m.write(6 + night, 1)
        m.restore("nightly 30").write(80, 1)
        m.take("Bisect: good", "First bad is between nightly 30 and 31", days=9)
        m.take("Bisect: bad", days=8.5)
        m.restore("nightly 60")
        m.idle_since(0.4)


def legacy_erp(bed):
    """VMDK base: difference images are VMDK too. The second disk consists of several files."""
    with bed.machine("legacy-erp", "Windows2003", "/Production/Legacy") as m:
        m.hardware(cpus=1, memory=1024, network=["Bridged"])
        m.disk("legacy-erp.vmdk", 8 * GIB, "VMDK", data=9)
        m.disk("legacy-files.vmdk", 5 * GIB, "VMDK", port=1, data=3, variant="VmdkSplit2G")
        m.take("As delivered 2011", days=400)
        m.write(3, 4).write(2500, 2, port=1)
        m.take("Service pack 4", days=396)
        m.write(5, 2)
        m.take("Year end closing", days=310)
        m.idle_since(300)


def hyperv_import(bed):
    """VHD base with large blocks, and a disk of fixed size beside it."""
    with bed.machine("hyperv-import", "Windows2019_64", "/Production/Legacy") as m:
        m.hardware(cpus=2, memory=4096, network=["NAT"])
        m.disk("hyperv-import.vhd", 12 * GIB, "VHD", data=6)
        m.disk("scratch-fixed.vdi", 4 * MIB, port=1, variant="Fixed")
        m.take("Imported", days=250)
        m.write(8, 4)
        m.take("Guest additions removed", days=249)
        m.restore("Imported").write(20, 2)
        m.idle_since(200)


def intranet_wiki(bed):
    """Small, and copied whole: its copy has snapshots with the same ids."""
    with bed.machine("intranet-wiki", "Debian_64", "/Production") as m:
        m.hardware(cpus=1, memory=1024, network=["NAT"])
        m.disk("intranet-wiki.vdi", 10 * GIB, data=5)
        m.take("MediaWiki 1.45", days=90)
        m.write(5, 2)
        m.take("Before extension updates", days=50)
        m.restore("MediaWiki 1.45").write(8, 1)
        m.take("Visual editor trial", days=45)
        m.idle_since(44)
    clone = bed.full_clone("intranet-wiki (moved to Bern)", bed.vbox.findMachine("intranet-wiki"), "/Production")
    bed.ages[clone.id] = 30


def linked_clones(bed):
    """Their first image hangs on an image of another machine, and is listed in that machine's settings file."""
    origin = bed.vbox.findMachine("web-frontend")
    for number in (1, 2):
        clone = bed.linked_clone(f"web-canary-{number}", origin, "nginx 1.28 + certificates", "/Production/Canaries")
        with bed.machine(clone.name, machine=clone) as m:
            m.write(100, number)
            m.take("Canary deployed", days=20 - number)
            m.write(110, 1)
            if number == 2:
                m.take("Rollback rehearsed", days=15)
            m.idle_since(14)


def disk_kinds(bed):
    """Immutable, write-through, shareable, multi-attach: what a snapshot holds of each is different."""
    with bed.machine("kiosk-lobby", "Debian_64", "/Office") as m:
        m.hardware(cpus=1, memory=1024, network=["NAT"])
        m.disk("kiosk-lobby.vdi", 8 * GIB, type="Immutable", data=6)
        m.take("Opening day", days=365)
        m.write(2, 2)
        m.take("Summer campaign", days=140)
        m.idle_since(130)
    with bed.machine("nas-mirror", "FreeBSD_64", "/Office") as m:
        m.hardware(cpus=2, memory=2048, network=["Bridged"])
        m.disk("nas-system.vdi", 12 * GIB, data=4)
        m.disk("nas-pool.vdi", 500 * GIB, port=1, type="Writethrough", data=5)
        # Only images of fixed size can be shared.
        m.disk("nas-shared.vdi", 4 * MIB, port=2, type="Shareable", variant="Fixed")
        m.take("Pool imported", days=77)
        m.write(4, 2).write(5, 1, port=1)
        m.take("Before ZFS upgrade", days=30)
        m.idle_since(29)
    with bed.machine("classroom-01", "Ubuntu_64", "/Office/Classroom") as m:
        m.hardware(cpus=1, memory=2048, network=["NAT"])
        shared = m.disk("classroom-base.vdi", 16 * GIB, type="MultiAttach", data=4)
        m.take("Lesson 1", days=15)
        m.write(6, 1)
        m.idle_since(15)
    with bed.machine("classroom-02", "Ubuntu_64", "/Office/Classroom") as m:
        m.hardware(cpus=1, memory=2048, network=["NAT"])
        m.controller("SATA", "SATA")
        m.attach(shared, 0)
        m.write(8, 1)
        m.take("Lesson 1", days=15)
        m.idle_since(15)


def changing_disks(bed):
    """Disks that come and go between snapshots, a disc in the drive, and a snapshot folder somewhere else."""
    with bed.machine("media-server", "Debian_64", "/Office") as m:
        m.machine.snapshotFolder = os.path.join(bed.home, "machines", "elsewhere", "media-server-snapshots")
        m.hardware(cpus=2, memory=2048, network=["NAT"])
        m.disc(os.path.join(bed.home, "machines", "debian-14-netinst.iso"))
        m.disk("media-server.vdi", 20 * GIB, data=4)
        m.take("One disk", days=100)
        m.disk("films.vdi", 300 * GIB, port=1, data=3)
        m.take("Two disks", days=80)
        m.write(3, 2, port=1)
        m.take("Two disks, more films", days=60)
        m.detach(0)
        m.take("Without the system disk", days=20)
        m.idle_since(20)


def saved_now(bed):
    """A current state that is saved and shares its file with the snapshot it was taken with."""
    with bed.machine("presentation", "Xubuntu_64", "/Office") as m:
        m.hardware(cpus=2, memory=2048, network=["NAT"])
        m.disk("presentation.vdi", 15 * GIB, data=3)
        m.saved_state(2).take("Slides open, page 1", days=6)
        m.discard_state().write(3, 1)
        m.take("Slides closed", days=5)
        m.restore("Slides open, page 1")
        m.idle_since(5)


def deleted_in_between(bed):
    """Snapshots that were there: siblings in another order than they were taken, and a merged image."""
    with bed.machine("old-jenkins", "Debian_64", "/CI") as m:
        m.hardware(cpus=2, memory=2048, network=["NAT"])
        m.disk("old-jenkins.vdi", 30 * GIB, data=4)
        m.take("Base", days=500)
        m.write(4, 1)
        m.take("Plugins", days=450)
        m.write(5, 1)
        m.take("Pipeline as code", days=420)
        m.restore("Base").write(6, 1)
        m.take("Second try", days=410)
        m.restore("Pipeline as code")
        m.delete("Plugins").delete("Second try")
        m.take("Last green build", days=300)
        # Files that no machine knows: what a failed operation leaves behind.
        folder = m.machine.snapshotFolder
        bed.medium(os.path.join(folder, "{5f0e6f7a-0000-4000-8000-00000000dead}.vdi"), GIB).close()
        with open(os.path.join(folder, "2025-01-02T03-04-05-000000000Z.sav"), "wb") as file:
            file.write(bytes(range(256)) * 1024)
        m.idle_since(290)


def bare(bed):
    """No snapshots; no disks; nothing at all."""
    with bed.machine("router", "FreeBSD_64", "/Office") as m:
        m.hardware(cpus=1, memory=512, network=["Bridged", "Internal", "NAT"])
        m.disk("router.vdi", 2 * GIB, data=2)
        m.idle_since(700)
    with bed.machine("diskless", "Linux_64", "/Lab") as m:
        m.take("Nothing on it", "A snapshot without any image", days=2)
        m.idle_since(2)
    bed.create("just-created", "Other", "/Lab")


def deepest(bed):
    """As deep as VirtualBox allows. Without a disk, so that it is built quickly."""
    with bed.machine("deepest", "Linux_64", "/Lab") as m:
        for depth in range(1, DEEPEST + 1):
            m.take(f"depth {depth}")


# Machines made to break readers

ODD_SNAPSHOTS = (
    ('quotes "double" and \'single\'', 'also "here" and \'here\''),
    ("two\nlines", "first\nsecond\r\nthird\n\n\nlast\n"),
    ("tab\there", "\tindented\n\t\tmore"),
    ("emoji 🌳🦀👩‍👩‍👧", "🇨🇭 flags and 👍🏽 skin tones"),
    ("快照 – 分析前", "多行\n描述"),
    ("العربية עברית", "right to left"),
    ("-x", "a leading dash"),
    ("--description", "an option for a name"),
    ("  spaces around  ", "  kept  "),
    ("", "its name is empty"),
    ("<b>bold</b> & <script>", "]]> <!-- not a comment --> &amp; &#65; <Snapshot/>"),
    ("back\\slash $HOME `id` $(id) %s {} ${x}", "C:\\Users\\me"),
    ("twice", "the first of two"),
    ("twice", "the second of two"),
    ("x\"\nSnapshotName-1-1=\"forged", "y\"\nSnapshotUUID-1-1=\"00000000-1111-2222-3333-444444444444\""),
    ("e\u0301 decomposed, \u00e9 composed, \u200bzero width, \u202eoverride", ""),
    ("bell \x07, escape \x1b[31m and delete \x7f", "no settings file can hold the first two"),
    ("line separators \u2028 and \u0085", "\u00a0no-break space"),
    ("n" * 10_000, "d" * 100_000),
)


def odd_names(bed):
    with bed.machine('odd "names" & <brackets>', "Linux_64", "/Lab/Ünï ∑", description='A "quoted"\n\n<multi> & line\n') as m:
        m.disk("odd.vdi", GIB, data=1)
        for name, description in ODD_SNAPSHOTS:
            m.take(name, description)
    names = (
        "-dash-first",
        "emoji 🌳 и кириллица",
        "  spaces  ",
        "per%cent $dollar 'single'",
        "name\twith a tab",
        "two\nlines",
        "very long " + "name " * 35,
    )
    for name in names:
        with bed.machine(name, "Linux_64", "/Lab") as m:
            m.take("one")
            m.take("two")


def damaged(bed):
    """Whole now; `finish` breaks them."""
    with bed.machine("broken-settings", "Linux_64", "/Lab") as m:
        m.disk("broken.vdi", GIB, data=1)
        m.take("Nobody can read this")
    with bed.machine("lost-disk", "Linux_64", "/Lab") as m:
        m.disk("lost-disk.vdi", GIB, data=1)
        m.take("Before")
        m.write(1, 1)
        m.take("Its image is gone", "The image with what was written before this snapshot was deleted by hand")
        m.write(2, 1)
        m.take("After")
    with bed.machine("swapped-disk", "Linux_64", "/Lab") as m:
        m.disk("swapped-disk.vdi", GIB, data=1)
        m.take("Its disk is another machine's")
    with bed.machine("gone-machine", "Linux_64", "/Lab") as m:
        m.take("Not there any more")
    with bed.machine("lost-state", "Linux_64", "/Lab") as m:
        m.disk("lost-state.vdi", GIB, data=1)
        m.saved_state().take("Its saved state is gone")
        m.discard_state()


RECIPES = (
    web_frontend, db_primary, win11_qa, malware_lab, build_agent, nightly_builder, legacy_erp, hyperv_import,
    intranet_wiki, linked_clones, disk_kinds, changing_disks, saved_now, deleted_in_between, bare, deepest, odd_names, damaged,
)  # fmt: skip


def build(home):
    bed = Testbed(home)
    for recipe in RECIPES:
        started = time.monotonic()
        recipe(bed)
        print(f"testbed: {recipe.__name__} {time.monotonic() - started:.1f} s", file=sys.stderr)
    with open(os.path.join(home, "ages.json"), "w", encoding="utf-8") as file:
        json.dump(bed.ages, file)


# The second step


def finish(home):
    folder = os.path.join(home, "machines")
    with open(os.path.join(home, "ages.json"), encoding="utf-8") as file:
        ages = json.load(file)
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".vbox"):
                set_ages(os.path.join(parent, name), ages)
    break_machines(folder)


def set_ages(path, ages):
    """Moves times into the past. The files are VirtualBox's own, so attributes come in its order."""
    now = time.time()

    def moved(match):
        days = ages.get(match[2].lower())
        if days is None:
            return match[0]
        return match[1] + time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - days * 86400)) + '"'

    edit(path, lambda text: re.sub(r'(<Snapshot uuid="\{([^}]*)\}" name="[^"]*" timeStamp=")[^"]*"', moved, text))
    edit(path, lambda text: re.sub(r'(<Machine uuid="\{([^}]*)\}"[^>]* lastStateChange=")[^"]*"', moved, text))


def edit(path, change):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(change(text))


def break_machines(folder):
    at = lambda *parts: os.path.join(folder, "Lab", *parts)
    edit(at("just-created", "just-created.vbox"), lambda text: text.replace("<Machine ", '<Machine aborted="true" ', 1))
    settings = at("broken-settings", "broken-settings.vbox")
    os.truncate(settings, os.path.getsize(settings) // 2)
    with open(at("lost-disk", "lost-disk.vbox"), encoding="utf-8") as file:
        images = re.findall(r'<HardDisk uuid="[^"]*" location="(Snapshots/[^"]*)"', file.read())
    os.remove(at("lost-disk", images[0]))
    shutil.copy(at("lost-state", "lost-state.vdi"), at("swapped-disk", "swapped-disk.vdi"))
    for name in os.listdir(at("gone-machine")):
        if name.startswith("gone-machine.vbox"):
            os.remove(at("gone-machine", name))
    states = at("lost-state", "Snapshots")
    for name in os.listdir(states):
        if name.endswith(".sav"):
            os.remove(os.path.join(states, name))


if __name__ == "__main__":
    {"build": build, "finish": finish}[sys.argv[1]](sys.argv[2])
