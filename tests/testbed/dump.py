"""Prints what VirtualBox itself says of a home, as JSON: the truth that Snapgrove's reader is compared with.

It asks VirtualBox's own interface and reads no file. VBoxManage would not do: its lists escape nothing, so that a
snapshot's description can forge other snapshots, and they have neither times nor the online flag.
"""

import json
import sys

import vboxapi


class Dump:
    def __init__(self):
        self.manager = vboxapi.VirtualBoxManager(None, None)
        self.vbox = self.manager.getVirtualBox()
        self.names = {}

    def name(self, enumeration, value):
        """The name that VirtualBox's documentation gives to a value."""
        if enumeration not in self.names:
            values = self.manager.constants.all_values(enumeration)
            self.names[enumeration] = {number: name for name, number in values.items()}
        return self.names[enumeration].get(value, str(value))

    def list(self, owner, attribute):
        """Lists are not plain attributes in this interface."""
        return self.manager.getArray(owner, attribute)

    def all(self):
        return {
            "version": self.vbox.version,
            "machines": [self.machine(machine) for machine in self.list(self.vbox, "machines")],
            "hard_disks": list(self.media(self.list(self.vbox, "hardDisks"))),
            "discs": [self.medium(disc) for disc in self.list(self.vbox, "DVDImages")],
        }

    def machine(self, machine):
        if not machine.accessible:
            return {"id": machine.id, "accessible": False, "error": machine.accessError.text}
        current = machine.currentSnapshot
        return {
            "id": machine.id,
            "accessible": True,
            "settings_file": machine.settingsFilePath,
            "snapshot_folder": machine.snapshotFolder,
            "groups": list(self.list(machine, "groups")),
            "os_type": machine.OSTypeId,
            "state": self.name("MachineState", machine.state),
            "last_state_change_ms": machine.lastStateChange,
            "current_snapshot": current.id if current else None,
            "current_state_modified": bool(machine.currentStateModified),
            "snapshot_count": machine.snapshotCount,
            **self.settings(machine),
            "snapshots": list(self.snapshots(machine)),
        }

    def snapshots(self, machine):
        """From the root, parents before children. Not recursive: a tree may be deeper than Python's stack."""
        if machine.snapshotCount == 0:
            return
        # No argument finds the root; there is only one.
        waiting = [(machine.findSnapshot(""), None)]
        while waiting:
            snapshot, parent = waiting.pop()
            yield {
                "id": snapshot.id,
                "parent": parent,
                "taken_at_ms": snapshot.timeStamp,
                "online": bool(snapshot.online),
                **self.settings(snapshot.machine),
                "name": snapshot.name,
                "description": snapshot.description,
            }
            waiting.extend((child, snapshot.id) for child in self.list(snapshot, "children"))

    def settings(self, machine):
        """What the current state and each snapshot have alike: a snapshot holds a machine of its own."""
        return {
            "name": machine.name,
            "description": machine.description,
            "memory_mb": machine.memorySize,
            "cpus": machine.CPUCount,
            "video_memory_mb": machine.graphicsAdapter.VRAMSize,
            "graphics": self.name("GraphicsControllerType", machine.graphicsAdapter.graphicsControllerType),
            "firmware": self.name("FirmwareType", machine.firmwareSettings.firmwareType),
            "state_file": machine.stateFilePath or None,
            "firmware_memory_file": machine.nonVolatileStore.nonVolatileStorageFile or None,
            "network": list(self.network(machine)),
            "shared_folders": [
                {"name": folder.name, "path": folder.hostPath} for folder in self.list(machine, "sharedFolders")
            ],
            "attachments": [self.attachment(attachment) for attachment in self.list(machine, "mediumAttachments")],
        }

    def network(self, machine):
        for slot in range(8):
            adapter = machine.getNetworkAdapter(slot)
            if adapter.enabled:
                yield {
                    "slot": slot,
                    "kind": self.name("NetworkAttachmentType", adapter.attachmentType),
                    "mac": adapter.MACAddress,
                }

    def attachment(self, attachment):
        return {
            "controller": attachment.controller,
            "port": attachment.port,
            "device": attachment.device,
            "kind": self.name("DeviceType", attachment.type),
            "medium": attachment.medium.id if attachment.medium else None,
        }

    def media(self, roots):
        """All images, bases before their children."""
        waiting = [(root, None) for root in roots]
        while waiting:
            medium, parent = waiting.pop()
            yield {**self.medium(medium), "parent": parent}
            waiting.extend((child, medium.id) for child in self.list(medium, "children"))

    def medium(self, medium):
        state = medium.refreshState()
        return {
            "id": medium.id,
            "location": medium.location,
            "format": medium.format,
            "type": self.name("MediumType", medium.type),
            "state": self.name("MediumState", state),
            "error": medium.lastAccessError or None,
            "file_size": medium.size,
            "virtual_size": medium.logicalSize,
            "auto_reset": bool(medium.autoReset),
            # As the interface lists them: a machine's own id among its snapshots' stands for its current state.
            "users": [
                {"machine": machine, "snapshot": None if id == machine else id}
                for machine in self.list(medium, "machineIds")
                for id in medium.getSnapshotIds(machine)
            ],
        }


json.dump(Dump().all(), sys.stdout)
