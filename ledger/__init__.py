"""The double-entry ledger of a local complementary currency."""
