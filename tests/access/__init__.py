"""Rows of the access matrix for one part of the portal each: GET, POST and ARGUMENTS.

An argument's function gets the matrix's World (one row of each kind, of KORUS Nord and Alta) and
may make the row it needs.
"""
