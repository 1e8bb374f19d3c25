## The page that cleans up by a rule, and its dialogs.

clean-up-title = Clean up
clean-up-subtitle = Nothing is deleted until you have reviewed it and say so.
# $count is 0 where there is nothing to review.
clean-up-review-button = { $count ->
    [0] Review and delete…
   *[other] Review and delete { $count }…
}
clean-up-one-moment = One moment
clean-up-being-read = Pins, rules and machines are being read.
clean-up-why-not-pins-unknown = which snapshots are pinned is not known
clean-up-why-not-under-way = the last clean-up is still under way
clean-up-why-not-nothing = the rule deletes nothing
clean-up-unsafe = Nothing can be cleaned up now
clean-up-unsafe-why =
    { $why }.
    A rule must never delete a pinned snapshot, so nothing is deleted by any rule until this is mended.
clean-up-read-again = Read again
clean-up-no-jobs = Nothing can be changed: the part of Snapgrove that does it could not be started.

# The rule: choosing, saving and forgetting.
clean-up-rule = Rule
clean-up-rule-named = Rule { $name }
clean-up-rule-not-saved = not saved
clean-up-rule-changed = changed
clean-up-rule-undo = undo
clean-up-rule-undo-hint = Go back to the rule as it was saved
clean-up-rule-forget = Forget the rule “{ $name }”
clean-up-rule-forget-question = Forget “{ $name }”?
clean-up-rule-forget-button = Forget
clean-up-rule-keep-button = Keep
clean-up-rule-usual = Bring the usual rules back
clean-up-rule-save-as = Save as rule…
clean-up-rule-save-as-hint = Keep this rule under a name
clean-up-rule-name = Name
clean-up-rule-name-spoken = Name of the rule
clean-up-rule-save = Save
clean-up-rule-replace = Replace “{ $name }”
clean-up-rule-unfold = Show the rule's words, to change them
clean-up-rule-fold = Fold the rule

# The rule as a sentence whose words can be changed. Each variable of the first message is one of the messages below it,
# or several of them one after another; each variable of those is a word that looks like a key. Blanks at the ends and
# around words do not matter: words stand apart from the text. $place is first for the first of several, else further.
clean-up-sentence = Delete snapshots { $only } { $scope } { $when } { $keep } { $also } { $states }
clean-up-sentence-own = taken by { $program }
clean-up-sentence-like = { $place ->
    [first] named like { $name }
   *[further] or like { $name }
}
clean-up-sentence-unlike = { $place ->
    [first] but not named like { $name }
   *[further] nor like { $name }
}
clean-up-sentence-scope = of { $machines }
clean-up-sentence-any-age = of any age
clean-up-sentence-older = { $place ->
    [first] older than { $age }
   *[further] or older than { $age }
}
clean-up-sentence-deeper = { $place ->
    [first] the oldest while a tree is more than { $levels }
   *[further] or the oldest while a tree is more than { $levels }
}
clean-up-sentence-larger = { $place ->
    [first] the oldest while a machine's snapshots take more than { $amount }
   *[further] or the oldest while a machine's snapshots take more than { $amount }
}
clean-up-sentence-newest = { $place ->
    [first] but keep the newest { $count } of each machine
   *[further] and the newest { $count } of each machine
}
clean-up-sentence-one-per = { $place ->
    [first] but keep one per { $period } for { $span }
   *[further] and one per { $period } for { $span }
}
# $ever is clean-up-word-for-ever.
clean-up-sentence-one-per-for-ever = { $place ->
    [first] but keep one per { $period } { $ever }
   *[further] and one per { $period } { $ever }
}
clean-up-sentence-also = also { $what }
clean-up-sentence-states = on machines that { $states }
clean-up-sentence-nothing = Delete nothing yet: “Add…” says what should go.
# What stays whatever the rule says. $stays is all, current, forks (each beside pinned ones), or pinned.
clean-up-sentence-stays = { $stays ->
    [all] Pinned snapshots stay, so does the current one, and forks of the current path.
    [current] Pinned snapshots stay, so does the current one.
    [forks] Pinned snapshots stay, and forks of the current path.
   *[pinned] Pinned snapshots stay.
}

