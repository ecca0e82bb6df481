"""What is filled in about information rounds, with the error texts."""
