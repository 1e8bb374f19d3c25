## What an inspection finds, why it matters and what to do.

# How much a finding matters.
health-info = Info
health-moderate = Moderate
health-serious = Serious

# Headings of findings.
health-title-unreadable-machine = Machine cannot be read
health-title-missing-image = Image missing
health-title-unreadable-image = Image cannot be read
health-title-mismatching-image = Image does not fit
health-title-missing-saved-state = Saved state missing
health-title-low-free-space = Little free space
health-title-no-room-to-delete = No room to delete
health-title-full-soon = Disk will be full
health-title-deep-chain = Deep chain
health-title-large-snapshot = Large snapshot
health-title-old-snapshot = Old snapshots
health-title-chain-on-old-snapshot = Everything rests on an old snapshot
health-title-far-from-snapshot = Far from its snapshot
health-title-unregistered-image = Image in no registry
health-title-copied-image = Copy of an image
health-title-unattached-image = Image that nothing uses
health-title-gone-image = Entry of an image that is gone
health-title-stray-saved-state = Stray saved state
health-title-stray-firmware-file = Stray firmware file
health-title-unused-files-unknown = Unused files cannot be told
health-title-writes-into-snapshot = Starting would change a snapshot
health-title-uncovered-disk = Disk without protection
health-title-duplicate-name = Same name twice
health-title-empty-name = Snapshots without name
health-title-default-name = Names that say nothing
health-title-unconventional-name = Names beside the convention
health-title-unstable-snapshot = Snapshot of an unstable state
health-title-unfinished-work = Leftover of interrupted work
health-title-unreadable-settings-copy = Settings copy cannot be read
health-title-old-saved-state = Saved state of an older version
health-title-linked-clone = Linked clone
health-title-costs-twice = File system copies as well
health-title-many-restores = Many restores

