## What can go wrong with a hypervisor. Values named $words, $what, $problem and $source are texts of their own, most of
## them a program's or the system's own words. No full stop stands at the end of an error: its advice follows it.

hypervisor-file = { $path } cannot be read: { $source }
    .advice = Check that the file and its folder can be read by you, then refresh.
    .advice-missing = If the machine was moved, add it again in VirtualBox. If its disk is not mounted, mount it and refresh.
hypervisor-cut-off = { $path } is missing, but { $beside } is there: VirtualBox was ended while it saved it
    .advice = End VirtualBox on this computer, copy the file beside it to its name without the ending, then refresh. No snapshot is lost.
hypervisor-not-installed = VirtualBox was not found: there is no VirtualBox.xml in { $folder }
    .advice = Install VirtualBox and make a machine, or choose the folder where its VirtualBox.xml is.
hypervisor-damaged = { $path } is damaged at line { $line }, column { $column }: { $what }
    .advice = Nothing was changed. VirtualBox keeps the previous version beside it, with “-prev” in its name: compare the two before you let VirtualBox write again.
hypervisor-too-old = { $path } has settings version { $version }, which is too old to be read
    .advice = Open the machine once in a VirtualBox version that can convert it.
hypervisor-encrypted = “{ $name }” is encrypted: its snapshots cannot be seen from outside
    .advice = VirtualBox shows them once the password was added there; its file stays encrypted, and Snapgrove reads files. They appear here if the machine is decrypted.
hypervisor-tool-missing = { $program } was not found
    .advice = Trees and sizes do not need it; changes, and seeing which machines run, do. Install it, or name it with --vboxmanage.
hypervisor-tool-broken = { $program } could not be run: { $source }
    .advice = Trees and sizes do not need it, changes do. Refresh to ask again.
hypervisor-timed-out = { $program } did not answer within { $seconds } s
    .advice = Trees and sizes do not need it. Refresh to ask again; if a change was under way, see how the machine stands first.
hypervisor-locked = “{ $name }” is in use by another program: { $words }
    .advice = Wait until the other program is done, or close the machine's window, then try again.
hypervisor-wrong-state = “{ $name }” is { $state }: { $words }
    .advice = Wait, or power the machine off, then try again.
hypervisor-no-space = there is not enough free space: { $words }
    .advice = Free some space on the disk that the machine lies on, then try again.
hypervisor-not-found = it is not there any more: { $words }
    .advice = Something else has changed it: refresh and look again.
hypervisor-unfit-text-advice = Choose another text. Nothing was changed.
hypervisor-bad-image = nothing was changed, because the image { $path } is not as it should be: { $problem }
    .advice = Put the file back where it was, from a backup if need be, and try again. Do not delete or restore snapshots of this machine before that.
# $dependent is one of the texts virtualbox-dependent-…, or the path of an image.
hypervisor-in-use-by-other = nothing was changed, because { $dependent } rests on { $path } and would be lost
    .advice = Delete the machine that rests on it first, or make a full clone of it; then try again.
hypervisor-not-as-promised = { $program } reported success, but { $what }
    .advice = Do not change the machine any further. Look at what is there now, and check the free space on its disk. If its settings file is damaged, quit VirtualBox and bring back Snapgrove's copy of it.
hypervisor-not-settled = “{ $name }” is still being changed by the hypervisor: { $words }
    .advice = Wait, and refresh now and then to see how the machine stands. Do not switch the computer off.
# $what is a step: “take a snapshot”.
hypervisor-not-offered = { $program } cannot { $what }
    .advice = Use the hypervisor's own program for this.
hypervisor-cancelled = it was stopped before anything was changed
    .advice = Nothing needs to be done.
hypervisor-interrupted = { $program } ended in the middle: { $words }
    .advice = Refresh to see how the machine stands. A merge that had begun may still go on in the background.
hypervisor-refused = { $program } refused: { $words }
    .advice = Its own words say why.

## VirtualBox: what its files say.

