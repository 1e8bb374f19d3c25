## What stands against a change, what must be known of it, and how a machine differs from what was confirmed.

# What stands against it.
plan-blocker-several-children = “{ $snapshot }” has { $count } snapshots below it: { $names }
plan-blocker-current-with-child = “{ $snapshot }” is the current snapshot and “{ $child }” is below it
plan-blocker-linked-clone = the linked clone “{ $machine }” rests on “{ $subject }” and would be lost
plan-blocker-several-images = { $children } images rest on { $image } of “{ $subject }”
plan-blocker-unreadable-machine = “{ $machine }” cannot be read, and might rest on an image of “{ $subject }”
plan-blocker-bad-image = { $problem }: { $image }
plan-blocker-image-in-use = { $image } is still in use
plan-blocker-base-is-kept = { $image } is { $mode }: deleting “{ $subject }” would write into it
plan-blocker-no-space = it needs { $needs } on the disk of { $place }, which has { $free } free
plan-blocker-insists-on-space = VirtualBox insists on { $insists } of free space, although only { $needs } are needed; { $free } are free
# $what is one of model-step-….
plan-blocker-state = “{ $machine }” is { $state }: it cannot { $what } now
plan-blocker-too-deep = the tree is { $depth } levels deep, the most that VirtualBox can open
plan-blocker-chain-too-long = { $image } is the end of a chain of { $length } images, the most that VirtualBox can open
plan-blocker-empty-name = a name is needed
plan-blocker-name-is-id = “{ $name }” has the form of an id, and could not be told from one
plan-blocker-control-character = { $what ->
    [name] the name holds a character that cannot be kept: U+{ $code }
   *[description] the description holds a character that cannot be kept: U+{ $code }
}
plan-blocker-too-long = { $what ->
    [name] the name has { $length } characters; at most { $most } can be kept
   *[description] the description has { $length } characters; at most { $most } can be kept
}
plan-blocker-name-taken = there is a machine “{ $name }” already
# $what is one of model-step-….
plan-blocker-not-offered = { $hypervisor } cannot { $what }
# $what is one of plan-gone-….
plan-blocker-gone = { $what } is not there any more
plan-blocker-not-read = “{ $machine }” has not been read: { $why }
plan-blocker-written-since = Something was written to the current state of “{ $machine }” since you were told that nothing had changed: going back would lose it
plan-blocker-nothing-to-do = nothing would change

# Legal ways out of what stands against it.
plan-way-out-several-children = Mark all but one of those below it too, or keep it.
plan-way-out-current-with-child = Mark the one below it too, or restore that one first.
plan-way-out-linked-clone = Make a full clone of that machine and delete the linked one first, or keep this.
plan-way-out-several-images = Detach the images that nothing uses, or delete the linked clones first.
plan-way-out-unreadable-machine = Mend that machine, or remove it from the hypervisor, then refresh.
plan-way-out-bad-image = Bring the right file back to its place, then refresh.
plan-way-out-base-is-kept = Keep this snapshot, or make a full clone of the machine.
plan-way-out-image-in-use = Delete the snapshots or machines that use it first.
plan-way-out-no-space = Free some space on that disk, or delete smaller snapshots first.
plan-way-out-state = Wait until the machine has settled, or power it off.
plan-way-out-too-deep = Delete earlier snapshots of this path that are no longer needed.
plan-way-out-chain-too-long = Delete snapshots of this path that are no longer needed, or make a full clone.
plan-way-out-empty-name = Write one.
plan-way-out-other-name = Choose another name.
plan-way-out-control-character = Take it out.
plan-way-out-too-long = Shorten it.
plan-way-out-not-offered = Use the hypervisor's own program for this.
plan-way-out-gone = It was deleted meanwhile: look at the tree again.
plan-way-out-not-read = Refresh, and see what the machine's page says.
plan-way-out-written-since = Look at it again (F5), and keep the current state as a snapshot first.
plan-way-out-nothing-to-do = Close this.

# What is not there any more.
plan-gone-machine = the machine
plan-gone-keeper = the machine that lists the image
plan-gone-snapshot = the snapshot { $id }
plan-gone-image = the image { $id }
plan-gone-image-of-disk = the image { $id }, which a disk is made of,
plan-gone-connection = the connection

# Why a machine has not been read, and why it is not known what it is doing.
plan-not-read-yet = its turn has not come yet
plan-state-not-said = the hypervisor has not said so yet

plan-another-machine = another machine

