"""The forms of a grant: the letter, the application, and the rows that each holds."""
