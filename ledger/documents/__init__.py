"""Files that leave the house: statements, receipts, codes to print, sheets for a spreadsheet."""
