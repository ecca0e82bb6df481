"""Everything that changes annual reports. One module for each part of a report's life."""