virtualbox-two-ids = The registry calls this machine { $in_registry }, its settings file { $in_file }.
    .advice = Remove the machine in VirtualBox without deleting its files, and add it again.
virtualbox-registry-entry = An entry of VirtualBox's registry names no machine: id “{ $id }”, file “{ $file }”.
    .advice = Open VirtualBox once: it writes its registry anew.
virtualbox-current-not-in-tree = The current snapshot { $id } is not in the tree.
virtualbox-no-current = The settings file does not name the current snapshot.
virtualbox-inconsistent-advice = VirtualBox may refuse to open this machine. Compare the settings file with the “-prev” version beside it.
virtualbox-old-settings = VirtualBox cannot open settings of version { $version } any more.
    .advice = Open the machine once in a VirtualBox of its time that converts it.

# How a network card is connected, as VirtualBox's own window names it.
virtualbox-network-bridged = Bridged
virtualbox-network-internal = Internal network
virtualbox-network-host-only = Host-only
virtualbox-network-host-only-network = Host-only network
virtualbox-network-generic = Generic
virtualbox-network-nat-network = NAT network
virtualbox-network-cloud = Cloud network
virtualbox-network-nat = NAT

# What is wrong in a settings file, after “is damaged at line 3, column 7:”.
virtualbox-no-file = it is no file
virtualbox-file-too-large = it is larger than { $most }
virtualbox-xml-no-settings = these are no VirtualBox settings
virtualbox-xml-empty = the file is empty
virtualbox-xml-other-root = “{ $name }” stands where VirtualBox's settings should begin
virtualbox-xml-text-outside = there is text outside of the settings
virtualbox-xml-no-machine = there is no machine in this file
virtualbox-xml-machine-id = the machine has no id
virtualbox-xml-snapshot-id = a snapshot has no id
virtualbox-xml-image-id = a disk image has no id
virtualbox-xml-device-type = an attached device cannot be understood: its type is none of HardDisk, DVD and Floppy
virtualbox-xml-device-port = an attached device cannot be understood: its port is no number
virtualbox-xml-device-number = an attached device cannot be understood: its device is no number
virtualbox-xml-too-deep = elements are nested more than { $most } deep
virtualbox-xml-document-type = a document type is not allowed in a settings file
virtualbox-xml-cut-short = the file ends in the middle: it was cut short
virtualbox-xml-tag-name = a tag has no name
virtualbox-xml-tag-inside = “<” stands inside a tag
virtualbox-xml-second-root = an element stands after the end of the document
virtualbox-xml-reference = the reference “&{ $reference };” is not known
virtualbox-xml-attributes = an element has more than { $most } attributes
virtualbox-xml-attribute-twice = an attribute comes twice
virtualbox-xml-utf16 = this is UTF-16, but VirtualBox writes UTF-8
virtualbox-xml-no-text = these bytes are no text, as after a crash or on a full disk
virtualbox-xml-no-utf8 = this is no UTF-8 text

## VirtualBox: remarks in the script that does the same as a plan.

virtualbox-command-machine = Machine “{ $name }”
virtualbox-command-take = take “{ $subject }”
virtualbox-command-rename = rename “{ $subject }” to “{ $name }”
virtualbox-command-describe = describe “{ $subject }”
virtualbox-command-restore = go back to “{ $subject }”
virtualbox-command-delete = delete “{ $subject }”
virtualbox-command-clone = make the machine “{ $subject }”
virtualbox-command-power-off = power off
virtualbox-command-start = start
virtualbox-command-discard = discard the saved memory
virtualbox-command-detach = take “{ $subject }” out of the registry; the file stays

## VirtualBox: what stands against a change.

