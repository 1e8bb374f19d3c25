//! VirtualBox on this computer: its settings files are read directly, its program is asked for states.
