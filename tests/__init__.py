"""The tests mirror the packages; `python -m tests` runs them all, with the linters and the type checker."""
