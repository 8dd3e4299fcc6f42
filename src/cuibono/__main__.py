"""`python -m cuibono`."""

from cuibono.cli import main

main()
