"""The way of an answer, from the link to the answer sheet."""
