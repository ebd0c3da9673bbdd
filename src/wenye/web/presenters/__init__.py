"""From the pack and its decisions to what a template shows: plain values, already in the reader's words."""
