"""Files that leave the house: CSV and XLSX with their source inside."""
