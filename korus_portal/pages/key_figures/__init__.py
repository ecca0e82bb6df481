"""The three figures that matter to each role: what is counted, of what, when, and the rows."""
