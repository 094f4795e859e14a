"""Operations: one file each, one transaction each, in plain view."""
