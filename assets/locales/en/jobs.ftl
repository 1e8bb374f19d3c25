## Jobs: what is told of them.

# Two whole sentences, one after the other.
jobs-sentences = { $first } { $second }

# How a job ended.
jobs-summary-done = done
jobs-summary-nothing = no step was completed
jobs-summary-some = { $done } of { $all } steps done
jobs-summary-failed = { $before }, { $count } failed
jobs-summary-stopped = { $before }, { $count } stopped
jobs-summary-compared = { $before }; predicted { $promise ->
        [takes] to take { $promised }
       *[frees] { $promised }
    }, { $end ->
        [takes] took { $freed }
       *[frees] freed { $freed }
    }
jobs-summary-freed = { $before }; freed { $freed }
jobs-stopped-stands = The machine is as it was before; what had been made of the unfinished work is removed.

# Why nothing is begun.
jobs-error-still-at-work = { $program }, which an earlier Snapgrove had started, is still at work on “{ $machine }”: { $what }
jobs-error-still-at-work-advice = Wait until it has finished, then look at the machine and try again.

# The end of an interrupted step, as the history tells it.
jobs-journal-ended = Snapgrove ended in the middle
jobs-journal-told = it was told at the next start

# What was interrupted.
jobs-interrupted-in-step = Snapgrove ended on { $at } in the middle of a step on “{ $machine }”: { $step }.
jobs-interrupted-before-end = Snapgrove ended before all was done on “{ $machine }” that was confirmed on { $at }: { $title }.
jobs-interrupted-done-before = { $count ->
    [one] One step had been done before.
   *[other] { $count } steps had been done before.
}
jobs-interrupted-rest-one = Not begun: { $step }.
jobs-interrupted-rest = { $count } more steps were not begun.
jobs-closed = When the window was closed on { $at }, this was not done to the end on “{ $machine }”: { $title }.
jobs-closed-failed = { $step } failed: { $what }. { $stands }
jobs-closed-stopped = { $step } was stopped. { $stands }

# What a hypervisor still does of an interrupted job, in a few words.
jobs-still-at-work = { $program } is still at work: { $what }

# How the machine stands after an interruption.
jobs-stands-none-under-way = No step was under way.
jobs-stands-tool-at-work = { $program } is still finishing it.
jobs-stands-still-going = It may still be under way: { $words }.
jobs-stands-transient = The hypervisor is still at work on it.
jobs-stands-not-open = Its connection is not open, so that it cannot be looked at.
jobs-stands-unreadable = The machine cannot be read now: { $error }.
jobs-stands-before-unknown = It is not known how the machine was before.
jobs-stands-done = It was done all the same: the machine is as it should be after it.
jobs-stands-left-over = { $count ->
    [one] The machine is as it was before it. One image that nothing uses was left behind: an inspection names it.
   *[other] The machine is as it was before it. { $count } images that nothing uses were left behind: an inspection names them.
}
jobs-stands-no-clone = The machine is as it was, and there is no new one. Files of the unfinished clone may have been left behind.
jobs-stands-as-before = The machine is as it was before it.
jobs-stands-half = The machine is neither as it was nor as it should be: { $differences }.
jobs-stands-mended = Do not start the machine now. All content is there, and Snapgrove has written down what the settings have to be: choose “Copies of the settings file…” in the machine's menu and put the copy back that says “Mended”.
jobs-stands-mending-stopped = The settings file was not changed. Put the mended copy back once more when this is solved.
jobs-stands-image-unlisted = The image { $image } is in no registry.
jobs-stands-image = { $path }: { $problem }.
jobs-stands-not-found = The machine cannot be found now.
jobs-stands-copy-back = The copy was put back all the same.
jobs-stands-copy-not = The settings file is not that copy.
jobs-stands-copy-unknown = It cannot be compared: { $error }.

# What the person can do after an interruption.
jobs-advice-confirm-rest = If you still want the rest, do what is left.
jobs-advice-none = Nothing needs to be done.
jobs-advice-again = Nothing is lost. Do it again if you still want it.
jobs-advice-look = Look at the machine before you do anything else. A copy of its settings file from before the step is among its settings copies.
jobs-advice-wait = Wait until it has finished: the machine is looked at again then.
jobs-advice-refresh = Refresh when the machine can be read again.
jobs-advice-closed = Nothing is lost. Do the rest again if you still want it.

# What a job and its steps are called. $machine is a quoted name, or a number of machines.
jobs-title-rename-one = Rename “{ $snapshot }” of { $machine }
jobs-title-rename = { $count ->
    [one] Rename { $count } snapshot of { $machine }
   *[other] Rename { $count } snapshots of { $machine }
}
jobs-title-rename-step = Rename “{ $snapshot }” to “{ $name }”
jobs-title-machine = “{ $name }”
jobs-title-machines = { $machines }
jobs-title-take-one = Take “{ $snapshot }” of { $machine }
jobs-title-take = Take snapshots of { $machine }
jobs-title-take-step = Take “{ $snapshot }”
jobs-title-edit-one = Edit “{ $snapshot }” of { $machine }
jobs-title-edit = Edit { $snapshots } of { $machine }
jobs-title-edit-step = Edit “{ $snapshot }”
jobs-title-restore-one = Restore “{ $snapshot }” of { $machine }
jobs-title-restore = Restore snapshots of { $machine }
jobs-title-restore-step = Restore “{ $snapshot }”
jobs-title-delete-one = Delete “{ $snapshot }” of { $machine }
jobs-title-delete = Delete { $snapshots } of { $machine }
jobs-title-delete-step = Delete “{ $snapshot }”
jobs-title-clone-one = Clone { $machine }
jobs-title-clone = Make { $count } clones of { $machine }
jobs-title-clone-step = Make the clone “{ $name }”
jobs-title-clone-linked-step = Make the linked clone “{ $name }”
jobs-title-power-off-step = Power off
jobs-title-start-step = Start
jobs-title-discard = Discard the saved state of { $machine }
jobs-title-discard-step = Discard the saved state
jobs-title-detach = Detach an image of { $machine }
jobs-title-detach-step = Detach “{ $image }”
jobs-title-put-back = Put the settings of { $moment } back for “{ $machine }”
jobs-title-put-back-step = Put the settings of { $moment } back
# The same as in “it was to put back the settings”.
jobs-verb-put-back = put back the settings
jobs-machines-at-work = { $count } machines at work

