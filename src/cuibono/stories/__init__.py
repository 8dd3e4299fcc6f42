"""From documents to stories: who publishes, which documents belong together, who repeats whom, what is claimed."""
