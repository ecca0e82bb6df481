"""The national summary: what the received reports say together, from their frozen figures alone."""
