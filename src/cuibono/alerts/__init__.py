"""Adapters that tell somebody what changed: webhooks, e-mail, and feeds of our own."""