# What the data of a deleted snapshot become part of, beside snapshots.
plan-heir-current-state = current state

# What must be known.
plan-caution-not-covered = the disk “{ $disk }” is { $mode }: snapshots do not cover it, it keeps its present content
plan-caution-not-reset = the disk “{ $disk }” is { $mode }: while this snapshot is the current one, starting does not empty it
plan-caution-powers-off = “{ $machine }” is running: it will be powered off first, as if its plug were pulled
plan-caution-keeps-memory = the machine runs: its memory is kept too, up to { $memory }
plan-caution-drops-saved-state = the saved memory of the current state is thrown away
plan-caution-loses-current-state = what changed since “{ $since }” is lost, because no snapshot is taken of the current state
plan-caution-nothing-changed = nothing has changed since “{ $since }”: going back loses nothing
plan-caution-resumes-memory = “{ $snapshot }” was taken while the machine ran: starting the machine then resumes it there
plan-caution-memory-missing = the saved memory of “{ $snapshot }” is missing: its disks come back, but the machine starts only after the saved state is discarded
plan-caution-bad-current-image = { $image }, which the current state uses: { $problem }
plan-caution-clone-resumes = the saved memory is copied too: starting the clone resumes it where its origin was saved
plan-caution-shares-disk = the disk “{ $disk }” is { $mode }: it is not copied, the clone uses the same one
plan-caution-state-unknown = what “{ $machine }” is doing is not known: { $why }
plan-caution-duplicate-name = there is another snapshot “{ $name }” in this machine
plan-caution-default-name = “{ $name }” says little: in a month nobody will know what it is for
plan-caution-unconventional-name = “{ $name }” does not follow your convention “{ $convention }”
plan-caution-clone-rests-on = the clone rests on “{ $snapshot }”: this snapshot cannot be deleted while the clone exists
plan-caution-takes-space = deleting “{ $snapshot }” takes { $more } more space than it frees
plan-caution-merges-live = “{ $machine }” is running: what it writes meanwhile makes the figures estimates
plan-caution-estimate = the figures are estimates: { $why }
plan-caution-pinned = “{ $snapshot }” is pinned

# Why figures are estimates.
plan-estimate-running = the machine is running and goes on writing

# Why nothing is done to one of several machines.
plan-left-out-no-snapshot-named = it has no snapshot “{ $name }”
plan-left-out-no-snapshot-before = it has no snapshot taken before { $moment }
plan-left-out-pinned = it is pinned

# What happened to a machine since its plan was confirmed. $from, $to: a name in quotes, or plan-no-snapshot. $of: a
# name in quotes, or plan-current-state.
plan-meanwhile-appeared = “{ $snapshot }” was taken meanwhile
plan-meanwhile-gone = “{ $snapshot }” was deleted meanwhile
plan-meanwhile-renamed = “{ $from }” was renamed to “{ $to }” meanwhile
plan-meanwhile-described = the description of “{ $snapshot }” was changed meanwhile
plan-meanwhile-moved = “{ $snapshot }” is now below { $to } and no longer below { $from }
plan-meanwhile-current-moved = the current state descends from { $to } now and no longer from { $from }
plan-meanwhile-disks = the disks of { $of } rest on other images now
plan-meanwhile-used = the current state was changed meanwhile

# What a step should have led to and has not. $from is what should be, $to what is; of disks, both are chains.
plan-instead-appeared = “{ $snapshot }” is there and should not be
plan-instead-gone = “{ $snapshot }” should be there and is not
plan-instead-renamed = “{ $from }” is the name that should be there, “{ $to }” is there
plan-instead-described = “{ $snapshot }” has not the description that it should have
plan-instead-moved = “{ $snapshot }” should be below { $from } and is below { $to }
plan-instead-current-moved = the current state should descend from { $from } and descends from { $to }
plan-instead-disks = the disks of { $of } should rest on { $from } and rest on { $to }
plan-instead-used = the current state was changed

plan-no-snapshot = no snapshot
plan-current-state = the current state

# A tree in one line.
plan-shape = { $count ->
    [0] no snapshots, current: { $current }
    [one] { $count } snapshot, current: { $current }
   *[other] { $count } snapshots, current: { $current }
}

# The images of a disk, from the topmost down, with plan-chain-on between them.
plan-chain = { $images } ({ $place })
plan-chain-on = { " on " }
plan-chain-more = { $images } on { $count ->
    [one] one more
   *[other] { $count } more
}
plan-chain-nothing = nothing
plan-chain-new-image = a new image
