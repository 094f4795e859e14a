"""Every statement that writes."""
