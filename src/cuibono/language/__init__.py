"""Everything that looks at one text without knowing a story: sentences, words, names, hedges, attributions."""
