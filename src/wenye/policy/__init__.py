"""A policy as data: a pack loaded and checked, its benefits decided, explained, reviewed and matched."""
