"""The grid worker's ledger: who lives here, who is due for testing, and what goes to superiors."""

__version__ = "0.1.0"
