"""Answers and interactions that come from elsewhere."""
