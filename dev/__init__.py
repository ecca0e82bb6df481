"""Tooling of the project: sets up, runs, tests and checks the portal on a bare machine.

What runs before the virtual environment exists uses the standard library only.
"""
