"""Figures about requests: how fast they are answered, about what, from where, and why not."""
