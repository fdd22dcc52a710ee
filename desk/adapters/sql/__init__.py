"""One database for all the desk remembers: SQLite by default, PostgreSQL when a company outgrows it."""
