"""The timtin command."""
