"""The pages of the municipalities to call."""
