"""Two versions or years of a report beside each other, and a report beside today's rows."""
