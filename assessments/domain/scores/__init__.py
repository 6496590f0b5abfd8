"""From sealed answers to assessments."""
