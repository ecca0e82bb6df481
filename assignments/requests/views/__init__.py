"""Pages of support requests. One module for each part of a case."""
