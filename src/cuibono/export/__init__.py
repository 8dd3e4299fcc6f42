"""A reading written down for others: JSON to compute with, Markdown to send, a page to read."""