# Words of it.
clean-up-word-all-machines = all machines
clean-up-word-group = the group { $group }
clean-up-word-groups = { $count } groups
clean-up-word-one-machine = 1 machine
clean-up-word-levels = { $count } deep
clean-up-word-for-ever = for ever
clean-up-word-for = for { $span }
clean-up-word-current = the current snapshot
clean-up-word-forks = forks of the current path
clean-up-word-not-running = are not running
clean-up-word-powered-off = are powered off
clean-up-word-any-state = are in any state
# Units in the plural, to choose from.
clean-up-units = { $unit ->
    [hour] hours
    [day] days
    [week] weeks
    [month] months
   *[year] years
}

# What the cross behind a word takes away.
clean-up-take-away = Take away: { $what }
clean-up-take-away-own = only those that Snapgrove took
clean-up-take-away-age = by age
clean-up-take-away-depth = by depth
clean-up-take-away-size = by size
clean-up-take-away-newest = the newest
clean-up-take-away-one-per = { $unit ->
    [hour] one per hour
    [day] one per day
    [week] one per week
    [month] one per month
   *[year] one per year
}

# The small editors.
clean-up-own-about = Only snapshots that were taken with Snapgrove.
clean-up-current-about = The current state descends from it. Deleting it keeps the current state as it is.
clean-up-forks-about = Snapshots of the current path from which several branches go on.
clean-up-not-running-about = Running and paused machines are left alone
clean-up-powered-off-about = Saved and aborted machines are left alone, too
clean-up-any-state-about = Running machines are cleaned up live, where the hypervisor can do so
clean-up-how-many = How many
clean-up-how-much = How much
clean-up-pattern = Name with wildcards
clean-up-pattern-about = * is any text, ? any one letter
clean-up-scope-all = All machines
clean-up-scope-groups = Machines in groups
clean-up-scope-chosen = Chosen machines
clean-up-find-machine = Find a machine
clean-up-no-such-machine = No machine of this name

# What the rule does not say yet.
clean-up-add = Add…
clean-up-add-hint = Let the rule say more
clean-up-add-spoken = Add to the rule
clean-up-add-older = Older than…
clean-up-add-deeper = Trees deeper than…
clean-up-add-larger = Snapshots of a machine larger than…
clean-up-add-newest = Keep the newest…
clean-up-add-one-per = Keep one per…
clean-up-add-like = Only names like…
clean-up-add-unlike = Not names like…
clean-up-add-own = Only those that Snapgrove took
clean-up-add-current = Also the current snapshot
clean-up-add-forks = Also forks of the current path

# The host's disks.
clean-up-disks = { $count ->
    [one] Host disk after the clean-up
   *[other] Host disks after the clean-up
}
clean-up-disk-used = used { $amount }
clean-up-disk-free = free { $amount }
clean-up-disk-free-after = free { $now } → { $after }
clean-up-disk-spoken = { $disk }: { $used } of { $size }, { $freed }, { $free }
clean-up-disk-looking = being looked at…
clean-up-disk-size = size { $size }
clean-up-disk-looking-at-machines = Machines are being looked at.
clean-up-disk-nothing = Nothing is deleted, so nothing changes.
clean-up-disk-needs = Highest need while merging { $amount }
clean-up-disk-order = order chosen to copy { $amount } instead of { $worst }
clean-up-disk-copies = copies { $amount }
clean-up-disk-not-counted = { $count ->
    [one] 1 machine is not counted: their images cannot be read
   *[other] some machines are not counted: their images cannot be read
}
clean-up-disk-estimates = estimates: { $why }
clean-up-progress = { $looked } of { $all } machines looked at

# The table.
clean-up-column-snapshot = Snapshot
clean-up-column-age = Age
clean-up-column-frees = Frees
clean-up-column-why = Why
clean-up-column-share = Frees, against the largest
clean-up-filter-all = All { $count }
clean-up-filter-going = Only what goes { $count }
clean-up-filter-cannot = Cannot go { $count }
clean-up-fold-all = Fold all machines
clean-up-unfold-all = Unfold all machines
clean-up-by-hand = { $count } chosen by hand
clean-up-as-the-rule-says = As the rule says
clean-up-as-the-rule-says-hint = Take back all that was chosen by hand
clean-up-looking = The machines are being looked at.
clean-up-no-machine = No machine in the rule's scope
clean-up-no-machine-about = The rule works on no machine that is there: choose others in its sentence.
clean-up-nothing-in-the-way = Nothing is in the way
clean-up-nothing = Nothing to clean up
clean-up-nothing-empty-rule = The rule says nothing yet. Choose one of the usual rules, or add to this one.
clean-up-nothing-kept = The rule keeps every snapshot. “All” tells the reason for each.
clean-up-nothing-reasons = Nothing to clean up: why each snapshot is kept stands beside it.
# How many of a machine's snapshots go.
clean-up-share = { $going } of { $all }
clean-up-unread = not known: { $why }
clean-up-merges-live = { $state }: merges live
clean-up-left-alone = { $state }: left alone
clean-up-state-unknown = state not known
clean-up-age-unknown = not known
clean-up-row-spoken = { $name } of { $machine }, { $why }, { $age }, { $frees }
clean-up-row-spoken-goes = { $name } of { $machine }, delete: { $why }, { $age }, { $frees }
clean-up-delete = Delete { $name }
clean-up-delete-pinned-hint = It is pinned. Delete it all the same? The review asks once more.
clean-up-delete-it = Delete it too
clean-up-keep-it = Keep it
clean-up-show = Show { $name } in its tree
clean-up-show-hint = Show it in its machine's tree
clean-up-show-menu = Show in its tree
clean-up-taken = { $taken } · adds { $amount }

