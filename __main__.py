"""The entry point of `python -m timtin`, which is equivalent to the `timtin` command."""

from .search_cli import main

if __name__ == "__main__":
    main()
