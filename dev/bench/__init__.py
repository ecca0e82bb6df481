"""`make bench`: the pages that matter, measured at several sizes of the database."""
