
health-copied-image = “{ $file }” takes { $size } and is a copy of “{ $of }”, with the same id: no machine uses it.
health-copied-image-why = VirtualBox opens only one file of an id: this one serves at most as a backup, on the disk of what it backs up.
health-copied-image-advice = If it is a backup, keep it on another disk. Otherwise move it to the trash: it can be put back.
