## The settings dialog.

settings-title = Settings

settings-appearance = Appearance
settings-theme = Theme
settings-as-the-system = as the system
settings-dark = dark
settings-light = light
settings-language = Language
settings-text-size = Text size

settings-inspection = Inspection
settings-every = Look at all machines again every
settings-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
settings-every-hint = Besides at the start and whenever something changed: disks fill up and snapshots grow old by themselves
settings-notify = Tell me of new serious findings while the window is not in front
settings-notify-hint = With a notification of the desktop, once for each finding

settings-thresholds = Findings speak from
settings-worth-a-look = worth a look
settings-serious = serious
settings-usual = Back to the usual
settings-usual-hint = All of these as Snapgrove has them at first

settings-chain = Images in a chain
settings-free = Free space on a disk below
settings-free-percent = The same, as a part of the disk
settings-full = Days until a disk is full
settings-large = Size of a snapshot
settings-old = Age of a snapshot, in days
settings-old-root = Age of one that all rest on, in days
settings-far-written = Written since the current snapshot
settings-far-days = Days since the current snapshot
settings-restores = Restores that are many
settings-restores-hours = … within hours
settings-value-of = { $what }, { $level }
