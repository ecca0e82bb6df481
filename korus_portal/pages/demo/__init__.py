"""Synthetic years for demo mode: deterministic, marked as such on screen, about no real person."""
