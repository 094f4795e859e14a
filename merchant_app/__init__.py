"""The shops' door: ask for a payment and see it paid, the day's takings, units back into euros."""
