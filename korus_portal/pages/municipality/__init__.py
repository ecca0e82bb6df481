"""The page of one municipality, put together from all that the portal knows and may tell."""
