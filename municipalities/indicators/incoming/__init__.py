"""Files of figures on their way in: recognised, read row by row, understood cell by cell."""
