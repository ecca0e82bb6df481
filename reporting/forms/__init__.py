"""What people enter about reports. One module for each part of a report's life."""
