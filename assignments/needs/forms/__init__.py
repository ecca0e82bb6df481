"""What is filled in about needs, with the error texts."""