virtualbox-busy-here = Snapgrove itself is changing it
virtualbox-just-changed = it has just been changed by another program
virtualbox-still-changing = VirtualBox is still changing it
virtualbox-no-snapshot = “{ $machine }” has no snapshot { $id }
virtualbox-state-stuck = wait until it is at rest
virtualbox-state-restore = what is running would be lost: power it off first
virtualbox-state-clone = its disks are being written to: power it off first, or clone a snapshot
virtualbox-state-power-off = it does not run
virtualbox-state-start = it runs already
virtualbox-state-discard = it has no saved state
virtualbox-state-transient = something else changes it: wait until that is done
virtualbox-several-children = “{ $name }” has { $children } snapshots below it, and can be merged with one only
virtualbox-current-with-child = “{ $name }” is the current snapshot and has a snapshot below it
virtualbox-several-images = { $count } images rest on { $path }, and it can be merged with one only
virtualbox-image-unlisted = it is in no registry
virtualbox-no-image = the image { $id } is in no registry
# Sizes are written out: “48,312,345 bytes”. $place is a folder.
virtualbox-space = nothing was changed, because { $wanted } must be free on the disk of { $place } { $purpose ->
    [differences] for new difference images
    [memory] for the machine's memory
    [merge] before VirtualBox begins to merge
    [clone] for the clone's images
   *[settings] for the settings files
}, and { $free } are

# Who rests on an image, for hypervisor-in-use-by-other.
virtualbox-dependent-clone = the linked clone “{ $name }”
virtualbox-dependent-machine = the machine “{ $name }”
virtualbox-dependent-unreadable = “{ $name }”, which cannot be read, possibly
virtualbox-dependent-unregistered = { $path }, perhaps of a linked clone that is not registered,

virtualbox-text-no-name = a name is needed
virtualbox-text-like-id = the name “{ $name }” has the form of an id, and could not be told from one
virtualbox-text-no-folder = “{ $name }” cannot be the name of a folder, which a machine's name has to be
virtualbox-text-too-long = the { $what ->
    [description] description
   *[name] name
} is longer than { $most } bytes
virtualbox-text-character = the { $what ->
    [description] description
   *[name] name
} holds a character that cannot be kept: { $code }

## VirtualBox: what a change has come to.

virtualbox-answer-without-state = its answer does not say what the machine is doing: { $start }
virtualbox-ended-silently = it ended without a word ({ $status })

# What is not as promised, after “VBoxManage reported success, but”.
virtualbox-promise-lost = { $count ->
    [one] one snapshot is not there any more: { $id }
   *[other] one of { $count } snapshots is not there any more: { $id }
}
virtualbox-promise-added = { $count ->
    [one] one snapshot has been added: { $id }
   *[other] one of { $count } snapshots has been added: { $id }
}
virtualbox-promise-not-deleted = the snapshot is still there
virtualbox-promise-snapshot-gone = the snapshot is not there any more
virtualbox-promise-name = the snapshot's name is “{ $name }”
virtualbox-promise-description = the snapshot's description is another one
virtualbox-promise-other-current = another snapshot is the current one
virtualbox-promise-still-saved = the saved state is still there
virtualbox-promise-still-listed = the image is still in the machine's registry
virtualbox-promise-still-registered = the image is still in a registry
virtualbox-promise-no-new = there is no new snapshot
virtualbox-promise-new-name = the new snapshot's name is “{ $name }”
virtualbox-promise-new-description = the new snapshot's description is another one
virtualbox-promise-new-not-current = the new snapshot is not the current one
virtualbox-promise-new-parent = the new snapshot rests on another one than it should
virtualbox-promise-image-unlisted = the image { $path } is in no registry any more, and still in use
virtualbox-promise-image-gone = the image { $path } is not there any more, and still in use
virtualbox-promise-no-clone = the clone is not in VirtualBox's registry
virtualbox-promise-clone-name = the clone's name is “{ $name }”

