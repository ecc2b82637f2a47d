"""The encrypted vault: tables, keys, migrations and the audit chain."""
