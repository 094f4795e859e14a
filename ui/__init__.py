"""The design kit: pages, components, French formats and the guards of every door."""
