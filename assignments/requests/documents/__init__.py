"""The case as documents: one PDF, the texts as they were written, and metadata for an archive."""
