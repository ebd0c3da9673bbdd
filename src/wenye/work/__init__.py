"""Background work: jobs that are safe to run twice, what they hold while they run, and when they are due."""
