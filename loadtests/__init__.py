"""Load tests: a town at eleven on a Saturday, measured on the real path, on loopback, bounded."""
