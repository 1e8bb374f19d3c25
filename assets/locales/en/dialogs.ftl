## Dialogs.

# What all dialogs have in common.
dialogs-cancel = Cancel
dialogs-close = Close
dialogs-copy-commands = Copy as VBoxManage commands
dialogs-nothing-to-do = there is nothing to do
dialogs-space-needed = Space needed
dialogs-up-to = up to { $amount }
dialogs-of-free = { $amount } ({ $free } free)
# What another program changed while a review is open.
dialogs-meanwhile = Changed since you opened this
dialogs-meanwhile-more = … and { $count } more
dialogs-meanwhile-noted = Go on with it as it is now
dialogs-meanwhile-why-not = something has changed since you opened this: take note of it first
dialogs-meanwhile-gone = What this was about is no longer there: it was deleted or unmarked meanwhile. Nothing was done.

# Taking a snapshot.
take-title = Take a snapshot of { $machine }
take-about = Keeps the disks and settings as they are now. You can go back to them at any time.
take-name = Name
take-description = Description
take-description-hint = What is special about this state? Why was it kept?
# What snapshots are for: these become part of names.
take-purpose = Snapshot
take-initial-state = Initial State
take-test-environment = Test Environment
take-before-update = Pre-Update Backup

# Going back to a snapshot.
restore-title = Restore “{ $snapshot }” on { $machine }?
restore-about = The disks and settings go back to { $when }. What changed since then in the current state is lost unless you keep it. Other snapshots stay.
restore-about-same = The disks and settings go back to { $when }. As far as is known, nothing changed since.
restore-that-time = that time
restore-keep = First take a snapshot of the current state
restore-kept-name = Name
# The name of the snapshot that is taken before. $time is as 2026-11-22 14:10.
restore-kept-as = Before restoring “{ $name }” { $time }
restore-start-again = Start the machine again afterwards
restore-settings = Settings that change
restore-no-settings = none
restore-more-settings = … and { $count } more
restore-button = Restore
restore-button-power-off = Power off and restore

# Making machines from one.
clone-title = Clone “{ $snapshot }” of { $machine }
clone-title-current = Clone the current state of { $machine }
clone-full = Full clone
clone-full-about = A machine of its own: all data are copied, nothing depends on the original.
clone-linked = Linked clone
clone-linked-about = Ready at once and small: it rests on this snapshot, which can then not be deleted while the clone exists.
clone-linked-not = Only from a snapshot: choose one, or take one first.
clone-everything = Everything
clone-everything-about = A full clone with all snapshots of the machine.
clone-name = Name
# The name of a new machine.
clone-name-of = { $name } clone
clone-count = Number of machines
# Behind the number of machines.
clone-machines = { $count ->
    [one] machine
   *[other] machines
}
clone-names = { $first } … { $last }. Write { "{n}" } where the number should stand.
clone-button = { $count ->
    [one] Clone
   *[other] Make { $count } machines
}

# Naming several snapshots.
rename-several-title = Rename snapshots of { $machine }
# Beside the box that checks all or none.
rename-several-all = { $chosen } of { $all } chosen
rename-several-row = { $before } → { $after }
rename-several-about = Every name is made from the template: { "{purpose}, {date}, {time}, {machine}, {user}" }, and { "{n}" }, which counts from the oldest on.
rename-several-template = Template
rename-several-purpose = Purpose
rename-several-purpose-hint = each keeps its own
rename-several-unfinished = the template is not finished
rename-several-unfinished-button = Rename
rename-several-button = { $count ->
    [0] Rename no snapshots
    [one] Rename { $count } snapshot
   *[other] Rename { $count } snapshots
}

# Copies of the settings file.

# Closing the window while something is being done.
quit-title = Close while something is being done?
quit-about = The step that is running is brought to its end first, because stopping it in the middle could cost data. Steps that have not begun are not done; the machine stays as it then stands, and nothing is lost.
quit-go-on = Go on working
quit-finish = Finish the running step, then close
quit-stop = Stop it and close
quit-stop-about = This can also be stopped in the middle; what has been made of it is removed then: { $steps }.

# Names by a template.
templates = Templates…
templates-hint = Names by a template, and the convention for new snapshots
templates-about = A click takes the name. The mark makes it the convention for new snapshots.
templates-convention = The convention for new snapshots
templates-own = your own
templates-own-name = A template of your own
templates-own-hint = Your own: { "{purpose} {date} {time} {n} {machine} {user}" }
templates-add = Add

# Silencing a finding.
silence-title = Silence this finding?
silence-note = It is listed under “Silenced”, where it can be shown again at any time.
silence-button = Silence
silence-this-one = Only this one
silence-of-machine = “{ $title }” on { $machine }
silence-everywhere = “{ $title }” on all machines
silence-week = For a week
silence-month = For a month
silence-year = For a year
silence-ever = For ever
silence-reason = Reason
silence-reason-hint = Why, for later (may be empty)

