"""The result page, its pictures, report and files."""
