"""`python -m engine` is the command `procesregie`."""

from engine.cli import main

if __name__ == "__main__":
    main()
