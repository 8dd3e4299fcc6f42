"""What can be found about a story's claims; each module looks for one kind of finding."""
