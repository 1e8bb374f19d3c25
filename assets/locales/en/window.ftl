## The window around the views.

# What is being done and what was done.
jobs-view-title = Jobs
jobs-view-close = Close
jobs-view-nothing = Nothing is being done.
jobs-view-earlier = Earlier
jobs-view-remove = Remove from the list
jobs-view-stop = Stop
jobs-view-stop-hint = The step that is running is ended, no other is begun
jobs-view-stop-before-next = Stop before the next step
jobs-view-stop-now = Stop now
jobs-view-stop-now-hint = The running step is stopped in the middle, and what has been made of it is removed
jobs-view-looking = Looking for interrupted work…
jobs-view-stopped = { $step }: stopped
jobs-view-failed = { $step }: failed
jobs-view-seen-all = I have seen all of these
jobs-view-closed = Not done to the end: { $title }
jobs-view-cannot-stop = This step cannot be stopped: interrupting it could cost data.
jobs-view-waiting-for-another = Waiting for another job
jobs-view-waiting = { $title } — waiting
jobs-view-step = { $what } ({ $step } of { $of })
jobs-view-done = { $step } — { $percent } %
jobs-view-left = { $left } left
jobs-view-stopping = stopping
jobs-view-and-more = { $line } · { $count } more
jobs-view-copy = Copy this message
jobs-view-not-begun = { $step }: not begun
jobs-view-interrupted = Interrupted: { $title }
jobs-view-interrupted-not-begun = not begun: { $step }
jobs-view-was-interrupted = interrupted
jobs-view-seen = I have seen this
jobs-view-rest = Do what is left…
jobs-view-rest-hint = The steps that were not done are planned anew and shown before anything is changed

# While there is no machine.
nothing-looking = Looking for machines
nothing-looking-about = This takes a moment.
nothing-found = No machines found
nothing-yet = No machines yet
nothing-yet-about = VirtualBox is here, but it has no machine yet. Make one in VirtualBox and it appears here by itself.
nothing-choose-folder = Choose VirtualBox's folder…
nothing-show-sandbox = Show the Sandbox with practice machines
nothing-look-again = Look again

# The Sandbox.
# The name of a new practice machine, also in its settings file.
practice-new-machine = Practice machine { $number }
practice-failed = The Sandbox could not be changed: { $error }
practice-reset = Reset the Sandbox?
practice-reset-about = 
    All practice machines are deleted, also those you made, and the four samples are made anew.
    Your real machines are not touched.
practice-reset-button = Delete and reset
practice-cancel = Cancel
practice-import = Copy into the Sandbox…
practice-import-title = Copy this machine into the Sandbox?
practice-import-about = “{ $name }” is copied with all its snapshots, to practise on: at least { $amount }. The original is only read. It must be powered off until the copy is complete.
practice-import-button = Copy
practice-import-goes-on = “{ $name }” is being copied into the Sandbox: at least { $amount }. It appears there when all is copied; closing Snapgrove gives it up.
practice-import-no-room = “{ $name }” was not copied: it takes at least { $amount }, and only { $free } are free where the Sandbox is.
practice-imported = “{ $name }” is in the Sandbox now: do to it what you like.
practice-samples-go-on = The practice machines are being made…
practice-samples-ready = The practice machines are ready. Whatever you do to them, no real machine is touched.
practice-import-not-off = “{ $name }” is not powered off: its disks would be copied at different moments. Shut it down first.
practice-where = Where are my real machines?
practice-where-listed = They are listed above, under VirtualBox, as found in { $folder }.
practice-where-missing = VirtualBox was looked for in { $folder }, and is not there. If it keeps its settings elsewhere, choose that folder: it holds a file named VirtualBox.xml.

# The bar at the bottom.
status-selected = { $count } selected
status-states-unknown = power states not known
status-host-disk = host disk { $free } free of { $size }
status-reading = Reading machines: { $read } of { $total }
status-measuring = Measuring images…

# Dialogs of the desktop.
folder-dialog-title = VirtualBox's folder (where VirtualBox.xml is)
folder-dialog-none = No dialog could be shown: this desktop offers none to programs (xdg-desktop-portal is missing). Start Snapgrove with --virtualbox-home DIR instead.
report-dialog-title = Save a report
report-dialog-none = No dialog could be shown: this desktop offers none to programs (xdg-desktop-portal is missing). In a terminal, snapgrove inspect --html FILE saves the same report.
report-dialog-saved = The report is in { $path }.
report-dialog-failed = The report could not be saved in { $path }: { $error }. Choose another place.

# What deleting would do. $certainty is exact, at-least or estimate.
marks-count = { $count ->
    [one] { $count } snapshot marked
   *[other] { $count } snapshots marked
}
marks-one = 1 snapshot marked: { $name }
marks-computing = · being computed…
marks-blocked = { $count } cannot be deleted
marks-frees = { $certainty ->
    [exact] frees { $amount }
    [at-least] frees at least { $amount }
   *[estimate] frees about { $amount }
}
marks-takes-more = { $certainty ->
    [exact] takes { $amount } more
    [at-least] takes at least { $amount } more
   *[estimate] takes about { $amount } more
}
marks-needs = needs { $amount } while merging
marks-time-hint = From what this computer usually reads and writes; it corrects itself while it works
if-deleted = If you delete it
if-deleted-frees = Frees
if-deleted-unknown = cannot be told: an image cannot be read
if-deleted-amount = { $certainty ->
    [exact] { $amount }
    [at-least] at least { $amount }
   *[estimate] about { $amount }
}
if-deleted-takes-more = Takes more
if-deleted-needs = Needs while merging
# Time.
if-deleted-takes = Takes
if-deleted-estimate = An estimate
if-deleted-merges-into = Merges into
if-deleted-rewritten = Rewritten later, goes
if-deleted-only-here = Only here, is lost
if-deleted-needed = Still needed, stays

