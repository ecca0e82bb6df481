"""The pages of mappings: the centre's own, the results, and the form behind a personal link."""
