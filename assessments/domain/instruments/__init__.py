"""What is asked: questionnaires, their files and translations."""
