"""Speed, measured beside other engines: ``./wenye bench``. Each module says what it measures and what it leaves out."""
