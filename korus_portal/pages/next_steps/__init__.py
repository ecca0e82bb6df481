"""What a signed-in person meets first: for each role the key figures and what to do next."""
