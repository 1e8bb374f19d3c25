## Tree, table, timeline and disk map of a machine.

views-current-state = Current state
views-current-state-hint = The machine as it is now
# Something was written since the last snapshot.
views-changed = changed
views-online = online
views-offline = offline
views-marked = marked for deletion

tree-of = Snapshots of { $machine }
tree-map = Map of the whole tree
tree-zoom = { $percent } %
tree-show-below = Show what is below
tree-hide-below = Hide what is below
tree-hidden-below = { $count } hidden below it
tree-folded = { $count } snapshots folded
tree-folded-about = opens on a click
tree-current-about = the machine as it is now
tree-compare = Compare the selection with this
tree-expand = Expand the branch
tree-collapse = Collapse the branch
tree-copy-name = Copy the name
tree-copy-id = Copy the id
tree-fold = Fold long runs

table-branches = Branches
table-name = Name
table-age = Age
table-taken = Taken
table-own-size = Own size
table-kind = Kind
table-depth = Depth
table-description = Description
# $column is the column's heading in small letters.
table-sort-by = Sort by { $column }
table-time-unknown = not known

timeline = Timeline
# $what is a machine's name, or how many machines.
timeline-of = Timeline of { $what }
timeline-now = now
# Thousands of snapshots, on a point of about four letters.
timeline-thousands = { $count }k
timeline-together = { $count } snapshots together
timeline-zooms-in = A click zooms in.
timeline-more-zooms-in = … A click zooms in.
timeline-online = taken while it ran
timeline-offline = taken while it was off
timeline-unknown = Time not known
timeline-unknown-hint = The settings file has no readable time for these snapshots

# Words of the time axis. $month is 1 to 12.
timeline-year = { $year }
timeline-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[other] Dec
}
timeline-month-of-year = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} { $year }
timeline-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} { $year }

disk-map-of = Disk map of { $machine }
disk-map-all = All
disk-map-all-hint = Show everything again (Esc)
# What files are, in the legend: “12 GB snapshots”.
disk-map-legend = { $amount } { $role }
disk-map-disks = disks
disk-map-snapshots = snapshots
disk-map-current = current state
disk-map-saved = saved memory and firmware
disk-map-unused = images that nothing uses
disk-map-role-base = Base disk: all snapshots rest on it
disk-map-role-difference = What was written until the snapshot was taken
disk-map-role-current = What was written since the last snapshot
disk-map-role-saved = Saved memory and firmware
disk-map-role-unused = No machine and no snapshot uses this image
# Names of fields and groups.
disk-map-base-disks = Base disks
disk-map-not-used = Not used
disk-map-no-machine = In no machine
disk-map-memory = memory
disk-map-firmware = firmware
disk-map-memory-and-firmware = memory and firmware
disk-map-smaller = { $count } smaller
disk-map-smaller-of = { $group }: { $count } smaller
disk-map-heading-spoken = { $group }, { $count } files, { $size }
disk-map-files-spoken = { $count } smaller files, { $size }
disk-map-groups-spoken = { $count } smaller groups, { $size }
disk-map-heading-hint = { $count } files. A double click shows them alone.
disk-map-small-hint = Too small to be shown beside the others. A click shows them alone.
disk-map-missing = { $count ->
    [one] { $count } image is missing
   *[other] { $count } images are missing
}
disk-map-measuring = still measuring
disk-map-unmeasured = Being measured
disk-map-unmeasured-about = Its files appear here in a moment.
disk-map-all-missing = All images are missing
disk-map-all-missing-about = None of the disk images is where the machine expects it. The tree shows which ones are meant.
disk-map-nothing = Nothing on disk
disk-map-nothing-about = This machine has no disks, and no snapshot of it keeps any memory.

# A card of the tree that stands for a long row of snapshots.
tree-fold-card = … { $count } snapshots …
tree-fold-card-marked = … { $count } snapshots, { $marked } marked …
