## Rules of a clean-up, what they decide, and why.

# Periods, as in “one per week”; $unit is hour, day, week, month or year.
retention-period = { $unit ->
    [hour] hour
    [day] day
    [week] week
    [month] month
   *[year] year
}
# A length of time, as in “older than 90 days”.
retention-span = { $unit ->
    [hour] { $count ->
        [one] an hour
       *[other] { $count } hours
    }
    [day] { $count ->
        [one] a day
       *[other] { $count } days
    }
    [week] { $count ->
        [one] a week
       *[other] { $count } weeks
    }
    [month] { $count ->
        [one] a month
       *[other] { $count } months
    }
   *[year] { $count ->
        [one] a year
       *[other] { $count } years
    }
}
retention-span-error = “{ $text }” is not a length of time: a number from 1 to { $most } and a unit are expected, such as 90 days, 8w or 1 year
retention-pattern = “{ $pattern }”

# The last of several, and those before it.
retention-and = { $before } and { $last }
retention-or = { $before } or { $last }

# The sentence that a rule is. All but $limits of the second are whole clauses from below, with the blanks before them,
# or empty; each language puts them where they belong.
retention-rule-nothing = Delete nothing
retention-rule = Delete snapshots{ $own }{ $like }{ $unlike }{ $scope }{ $age }{ $limits }{ $kept }{ $also }{ $off }; never pinned ones
# No age is named: only limits choose.
retention-rule-of-limits = Delete the oldest snapshots{ $own }{ $like }{ $unlike }{ $scope } while { $limits }{ $kept }{ $also }{ $off }; never pinned ones
retention-clause-own = { " " }taken by Snapgrove
retention-clause-like = { " " }named like { $names }
# $like is yes where the clause before it names others.
retention-clause-unlike = { $like ->
    [yes] { " " }but not named like { $names }
   *[no] { " " }not named like { $names }
}
retention-clause-machines = { $count ->
    [0] { " " }on no machines
    [one] { " " }on { $count } machine
   *[other] { " " }on { $count } machines
}
retention-clause-groups = { $count ->
    [0] { " " }of no group
    [one] { " " }in the group { $groups }
   *[other] { " " }in the groups { $groups }
}
retention-group = “{ $group }”
retention-clause-age = { " " }older than { $spans }
retention-clause-limits = , and the oldest while { $limits }
retention-limit-levels = a tree is more than { $most } deep
retention-limit-bytes = a machine's snapshots take more than { $most }
retention-clause-kept = , but keep { $kept }
retention-keep-newest = { $count ->
    [one] the newest
   *[other] the newest { $count }
}
# $unit is as in retention-period.
retention-keep-one-per = { $unit ->
    [hour] one per hour for { $span }
    [day] one per day for { $span }
    [week] one per week for { $span }
    [month] one per month for { $span }
   *[year] one per year for { $span }
}
retention-keep-one-per-for-ever = { $unit ->
    [hour] one per hour for ever
    [day] one per day for ever
    [week] one per week for ever
    [month] one per month for ever
   *[year] one per year for ever
}
retention-clause-also = ; also { $what }
retention-also-current = the current snapshot
retention-also-forks = forks of the current path
retention-also-running = those of running machines
retention-clause-powered-off = ; only of machines that are powered off

# The rules that everybody finds. In files, and where a program asks, they have their English names.
retention-preset-careful = Careful
retention-preset-balanced = Balanced
retention-preset-thorough = Thorough

# What becomes of a snapshot, and why.
retention-kept = kept: { $reasons }
retention-delete = delete: { $reasons }
retention-cannot = cannot: { $reasons }
retention-reason-pinned = pinned
retention-reason-pinned-because = pinned (“{ $reason }”)
retention-reason-current = it is the current snapshot
retention-reason-fork = { $branches ->
    [2] two branches start here
    [3] three branches start here
   *[other] { $branches } branches start here
}
retention-reason-newest = { $count ->
    [one] the newest
   *[other] one of the newest { $count }
}
retention-reason-only-of = { $unit ->
    [hour] only one of its hour
    [day] only one of its day
    [week] only one of its week
    [month] only one of its month
   *[year] only one of its year
}
retention-reason-newest-of = { $unit ->
    [hour] the newest of its hour
    [day] the newest of its day
    [week] the newest of its week
    [month] the newest of its month
   *[year] the newest of its year
}
retention-reason-not-older = not older than { $span }
retention-reason-not-over-limits = the limits do not ask for it
retention-reason-time-unknown = nobody knows when it was taken
retention-reason-time-in-future = it claims to be taken in the future
retention-reason-name-unlike = its name is not like { $names }
retention-reason-name-left-out = its name is like { $name }
retention-reason-not-own = Snapgrove did not take it
retention-reason-empty-rule = the rule says nothing
retention-reason-by-hand = chosen by hand
retention-reason-older = older than { $span }
retention-reason-nothing-keeps-it = none of those to keep
retention-reason-too-deep = its tree is more than { $most } deep
retention-reason-too-large = the machine's snapshots take more than { $most }
retention-reason-runs = its machine is { $state }
retention-reason-not-powered-off = its machine is { $state }, not powered off
retention-reason-state-unknown = nobody knows whether its machine is powered off
retention-way-out-runs = Shut the machine down, or let the rule work on running machines too.
retention-way-out-not-powered-off = Shut the machine down, or let the rule work on machines in other states too.

# What stands against it, beside the snapshot's name.
retention-blocked-clone = clone { $machine } needs it
retention-blocked-children = { $branches ->
    [2] two branches go on from it
    [3] three branches go on from it
   *[other] { $branches } branches go on from it
}
retention-blocked-current = it is the current snapshot, and “{ $child }” is below it
retention-blocked-unreadable = “{ $machine }” cannot be read and might need it
retention-blocked-image = { $problem }: { $image }

# Of a whole machine.
retention-not-read-yet = it has not been read yet
retention-still-deeper = its tree stays more than { $most } deep: forks, ends of branches and what is kept are left
retention-still-larger = its snapshots still take more than { $most }: only what is kept, or cannot go, is left

# The file that rules are kept in.
retention-rules-file = the rules in { $path } could not be read or written: { $error }; what the file held before still stands
retention-rules-damaged = the rules in { $path } are damaged: { $error }; only the usual ones are there. Mend the file, or save a rule: the damaged file is kept beside it then
retention-rules-write = the rules could not be written down: { $error }; nothing was changed
retention-rules-no-folder = this system names no folder for settings: rules last until the program ends
