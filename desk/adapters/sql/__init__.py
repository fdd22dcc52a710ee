"""One database for everything the desk remembers: SQLite by default, PostgreSQL when a company outgrows it."""
