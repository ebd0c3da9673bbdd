"""Pages for people: the public portal, the policy library, the screening, and the analyst's views."""
