## Templates that names are made from.

# Why a text is no template. Positions are in characters, from 1. $known: all fields in braces.
naming-template-empty = a template needs some text
naming-template-too-long = a template has at most { $most } characters
naming-template-unknown-field = “{ "{" }{ $word }{ "}" }” at { $position } is not known: use { $known }
naming-template-not-closed = the brace at { $position } is not closed; write { "{{" } for one that is text
naming-template-not-opened = the brace at { $position } was not opened; write { "}}" } for one that is text
naming-template-control-character = the character at { $position } cannot stand in a name

# When a template that comes with Snapgrove is the right one.
naming-preset-initial-state = the machine as it was installed
naming-preset-test-environment = ready for tests, to come back to
naming-preset-pre-update = before an update
naming-preset-pre-update-date = before an update, with the day
naming-preset-purpose-date = what it is for, and the day
naming-preset-purpose-date-time = what it is for, and the moment
naming-preset-numbered = numbered steps
naming-preset-several-people = for machines that several people use

# Templates: what is in braces stays as it is.
naming-template-before-update = Pre-Update Backup { "{date}" }
naming-template-several-people = { "{purpose} ({user}, {date})" }
