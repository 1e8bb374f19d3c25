## Copies of a machine's settings file.

copies-title = Copies of the settings file of { $machine }
copies-about = Before each change, Snapgrove keeps a copy of the machine's settings file, the last 20 of them. The tree of snapshots is in there; the disks are not.
copies-none = There is none yet: the first one is made before the first change.
copies-put-back = Put back…
copies-path = Copy the path of this copy
copies-made-before = Made before: { $title }
copies-mended = Mended: what the settings have to be after the change that was interrupted
copies-mended-meaning = The change was interrupted when some of the images had been merged and removed already, or before the current state had images of its own. These settings say of each disk what its images are now; nothing is taken from the disks. The present file is kept as another copy first.
copies-looking = Looking whether it still fits the disks…
copies-fits = { $snapshots } · fits the disks as they are
copies-fits-not = { $snapshots } · { $count ->
    [one] does not fit: { $count } image is no longer as it was
   *[other] does not fit: { $count } images are no longer as they were
}
copies-would-break = The disks have gone on without this copy. Putting it back would break the machine:
copies-question = Put the settings of { $machine } of { $moment } back?
copies-meaning = The settings and the tree of snapshots become as they are in this copy; the disks stay as they are. The present file is kept as another copy first.
copies-lacks = { $count ->
    [one] The snapshot { $names } is not in this copy and leaves the tree.
   *[other] The snapshots { $names } are not in this copy and leave the tree.
}
copies-put-this-back = Put this copy back
copies-back = Back
