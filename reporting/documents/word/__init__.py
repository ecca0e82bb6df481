"""The report as a Word document with real styles: it can be edited, and read aloud, in Word."""

from reporting.documents.word.document import make

__all__ = ["make"]
