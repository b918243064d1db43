"""What there is to see on each page of the reading room beside the results themselves, which templates are given."""
