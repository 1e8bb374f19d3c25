## The list of machines on the left.

machines-filter = Filter machines
machines-other-folder = Read machines from another VirtualBox folder…
machines-none-matches = No machine matches
# $machines is one of words-machines.
machines-match = { $machines } match
machines-choose-all = Choose all
machines-group = Group { $group }, { $machines }
machines-choose-group = Choose the machines of this group
machines-choose-these = Choose these machines

# After the name of a connection.
machines-practice = practice machines
machines-not-found = not found
machines-list-unreadable = cannot be read
machines-this-computer = this computer

machines-sandbox = The Sandbox…
machines-copy-name = Copy the name
machines-copy-path = Copy the path of the settings file

# What a screen reader says of a machine.
machines-spoken-waiting = { $name }, being read
machines-spoken-failed = { $name }, cannot be read: { $what }
machines-being-read = being read…

# The parts of a machine's space. $name is one of machines-part-….
machines-part = { $amount } { $name }
machines-part-disks = disks
machines-part-snapshots = snapshots
machines-part-current = current state
machines-part-memory = saved memory and firmware
machines-part-unused = images that nothing uses
machines-on-disk = { $amount } on disk

# In the place of the number of snapshots.
machines-problem-missing = settings file missing
machines-problem-unreadable = cannot be opened
machines-problem-damaged = settings file damaged
machines-problem-encrypted = encrypted
machines-problem-too-old = too old to be read
machines-problem-inconsistent = inconsistent
machines-problem-tool = VirtualBox did not answer
machines-state-unknown = power state not known
machines-findings = { $findings } ({ $gravest })
