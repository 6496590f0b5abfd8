"""The leaders' pages: communities, members, waves."""
