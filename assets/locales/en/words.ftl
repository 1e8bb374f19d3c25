## Counts, sizes and times, as they stand in other texts.

snapshots = { $count ->
    [0] no snapshots
    [one] { $count } snapshot
   *[other] { $count } snapshots
}
machines = { $count ->
    [0] no machines
    [one] { $count } machine
   *[other] { $count } machines
}
bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
no-name = (no name)

# A moment in local time: 11 Oct 2026, 14:03. $month is 1 to 12, $time is as 14:03.
moment = { $day } { $month ->
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
} { $year }, { $time }
moment-and-age = { $moment } · { $age }
moment-unknown = at an unknown time

age-future = in the future
age-now = just now
age-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
age-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
age-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
age-weeks = { $count ->
    [one] { $count } week ago
   *[other] { $count } weeks ago
}
age-months = { $count ->
    [one] { $count } month ago
   *[other] { $count } months ago
}
age-years = { $count ->
    [one] { $count } year ago
   *[other] { $count } years ago
}

# A time that something will take. $unit is one of s, min, h.
time-about-a-second = about a second
time-between = { $low } to { $high } { $unit }
time-about = about { $high } { $unit }
time-up-to = up to { $high } { $unit }

# A day: 11 Oct 2026, and in a year that is clear: 11 Oct.
date = { $day } { $month ->
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
} { $year }
date-in-year = { $day } { $month ->
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

# Between the parts of a list, between names, and between sentences.
list-separator = { ", " }
list-names = { ", " }
list-sentences = { "; " }

# A thing and what is said of it, such as a name and its value.
named = { $name }: { $value }
# Two sentences, of which the first has no full stop yet.
two-sentences = { $first }. { $second }
