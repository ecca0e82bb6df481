"""What is filled in about a request, with the error texts."""
