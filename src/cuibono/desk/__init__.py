"""The use cases: what the newsroom does, seen through ports."""