# A file goes to the trash.
trash-title = Move “{ $name }” to the trash?
trash-about = Nothing that Snapgrove can see uses this file. Everything is read again right before; if anything uses the file by then, it stays. Out of the trash it can be put back, and its space is free when the trash is emptied.
trash-button = Move to trash

# The sheet of keys.
keys-title = Keys
keys-menu = Menu of what is chosen
    .by = Shift+F10
keys-compare = Compare with another
    .by = Ctrl+click
keys-mark-several = Mark several
    .by = Shift+click
keys-mark-frame = Mark those in a frame
    .by = Shift+drag
keys-walk = From snapshot to snapshot
    .by = Arrow keys
keys-zoom = Zoom
    .by = Mouse wheel
keys-move = Move the tree
    .by = Drag
keys-above-below = The one above or below
    .by = Up, Down
keys-one-more = One more, or one less
    .by = Ctrl+click
keys-up-to-here = All up to here
    .by = Shift+click

# The review of a deletion. $snapshots is one of words-snapshots; $amount, $needs, $free are sizes.
delete-title-cannot = This snapshot of { $machine } cannot be deleted
delete-title-none = None of these { $snapshots } of { $machine } can be deleted
delete-title = Delete { $snapshots } of { $machine }?
delete-nothing-changed = Nothing is changed. What stands against it, and what would help:
delete-what-stays = What other snapshots and the current state hold stays as it is. The deleted ones cannot be brought back.
delete-looking = Looking at the images…
delete-still-looking = the images are still being looked at
delete-button-waiting = Delete
delete-button = Delete { $snapshots }
delete-unmark = Unmark the { $count } that cannot be deleted
delete-at-least = at least { $amount }
delete-about = about { $amount }
delete-being-read = The images are being read: what this frees and needs appears here.
# Two labels beside each other: “Takes” and “2 MB more”, or “Frees” and a size.
delete-takes = Takes
delete-more = { $amount } more
delete-frees = Frees
delete-needs = · needs { $needs } while merging
delete-needs-of-free = · needs { $needs } while merging ({ $free } free)
delete-copies = · copies { $amount }
delete-copies-instead = · copies { $amount } instead of { $worst }
delete-copies-hint = The order below is the one that copies least of those that fit
delete-time = · { $time }
# A step of it.
delete-data-go = nothing rests on it: its data just go
delete-becomes-part = becomes part of { $names }
delete-pinned = pinned
delete-step-takes = takes { $amount }
delete-step-takes-exact = takes { $amount } more
delete-step-frees = frees { $amount }
delete-step-frees-exact = frees { $frees }, needs { $needs } meanwhile

# Pins.
pin-pinned = pinned
pin-pinned-because = pinned: { $reason }
pin-change = Change the pin
pin-since = Pinned { $moment }
pin-title = Pin “{ $name }”?
pin-title-pinned = “{ $name }” is pinned
pin-what-it-does = No rule of a clean-up deletes a pinned snapshot, and deleting it by hand is asked twice.
pin-what-it-does-since = Since { $since }. No rule deletes it, and deleting it by hand is asked twice.
pin-reason = Why it must stay
pin-reason-hint = For later (may be empty)
pin-keep = Keep the pin
pin-pin = Pin
pin-unpin = Unpin
pin-being-read = Which snapshots are pinned is being read…
pin-delete-unknown = Delete them although some of them may be pinned
pin-one-among = 1 snapshot is pinned: tick its box to delete it with the others, or unmark it.
pin-several-among = { $snapshots } are pinned: tick each box to delete them with the others, or unmark them.
pin-delete-all-the-same = Delete “{ $name }” all the same
pin-why-not-read = which snapshots are pinned is being read
pin-why-not-known = which snapshots are pinned is not known: tick the box to go on
pin-why-not-one = a pinned snapshot is among them: tick its box to delete it too
pin-why-not-several = { $snapshots } among them are pinned: tick their boxes to delete them too

# Throwing a saved state away.
discard-title = Discard the saved state of { $machine }?
discard-about = The machine's memory is thrown away, as if its plug had been pulled: what was open and not saved in the guest is lost. Snapshots keep their own.
discard-button = Discard saved state

# A name or description was changed elsewhere while it was being written here.
edit-renamed-title = Call it “{ $name }” all the same?
edit-renamed-about = It was called “{ $before }” when you began to write. Meanwhile it was renamed to “{ $now }”.
edit-renamed-button = Rename all the same
edit-described-title = Replace the other description?
edit-described-about = Meanwhile the description was changed elsewhere. It says now: { $now }
edit-described-removed = Meanwhile the description was removed elsewhere.
edit-described-button = Replace
