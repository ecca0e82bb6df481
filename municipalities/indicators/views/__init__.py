"""Pages of indicators, of imports, and of who figures are opened for."""