# How a machine stands after the program that changed it has ended in the middle. $now, $before: sentences of these.
virtualbox-settle-twice = { $error }; after that, { $other }
virtualbox-settle-silent = it gave no sign of life for { $seconds } s and was ended. { $now }
virtualbox-settle-done = Now the machine is { $state }, and what was asked for is done all the same.
virtualbox-settle-not-done = Now the machine is { $state }, and what was asked for is not done: { $what }.
virtualbox-settle-half-merged = { $before } Its disk may hold a part of what came after it: delete it again, and do not restore it.
virtualbox-settle-half-cloned = { $before } What there is of the clone lies in { $folder }.
virtualbox-settle-powered-off = it was powered off, and is { $state } now

## The Sandbox: its practice machines, and why it does not do what was asked.

hypervisor-sandbox-name = Sandbox
# As the one who refuses: “The Sandbox refused: …”.
hypervisor-sandbox-program = The Sandbox
hypervisor-sandbox-words-and-advice = { $words }. { $advice }

hypervisor-sandbox-file = { $path } cannot be { $doing ->
    [make] made
    [open] opened
    [open-for-writing] opened for writing
    [write] written
    [set-length] set to its length
    [flush] written to the disk
    [replace] replaced
    [remove] removed
   *[read] read
}: { $source }
    .advice = Check that the Sandbox's folder can be written by you.
hypervisor-sandbox-no-space = there is not enough free space to write { $path }
    .advice = Free some space on that disk and try again. Everything is as it was.
hypervisor-sandbox-damaged = { $path } is damaged: { $what }
    .advice = Nothing was changed. Reset the Sandbox to begin anew.
hypervisor-sandbox-image-advice = Nothing was changed. The machine can be deleted, or the Sandbox reset.
hypervisor-sandbox-no-machine = the Sandbox has no machine { $id }
    .advice = It is gone already: refresh.
hypervisor-sandbox-no-snapshot = the machine “{ $machine }” has no snapshot { $id }
hypervisor-sandbox-unfinished = the change could not be finished: { $source }
    .advice = Do what the message says is missing; the change is finished when the Sandbox is opened next.
hypervisor-sandbox-busy = another Snapgrove is changing the Sandbox in { $folder }
    .advice = Wait until it is done, or close it.

hypervisor-sandbox-several-children = “{ $snapshot }” has { $children } snapshots below it: only a snapshot with one or none can be deleted
    .advice = Delete snapshots below it first, from the ends of the branches.
hypervisor-sandbox-current-with-child = “{ $snapshot }” is the current snapshot and has another one below it
    .advice = Restore another snapshot first, or delete the one below it.
hypervisor-sandbox-too-deep = it is { $depth } levels deep already, the most that VirtualBox can open
    .advice = Delete earlier snapshots that are no longer needed.
hypervisor-sandbox-several-images = the image { $image } of “{ $snapshot }” has { $children } images resting on it
    .advice = Delete the linked clones or detached disks that rest on it first.
# $other is the name of a machine, or hypervisor-sandbox-unreadable-machine.
hypervisor-sandbox-used-by-other = the machine “{ $other }” rests on an image of “{ $what }”, and would be lost
    .advice = Delete the linked clone first, or keep this.
hypervisor-sandbox-unreadable-machine = a machine that cannot be read
hypervisor-sandbox-bad-image = the image { $path } cannot be used: { $problem }
    .advice = Bring the file back to its place. Until then nothing that needs it can be done.
hypervisor-sandbox-unsupported = the Sandbox cannot do this: { $what }
    .advice = Use VirtualBox for this machine.
hypervisor-sandbox-invalid-advice = Correct it and try again.

# After “the Sandbox cannot do this:”.
hypervisor-sandbox-outside = “{ $path }” is not in its folder
hypervisor-sandbox-outside-machine = “{ $path }” is not in the machine's folder
hypervisor-sandbox-mode-written = the { $mode } image { $image } would be written to
hypervisor-sandbox-rests-on-others = a linked clone, or a machine whose disks are listed elsewhere, rests on files of others
hypervisor-sandbox-does-not-run = practice machines do not run
hypervisor-sandbox-blocks = “{ $path }” has blocks of { $size } bytes
hypervisor-sandbox-other-format = “{ $path }” is a { $format } image, and it writes VDI only

