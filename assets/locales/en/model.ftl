## What machines, images and settings are called.

model-not-an-id = “{ $text }” is not an id: a UUID such as 01234567-89ab-cdef-0123-456789abcdef is expected

# How an image behaves under snapshots.
model-mode-normal = normal
model-mode-immutable = immutable
model-mode-write-through = write-through
model-mode-shareable = shareable
model-mode-read-only = read-only
model-mode-multi-attach = multi-attach

# What is wrong with an image.
model-image-missing = the file is missing
model-image-unreadable = the file cannot be read: { $why }
model-image-damaged = the file is damaged: { $why }
model-image-other = the file holds another image: { $id }
# $parent is an id, or none.
model-image-other-parent = the file belongs on top of another image: { $parent }
model-image-parent-unknown = its parent { $id } is in no registry

# What a machine is doing.
model-state-powered-off = powered off
model-state-saved = saved
model-state-teleported = teleported
model-state-aborted = aborted
model-state-aborted-saved = aborted while resuming
model-state-running = running
model-state-paused = paused
model-state-stuck = stuck
model-state-transient = changing state

# What can be done, as in “it cannot … now”.
model-step-take = take a snapshot
model-step-edit = edit a snapshot
model-step-restore = restore a snapshot
model-step-delete = delete a snapshot
model-step-clone-full = make a full clone
model-step-clone-linked = make a linked clone
model-step-power-off = power off
model-step-start = start
model-step-discard-saved-state = discard the saved state
model-step-detach-image = detach an image

model-tree-too-large = the tree has more than { $most } snapshots
model-tree-unknown-parent = a snapshot names a parent that is not in the tree

# Settings that differ between two moments, and their values.
model-hardware-memory = Memory
model-hardware-processors = Processors
model-hardware-execution-cap = Execution cap
model-hardware-firmware = Firmware
model-hardware-chipset = Chipset
model-hardware-graphics = Graphics
model-hardware-video-memory = Video memory
model-hardware-3d = 3D acceleration
model-hardware-screens = Screens
model-hardware-network = Network { $number }
model-hardware-shared-folder = Shared folder { $name }
model-hardware-none = none
model-hardware-default = default
model-hardware-on = on
model-hardware-off = off
model-hardware-not-attached = not attached
model-hardware-cable-in = cable in
model-hardware-cable-out = cable out
# $device is one of disk, dvd, floppy; $image is an id.
model-hardware-device = { $device ->
    [disk] disk { $image }
    [dvd] DVD drive { $image }
   *[other] floppy drive { $image }
}
model-hardware-device-empty = { $device ->
    [disk] disk, empty
    [dvd] DVD drive, empty
   *[other] floppy drive, empty
}
model-hardware-folder-read-only = { $path }, read-only
