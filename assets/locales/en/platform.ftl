## What the system does and refuses: file systems, and files that Snapgrove keeps.

# Why figures about files are estimates.
platform-estimate-btrfs = btrfs keeps what was overwritten in part, and may compress or share data between files
platform-estimate-zfs = ZFS may compress data, and keeps what its own snapshots hold
platform-estimate-bcachefs = bcachefs may compress or share data between files
platform-estimate-xfs = XFS reserves space ahead and may share data between files: it settles within minutes
platform-estimate-ntfs = NTFS may compress files
platform-estimate-apfs = APFS may share data between files
platform-estimate-network = the files are on another computer, which counts in its own way
platform-estimate-fuse = the file system is a program of its own, which counts in its own way
platform-estimate-unknown = this system's file systems are not known to count exactly

platform-tool-silent = { $program } does not answer
platform-process = { $name }, process { $id }

# Settings.
platform-settings-file = the settings in { $path } could not be read or written: { $source }
platform-settings-damaged = the settings in { $path } are damaged: { $source }; the usual ones are used, and the file is kept as it is until you change a setting
platform-settings-write = the settings could not be written down: { $source }
platform-settings-no-folder = this system names no folder for settings: they last until the program ends

# Pins, sets, rules and the like.
platform-kept-file = { $what ->
    [read] { $path } could not be read: { $source }; what it held before still stands
   *[written] { $path } could not be written: { $source }; what it held before still stands
}
platform-kept-write = it could not be written down: { $source }; nothing was changed
platform-kept-no-folder = this system names no folder for data: it lasts until the program ends
platform-kept-damaged-line = line { $line } of { $path } is damaged and is not used: { $why }. It is kept as it is; the others are used
platform-kept-too-large = it is far too large

# Daily records of the space that machines take.
platform-history = { $action ->
    [read] the records of growth in { $path } could not be read: { $source }; what was recorded before stands
    [written] the records of growth in { $path } could not be written: { $source }; what was recorded before stands
   *[anew] the records of growth in { $path } could not be written anew: { $source }; what was recorded before stands
}
