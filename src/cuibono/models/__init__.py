"""Learned weights behind the ports: what ships with the package, and what a user points to instead."""
