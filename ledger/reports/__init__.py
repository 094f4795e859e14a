"""Reading for screens, exports and machines: SQL to frozen rows, in short transactions."""
