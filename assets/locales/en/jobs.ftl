## Jobs: what is told of them.

# Two whole sentences, one after the other.
jobs-sentences = { $first } { $second }

# How a job ended.
jobs-summary-done = done
jobs-summary-nothing = nothing was done
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
jobs-advice-confirm-rest = Confirm the rest again if you still want it.
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
