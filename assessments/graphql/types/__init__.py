"""The types of the schema, one module for each noun."""
