"""Rosters coming in: checked, matched with what is held, written in chunks that survive a kill, and undone."""
