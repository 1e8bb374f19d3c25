"""Builds machines from a list of what to do, for tests that say themselves what they need. Continues `machines.py`, whose
classes it uses: both are given to Python as one program, which is called with a home and a file that holds the list.
"""


class Scenario(Machine):
    """A machine, built act by act."""

    def new_disk(self, port, wish):
        path = os.path.join(self.folder, wish["file"])
        os.makedirs(self.folder, exist_ok=True)
        medium = self.bed.vbox.createMedium(
            wish["format"], path, self.bed.constant("AccessMode_ReadWrite"), self.bed.constant("DeviceType_HardDisk")
        )
        if wish.get("block"):
            medium.setProperty("AllocationBlockSize", str(wish["block"]))
        variant = self.bed.constant("MediumVariant_" + wish.get("variant", "Standard"))
        self.bed.wait(medium.createBaseStorage(wish["size"], [variant]))
        self.controller("SATA", "SATA")
        self.attach(medium, port)
        if wish.get("type"):
            self.detach(port)
            medium.type = self.bed.constant("MediumType_" + wish["type"])
            self.attach(medium, port)

    def put(self, port, start, length, kind):
        """Writes `length` MiB from `start` MiB on."""
        self.seed += 1
        source = random.Random(f"{self.name}/{self.seed}")
        disk = self.machine.getMedium("SATA", port, 0).openForIO(True, "")
        try:
            for block in range(start, start + length):
                at = block * MIB
                if kind == "small":
                    disk.write(at + 512 * 1024, source.randbytes(4096))
                elif kind == "zero":
                    disk.write(at, bytes(MIB))
                elif kind == "random":
                    disk.write(at, source.randbytes(MIB))
                else:
                    # First something else, so that the image must hold the block.
                    before = bytes(MIB) if kind == "allocated zero" else self.content(disk, at)
                    disk.write(at, source.randbytes(MIB))
                    disk.write(at, before)
        finally:
            disk.close()

    def content(self, disk, at):
        """A mebibyte, in the pieces that VirtualBox gives."""
        piece = 256 * 1024
        return b"".join(bytes(disk.read(at + part, piece)) for part in range(0, MIB, piece))

    def act(self, act):
        kind, *more = act
        if kind == "write":
            self.put(*more)
        elif kind == "take":
            self.take(more[0])
        elif kind == "restore":
            self.restore(more[0])
        elif kind == "save":
            self.saved_state(more[0])
        elif kind == "discard":
            self.discard_state()
        elif kind == "detach":
            self.detach(more[0])
        elif kind == "disk":
            self.new_disk(*more)
        elif kind == "efi":
            self.hardware(efi=True).firmware_memory()
        else:
            raise ValueError(kind)


def build_scenarios(home, path):
    with open(path, encoding="utf-8") as file:
        wishes = json.load(file)
    bed = Testbed(home)
    for wish in wishes:
        with bed.machine(wish["name"]) as machine:
            scenario = Scenario(bed, machine.machine, wish["name"])
            for act in wish["acts"]:
                scenario.act(act)


build_scenarios(*sys.argv[1:])
