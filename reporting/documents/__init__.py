"""Documents of a report, all from one content: PDF for reading, XLSX for counting on."""
