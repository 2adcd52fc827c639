"""`python -m timtin`: the same as the `timtin` command."""

from .search_cli import main

if __name__ == "__main__":
    main()
