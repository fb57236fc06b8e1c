"""Whether a report is what it says it is: spam, damage, hosts that are not official."""
