"""Everything that changes support requests. One module for each part of a case's life."""
