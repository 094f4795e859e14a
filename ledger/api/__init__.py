"""The door of machines: JSON over HTTP, under `/v1`."""
