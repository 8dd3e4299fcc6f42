"""Where captures come from: files, and links through the one egress."""
