"""The residents' door: balance, paying, receipts."""
