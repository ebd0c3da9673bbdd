"""Everything an installation holds in one file, and back: the database as of one moment, its keys and its files.

BackupError
  Unusable       this file cannot be restored: not a backup, damaged, of another kind of database, or of a newer program
  Refused        it could be, but not here or not now: something would be overwritten, the site is running
"""