# What makes no sense.
hypervisor-sandbox-no-name = A machine needs a name.
hypervisor-sandbox-many-disks = A machine has { $most } disks at most.
hypervisor-sandbox-disk-size = A disk of { $size } bytes cannot be made: it takes a multiple of { $sector }, up to { $most }.
hypervisor-sandbox-no-image = There is no such image.
hypervisor-sandbox-machine-there = “{ $name }” is in the Sandbox already.
hypervisor-sandbox-image-there = The image { $id } is in the Sandbox already.
hypervisor-sandbox-settings-files = There are { $count } settings files (.vbox) in “{ $folder }”, not one.
hypervisor-sandbox-not-saved = The machine's state is not saved.
hypervisor-sandbox-image-used = The image { $image } is in use.
hypervisor-sandbox-current-not-in-tree = The current snapshot is not in the tree.
hypervisor-sandbox-no-disk = The machine has no disk number { $number }.
hypervisor-sandbox-read-only = “{ $path }” must not be written to.
hypervisor-sandbox-overlaps = What is written overlaps, or reaches beyond the end of the disk.
hypervisor-sandbox-sectors = Disks are written in multiples of { $sector } bytes.

# What is wrong with a file.
hypervisor-sandbox-journal-outside = “{ $path }” is not in the Sandbox
hypervisor-sandbox-journal-line = a line of it cannot be understood: { $error }
hypervisor-sandbox-not-listed = no machine lists it
hypervisor-sandbox-file-missing = the file is missing
hypervisor-sandbox-file-unreadable = the file cannot be read: { $reason }
hypervisor-sandbox-file-damaged = the file is damaged: { $reason }
hypervisor-sandbox-file-other = the file holds another image
hypervisor-sandbox-file-parent = the file belongs on top of another image

## Image files: why one could not be read.

hypervisor-image-io = “{ $path }” cannot be read: { $source }
hypervisor-image-not-a-file = “{ $path }” is not a regular file
hypervisor-image-cut-off = “{ $path }” is cut off: { $wanted } bytes are expected at byte { $offset }, but it is { $length } bytes long
hypervisor-image-other-format = “{ $path }” is not a { $format } image
hypervisor-image-damaged = “{ $path }” is damaged at byte { $offset }: { $what }
hypervisor-image-unsupported = “{ $path }” cannot be looked into: { $what }
# $what is one of the texts hypervisor-image-large-….
hypervisor-image-too-large = “{ $path }” cannot be looked into: { $what } is { $amount }, more than the limit of { $limit }
# It is what is said of a file when its size is measured.
hypervisor-image-irregular = it is not a regular file
hypervisor-image-extent-missing = its extent file “{ $name }” is missing

# What is too large to look into, with its unit.
hypervisor-image-large-snapshots = its number of snapshots
hypervisor-image-large-snapshot-table = the size of its snapshot table, in bytes,
hypervisor-image-large-l1-tables = the size of the snapshots' L1 tables, in bytes,
hypervisor-image-large-refcount-table = the size of its refcount table, in bytes,
hypervisor-image-large-l1-table = the size of its L1 table, in bytes,
hypervisor-image-large-block-map = the size of its block map, in bytes,
hypervisor-image-large-bitmaps = the size of its bitmaps, in bytes,
hypervisor-image-large-block-table = the size of its block table, in bytes,
hypervisor-image-large-tables = the size of its tables, in bytes,
hypervisor-image-large-grain-directory = the size of its grain directory, in bytes,
hypervisor-image-large-descriptor = the descriptor, in bytes,

