"""The nouns of the newsroom: frozen, storage-free, standard library only."""
