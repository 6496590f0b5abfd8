"""What is kept, for how long, and who looked at it."""