# What was found. $file, $machine, $snapshot, $clone are names; $names is a list of quoted names; $why is a sentence of
# its own; $age is one of health-days to health-years.
health-unreadable-machine = “{ $machine }” cannot be read: { $why }
health-missing-image = The image “{ $file }” of “{ $machine }” is missing.
health-unreadable-image = The image “{ $file }” of “{ $machine }” cannot be used: { $why }
health-mismatching-image = The image “{ $file }” of “{ $machine }” does not fit: { $why }
health-missing-saved-state = The saved memory “{ $file }” of “{ $machine }” is missing.
health-low-free-space = Only { $free } of { $size } are free on the disk of “{ $path }”.
health-no-room-to-delete = { $names } of “{ $machine }” can no longer be deleted: merging asks for up to { $needs }, { $free } are free.
# $when is one of health-today, health-tomorrow, health-in.
health-full-soon = The disk of “{ $path }” will be full { $when } ({ $date }) at the present growth of { $growth } a day.
health-deep-chain = { $images ->
    [0] “{ $machine }” has { $levels } levels of snapshots; VirtualBox ends at { $most_levels }.
   *[other] “{ $machine }” has { $images } images from base to current state and { $levels } levels of snapshots; VirtualBox ends at { $most_images } and { $most_levels }.
}
health-large-snapshot = The snapshot “{ $snapshot }” of “{ $machine }” takes { $size } of the machine's { $of }.
health-old-snapshot = The snapshot “{ $snapshot }” of “{ $machine }” is { $age } old.
health-old-snapshots = { $count } snapshots of “{ $machine }” are old; the oldest, “{ $snapshot }”, was taken { $age } ago.
health-chain-on-old-snapshot = All of “{ $machine }” rests on its snapshot “{ $snapshot }”, which is { $age } old.
health-far-from-snapshot = “{ $machine }” has written { $written } since its current snapshot “{ $snapshot }”.
health-far-from-snapshot-for = “{ $machine }” has written { $written } since its current snapshot “{ $snapshot }” in { $age }.
health-unregistered-image = The image “{ $file }” takes { $size } and stands in no registry: no machine uses it.
health-copied-image = “{ $file }” takes { $size } and is a copy of “{ $of }”, with the same id: no machine uses it.
health-unattached-image = The image “{ $file }” takes { $size } and is registered, but no machine uses it.
health-gone-image = The image “{ $file }” is registered, its file is gone, and no machine uses it.
health-stray-saved-state = The saved state “{ $file }” takes { $size } and belongs to no machine and no snapshot.
health-stray-firmware-file = The firmware file “{ $file }” takes { $size } and belongs to no machine and no snapshot.
health-unused-files-unknown = Which files are unused cannot be told now: { $why }
health-writes-into-snapshot = The current state of “{ $machine }” has the disk “{ $file }” plugged in that holds the snapshot “{ $snapshot }”.
health-uncovered-disk = The disk “{ $file }” of “{ $machine }” is { $mode }: snapshots do not cover it.
health-host-device = The disk “{ $file }” of “{ $machine }” is a device of this computer, not a file.
health-duplicate-name = { $count } snapshots of “{ $machine }” are called “{ $name }”.
health-empty-name = { $count ->
    [one] { $count } snapshot of “{ $machine }” has no name.
   *[other] { $count } snapshots of “{ $machine }” have no name.
}
health-default-name = { $count ->
    [one] { $count } snapshot of “{ $machine }” has the name the program gave: { $names }.
   *[other] { $count } snapshots of “{ $machine }” have the name the program gave: { $names }.
}
health-unconventional-name = { $count ->
    [one] { $count } snapshot of “{ $machine }” does not follow your convention “{ $convention }”: { $names }.
   *[other] { $count } snapshots of “{ $machine }” do not follow your convention “{ $convention }”: { $names }.
}
health-unstable-snapshot = The snapshot “{ $snapshot }” of “{ $machine }” was taken after the machine had been cut off.
health-unreadable-settings-copy = The copy of the settings “{ $file }” cannot be read: { $why }
health-old-saved-state = The saved memory “{ $file }” of “{ $machine }” was written by version { $old }; now it is { $present }.
health-linked-clone = The linked clone “{ $clone }” rests on the snapshot “{ $snapshot }” of “{ $machine }”.
health-costs-twice = The images of “{ $machine }” lie on { $system }, which copies on write itself.
health-many-restores = “{ $machine }” was restored { $count } times within { $hours } hours.
health-half-written-settings = “{ $file }” holds settings that were being written and never put in place.
health-settings-gone = “{ $file }” is there, but the settings file that it precedes is gone.
health-partial-image = The image “{ $file }” ({ $size }) was never finished: { $why }
# $what is one of model-step-….
health-unfinished-step = Snapgrove began to { $what } of “{ $machine }” on { $moment } and did not end.

# Parts of these sentences.
health-unknown-machine = an unknown machine
health-this-file-system = this file system
health-names-and-more = { $names } and { $more } more
health-sentence = { $words }.
health-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
health-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
health-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
health-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
health-today = today
health-tomorrow = tomorrow
health-in = in { $span }

