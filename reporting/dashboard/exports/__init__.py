"""Coverage as files: the figures of the page as tables, statistics and pictures."""