# What Snapgrove does not read.
hypervisor-image-format-unknown = the format { $format } is not known
hypervisor-image-qcow-version = qcow version { $version }
hypervisor-image-qcow-corrupt = QEMU has marked this image as damaged; qemu-img check -r all can mend it, after a copy was made
hypervisor-image-qcow-features = qcow2 features { $features }, of a newer QEMU
hypervisor-image-external-data = its data are in another file
hypervisor-image-stale-refcounts = its refcounts are not up to date, or its data are in another file
hypervisor-image-vdi-version = VDI version { $version }
hypervisor-image-vmdk-version = version { $version } of VMDK
hypervisor-image-esx-extent = an extent of VMware ESX
hypervisor-image-extent-elsewhere = its extent “{ $name }” is in another folder
hypervisor-image-server-extents = its extents are of a kind that VMware's servers use
hypervisor-image-grains-unfit = extents whose grains do not fit together
hypervisor-image-stream-optimised = a stream-optimised VMDK has no map

# What is wrong in an image, after “is damaged at byte 512:”.
hypervisor-image-cluster-bits = clusters of 2^{ $bits } bytes
hypervisor-image-refcount-bits = refcounts of 2^{ $order } bits
hypervisor-image-tables-short = { $count } tables do not cover the disk
hypervisor-image-backing-name = a backing file name of { $length } bytes
hypervisor-image-many-clusters = it names { $named } clusters, but has { $room }
hypervisor-image-l1-short = an L1 table of { $count } entries does not cover the disk
hypervisor-image-l2-offset = the offset of an L2 table is not a multiple of the cluster
hypervisor-image-compressed-behind = compressed data at byte { $offset }, behind the end of the file
hypervisor-image-two-states = parts of a cluster are in two states
hypervisor-image-cluster-place = a cluster at byte { $offset }, where none can be
hypervisor-image-additional-data = { $length } bytes of additional data
hypervisor-image-snapshots-cut-off = the snapshot table is cut off
hypervisor-image-l2-partial = an L2 table that is not a whole cluster
hypervisor-image-refcount-offset = the offset of a refcount block is not a multiple of the cluster
hypervisor-image-header-short = the header is too short
hypervisor-image-block-size = blocks of { $size } bytes
hypervisor-image-blocks-short = { $count } blocks do not cover the disk
hypervisor-image-blocks-many = more blocks are allocated than the disk has
hypervisor-image-kind = unknown kind { $kind }
hypervisor-image-block-twice = block { $block } is used twice, or lies behind the end of the file
hypervisor-image-disk-larger = the disk is larger than the file that should hold all of it
hypervisor-image-footer-sum = the footer's checksum is wrong
hypervisor-image-dynamic-header = the header of a growing image is missing
hypervisor-image-header-sum = the header's checksum is wrong
hypervisor-image-blocks-overlap = two blocks overlap here
hypervisor-image-block-end = the block here does not end within the file
hypervisor-image-shared-table = two parts of the disk share one table
hypervisor-image-grain-size = grains of { $sectors } sectors
hypervisor-image-grain-tables = grain tables of { $count } entries
hypervisor-image-capacity = a disk of { $sectors } sectors
hypervisor-image-extents-long = its extents are longer than any disk
hypervisor-image-descriptor-place = the place of the descriptor lies outside the file
hypervisor-image-descriptor-missing = the descriptor of a { $format } image is missing
hypervisor-image-no-descriptor = it has no descriptor
hypervisor-image-extent-twice = its extent “{ $name }” is named twice
hypervisor-image-extent-short = the extent is shorter than its descriptor says
hypervisor-image-descriptor-line = the descriptor has the line “{ $line }”
hypervisor-image-many-extents = the descriptor names more than { $most } extents
hypervisor-image-grain-behind = the grain at sector { $sector } lies behind the end of the file
hypervisor-image-many-grains = it names { $named } grains, but has room for { $room }
hypervisor-set-parent-impossible = the parent of { $image } cannot be changed here
virtualbox-list-gone = VirtualBox's list of machines { $file } is gone: VirtualBox was interrupted while it wrote it. The machines are shown as { $read } lists them.
    .advice = Change nothing in VirtualBox, which now knows no machine. Close it, wait ten seconds, and rename { $read } to { $file }.
virtualbox-no-version = it does not say which version it is: { $answer }
