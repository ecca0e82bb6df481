"""Sheets of activities on their way in: read row by row, understood cell by cell, then written."""
