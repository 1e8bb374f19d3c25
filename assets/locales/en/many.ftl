## Several machines at once: the bar over the machine that is shown, and the dialogs.

# $machines is one of machines, $snapshots one of snapshots: “6 machines”.
many-chosen = { $machines } chosen
many-together = { $machines } together
many-choose-shown-only = Choose only the machine that is shown
many-more = More for the chosen machines

# What all reviews have in common.
many-choose = Choose
many-what-for = What for
many-template-fields = A template may use { "{purpose}, {date}, {time}, {n}, {machine} and {user}" }.
many-snapshots-of-machines = { $snapshots } of { $machines }
many-snapshot-of-machine = { $machine }, “{ $snapshot }”
many-left-out-snapshots = { $count ->
    [one] { $count } snapshot is left out
   *[other] { $count } snapshots are left out
}
many-left-out-machines = { $count ->
    [one] { $count } machine is left out
   *[other] { $count } machines are left out
}
many-left-out-both = { $machines } and { $count ->
    [one] { $count } snapshot
   *[other] { $count } snapshots
} are left out
many-left-out-more = … and { $count } more
many-all-left-out = all machines are left out
# $certainty is exact or at-most.
many-needs = { $certainty ->
    [exact] needs { $amount }
   *[at-most] needs up to { $amount }
}
many-needs-nothing = needs nothing
many-frees = frees { $amount }
many-free = { $amount } free
many-host-disk = Host disk
many-host-disk-of = Host disk of { $path }

# One snapshot of each.
many-take-title = Take a snapshot of each of { $machines }
many-take-button-waiting = Take snapshots
many-take-button = Take { $snapshots }
many-take-template = Names by this template
many-take-templates = Templates to choose from
many-take-as-set = Remember them as a set
many-take-as-set-hint = A set can be restored or deleted as a whole later
many-take-set-lacks-name = the set needs a name

# Each goes back.
many-restore-title = Restore each of { $machines }?
many-restore-title-set = Restore the set “{ $name }”?
many-restore-about = The disks and settings of each machine go back. What changed since then in its current state is lost unless you keep it. Other snapshots stay.
many-restore-start-again = Start the machines afterwards
many-restore-keep = First take a snapshot of each current state
many-restore-kept-names = Names
# Templates for the names of the snapshots that are taken before. $moment is as 2026-11-16 09:00.
many-restore-kept-as = Before restoring “{ $name }” { "{date} {time}" }
many-restore-kept-as-moment = Before restoring { $moment } { "{date} {time}" }
many-restore-button = Restore { $machines }
many-restore-button-power-off = Power off and restore { $machines }
# What is done with one machine: $moment is as 11 Oct 2026, 14:03 · 6 weeks ago.
many-restore-to = to “{ $snapshot }” · { $moment }
many-restore-powers-off = powers off
many-restore-starts-again = starts again

# Where each goes back to.
many-goal-named = Each to its newest snapshot named
many-goal-before = Each to its newest snapshot before
many-goal-name = Name of the snapshots
many-goal-moment = Day and time
many-goal-names = Names that these machines have
many-goal-moments = Moments to choose from
# So many of the machines have a snapshot of a name.
many-goal-have = { $count } of { $all }
many-goal-lacks-name = write the snapshot's name
many-goal-lacks-moment = write a day and a time
many-goal-as-in = as in { $example }
# How the moment was understood. $weekday is 1, Monday, to 7.
many-goal-understood = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
} · { $age }
many-goal-now = Now
many-goal-an-hour-ago = An hour ago
many-goal-today = Today, 00:00
many-goal-yesterday = Yesterday, 00:00
many-goal-monday = Monday, 09:00
many-goal-a-week-ago = A week ago
many-goal-four-weeks-ago = Four weeks ago

# Deleting the snapshots of a name, or of a set.
many-delete-title = Delete snapshots of { $machines } by name
many-delete-title-set = Delete the snapshots of the set “{ $name }”?
many-delete-about = What other snapshots and the current states hold stays as it is. The deleted ones cannot be brought back. Pinned ones stay.
many-delete-by-hand = Mark the snapshots of each machine by hand instead: the review asks about it.
many-delete-pins-unknown = which snapshots are pinned is not known
many-delete-lacks-name = write a name
many-delete-nothing = there is nothing that can be deleted
many-delete-nothing-of-set = Nothing of “{ $name }” can be deleted. To take it off the list, forget it.
many-delete-named = Snapshots named like this; * stands for any text, ? for any one character
many-delete-named-hint = before updates*
many-delete-looking = Looking at the images: { $looked } of { $machines }
many-delete-unknown = What this frees cannot be told: an image cannot be read.
many-delete-takes = takes { $amount } more

# Names by one template.
many-rename-title = Rename snapshots of { $machines }
many-rename-button-waiting = Rename
many-rename-button = Rename { $snapshots }
many-rename-named = Snapshots named like this; * alone means all of them
many-rename-named-hint = Snapshot*
many-rename-template = New names by this template
many-rename-lacks-which = say which snapshots
many-rename-nothing = They have these names already.

# Pins with one reason.
many-pin-title = Pin snapshots of { $machines }
many-pin-button = Pin { $snapshots }
many-pin-nothing = there is nothing to pin
many-pin-reason = Why they must stay
many-pin-current = The current snapshot of each
many-pin-newest = The newest snapshot of each
many-pin-named = All named like
many-pin-pattern = Name with wildcards
many-pin-pattern-hint = before*
many-pin-of = of { $machine }
# $pin is as “pinned: the one we went live with”.
many-pin-already = is { $pin } already, and keeps that
many-pin-without = No such snapshot: { $machines }
many-unpin-title = Unpin snapshots of { $machines }
many-unpin-about = Rules may delete these snapshots again. The snapshots themselves stay; the reasons of their pins are forgotten.
many-unpin-named = Pinned snapshots named like this; * alone means all of them
many-unpin-button = Unpin { $snapshots }
many-unpin-nothing = no such snapshot is pinned

# The sets.
many-sets-title = Snapshot sets
many-sets-about = Snapshots of several machines that were taken together, to be restored or deleted together.
many-sets-being-read = Being read…
many-sets-none = There is none yet. Choose several machines in the sidebar, with Ctrl or Shift and a click, and take a snapshot of each.
# Buttons of a set, and what they are called for those who do not see which set they stand in.
many-sets-forget = Forget…
    .name = Forget the set { $name }
many-sets-delete = Delete…
    .name = Delete the set { $name }
many-sets-restore = Restore…
    .name = Restore the set { $name }
many-sets-rename = Rename this set
many-sets-name = Name of the set
many-sets-forget-question = Forget this set? Its snapshots stay.
many-sets-forget-button = Forget
many-sets-keep = Keep
many-sets-gone = { $count ->
    [one] { $count } of its snapshots is gone
   *[other] { $count } of its snapshots are gone
}

# What a job has left undone.
many-again-title = Do what was left undone?
many-again-about = It is planned anew for the machines as they are now.
many-again-steps = { $count } steps
many-again-button = Do it
many-delete-title-rest = Delete what was left on { $machines }?
