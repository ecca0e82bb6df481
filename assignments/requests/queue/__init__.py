"""A centre's queue: which requests, in which order, narrowed how, and who has how many."""