# The parts of a step.
jobs-stage-checking = checking
jobs-stage-working = at work
jobs-stage-verifying = verifying

# How long it will still take. $time, $from and $to are one or two of the amounts below.
jobs-time-moment = a moment
jobs-time-about = about { $time }
jobs-time-up-to = up to { $time }
jobs-time-range = { $from } to { $to }
jobs-time-seconds = { $count } s
jobs-time-minutes = { $count } min
jobs-time-hours = { $count } h
jobs-time-hours-and-minutes = { $hours } h { $minutes } min

# Why a step was not done, or not as it was promised, and what the person can do.
jobs-error-busy = another Snapgrove is changing “{ $machine }”
jobs-error-busy-advice = Wait until it is done, then try again.
jobs-error-no-connection = the connection “{ $connection }” is not open
jobs-error-no-connection-advice = Open the connection again, then try again.
jobs-error-no-machine = “{ $machine }” is not there any more
jobs-error-no-machine-advice = Refresh and look again.
jobs-error-file = { $path } cannot be { $doing ->
    [made] made
    [opened] opened
    [locked] locked
    [written] written
   *[read] read
}: { $source }
jobs-error-file-advice = Snapgrove changes nothing while it cannot keep its journal: check that there is free space and that the folder can be written by you.
jobs-error-no-settings-file = it is no settings file
jobs-error-no-folder = this system names no folder for the journal
jobs-error-no-folder-advice = Set HOME, or XDG_DATA_HOME, to a folder that you can write.
jobs-error-changed = “{ $machine }” is not as it was when you confirmed: { $differences }
jobs-error-changed-advice = Look at the tree as it is now, and confirm again.
jobs-error-unlike = it did not lead to what was promised: { $differences }
jobs-error-unlike-advice = Look at the machine before you go on. A copy of its settings file from before the step is among its settings copies.
jobs-error-fault = Snapgrove has a fault: { $what }
jobs-error-fault-advice = Please report it, with the log. Look at the machine before you go on.
jobs-error-in-use = “{ $machine }” is in use: its settings file cannot be put back now
jobs-error-in-use-advice = Power the machine off and close its window, then try again.
# $told: the first of them.
jobs-error-and-more = { $told }; and { $count } more
jobs-fault-no-thread = the system starts no thread: { $error }
# A fault of Snapgrove itself of which nothing is known.
jobs-fault-unknown = it cannot be told which

# How the machine stands after a step that was not done.
jobs-stands-unchanged = Nothing was changed.
jobs-stands-must-be-looked-at = How the machine stands must be looked at.
jobs-stands-hypervisor-said = The hypervisor had said: { $words }

# In what a machine differs from what a step had promised.
jobs-unlike-written-over = { $path } was written over by another program
jobs-unlike-image-lost = “{ $machine }” should have all its images, and has lost one
jobs-unlike-file-gone = { $path } should be there and has gone
jobs-unlike-no-clone = a machine “{ $name }” should be there and is not
# $should and $has are as “3 snapshots”.
jobs-unlike-clone-snapshots = “{ $name }” should have { $should }, and has { $has }
jobs-unlike-saved-state = the saved state should be gone, and { $path } is there
jobs-unlike-listed = { $path } should not be listed
jobs-unlike-not-off = the machine should be off and is { $state }
jobs-unlike-not-running = the machine should be running and is { $state }
jobs-unlike-unlisted = it is in no registry

# Putting a copy of a settings file back.
jobs-put-back-done = The copy was put back.
jobs-put-back-kept = The file that was there is kept as the copy of { $moment }.
jobs-put-back-manager = If VirtualBox Manager is open, close it now and open it again: it still shows the settings of before.

# What the person should know of a step that was done all the same.
jobs-remark-unlike-promised = The space that was freed is not what was predicted, although the prediction was to be exact.
# $consequence is one of those below.
jobs-forgotten = { $consequence }: { $error }.
jobs-forgotten-taken = Rules for what Snapgrove took will pass this snapshot over
jobs-forgotten-unstable = Inspections will not tell that the machine had been cut off when this snapshot was taken
jobs-forgotten-pins-deleted = The pins still speak of the deleted snapshot
jobs-forgotten-taken-deleted = The list of what Snapgrove took still speaks of the deleted snapshot
jobs-forgotten-set-deleted = A set still speaks of the deleted snapshot
jobs-forgotten-unstable-deleted = The list of snapshots of cut off machines still speaks of the deleted snapshot
jobs-forgotten-pins-cloned = What is pinned in the machine is not pinned in its clone
jobs-forgotten-taken-cloned = Rules for what Snapgrove took will pass the clone's snapshots over
jobs-forgotten-unstable-cloned = Inspections will not tell which of the clone's snapshots were taken of a machine that had been cut off
jobs-forgotten-set = The set “{ $set }” does not know of this snapshot: { $error }.
jobs-forgotten-together = These snapshots are not remembered as taken together: { $error }.
