"""People who use the system: who they are, what they may do where, the audit trail, and the keys of sealed columns."""
