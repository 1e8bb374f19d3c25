## Commands: names on buttons and in menus, and one sentence on what each does.

command-refresh = Refresh
    .tooltip = Read all machines again
command-search = Search
    .tooltip = Find machines and snapshots by name or description
command-show-overview = Overview
    .tooltip = Show all machines together: what was found, and where the space is
command-show-tree = Tree
    .tooltip = Show the snapshots as a tree
command-show-table = Table
    .tooltip = Show the snapshots as a table
command-show-disk-map = Disk map
    .tooltip = Show the files by the space they take
command-show-timeline = Timeline
    .tooltip = Show the snapshots by the time they were taken
command-toggle-details = Details
    .tooltip = Show or hide the details of the selection
command-fit = Fit
    .tooltip = Make everything fit into the window
command-go-to-current = Go to current
    .tooltip = Bring the current state into view
command-zoom-in = Zoom in
    .tooltip = Show less, but larger
command-zoom-out = Zoom out
    .tooltip = Show more, but smaller
command-zoom-reset = Zoom to 100 %
    .tooltip = Show the snapshots in their natural size
command-switch-theme = Dark or light
    .tooltip = Switch between the dark and the light theme
command-take = Take snapshot
    .tooltip = Keep the current state as a snapshot
command-restore = Restore…
    .tooltip = Go back to the chosen snapshot
command-clone = Clone…
    .tooltip = Make one or several new machines from the chosen place
command-rename = Rename
    .tooltip = Change the chosen snapshot's name
command-rename-several = Rename several…
    .tooltip = Name several snapshots by a template
command-mark = Mark for deletion
    .tooltip = Mark the chosen snapshot for deletion, or unmark it
command-mark-branch = Mark the whole branch
    .tooltip = Mark the chosen snapshot and all below it for deletion, or unmark them
command-mark-all-but-current-path = Mark all but the current path
    .tooltip = Mark every snapshot that the current state does not descend from
command-undo-mark = Undo marking
    .tooltip = Go back to the marks before
command-redo-mark = Redo marking
    .tooltip = Go forward to the marks after
command-discard-marks = Discard
    .tooltip = Unmark everything
command-review-marks = Review and delete…
    .tooltip = See what deleting the marked snapshots does, before it is done
command-discard-saved-state = Discard saved state…
    .tooltip = Throw the saved memory of the current state away
command-settings-copies = Copies of the settings file…
    .tooltip = See the copies that were made of this machine's settings file before each change
command-toggle-jobs = Jobs
    .tooltip = Show what is being done and what was done
command-show-keys = Keys
    .tooltip = Show every key and what it does

# A tooltip, and the keys that do the same.
command-with-keys = { $tooltip } ({ $keys })

# The command “Mark for deletion” where it is marked already.
command-unmark = Unmark
