"""What may be shown of an assessment, and nothing else."""