# The header of a machine.
header-more = More
header-findings = { $count ->
    [one] { $count } finding
   *[other] { $count } findings
}
header-findings-hint = Show what was found on this machine, and what to do
header-practice = Practice machine
header-practice-hint = A machine of the Sandbox: safe to break, it is no real one
header-image-problems = { $count ->
    [one] { $count } image has a problem
   *[other] { $count } images have problems
}
header-image-problems-hint = Choose a marked snapshot to see which
header-lost-memory = { $count ->
    [one] { $count } saved state is missing
   *[other] { $count } saved states are missing
}
header-lost-memory-hint = The file with the memory of a running machine is gone: restoring such a snapshot will fail in VirtualBox
header-inconsistent = inconsistent
header-chain = Chain { $count } deep
header-chain-hint = The longest way from the current state down to its base image, in images. Every read may walk them all.
header-on-disk = { $amount } on disk
header-measuring = measuring…
machine-waiting = Being read
machine-waiting-about = Its snapshots appear here in a moment.
machine-encrypted = This machine is encrypted
machine-missing = The settings file is missing
machine-unreadable = This machine cannot be read
machine-read-again = Read again
machine-copy-path = Copy the path

# Why a command cannot be used now. In a tooltip, it stands behind the command's name.
why-not-no-snapshots = this machine has no snapshots
why-not-choose-to-restore = choose a snapshot to go back to
why-not-choose-to-rename = choose a snapshot to rename
why-not-choose-to-delete = choose a snapshot to delete
why-not-undo = there is nothing to go back to
why-not-redo = there is nothing to go forward to
why-not-none-marked = no snapshot is marked
why-not-not-saved = the machine's state is not saved
why-not-no-program = { $program } cannot do this here: its program was not found
why-not-busy = wait for what is under way: { $what }
why-not-being-deleted = being deleted now
why-not-transient = the machine is changing its state: wait a moment

# A snapshot's name and description as fields.
rename-name = Name of the snapshot
rename-description = Description
rename-description-hint = Add a description…

# The bar on top.
top-bar-settings = Settings
top-bar-theme-system = Theme: as the system
top-bar-theme-dark = Theme: dark
top-bar-theme-light = Theme: light
top-bar-language-system = Language: as the system
top-bar-other-folder = Another VirtualBox folder…
top-bar-usual-folder = The usual VirtualBox folder
top-bar-sandbox = Show the Sandbox
top-bar-sandbox-hint = Practice machines that are safe to break

# The search.
search = Search
search-hint = Search machines, snapshots, commands…
search-nothing = Nothing found
search-more = { $count } more: type more letters
search-commands = Commands
search-places = Machines and snapshots
search-findings = Findings
search-rules = Clean-up rules
search-rule = rule of a clean-up
search-machine = machine

# What the buttons beside findings do.
inspection-no-dialog = The dialog could not be opened: { $error }. Save the report with “snapgrove inspect” instead.
inspection-image-of-none = No machine uses this image, and none lists it: it stands in VirtualBox's common registry.
inspection-detach = Detach “{ $name }”?
inspection-detach-about = It is taken out of the registry. Its file stays where it is, and can then be moved to the trash.
inspection-detach-button = Detach
inspection-trashed = “{ $name }” is in the trash. { $amount } come back when the trash is emptied.
why-not-choose-to-pin = choose a snapshot to pin
why-not-pins-unread = what is pinned has not been read yet
jobs-view-none-running = No jobs running
jobs-view-count-interrupted = { $count ->
    [one] { $count } interrupted job
   *[other] { $count } interrupted jobs
}
notice-close = Close
why-not-choose-a-machine = choose a machine first
why-not-no-sandbox = show the Sandbox first
why-not-choose-machines = choose machines first
why-not-zoom = the tree and the timeline can be zoomed, this view cannot
folder-dialog-failed = The folder dialog could not be opened: { $error }. Start Snapgrove with --virtualbox-home instead.
notice-nobody-works = Nothing can be changed: the part of Snapgrove that does it could not be started.
notice-no-thread-to-connect = No thread could be started to open the connections: { $error }. Try again.

# Why it is not safe to delete: pins are not known.
kept-pins-unreadable = Which snapshots are pinned could not be read: { $error }
kept-pins-damaged = { $count ->
    [one] { $count } line
   *[other] { $count } lines
} of pins.jsonl in Snapgrove's data folder cannot be read: a snapshot that is pinned could be among them

# What a job left undone was done by other means meanwhile.
rest-nothing-left = Nothing of it is left to do: its snapshots are gone.