# The last clean-up. $result is clean-up-promise or clean-up-no-promise; amounts may be negative.
clean-up-run = { $done } of { $of } snapshots deleted on { $machines }; { $result }
clean-up-run-machine = { $done } of { $of }; { $result }
clean-up-promise = promised { $promised }, freed { $freed }
clean-up-no-promise = nothing was promised, freed { $freed }
clean-up-run-failed = { $step }: { $what } { $stands } { $advice }
clean-up-run-stopped = { $step }: stopped. { $stands }
clean-up-run-not-begun = It was stopped before the end.
clean-up-run-when = Cleaned up { $when }: { $words }
clean-up-run-close = Close the report of the last clean-up
clean-up-run-report = Report…
clean-up-run-jobs = Show jobs
clean-up-run-stop = Stop
clean-up-run-stop-hint = The steps that are running are ended, no others are begun
clean-up-run-waiting = Cleaning up…
clean-up-run-progress = Cleaning up: { $percent } % of { $of } steps
clean-up-run-progress-left = Cleaning up: { $percent } % of { $of } steps · { $left } left
clean-up-report = What the clean-up did
clean-up-report-more = and { $count } more: “Copy” has all of them
clean-up-report-copy = Copy
clean-up-report-copy-hint = Put the whole report on the clipboard

# The review.
clean-up-review = Review the clean-up
clean-up-review-title = Delete { $count ->
    [0] no snapshots
    [one] { $count } snapshot
   *[other] { $count } snapshots
} of { $machines ->
    [0] no machines
    [one] { $machines } machine
   *[other] { $machines } machines
}?
clean-up-review-what-stays = What other snapshots and the current states hold stays as it is. The deleted ones cannot be brought back. Each machine's settings file is copied first.
clean-up-review-looking = { $progress }…
clean-up-review-running = Leave running machines alone ({ $count })
clean-up-review-pinned = { $count ->
    [one] One pinned snapshot goes: tick each in the list if you mean it.
   *[other] { $count } pinned snapshots go: tick each in the list if you mean it.
}
clean-up-review-why-not-nothing = nothing is left to do
clean-up-review-why-not-pinned = pinned snapshots have to be confirmed one by one
clean-up-review-delete = { $count ->
    [0] Delete no snapshots
    [one] Delete { $count } snapshot
   *[other] Delete { $count } snapshots
}
clean-up-review-left-out = Left out: { $snapshots }
clean-up-review-not-known = What this frees and needs is not known of every machine: their images cannot be read.
clean-up-review-order-hint = The order of each machine's steps is the one that copies least
clean-up-review-host-disk = Host disk
clean-up-review-disk = { $disk }: free { $now } → { $after }
clean-up-review-needs-more = Machines that are worked on together may need { $needs } at a time, and { $free } are free. A step that does not fit is refused before it begins; the others go on.
clean-up-review-running-left-alone = running: left alone
clean-up-review-machine-unknown = not known
clean-up-review-machine-unreadable = Its images cannot be read
clean-up-review-machine-frees = frees { $amount }, needs { $needs }
clean-up-review-machine-takes = takes { $amount }, needs { $needs }
clean-up-review-machine-copied = { $amount } copied
clean-up-review-data-go = its data just go
clean-up-review-of-machine = { $snapshot } of { $machine }
clean-up-review-clean = Clean { $machine } up
clean-up-review-delete-pinned = Delete { $name } although it is pinned

clean-up-shorten = Shorten { $machine }
