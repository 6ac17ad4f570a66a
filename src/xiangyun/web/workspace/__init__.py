"""The pages of those who work: desk, forms, review, notices, boards. One module of views per subject."""
