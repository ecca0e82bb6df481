"""Pages under `/informasjonsrunder/`."""
