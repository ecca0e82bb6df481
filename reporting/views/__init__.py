"""The pages of annual reports."""
