"""The console: the desk, the treasurer, the auditor."""