# Why a finding matters.
health-why-unreadable-machine = Its snapshots can neither be seen nor changed, and what it uses is unknown.
health-why-missing-image = Every snapshot that rests on it is broken, and deleting one of these now would damage the machine's settings as well.
health-why-unreadable-image = Every snapshot that rests on it may be lost, and merging it would fail.
health-why-mismatching-image = A chain that does not fit shows the guest a mixture of old and new data, or does not start at all.
health-why-missing-saved-state = The snapshot cannot be resumed where it was; restoring it may be refused.
health-why-low-free-space = On a full disk running machines stop, merges break off, and settings files are truncated.
health-why-no-room-to-delete = Deleting is what would free space, and it needs space first.
health-why-full-soon = When it is full, snapshots can neither be taken nor deleted.
health-why-deep-chain = Each image in the chain slows reading down and is one more file that all the others depend on.
health-why-large-snapshot = It holds space that nothing else can use, and merging it takes long.
health-why-old-snapshot = What is old is seldom restored, and its image keeps what the guest deleted long ago.
health-why-chain-on-old-snapshot = Everything written since then lies in difference images: one damaged file takes all of it along.
health-why-far-from-snapshot = Restoring would lose all of it, and no snapshot protects it.
health-why-unregistered-image = It takes space and serves nobody.
health-why-copied-image = VirtualBox opens only one file of an id: this one serves at most as a backup, on the disk of what it backs up.
health-why-gone-image = Each start of VirtualBox looks for it, and it can stand in the way of deleting.
health-why-stray-firmware-file = It is small, but it hints at a snapshot that was not taken or deleted cleanly.
health-why-unused-files-unknown = A file that looks unused may belong to what cannot be read.
health-why-writes-into-snapshot = Whatever the machine writes changes this snapshot, and those that rest on it can no longer be read. VirtualBox leaves it so when it is interrupted while a snapshot is taken.
health-why-uncovered-disk = Restoring a snapshot leaves this disk as it is, which may not fit the others.
health-why-duplicate-name = Programs that go by names act on the first of them.
health-why-empty-name = Nobody can tell what they are for, and VBoxManage takes no name for the root.
health-why-default-name = In a month nobody will know what they are for.
health-why-unconventional-name = Rules and searches that go by your convention pass them over.
health-why-unstable-snapshot = The guest's file systems were not closed: restoring it is like starting after a power cut.
health-why-unfinished-work = What was being done may have stopped half-way.
health-why-unreadable-settings-copy = If the settings file is damaged, this copy is what VirtualBox falls back on.
health-why-old-saved-state = VirtualBox often cannot resume what an older version saved.
health-why-linked-clone = Deleting the snapshot would destroy the clone.
health-why-costs-twice = Each block that a snapshot preserves is copied twice, and freed space may not come back as computed.
health-why-many-restores = Each restore throws away what was written since: perhaps a clone serves better.
health-why-host-device = Whatever else writes to the device makes its snapshots worthless, and deleting one writes to the device.

# What to do about it.
health-advice-unreadable-machine = See what is wrong with its settings file.
health-advice-missing-image = Bring the file back from a backup or from where it was moved. Snapshots that rest on it cannot be deleted before.
health-advice-unreadable-image = Check the file's rights and its disk, and bring it back from a backup. Do not delete snapshots before.
health-advice-mismatching-image = Find out which file was exchanged, and bring the right one back. Do not start the machine before.
health-advice-missing-saved-state = Bring the file back from a backup, or delete the snapshot.
health-advice-low-free-space = Delete snapshots that nobody needs, or move a machine to another disk.
health-advice-no-room-to-delete = Free space by other means first: the trash, unused images, old downloads.
health-advice-full-soon = Delete snapshots that nobody needs before it is full, or add space.
health-advice-deep-chain = Delete snapshots that nobody needs; a few well-named ones serve as well.
health-advice-large-snapshot = See what deleting it would free, and delete it if nobody needs it.
health-advice-old-snapshot = Delete those that nobody needs, and pin those that must stay.
health-advice-chain-on-old-snapshot = Delete the oldest snapshots, so that their images become part of the base.
health-advice-far-from-snapshot = Take a snapshot, or delete the current one if nobody will go back to it.
health-advice-unregistered-image = Make sure that no other program uses it, then move it to the trash: it can be put back.
health-advice-copied-image = If it is a backup, keep it on another disk. Otherwise move it to the trash: it can be put back.
health-advice-unattached-image = Detach it from the registry; its file stays and can then be moved to the trash.
health-advice-gone-image = Detach it from the registry.
health-advice-stray-saved-state = Move it to the trash: it can be put back.
health-advice-unused-files-unknown = Make everything readable, then inspect again.
health-advice-writes-into-snapshot = Do not start the machine. If a mended copy is among the copies of its settings file, put that back; else make a full clone of the current state, and go on with the clone.
health-advice-uncovered-disk = Back its content up by other means before you restore a snapshot.
health-advice-duplicate-name = Give each a name of its own.
health-advice-empty-name = Give them names that say what they are for.
health-advice-unconventional-name = Rename them, or change the convention.
health-advice-unstable-snapshot = Start the machine, shut it down in order, and take a new snapshot.
health-advice-unfinished-work = Start VirtualBox once. If the file stays, move it to the trash.
health-advice-unreadable-settings-copy = Nothing is lost now: the next change of the machine's settings in VirtualBox writes it anew.
health-advice-old-saved-state = Resume it in the version that saved it and shut it down, or delete the snapshot if the memory is of no use.
health-advice-linked-clone = Keep the snapshot as long as the clone, or make a full clone of the clone first.
health-advice-costs-twice = Switch copy-on-write off for the folder before new machines are made there, and take freed space as an estimate.
health-advice-many-restores = Consider a linked clone that can be thrown away.
health-advice-settings-gone = Copy it, give the copy the name without “-prev”, and add the machine in VirtualBox.
health-advice-partial-image = If nothing is being copied or made right now, move it to the trash.
health-advice-step = Look at the machine, and do again what is missing.
health-advice-others-rest-on-it = Other unused images rest on it: detach those first.
health-advice-host-device = Keep backups of the device itself, and never write to it while it has snapshots.

