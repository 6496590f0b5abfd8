"""The members' survey."""
