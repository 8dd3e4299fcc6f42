"""How work is mapped over items: the core is synchronous, and concurrency is handed in as a map."""
