"""The facts about a report, each with the words it was read from."""
