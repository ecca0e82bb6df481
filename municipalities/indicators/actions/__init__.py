"""Writing figures: files in, batches applied or withdrawn, figures opened to others."""
