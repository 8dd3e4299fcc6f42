"""The pages that a browser is served: desk, story, document and room, and the same as JSON."""
