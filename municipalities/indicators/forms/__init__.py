"""What is filled in about files, columns and openings, with the error texts."""
