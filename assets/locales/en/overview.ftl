## The page about all machines together.

overview-title = Overview
overview-subtitle = { $when } · { $machines }, { $snapshots }
overview-inspecting = Inspecting…
overview-inspected-now = Inspected just now
overview-inspected = Inspected { $age }
overview-inspect = Inspect now
overview-inspect-hint = Look again at everything
overview-report = Save a report…
overview-report-hint = Keep all that was found in a file
overview-report-html = For reading and printing (HTML)…
overview-report-csv = As a table (CSV)…
overview-report-json = For programs (JSON)…

# Figures on top: an amount stands above each.
overview-occupied = in snapshots and disks
overview-occupied-by = { $snapshots } on { $machines }
overview-reclaimable = in files that nothing uses
overview-reclaimable-about = see the findings
overview-figure-name = { $amount } { $name }, { $about }
overview-can-free = can be freed now
overview-can-free-at-least = can be freed now, at least
overview-can-free-unknown = unknown
overview-can-free-nothing = the rule “{ $rule }” deletes nothing now
overview-can-free-about = by the rule “{ $rule }”: { $snapshots }
overview-free = free on the host disk
overview-free-on = free on { $disk }
overview-free-of = of { $size }
overview-full-by = full by { $date } at this rate
overview-findings-figure = { $count ->
    [one] finding
   *[other] findings
}
overview-nothing-to-see-to = nothing to see to
# How many findings are this grave.
overview-count = { $severity ->
    [serious] { $count } serious
    [moderate] { $count } moderate
   *[info] { $count } info
}

overview-findings = Findings
overview-filter-all = All { $count }
overview-filter-severity = { $severity } { $count }
overview-filter-silenced = Silenced { $count }
overview-only = only { $machine }
overview-one-machine = one machine
overview-only-hint = Show those of all machines again
overview-show-more = Show more ({ $count } left)
overview-being-inspected = Everything is being looked at.
overview-nothing-found = Nothing was found that you should know of.
overview-nothing-of-this-sort = Nothing of this sort was found.
overview-nothing-silenced = Nothing is silenced.
overview-more = More about this finding
overview-what-to-do = What to do
overview-less = Less
overview-silence = Silence…
overview-copy = Copy
overview-copy-path = Copy the path
overview-show-again = Show again
overview-show-again-hint = End this silence
overview-silenced-until = Silenced until { $date }
overview-silenced-for-ever = Silenced for ever
overview-silenced-because = { $silenced }: “{ $reason }”

overview-space = Where the space is
overview-space-map = Disk map of all machines
overview-space-unmeasured = Nothing measured yet: each file gets a field as large as the space it takes.

overview-growth = Growth
overview-growth-more = { $amount } more in a month, at this rate
overview-growth-less = { $amount } less in a month, at this rate
overview-growth-none = stays as it is
overview-growth-begins = Each day that Snapgrove runs, it keeps how much every machine takes. The line begins as soon as there are enough days.
overview-growth-days = { $known } of { $needed } days
overview-growth-at = { $date }: { $amount }
overview-growth-spoken = Growth from { $first } to { $last }, now { $now }
