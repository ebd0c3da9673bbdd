"""The invented demo district: rosters as departments would really have them. It knows nothing of the rules."""
