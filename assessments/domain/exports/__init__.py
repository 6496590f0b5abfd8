"""Released values as files."""