# Buttons beside findings.
health-remedy-show-machine = Show machine
health-remedy-show-snapshot = Show snapshot
health-remedy-show-image = Show image
health-remedy-review-deletion = Review deletion…
health-remedy-take-snapshot = Take snapshot…
health-remedy-rename = Rename…
health-remedy-detach-image = Detach…
health-remedy-move-to-trash = Move to trash…
health-remedy-open-folder = Copy the path

# Why it cannot be told which files are unused.
health-unknown-not-read-yet = “{ $machine }” has not been read yet, and may use any of them
health-unknown-unreadable = “{ $machine }” cannot be read, and may use any of them
health-blind-folders = there are more folders than are looked into
health-blind-files = there are more files than are looked into
health-blind-entries = the folder has more entries than are looked at
health-blind-list = its folder cannot be listed: { $error }
health-blind-list-end = its folder cannot be listed to the end: { $error }
health-blind-link = other settings in the folder are a link
health-blind-settings = other settings in the folder cannot be read: { $why }
health-connection-closed = its connection is closed
    .advice = Open the connection again.

# Why a file was not moved to the trash.
health-removal-not-shown = “{ $path }” is not among the files that were found unused
health-removal-gone = “{ $path }” is not there any more
health-removal-in-use = “{ $path }” is no longer unused: a registry, a machine or a snapshot names it now
health-removal-unknown = “{ $path }” stays: { $why }
health-removal-changed = “{ $path }” has changed since the inspection: something writes to it
health-removal-open = “{ $path }” is open in another program ({ $program })
health-removal-several-files = “{ $path }” is an image of several files, of which the trash would get one
health-removal-refused = the system did not move “{ $path }” to the trash: { $why }
health-removal-advice-again = Nothing was moved. Inspect again to see how things stand.
health-removal-advice-unknown = Nothing was moved. Make everything readable first, then inspect again.
health-removal-advice-open = Nothing was moved. Close that program, then inspect again.
health-removal-advice-several-files = Nothing was moved. Add the image to VirtualBox and remove it there, which takes its parts along.
health-removal-advice-refused = The file is where it was. Look at its rights and at the room in the trash, or move it by hand.
# A program: its name and its number. $id is written without marks between thousands.

# A notification of new serious findings. What was found stands between title and end.
health-news-title = { $count ->
    [one] Snapgrove found something serious
   *[other] Snapgrove found { $count } serious things
}
health-news-more = And { $count } more.

# The report as a page.
health-report-title = Snapgrove: inspection
health-report-heading = Inspection
health-report-made = Snapgrove, { $moment }
health-report-section = { $severity } ({ $count })
health-report-nothing = Nothing was found.
health-report-silenced = Silenced ({ $count })
health-report-reason = Silenced: { $reason }
health-report-reason-until = Silenced: { $reason }, until { $date }
health-report-machines = Machines
health-report-snapshots = Snapshots
health-report-occupied = Space taken
health-report-unused = Unused files
health-report-free-at = Free at { $path }
health-report-free-of = { $free } of { $size }
health-remedy-clean-up = Clean up…
