"""The language of a rulebook: its one table of keys, and the kinds of what they hold."""
